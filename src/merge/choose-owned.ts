import type { MergeLine } from "./merge-lines.ts";

/** Decides between two versions of one owned line that both differ from the base. */
export type ChooseOwned = (ours: MergeLine, theirs: MergeLine) => MergeLine;

/** Elements that say how far a side has come, best first. */
const clocks: readonly string[] = [
  "front matter last_updated",
  "last session",
  "front matter last_activity",
  "position last activity",
  "preamble last activity",
];

function textByElement(lines: readonly MergeLine[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const { owned, text } of lines) {
    // Of several blocks of front matter the uppermost is the newest.
    const element = owned?.element.replace(/^front matter \d+: /, "front matter ");
    if (element !== undefined && !texts.has(element)) texts.set(element, text);
  }
  return texts;
}

/** The first instant in a text, as a number that grows with time; `null` where there is none. A date alone is its midnight. */
export function readInstant(text: string | undefined): number | null {
  const match =
    /(\d{4})-(\d\d)-(\d\d)(?:[T ]{1,2}(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(?:[ ]?(Z|[+-]\d\d:?\d\d))?)?/.exec(
      text?.slice(0, 400) ?? "",
    );
  if (match === null) return null;
  const [, year, month, day, hour = "00", minute = "00", second = "00", zone = "Z"] = match;
  const instant = Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${second}${zone.replace(/^([+-]\d\d)(\d\d)$/, "$1:$2")}`,
  );
  return Number.isFinite(instant) ? instant : null;
}

function firstNumber(text: string | undefined): number {
  return Number(/\d{1,9}/.exec(text?.replace(/^[^:]*:/, "") ?? "")?.[0] ?? -1);
}

/** Any order will do, as long as it does not depend on which side is ours. */
function compareTexts(a: string, b: string): number {
  const [aNumber, bNumber] = [firstNumber(a), firstNumber(b)];
  return aNumber === bNumber ? (a < b ? -1 : a > b ? 1 : 0) : aNumber - bNumber;
}

/** Positive: ours has come further; negative: theirs; 0: there is no telling. */
function compareProgress(ours: ReadonlyMap<string, string>, theirs: ReadonlyMap<string, string>): number {
  for (const clock of clocks) {
    const [oursAt, theirsAt] = [readInstant(ours.get(clock)), readInstant(theirs.get(clock))];
    if (oursAt !== null && theirsAt !== null && oursAt !== theirsAt) return oursAt - theirsAt;
  }
  return firstNumber(ours.get("total plans")) - firstNumber(theirs.get("total plans"));
}

/** A row's figures, weighed: a figure with a unit tells more than a bare number, and that more than a placeholder. */
function weighRow(text: string): number {
  // A row may be written as a list item: `- 57-01: 5min, 2 tasks`.
  const figures = text.includes("|") ? (text.split("|")[2] ?? "") : (text.split(/[:：]/)[1]?.split(",")[0] ?? "");
  const duration = figures.trim();
  // Longer than a month is a start time that went wrong.
  if (/^~?\d{1,5}(?:\.\d+)?[ \t]*(?:s|sec|m|min|minutes?|h|hours?)(?![a-z])/i.test(duration)) return 2;
  return /^\d{1,4}$/.test(duration) ? 1 : 0;
}

/**
 * Creates the choice between two versions of an owned line. Evidence decides later, from the merged history; until then
 * stands the version of the side that has come further, so that lines that belong together come from one side.
 *
 * Invariant: the choice does not depend on which side is ours.
 */
export function createOwnedChoice(ours: readonly MergeLine[], theirs: readonly MergeLine[]): ChooseOwned {
  const [oursTexts, theirsTexts] = [textByElement(ours), textByElement(theirs)];
  const progress = compareProgress(oursTexts, theirsTexts);
  const completed = firstNumber(oursTexts.get("total plans")) - firstNumber(theirsTexts.get("total plans"));
  return (a, b) => {
    const kind = a.owned?.kind ?? "standing";
    const weight =
      kind === "plan-row"
        ? weighRow(a.text) - weighRow(b.text)
        : kind === "phase-row"
          ? firstNumber(a.text.split("|")[2]) - firstNumber(b.text.split("|")[2])
          : kind === "velocity"
            ? completed
            : 0;
    const order = weight || progress || compareTexts(a.text, b.text);
    return order >= 0 ? a : b;
  };
}
