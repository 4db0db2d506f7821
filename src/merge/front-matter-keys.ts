import type { FrontMatterBlock, StateDocument } from "../document/state-document.ts";

const keyLine = /^( {0,8})([A-Za-z_][A-Za-z0-9_-]{0,40}):(?:[ \t]+(\S.*?))?[ \t]*$/;
/** Longer lines are no scalars of GSD's. */
const longestLine = 20_000;

/**
 * Finds the scalars of the front matter that have a line to themselves, by the index of that line: `status`,
 * `progress.percent`. Of two of one name in a block the first.
 *
 * By its lines, as GSD reads it: what its tools wrote is often no YAML (`stopped_at: "a" and: b`), and must merge all the
 * same (docs/adr/0017). Old versions also put a new block above the one that was there: blocks are counted from below, so
 * that the older one is the same block in a version that has one more (`2: status`).
 */
export function findFrontMatterKeys(document: StateDocument): ReadonlyMap<number, string> {
  const keyByLine = new Map<number, string>();
  const { frontMatter, furtherFrontMatter } = document;
  const blocks = frontMatter === undefined ? [] : [frontMatter, ...furtherFrontMatter];
  for (const [index, block] of blocks.entries()) {
    const fromBelow = blocks.length - 1 - index;
    for (const [lineIndex, name] of findKeys(document, block))
      keyByLine.set(lineIndex, fromBelow === 0 ? name : `${fromBelow + 1}: ${name}`);
  }
  return keyByLine;
}

function findKeys(document: StateDocument, block: FrontMatterBlock): ReadonlyMap<number, string> {
  const keyByLine = new Map<number, string>();
  const names = new Set<string>();
  let parent: string | undefined;
  for (let lineIndex = block.openingLine + 1; lineIndex < block.closingLine; lineIndex += 1) {
    const text = document.source.lines[lineIndex]?.text ?? "";
    const match = text.length > longestLine ? null : keyLine.exec(text);
    if (match === null) continue;
    const [, indent = "", key = "", value = ""] = match;
    const name = indent === "" ? key : `${parent ?? ""}.${key}`;
    if (indent === "") parent = value === "" ? key : undefined;
    // A block scalar, or a text that goes on in the next line, is more than this line.
    const next = document.source.lines[lineIndex + 1]?.text ?? "";
    const goesOn = /^[|>]/.test(value) || (value !== "" && /^[ \t]/.test(next) && indent === "");
    if (value === "" || goesOn || (indent !== "" && parent === undefined) || names.has(name)) continue;
    names.add(name);
    keyByLine.set(lineIndex, name);
  }
  return keyByLine;
}
