import type { Workspace } from "../src/api/open-workspace.ts";
import type { AwaitedRecord } from "../src/commands/bookmark.ts";
import { readSummaries, type Project } from "../src/commands/read-project.ts";
import { noMilestones } from "../src/links/plan-names.ts";
import type { Oid } from "../src/model/oid.ts";
import type { PlanningDocuments } from "../src/model/ports.ts";
import { noteGapFrom } from "./guard-notes.ts";
import type { HookInput } from "./hook-context.ts";
import { leaveBookmark, mayLeaveBookmark, watchDirectories } from "./leave-bookmark.ts";
import { noteCommittedText } from "./own-text.ts";

/** A commit of planning documents alone that is about to be made. */
export interface PendingRecord {
  readonly record: AwaitedRecord;
  /** The project with that commit, and the documents in it. */
  readonly project: Project;
  readonly documents: PlanningDocuments;
  /** The commit below it. */
  readonly head: Oid;
  /** STATE.md as it is in the commit and in the work tree. */
  readonly text: string;
}

/**
 * Leaves a bookmark from a commit that completes a plan, before that commit is made: after it comes work on the next plan,
 * and pre-commit has all at hand that the whole program would look at once more (docs/adr/0079).
 *
 * `post-commit` looks at the work tree: it must come to the same project.
 */
export async function awaitRecord(workspace: Workspace, pending: PendingRecord, input: HookInput): Promise<void> {
  if (!mayLeaveBookmark(workspace, input)) return;
  const { record: awaits, head, text } = pending;
  const { gitDirectory } = workspace.repository;
  const { documents, directories } = watchDirectories(workspace.documents);
  const project = await readAlike(pending, documents);
  if (project === undefined) return;
  noteCommittedText(gitDirectory, text);
  noteGapFrom(gitDirectory, head);
  leaveBookmark(workspace, { project, text, head, directories, awaits }, input);
}

/** The project with the list of documents of the work tree; `undefined` where something else is worked out of these. */
async function readAlike(
  { project, documents, record }: PendingRecord,
  others: PlanningDocuments,
): Promise<Project | undefined> {
  const { planningPaths, planningDirectory, planFiles, figures, position, milestones } = project;
  const paths = await others.list();
  // The ledger may come new with this commit: it is no plan.
  const news = paths.filter((path) => !planningPaths.has(path));
  const isSameList = paths.length - news.length === planningPaths.size;
  if (!isSameList || !news.every((path) => record.ownPaths.includes(path)) || milestones !== noMilestones)
    return undefined;
  const summaries = await readSummaries(others, planFiles);
  const isSame = figures.every(({ plan, summary }) => {
    const path = plan.files?.summaryPath ?? null;
    return path === null || JSON.stringify(summary) === JSON.stringify(summaries.get(path) ?? null);
  });
  if (!isSame) return undefined;
  const read = [
    `${planningDirectory}/STATE-ARCHIVE.md`,
    ...position.inProgress.flatMap(({ plan }) => plan.files?.planPath ?? []),
  ].filter((path) => planningPaths.has(path));
  const alike = { ...project, planningPaths: new Set(paths) };
  if (read.length === 0) return alike;
  const [own, other] = [await documents.read(read), await others.read(read)];
  const isAlike = read.every((path) => {
    const [bytes, otherBytes] = [own.get(path), other.get(path)];
    return bytes !== undefined && otherBytes !== undefined && Buffer.compare(bytes, otherBytes) === 0;
  });
  return isAlike ? alike : undefined;
}
