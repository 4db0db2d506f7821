import type { LabelLine } from "./label-lines.ts";

/** Sections whose labelled values GSD's programs write (CONTRACT rule 4, DESIGN D2), in the titles that real files use. */
const statusTitles: readonly RegExp[] = [
  /^performance metrics$/,
  /^session(?: continuity)?$/,
  /^(?:current )?position$/,
  /^current (?:status|state|context|phase)$/,
  /^(?:status|progress)$/,
];

/** Labels of GSD's, with those that other tools of its family put beside them. */
const recordedLabels: ReadonlySet<string> = new Set([
  "current phase",
  "current phase name",
  "current plan",
  "current focus",
  "current milestone",
  "milestone",
  "total phases",
  "total plans in phase",
  "phase",
  "plan",
  "status",
  "progress",
  "last activity",
  "last activity description",
  "last session",
  "last date",
  "last updated",
  "updated",
  "stopped at",
  "paused at",
  "resume file",
  "total plans completed",
  "average duration",
  "total execution time",
  "trend",
]);

/** Tells whether the title, in lower case, is one of a section in which programs record where the project stands. */
export function isStatusSection(title: string): boolean {
  return statusTitles.some((pattern) => pattern.test(title));
}

/**
 * Tells whether a program writes the value of the line. Outside the status sections list items are people's: `- Status:
 * blocked` in a list of concerns is prose.
 */
export function isRecordedLabel({ label, isListItem }: LabelLine, isStatus: boolean): boolean {
  const name = label.toLowerCase();
  return (isStatus || !isListItem) && (recordedLabels.has(name) || (isStatus && /^last \d{1,3} plans$/.test(name)));
}
