import { settle, type Piece } from "./merge-pieces.ts";
import { compareInstants, findInstant, type MergeSideName } from "./merge-recency.ts";
import { mergeRows } from "./merge-table-rows.ts";
import type { MergeUnit } from "./merge-units.ts";

/** Labels whose value only grows, and those that name a time: the larger and the later one is true of both sides. */
const countLabels: ReadonlySet<string> = new Set(["total plans completed", "total phases", "total plans in phase"]);
const timeLabels: ReadonlySet<string> = new Set(["last session", "last date", "last activity", "last updated", "updated"]);

/**
 * Settles a unit that both sides changed, each differently, where something other than a person can tell; else
 * `undefined`. The answer is the same whichever side is called ours.
 */
export function settleWritten(base: MergeUnit, ours: MergeUnit, theirs: MergeUnit, newer: MergeSideName): Piece | undefined {
  const take = (side: MergeSideName): Piece => (side === "ours" ? settle(ours, base, theirs) : settle(theirs, base, ours));
  if (ours.kind === "row" && theirs.kind === "row") {
    const row = mergeRows(base.kind === "row" ? base.text : undefined, ours.text, theirs.text, ours.isRecorded ? newer : null);
    return row === undefined ? undefined : { kind: "settled", lines: [row], units: [ours, base, theirs] };
  }
  if (ours.kind === "label" && theirs.kind === "label") return take(chooseValue(ours, theirs, newer));
  if (ours.isRecorded && theirs.isRecorded) return take(newer);
  const byDate = chooseByDate(ours.text, theirs.text);
  return byDate === undefined ? undefined : take(byDate);
}

function valueOf({ text }: MergeUnit): string {
  return text.slice(text.indexOf(":") + 1).replaceAll("*", "").trim();
}

function chooseValue(ours: MergeUnit, theirs: MergeUnit, newer: MergeSideName): MergeSideName {
  const [ourValue, theirValue] = [valueOf(ours), valueOf(theirs)];
  if (timeLabels.has(ours.key ?? "")) {
    const [ourTime, theirTime] = [findInstant(ourValue), findInstant(theirValue)];
    const order = ourTime === undefined || theirTime === undefined ? 0 : compareInstants(ourTime, theirTime);
    if (order !== 0) return order > 0 ? "ours" : "theirs";
  }
  const [ourCount, theirCount] = [/^\[?(\d{1,9})/.exec(ourValue)?.[1], /^\[?(\d{1,9})/.exec(theirValue)?.[1]];
  if (countLabels.has(ours.key ?? "") && ourCount !== undefined && theirCount !== undefined && ourCount !== theirCount) {
    return Number(ourCount) > Number(theirCount) ? "ours" : "theirs";
  }
  return newer;
}

const datePattern = /\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?: ?(?:Z|UTC)| ?[+-]\d\d:?\d\d)?)?/g;

/** Of two texts that say the same of different days, such as `(updated 2026-02-20)`, the later one. */
function chooseByDate(ours: string, theirs: string): MergeSideName | undefined {
  if (ours.replace(datePattern, "") !== theirs.replace(datePattern, "")) return undefined;
  const order = comparePlaces(ours.match(datePattern) ?? [], theirs.match(datePattern) ?? []);
  return order === 0 ? undefined : order > 0 ? "ours" : "theirs";
}

/** The order that all differing dates agree on; 0 where they do not. */
function comparePlaces(ours: readonly string[], theirs: readonly string[]): number {
  const orders = ours.map((text, index) => {
    const [our, their] = [findInstant(text), findInstant(theirs[index] ?? "")];
    return our === undefined || their === undefined ? 0 : Math.sign(compareInstants(our, their));
  });
  if (orders.every((order) => order >= 0)) return orders.includes(1) ? 1 : 0;
  return orders.every((order) => order <= 0) ? -1 : 0;
}
