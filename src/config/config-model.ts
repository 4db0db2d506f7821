import type { FindingCode, Severity } from "../model/finding.ts";

/** When hooks write STATE.md (D5): as designed, after every tagged commit, within planning commits only, never. */
export type UpdateMode = "auto" | "live" | "record" | "off";

/** The effective configuration. */
export interface Config {
  readonly update: UpdateMode;
  /** Operational errors block in the hooks that may block. */
  readonly strict: boolean;
  /** *Current Position* and the front matter's copies are kept as well. */
  readonly position: boolean;
  /** Commits without a plan's tag are given to the plan whose SUMMARY lists them, where commits are shown. */
  readonly infer: boolean;
  readonly severities: Readonly<Partial<Record<FindingCode, Severity | "off">>>;
  /** Forms of the project's own in which commits name their plan, such as `[{phase}.{plan}]`. */
  readonly tags: readonly string[];
  /** GSD's own manifest of the commits of each phase is kept. */
  readonly manifest: boolean;
  /** `false` when GSD was told not to commit planning documents: nothing is staged then. */
  readonly commitDocs: boolean;
}

/** Every default in one place; config-keys.ts has the keys of the file, docs/configuration.md describes them. */
export const defaultConfig: Config = {
  position: false,
  update: "auto",
  strict: false,
  manifest: false,
  infer: true,
  severities: {},
  tags: [],
  commitDocs: true,
};

/** Name of our file within the planning directory. */
export const configFileName = "planlink.yaml";

/** What GSD's own `config.json` says of `commit_docs`, at its top or under `planning`; `undefined` where it says nothing. */
export function findCommitDocs(text: string): boolean | undefined {
  try {
    const values: unknown = JSON.parse(text);
    const find = (container: unknown): boolean | undefined =>
      typeof container === "object" &&
      container !== null &&
      "commit_docs" in container &&
      typeof container.commit_docs === "boolean"
        ? container.commit_docs
        : undefined;
    const planning =
      typeof values === "object" && values !== null && "planning" in values ? values.planning : undefined;
    const found = [find(values), find(planning)];
    return found.includes(false) ? false : found.find((value) => value !== undefined);
  } catch {
    // GSD reports its own file; our default only decides whether STATE.md is staged.
    return undefined;
  }
}

/** Whether planning documents are committed: not where GSD was told so. A damaged file means the default. */
export function readCommitDocs(text: string): boolean {
  return findCommitDocs(text) ?? defaultConfig.commitDocs;
}
