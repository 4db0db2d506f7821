/** A line of the form `Label: value`, however it is emphasized: plain, bold, italic, as a list item. */
export interface MergeLabel {
  /** In lower case. */
  readonly name: string;
  readonly value: string;
  readonly isListItem: boolean;
}

/** Sections that say where the project stands, in the titles that real files use: programs write most of their values. */
const statusTitles: readonly RegExp[] = [
  /^performance metrics$/,
  /^session(?: continuity)?$/,
  /^(?:current )?position$/,
  /^current (?:status|state|context|phase)$/,
  /^(?:status|progress)$/,
];

/** Labels of GSD's (CONTRACT rule 4), with those that tools of its family put beside them. */
const recordedLabels: ReadonlySet<string> = new Set([
  "current phase",
  "current phase name",
  "current plan",
  "current focus",
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

const labelPattern = /^[ \t]*([-+*][ \t]+)?[*_]{0,2}([A-Za-z][A-Za-z0-9 /()._-]{0,60}?)[*_]{0,2}:[*_]{0,2}(?:[ \t]+|$)/;

/** Reads a line as a label with its value; `undefined` for other lines, such as `10:30` and `https://…`. */
export function parseMergeLabel(line: string): MergeLabel | undefined {
  const match = labelPattern.exec(line);
  if (match === null) return undefined;
  return { name: (match[2] ?? "").trim().toLowerCase(), value: line.slice(match[0].length).trim(), isListItem: match[1] !== undefined };
}

/** Tells whether the title, in lower case, is one of a section that says where the project stands. */
export function isStatusSection(title: string): boolean {
  return statusTitles.some((pattern) => pattern.test(title));
}

/**
 * What a program writes on the line: `recorded`, one value that it owns; `status`, a value by which people and programs
 * say where the project stands; `null`, prose. Outside the status sections list items are prose: `- Status: blocked` may
 * stand in a list of concerns.
 */
export function classifyLabel(label: MergeLabel, isStatus: boolean): "recorded" | "status" | null {
  if (!isStatus && label.isListItem) return null;
  if (recordedLabels.has(label.name) || /^last \d{1,3} plans$/.test(label.name)) return "recorded";
  // GSD's line in Project Reference: `See: .planning/PROJECT.md (updated 2026-02-20)`.
  if (label.name === "see" && label.value.startsWith(".planning/")) return "recorded";
  return isStatus ? "status" : null;
}
