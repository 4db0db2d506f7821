import { join } from "node:path";
import type { Workspace } from "../src/api/open-workspace.ts";
import { readProject, type Project } from "../src/commands/read-project.ts";
import { syncState } from "../src/commands/sync-state.ts";
import { tidyBeside } from "../src/files/document-lock.ts";
import { readDocumentFile, writeDocumentFile } from "../src/files/state-file.ts";
import { readIndexEntries } from "../src/git/git-documents.ts";
import { findPlan } from "../src/links/link-index.ts";
import type { ScopeAssigner } from "../src/links/scope-assigner.ts";
import { tagCommits, type TaggedCommit } from "../src/links/tagged-commits.ts";
import type { CommitFact, HeadFact } from "../src/model/ports.ts";
import type { PlanId } from "../src/model/plan-id.ts";
import { removeBookmark } from "./bookmark-file.ts";
import { noteStateIsTrue } from "./guard-notes.ts";
import type { HookInput } from "./hook-context.ts";
import { leaveBookmark, watchDirectories } from "./leave-bookmark.ts";
import { noteOwnText } from "./own-text.ts";

/** How commits came here: made in this work tree, by a merge or a squash, or by picks. */
export type CommitArrival = "made" | "merged" | "picked";

/**
 * Refreshes the working STATE.md after commits, if one of them is tagged with a plan that is in progress (D5): the
 * plan's completion commit will carry the change. With `update: live`, after any tagged commit.
 *
 * Otherwise the file is left alone, because a dirty STATE.md stops `git rebase`; the next planning commit catches up. A
 * commit that completes a plan carries STATE.md itself; one that arrives without it is made up for here. Where a merge or
 * a squash has left STATE.md modified anyway, such as by references that followed it, it is made true altogether. A
 * STATE.md that git does not track stops nothing, and no commit will carry it: it is written after any tagged commit. A pick of a plan in
 * progress leaves it alone: the next pick may bring STATE.md, and git refuses that over a modified one.
 */
export async function refreshWorkingState(
  workspace: Workspace,
  head: HeadFact,
  newCommits: readonly CommitFact[],
  arrival: CommitArrival,
  input: HookInput,
): Promise<void> {
  const { repository, planningDirectory, statePath, config, cache } = workspace;
  if (config.update === "record") return;
  const named = tagCommits(newCommits).filter(({ tag }) => tag.kind === "plan");
  if (named.length === 0) return;
  const working = await readDocumentFile(repository.topLevel, statePath);
  const { documents, directories } = watchDirectories(workspace.documents);
  const project = await readProject({ repository, documents, tip: head.oid, planningDirectory, cache });
  const tagged = project.assigner === null ? named : await keepOwnCommits(repository, project.assigner, named);
  const planIds = new Set(tagged.flatMap(({ tag }): readonly PlanId[] => (tag.kind === "plan" ? tag.planIds : [])));
  if (planIds.size === 0) return;
  const isDue =
    (arrival !== "picked" && [...planIds].some((planId) => isPlanInProgress(project, planId))) ||
    (arrival !== "made" && (await recordsWithoutState(workspace, project, tagged))) ||
    (arrival === "merged" && (await isModified(workspace))) ||
    !(await isTracked(workspace));
  if (config.update === "auto" && !isDue) return;
  const outcome = await syncState(project, documents, {
    path: statePath,
    text: working.text,
    create: false,
    renderCells: null,
    position: config.position,
  });
  const { newText } = outcome;
  // It holds for the file as it was.
  removeBookmark(repository.gitDirectory);
  if (newText !== working.text) {
    await writeDocumentFile(repository.topLevel, statePath, working.bytes, newText, input.host);
    noteOwnText(repository.gitDirectory, working.bytes, newText);
    if (head.oid !== null) leaveBookmark(workspace, { project, text: newText, head: head.oid, directories }, input);
  } else tidyBeside(join(repository.topLevel, statePath), input.host);
  if (head.oid !== null && workspace.siblings.length === 0) noteStateIsTrue(repository.gitDirectory, head.oid);
}

/** Of several planning directories each takes up its own commits alone. */
async function keepOwnCommits(
  repository: Workspace["repository"],
  assigner: ScopeAssigner,
  commits: readonly TaggedCommit[],
): Promise<readonly TaggedCommit[]> {
  const changedPaths = await repository.readChangedPaths(commits.map(({ commit }) => commit.oid));
  return commits
    .map((tagged) => {
      const { oid } = tagged.commit;
      return { ...tagged, tag: assigner.assign(oid, tagged.tag, changedPaths.get(oid) ?? []).tag };
    })
    .filter(({ tag }) => tag.kind === "plan");
}

/** In progress means a PLAN without a SUMMARY; of a plan that is not on disk no completion commit will come. */
function isPlanInProgress({ index }: Project, planId: PlanId): boolean {
  const plan = findPlan(index, planId);
  return plan !== undefined && plan.files !== null && plan.status === "in-progress";
}

/**
 * A SUMMARY that came without STATE.md: the executor's, who must not write it, or that of a pick, which runs no
 * `pre-commit`. Nobody has recorded that plan, and no commit of its own will (docs/adr/0021).
 */
async function recordsWithoutState(
  { repository, statePath }: Workspace,
  { planFiles }: Project,
  commits: readonly TaggedCommit[],
): Promise<boolean> {
  const summaryPaths = new Set(planFiles.map(({ summaryPath }) => summaryPath));
  const changedPaths = await repository.readChangedPaths(commits.map(({ commit }) => commit.oid));
  return [...changedPaths.values()].some(
    (paths) => paths.some((path) => summaryPaths.has(path)) && !paths.includes(statePath),
  );
}

/** The working file differs from the one in the index. */
async function isModified({ runner, repository, statePath }: Workspace): Promise<boolean> {
  const args = ["--literal-pathspecs", "diff-files", "--quiet", "--", statePath];
  return (await runner.run(args, { cwd: repository.topLevel })).exitCode === 1;
}

async function isTracked({ runner, repository, statePath }: Workspace): Promise<boolean> {
  return (await readIndexEntries(runner, repository.topLevel, statePath)).length > 0;
}
