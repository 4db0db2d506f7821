/** What all functions of the package take. */
export interface RepositoryOptions {
  /** The repository around this directory is meant, and the planning documents nearest to it. */
  readonly directory: string;
  /** Of several STATE.md in one repository the one of this workstream, or of this planning directory; all without it. */
  readonly workstream?: string;
  /** The variables that git runs with; without them it inherits those of this process. planlink itself reads none. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** What `verifyCommits` takes. */
export interface VerifyCommitsOptions extends RepositoryOptions {
  /** The SUMMARY.md files as well. */
  readonly all?: boolean;
  /** What is certain is relinked before. This writes. */
  readonly fix?: boolean;
}

/** What `relink` takes. */
export interface RelinkOptions extends RepositoryOptions {
  /** The SUMMARY.md files as well. */
  readonly all?: boolean;
  /** Nothing is written. */
  readonly dryRun?: boolean;
  /** How sure an answer must be to be applied; `"high"` without it. */
  readonly minConfidence?: "exact" | "high" | "low";
}

/** What `syncState` takes. */
export interface SyncStateOptions extends RepositoryOptions {
  /** Nothing is written. */
  readonly dryRun?: boolean;
  /** Sections and elements that are absent are added. */
  readonly create?: boolean;
}

/** What `checkState` takes. */
export interface CheckStateOptions extends RepositoryOptions {
  /** `A..B`: what B makes worse than A is found, and the work tree is not looked at. */
  readonly range?: string;
  /** With `range`: all that is found of B. */
  readonly all?: boolean;
}

/** What `lintMessages` takes: messages, or a range of commits. */
export interface LintMessagesOptions extends RepositoryOptions {
  /** Messages as they are in a file that an editor left: comment lines begin with `#`. */
  readonly messages?: readonly string[];
  /** `A..B`, or one revision with all that it reaches. */
  readonly range?: string;
}

/** What `logPlans` takes. */
export interface LogPlansOptions extends RepositoryOptions {
  /** Of this plan alone, such as `67-04`. */
  readonly plan?: string;
}
