import { findLabelLines, type LabelLine } from "../document/label-lines.ts";
import { metricsTitles } from "../document/metrics-elements.ts";
import { findSections, type StateDocument } from "../document/state-document.ts";
import { createFinding, type Finding } from "../model/finding.ts";
import type { Range } from "../model/source-text.ts";
import type { ProgressClaim } from "./check-progress.ts";
import type { PositionFacts } from "./check-position.ts";
import type { FrontMatterFigures } from "../document/front-matter-figures.ts";
import { findOnlyMilestone, type Fraction } from "../document/fractions.ts";
import { contradictByScope, describeScope } from "../links/plan-scope.ts";
import { isPhaseComplete } from "../links/project-standing.ts";

function percentOf(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole === 0 ? null : (100 * part) / whole;
}

function isNear(percent: number, shares: readonly (number | null)[]): boolean {
  return shares.some((share) => share !== null && Math.abs(percent - share) <= 1);
}

function report(input: PositionFacts, label: string, recorded: string, expected: string, range: Range): Finding {
  return createFinding(
    "total-contradicted",
    { label, recorded, expected },
    { path: input.facts.path, source: input.document.source, range },
  );
}

/** Holds the `progress` block against itself and against the disk. GSD writes the lesser of both shares, older versions that of the plans. */
function checkBlock(
  figures: FrontMatterFigures,
  claims: readonly ProgressClaim[],
  input: PositionFacts,
): readonly Finding[] {
  const { completedPhases, totalPhases, completedPlans, totalPlans, percent, lines } = figures;
  const findings: Finding[] = [];
  const add = (key: string, expected: string): void => {
    const line = lines.get(`progress.${key}`);
    if (line !== undefined) findings.push(report(input, key, line.value, expected, line.valueRange));
  };
  const scope =
    completedPlans === null || totalPlans === null
      ? undefined
      : contradictByScope({ completedPlans, totalPlans, completedPhases, totalPhases }, input.standing);
  if (completedPlans !== null && totalPlans !== null && completedPlans > totalPlans && totalPlans > 0)
    add("completed_plans", `total_plans is ${totalPlans}`);
  else if (scope !== undefined) add("completed_plans", describeScope(scope));
  if (completedPhases !== null && totalPhases !== null && completedPhases > totalPhases && totalPhases > 0)
    add("completed_phases", `total_phases is ${totalPhases}`);
  const [ofPlans, ofPhases] = [percentOf(completedPlans, totalPlans), percentOf(completedPhases, totalPhases)];
  // Counts beyond their total count as all.
  const shares = [ofPlans, ofPhases].map((share) => (share === null ? null : Math.min(share, 100)));
  // Older versions copy the percentage of the body, whatever it counts: what is wrong there is reported there.
  const isCopy = claims.some(({ figure }) => figure.percentage?.value === percent && figure.fractions.length > 0);
  if (percent !== null && ofPlans !== null && !isCopy && !isNear(percent, shares)) {
    const phases =
      ofPhases === null ? "" : `, and ${completedPhases} of ${totalPhases} phases are ${Math.round(ofPhases)}%`;
    add("percent", `${completedPlans} of ${totalPlans} plans are ${Math.round(ofPlans)}%${phases}`);
  }
  return findings;
}

/** What the front matter counts of the same thing out of the same whole. */
function contradictByFrontMatter({ part, whole, counts }: Fraction, figures: FrontMatterFigures): string | null {
  const [completed, total] =
    counts === "plans"
      ? [figures.completedPlans, figures.totalPlans]
      : counts === "phases"
        ? [figures.completedPhases, figures.totalPhases]
        : [null, null];
  return completed === null || total !== whole || completed === part
    ? null
    : `the front matter counts ${completed} of ${total} ${counts}`;
}

/** Holds the project's progress in the body against the front matter and the disk. */
function checkBody(claims: readonly ProgressClaim[], input: PositionFacts): readonly Finding[] {
  const { standing, position, frontMatter } = input;
  if (position === undefined) return [];
  const { section } = position;
  const own = claims.filter(
    ({ lineIndex, label }) =>
      section.headingLine < lineIndex && lineIndex < section.endLine && /^(?:progress|overall)/i.test(label),
  );
  return own.flatMap((claim) => {
    const { figure, label, recorded, range } = claim;
    const milestone = figure.milestone ?? findOnlyMilestone(label);
    const isOfToday = milestone === null || milestone === frontMatter?.milestone;
    if (!isOfToday || /(?:phase|objective)[ \t]+\d/i.test(recorded) || own.length > 1) return [];
    for (const fraction of figure.fractions) {
      const scope =
        fraction.counts === "plans"
          ? contradictByScope(
              { completedPlans: fraction.part, totalPlans: fraction.whole, completedPhases: null, totalPhases: null },
              standing,
            )
          : undefined;
      const byDisk = scope === undefined ? null : describeScope(scope);
      const reason = (frontMatter === undefined ? null : contradictByFrontMatter(fraction, frontMatter)) ?? byDisk;
      if (reason !== null) return [report(input, label, recorded, reason, range)];
    }
    const reason =
      figure.fractions.length > 0 || figure.percentage === null || figure.percentage.isApproximate
        ? null
        : contradictPercent(figure.percentage.value, input);
    return reason === null ? [] : [report(input, label, recorded, reason, range)];
  });
}

