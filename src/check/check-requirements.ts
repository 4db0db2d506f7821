import { appendTo } from "../model/append-to.ts";
import { findCheckBoxes } from "../document/check-boxes.ts";
import { parseLabelLine } from "../document/label-lines.ts";
import { createFinding, type Finding } from "../model/finding.ts";
import { describePhase, hasMovedOn } from "../links/phase-evidence.ts";
import type { ProjectDocument } from "./project-documents.ts";
import { countPlans, type ProjectStanding } from "../links/project-standing.ts";
import { describeCompletion, type RequirementEvidence } from "./requirement-evidence.ts";
import {
  findRequirementIds,
  findRequirementTables,
  readRequirementRows,
  type RequirementRow,
} from "./requirement-rows.ts";

/** A row with what contradicts it. */
interface ContradictedRow {
  readonly row: RequirementRow;
  readonly evidence: string;
}

/** One finding for all the rows that the same evidence contradicts. */
function reportRows(rows: readonly ContradictedRow[], { path, document }: ProjectDocument): readonly Finding[] {
  const groups = new Map<string, ContradictedRow[]>();
  for (const item of rows) {
    const key = JSON.stringify([item.row.phase, item.row.status.text, item.evidence]);
    appendTo(groups, key, item);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { row, evidence } = first;
    const data = {
      requirements: group.map((item) => item.row.name),
      recorded: row.status.text,
      phase: row.phase,
      evidence,
    };
    return [
      createFinding("requirement-contradicted", data, { path, source: document.source, range: row.status.range }),
    ];
  });
}

