import type { FileOperation } from "./file-operations.ts";
import type { InstallManager } from "./install-record.ts";
import type { PlannedMerge } from "./plan-merge.ts";

/** What happens to one hook. `kept`: as `reason` says, the file is not as we wrote it, so it is left alone. */
export interface PlannedHook {
  readonly name: string;
  /** The hook file, or the script of husky's. */
  readonly path: string;
  readonly change: "created" | "updated" | "unchanged" | "kept";
  /** The hook that was there before and now runs first; for husky, whose script holds both, `null`. */
  readonly previousPath: string | null;
}

/**
 * Something that a person should know, though nothing stands in the way.
 *
 * - `hook-edited`: the file bears our marker, but somebody has changed it; it was left as it is
 * - `hook-run-by-other`: another manager has moved our hook to `path` and runs it there
 * - `husky-inactive`: husky has not run in this clone or worktree, so that git runs none of its hooks: `npx husky`
 * - `husky-may-hide`: husky is a dependency; once it runs, it hides the hooks that were installed natively
 * - `lefthook-inactive`: lefthook has not put all its hooks into this clone: `npx lefthook install`
 * - `pre-commit-inactive`, `simple-git-hooks-inactive`: they have not put all their hooks into this clone
 * - `hook-would-go`: simple-git-hooks deletes hooks that it has no command for, such as the one at `path`
 * - `config-unstaged`: pre-commit stops every commit while its configuration is changed and not staged
 * - `block-may-not-run`: the script leaves early (`exit`, `exec`), before our lines
 * - `hooks-in-work-tree`: the hooks directory is part of the work tree: its files show in `git status`, and other
 *   worktrees have their own
 * - `hooks-shared`: the hooks directory serves other repositories, too
 * - `program-absent`: the hooks name no place of this machine, and find the program neither in the project nor on `PATH`
 * - `program-temporary`: the program runs from a download cache, from which it will vanish
 * - `attributes-kept`: the repository has an own setting for how `path` is merged; it stands
 * - `attributes-blocked`: `.gitattributes` is no plain file, so that git reads nothing from it
 */
export interface InstallNote {
  readonly code:
    | "hook-edited"
    | "hook-run-by-other"
    | "husky-inactive"
    | "husky-may-hide"
    | "lefthook-inactive"
    | "pre-commit-inactive"
    | "simple-git-hooks-inactive"
    | "hook-would-go"
    | "config-unstaged"
    | "block-may-not-run"
    | "hooks-in-work-tree"
    | "hooks-shared"
    | "program-absent"
    | "program-temporary"
    | "attributes-kept"
    | "attributes-blocked";
  readonly path: string;
}

/** A program of a manager's that puts its hooks in place: a file that Node runs, or a command on `PATH`. */
export interface Activation {
  readonly manager: "pre-commit" | "simple-git-hooks";
  readonly program: string;
  readonly isNodeScript: boolean;
  readonly args: readonly string[];
}

/** What `state init` would do to the hooks. Without operations everything is in place. */
export interface InstallPlan {
  readonly manager: InstallManager;
  /** The manager that planlink was installed through before, and is taken out of; else `null`. */
  readonly former: InstallManager | null;
  /** Where the hook files or husky's scripts are. */
  readonly directory: string;
  readonly hooks: readonly PlannedHook[];
  readonly merge: PlannedMerge;
  readonly notes: readonly InstallNote[];
  /** In the order in which they must be applied. */
  readonly operations: readonly FileOperation[];
  /** What is to be run afterwards for the hooks to be in place; `null` where they are, or we cannot. */
  readonly activation: Activation | null;
}

/** A place that is free of us again. */
export interface RemovedHook {
  readonly name: string;
  readonly path: string;
  /** The earlier hook was moved back, or the lines that were around ours stay. */
  readonly isRestored: boolean;
}

/**
 * What uninstalling leaves, and why.
 *
 * - `edited`: the file bears our marker, but is not as we wrote it: what is ours in it cannot be told
 * - `replaced`: another hook stands where ours did, so the earlier one cannot be moved back from `path`
 */
export interface LeftFile {
  readonly path: string;
  /** `other-worktree`: the attributes of another worktree, which may be committed on its branch. */
  readonly reason: "edited" | "replaced" | "other-worktree";
}

/** What `state uninstall` would do to the hooks. */
export interface RemovalPlan {
  readonly hooks: readonly RemovedHook[];
  readonly left: readonly LeftFile[];
  /** The merge driver and its attributes go, too. */
  readonly isMergeRemoved: boolean;
  readonly operations: readonly FileOperation[];
}
