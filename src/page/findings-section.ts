import type { ProjectReport } from "../commands/report-project.ts";
import type { Finding, Severity } from "../model/finding.ts";
import { describeExamined } from "../report/findings-report.ts";
import { summarizeFindings } from "../report/findings-text.ts";
import { clip, count } from "../report/terminal.ts";
import { renderTable } from "./data-table.ts";
import { createCountScale } from "./charting.ts";
import { drawingWidth, drawMark, drawText, type Drawing, type PageSection } from "./figure.ts";
import { markup, type Markup } from "./markup.ts";

const severityOrder: readonly Severity[] = ["error", "warning", "info"];
const signs: Readonly<Record<Severity, string>> = { error: "✖", warning: "▲", info: "·" };

function renderSeverity({ severity }: Finding): Markup {
  return markup`<span class="severity ${severity}"><span aria-hidden="true">${signs[severity]}</span> ${severity}</span>`;
}

function formatPlace({ path, line, column }: Finding): string {
  return [path, line, line === null ? null : column].filter((part) => part !== null).join(":");
}

/** How many findings there are of one kind. */
interface CodeCount {
  readonly code: string;
  readonly severity: Severity;
  readonly number: number;
}

/** The kinds of findings, errors first, the most frequent first. */
function countCodes(findings: readonly Finding[]): readonly CodeCount[] {
  const counts = new Map<string, CodeCount>();
  for (const { code, severity } of findings)
    counts.set(code, { code, severity, number: (counts.get(code)?.number ?? 0) + 1 });
  return [...counts.values()].sort(
    (a, b) => severityOrder.indexOf(a.severity) - severityOrder.indexOf(b.severity) || b.number - a.number,
  );
}

/** A message may quote a line of any length. */
const mostColumns = 400;
const rowHeight = 22;
const box = { left: 230, right: drawingWidth - 60 };

function drawCodes(codes: readonly CodeCount[]): Drawing {
  const scale = createCountScale(Math.max(...codes.map(({ number }) => number)), [box.left, box.right]);
  const rows = codes.map(({ code, severity, number }, index) => {
    const y = index * rowHeight;
    const place = { x: box.left, y: y + 4, width: Math.max(2, scale.place(number) - box.left), height: rowHeight - 8 };
    const baseline = y + rowHeight / 2 + 4;
    return markup`${drawText("label end", box.left - 10, baseline, code)}${drawMark(severity, place, `${severity} ${code}: ${number}`)}${drawText("value", box.left + place.width + 6, baseline, String(number))}`;
  });
  return { width: drawingWidth, height: codes.length * rowHeight + 4, marks: markup`${rows}` };
}

/** Every finding, errors first. */
export function createFindingsSection({ state }: ProjectReport): PageSection {
  const findings = (state?.findings ?? []).toSorted(
    (a, b) => severityOrder.indexOf(a.severity) - severityOrder.indexOf(b.severity),
  );
  const codes = countCodes(findings);
  return {
    id: "findings",
    heading: "Findings",
    lead:
      state === null
        ? markup`There is no STATE.md to check.`
        : markup`${summarizeFindings(findings).replace(/^./, (letter) => letter.toUpperCase())}; examined
            ${describeExamined(state.examined)}. <code>state explain CODE</code> says what a finding means.`,
    chart:
      codes.length === 0
        ? null
        : {
            description: `A bar for each of ${count(codes.length, "kind")} of findings, with their number.`,
            drawing: drawCodes(codes),
            legend: severityOrder
              .filter((severity) => codes.some((code) => code.severity === severity))
              .map((severity) => ({ className: severity, label: severity })),
          },
    isTableOpen: true,
    table:
      findings.length === 0
        ? markup``
        : renderTable(
            "Findings",
            [
              { heading: "Severity", cell: renderSeverity },
              {
                heading: "Where",
                cell: (finding) => markup`<span class="place">${clip(formatPlace(finding), mostColumns)}</span>`,
              },
              {
                heading: "Finding",
                cell: ({ message, code }) => markup`${clip(message, mostColumns)} <code class="code">${code}</code>`,
              },
              { heading: "Mend", cell: ({ help }) => clip(help ?? "–", mostColumns) },
            ],
            findings,
            { keep: "first", isStacked: true },
          ),
  };
}
