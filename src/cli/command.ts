import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Place } from "../api/place.ts";
import type { ProcessHost } from "../files/state-file.ts";
import type { GitRunner } from "../git/git-runner.ts";
import type { Finding } from "../model/finding.ts";
import type { Oid } from "../model/oid.ts";
import type { TerminalStyle } from "../report/terminal.ts";
import type { CommandLine } from "./command-line.ts";

/** The world as a command sees it. */
export interface CommandContext {
  readonly directory: string;
  readonly runner: GitRunner;
  /** The runner for what changes the repository. */
  readonly openChangingRunner: () => Promise<GitRunner>;
  readonly style: TerminalStyle;
  /** The name of this machine, where standard output shows hyperlinks; `null` elsewhere. */
  readonly linkHost: string | null;
  readonly host: ProcessHost;
  readonly readStandardInput: () => Promise<string>;
}

/** What a command ends with: text for standard output, and the exit code. */
export interface CommandResult {
  readonly output: string;
  readonly exitCode: 0 | 1 | 2;
  /** Markdown for the summary of a CI job, where the job has one. */
  readonly summary?: string;
  /** All that the answer was worked out from; without it the answer is not kept. */
  readonly basis?: AnswerBasis;
}

/** What an answer depends on, beside the command line, the repository's place and the name of its branch. */
export interface AnswerBasis {
  readonly startedAtMs: number;
  readonly tip: Oid;
  /** Absolute paths of the files that were read, of the directories that were listed, and of those that were not there. */
  readonly paths: ReadonlySet<string>;
}

/** One command: its line and the world in, text and exit code out; it throws `OperationalError` where it cannot answer. */
export type Command = (line: CommandLine, context: CommandContext) => Promise<CommandResult>;

/** The style for text that names files below a directory: as links, where the terminal shows them. */
export function linkedStyle({ style, linkHost }: CommandContext, topLevel: string): TerminalStyle {
  if (linkHost === null) return style;
  return {
    ...style,
    // The form of the escape sequence asks for the host, so that a terminal tells remote files from its own.
    addressOf: (path) => pathToFileURL(join(topLevel, path)).href.replace("file://", () => `file://${linkHost}`),
  };
}

/** 1 when a finding is an error. */
export function exitCodeOf(findings: readonly Finding[]): 0 | 1 {
  return findings.some(({ severity }) => severity === "error") ? 1 : 0;
}

/** One JSON object as standard output has it. */
export function toJsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** The place that a command line and its context name, for the use cases. */
export function placeOf(line: CommandLine, { directory, runner, host }: CommandContext): Place {
  return { directory, runner, host, workstream: line.values.get("workstream") };
}