/** The check box of each requirement: a document that lists its requirements ticks them there as well. */
function readBoxes({ document }: ProjectDocument): ReadonlyMap<string, boolean> {
  const boxes = new Map<string, boolean>();
  for (const { text, isTicked } of findCheckBoxes(document)) {
    const [id] = findRequirementIds(text.slice(0, 60));
    const isAtStart = id !== undefined && text.replace(/^[*_`~]+/, "").startsWith(id);
    if (isAtStart && !boxes.has(id)) boxes.set(id, isTicked);
  }
  return boxes;
}

/** Why a row that calls its requirements open is wrong. */
function contradictOpen(row: RequirementRow, evidence: RequirementEvidence): string | null {
  const [only, second] = row.ids;
  const plan = only === undefined || second !== undefined ? null : evidence.planOf(only);
  if (plan !== null) return describeCompletion(plan);
  return row.phase === null ? null : evidence.phaseDone(row.phase);
}

/** Why rows that call all the requirements of a phase complete are wrong: work went on elsewhere, and plans are open. */
function contradictComplete(
  row: RequirementRow,
  rows: readonly RequirementRow[],
  standing: ProjectStanding,
): string | null {
  const known = row.phase === null ? undefined : standing.findPhase(row.phase);
  if (known === undefined || !hasMovedOn(known, standing)) return null;
  const isWhole = rows.every(({ phase, isComplete }) => phase !== row.phase || isComplete === true);
  return isWhole && countPlans(known).every(({ completed, total }) => completed < total) ? describePhase(known) : null;
}

function contradictByBox(row: RequirementRow, boxes: ReadonlyMap<string, boolean>): string | null {
  const [only, second] = row.ids;
  const isTicked = only === undefined || second !== undefined ? undefined : boxes.get(only);
  if (isTicked === undefined || row.isComplete === null || isTicked === row.isComplete) return null;
  return `the list of requirements has the box ${isTicked ? "ticked" : "open"}`;
}

const totalLine = /(?:^|[ \t])(?:total requirements|requirements)$/i;
const mappedLine = /^mapped(?: to phases)?$/i;

/** Holds the totals beside a traceability table against its rows. */
function checkTotals(owner: ProjectDocument, rows: readonly RequirementRow[], boxes: number): readonly Finding[] {
  const { path, document } = owner;
  const all = new Set(rows.flatMap(({ ids }) => ids)).size;
  const mapped = new Set(rows.flatMap(({ ids, isMapped }) => (isMapped ? ids : []))).size;
  const totals = document.source.lines.flatMap((_, lineIndex) => {
    const line = parseLabelLine(document, lineIndex);
    const isTotal = line !== undefined && totalLine.test(line.label);
    return line === undefined || !(isTotal || mappedLine.test(line.label)) ? [] : [{ line, isTotal }];
  });
  // Totals for each of several versions (`v1 requirements`, `v2 requirements`) count lists of their own.
  const isOnly = (kind: boolean): boolean => totals.filter(({ isTotal }) => isTotal === kind).length === 1;
  return totals.flatMap(({ line, isTotal }) => {
    if (!isOnly(isTotal)) return [];
    // `Mapped to phases: 5 phases` counts something else.
    const number = Number(
      /^(\d{1,4})(?![\d.%/]|[ \t](?:phases?|plans?|milestones?)(?![a-z]))/i.exec(line.value)?.[1] ?? NaN,
    );
    // `v2 requirements` may be those of one list among several; a total that the boxes or the rows bear out is one.
    const listed = isTotal ? all : mapped;
    if (Number.isNaN(number) || number === listed || (isTotal && number === boxes)) return [];
    const expected = isTotal ? `the table names ${listed}` : `the table maps ${listed}`;
    const data = { label: line.label, recorded: line.value, expected };
    return [createFinding("total-contradicted", data, { path, source: document.source, range: line.valueRange })];
  });
}

/** What traceability is held against. */
export interface RequirementFacts {
  readonly evidence: RequirementEvidence;
  readonly standing: ProjectStanding;
  /** The status that another document gives a requirement; `null` where it says nothing. */
  readonly statusElsewhere: (requirementId: string) => { readonly isComplete: boolean; readonly name: string } | null;
}

/** The rows of all traceability tables of a document. */
function findRequirementRows({ document }: ProjectDocument): readonly RequirementRow[] {
  return findRequirementTables(document).flatMap(readRequirementRows);
}

function contradictByOther(row: RequirementRow, facts: RequirementFacts): string | null {
  const others = row.ids.map(facts.statusElsewhere);
  const [first] = others;
  const isSame = others.every((other) => other !== null && other.isComplete === first?.isComplete);
  if (first == null || !isSame || row.isComplete === null || first.isComplete === row.isComplete) return null;
  return `${first.name} has ${row.ids.length === 1 ? "it" : "them"} ${first.isComplete ? "complete" : "open"}`;
}

/**
 * Holds the traceability tables of a document against evidence: SUMMARYs that complete a requirement, phases that are done,
 * the boxes of the same document, and the other document's table.
 */
export function checkRequirements(owner: ProjectDocument, facts: RequirementFacts): readonly Finding[] {
  const rows = findRequirementRows(owner);
  if (rows.length === 0) return [];
  const boxes = readBoxes(owner);
  const contradicted = rows.flatMap((row) => {
    const evidence =
      row.isComplete === null
        ? null
        : ((row.isComplete ? contradictComplete(row, rows, facts.standing) : contradictOpen(row, facts.evidence)) ??
          contradictByBox(row, boxes) ??
          contradictByOther(row, facts));
    return evidence === null ? [] : [{ row, evidence }];
  });
  const tables = findRequirementTables(owner.document).length;
  return [...reportRows(contradicted, owner), ...(tables === 1 ? checkTotals(owner, rows, boxes.size) : [])];
}

/** Reads what a document says of each requirement, for the other one to be held against. */
export function readRequirementStatuses(owner: ProjectDocument | undefined): RequirementFacts["statusElsewhere"] {
  const name = owner?.path.split("/").at(-1) ?? "";
  const statuses = new Map<string, boolean>();
  for (const { ids, isComplete } of owner === undefined ? [] : findRequirementRows(owner)) {
    if (isComplete !== null) for (const id of ids) statuses.set(id, isComplete);
  }
  return (requirementId) => {
    const isComplete = statuses.get(requirementId);
    return isComplete === undefined ? null : { isComplete, name };
  };
}
