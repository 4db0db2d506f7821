import type { FindingCode, Severity } from "../model/finding.ts";

/** When hooks write STATE.md (D5): as designed, after every tagged commit, within planning commits only, never. */
export type UpdateMode = "auto" | "live" | "record" | "off";

/** The effective configuration. */
export interface Config {
  readonly update: UpdateMode;
  /** Operational errors block in the hooks that may block. */
  readonly strict: boolean;
  readonly severities: Readonly<Partial<Record<FindingCode, Severity | "off">>>;
  /** `false` when GSD was told not to commit planning documents: nothing is staged then. */
  readonly commitDocs: boolean;
}

/** Every default in one place; docs/configuration in README. */
export const defaultConfig: Config = { update: "auto", strict: false, severities: {}, commitDocs: true };

/** Name of our file within the planning directory. */
export const configFileName = "planlink.yaml";

/** Reads GSD's own `config.json` for `commit_docs`, at its top or under `planning`; a damaged file means the default. */
export function readCommitDocs(text: string): boolean {
  try {
    const values: unknown = JSON.parse(text);
    const refuses = (container: unknown): boolean =>
      typeof container === "object" &&
      container !== null &&
      "commit_docs" in container &&
      container.commit_docs === false;
    const planning =
      typeof values === "object" && values !== null && "planning" in values ? values.planning : undefined;
    return !refuses(values) && !refuses(planning);
  } catch {
    // GSD reports its own file; our default only decides whether STATE.md is staged.
    return true;
  }
}
