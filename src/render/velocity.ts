import { isPlaceholder, type LabelLine } from "../document/label-lines.ts";
import type { MetricsElements } from "../document/metrics-elements.ts";
import type { StateDocument } from "../document/state-document.ts";
import { createFinding, type Finding } from "../model/finding.ts";
import type { RepositoryPath } from "../model/ports.ts";
import {
  agreesWithin,
  findDurationStyle,
  formatInStyle,
  hours,
  readFigure,
  spacedMinutes,
  tightMinutes,
} from "./written-figures.ts";

/** The figures of the *Velocity* and *Recent Trend* bullets. */
export interface VelocityFigures {
  /** Completed plans of phases that are not archived, as the *By Phase* table counts them where there is one. */
  readonly plansCompleted: number;
  /** Completed plans of phases that are not archived: those whose durations are looked for. */
  readonly plansLive: number;
  /** Completed plans, archived milestones included. */
  readonly plansCompletedEver: number;
  /** Minutes of the plans whose duration is known, in order of completion. */
  readonly knownMinutes: readonly number[];
  /** Minutes that their sum holds more than once, because plans ran side by side. */
  readonly sharedMinutes: number;
}

export type TrendDirection = "Improving" | "Stable" | "Degrading";

/** Compares the later half of the durations with the earlier; fewer than three say nothing. */
export function findTrend(lastMinutes: readonly number[]): TrendDirection | null {
  if (lastMinutes.length < 3) return null;
  const middle = Math.floor(lastMinutes.length / 2);
  const mean = (items: readonly number[]): number => items.reduce((sum, item) => sum + item, 0) / items.length;
  const ratio = mean(lastMinutes.slice(-middle)) / Math.max(mean(lastMinutes.slice(0, middle)), 0.5);
  return ratio < 0.75 ? "Improving" : ratio > 1.33 ? "Degrading" : "Stable";
}

/** Minutes on average over the plans that are known, if they are at least half of all; else `null`. */
export function averageMinutes({ plansCompleted, knownMinutes }: VelocityFigures): number | null {
  if (knownMinutes.length === 0 || knownMinutes.length * 2 < plansCompleted) return null;
  return knownMinutes.reduce((sum, minutes) => sum + minutes, 0) / knownMinutes.length;
}

/** Minutes in all, those in which several plans ran counted once; `null` unless every completed plan's duration is known. */
export function totalMinutes({ plansCompleted, knownMinutes, sharedMinutes }: VelocityFigures): number | null {
  return knownMinutes.length === 0 || knownMinutes.length < plansCompleted
    ? null
    : knownMinutes.reduce((sum, minutes) => sum + minutes, 0) - sharedMinutes;
}

