import type { ProjectReport, ReportedPlan } from "../commands/report-project.ts";
import { formatPlanName } from "../model/plan-id.ts";
import { count } from "../report/terminal.ts";
import { createCountScale } from "./charting.ts";
import { orDash, renderTable } from "./data-table.ts";
import { drawingWidth, drawMark, drawText, type Drawing, type PageSection } from "./figure.ts";
import { markup, type Markup } from "./markup.ts";
import { chooseLatest, findCeiling, formatPlanLabel, overflows } from "./plan-words.ts";

const mostPlans = 40;
const rowHeight = 22;
const top = 30;
const labelRight = 240;
const commitsBox = { left: 250, right: 560 } as const;
const filesBox = { left: 620, right: drawingWidth - 50 } as const;

function drawRow(
  plan: ReportedPlan,
  y: number,
  scales: { readonly commits: (n: number) => number; readonly files: (n: number) => number },
): Markup {
  const { workCommits: work, bookkeepingCommits: records, files } = plan;
  const name = formatPlanLabel(plan);
  const bar = { y: y + 4, height: rowHeight - 8 };
  const [zero, worked, all] = [scales.commits(0), scales.commits(work), scales.commits(work + records)];
  const baseline = y + rowHeight / 2 + 4;
  return markup`${drawText("label end", labelRight, baseline, formatPlanLabel(plan, 28))}${drawMark("work", { ...bar, x: zero, width: worked - zero }, `${name}: ${count(work, "work commit")}`)}${
    records === 0
      ? markup``
      : drawMark(
          "records",
          { ...bar, x: worked, width: all - worked },
          `${name}: ${count(records, "bookkeeping commit")}`,
        )
  }${drawText("value", all + 6, baseline, String(work + records))}${
    files === null
      ? drawText("value", filesBox.left + 6, baseline, "–")
      : markup`${drawMark("files", { ...bar, x: filesBox.left, width: scales.files(files) - filesBox.left }, `${name}: ${count(files, "file")}`)}${drawText("value", scales.files(files) + 6, baseline, String(files))}`
  }`;
}

function countCommits(plans: readonly ReportedPlan[]): readonly number[] {
  return plans.map(({ workCommits, bookkeepingCommits }) => workCommits + bookkeepingCommits);
}

function countFiles(plans: readonly ReportedPlan[]): readonly number[] {
  return plans.flatMap(({ files }) => files ?? []);
}

function drawPlans(plans: readonly ReportedPlan[]): Drawing {
  const capped = (
    values: readonly number[],
    box: { readonly left: number; readonly right: number },
  ): ((n: number) => number) => {
    const ceiling = findCeiling(values);
    const scale = createCountScale(ceiling, [box.left, box.right]);
    return (value) => Math.min(scale.place(value), box.right);
  };
  const scales = { commits: capped(countCommits(plans), commitsBox), files: capped(countFiles(plans), filesBox) };
  return {
    width: drawingWidth,
    height: top + plans.length * rowHeight + 8,
    marks: markup`${drawText("axis", commitsBox.left, top - 10, "Commits")}${drawText("axis", filesBox.left, top - 10, "Files")}${plans.map((plan, index) => drawRow(plan, top + index * rowHeight, scales))}`,
  };
}

/** Commits and files of the latest plans. */
export function createEffortSection({ plans, metrics }: ProjectReport): PageSection {
  const all = chooseLatest(plans, plans.length);
  const shown = chooseLatest(plans, mostPlans);
  const sum = (of: (plan: ReportedPlan) => number): number => all.reduce((total, plan) => total + of(plan), 0);
  const work = sum(({ workCommits }) => workCommits);
  const records = sum(({ bookkeepingCommits }) => bookkeepingCommits);
  const lead =
    all.length === 0
      ? "No plan has commits of its own yet."
      : `${count(work, "work commit")} and ${count(records, "bookkeeping commit")} carry the tag of ${all.length === 1 ? "one plan" : `one of ${all.length} plans`}. Files are those that a plan’s SUMMARY counts, else those that its work changes.${all.length > shown.length ? ` The chart has the latest ${shown.length} plans.` : ""}${[countCommits(shown), countFiles(shown)].some(overflows) ? " A bar that reaches the edge stands for more; the number says how many." : ""}`;
  const tasks = new Map(metrics.plans.map((plan) => [`${plan.planId}\0${plan.milestone ?? ""}`, plan.tasks]));
  return {
    id: "effort",
    heading: "Commits and files by plan",
    lead: markup`${lead}`,
    chart:
      all.length === 0
        ? null
        : {
            description: `A row for each of ${count(shown.length, "plan")} with two bars: its commits, and the files that it changed.`,
            drawing: drawPlans(shown),
            legend: [
              { className: "work", label: "work commits" },
              ...(records === 0 ? [] : [{ className: "records", label: "bookkeeping commits" }]),
              { className: "files", label: "files" },
            ],
          },
    table: renderTable(
      "Commits and files by plan",
      [
        { heading: "Plan", cell: ({ planId }) => formatPlanName(planId) },
        { heading: "Title", cell: ({ title }) => markup`<bdi>${orDash(title)}</bdi>` },
        { heading: "Work commits", cell: ({ workCommits }) => workCommits, isNumber: true },
        { heading: "Bookkeeping commits", cell: ({ bookkeepingCommits }) => bookkeepingCommits, isNumber: true },
        {
          heading: "Tasks",
          cell: ({ planId, milestone }) => orDash(tasks.get(`${planId}\0${milestone ?? ""}`) ?? null),
          isNumber: true,
        },
        { heading: "Files", cell: ({ files }) => orDash(files), isNumber: true },
      ],
      all,
    ),
  };
}
