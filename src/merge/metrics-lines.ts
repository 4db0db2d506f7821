import { findLabelLines, parseLabelLine } from "../document/label-lines.ts";
import { findMetricsElements, metricsTitles } from "../document/metrics-elements.ts";
import { findSections, type Section, type StateDocument } from "../document/state-document.ts";

/** A line of *Performance Metrics* with the element that it holds. */
export interface MetricsLine {
  readonly lineIndex: number;
  readonly kind: "plan-row" | "phase-row" | "velocity";
  readonly element: string;
}

/** Finds the figures of *Performance Metrics*, and per-plan rows wherever they stand, best known first. */
export function findMetricsLines(document: StateDocument): readonly MetricsLine[] {
  const lines: MetricsLine[] = [];
  const metrics = findMetricsElements(document);
  for (const { planId, row } of metrics?.planRows ?? [])
    if (planId !== null) lines.push({ lineIndex: row.lineIndex, kind: "plan-row", element: `plan ${planId}` });
  for (const { phase, isPlaceholder, row } of metrics?.byPhase?.rows ?? [])
    if (phase !== null || isPlaceholder)
      lines.push({ lineIndex: row.lineIndex, kind: "phase-row", element: `phase ${phase ?? "-"}` });
  if (metrics?.totalPlans !== undefined)
    lines.push({ lineIndex: metrics.totalPlans.lineIndex, kind: "velocity", element: "total plans" });
  const [section] = findSections(document, 2, metricsTitles);
  return section === undefined
    ? lines
    : [...lines, ...findBullets(document, section), ...findFigureRows(document, section)];
}

/** The bold line or heading under which a line stands. */
function groupsOf(document: StateDocument, section: Section): ReadonlyMap<number, string> {
  const groups = new Map<number, string>();
  let group = "";
  for (let index = section.headingLine + 1; index < section.endLine; index += 1) {
    const text = (document.source.lines[index]?.text ?? "").trim();
    const isGroup = document.lineKinds[index] === "heading" || /^\*\*[^*]{1,80}\*\*:?$/.test(text);
    if (isGroup)
      group = text
        .replace(/[#*:]+/g, "")
        .trim()
        .toLowerCase();
    groups.set(index, group);
  }
  return groups;
}

/** Bullets with a label, `- Average duration: 7 min`: of Velocity, of Recent Trend, of a milestone that is over. */
function findBullets(document: StateDocument, section: Section): readonly MetricsLine[] {
  const groups = groupsOf(document, section);
  return findLabelLines(document, section)
    .filter(({ isListItem }) => isListItem)
    .map(({ lineIndex, label }) => ({
      lineIndex,
      kind: "velocity" as const,
      element: `figure ${groups.get(lineIndex) ?? ""}: ${label.toLowerCase().replace(/\d+/g, "#")}`,
    }));
}

/** Rows of other tables of figures, `| 03-testing | 12 | 7 | In progress |`: each by its table's header and its first cell. */
function findFigureRows(document: StateDocument, section: Section): readonly MetricsLine[] {
  return document.tables
    .filter(({ header }) => section.headingLine < header.lineIndex && header.lineIndex < section.endLine)
    .flatMap(({ header, rows }) => {
      const columns = header.cells.map(({ text }) => text.toLowerCase()).join("|");
      return rows.flatMap(({ lineIndex, cells }) =>
        cells[0] === undefined || cells[0].text === "" || parseLabelLine(document, lineIndex) !== undefined
          ? []
          : [{ lineIndex, kind: "velocity" as const, element: `row ${columns}: ${cells[0].text.toLowerCase()}` }],
      );
    });
}