/** Judges a percentage without a fraction. GSD's versions count plans or phases, of the milestone or of the whole disk. */
function contradictPercent(percent: number, { standing, frontMatter, position }: PositionFacts): string | null {
  if (frontMatter === undefined || frontMatter.percent === null || standing.newest === null) return null;
  const { completedPhases, totalPhases, completedPlans, totalPlans } = frontMatter;
  const counts = standing.phases.map(({ count }) => count);
  const disk = percentOf(
    counts.reduce((sum, { plansCompleted }) => sum + plansCompleted, 0),
    counts.reduce((sum, { plansTotal }) => sum + plansTotal, 0),
  );
  const donePhases = standing.phases.filter(
    (phase) => phase.standing !== null && isPhaseComplete(phase.standing),
  ).length;
  const current = position?.phase == null ? undefined : standing.findPhase(position.phase);
  const shares = [
    frontMatter.percent,
    percentOf(completedPlans, totalPlans),
    percentOf(completedPhases, totalPhases),
    disk,
    percentOf(donePhases, totalPhases),
    percentOf(current?.completed ?? null, current?.total ?? null),
  ];
  return isNear(percent, shares) ? null : `the front matter says ${frontMatter.percent}%`;
}

/** The milestone of a total: in its own brackets, or in the bold line that it stands under (`**v1.0 Velocity:**`). */
function milestoneOfTotal(line: LabelLine, document: StateDocument, firstLine: number): string | null {
  const own = /\(([^()]{1,40})\)/.exec(line.value)?.[1];
  if (own !== undefined) return findOnlyMilestone(own);
  for (let index = line.lineIndex - 1; index > firstLine && index > line.lineIndex - 12; index -= 1) {
    const group = /^[ \t]*\*\*([^*]{1,60})\*\*:?[ \t]*$/.exec(document.source.lines[index]?.text ?? "")?.[1];
    if (group !== undefined) return findOnlyMilestone(group);
  }
  return null;
}

/** Holds *Total plans completed* of a milestone against what else the document says of that milestone. */
function checkMilestoneTotals(claims: readonly ProgressClaim[], input: PositionFacts): readonly Finding[] {
  const { document, frontMatter } = input;
  const countByMilestone = new Map<string, { readonly label: string; readonly fraction: Fraction }>();
  for (const { figure, label } of claims) {
    const fraction = figure.fractions.find(({ counts }) => counts === "plans");
    if (figure.milestone === null || fraction === undefined || countByMilestone.has(figure.milestone)) continue;
    countByMilestone.set(figure.milestone, { label, fraction });
  }
  const [metrics] = findSections(document, 2, metricsTitles);
  if (metrics === undefined) return [];
  return findLabelLines(document, metrics).flatMap((line) => {
    const recorded = /^\[?(\d{1,5})(?![\d.])/.exec(line.value)?.[1];
    if (!/^total plans completed$/i.test(line.label) || recorded === undefined) return [];
    const milestone = milestoneOfTotal(line, document, metrics.headingLine);
    if (milestone === null) return [];
    const written = countByMilestone.get(milestone);
    const byProgress =
      written === undefined || written.fraction.part === Number(recorded)
        ? null
        : `“${written.label}” says ${written.fraction.text} for ${milestone}`;
    const counted = frontMatter?.milestone === milestone ? frontMatter.completedPlans : null;
    const byFrontMatter =
      counted === null || counted === Number(recorded)
        ? null
        : `the front matter counts ${counted} completed plans for ${milestone}`;
    const reason = byProgress ?? byFrontMatter;
    return reason === null ? [] : [report(input, line.label, line.value, reason, line.valueRange)];
  });
}

/** Holds the totals of the project, or of its milestone, against each other and against the disk. */
export function checkProjectTotals(claims: readonly ProgressClaim[], input: PositionFacts): readonly Finding[] {
  return [
    ...(input.frontMatter === undefined ? [] : checkBlock(input.frontMatter, claims, input)),
    ...checkBody(claims, input),
    ...checkMilestoneTotals(claims, input),
  ];
}
