import type { ProjectReport } from "../commands/report-project.ts";
import { clip, count } from "../report/terminal.ts";
import { renderTable } from "./data-table.ts";
import type { PageSection } from "./figure.ts";
import { markup } from "./markup.ts";
import { formatDay } from "./page-times.ts";

/** Figures of STATE.md that cannot be true, and what took their place. */
export function createDoubtfulSection({ state }: ProjectReport): PageSection {
  const figures = state?.figures ?? [];
  const open = figures.filter(({ replacedAtMs }) => replacedAtMs === null).length;
  const looked = state === null || state.versions === 0 ? "" : " in the versions of STATE.md that were looked at";
  const lead =
    state === null
      ? markup`There is no STATE.md.`
      : figures.length === 0
        ? markup`No figure contradicts the evidence${looked}.`
        : markup`${count(open, "figure")} of STATE.md ${open === 1 ? "contradicts" : "contradict"} the evidence
          now${open === 0 ? "" : markup` (mended by <code>state sync</code>)`};
          ${count(figures.length - open, "earlier one")} ${figures.length - open === 1 ? "was" : "were"} replaced, or went with the row.`;
  return {
    id: "figures",
    heading: "Implausible figures",
    lead,
    chart: null,
    table:
      figures.length === 0
        ? markup``
        : renderTable(
            "Implausible figures and what replaced them",
            [
              { heading: "Of", cell: ({ subject }) => clip(subject, 60) },
              { heading: "Recorded", cell: ({ recorded }) => markup`<del>${clip(recorded, 40)}</del>` },
              {
                heading: "Replaced by",
                cell: ({ replacement }) => (replacement === null ? "–" : markup`<ins>${clip(replacement, 40)}</ins>`),
              },
              {
                heading: "Evidence",
                cell: ({ evidence, replacedAtMs }) =>
                  clip(evidence ?? (replacedAtMs === null ? "nothing tells the right value" : "–"), 300),
              },
              {
                heading: "When",
                cell: ({ replacedAtMs, replacement }) =>
                  replacedAtMs !== null
                    ? `${formatDay(replacedAtMs)}${replacement === null ? ", the row went" : ""}`
                    : replacement === null
                      ? "still there"
                      : "due",
              },
            ],
            figures,
            { keep: "first", isStacked: false },
          ),
  };
}
