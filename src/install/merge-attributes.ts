import type { RepositoryPath } from "../model/ports.ts";

/** The ledger of commits beside STATE.md: two versions of it are merged by taking the lines of both. */
const ledgerName = "planlink.ledger.yaml";

/** Writes a path as a pattern of gitattributes(5) that matches it alone, quoted where it must be. */
function formatAttributePattern(path: RepositoryPath): string {
  const pattern = path.replace(/[\\*?[\]]/g, "\\$&").replace(/^!/, "\\!");
  const needsQuotes = /[\s"\p{Cc}]/u.test(pattern) || pattern.startsWith("#");
  if (!needsQuotes) return pattern;
  const escaped = pattern.replace(/["\\\p{Cc}]/gu, (character) => {
    if (character === '"' || character === "\\") return `\\${character}`;
    return `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`;
  });
  return `"${escaped}"`;
}

/** One attribute that `state init` sees to. */
export interface WantedAttribute {
  readonly path: RepositoryPath;
  /** The value of the attribute `merge`. */
  readonly merge: string;
}

/** What is to be said of the documents in a planning directory. */
export function wantedAttributes(planningDirectory: RepositoryPath): readonly WantedAttribute[] {
  return [
    { path: `${planningDirectory}/STATE.md`, merge: "planlink" },
    { path: `${planningDirectory}/${ledgerName}`, merge: "union" },
  ];
}

/** The line of `.gitattributes` for an attribute. */
export function formatAttributeLine({ path, merge }: WantedAttribute): string {
  return `${formatAttributePattern(path)} merge=${merge}`;
}

/**
 * Adds lines at the end of a `.gitattributes`; every byte that is there stays. One character stands for a byte.
 *
 * A file without a final line break still has none afterwards: that tells `removeAttributeLines` that the line break
 * before the lines is ours.
 */
export function addAttributeLines(text: string, lines: readonly string[]): string {
  const lineEnding = /^[^\n]*\r\n/.test(text) ? "\r\n" : "\n";
  const block = lines.join(lineEnding);
  return text === "" || text.endsWith("\n") ? text + block + lineEnding : text + lineEnding + block;
}

/** Takes out the last line of each kind; what others wrote meanwhile stays. */
export function removeAttributeLines(text: string, lines: readonly string[]): string {
  let rest = text;
  for (const line of lines.toReversed()) {
    const pieces = rest.match(/[^\n]*\n|[^\n]+$/g) ?? [];
    const index = pieces.findLastIndex((piece) => piece.replace(/\r?\n$/, "") === line);
    if (index === -1) continue;
    const isUnended = !(pieces[index] ?? "").endsWith("\n");
    rest = pieces.filter((_, at) => at !== index).join("");
    if (isUnended) rest = rest.replace(/\r?\n$/, "");
  }
  return rest;
}
