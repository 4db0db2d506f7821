import type { MeasuredPlan } from "../commands/measure-plans.ts";
import type { ReportedPlan } from "../commands/report-project.ts";
import { formatPlanName } from "../model/plan-id.ts";
import { formatDuration } from "../planning/duration.ts";
import { clip } from "../report/terminal.ts";

/** Minutes as rows have them, in one piece, or that they are not known. */
export function formatMinutes(minutes: number | null): string {
  return minutes === null ? "unknown" : formatDuration(minutes).replace(" ", "\u00A0");
}

/** `13-02 Mail Delivery`, cut to a number of columns. */
export function formatPlanLabel({ planId, title }: Pick<ReportedPlan, "planId" | "title">, columns = 80): string {
  return clip(title === null ? formatPlanName(planId) : `${formatPlanName(planId)} ${title}`, columns);
}

/** Where a duration comes from, in words. */
export const evidenceWords: Readonly<Record<MeasuredPlan["evidence"], string>> = {
  recorded: "row of STATE.md",
  summary: "SUMMARY",
  commits: "commits",
  inferred: "inferred commits",
  none: "–",
};

/** The plans worked on last, in the order in which they were begun; so many fit into a chart. */
export function chooseLatest(plans: readonly ReportedPlan[], most: number): readonly ReportedPlan[] {
  return plans
    .filter(({ stretches }) => stretches.length > 0)
    .toSorted((a, b) => lastWorkMs(a) - lastWorkMs(b))
    .slice(-most)
    .toSorted((a, b) => firstWorkMs(a) - firstWorkMs(b) || lastWorkMs(a) - lastWorkMs(b));
}

/** When a plan was begun; 1970 for one without work. */
export function firstWorkMs({ stretches }: ReportedPlan): number {
  return stretches[0]?.startMs ?? 0;
}

/** When a plan was last worked on; 1970 for one without work. */
export function lastWorkMs({ stretches }: ReportedPlan): number {
  return stretches.at(-1)?.endMs ?? 0;
}

/** The largest value that a chart has room for: one far off the others would press them flat. */
export function findCeiling(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const quartile = sorted[Math.floor((sorted.length * 3) / 4)] ?? 0;
  const highest = sorted.at(-1) ?? 0;
  return highest > quartile * 3 && quartile > 0 ? quartile * 2 : highest;
}

/** Whether some value goes beyond the room of its chart. */
export function overflows(values: readonly number[]): boolean {
  return values.some((value) => value > findCeiling(values));
}
