import type { PlanFigures } from "../links/plan-figures.ts";
import { createFinding, type Finding } from "../model/finding.ts";
import { formatPlanName, type PhaseId } from "../model/plan-id.ts";
import { describePhase, hasMovedOn } from "../links/phase-evidence.ts";
import type { ProjectDocument } from "./project-documents.ts";
import { countPlans, isPhaseComplete, type ConsistencyFacts, type ProjectStanding } from "../links/project-standing.ts";
import { findRoadmapMarks, type RoadmapMark } from "./roadmap-marks.ts";

/** Tells whether the words of an item say why it stands as it does. */
export function isQualified(remark: string): boolean {
  return qualified.test(remark);
}

/** Why an item may rightly be open although its plan has a SUMMARY, or ticked although it has none. */
const qualified =
  /checkpoint|partial|blocked|deferred|postponed|skipped|supersed|obsolete|cancel|dropped|merged into|absorbed|folded|optional|follow-?up|pending|reopen|⚠|⏸|🚧/i;

function fileNameOf(path: string | null | undefined): string {
  return (path ?? "").split("/").at(-1)?.toLowerCase() ?? "";
}

/** Finds the plan that a mark is about: by the name of its file, which tells phases of one number apart, else by its id. */
function findMarkedPlan(
  subject: Extract<RoadmapMark["subject"], { kind: "plan" }>,
  facts: ConsistencyFacts,
  standing: ProjectStanding,
): PlanFigures | undefined {
  const wanted = subject.fileName?.toLowerCase();
  const stem = wanted?.replace(/-(?:plan|trd)\.md$/, "");
  const named = facts.figures.filter(
    ({ plan }) =>
      plan.files !== null &&
      (fileNameOf(plan.files.planPath) === wanted ||
        fileNameOf(plan.files.summaryPath).replace(/-summary\.md$/, "") === stem),
  );
  const [only, second] = named;
  if (only !== undefined && second === undefined && only.plan.files?.milestone === null) return only;
  return subject.planId === null || second !== undefined ? undefined : standing.findPlan(subject.planId);
}

function judgePlanMark(
  { box, subject }: RoadmapMark,
  facts: ConsistencyFacts,
  standing: ProjectStanding,
): { readonly plan: PlanFigures; readonly evidence: string } | null {
  if (subject.kind !== "plan") return null;
  const plan = findMarkedPlan(subject, facts, standing);
  const files = plan?.plan.files;
  if (plan === undefined || files == null) return null;
  const name = formatPlanName(plan.plan.planId);
  if (!box.isTicked) return files.summaryPath === null ? null : { plan, evidence: `${name} has its SUMMARY` };
  if (files.summaryPath !== null || files.planPath === null || hasOtherNames(plan.plan.phase, facts)) return null;
  return { plan, evidence: `${name} has no SUMMARY` };
}

/** A phase with files that no plan's name fits: `50-SUMMARY.md` may stand for all of its plans. */
function hasOtherNames(phase: PhaseId, { figures, phases }: ConsistencyFacts): boolean {
  const named = figures.filter(
    ({ plan }) => plan.phase === phase && plan.files !== null && plan.files.milestone === null,
  );
  return named.length < (phases.find((count) => count.phase === phase)?.plansTotal ?? 0);
}

/**
 * Holds the check marks of ROADMAP.md against the SUMMARYs.
 *
 * An open phase is contradicted only when all of its plans are done and work went on in another phase: GSD ticks it after
 * verification. Numbers that recur, and items whose words say why they stand as they do, are left alone.
 */
export function checkRoadmap(
  roadmap: ProjectDocument,
  facts: ConsistencyFacts,
  standing: ProjectStanding,
): readonly Finding[] {
  const { path, document } = roadmap;
  return findRoadmapMarks(document).flatMap((mark) => {
    const { box, name, subject, remark } = mark;
    if (isQualified(remark)) return [];
    const place = { path, source: document.source, range: box.range };
    const report = (evidence: string, planId: PlanFigures["plan"]["planId"] | null): readonly Finding[] => [
      createFinding(
        "check-mark-contradicted",
        { name, isTicked: box.isTicked, planId, phase: subject.kind === "phase" ? subject.phase : null, evidence },
        place,
      ),
    ];
    if (subject.kind === "plan") {
      const judged = judgePlanMark(mark, facts, standing);
      return judged === null ? [] : report(judged.evidence, judged.plan.plan.planId);
    }
    const known = standing.findPhase(subject.phase);
    if (known === undefined) return [];
    const isContradicted = box.isTicked
      ? countPlans(known).every(({ completed, total }) => completed < total)
      : isPhaseComplete(known) && hasMovedOn(known, standing);
    return isContradicted ? report(describePhase(known), null) : [];
  });
}
