import { openWorkspaces, type Workspace } from "../src/api/open-workspace.ts";
import { readGitState } from "../src/files/git-state.ts";
import { findHookPlaces, readHeadBranch } from "../src/files/hook-places.ts";
import type { ProcessHost } from "../src/files/state-file.ts";
import type { KnownFacts } from "../src/git/git-repository.ts";
import { createWatchedRunner } from "../src/git/watched-runner.ts";
import type { HeadFact } from "../src/model/ports.ts";
import { isGsd2Directory } from "../src/planning/planning-root.ts";
import { executorBranch } from "./executor-branch.ts";

/** What a hook is called with. */
export interface HookInput {
  readonly arguments: readonly string[];
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly readStandardInput: () => Promise<string>;
  /** Writes to the user; hooks are silent when all is well. */
  readonly say: (text: string) => void;
  readonly color: boolean;
  readonly host: ProcessHost;
  /** Names this program by its bytes; absent where it was not started from compiled code. */
  readonly programKey?: string;
  /** Standard input, where it has been read already. */
  readonly told?: string;
}

/** The exit code of a hook: 1 stops git, where the hook may. */
export type HookExitCode = 0 | 1;

/** Opens the first of the workspaces: what a hook asks of the repository needs no other. */
export async function openHookWorkspace(input: HookInput): Promise<Workspace> {
  return (await openHookWorkspaces(input))[0];
}

/**
 * Opens the workspace of every planning directory, with the runner that starts fastest, and without asking git where files
 * tell. The newest of the commits that were told is HEAD, where nothing else is said.
 */
export async function openHookWorkspaces(
  input: HookInput,
  told: Pick<KnownFacts, "newest" | "told"> = {},
  isNewestHead = true,
): Promise<readonly [Workspace, ...Workspace[]]> {
  const newest = isNewestHead ? told.newest : undefined;
  const { directory, environment } = input;
  const places = findHookPlaces(directory, environment);
  const branch = places === undefined ? undefined : readHeadBranch(places.gitDirectory);
  return openWorkspaces(createWatchedRunner(directory, environment), directory, {
    ...(places === undefined ? {} : { places }),
    ...told,
    ...(newest === undefined || branch === undefined ? {} : { head: { oid: newest.commit.oid, branch } }),
  });
}

/** Tells of the work tree of one of GSD's executors, in which nothing is written. */
export function isExecutorWorktree({ repository }: Workspace, head: HeadFact): boolean {
  return repository.gitDirectory !== repository.commonDirectory && executorBranch.test(head.branch ?? "");
}

/** What git has just done when a hook asks whether it may write: some of its marks are still there at that moment. */
export type HookMoment = "staging" | "commit" | "merge" | "rebase";

/**
 * Tells when a hook may write planning documents (D5): `later` while git is in the middle of something.
 *
 * A shallow clone has no history to write from. At the end of a rebase, and after the last commit of a cherry-pick, git
 * still shows them as under way: the work tree is written by then, and what remains for git to do looks at no file that
 * a hook has changed (docs/adr/0020).
 */
export async function whenToWrite(
  workspace: Workspace,
  head: HeadFact,
  moment: HookMoment,
): Promise<"now" | "later" | "never"> {
  const mayNever = workspace.repository.isShallow || isGsd2Directory(workspace.planningDirectory);
  if (workspace.config.update === "off" || mayNever || isExecutorWorktree(workspace, head)) return "never";
  const state = await readGitState(workspace.repository.gitDirectory);
  const isOver = moment === "rebase" ? state.isRebasingOnly : moment === "commit" && state.isAtLastPick;
  const isSequencing = state.isSequencing && !isOver;
  const isMerging = state.isMerging && moment !== "merge";
  return isSequencing || isMerging || state.hasPendingAutostash ? "later" : "now";
}

/** Tells whether a hook may write STATE.md now. `isAfterMerge`: git still shows the merge that has just ended. */
export async function mayWriteState(workspace: Workspace, head: HeadFact, isAfterMerge: boolean): Promise<boolean> {
  return (await whenToWrite(workspace, head, isAfterMerge ? "merge" : "staging")) === "now";
}
