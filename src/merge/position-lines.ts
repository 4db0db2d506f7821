import { findLabelLines, parseLabelLine } from "../document/label-lines.ts";
import { findSections, type Section, type StateDocument } from "../document/state-document.ts";

/** A line that says where the project stands, with the element that it holds. */
export interface PositionLine {
  readonly lineIndex: number;
  readonly element: string;
}

/** The first is GSD's; the second that of its first versions, with the bars under a heading of their own. */
const positionTitles: readonly string[] = ["Current Position", "Position"];
const barTitles: readonly string[] = [...positionTitles, "Progress"];

/** The labels that GSD writes (CONTRACT rule 4). */
const positionLabels: ReadonlySet<string> = new Set([
  "current phase",
  "current phase name",
  "total phases",
  "current plan",
  "total plans in phase",
  "phase",
  "plan",
  "status",
  "progress",
  "last activity",
  "last activity description",
]);

/** What GSD reads at its first place in the file, so that one put above hides the one below (CONTRACT rule 3). */
const standingLabels: ReadonlySet<string> = new Set([
  "current phase",
  "current plan",
  "last date",
  "last session",
  "paused at",
  "resume file",
  "stopped at",
]);

/** Of lines with this label, given in small letters, there is one in a place. */
export function isStandingLabel(label: string): boolean {
  return standingLabels.has(label);
}

/** GSD reads or writes lines with this label, given in small letters (CONTRACT rules 3 and 4). */
export function isGsdLabel(label: string): boolean {
  return (
    positionLabels.has(label) ||
    standingLabels.has(label) ||
    label === "current focus" ||
    label === "total plans completed"
  );
}

/** `Phase 6: [###-------] 3/6 plans`, in code as well. */
const barLine = /^[ \t]*(?:[-*+][ \t]+)?(?:\*\*)?([A-Za-z][^:[\]]{0,60}?):?(?:\*\*)?:?[ \t]*`?\[[#=█▓▒░ -]{3,60}\]/;

/**
 * Finds the lines of *Current Position* and of the preamble that GSD writes, the first of each label as GSD reads it;
 * the progress bars among them; and `Current focus`, wherever it stands.
 */
export function findPositionLines(document: StateDocument): readonly PositionLine[] {
  const [section] = findSections(document, 2, positionTitles);
  return [
    ...(section === undefined ? [] : findLabels(document, section, "position")),
    ...findSections(document, 2, barTitles).flatMap((each) => findBars(document, each)),
    ...findLabels(document, preambleOf(document), "preamble"),
    ...findFocus(document),
  ];
}

/** What stands before the first section: older projects keep their position there. */
function preambleOf(document: StateDocument): Section {
  const endLine = document.sections.find(({ level }) => level > 1)?.headingLine ?? document.source.lines.length;
  const start = document.frontMatter?.closingLine ?? -1;
  return { title: "", level: 1, headingLine: start, endLine: document.sections.length === 0 ? start : endLine };
}

function findLabels(document: StateDocument, section: Section, place: string): readonly PositionLine[] {
  const lineByLabel = new Map<string, number>();
  for (const { label, lineIndex } of findLabelLines(document, section)) {
    const name = label.toLowerCase();
    if (positionLabels.has(name) && !lineByLabel.has(name)) lineByLabel.set(name, lineIndex);
  }
  return [...lineByLabel].map(([label, lineIndex]) => ({ lineIndex, element: `${place} ${label}` }));
}

function findBars(document: StateDocument, section: Section): readonly PositionLine[] {
  const bars: PositionLine[] = [];
  for (let lineIndex = section.headingLine + 1; lineIndex < section.endLine; lineIndex += 1) {
    const text = document.source.lines[lineIndex]?.text ?? "";
    const label = text.length > 400 ? undefined : barLine.exec(text)?.[1];
    if (label !== undefined) bars.push({ lineIndex, element: `bar ${label.trim().toLowerCase()}` });
  }
  return bars;
}

function findFocus(document: StateDocument): readonly PositionLine[] {
  const lineIndex = document.source.lines.findIndex(
    ({ text }, index) =>
      text.slice(0, 20).toLowerCase().includes("current focus") &&
      parseLabelLine(document, index)?.label.toLowerCase() === "current focus",
  );
  return lineIndex === -1 ? [] : [{ lineIndex, element: "current focus" }];
}
