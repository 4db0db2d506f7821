import type { FrontMatterFigures } from "../document/front-matter-figures.ts";
import { deriveTotals, percentOf, type MilestoneTotals } from "../links/milestone-totals.ts";
import type { Finding } from "../model/finding.ts";
import { replaceValue, type PositionRenderFacts } from "./position-facts.ts";

/** The totals as they are after this write, and what has to change for it. */
export interface RenderedTotals {
  /** `null` where the block has no totals of plans. */
  readonly totals: MilestoneTotals | null;
  readonly percents: readonly number[];
  readonly findings: readonly Finding[];
}

/** The shares that GSD's versions write: that of the plans, and the lesser of plans and phases (CONTRACT rule 20). */
function sharesOf(
  totals: MilestoneTotals,
  totalPhases: number | null,
): { readonly least: number; readonly all: readonly number[] } {
  const ofPlans = percentOf(totals.completedPlans, totals.totalPlans) ?? 0;
  const ofPhases = percentOf(totals.completedPhases, totalPhases);
  const least = Math.min(ofPlans, ofPhases ?? ofPlans);
  return { least, all: [ofPlans, least] };
}

/** Holds the front matter's `progress` block against the plans on disk; `percent` follows the counts beside it. */
export function renderFrontMatterProgress(figures: FrontMatterFigures, facts: PositionRenderFacts): RenderedTotals {
  const { completedPlans, totalPlans, completedPhases, totalPhases, percent, lines } = figures;
  if (completedPlans === null || totalPlans === null) return { totals: null, percents: [], findings: [] };
  const derived = deriveTotals({ completedPlans, totalPlans, completedPhases, totalPhases }, facts.standing);
  const totals = derived ?? {
    completedPlans,
    totalPlans,
    completedPhases,
    evidence: `${completedPlans} of ${totalPlans} plans by the front matter`,
  };
  const replace = (key: string, value: number | null, evidence: string): readonly Finding[] => {
    const line = lines.get(`progress.${key}`);
    const finding =
      line === undefined || value === null
        ? undefined
        : replaceValue(line, String(value), evidence, "front matter", facts);
    return finding === undefined ? [] : [finding];
  };
  const { least, all } = sharesOf(totals, totalPhases);
  // Where the counts cannot be settled, neither can the share of them.
  const isPossible = totalPlans > 0 && completedPlans <= totalPlans;
  const isPercentTrue = percent === null || all.some((share) => Math.abs(share - percent) <= 1);
  const counts = `${totals.completedPlans} of ${totals.totalPlans} plans`;
  const phases =
    totals.completedPhases === null || totalPhases === null
      ? ""
      : ` and ${totals.completedPhases} of ${totalPhases} phases`;
  return {
    totals,
    percents: all,
    findings: [
      ...(derived === null
        ? []
        : [
            ...replace("total_plans", derived.totalPlans, derived.evidence),
            ...replace("completed_plans", derived.completedPlans, derived.evidence),
            ...replace("completed_phases", derived.completedPhases, derived.evidence),
          ]),
      ...(isPercentTrue || (derived === null && !isPossible) ? [] : replace("percent", least, `${counts}${phases}`)),
    ],
  };
}
