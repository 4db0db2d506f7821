import type { LabelLine } from "../document/label-lines.ts";
import { formatLabelValue } from "../document/label-lines.ts";
import { formatScalarLike } from "../document/front-matter-text.ts";
import { createFinding, type Finding } from "../model/finding.ts";
import type { ProjectStanding } from "../links/project-standing.ts";
import type { ContinuityFacts } from "./session-continuity.ts";

/** What *Current Position* and the front matter are held against. */
export interface PositionRenderFacts extends ContinuityFacts {
  readonly standing: ProjectStanding;
}

/** Where a value stands: in a label line of the body, or in the front matter. */
export type ValueHome = "body" | "front matter";

/**
 * Tells whether a scalar of the front matter is written on one line, plain or quoted. A block, a flow collection, a value
 * with a comment or one that goes on in the next line is left alone.
 */
function isSimpleScalar(line: LabelLine, { document }: PositionRenderFacts): boolean {
  const { source } = document;
  const own = source.lines[line.lineIndex]?.text ?? "";
  const written = source.text.slice(line.valueRange.start, line.valueRange.end);
  const indentOf = (text: string): number => /^ */.exec(text)?.[0].length ?? 0;
  const next = source.lines[line.lineIndex + 1]?.text ?? "";
  const isContinued = /\S/.test(next) && indentOf(next) > indentOf(own);
  const isWhole = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^"'>|&*!{[%@`#][^#]*)$/.test(written);
  return !isContinued && isWhole;
}

/** Replaces a value, and says what contradicts it. `undefined` where it says that already. */
export function replaceValue(
  line: LabelLine,
  derived: string,
  evidence: string,
  home: ValueHome,
  facts: PositionRenderFacts,
): Finding | undefined {
  if (derived === line.value || (home === "front matter" && !isSimpleScalar(line, facts))) return undefined;
  const { path, document } = facts;
  const { text } = document.source;
  const { start, end } = line.valueRange;
  const needsBlank = line.value === "" && !/[ \t]$/.test(text.slice(0, start));
  const written = home === "body" ? formatLabelValue(line, derived) : formatScalarLike(text.slice(start, end), derived);
  return createFinding(
    "figure-contradicted",
    { figure: line.label, recorded: line.value, derived, evidence },
    { path, source: document.source, range: line.valueRange },
    [{ range: line.valueRange, newText: needsBlank ? ` ${written}` : written }],
  );
}
