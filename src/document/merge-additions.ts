import { alikeFrom, measureLikeness } from "./merge-likeness.ts";
import { uniteInOrder } from "./merge-order.ts";
import { pairUnits } from "./merge-pairs.ts";
import { settle, type MergeContext, type Piece } from "./merge-pieces.ts";
import { mergeRows } from "./merge-table-rows.ts";
import type { MergeUnit } from "./merge-units.ts";

/** A heading with what one side added under it; without a heading for what stands above the first. */
interface AddedSection {
  readonly heading: MergeUnit | undefined;
  readonly key: string;
  readonly units: readonly MergeUnit[];
}

function splitAtHeadings(units: readonly MergeUnit[]): readonly AddedSection[] {
  const sections: { heading: MergeUnit | undefined; key: string; units: MergeUnit[] }[] = [{ heading: undefined, key: "", units: [] }];
  const above: string[] = [];
  for (const unit of units) {
    if (unit.kind !== "heading") {
      sections.at(-1)?.units.push(unit);
      continue;
    }
    // Headings that recur, such as "Notes", are told apart by those above them.
    const level = Number(unit.key?.[0] ?? 1);
    above.length = Math.min(above.length, level);
    above[level] = unit.key ?? unit.text;
    sections.push({ heading: unit, key: above.join("\n"), units: [] });
  }
  return sections;
}

/**
 * Unites what both sides added in the same place: sections of one heading become one, the same line stands once, rows of
 * one plan are merged; everything else is kept from both.
 */
export function mergeAdditions(ours: readonly MergeUnit[], theirs: readonly MergeUnit[], context: MergeContext): readonly Piece[] {
  if (theirs.length === 0) return ours.map((unit) => settle(unit));
  if (ours.length === 0) return theirs.map((unit) => settle(unit));
  const theirSections = splitAtHeadings(theirs);
  const pieces: Piece[] = [];
  let placed = 0;
  const placeTheirs = (end: number): void => {
    for (const { heading, units } of theirSections.slice(placed, end)) pieces.push(...[...(heading === undefined ? [] : [heading]), ...units].map((unit) => settle(unit)));
    placed = end;
  };
  for (const [index, section] of splitAtHeadings(ours).entries()) {
    const match = theirSections.findIndex(({ key }, place) => place >= placed && key === section.key);
    if (match === -1) {
      pieces.push(...[...(section.heading === undefined ? [] : [section.heading]), ...section.units].map((unit) => settle(unit)));
      continue;
    }
    placeTheirs(match);
    placed = match + 1;
    const counterpart = theirSections[match];
    if (section.heading !== undefined) pieces.push(settle(section.heading, counterpart?.heading));
    const around = { ...context, before: index === 0 ? context.before : undefined, after: undefined };
    pieces.push(...mergeAddedUnits(section.units, counterpart?.units ?? [], around));
  }
  placeTheirs(theirSections.length);
  return pieces;
}

function mergeAddedUnits(ours: readonly MergeUnit[], theirs: readonly MergeUnit[], context: MergeContext): readonly Piece[] {
  const pairs = pairUnits(ours, theirs);
  const pieces: Piece[] = [];
  let [ourStart, theirStart] = [0, 0];
  const unite = (ourEnd: number, theirEnd: number, after: MergeUnit | undefined): void => {
    const before = ourStart === 0 ? context.before : ours[ourStart - 1];
    pieces.push(...uniteInOrder(ours.slice(ourStart, ourEnd), theirs.slice(theirStart, theirEnd), before, after).map((unit) => settle(unit)));
  };
  for (const [i, j] of pairs) {
    const [our, their] = [ours[i], theirs[j]];
    if (our === undefined || their === undefined) continue;
    const merged = mergePair(our, their, context);
    if (merged === undefined) continue;
    unite(i, j, our);
    pieces.push(merged);
    [ourStart, theirStart] = [i + 1, j + 1];
  }
  unite(ours.length, theirs.length, context.after);
  return pieces;
}

/** Two additions as one; `undefined` where they are two things, and both stay. */
function mergePair(ours: MergeUnit, theirs: MergeUnit, { newer }: MergeContext): Piece | undefined {
  if (ours.text === theirs.text) return settle(ours, theirs);
  if (ours.key === null || ours.key !== theirs.key) return undefined;
  if (ours.kind === "label" || ours.kind === "block") return !ours.isRecorded ? undefined : newer === "ours" ? settle(ours, theirs) : settle(theirs, ours);
  if (ours.kind !== "row" || theirs.kind !== "row") return undefined;
  // Two quick tasks may have been given one number on two branches: they are not one task.
  const isOneThing = /^(?:plan|phase) /.test(ours.key) || measureLikeness(ours.text, theirs.text) >= alikeFrom;
  if (!isOneThing) return undefined;
  const row = mergeRows(undefined, ours.text, theirs.text, ours.isRecorded || ours.key.startsWith("plan ") ? newer : null);
  return row === undefined ? undefined : { kind: "settled", lines: [row], units: [ours, theirs] };
}
