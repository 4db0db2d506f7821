import type { MetricsAnswer } from "./answers.ts";
import type { MeasuredPlan, ProjectMetrics } from "../commands/measure-plans.ts";
import { formatPhaseName, formatPlanName } from "../model/plan-id.ts";
import { formatDuration } from "../planning/duration.ts";
import { findingToJson } from "./json.ts";
import { clip, count, pad, paint, printable, type TerminalStyle } from "./terminal.ts";

const levels = "▁▂▃▄▅▆▇█";
const eighths = "▏▎▍▌▋▊▉█";
const barColumns = 10;
const titleColumns = 20;
/** More than this cannot be told apart in a line. */
const sparkPlans = 40;

/** One value far off the others would press them flat: from three times the upper quartile on a column is full. */
function ceilingOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const quartile = sorted[Math.floor((sorted.length * 3) / 4)] ?? 0;
  return Math.min(Math.max(...values, 0), quartile * 3);
}

/** Values as small columns beside each other, the highest full; empty without values. */
export function formatSparkline(values: readonly number[]): string {
  const highest = ceilingOf(values);
  if (highest === 0) return "";
  return values
    .map((value) => levels[Math.min(levels.length - 1, Math.max(0, Math.ceil((value / highest) * levels.length) - 1))])
    .join("");
}

/** A value as a bar of so many columns at most, to an eighth of a column; what is not nothing is seen. */
export function formatBar(value: number, highest: number, columns: number): string {
  if (value <= 0 || highest <= 0) return "";
  const parts = Math.max(1, Math.round((Math.min(value, highest) / highest) * columns * eighths.length));
  const whole = Math.floor(parts / eighths.length);
  const rest = parts % eighths.length;
  return "█".repeat(whole) + (rest === 0 ? "" : (eighths[rest - 1] ?? ""));
}

function minutes(value: number | null): string {
  return value === null ? "-" : formatDuration(value);
}

function formatPlan(plan: MeasuredPlan, highest: number, style: TerminalStyle): string {
  const { planId, title, durationMinutes, evidence, recorded } = plan;
  const bar = paint(style, "cyan", pad(formatBar(durationMinutes ?? 0, highest, barColumns), barColumns));
  const isReplaced = recorded !== null && evidence !== "recorded" && printable(recorded) !== minutes(durationMinutes);
  const note = isReplaced ? ` (recorded ${clip(printable(recorded), 8)})` : "";
  return `${pad(formatPlanName(planId), 9)} ${pad(minutes(durationMinutes), 9)} ${bar}  ${pad(clip(printable(title ?? ""), titleColumns), titleColumns)} ${paint(style, "dim", evidence + note)}`.trimEnd();
}

const directionTones = { improving: "green", stable: "dim", degrading: "yellow", unknown: "dim" } as const;

/** Of the plans, and of the phases, so that the end of a long history is what is seen first. */
const plansShown = 20;

