import { compareInstants, findInstant, type MergeSideName } from "./merge-recency.ts";
import { pickChanged, type MergeSide } from "./merge-side.ts";

/** One key of a front matter, with the lines that belong to it: a nested mapping is one of keys of its own. */
interface KeyEntry {
  /** `progress.percent`; lines that are no `key: value` count as keys of their own. */
  readonly key: string;
  readonly lines: readonly string[];
}

/** Keys that only grow while a milestone lasts. */
const counters: ReadonlySet<string> = new Set(["total_phases", "completed_phases", "total_plans", "completed_plans", "percent"]);

/**
 * Reads the lines between the two `---`. It knows keys of two levels, which is all that GSD writes; anything nested
 * deeper belongs to its key, and a damaged line (`[████] 98%` in the place of a key) stands for itself.
 */
function readEntries(lines: readonly string[]): readonly KeyEntry[] {
  const entries: { key: string; lines: string[] }[] = [];
  let parent = "";
  for (const line of lines) {
    const top = /^([^\s:#][^:]{0,80}):(?:[ \t]|\r?$)/.exec(line);
    const nested = /^ {1,4}([A-Za-z_][\w -]{0,80}):(?:[ \t]|\r?$)/.exec(line);
    if (top !== null) {
      parent = top[1] ?? "";
      entries.push({ key: parent, lines: [line] });
    } else if (nested !== null && parent !== "") entries.push({ key: `${parent}.${nested[1] ?? ""}`, lines: [line] });
    else if (/^[ \t]+\S/.test(line) && entries.length > 0 && !/^ {1,4}\[/.test(line)) entries.at(-1)?.lines.push(line);
    else entries.push({ key: line, lines: [line] });
  }
  return entries;
}

function valueOf(entry: KeyEntry): string {
  return entry.lines.join("\n").slice(entry.lines[0]?.indexOf(":") ?? 0).replace(/^:[ \t]*/, "").replace(/^(["'])(.*)\1\r?$/, "$2");
}

function chooseEntry(key: string, ours: KeyEntry, theirs: KeyEntry, newer: MergeSideName, isSameMilestone: boolean): KeyEntry {
  const [ourValue, theirValue] = [valueOf(ours), valueOf(theirs)];
  const [ourTime, theirTime] = [findInstant(ourValue), findInstant(theirValue)];
  const isTime = /^last_|_at$|^updated|date$/.test(key) && key !== "stopped_at" && key !== "paused_at";
  const order = !isTime || ourTime === undefined || theirTime === undefined ? 0 : compareInstants(ourTime, theirTime);
  if (order !== 0) return order > 0 ? ours : theirs;
  const isCounter = isSameMilestone && counters.has(key.replace(/^progress\./, ""));
  if (isCounter && /^\d{1,9}\r?$/.test(ourValue) && /^\d{1,9}\r?$/.test(theirValue)) return Number.parseInt(ourValue, 10) >= Number.parseInt(theirValue, 10) ? ours : theirs;
  return newer === "ours" ? ours : theirs;
}

function contentLines({ document, lines, bodyStart }: MergeSide): readonly string[] | undefined {
  return document.frontMatter === undefined ? undefined : lines.slice(1, bodyStart - 1);
}

/**
 * Merges the front matters key by key; `[]` for none. Never a conflict: of two changes of a key the later time, the larger
 * counter, or the value of the side that recorded the later state is taken, and keys that we do not know are kept.
 */
export function mergeFrontMatters(base: MergeSide, ours: MergeSide, theirs: MergeSide, newer: MergeSideName): readonly string[] {
  const [baseLines, ourLines, theirLines] = [contentLines(base), contentLines(ours), contentLines(theirs)];
  const whole = (side: MergeSide): readonly string[] => side.lines.slice(0, side.bodyStart);
  if (ourLines === undefined || theirLines === undefined) {
    const [kept, keptLines] = ourLines === undefined ? [theirs, theirLines] : [ours, ourLines];
    // Removed by one side and left alone by the other: removed.
    return keptLines === undefined || keptLines.join("\n") === baseLines?.join("\n") ? [] : whole(kept);
  }
  const [baseText, ourText, theirText] = [baseLines?.join("\n"), ourLines.join("\n"), theirLines.join("\n")];
  const changed = pickChanged(baseText, ourText, theirText);
  if (changed !== undefined) return whole(changed === ourText ? ours : theirs);
  const merged = mergeEntries(readEntries(baseLines ?? []), readEntries(ourLines), readEntries(theirLines), newer);
  return [ours.lines[0] ?? "---", ...merged.flatMap(({ lines }) => lines), ours.lines[ours.bodyStart - 1] ?? "---"];
}

function indexEntries(entries: readonly KeyEntry[]): ReadonlyMap<string, KeyEntry> {
  // Of a key that stands twice the first counts, as it does for GSD.
  return new Map(entries.toReversed().map((entry) => [entry.key, entry]));
}

function mergeEntries(base: readonly KeyEntry[], ours: readonly KeyEntry[], theirs: readonly KeyEntry[], newer: MergeSideName): readonly KeyEntry[] {
  const [baseByKey, ourByKey, theirByKey] = [indexEntries(base), indexEntries(ours), indexEntries(theirs)];
  const ourMilestone = ourByKey.get("milestone")?.lines[0];
  const isSameMilestone = ourMilestone === theirByKey.get("milestone")?.lines[0];
  const text = (entry: KeyEntry | undefined): string | undefined => entry?.lines.join("\n");
  const mergeKey = (key: string): KeyEntry | undefined => {
    const [our, their] = [ourByKey.get(key), theirByKey.get(key)];
    const [baseText, ourText, theirText] = [text(baseByKey.get(key)), text(our), text(theirs.length === 0 ? undefined : their)];
    if (ourText === theirText || theirText === baseText) return our;
    if (ourText === baseText) return their;
    if (our === undefined || their === undefined) return our ?? their;
    return chooseEntry(key, our, their, newer, isSameMilestone);
  };
  // The later side's order, with what only the other has behind the key that it follows there.
  const [first, second] = newer === "ours" ? [ours, theirs] : [theirs, ours];
  const order = [...new Set(first.map(({ key }) => key))];
  let previous: string | undefined;
  for (const { key } of second) {
    if (!order.includes(key)) order.splice(previous === undefined ? 0 : order.indexOf(previous) + 1, 0, key);
    previous = key;
  }
  return order.flatMap((key) => mergeKey(key) ?? []);
}
