import { findPlainScalar } from "../document/front-matter-lines.ts";
import type { FrontMatterBlock, StateDocument } from "../document/state-document.ts";
import type { Range, TextEdit } from "../model/source-text.ts";
import type { Creation } from "./creation.ts";
import { parseWrittenTime } from "./zoned-time.ts";

/** A key of the top level with all its lines. */
interface Entry {
  readonly key: string;
  readonly range: Range;
}

/** A block of front matter, and when it says that it was written. */
interface Block {
  readonly entries: readonly Entry[];
  readonly writtenMs: number;
}

/** The entries of a block by its lines, as GSD reads it; `undefined` where a line is none of a key's, or a key stands twice. */
function readEntries(document: StateDocument, block: FrontMatterBlock): readonly Entry[] | undefined {
  const entries: Entry[] = [];
  const keys = new Set<string>();
  for (const { text, start, nextStart } of document.source.lines.slice(block.openingLine + 1, block.closingLine)) {
    const key = /^([A-Za-z_][\w-]{0,60}):(?:[ \t]|$)/.exec(text)?.[1];
    const last = entries.at(-1);
    if (key === undefined) {
      if (last === undefined || !/^(?:[ \t]|- |#|$)/.test(text)) return undefined;
      entries[entries.length - 1] = { key: last.key, range: { start: last.range.start, end: nextStart } };
      continue;
    }
    if (keys.has(key)) return undefined;
    keys.add(key);
    entries.push({ key, range: { start, end: nextStart } });
  }
  return entries;
}

function readBlock(document: StateDocument, block: FrontMatterBlock): Block | undefined {
  const { start, end } = block.contentRange;
  const written = findPlainScalar(document.source.text.slice(start, end), start, "last_updated");
  const time = parseWrittenTime(String(written?.value));
  const entries = readEntries(document, block);
  return time === undefined || entries === undefined ? undefined : { entries, writtenMs: time.epochMs(0) };
}

/**
 * Makes one block of several: builds of GSD read one or the other, and drop one when they write (docs/adr/0091). All keys
 * stay; of one that stands in several, what the block says that was written last. `undefined` where the blocks do not say
 * when they were written, or are not as plain as GSD writes them.
 */
export function joinFrontMatter(document: StateDocument): Creation | undefined {
  const { frontMatter, furtherFrontMatter, source, lineKinds } = document;
  const last = furtherFrontMatter.at(-1);
  if (frontMatter === undefined || last === undefined) return undefined;
  const isApart = lineKinds
    .slice(frontMatter.closingLine + 1, last.openingLine)
    .every((kind) => kind === "blank" || kind === "front-matter");
  const blocks = [frontMatter, ...furtherFrontMatter].flatMap((block) => readBlock(document, block) ?? []);
  const [first] = blocks;
  if (!isApart || first === undefined || blocks.length !== furtherFrontMatter.length + 1) return undefined;
  const textOf = ({ range }: Entry): string => source.text.slice(range.start, range.end);
  const chosen = new Map<string, Entry>();
  // Sorting is stable: of blocks of one time the upper one is the first to say what a key is.
  for (const { entries } of blocks.toSorted((a, b) => b.writtenMs - a.writtenMs))
    for (const entry of entries) if (!chosen.has(entry.key)) chosen.set(entry.key, entry);
  const edits: TextEdit[] = [];
  for (const entry of first.entries) {
    const newText = textOf(chosen.get(entry.key) ?? entry);
    if (newText !== textOf(entry)) edits.push({ range: entry.range, newText });
    chosen.delete(entry.key);
  }
  const { end } = frontMatter.contentRange;
  const added = blocks.slice(1).flatMap(({ entries }) => entries.filter((entry) => chosen.get(entry.key) === entry));
  if (added.length > 0) edits.push({ range: { start: end, end }, newText: added.map(textOf).join("") });
  const from = source.lines[frontMatter.closingLine]?.nextStart ?? end;
  const to = source.lines[last.closingLine]?.nextStart ?? source.text.length;
  edits.push({ range: { start: from, end: to }, newText: "" });
  return { element: "one front matter", isSection: false, edits };
}
