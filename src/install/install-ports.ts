/** Where `core.hooksPath` is set. `command`: by `git -c` or the environment, for one process only. */
export type ConfigScope = "system" | "global" | "local" | "worktree" | "command";

/** Everything that installing needs to know of git. Paths are absolute, with the separators of this system. */
export interface GitHookFacts {
  /** Top of the work tree, where git runs the hooks. */
  readonly topLevel: string;
  /** The git directory that all worktrees of the repository share. */
  readonly commonDirectory: string;
  /** Where git looks for hooks, `core.hooksPath` included. It need not exist. */
  readonly hooksDirectory: string;
  /** The setting in force, as written; `null` when it is unset and the hooks are those of the common directory. */
  readonly hooksPath: { readonly scope: ConfigScope; readonly value: string } | null;
  /** The folders with planning documents, where these are not in `.planning` at the top alone; else none. */
  readonly planningRoots: readonly string[];
  /** Every directory with a STATE.md, or where one is to be: those of workstreams and projects too. At least one. */
  readonly planningDirectories: readonly string[];
}

/** What stands at a path. `isLink`: what is told is what the symbolic link there leads to. */
export type DiskEntry =
  | { readonly kind: "absent" }
  | { readonly kind: "file"; readonly content: Uint8Array; readonly isExecutable: boolean; readonly isLink: boolean }
  | { readonly kind: "directory"; readonly isLink: boolean }
  /** A device, a socket; a link that leads to one of these or to nothing. */
  | { readonly kind: "other"; readonly isLink: boolean };

/** Git's configuration and attributes as installing sees them. Failures are operational errors. */
export interface GitConfig {
  /** The values of a key in the repository's own configuration, which all its worktrees share. */
  readValues(key: string): Promise<readonly string[]>;
  /** Sets the values of a key there; none takes it out. */
  writeValues(key: string, values: readonly string[]): Promise<void>;
  /** The attribute `merge` of each path, as `git check-attr` tells it: `unspecified`, `unset`, `set` or a value. */
  readMergeAttributes(paths: readonly string[]): Promise<readonly string[]>;
}

/** The disk as installing sees it. Paths are absolute. Failures are operational errors. */
export interface Disk {
  readEntry(path: string): Promise<DiskEntry>;
  /** Names in a directory, sorted; none when there is no such directory. */
  list(directory: string): Promise<readonly string[]>;
  /** Creates one directory, whose parent exists. */
  createDirectory(path: string): Promise<void>;
  /** Removes a directory if it is empty; an absent one counts as removed, one with files stays. */
  removeEmptyDirectory(path: string): Promise<void>;
  /**
   * Writes a whole file, so that a reader sees the old or the new content and nothing between.
   * A file that exists keeps its mode and stays the target of its links; `mode` (umask applies) is for a new one.
   */
  writeFile(path: string, content: Uint8Array, mode: number): Promise<void>;
  /** Renames within one directory, a symbolic link as a link; the new name is free. */
  moveFile(from: string, to: string): Promise<void>;
  removeFile(path: string): Promise<void>;
}
