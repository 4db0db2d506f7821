import type { ProjectReport, ReferenceCounts } from "../commands/report-project.ts";
import { count } from "../report/terminal.ts";
import { createBands, createCountScale, stackCounts } from "./charting.ts";
import { renderTable } from "./data-table.ts";
import { drawingWidth, drawMark, drawRules, drawText, thinOut, type Drawing, type PageSection } from "./figure.ts";
import { markup } from "./markup.ts";
import { formatDay, formatTime } from "./page-times.ts";

type Status = keyof ReferenceCounts["counts"];

/** In the order in which they are stacked: what is well lies at the bottom. */
const statuses: readonly Status[] = [
  "reachable",
  "rewritten",
  "unreachable",
  "missing",
  "ambiguous",
  "not-a-commit",
  "unknown",
];

const statusWords: Readonly<Record<Status, string>> = {
  reachable: "reachable",
  rewritten: "rewritten: the commit that took its place is known",
  unreachable: "unreachable: the commit exists, but not in this history",
  missing: "missing: no such object here",
  ambiguous: "ambiguous",
  "not-a-commit": "not a commit",
  unknown: "unknown: history is not all here",
};

function sumOf({ counts }: ReferenceCounts): number {
  return statuses.reduce((sum, status) => sum + counts[status], 0);
}

const box = { left: 56, right: drawingWidth - 12, top: 16, bottom: 220, height: 250 };

function drawVersions(versions: readonly ReferenceCounts[]): Drawing {
  const scale = createCountScale(Math.max(...versions.map(sumOf)), [box.bottom, box.top]);
  const bands = createBands(versions.length, [box.left, box.right], 0.12);
  const width = Math.min(bands.width, 64);
  const leftOf = (index: number): number => bands.place(index) + (bands.width - width) / 2;
  const layers = stackCounts(
    statuses,
    versions.map(({ counts }) => counts),
  );
  const marks = layers.flatMap(({ name, parts }) =>
    parts.flatMap(([from, to], index) => {
      const version = versions[index];
      if (to === from || version === undefined) return [];
      const title = `${formatTime(version.atMs)}: ${version.counts[name]} ${name} of ${count(sumOf(version), "reference")}`;
      const y = scale.place(to);
      return [drawMark(`status-${name}`, { x: leftOf(index), y, width, height: scale.place(from) - y }, title)];
    }),
  );
  const days = thinOut(
    versions.map(({ atMs }, index) => ({ at: leftOf(index) + width / 2, label: formatDay(atMs) })),
    92,
  );
  return {
    width: drawingWidth,
    height: box.height,
    marks: markup`${drawRules(scale.ticks(5), box.left, box.right)}${marks}${days.map(({ at, label }) => drawText("tick middle", at, box.bottom + 18, label))}`,
  };
}

function formatLead(state: NonNullable<ProjectReport["state"]>): string {
  const { current, references, versions } = state;
  const total = sumOf({ atMs: 0, counts: current });
  const parts = statuses.flatMap((status) => (current[status] === 0 ? [] : [`${current[status]} ${status}`]));
  const now =
    total === 0
      ? "STATE.md lists no commit now."
      : `STATE.md lists ${count(total, "commit")} now: ${parts.join(", ")}.`;
  const looked =
    versions === 0
      ? ""
      : ` A column is what one version of STATE.md listed, judged by today’s history; ${versions > references.length ? `${references.length} of ${count(versions, "version")} are shown` : count(references.length, "version")}.`;
  return `${now}${looked}`;
}

/** What STATE.md listed through time, and which of these commits are still in history. */
export function createReferenceSection({ state }: ProjectReport): PageSection {
  const versions = state?.references ?? [];
  const lead = state === null ? "There is no STATE.md." : formatLead(state);
  const present = statuses.filter((status) => versions.some(({ counts }) => counts[status] > 0));
  return {
    id: "references",
    heading: "References by status, through time",
    lead: markup`${lead}`,
    chart:
      present.length === 0
        ? null
        : {
            description: `Columns: the references that each of ${count(versions.length, "version")} of STATE.md lists, stacked by status.`,
            drawing: drawVersions(versions),
            legend: present.map((status) => ({ className: `status-${status}`, label: statusWords[status] })),
          },
    table:
      present.length === 0
        ? markup``
        : renderTable(
            "References by version of STATE.md (UTC)",
            [
              { heading: "Version", cell: ({ atMs }) => formatTime(atMs) },
              ...present.map((status) => ({
                heading: status,
                cell: ({ counts }: ReferenceCounts) => counts[status],
                isNumber: true,
              })),
              { heading: "all", cell: sumOf, isNumber: true },
            ],
            versions,
          ),
  };
}
