import { readInstant, type ChooseOwned } from "./choose-owned.ts";
import { labelOf } from "./likeness.ts";
import { isNote } from "./lone-lines.ts";
import type { MergeLine } from "./merge-lines.ts";
import { isGsdLabel, isStandingLabel } from "./position-lines.ts";
import type { OriginLine } from "./unite-lines.ts";

/** One line of the base that both sides say anew, each in its own way. */
export interface TwoRevisions {
  readonly base: readonly MergeLine[];
  readonly index: number;
  readonly ours: MergeLine;
  readonly theirs: MergeLine;
  readonly choose: ChooseOwned;
}

/**
 * Keeps two versions of one line that stands for itself, ours first. Of a label that GSD reads there is only one, the
 * version of the side that has come further; of two stamps the later one stands. `undefined`: the two are a conflict.
 */
export function keepBoth(revisions: TwoRevisions): readonly OriginLine[] | undefined {
  const { base, index, ours, theirs, choose } = revisions;
  const line = base[index];
  const next = base[index + 1];
  if (line === undefined) return undefined;
  const oneOf = (chosen: MergeLine): readonly OriginLine[] => [
    { line: chosen, origin: chosen === ours ? "ours" : "theirs" },
  ];
  if (line.kind === "label" || line.kind === "item") {
    // The rest of an item is the rest of one of the two.
    if (next?.kind === "tail") return undefined;
    if (isGsdLabel(labelOf(ours.text)) && isGsdLabel(labelOf(theirs.text))) return oneOf(choose(ours, theirs));
  } else if (!isNote(base, index)) return undefined;
  const later = line.kind === "item" ? undefined : laterStamp(ours, theirs);
  if (later !== undefined) return oneOf(later);
  return [
    { line: ours, origin: "ours" },
    { line: theirs, origin: "theirs" },
  ];
}

/**
 * Of two lines that say under one label where things stand, one from each side, the one of the side that has come further
 * stays. What stands under headings of its own stays as it is.
 */
export function chooseStanding(entries: readonly OriginLine[], choose: ChooseOwned): readonly OriginLine[] {
  if (entries.some(({ line }) => line.kind === "heading")) return entries;
  const oursByLabel = new Map<string, OriginLine>();
  const theirsByLabel = new Map<string, OriginLine>();
  for (const entry of entries) {
    const { line, origin } = entry;
    if (line.kind !== "label" || line.owned !== undefined || origin === "both") continue;
    const lineByLabel = origin === "ours" ? oursByLabel : theirsByLabel;
    const label = labelOf(line.text);
    if (isStandingLabel(label) && !lineByLabel.has(label)) lineByLabel.set(label, entry);
  }
  const dropped = new Set<OriginLine>();
  for (const [label, ours] of oursByLabel) {
    const theirs = theirsByLabel.get(label);
    if (theirs !== undefined) dropped.add(choose(ours.line, theirs.line) === ours.line ? theirs : ours);
  }
  return dropped.size === 0 ? entries : entries.filter((entry) => !dropped.has(entry));
}

function isProse({ kind, owned }: MergeLine): boolean {
  return kind === "prose" && owned === undefined;
}

/** Paragraphs of two sides that would run into one, kept apart by a blank line. */
export function setApart(lines: readonly OriginLine[], lineEnding: string): readonly OriginLine[] {
  const blank: MergeLine = { text: lineEnding, key: lineEnding, kind: "blank", owned: undefined };
  return lines.flatMap((entry, index): readonly OriginLine[] => {
    const before = lines[index - 1];
    if (before === undefined || before.origin === entry.origin || before.origin === "both" || entry.origin === "both")
      return [entry];
    return isProse(before.line) && isProse(entry.line) ? [{ line: blank, origin: "both" }, entry] : [entry];
  });
}

/** The text without its figures. */
function wordsOf(text: string): string {
  return text.trim().replace(/\d+/g, "#");
}

/** Of two lines that differ in figures alone, the one with the later date; `undefined` where no date tells. */
function laterStamp(ours: MergeLine, theirs: MergeLine): MergeLine | undefined {
  if (wordsOf(ours.text) !== wordsOf(theirs.text)) return undefined;
  const [oursAt, theirsAt] = [readInstant(ours.text), readInstant(theirs.text)];
  if (oursAt === null || theirsAt === null || oursAt === theirsAt) return undefined;
  return oursAt > theirsAt ? ours : theirs;
}
