/** What planlink needs to know of a hook of git to stand in its place. */
export interface HookKind {
  readonly name: string;
  /** git stops when the hook exits non-zero. A `post-*` hook comes too late to stop anything. */
  readonly stopsGit: boolean;
  /** git writes the ref updates or rewritten commits to its standard input, which can be read only once. */
  readonly readsInput: boolean;
}

/** The hooks that a repository which receives pushes may have: all refs of a push at once, or each alone. */
export const serverHooks: readonly HookKind[] = [
  { name: "pre-receive", stopsGit: true, readsInput: true },
  { name: "update", stopsGit: true, readsInput: false },
];

/** The hooks that `state init` installs, in the order of githooks(5). The one list of them. */
export const installedHooks: readonly HookKind[] = [
  { name: "pre-commit", stopsGit: true, readsInput: false },
  { name: "commit-msg", stopsGit: true, readsInput: false },
  { name: "post-commit", stopsGit: false, readsInput: false },
  { name: "post-merge", stopsGit: false, readsInput: false },
  { name: "post-rewrite", stopsGit: false, readsInput: true },
  { name: "pre-push", stopsGit: true, readsInput: true },
];