/** The figures for people: velocity and trend, phases, plans in order of completion with bars; the last ones, or all. */
export function formatMetrics(metrics: ProjectMetrics, showAll: boolean, style: TerminalStyle): string {
  const { velocity, phases, plans, trend } = metrics;
  if (plans.length === 0) return "no completed plans: there is nothing to measure\n";
  const live = plans.filter(({ milestone }) => milestone === null);
  const known = live.flatMap(({ durationMinutes }) => (durationMinutes === null ? [] : [durationMinutes]));
  const hidden = showAll ? 0 : Math.max(0, live.length - plansShown);
  const highest = Math.max(0, ...live.slice(hidden).map(({ durationMinutes }) => durationMinutes ?? 0));
  const highestPhase = Math.max(0, ...phases.map(({ totalMinutes }) => totalMinutes ?? 0));
  const begun = phases.filter((phase) => phase.plans > 0);
  const hiddenPhases = showAll ? 0 : Math.max(0, begun.length - plansShown);
  const shownPhases = begun.slice(hiddenPhases);
  const spark = formatSparkline(known.slice(-sparkPlans));
  const lines = [
    `${paint(style, "bold", "Velocity")}   ${[
      count(velocity.plansCompleted, "plan"),
      velocity.averageMinutes === null
        ? "too few durations for an average"
        : `${minutes(velocity.averageMinutes)} on average`,
      ...(velocity.totalMinutes === null ? [] : [`${minutes(velocity.totalMinutes)} in all`]),
    ].join(" · ")}`,
    `${paint(style, "bold", "Trend")}      ${paint(style, directionTones[trend.direction], trend.direction)} · last ${trend.lastMinutes.map(minutes).join(", ") || "none known"}`,
    ...(spark === "" ? [] : [`           ${paint(style, "cyan", spark)}`]),
    "",
    paint(style, "bold", `${pad("Phase", 9)} ${pad("Total", 9)} ${pad("", barColumns)}  ${pad("Plans", 6)} Average`),
    ...(hiddenPhases === 0
      ? []
      : [paint(style, "dim", `… ${count(hiddenPhases, "earlier phase")}:   state metrics --all`)]),
    ...shownPhases.map(
      (phase) =>
        `${pad(formatPhaseName(phase.phase), 9)} ${pad(minutes(phase.totalMinutes), 9)} ${paint(style, "cyan", pad(formatBar(phase.totalMinutes ?? 0, highestPhase, barColumns), barColumns))}  ${pad(String(phase.plans), 6)} ${minutes(phase.averageMinutes)}`,
    ),
    "",
    paint(
      style,
      "bold",
      `${pad("Plan", 9)} ${pad("Duration", 9)} ${pad("", barColumns)}  ${pad("Title", titleColumns)} Evidence`,
    ),
    ...(hidden === 0 ? [] : [paint(style, "dim", `… ${count(hidden, "earlier plan")}:   state metrics --all`)]),
    ...live.slice(hidden).map((plan) => formatPlan(plan, highest, style)),
  ];
  const archived = plans.length - live.length;
  const rest =
    archived === 0
      ? []
      : ["", paint(style, "dim", `${count(archived, "plan")} of archived milestones: --json, --format csv`)];
  return `${[...lines, ...rest].map((line) => line.trimEnd()).join("\n")}\n`;
}

/** `planlink/metrics@1` */
export function metricsToJson({ velocity, phases, plans, trend, findings }: ProjectMetrics): MetricsAnswer {
  const roundKnown = (value: number): number => Math.round(value * 100) / 100;
  const round = (value: number | null): number | null => (value === null ? null : roundKnown(value));
  return {
    schema: "planlink/metrics@1",
    velocity: {
      ...velocity,
      averageMinutes: round(velocity.averageMinutes),
      totalMinutes: round(velocity.totalMinutes),
    },
    phases: phases.map((phase) => ({
      ...phase,
      totalMinutes: round(phase.totalMinutes),
      averageMinutes: round(phase.averageMinutes),
    })),
    plans: plans.map((plan) => ({ ...plan, durationMinutes: round(plan.durationMinutes) })),
    trend: { ...trend, lastMinutes: trend.lastMinutes.map(roundKnown) },
    findings: findings.map(findingToJson),
  };
}

/** A field of a CSV file (RFC 4180). What a spreadsheet would take for a formula begins with an apostrophe. */
function formatField(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(Math.round(value * 100) / 100);
  const text = printable(/^[=+@]|^-(?=.*[^\d.,\s-])/.test(value) ? `'${value}` : value);
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const columns: readonly (keyof MeasuredPlan)[] = [
  "planId",
  "title",
  "durationMinutes",
  "evidence",
  "tasks",
  "files",
  "recorded",
  "milestone",
];

/** The plans as CSV, with the names of the JSON's keys as a heading. */
export function formatMetricsCsv({ plans }: ProjectMetrics): string {
  const rows = plans.map((plan) => columns.map((name) => formatField(plan[name])).join(","));
  return [columns.join(","), ...rows].map((line) => `${line}\n`).join("");
}
