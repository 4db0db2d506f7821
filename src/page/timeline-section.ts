import type { ProjectReport, ReportedPlan } from "../commands/report-project.ts";
import { formatPlanName } from "../model/plan-id.ts";
import { count } from "../report/terminal.ts";
import { createPieceScale, createTimeScale } from "./charting.ts";
import { renderTable } from "./data-table.ts";
import { drawingWidth, drawMark, drawText, thinOut, type Drawing, type PageSection } from "./figure.ts";
import { markup, type Markup } from "./markup.ts";
import { formatDay, formatTime } from "./page-times.ts";
import { chooseLatest, firstWorkMs, formatPlanLabel, lastWorkMs } from "./plan-words.ts";

/** As many rows as can be read on one screen or sheet. */
const mostPlans = 40;
const rowHeight = 22;
const box = { left: 250, right: drawingWidth - 8, top: 48 };
/** A pause longer than this takes no room. */
const pauseMs = 3 * 60 * 60 * 1000;
const leastMark = 4;
/** A session that is narrower has its day alone. */
const roomForHours = 90;

/** A time in which somebody worked on one of the plans shown, without a longer pause. */
interface Session {
  readonly start: number;
  readonly end: number;
}

function findSessions(plans: readonly ReportedPlan[]): readonly Session[] {
  const sessions: Session[] = [];
  const stretches = plans.flatMap((plan) => plan.stretches).toSorted((a, b) => a.startMs - b.startMs);
  for (const { startMs, endMs } of stretches) {
    const last = sessions.at(-1);
    if (last !== undefined && startMs - last.end <= pauseMs)
      sessions[sessions.length - 1] = { start: last.start, end: Math.max(last.end, endMs) };
    else sessions.push({ start: startMs, end: endMs });
  }
  return sessions;
}

/** Gives every session room by its length, and some however short it is. */
function placeSessions(
  sessions: readonly Session[],
): readonly (Session & { readonly from: number; readonly to: number })[] {
  const room = box.right - box.left;
  const gap = Math.min(6, (room * 0.2) / sessions.length);
  const least = Math.min(14, (room * 0.4) / sessions.length);
  const rest = room - gap * sessions.length - least * sessions.length;
  const total = sessions.reduce((sum, { start, end }) => sum + end - start, 0);
  let from = box.left + gap / 2;
  return sessions.map(({ start, end }) => {
    const to = from + least + (total === 0 ? rest / sessions.length : (rest * (end - start)) / total);
    const placed = { start, end, from, to };
    from = to + gap;
    return placed;
  });
}

function classOf({ status, besideIds }: ReportedPlan): string {
  return `${besideIds.length > 0 ? "beside" : "alone"}${status === "completed" ? "" : " open"}`;
}

function describeTimes(plan: ReportedPlan): string {
  const { besideIds, status } = plan;
  const beside = besideIds.slice(0, 4).map(formatPlanName).join(", ");
  const more = besideIds.length > 4 ? ` and ${besideIds.length - 4} more` : "";
  return `${formatPlanLabel(plan)}: ${formatTime(firstWorkMs(plan))} to ${formatTime(lastWorkMs(plan))}${beside === "" ? "" : `, beside ${beside}${more}`}${status === "completed" ? "" : ", not completed"}`;
}

