import { continuityTitles, findContinuityElements } from "../document/continuity-elements.ts";
import { isPlaceholder, parseLabelLine } from "../document/label-lines.ts";
import { findMetricsElements, metricsTitles } from "../document/metrics-elements.ts";
import { findSections, type Section, type StateDocument } from "../document/state-document.ts";
import { parseDuration } from "../planning/duration.ts";

/** A line of a section that planlink keeps, which it leaves alone because it does not understand it. */
export interface UnreadLine {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  readonly reason: string;
}

const ownLabel = "a label of its author's own";

function isInside({ headingLine, endLine }: Section, line: number): boolean {
  return headingLine < line && line < endLine;
}

/** What the rows, tables and list items of *Performance Metrics* are not read as. */
function readMetrics(document: StateDocument): ReadonlyMap<number, string> {
  const reasons = new Map<number, string>();
  const elements = findMetricsElements(document);
  if (elements === undefined) return reasons;
  const { section, byPhase, planTables, planRows } = elements;
  const owned = new Set(
    [elements.totalPlans, elements.averageDuration, elements.totalTime, elements.lastPlans, elements.trend].map(
      (line) => line?.lineIndex,
    ),
  );
  const rowLines = new Map(planRows.map((row) => [row.row.lineIndex, row]));
  for (const [line, { planId, duration }] of rowLines) {
    const written = duration?.text ?? "";
    if (planId === null) reasons.set(line, "its plan is not in the grammar of plan ids");
    else if (parseDuration(written) === undefined && !isPlaceholder(written))
      reasons.set(line, "no duration stands where one is due");
  }
  const ownTables = new Set(planTables);
  for (const table of document.tables.filter(({ header }) => isInside(section, header.lineIndex))) {
    const isOwn = table === byPhase?.table || ownTables.has(table);
    const names = table.header.cells.map(({ text }) => text.toLowerCase()).join("|");
    if (!isOwn && names === "phase|plans|total|avg/plan")
      reasons.set(
        table.header.lineIndex,
        "By Phase of another time: its label has a qualifier, or it is the second one",
      );
    else if (!isOwn && table.header.cells.length !== 2)
      reasons.set(table.header.lineIndex, "a table that is neither By Phase nor of per-plan rows");
    for (const { lineIndex } of ownTables.has(table) ? table.rows : [])
      if (!rowLines.has(lineIndex)) reasons.set(lineIndex, "a row of the per-plan table that names no plan");
  }
  for (const { phase, isPlaceholder: isEmpty, row } of byPhase?.rows ?? [])
    if (phase === null && !isEmpty) reasons.set(row.lineIndex, "a row of By Phase that names no single phase");
  for (let line = section.headingLine + 1; line < section.endLine; line += 1) {
    const label = document.lineKinds[line] === "text" ? parseLabelLine(document, line) : undefined;
    if (label === undefined || !label.isListItem || owned.has(line) || rowLines.has(line)) continue;
    const isFigure =
      /^(?:total plans completed|average duration|total execution time|last \d+ plans|trend)(?:[ \t]*\(|$)/i.test(
        label.label,
      );
    reasons.set(
      line,
      isFigure
        ? "a figure of another time: it has a qualifier, or stands under one"
        : "a list item of its author's own",
    );
  }
  return reasons;
}

/** The values of *Session Continuity* that cannot be read, and its labels that are nobody's. */
function readContinuity(document: StateDocument): ReadonlyMap<number, string> {
  const reasons = new Map<number, string>();
  const elements = findContinuityElements(document);
  if (elements === undefined) return reasons;
  const { section, lastSession, stoppedAt, resumeFile } = elements;
  const owned = new Set([lastSession, stoppedAt, resumeFile].map((line) => line?.lineIndex));
  const time = lastSession?.value.replace(/^["'`]/, "") ?? "";
  if (lastSession !== undefined && !/^\d{4}-\d\d-\d\d/.test(time) && !isPlaceholder(time))
    reasons.set(lastSession.lineIndex, "its value begins with no date");
  for (let line = section.headingLine + 1; line < section.endLine; line += 1) {
    const text = document.source.lines[line]?.text ?? "";
    const isRule = /^[ \t]*(?:[-*_][ \t]*){3,}$/.test(text.slice(0, 200));
    if (document.lineKinds[line] !== "text" || owned.has(line) || isRule) continue;
    const label = parseLabelLine(document, line)?.label;
    const isDoubled = /^(?:last session|last date|stopped at|resume file)$/i.test(label ?? "");
    reasons.set(line, label === undefined ? "prose" : isDoubled ? "its label stands above already" : ownLabel);
  }
  return reasons;
}

/**
 * Lists what the sections that planlink keeps hold beside the elements it understands: for whoever wonders why a value stays.
 * Further sections of the same name are listed by their headings.
 */
export function findUnread(document: StateDocument): readonly UnreadLine[] {
  const [, ...further] = findSections(document, 2, metricsTitles);
  const reasons = new Map([
    ...readMetrics(document),
    ...readContinuity(document),
    ...further.map(({ headingLine }) => [headingLine, "a second section of this name"] as const),
  ]);
  return [...reasons]
    .toSorted(([a], [b]) => a - b)
    .map(([line, reason]) => ({ line: line + 1, text: document.source.lines[line]?.text.trim() ?? "", reason }));
}

/** The sections that planlink keeps and a document has: what it lacks was not looked at. */
export function findKeptSections(document: StateDocument): readonly string[] {
  return [metricsTitles, continuityTitles].flatMap((titles) => findSections(document, 2, titles)[0]?.title ?? []);
}
