import { parseLabelLine } from "./label-lines.ts";
import type { MergeSide } from "./merge-side.ts";

export type MergeSideName = "ours" | "theirs";

/** A written day, and the time of day where the text has one. Without a zone it is read as UTC: both sides write alike. */
export interface WrittenInstant {
  readonly day: number;
  readonly epochMs: number | null;
}

const instantPattern = /(?<!\d)(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(?: ?(?:Z|UTC)| ?([+-])(\d\d):?(\d\d))?)?(?!\d)/;

/** Finds the first date of a text; `undefined` when it has none. */
export function findInstant(text: string): WrittenInstant | undefined {
  const match = instantPattern.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, sign, zoneHours, zoneMinutes] = match;
  const dayMs = Date.UTC(Number(year), Number(month) - 1, Number(day));
  if (hour === undefined) return { day: dayMs, epochMs: null };
  const offsetMinutes = sign === undefined ? 0 : (sign === "-" ? -1 : 1) * (Number(zoneHours) * 60 + Number(zoneMinutes));
  return { day: dayMs, epochMs: dayMs + ((Number(hour) * 60 + Number(minute) - offsetMinutes) * 60 + Number(second ?? 0)) * 1000 };
}

/** Orders two instants by what both tell; 0 where that is the same. */
export function compareInstants(a: WrittenInstant, b: WrittenInstant): number {
  return a.epochMs !== null && b.epochMs !== null ? a.epochMs - b.epochMs : a.day - b.day;
}

/** What tells how far a side has come, the best evidence first: names of labels and of front matter keys alike. */
const evidence: readonly (readonly string[])[] = [
  ["last_updated"],
  ["last session", "last date"],
  ["last activity", "last_activity"],
  ["last updated", "updated", "date"],
  ["completed_plans", "total plans completed"],
  ["completed_phases"],
  ["total_plans"],
  ["percent", "progress"],
];

function readEvidence({ document, lines }: MergeSide): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  lines.forEach((line, index) => {
    const isFrontMatter = document.lineKinds[index] === "front-matter";
    const key = isFrontMatter ? /^[ ]*([A-Za-z_]{1,40}):[ \t]*(\S.*)$/.exec(line) : null;
    const label = key === null ? parseLabelLine(document, index) : { label: key[1] ?? "", value: key[2] ?? "" };
    if (label === undefined) return;
    const name = label.label.toLowerCase();
    // The first of a name counts, as it does for every GSD tool.
    if (!values.has(name)) values.set(name, label.value);
  });
  return values;
}

function compareValues(a: string, b: string): number {
  const [instantA, instantB] = [findInstant(a), findInstant(b)];
  if (instantA !== undefined && instantB !== undefined) return compareInstants(instantA, instantB);
  const [numberA, numberB] = [/\d+/.exec(a)?.[0], /\d+/.exec(b)?.[0]];
  return numberA === undefined || numberB === undefined ? 0 : Number(numberA) - Number(numberB);
}

/**
 * Tells which side recorded the later state: its values win where both sides changed one and it is no prose.
 *
 * The answer does not depend on which side is called ours, so that a merge gives the same state in either direction.
 */
export function findNewerSide(ours: MergeSide, theirs: MergeSide): MergeSideName {
  const [ourValues, theirValues] = [readEvidence(ours), readEvidence(theirs)];
  for (const names of evidence) {
    for (const name of names) {
      const [our, their] = [ourValues.get(name), theirValues.get(name)];
      const order = our === undefined || their === undefined ? 0 : compareValues(our, their);
      if (order !== 0) return order > 0 ? "ours" : "theirs";
    }
  }
  // Nothing tells: any rule will do that gives the same text from either side.
  return ours.document.source.text >= theirs.document.source.text ? "ours" : "theirs";
}
