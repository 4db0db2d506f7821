import { appendTo } from "../model/append-to.ts";
import type { ProjectReport, ReportedPlan } from "../commands/report-project.ts";
import { comparePhaseIds, formatPhaseName, phaseOfPlan, type PhaseId } from "../model/plan-id.ts";
import { formatDuration } from "../planning/duration.ts";
import { clip, count } from "../report/terminal.ts";
import { createTimeScale } from "./charting.ts";
import { renderTable } from "./data-table.ts";
import { drawingWidth, drawMark, drawText, thinOut, type Drawing, type PageSection } from "./figure.ts";
import { markup } from "./markup.ts";
import { formatDay } from "./page-times.ts";
import { firstWorkMs, lastWorkMs } from "./plan-words.ts";

/** The plans of one phase, of one milestone: numbers recur. */
interface PhaseRow {
  readonly phase: PhaseId;
  readonly milestone: string | null;
  readonly plans: readonly ReportedPlan[];
  readonly startMs: number;
  readonly endMs: number;
  /** The sum of the known durations. */
  readonly minutes: number;
}

const mostPhases = 40;
const rowHeight = 22;
const box = { left: 170, right: drawingWidth - 16, top: 30 };
const leastMark = 3;

function groupByPhase(plans: readonly ReportedPlan[]): readonly PhaseRow[] {
  const groups = new Map<string, ReportedPlan[]>();
  for (const plan of plans.filter(({ stretches }) => stretches.length > 0)) {
    const key = `${phaseOfPlan(plan.planId)}\0${plan.milestone ?? ""}`;
    appendTo(groups, key, plan);
  }
  return [...groups.values()]
    .flatMap((group): readonly PhaseRow[] => {
      const [first] = group;
      if (first === undefined) return [];
      return [
        {
          phase: phaseOfPlan(first.planId),
          milestone: first.milestone,
          plans: group,
          startMs: Math.min(...group.map(firstWorkMs)),
          endMs: Math.max(...group.map(lastWorkMs)),
          minutes: group.reduce((sum, { durationMinutes }) => sum + (durationMinutes ?? 0), 0),
        },
      ];
    })
    .sort((a, b) => a.startMs - b.startMs || comparePhaseIds(a.phase, b.phase));
}

function formatPhase({ phase, milestone }: PhaseRow): string {
  return `Phase ${formatPhaseName(phase)}${milestone === null ? "" : ` (${milestone})`}`;
}

/** The stretches of a phase's plans as marks; those that would touch are one. */
function findMarks(
  { plans }: PhaseRow,
  place: (value: number) => number,
): readonly { readonly from: number; readonly to: number }[] {
  const marks: { from: number; to: number }[] = [];
  const stretches = plans.flatMap((plan) => plan.stretches).toSorted((a, b) => a.startMs - b.startMs);
  for (const { startMs, endMs } of stretches) {
    const from = Math.min(place(startMs), box.right - leastMark);
    const to = Math.max(from + leastMark, place(endMs));
    const last = marks.at(-1);
    if (last !== undefined && from <= last.to + 0.5) last.to = Math.max(last.to, to);
    else marks.push({ from, to });
  }
  return marks;
}

function drawPhases(rows: readonly PhaseRow[]): Drawing {
  const start = Math.min(...rows.map(({ startMs }) => startMs));
  const end = Math.max(...rows.map(({ endMs }) => endMs));
  // A single instant still has a place.
  const scale = createTimeScale(start, Math.max(end, start + 60_000), [box.left, box.right]);
  const bottom = box.top + rows.length * rowHeight;
  const ticks = thinOut(scale.ticks(6), 120).filter(({ at }) => at < box.right - 104);
  const lines = rows.map((row, index) => {
    const y = box.top + index * rowHeight;
    const title = `${formatPhase(row)}: ${count(row.plans.length, "plan")}, ${formatDay(row.startMs)} to ${formatDay(row.endMs)}`;
    const [from, to] = [scale.place(row.startMs), scale.place(row.endMs)];
    const marks = findMarks(row, scale.place).map((mark) =>
      drawMark("alone", { x: mark.from, y: y + 5, width: mark.to - mark.from, height: rowHeight - 10 }, title),
    );
    return markup`${drawText("label end", box.left - 10, y + rowHeight / 2 + 4, clip(`${formatPhase(row)} · ${row.plans.length}`, 24))}<line
        class="thread"
        x1="${from}"
        x2="${to}"
        y1="${y + rowHeight / 2}"
        y2="${y + rowHeight / 2}"
      />${marks}`;
  });
  return {
    width: drawingWidth,
    height: bottom + 10,
    marks: markup`${ticks.map(({ at, label }) => markup`<line class="rule" x1="${at}" x2="${at}" y1="${box.top - 4}" y2="${bottom}" />${drawText("tick", at, box.top - 12, label)}`)}${lines}`,
  };
}

/** The phases over the calendar: what lay idle, and which phases overlap. */
export function createPhaseSection({ plans }: ProjectReport): PageSection {
  const rows = groupByPhase(plans);
  const shown = rows
    .toSorted((a, b) => a.endMs - b.endMs)
    .slice(-mostPhases)
    .toSorted((a, b) => a.startMs - b.startMs || comparePhaseIds(a.phase, b.phase));
  const lead =
    rows.length === 0
      ? "No phase has commits of its own yet."
      : `${count(rows.length, "phase")} with commits, from ${formatDay(rows[0]?.startMs ?? 0)} to ${formatDay(Math.max(...rows.map(({ endMs }) => endMs)))}.${rows.length > shown.length ? ` The chart has the latest ${shown.length}.` : ""} The number behind a phase counts its plans.`;
  return {
    id: "phases",
    heading: "Phases over the calendar",
    lead: markup`${lead}`,
    chart:
      rows.length === 0
        ? null
        : {
            description: `A row for each of ${count(shown.length, "phase")}, over the calendar, with marks where its plans were worked on.`,
            drawing: drawPhases(shown),
            legend: [],
          },
    table: renderTable(
      "Phases",
      [
        { heading: "Phase", cell: formatPhase },
        { heading: "Plans", cell: (row) => row.plans.length, isNumber: true },
        { heading: "First commit", cell: ({ startMs }) => formatDay(startMs) },
        { heading: "Last commit", cell: ({ endMs }) => formatDay(endMs) },
        {
          heading: "Known durations",
          cell: ({ minutes }) => (minutes === 0 ? "–" : formatDuration(minutes)),
          isNumber: true,
        },
      ],
      rows,
    ),
  };
}
