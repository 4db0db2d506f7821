import type { ProcessHost } from "../files/state-file.ts";
import type { GitRunner } from "../git/git-runner.ts";
import { createProcessRunner } from "../git/process-runner.ts";
import type { RepositoryOptions } from "./options.ts";
import { processEnvironment, processHost } from "./process-host.ts";

/** Where a question is asked: what every use case takes, from the command line and from a program. */
export interface Place {
  readonly directory: string;
  /** Of several STATE.md the one that is meant; `undefined` for all. */
  readonly workstream: string | undefined;
  readonly runner: GitRunner;
  /** For locks. */
  readonly host: ProcessHost;
}

/** The place that the options of the package's functions name. */
export function toPlace({ directory, workstream, environment = processEnvironment }: RepositoryOptions): Place {
  return { directory, workstream, runner: createProcessRunner(directory, environment), host: processHost };
}
