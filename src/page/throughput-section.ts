import type { ProjectReport } from "../commands/report-project.ts";
import { count } from "../report/terminal.ts";
import { createBands, createCountScale } from "./charting.ts";
import { renderTable } from "./data-table.ts";
import { drawingWidth, drawMark, drawRules, drawText, thinOut, type Drawing, type PageSection } from "./figure.ts";
import { markup } from "./markup.ts";
import { formatDay, formatMonth } from "./page-times.ts";

/** A day, a week from Monday, or a month, and how many plans were completed in it. */
interface Period {
  readonly label: string;
  readonly plans: number;
}

const dayMs = 24 * 60 * 60 * 1000;
/** More columns cannot be told apart. */
const mostPeriods = 60;
/** A single date far off the others, as a mistyped one is, must not fill the page with nothing. */
const mostMonths = 120;

interface PeriodLength {
  readonly name: "day" | "week" | "month";
  /** The start of the period that holds an instant. */
  readonly startOf: (epochMs: number) => number;
  readonly next: (startMs: number) => number;
  readonly format: (startMs: number) => string;
}

const days: PeriodLength = {
  name: "day",
  startOf: (epochMs) => Math.floor(epochMs / dayMs) * dayMs,
  next: (startMs) => startMs + dayMs,
  format: formatDay,
};
/** 1970 began on a Thursday. */
const weeks: PeriodLength = {
  name: "week",
  startOf: (epochMs) => (Math.floor((epochMs / dayMs + 3) / 7) * 7 - 3) * dayMs,
  next: (startMs) => startMs + 7 * dayMs,
  format: formatDay,
};
const months: PeriodLength = {
  name: "month",
  startOf: (epochMs) => Date.parse(`${formatMonth(epochMs)}-01T00:00:00Z`),
  next: (startMs) => months.startOf(startMs + 32 * dayMs),
  format: formatMonth,
};

function chooseLength(spanMs: number): PeriodLength {
  if (spanMs < 31 * dayMs) return days;
  return spanMs < mostPeriods * 7 * dayMs ? weeks : months;
}

function countPeriods(completions: readonly number[]): { readonly name: string; readonly periods: readonly Period[] } {
  const sorted = completions.toSorted((a, b) => a - b);
  const last = sorted.at(-1) ?? 0;
  const length = chooseLength(last - (sorted[0] ?? last));
  const counts = new Map<number, number>();
  for (const epochMs of sorted) {
    const start = length.startOf(epochMs);
    counts.set(start, (counts.get(start) ?? 0) + 1);
  }
  const earliest = Math.max(length.startOf(sorted[0] ?? last), last - mostMonths * 31 * dayMs);
  const periods: Period[] = [];
  for (let start = length.startOf(earliest); start <= last; start = length.next(start))
    periods.push({ label: length.format(start), plans: counts.get(start) ?? 0 });
  return { name: length.name, periods };
}

const box = { left: 56, right: drawingWidth - 12, top: 16, bottom: 160, height: 190 };

function drawPeriods(periods: readonly Period[]): Drawing {
  const scale = createCountScale(Math.max(...periods.map(({ plans }) => plans)), [box.bottom, box.top]);
  const bands = createBands(periods.length, [box.left, box.right], 0.2);
  const width = Math.min(bands.width, 48);
  const leftOf = (index: number): number => bands.place(index) + (bands.width - width) / 2;
  const bars = periods.flatMap(({ label, plans }, index) => {
    const y = scale.place(plans);
    const place = { x: leftOf(index), y, width, height: box.bottom - y };
    return plans === 0 ? [] : [drawMark("plan", place, `${label}: ${count(plans, "plan")}`)];
  });
  const names = thinOut(
    periods.map(({ label }, index) => ({ at: leftOf(index) + width / 2, label })),
    92,
  );
  return {
    width: drawingWidth,
    height: box.height,
    marks: markup`${drawRules(scale.ticks(4), box.left, box.right)}${bars}${names.map(({ at, label }) => drawText("tick middle", at, box.bottom + 18, label))}`,
  };
}

/** How many plans were completed in each day, week or month. */
export function createThroughputSection({ plans }: ProjectReport): PageSection {
  const completions = plans.flatMap(({ completedAtMs }) => (completedAtMs === null ? [] : [completedAtMs]));
  const { name, periods } = countPeriods(completions);
  const best = periods.toSorted((a, b) => b.plans - a.plans)[0];
  const lead =
    best === undefined || completions.length === 0
      ? "No completion has a date yet."
      : `${count(completions.length, "completed plan")} with a date; the most in one ${name}: ${best.plans} (${name === "week" ? "from " : ""}${best.label}).`;
  return {
    id: "throughput",
    heading: `Plans completed by ${name}`,
    lead: markup`${lead}`,
    chart:
      completions.length === 0
        ? null
        : {
            description: `Columns: the number of plans completed in each ${name}.`,
            drawing: drawPeriods(periods),
            legend: [],
          },
    table:
      completions.length === 0
        ? markup``
        : renderTable(
            `Plans completed by ${name}`,
            [
              { heading: name === "week" ? "Week from" : name === "day" ? "Day" : "Month", cell: ({ label }) => label },
              { heading: "Plans", cell: (period) => period.plans, isNumber: true },
            ],
            periods.filter((period) => period.plans > 0),
          ),
  };
}
