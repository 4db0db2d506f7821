import { isPlaceholder, type LabelLine } from "../document/label-lines.ts";
import type { MetricsElements } from "../document/metrics-elements.ts";
import type { StateDocument } from "../document/state-document.ts";
import { createFinding, type Finding } from "../model/finding.ts";
import type { RepositoryPath } from "../model/ports.ts";
import { parseDuration } from "../planning/duration.ts";
import { agreesWithin, findDurationStyle, formatInStyle, readMinutes } from "./written-figures.ts";

/** The figures of the *Velocity* and *Recent Trend* bullets. */
export interface VelocityFigures {
  /** Completed plans of phases that are not archived, as the *By Phase* table counts them where there is one. */
  readonly plansCompleted: number;
  /** Completed plans, archived milestones included. */
  readonly plansCompletedEver: number;
  /** Minutes of the plans whose duration is known, in order of completion. */
  readonly knownMinutes: readonly number[];
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

/** Minutes in all; `null` unless every completed plan's duration is known. */
export function totalMinutes({ plansCompleted, knownMinutes }: VelocityFigures): number | null {
  return knownMinutes.length === 0 || knownMinutes.length < plansCompleted ? null : knownMinutes.reduce((sum, minutes) => sum + minutes, 0);
}

/** Holds the *Velocity* and *Recent Trend* bullets against the figures; what agrees keeps its bytes. */
export function renderVelocity(elements: MetricsElements, figures: VelocityFigures, document: StateDocument, path: RepositoryPath): readonly Finding[] {
  const findings: Finding[] = [];
  const contradict = (line: LabelLine, derived: string, evidence: string): void => {
    // A value needs a blank before it where the label had none after its colon.
    const needsBlank = line.value === "" && !/[ \t]$/.test(document.source.text.slice(0, line.valueRange.start));
    const edit = { range: line.valueRange, newText: needsBlank ? ` ${derived}` : derived };
    const place = { path, source: document.source, range: line.valueRange };
    findings.push(createFinding("figure-contradicted", { figure: line.label, recorded: line.value, derived, evidence }, place, [edit]));
  };
  const { totalPlans, averageDuration, totalTime, lastPlans, trend } = elements;
  const known = figures.knownMinutes.length;
  const basis = `${known} of ${figures.plansCompleted} plans have a duration`;

  if (totalPlans !== undefined && figures.plansCompletedEver > 0) {
    const recorded = /^\[?(\d+)/.exec(totalPlans.value)?.[1];
    const agrees = recorded !== undefined && [figures.plansCompleted, figures.plansCompletedEver].includes(Number(recorded));
    const derived = Number(recorded ?? 0) > figures.plansCompleted ? figures.plansCompletedEver : figures.plansCompleted;
    if (!agrees) contradict(totalPlans, String(derived), `${derived} plans have a SUMMARY`);
  }
  const average = averageMinutes(figures);
  if (averageDuration !== undefined && average !== null) {
    const recorded = readMinutes(averageDuration.value, "min");
    const isOurs = recorded !== null || isPlaceholder(averageDuration.value);
    const style = findDurationStyle([averageDuration.value], { unit: "min", blank: " " });
    if (isOurs && (recorded === null || !agreesWithin(recorded, average))) contradict(averageDuration, formatInStyle(average, style), basis);
  }
  const total = totalMinutes(figures);
  if (totalTime !== undefined && total !== null) {
    const recorded = readMinutes(totalTime.value, "h");
    const isOurs = recorded !== null || isPlaceholder(totalTime.value);
    const style = findDurationStyle([totalTime.value], { unit: "h", blank: " " });
    // Tenths of an hour round by up to three minutes.
    const agrees = recorded !== null && (agreesWithin(recorded, total) || (style.unit === "h" && Math.abs(recorded - total) <= 3));
    if (isOurs && !agrees) contradict(totalTime, formatInStyle(total, style), basis);
  }
  const lastCount = Number(/\d+/.exec(lastPlans?.label ?? "5")?.[0] ?? 5);
  const last = figures.knownMinutes.slice(-lastCount);
  if (lastPlans !== undefined && last.length > 0) {
    const parts = lastPlans.value.replace(/^\[|\]$/g, "").split(",").map((part) => part.trim());
    const recorded = parts.map((part) => readMinutes(part, "min"));
    const isList = parts.every((part) => parseDuration(part) !== undefined);
    const same = (order: readonly number[]): boolean => recorded.length === order.length && recorded.every((minutes, index) => minutes !== null && agreesWithin(minutes, order[index] ?? 0));
    const style = findDurationStyle([lastPlans.value], { unit: "min", blank: "" });
    if (isPlaceholder(lastPlans.value) || (isList && !same(last) && !same(last.toReversed()))) {
      contradict(lastPlans, last.map((minutes) => formatInStyle(minutes, style)).join(", "), `the last ${last.length} plans with a duration`);
    }
  }
  const direction = findTrend(last);
  if (trend !== undefined && direction !== null) {
    const isOurWord = /^(?:improving|stable|degrading|starting)$/i.test(trend.value);
    if (isPlaceholder(trend.value) || (isOurWord && trend.value.toLowerCase() !== direction.toLowerCase())) contradict(trend, direction, `the last ${last.length} plans`);
  }
  return findings;
}
