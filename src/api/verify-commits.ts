import {
  readPlanIds,
  readSummaryDocuments,
  verifyCommits as verifyReferences,
  type VerifyOutcome,
} from "../commands/verify-commits.ts";
import { decodeDocument } from "../files/decode-document.ts";
import { readDocumentFile, type ReadDocument } from "../files/state-file.ts";
import { sortFindings } from "../model/finding.ts";
import type { PlanId } from "../model/plan-id.ts";
import type { VerifyCommitsAnswer } from "../report/answers.ts";
import { readState, type Workspace } from "./open-workspace.ts";
import type { Place } from "./place.ts";
import { readTip } from "./read-workspace.ts";
import { selectWorkspaces, type Workspaces } from "./select-workspaces.ts";

/** What to verify: as the command line and the package's functions say. */
export interface VerifyChoices {
  readonly withSummaries: boolean;
  /** What is certain is relinked before. */
  readonly fix: boolean;
  /** What is done while git is at work, with the plans that references are listed under. */
  readonly whileWaiting?: (workspace: Workspace, planIds: ReadonlySet<PlanId>) => Promise<void>;
}

/** What one planning directory's references come to. */
export interface VerifiedWorkspace {
  readonly workspace: Workspace;
  readonly outcome: VerifyOutcome;
  /** STATE.md as it was verified. */
  readonly state: ReadDocument;
  /** How many references were relinked before. */
  readonly fixed: number;
}

/** What the references of all planning directories come to: each by itself, and together. */
export interface Verification {
  readonly each: readonly [VerifiedWorkspace, ...VerifiedWorkspace[]];
  readonly outcome: VerifyOutcome;
  readonly fixed: number;
}

/** Verifies the references of planning directories, one after the other. */
export async function verifyWorkspaces(
  [first, ...others]: Workspaces,
  choices: VerifyChoices,
  host: Place["host"],
): Promise<Verification> {
  const one = await verifyWorkspace(first, choices, host);
  const rest: VerifiedWorkspace[] = [];
  for (const workspace of others) rest.push(await verifyWorkspace(workspace, choices, host));
  return {
    each: [one, ...rest],
    outcome: rest.length === 0 ? one.outcome : joinOutcomes([one, ...rest]),
    fixed: rest.reduce((sum, { fixed }) => sum + fixed, one.fixed),
  };
}

/** Cross-references the commits that STATE.md lists with history. */
export async function verifyCommits(place: Place, choices: VerifyChoices): Promise<VerifyCommitsAnswer> {
  const workspaces = await selectWorkspaces(place.runner, place.directory, place.workstream);
  const { outcome, fixed } = await verifyWorkspaces(workspaces, choices, place.host);
  return (await import("../report/json.ts")).verifyToJson(outcome, fixed);
}

/** Of several planning directories one answer is made: references and findings name their documents. */
function joinOutcomes(verified: readonly VerifiedWorkspace[]): VerifyOutcome {
  const outcomes = verified.map(({ outcome }) => outcome);
  return outcomes.reduce((a, b) => ({
    tip: a.tip,
    isShallow: a.isShallow,
    documents: [...a.documents, ...b.documents],
    counts: {
      reachable: a.counts.reachable + b.counts.reachable,
      unreachable: a.counts.unreachable + b.counts.unreachable,
      rewritten: a.counts.rewritten + b.counts.rewritten,
      missing: a.counts.missing + b.counts.missing,
      ambiguous: a.counts.ambiguous + b.counts.ambiguous,
      "not-a-commit": a.counts["not-a-commit"] + b.counts["not-a-commit"],
      unknown: a.counts.unknown + b.counts.unknown,
    },
    findings: sortFindings([...a.findings, ...b.findings]),
    examined: { references: a.examined.references + b.examined.references },
  }));
}

async function verifyWorkspace(
  workspace: Workspace,
  { withSummaries, fix, whileWaiting }: VerifyChoices,
  host: Place["host"],
): Promise<VerifiedWorkspace> {
  const { repository, documents, planningDirectory, statePath, config, referenceCache } = workspace;
  // The document first: without one there is nothing to read history for.
  let state = await readState(workspace);
  const tip = await readTip(workspace);
  let fixed = 0;
  if (fix) {
    const { applyRelinks } = await import("./relink.ts");
    const choices = { withSummaries, leastConfidence: "high", isDry: false } as const;
    const relinked = await applyRelinks(workspace, { tip: tip.oid, state }, choices, host);
    if (relinked.isApplied) state = await readDocumentFile(repository.topLevel, statePath);
    fixed = relinked.relinks.filter(({ isApplied }) => isApplied).length;
  }
  const summaries = withSummaries ? await readSummaryDocuments(documents, planningDirectory, decodeDocument) : [];
  const outcome = await verifyReferences({
    repository,
    cache: referenceCache,
    tip,
    documents: [{ path: statePath, text: state.text }, ...summaries],
    severities: config.severities,
    readPlanIds: (wanted) => readPlanIds(documents, planningDirectory, wanted),
    whileWaiting: whileWaiting && ((planIds) => whileWaiting(workspace, planIds)),
  });
  return { workspace, outcome, state, fixed };
}
