import { findContinuityElements } from "../document/continuity-elements.ts";
import { findCurrentPosition, type CurrentPosition } from "../document/current-position.ts";
import { readFrontMatterFigures, type FrontMatterFigures } from "../document/front-matter-figures.ts";
import type { LabelLine } from "../document/label-lines.ts";
import { percentOf } from "../links/milestone-totals.ts";
import type { Finding } from "../model/finding.ts";
import { renderCurrentPlan } from "./current-plan.ts";
import { renderFrontMatterProgress, type RenderedTotals } from "./front-matter-progress.ts";
import { renderActivityWords, renderLastActivity } from "./last-activity.ts";
import { replaceValue, type PositionRenderFacts, type ValueHome } from "./position-facts.ts";
import { renderProgressLine, type ProgressCounts } from "./progress-line.ts";
import { describePosition, stoppedAtAgrees } from "./session-continuity.ts";

interface Replacement {
  readonly derived: string;
  readonly evidence: string;
}

/** What a progress line is held against: the front matter's totals as they will be, else the disk where all of it is known. */
function countProgress(
  rendered: RenderedTotals | null,
  position: CurrentPosition,
  facts: PositionRenderFacts,
): ProgressCounts | null {
  const { standing } = facts;
  const own = position.phase === null ? undefined : standing.findPhase(position.phase);
  const ownPercent = percentOf(own?.completed ?? null, own?.total ?? null);
  const ofPhase = ownPercent === null ? [] : [ownPercent];
  if (rendered?.totals != null) {
    const { completedPlans, totalPlans, evidence } = rendered.totals;
    return { completedPlans, totalPlans, otherPercents: [...rendered.percents, ...ofPhase], evidence };
  }
  const known = standing.phases.map((phase) => phase.standing);
  if (known.length === 0 || known.includes(null)) return null;
  const completedPlans = known.reduce((sum, phase) => sum + (phase?.completed ?? 0), 0);
  const totalPlans = known.reduce((sum, phase) => sum + (phase?.total ?? 0), 0);
  const evidence = `${completedPlans} of the ${totalPlans} plans on disk have a SUMMARY`;
  return { completedPlans, totalPlans, otherPercents: ofPhase, evidence };
}

/** Holds the front matter's "Stopped at" against history where it is no copy of the body's, which has its own. */
function renderStoppedAtCopy(figures: FrontMatterFigures, facts: PositionRenderFacts): Replacement | null {
  const line = figures.lines.get("stopped_at");
  // As YAML reads it, escapes and all; what is a copy for YAML is mended with the body. Front matter that is no YAML
  // (`last_activity: fix: …`) is read by its lines, as the other keys are: mended, it may be YAML in the next run.
  const copy = facts.stoppedAtCopy.value;
  const value = copy ?? (/^(?:null|~|true|false|[\d.]*)$/i.test(line?.value ?? "") ? null : (line?.value ?? null));
  const body = findContinuityElements(facts.document)?.stoppedAt?.value;
  const described = describePosition(facts.position, facts.plannedTasks);
  const newest = facts.standing.newest;
  if (line === undefined || value === null || described === null || newest === null) return null;
  if (value === "" || (copy !== null && copy === body) || stoppedAtAgrees(value, facts)) return null;
  return { derived: described, evidence: `the plan completed last is of ${newest.completedAt}` };
}

/**
 * Regenerates *Plan*, *Progress* and *Last activity* of *Current Position*, and the front matter's copies with them, in one
 * write (CONTRACT rule 16): findings, each with the edit that mends it. Only what contradicts the evidence changes; labels,
 * keys that are not ours, and `state_head` stay.
 */
export function renderPosition(facts: PositionRenderFacts): readonly Finding[] {
  const { document } = facts;
  const findings: Finding[] = [];
  const replace = (line: LabelLine | undefined, home: ValueHome, replacement: Replacement | null): void => {
    if (line === undefined || replacement === null) return;
    const finding = replaceValue(line, replacement.derived, replacement.evidence, home, facts);
    if (finding !== undefined) findings.push(finding);
  };
  const position = findCurrentPosition(document);
  const frontMatter = readFrontMatterFigures(document);
  const rendered = frontMatter === undefined ? null : renderFrontMatterProgress(frontMatter, facts);
  if (frontMatter !== undefined && rendered !== null) {
    const activity = frontMatter.lines.get("last_activity");
    const words = frontMatter.lines.get("last_activity_desc");
    replace(activity, "front matter", activity === undefined ? null : renderLastActivity(activity.value, facts));
    replace(words, "front matter", words === undefined ? null : renderActivityWords(words.value, facts));
    replace(frontMatter.lines.get("stopped_at"), "front matter", renderStoppedAtCopy(frontMatter, facts));
    findings.push(...rendered.findings);
  }
  if (position === undefined) return findings;
  const { planLine, lastActivity } = position;
  const plan = planLine === undefined ? null : renderCurrentPlan(position, facts);
  replace(planLine, "body", plan);
  const number = /(\d{1,3})[ \t]?(?:of|\/)/.exec(plan?.derived ?? "")?.[1];
  const before = /(\d{1,3})[ \t]?(?:of|\/)/.exec(planLine?.value ?? "")?.[1];
  const mirror = frontMatter?.lines.get("current_plan");
  const isMirror = number !== undefined && before !== undefined && Number(mirror?.value) === Number(before);
  if (plan !== null && isMirror)
    replace(mirror, "front matter", { derived: String(Number(number)), evidence: plan.evidence });
  replace(lastActivity, "body", lastActivity === undefined ? null : renderLastActivity(lastActivity.value, facts));
  const progress = position.lines.find(({ label }) => /^progress$/i.test(label));
  const counts = countProgress(rendered, position, facts);
  const line = progress === undefined || counts === null ? null : renderProgressLine(progress.value, counts);
  replace(progress, "body", line === null || counts === null ? null : { derived: line, evidence: counts.evidence });
  return findings;
}
