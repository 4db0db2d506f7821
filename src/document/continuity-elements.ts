import { findLabelLines, type LabelLine } from "./label-lines.ts";
import { findSections, type Section, type StateDocument } from "./state-document.ts";

/** The owned values of *Session Continuity* (D2). Each is the first of its label in the section, as GSD reads it. */
export interface ContinuityElements {
  readonly section: Section;
  readonly lastSession: LabelLine | undefined;
  readonly stoppedAt: LabelLine | undefined;
  readonly resumeFile: LabelLine | undefined;
}

/** The headings under which GSD keeps the session: the second is what newer builds read first. */
export const continuityTitles: readonly string[] = ["Session Continuity", "Session"];

/** Finds the first continuity section and its values; `undefined` when the document has none. */
export function findContinuityElements(document: StateDocument): ContinuityElements | undefined {
  const [section] = findSections(document, 2, continuityTitles);
  if (section === undefined) return undefined;
  const lines = findLabelLines(document, section);
  const first = (...labels: readonly string[]): LabelLine | undefined =>
    lines.find(({ label }) => labels.includes(label.toLowerCase()));
  return {
    section,
    lastSession: first("last session", "last date"),
    stoppedAt: first("stopped at"),
    resumeFile: first("resume file"),
  };
}