/** Holds the *Velocity* and *Recent Trend* bullets against the figures; what agrees keeps its bytes. */
export function renderVelocity(
  elements: MetricsElements,
  figures: VelocityFigures,
  document: StateDocument,
  path: RepositoryPath,
): readonly Finding[] {
  const findings: Finding[] = [];
  const contradict = (line: LabelLine, derived: string, evidence: string, length = line.value.length): void => {
    // A value needs a blank before it where the label had none after its colon.
    const needsBlank = line.value === "" && !/[ \t]$/.test(document.source.text.slice(0, line.valueRange.start));
    const range = { start: line.valueRange.start, end: line.valueRange.start + length };
    const data = { figure: line.label, recorded: line.value, derived: derived + line.value.slice(length), evidence };
    const place = { path, source: document.source, range: line.valueRange };
    findings.push(
      createFinding("figure-contradicted", data, place, [{ range, newText: needsBlank ? ` ${derived}` : derived }]),
    );
  };
  const { totalPlans, averageDuration, totalTime, lastPlans, trend } = elements;
  const known = figures.knownMinutes.length;
  let counted = Math.max(figures.plansCompleted, figures.plansLive);
  if (totalPlans !== undefined && figures.plansCompletedEver > 0) {
    const recorded = /^\[?(\d+)/.exec(totalPlans.value)?.[1];
    const agrees =
      recorded !== undefined && [figures.plansCompleted, figures.plansCompletedEver].includes(Number(recorded));
    const { plansCompleted, plansCompletedEver } = figures;
    const derived =
      Number(recorded ?? 0) > plansCompleted ? Math.max(plansCompleted, plansCompletedEver) : plansCompleted;
    // By Phase may list phases of which nothing is on disk, or begin with a later one; the total is its sum (CONTRACT rule 12).
    const isSum = derived !== plansCompletedEver && derived !== figures.plansLive;
    const evidence = isSum ? "the sum of the column Plans" : `${derived} plans have a SUMMARY`;
    if (!agrees) contradict(totalPlans, String(derived), evidence);
    counted = Math.max(counted, agrees ? Number(recorded) : derived);
  }
  // Average and total speak of the plans that the line above counts: the time of some of them is not the time of all.
  const counting = { ...figures, plansCompleted: counted };
  // Plans whose SUMMARY is gone from the disk may still have a duration in history.
  const basis =
    known > counted ? `${known} completed plans have a duration` : `${known} of ${counted} plans have a duration`;
  const average = averageMinutes(counting);
  if (averageDuration !== undefined && average !== null) {
    const recorded = readFigure(averageDuration.value, "min");
    const derived = formatInStyle(average, findDurationStyle([averageDuration.value], spacedMinutes));
    if (recorded === null && isPlaceholder(averageDuration.value)) contradict(averageDuration, derived, basis);
    else if (recorded !== null && !agreesWithin(recorded.minutes, average))
      contradict(averageDuration, derived, basis, recorded.length);
  }
  const total = totalMinutes(counting);
  if (totalTime !== undefined && total !== null) {
    const recorded = readFigure(totalTime.value, "h");
    const style = findDurationStyle([totalTime.value], hours);
    // Tenths of an hour round by up to three minutes.
    const agrees =
      recorded !== null &&
      (agreesWithin(recorded.minutes, total) || (style.unit === "h" && Math.abs(recorded.minutes - total) <= 3));
    const derived = formatInStyle(total, style);
    const shared = figures.sharedMinutes;
    const evidence = shared === 0 ? basis : `${basis}, and share ${formatInStyle(shared, tightMinutes)}`;
    if (recorded === null && isPlaceholder(totalTime.value)) contradict(totalTime, derived, evidence);
    else if (recorded !== null && !agrees) contradict(totalTime, derived, evidence, recorded.length);
  }
  const lastCount = Number(/\d+/.exec(lastPlans?.label ?? "5")?.[0] ?? 5);
  const last = lastCount === 0 ? [] : figures.knownMinutes.slice(-lastCount);
  if (lastPlans !== undefined && last.length > 0 && !agreesWithLast(lastPlans.value, last)) {
    const style = findDurationStyle([lastPlans.value], tightMinutes);
    contradict(
      lastPlans,
      last.map((minutes) => formatInStyle(minutes, style)).join(", "),
      `the last ${last.length} plans with a duration`,
    );
  }
  const direction = findTrend(last);
  if (trend !== undefined && direction !== null) {
    const isOurWord = /^(?:improving|stable|degrading|starting)$/i.test(trend.value);
    if (isPlaceholder(trend.value) || (isOurWord && trend.value.toLowerCase() !== direction.toLowerCase()))
      contradict(trend, direction, `the last ${last.length} plans`);
  }
  return findings;
}

/** Tells whether a recorded list names these durations, in either order. What is neither a list nor a placeholder is not ours to judge. */
function agreesWithLast(value: string, last: readonly number[]): boolean {
  const parts = value
    .replace(/^\[|\]$/g, "")
    .split(",")
    .map((part) => readFigure(part.trim(), "min"));
  const recorded = parts.flatMap((figure) => (figure === null ? [] : [figure.minutes]));
  if (recorded.length < parts.length) return !isPlaceholder(value);
  const same = (order: readonly number[]): boolean =>
    recorded.length === order.length && recorded.every((minutes, index) => agreesWithin(minutes, order[index] ?? 0));
  return same(last) || same(last.toReversed());
}
