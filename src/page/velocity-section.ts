import type { ProjectReport } from "../commands/report-project.ts";
import type { MeasuredPlan } from "../commands/measure-plans.ts";
import { formatPlanName } from "../model/plan-id.ts";
import { count } from "../report/terminal.ts";
import { createBands, createCountScale, drawLine } from "./charting.ts";
import { orDash, renderTable } from "./data-table.ts";
import {
  chooseApart,
  drawingWidth,
  drawMark,
  drawRules,
  drawText,
  thinOut,
  type Drawing,
  type PageSection,
} from "./figure.ts";
import { markup } from "./markup.ts";
import { formatDay } from "./page-times.ts";
import { evidenceWords, findCeiling, formatMinutes, formatPlanLabel, overflows } from "./plan-words.ts";

const box = { left: 56, right: drawingWidth - 12, top: 22, bottom: 250, height: 292 };
/** More columns cannot be told apart. */
const mostPlans = 120;
const minute = { name: "min", minutes: 1 } as const;
const hour = { name: "h", minutes: 60 } as const;
/** An axis that goes further counts hours. */
const longestInMinutes = 200;
/** As many as the trend of STATE.md looks at. */
const averaged = 5;

function averageBefore(plans: readonly MeasuredPlan[], index: number): number | null {
  const known = plans
    .slice(0, index + 1)
    .flatMap(({ durationMinutes }) => (durationMinutes === null ? [] : [durationMinutes]))
    .slice(-averaged);
  return known.length < 3 ? null : known.reduce((sum, minutes) => sum + minutes, 0) / known.length;
}

function drawPlans(plans: readonly MeasuredPlan[]): Drawing {
  const ceiling = findCeiling(plans.flatMap(({ durationMinutes }) => durationMinutes ?? []));
  const unit = ceiling > longestInMinutes ? hour : minute;
  const scale = createCountScale(ceiling / unit.minutes, [box.bottom, box.top]);
  const bands = createBands(plans.length, [box.left, box.right], plans.length > 60 ? 0.15 : 0.3);
  const width = Math.min(bands.width, 48);
  const leftOf = (index: number): number => bands.place(index) + (bands.width - width) / 2;
  const bars = plans.map((plan, index) => {
    const { durationMinutes: minutes } = plan;
    const title = `${formatPlanLabel(plan)}: ${formatMinutes(minutes)}${minutes === null ? "" : ` (${evidenceWords[plan.evidence]})`}`;
    const x = leftOf(index);
    if (minutes === null) return drawMark("gap", { x, y: box.bottom - 3, width, height: 3 }, title);
    const y = Math.max(scale.place(minutes / unit.minutes), box.top - 6);
    return drawMark("plan", { x, y, width, height: Math.max(1, box.bottom - y) }, title);
  });
  const overflowing = chooseApart(
    plans.flatMap(({ durationMinutes: minutes }, index) =>
      minutes === null || minutes <= ceiling
        ? []
        : [{ at: leftOf(index) + width / 2, weight: minutes, label: formatMinutes(minutes) }],
    ),
    56,
  );
  const averages = plans.flatMap((_, index) => {
    const average = averageBefore(plans, index);
    const x = leftOf(index) + width / 2;
    return average === null ? [] : [[x, Math.max(scale.place(average / unit.minutes), box.top)] as const];
  });
  const names = thinOut(
    plans.map(({ planId }, index) => ({ at: leftOf(index) + width / 2, label: formatPlanName(planId) })),
    66,
  );
  const line = averages.length < 2 ? "" : drawLine(averages);
  return {
    width: drawingWidth,
    height: box.height,
    marks: markup`${drawRules(
      scale.ticks(5).map(({ at, label }) => ({ at, label: `${label}${unit.name}` })),
      box.left,
      box.right,
    )}${bars}${overflowing.map(({ at, label }) => drawText("value middle", at, box.top - 10, label))}${line === "" ? markup`` : markup`<path class="average halo" d="${line}"/><path class="average" d="${line}" />`}${names.map(({ at, label }) => drawText("tick middle", at, box.bottom + 18, label))}${drawText("axis middle", (box.left + box.right) / 2, box.bottom + 38, "plans in order of completion")}`,
  };
}

/** How long plans take, one after the other, with the average of the last five. */
export function createVelocitySection({ metrics, plans: reported }: ProjectReport): PageSection {
  const { velocity, trend, plans } = metrics;
  const shown = plans.slice(-mostPlans);
  const completedAt = new Map(reported.map((plan) => [`${plan.planId}\0${plan.milestone ?? ""}`, plan.completedAtMs]));
  const known = plans.filter(({ durationMinutes }) => durationMinutes !== null);
  const cut = plans.length > shown.length ? ` The chart has the latest ${shown.length} of them.` : "";
  const above = overflows(shown.flatMap(({ durationMinutes }) => durationMinutes ?? []))
    ? " A column that reaches the top stands for more."
    : "";
  const lead =
    plans.length === 0
      ? "No plan is completed yet."
      : `${count(velocity.plansCompleted, "plan")} completed${plans.length > velocity.plansCompleted ? `, and ${plans.length - velocity.plansCompleted} of archived milestones` : ""}. A plan takes ${formatMinutes(velocity.averageMinutes)} on average${velocity.totalMinutes === null ? "" : `, ${formatMinutes(velocity.totalMinutes)} in all`}; the trend is ${trend.direction}, the last ${trend.lastMinutes.length} took ${trend.lastMinutes.map(formatMinutes).join(", ")}.${cut}${above}`;
  return {
    id: "velocity",
    heading: "Velocity and trend",
    lead: markup`${lead}`,
    chart:
      known.length === 0
        ? null
        : {
            description: `Columns: the duration of each of ${count(shown.length, "completed plan")}, in order of completion. Line: the average of the last ${averaged} known durations.`,
            drawing: drawPlans(shown),
            legend: [
              { className: "plan", label: "duration of a plan" },
              { className: "average-swatch", label: `average of the last ${averaged}` },
              ...(shown.some(({ durationMinutes }) => durationMinutes === null)
                ? [{ className: "gap", label: "duration unknown" }]
                : []),
            ],
          },
    table: renderTable(
      "Duration of each plan",
      [
        { heading: "Plan", cell: ({ planId }) => formatPlanName(planId) },
        { heading: "Title", cell: ({ title }) => markup`<bdi>${orDash(title)}</bdi>` },
        {
          heading: "Completed",
          cell: ({ planId, milestone }) => formatCompletion(completedAt.get(`${planId}\0${milestone ?? ""}`) ?? null),
        },
        { heading: "Duration", cell: ({ durationMinutes }) => formatMinutes(durationMinutes), isNumber: true },
        { heading: "Evidence", cell: ({ evidence }) => evidenceWords[evidence] },
      ],
      plans,
    ),
  };
}

function formatCompletion(epochMs: number | null): string {
  return epochMs === null ? "–" : formatDay(epochMs);
}
