import { parseLabelLine } from "../document/label-lines.ts";
import { metricsTitles } from "../document/metrics-elements.ts";
import { findSections } from "../document/state-document.ts";
import { createFinding, type Finding } from "../model/finding.ts";
import type { ProgressClaim } from "./check-progress.ts";
import { columnOf } from "./check-phase-tables.ts";
import type { PositionFacts } from "./check-position.ts";
import { plainText } from "../document/current-position.ts";
import { findOnlyMilestone } from "../document/fractions.ts";
import { contradictByMilestone, type MilestoneCount } from "./roadmap-milestones.ts";

/** What a document's own progress lines say of a milestone. */
interface WrittenProgress {
  readonly label: string;
  readonly text: string;
  readonly part: number;
  readonly whole: number;
}

function readWrittenProgress(claims: readonly ProgressClaim[]): ReadonlyMap<string, WrittenProgress> {
  const written = new Map<string, WrittenProgress>();
  for (const { figure, label } of claims) {
    const fraction = figure.fractions.find(({ counts }) => counts === "plans");
    if (figure.milestone === null || fraction === undefined || fraction.isOfPhase || written.has(figure.milestone))
      continue;
    written.set(figure.milestone, { label, ...fraction });
  }
  return written;
}

const unbegun =
  /(?<![\w.])(v\d{1,3}(?:\.\d{1,3}){1,2})(?![\w.]*\d)[ \t]{1,2}(?:is[ \t])?(?:ready to (?:start|begin|plan)|not (?:yet )?(?:started|begun)|yet to (?:start|begin)|(?:is )?upcoming)(?![A-Za-z])/i;

/** Finds lines that call a milestone not begun of which plans are done. */
function checkUnbegun(
  input: PositionFacts,
  written: ReadonlyMap<string, WrittenProgress>,
  counts: ReadonlyMap<string, MilestoneCount>,
): readonly Finding[] {
  const { document, facts } = input;
  return document.source.lines.flatMap((line, lineIndex) => {
    const match = document.lineKinds[lineIndex] !== "text" || line.text.length > 2000 ? null : unbegun.exec(line.text);
    const milestone = match?.[1]?.toLowerCase();
    if (match === null || milestone === undefined) return [];
    const [own, count] = [written.get(milestone), counts.get(milestone)];
    const evidence =
      own !== undefined && own.part > 0
        ? `“${own.label}” says ${own.text} for ${milestone}`
        : count !== undefined && count.completedPlans > 0
          ? `${count.completedPlans} of its ${count.totalPlans} plans have a SUMMARY`
          : null;
    if (evidence === null) return [];
    const label = parseLabelLine(document, lineIndex)?.label ?? "Milestone";
    const start = line.start + match.index;
    return [
      createFinding(
        "position-contradicted",
        { label, recorded: match[0], planId: null, phase: null, evidence },
        { path: facts.path, source: document.source, range: { start, end: start + match[0].length } },
      ),
    ];
  });
}

/** Holds a *By Phase (v1.0)* table, which is a milestone's history and nobody regenerates, against that milestone's total. */
function checkMilestoneTables(input: PositionFacts, written: ReadonlyMap<string, WrittenProgress>): readonly Finding[] {
  const { document, facts } = input;
  const [metrics] = findSections(document, 2, metricsTitles);
  if (metrics === undefined) return [];
  return document.tables.flatMap((table) => {
    const line = table.header.lineIndex;
    const plans = columnOf(table, /^plans$/i);
    if (line <= metrics.headingLine || line >= metrics.endLine || plans === -1) return [];
    const title =
      [1, 2].map((back) => document.source.lines[line - back]?.text ?? "").find((text) => text !== "") ?? "";
    const milestone = /^\*\*By Phase[^*]{0,40}\*\*:?$/i.test(title.trim()) ? findOnlyMilestone(title) : null;
    const own = milestone === null ? undefined : written.get(milestone);
    const numbers = table.rows.map((row) => Number(plainText(row.cells[plans]?.text ?? "") || NaN));
    const total = numbers.reduce((sum, number) => sum + number, 0);
    const place = table.rows[0]?.cells[plans]?.range;
    if (own === undefined || place === undefined || Number.isNaN(total) || total === own.part) return [];
    const data = {
      label: plainText(title).replace(/:$/, ""),
      recorded: `${total} plans`,
      expected: `“${own.label}” says ${own.text} for ${milestone ?? ""}`,
    };
    return [createFinding("total-contradicted", data, { path: facts.path, source: document.source, range: place })];
  });
}

/** Holds what a document says of its milestones against each other, and against the roadmap's phases on disk. */
export function checkMilestoneClaims(
  claims: readonly ProgressClaim[],
  input: PositionFacts,
  counts: ReadonlyMap<string, MilestoneCount>,
): readonly Finding[] {
  const { document, facts } = input;
  const written = readWrittenProgress(claims);
  const totals = claims.flatMap(({ figure, label, range }) => {
    const fraction = figure.fractions.find(({ counts: counted }) => counted === "plans");
    if (figure.milestone === null || fraction === undefined || fraction.isOfPhase) return [];
    const reason = contradictByMilestone(fraction.part, fraction.whole, counts.get(figure.milestone));
    if (reason === null) return [];
    return [
      createFinding(
        "total-contradicted",
        { label, recorded: `${figure.milestone}: ${fraction.text}`, expected: reason },
        { path: facts.path, source: document.source, range },
      ),
    ];
  });
  return [...totals, ...checkUnbegun(input, written, counts), ...checkMilestoneTables(input, written)];
}
