import { metricsTitles } from "../document/metrics-elements.ts";
import { findSections, type StateDocument, type Table, type TableRow } from "../document/state-document.ts";
import { createFinding, type Finding } from "../model/finding.ts";
import type { PhaseId } from "../model/plan-id.ts";
import { parseLeadingPhase, plainText } from "../document/current-position.ts";
import { findOnlyMilestone } from "../document/fractions.ts";
import { describePhase } from "../links/phase-evidence.ts";
import type { ProjectDocument } from "./project-documents.ts";
import { countPlans, isPhaseComplete, type PhaseStanding, type ProjectStanding } from "../links/project-standing.ts";

/** Tells whether a count of a phase's plans differs from the disk. Plans that are yet to be written are no contradiction. */
export function isCountContradicted(part: number, whole: number, standing: PhaseStanding): boolean {
  const counts = countPlans(standing);
  if (counts.some(({ completed, total }) => part === completed && whole === total)) return false;
  return !counts.some(({ completed, total }) => part === completed && whole > total);
}

/** The column of a table by the name in its header; -1 where there is none. */
export function columnOf(table: Table, names: RegExp): number {
  return table.header.cells.findIndex(({ text }) => names.test(plainText(text)));
}

/**
 * Tells whether a row means another phase than the directory of its number: `1. Foundation` beside
 * `01-artifact-removal` is one of an earlier count. Names without Latin words tell nothing.
 */
function isNamedOtherwise(text: string, phase: PhaseId, standing: ProjectStanding): boolean {
  const wordsOf = (name: string): readonly string[] => name.toLowerCase().match(/[a-z]{2,}/g) ?? [];
  const own = wordsOf(text.replace(/\([^()]*\)/g, "").replace(/^\W{0,4}(?:phase|objective)(?![a-z])/i, ""));
  const place = standing.phases.find(({ count }) => count.phase === phase)?.count.directoryName ?? "";
  const theirs = wordsOf(place.replace(/^\D*\d+[A-Za-z]?(?:\.\d+)*-?/, ""));
  const isAlike = (one: string, other: string): boolean =>
    one.startsWith(other.slice(0, 4)) || other.startsWith(one.slice(0, 4));
  const isTelling =
    own.some(({ length }) => length >= 4) && theirs.some(({ length }) => length >= 4) && !/[^\t -~–—“”’✓✅]/.test(text);
  return isTelling && !own.some((one) => theirs.some((other) => isAlike(one, other)));
}

/** Judges a row of a table of phases: its count of plans, and whether it calls the phase complete or not begun. */
function checkRow(
  row: TableRow,
  columns: { readonly phase: number; readonly plans: number; readonly status: number },
  { path, document }: ProjectDocument,
  standing: ProjectStanding,
): readonly Finding[] {
  // `1. Foundation`, as GSD's roadmaps number their rows.
  const phase = parseLeadingPhase(
    (row.cells[columns.phase]?.text ?? "").replace(/^(\W{0,4}\d[\d.]{0,12}[A-Za-z]?)\.[ \t]/, "$1 "),
  );
  const known = phase === null ? undefined : standing.findPhase(phase);
  if (known === undefined || isNamedOtherwise(row.cells[columns.phase]?.text ?? "", known.phase, standing)) return [];
  const report = (index: number): readonly Finding[] => {
    const cell = row.cells[index];
    if (cell === undefined) return [];
    const data = { label: `Phase ${known.phase}`, recorded: cell.text, expected: describePhase(known) };
    return [createFinding("total-contradicted", data, { path, source: document.source, range: cell.range })];
  };
  const count = /^(\d{1,3})[ \t]?(?:\/|of)[ \t]?(\d{1,3})(?:[ \t]plans?)?$/.exec(
    plainText(row.cells[columns.plans]?.text ?? ""),
  );
  const [part, whole] = [Number(count?.[1]), Number(count?.[2])];
  if (count !== null && part <= whole && isCountContradicted(part, whole, known)) return report(columns.plans);
  const status = plainText(row.cells[columns.status]?.text ?? "").replace(/^[^A-Za-z]+/, "");
  const saysComplete = /^(?:complete|completed|done|shipped)(?:$|[^A-Za-z])/i.test(status);
  const saysUnbegun = /^(?:not started|planned|upcoming|todo|pending)$/i.test(status);
  const isComplete = countPlans(known).some(({ completed, total }) => completed === total);
  return (saysComplete && !isComplete) || (saysUnbegun && isPhaseComplete(known)) ? report(columns.status) : [];
}

/** Tells whether a heading speaks of a milestone that is over: its phases may have the numbers of today's. */
function isOfPast(title: string, milestone: string | null): boolean {
  const own = findOnlyMilestone(title);
  return (
    /histor|archiv|shipped|previous|completed milestones/i.test(title) ||
    (own !== null && milestone !== null && own !== milestone)
  );
}

function isMetricsTable(document: StateDocument, line: number): boolean {
  return findSections(document, 2, metricsTitles)
    .slice(0, 4)
    .some(({ headingLine, endLine }) => headingLine < line && line < endLine);
}

/**
 * Holds tables that say of each phase how far it is against the directories of the phases. *Performance Metrics* is
 * regenerated, and tables of requirements have a status of their own: both have other checks.
 */
export function checkPhaseTables(
  owner: ProjectDocument,
  standing: ProjectStanding,
  milestone: string | null,
): readonly Finding[] {
  const { document } = owner;
  let heading = 0;
  return document.tables.flatMap((table) => {
    const line = table.header.lineIndex;
    while ((document.sections[heading + 1]?.headingLine ?? Infinity) < line) heading += 1;
    if (isOfPast(document.sections[heading]?.title ?? "", milestone) || isMetricsTable(document, line)) return [];
    const columns = {
      phase: columnOf(table, /^(?:phase|objective)(?: ?#)?$/i),
      plans: columnOf(table, /^(?:plans?|trds?)(?: complete| completed| done)?$/i),
      status: columnOf(table, /^status$/i),
    };
    const isOfRequirements = columnOf(table, /^req(?:uirement)?s?(?: id)?$/i) === 0;
    if (columns.phase === -1 || isOfRequirements) return [];
    const milestoneColumn = columnOf(table, /^milestone$/i);
    const isCurrent = (row: TableRow): boolean => {
      const own = findOnlyMilestone(row.cells[milestoneColumn]?.text ?? "");
      return own === null || milestone === null || own === milestone;
    };
    return table.rows.filter(isCurrent).flatMap((row) => checkRow(row, columns, owner, standing));
  });
}
