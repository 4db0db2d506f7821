import type { PlanFigures } from "../links/plan-figures.ts";
import { createFinding, type Finding } from "../model/finding.ts";
import { parseDuration } from "../planning/duration.ts";
import { weighRecordedDuration } from "../render/row-durations.ts";

/** Longer than any plan, in seconds as in minutes. */
const impossibleNumber = 7 * 24 * 60 * 60;

const waiting = /(?<![A-Za-z])(?:wait|pause|calendar|elapsed|overnight|wall[- ]clock|checkpoint)/i;

/** What a SUMMARY.md states and planlink does not believe; `null` where it states nothing, or what it states may be true. */
function findDisbelieved(
  figures: PlanFigures,
): Omit<Finding<"summary-duration-contradicted">["data"], "planId"> | null {
  const { summary, durationEvidence } = figures;
  // A value that is believed is the evidence itself.
  if (summary === null || durationEvidence === "summary") return null;
  const recorded = summary.duration?.text ?? (summary.bareDuration === null ? null : String(summary.bareDuration));
  // `~4 days (checkpoint wait)` says itself that it is no time of work.
  if (recorded === null || waiting.test(recorded)) return null;
  const verdict = weighRecordedDuration(recorded, figures);
  if (verdict.kind === "replaced") return { recorded, derived: verdict.newText, evidence: verdict.evidence };
  const written = parseDuration(recorded);
  // Without evidence a number may be minutes or seconds; only what is impossible as both cannot be true.
  const isImpossible = written?.kind === "minutes" || (written?.kind === "bare" && written.value > impossibleNumber);
  return verdict.kind === "implausible" && isImpossible ? { recorded, derived: null, evidence: null } : null;
}

/**
 * Finds durations of SUMMARY.md files that cannot be true: figures are taken from elsewhere there, and whoever reads the
 * file would not know. What is archived with its milestone is left alone.
 */
export function checkSummaryDurations(figures: readonly PlanFigures[]): readonly Finding[] {
  return figures.flatMap((item) => {
    const { planId, files } = item.plan;
    if (files?.summaryPath == null || files.milestone !== null) return [];
    const disbelieved = findDisbelieved(item);
    return disbelieved === null
      ? []
      : [createFinding("summary-duration-contradicted", { planId, ...disbelieved }, { path: files.summaryPath })];
  });
}