function drawPlans(plans: readonly ReportedPlan[]): Drawing {
  const sessions = placeSessions(findSessions(plans));
  const place = createPieceScale(sessions);
  const bottom = box.top + plans.length * rowHeight;
  const bands = sessions.map(
    ({ from, to }) =>
      markup`<rect
        class="session"
        x="${from - 1}"
        y="${box.top}"
        width="${to - from + 2}"
        height="${bottom - box.top}"
      />`,
  );
  const days = thinOut(
    sessions.map(({ start, from }) => ({ at: from, label: formatDay(start) })),
    88,
  ).filter(({ at }) => at < box.right - 70);
  const hours = thinOut(
    sessions.flatMap(({ start, end, from, to }) =>
      to - from < roomForHours
        ? []
        : createTimeScale(start, end, [from, to])
            .ticks((to - from) / roomForHours)
            .map(({ at, value }) => ({ at, label: formatTime(value).slice(-5) })),
    ),
    44,
  );
  const rows = plans.map((plan, index) => {
    const y = box.top + index * rowHeight;
    const title = describeTimes(plan);
    const [from, to] = [place(firstWorkMs(plan)), place(lastWorkMs(plan))];
    const marks = plan.stretches.map(({ startMs, endMs }) => {
      const left = place(startMs);
      const width = Math.max(leastMark, place(endMs) - left);
      return drawMark(
        classOf(plan),
        { x: Math.min(left, box.right - width), y: y + 5, width, height: rowHeight - 10 },
        title,
      );
    });
    const thread: Markup =
      plan.stretches.length < 2
        ? markup``
        : markup`<line class="thread" x1="${from}" x2="${to}" y1="${y + rowHeight / 2}" y2="${y + rowHeight / 2}" />`;
    return markup`${drawText("label end", box.left - 10, y + rowHeight / 2 + 4, formatPlanLabel(plan, 29))}${thread}${marks}`;
  });
  return {
    width: drawingWidth,
    height: bottom + 10,
    marks: markup`${bands}${days.map(({ at, label }) => markup`${drawText("tick", at, box.top - 28, label)}`)}${hours.map(({ at, label }) => markup`<line class="rule" x1="${at}" x2="${at}" y1="${box.top - 4}" y2="${bottom}"/>${drawText("tick middle", at, box.top - 10, label)}`)}${rows}`,
  };
}

/** When the latest plans ran, one below the other, pauses left out: side by side or one by one. */
export function createTimelineSection({ plans }: ProjectReport): PageSection {
  const shown = chooseLatest(plans, mostPlans);
  const all = chooseLatest(plans, plans.length);
  const beside = all.filter(({ besideIds }) => besideIds.length > 0).length;
  const undated = plans.filter(({ stretches, status }) => stretches.length === 0 && status === "completed").length;
  const lead =
    all.length === 0
      ? "No plan has commits of its own yet."
      : `${count(all.length, "plan")} with commits: ${beside} ran beside others, ${all.length - beside} alone.${undated === 0 ? "" : ` ${count(undated, "completed plan")} without tagged work ${undated === 1 ? "is" : "are"} not shown.`}${all.length > shown.length ? ` The chart has the latest ${shown.length}.` : ""} A bar reaches from a plan’s first commit to its last; pauses of more than three hours take no room.`;
  return {
    id: "timeline",
    heading: "When each plan ran",
    lead: markup`${lead}`,
    chart:
      all.length === 0
        ? null
        : {
            description: `A row for each of ${count(shown.length, "plan")}, in the order in which they were begun, with bars where its commits are.`,
            drawing: drawPlans(shown),
            legend: [
              { className: "alone", label: "alone" },
              { className: "beside", label: "beside other plans" },
              { className: "alone open", label: "not completed (outlined)" },
            ],
          },
    table: renderTable(
      "When each plan ran (UTC)",
      [
        { heading: "Plan", cell: ({ planId }) => formatPlanName(planId) },
        { heading: "Title", cell: ({ title }) => markup`<bdi>${title ?? "–"}</bdi>` },
        { heading: "Status", cell: ({ status }) => status },
        { heading: "First commit", cell: (plan) => formatTime(firstWorkMs(plan)) },
        { heading: "Last commit", cell: (plan) => formatTime(lastWorkMs(plan)) },
        {
          heading: "Beside",
          cell: ({ besideIds }) =>
            besideIds.length === 0
              ? "–"
              : `${besideIds.slice(0, 6).map(formatPlanName).join(", ")}${besideIds.length > 6 ? ` and ${besideIds.length - 6} more` : ""}`,
        },
      ],
      all,
    ),
  };
}
