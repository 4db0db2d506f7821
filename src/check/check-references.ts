import type { CommitList, CommitReference } from "../document/commit-references.ts";
import { findMentionsOfKnownPlans, type PlanMention } from "../document/plan-mentions.ts";
import { editsForMoves } from "../document/reference-edits.ts";
import { createFinding, type Finding } from "../model/finding.ts";
import type { Oid } from "../model/oid.ts";
import type { PlanId } from "../model/plan-id.ts";
import type { RepositoryPath } from "../model/ports.ts";
import { lineIndexAt, type SourceText } from "../model/source-text.ts";
import type { LinkedPlan } from "../links/link-index.ts";
import type { Resolution } from "../links/resolve-reference.ts";

/** One reference with its answer. */
export interface ResolvedReference {
  readonly reference: CommitReference;
  readonly resolution: Resolution;
  /** Plans in the commit's own tag; empty when it has none. */
  readonly taggedPlanIds: readonly PlanId[];
}

/** What the references of one document are held against. */
export interface ReferenceCheckFacts {
  readonly path: RepositoryPath;
  readonly source: SourceText;
  /** How many digits tell each successor of a rewritten commit from other objects. */
  readonly uniqueLengths: ReadonlyMap<Oid, number>;
  /** How messages name the tip: a branch, or an abbreviated oid. */
  readonly tipName: string;
}

/** What parts a list, or ends a remark. */
const separator = /[;,)/|，；）]/;

/** The line and the commit of a reference: what a line says of a commit once, it need not say again. */
function keyOnLine({ reference, resolution }: ResolvedReference, { source }: ReferenceCheckFacts): string {
  return `${lineIndexAt(source, reference.range.start)} ${resolution.oid ?? ""}`;
}

/** Tells whether a reference stands under a plan of its commit's tag. */
function isUnderItsTag({ reference: { planId }, taggedPlanIds }: ResolvedReference): boolean {
  return planId !== null && taggedPlanIds.some((tagged) => wholePlan(tagged) === wholePlan(planId));
}

function checkReference(
  resolved: ResolvedReference,
  facts: ReferenceCheckFacts,
  told: ReadonlySet<string>,
): readonly Finding[] {
  const { reference, resolution, taggedPlanIds } = resolved;
  const { text, planId } = reference;
  const place = { path: facts.path, source: facts.source, range: reference.range };
  switch (resolution.status) {
    case "missing":
      return [createFinding("reference-missing", { text, planId }, place)];
    case "ambiguous":
      return [createFinding("reference-ambiguous", { text, candidates: resolution.candidates }, place)];
    case "unknown":
      return [createFinding("reference-unknown", { text }, place)];
    case "not-a-commit":
      return resolution.oid === null
        ? []
        : [
            createFinding(
              "reference-not-a-commit",
              { text, oid: resolution.oid, type: resolution.objectType ?? "object" },
              place,
            ),
          ];
    case "unreachable":
      return resolution.oid === null
        ? []
        : [createFinding("reference-unreachable", { text, oid: resolution.oid, planId, tip: facts.tipName }, place)];
    case "rewritten":
      return resolution.oid === null || resolution.successor === null
        ? []
        : [
            createFinding(
              "reference-rewritten",
              { text, oid: resolution.oid, successor: resolution.successor, planId },
              place,
              editsForMoves([{ reference, to: resolution.successor }], facts.uniqueLengths),
            ),
          ];
    case "reachable": {
      const [taggedPlanId] = taggedPlanIds;
      if (planId === null || taggedPlanId === undefined || resolution.oid === null) return [];
      if (told.has(keyOnLine(resolved, facts))) return [];
      if (reference.certainty !== "certain" || isToldApart(reference, planId, taggedPlanIds, facts.source)) return [];
      return [createFinding("plan-mismatch", { text, oid: resolution.oid, planId, taggedPlanId }, place)];
    }
  }
}

/** `71-01b` is the second half of `71-01`: each half cites the other's commits, and tags are written for either. */
function wholePlan(planId: PlanId): string {
  return planId.replace(/(\d)[a-z]$/, "$1");
}

/**
 * Tells whether the line itself gives the commit to the plan of its tag: `4f0c2aa (67-05 docs)`, `under feat(67-05)`, or
 * a line that begins with that plan and comes to the commit in a sentence of its own. Its author knew.
 */
function isToldApart(
  { range }: CommitReference,
  planId: PlanId,
  taggedPlanIds: readonly PlanId[],
  source: SourceText,
): boolean {
  const line = source.lines[lineIndexAt(source, range.start)];
  if (line === undefined) return false;
  const before = line.text.slice(Math.max(0, range.start - line.start - 2000), range.start - line.start);
  const after = line.text.slice(range.end - line.start, range.end - line.start + 60);
  const known = new Set([planId, ...taggedPlanIds]);
  const isTagged = (mention: PlanMention | undefined): boolean =>
    mention !== undefined && taggedPlanIds.includes(mention.planId);
  const near = [before.slice(-60).split(separator).at(-1) ?? "", after.split(separator)[0] ?? ""];
  if (near.some((text) => findMentionsOfKnownPlans(text, 0, known).some(isTagged))) return true;
  const mentions = findMentionsOfKnownPlans(before, 0, known);
  const nearest = mentions.at(-1);
  if (!isTagged(mentions[0]) || nearest === undefined) return false;
  return (
    nearest.planId !== planId ||
    (before.slice(nearest.range.end).match(/(?<![\p{L}\d])\p{L}{3,}(?![\p{L}\d])/gu)?.length ?? 0) >= 4
  );
}

function checkList(list: CommitList, facts: ReferenceCheckFacts): readonly Finding[] {
  const [first] = list.references;
  const listed = new Set(list.references.map(({ prefix }) => prefix)).size;
  if (first === undefined || list.declaredCount === null || list.holdsRange || list.declaredCount === listed) return [];
  // After a squash every commit that was counted is one and the same.
  if (listed === 1 && list.references.length === list.declaredCount) return [];
  return [
    createFinding(
      "commit-count-mismatch",
      { planId: list.planId, declared: list.declaredCount, listed },
      { path: facts.path, source: facts.source, range: first.range },
    ),
  ];
}

/** Completed plans whose commits the document lists nowhere, although it lists those of other plans. */
export function checkUnlisted(
  references: readonly ResolvedReference[],
  plans: readonly LinkedPlan[],
  path: RepositoryPath,
): readonly Finding[] {
  const listed = new Set(
    references.flatMap(({ reference, taggedPlanIds }) => [
      ...taggedPlanIds,
      ...(reference.planId === null ? [] : [reference.planId]),
    ]),
  );
  if (listed.size === 0) return [];
  return plans
    .filter(({ planId, status, work }) => status === "completed" && work.count > 0 && !listed.has(planId))
    .map(({ planId, work }) => createFinding("plan-unlisted", { planId, commits: work.count }, { path }));
}

/** Checks the commit references of one document against history, and against the plans and the counts that stand beside them. */
export function checkReferences(
  references: readonly ResolvedReference[],
  lists: readonly CommitList[],
  facts: ReferenceCheckFacts,
): readonly Finding[] {
  const told = new Set(references.filter(isUnderItsTag).map((resolved) => keyOnLine(resolved, facts)));
  return [
    ...references.flatMap((reference) => checkReference(reference, facts, told)),
    ...lists.flatMap((list) => checkList(list, facts)),
  ];
}
