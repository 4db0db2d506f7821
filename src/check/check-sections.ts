import { findSections, type StateDocument } from "../document/state-document.ts";
import { createFinding, type Finding } from "../model/finding.ts";
import type { RepositoryPath } from "../model/ports.ts";
import type { Range } from "../model/source-text.ts";

/** A section that planlink keeps: its name for messages, and the headings that mean it. */
export interface OwnedSection {
  readonly name: string;
  readonly titles: readonly string[];
}

function lineRange(document: StateDocument, lineIndex: number): Range {
  const line = document.source.lines[lineIndex];
  return { start: line?.start ?? 0, end: line?.end ?? 0 };
}

/** Checks the frame of a document: conflict markers, doubled front matter, absent, doubled and stale sections. */
export function checkSections(
  document: StateDocument,
  path: RepositoryPath,
  sections: readonly OwnedSection[],
  regenerated: readonly Finding[],
): readonly Finding[] {
  const findings: Finding[] = [];
  const at = (lineIndex: number): { path: RepositoryPath; source: StateDocument["source"]; range: Range } => ({
    path,
    source: document.source,
    range: lineRange(document, lineIndex),
  });
  const [conflict] = document.conflictMarkerLines;
  if (conflict !== undefined)
    findings.push(
      createFinding("conflict-marker", { lines: document.conflictMarkerLines.map((line) => line + 1) }, at(conflict)),
    );
  if (document.frontMatter !== undefined && document.furtherFrontMatter.length > 0) {
    const lines = [document.frontMatter, ...document.furtherFrontMatter].map(({ openingLine }) => openingLine + 1);
    findings.push(
      createFinding("front-matter-doubled", { lines }, at(document.furtherFrontMatter[0]?.openingLine ?? 0)),
    );
  }
  for (const { name, titles } of sections) {
    const found = findSections(document, 2, titles);
    const [first, second] = found;
    if (first === undefined) {
      findings.push(createFinding("section-absent", { section: name }, { path }));
      continue;
    }
    if (second !== undefined)
      findings.push(
        createFinding(
          "section-doubled",
          { section: name, lines: found.map(({ headingLine }) => headingLine + 1) },
          at(second.headingLine),
        ),
      );
    const values = regenerated.filter(
      ({ line, edits }) =>
        edits.length > 0 && line !== null && line - 1 >= first.headingLine && line - 1 < first.endLine,
    ).length;
    if (values > 0) findings.push(createFinding("section-stale", { section: name, values }, at(first.headingLine)));
  }
  return findings;
}
