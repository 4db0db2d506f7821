/**
 * Tells which lines of a STATE.md `state sync` may touch, worked out from the rules of the documentation alone: it
 * shares no code with the program, so that it can prove it.
 *
 * Owned are the per-plan rows, wherever they stand and also as list items, and the rows of *By Phase*, the bullets of *Velocity* and *Recent Trend*, the values of
 * the three session labels, as lines or in a table of two columns, and the scalar `stopped_at` of the front matter. Of other rows only the cell under *Commit* is.
 */
export interface ForeignText {
  /** Every other line, with its line ending, in order. */
  readonly lines: readonly string[];
  readonly ownedCount: number;
}

const frontMatterFence = /^---[ \t]*(?:\r?\n)?$/;
const planRow = /^\s*\|\s*(?:Phase\s+){1,2}\S+\s+P[\w.-]+\s*\|/i;
const planBullet =
  /^\s*[-*+]\s+[*`]{0,2}(?:(?:phase|plan)\s+)?(?:\d[\w.]*-\d\w*|\d[\w.]*\s+(?:plan\s+|p)\d\w*)[*`]{0,2}[:：](?:\s*[-–—]|.*\d)/i;
const bulletLabel = /^\s*[-*+]\s+(?:\*\*)?([A-Za-z][A-Za-z0-9 ]*?)(?:\*\*)?\s*(?::(?:\*\*)?(?:\s|$)|：)/;
const cellLabel = /^\s*\|\s*(?:\*\*)?([A-Za-z][A-Za-z0-9 ]*?):?(?:\*\*)?:?\s*\|/;
const sessionLabel =
  /^\s*(?:[-*+]\s+)?(?:\*\*)?(last session|last date|stopped at|resume file)(?:\*\*)?(?::(?:\*\*)?(?:\s|$)|：)/i;
const sessionCell = /^\s*\|\s*(?:\*\*)?(last session|last date|stopped at|resume file):?(?:\*\*)?:?\s*\|/i;

const positionKey =
  /^(?:last_activity|last_activity_desc|current_plan|[ ]{1,8}(?:total_plans|completed_plans|completed_phases|percent))\s*:/;
const positionLabel =
  /^\s*(?:[-*+]\s+)?(?:\*\*)?(plan|current plan|progress|last activity)(?:\*\*)?(?::(?:\*\*)?(?:[ \t]|\r?\n?$)|：)/i;
const positionCell = /^\s*\|\s*(?:\*\*)?(plan|current plan|progress|last activity):?(?:\*\*)?:?\s*\|/i;

/** Only these are white space to Markdown; `trim` takes away a lone U+2028 as well. */
function trimLine(line: string): string {
  // A pattern at the end would be tried from every blank on.
  let end = line.length;
  while (" \t\r\n".includes(line.charAt(end - 1)) && end > 0) end -= 1;
  return line.slice(0, end).replace(/^[ \t]+/, "");
}

function cells(line: string): readonly string[] {
  return line
    .trim()
    .replace(/^\||\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.replace(/[*`]/g, "").trim().toLowerCase());
}

/** The rule below the header of a table. */
export function isDelimiter(line: string | undefined): boolean {
  return line !== undefined && /^[\s|:-]+$/.test(line) && line.includes("-") && line.includes("|");
}

/** Lines with their endings; the last may have none. */
export function splitLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Which lines Markdown takes literally: fenced code, HTML comments and elements. Indented code is left to the rules. */
function findLiteral(lines: readonly string[]): readonly boolean[] {
  let fence: string | undefined;
  let isComment = false;
  let isElement = false;
  return lines.map((line) => {
    const text = line.trimEnd();
    // An element goes on to the next blank line, whatever stands in it.
    const mayStart = fence === undefined && !isComment && /^ {0,3}<\/?(?:details|summary|div|table)\b/i.test(text);
    isElement = text !== "" && (isElement || mayStart);
    if (isElement) return true;
    if (fence !== undefined) {
      if (new RegExp(`^ {0,3}${fence.charAt(0)}{${fence.length},}$`).test(text)) fence = undefined;
      return true;
    }
    if (isComment) {
      isComment = !text.includes("-->");
      return true;
    }
    const opening = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/.exec(text)?.[1];
    if (opening !== undefined) {
      fence = opening;
      return true;
    }
    if (/^ {0,3}<!--/.test(text)) {
      isComment = !text.includes("-->");
      return true;
    }
    return false;
  });
}

/** For each line the first from it on that is not blank. */
function findWritten(lines: readonly string[]): readonly string[] {
  let written = "";
  return lines
    .toReversed()
    .map((line) => (written = trimLine(line) === "" ? written : line))
    .reverse();
}

function findMetricsOwner(): (line: string, next: string | undefined, isLiteral: boolean) => boolean {
  // The label that the lines stand under. Where a label looks like a row of the table before it, it may count or not.
  let group = "";
  let groupInTable = "";
  const isIn = (names: RegExp): boolean => names.test(group) || names.test(groupInTable);
  let table: "phases" | "plans" | "other" | undefined;
  let inTable = false;
  let isUnderHeader = false;
  return (line, next, isLiteral) => {
    const text = trimLine(line);
    if (isLiteral || text === "") {
      inTable = false;
      return false;
    }
    let isHeader = false;
    if (!inTable && text.includes("|") && isDelimiter(next) && cells(text).length === cells(next ?? "").length) {
      const header = cells(text);
      inTable = true;
      isUnderHeader = true;
      table =
        header.join("|") === "phase|plans|total|avg/plan" && isIn(/^(?:by phase)?$/)
          ? "phases"
          : header.includes("duration") && header.some((name) => /^(?:plan|phase[- ]plan)$/.test(name))
            ? "plans"
            : "other";
      // The header of a table of two columns may be a value as well.
      if (table !== "other" || header.length !== 2) return false;
      isHeader = true;
    }
    if (planRow.test(line) || planBullet.test(line)) return true;
    if (isUnderHeader && !isHeader) {
      isUnderHeader = false;
      return false;
    }
    // Any other line goes on with the table, as a row of one cell.
    if (inTable && /^(?:>|[-+*]\s|\d+[.)]\s|#{1,6}\s|`{3}|~{3}|<[a-z/!?]|(?:[-*_]\s*){3,}$)/i.test(text))
      inTable = false;
    const label = (/^\*\*(.+?)[:：]?\*\*[:：]?$/.exec(text) ?? /^#{3,6}\s+(.*)$/.exec(text))?.[1]?.trim().toLowerCase();
    if (label !== undefined) groupInTable = label;
    const cell = table === "other" && cells(line).length === 2 ? cellLabel.exec(line)?.[1]?.toLowerCase() : undefined;
    if (inTable && cell === undefined) return table !== "other";
    if (label !== undefined) group = label;
    const name = cell ?? bulletLabel.exec(line)?.[1]?.toLowerCase();
    if (name === undefined) return false;
    if (isIn(/^(?:|velocity)$/) && /^(?:total plans completed|average duration|total execution time)$/.test(name)) {
      return true;
    }
    return isIn(/^(?:|recent trend)$/) && /^(?:last \d+ plans|trend)$/.test(name);
  };
}

/** The first line of each label, as a line or as a row of a table. In a table a line of one cell may count or not. */
function findLabelOwner(label: RegExp, cell: RegExp): (line: string, next: string | undefined) => boolean {
  const seen = new Set<string>();
  const seenForSure = new Set<string>();
  let inTable = false;
  let mayStart = true;
  return (line, next) => {
    const ends = trimLine(line) === "" || /^\s{0,3}(?:>|[-+*]\s|\d+[.)]\s|#{1,6}\s|`{3}|~{3}|<[a-z/!?])/i.test(line);
    const isHeader = isDelimiter(next) && cells(line).length === cells(next ?? "").length;
    inTable = !ends && (inTable || (mayStart && isHeader));
    // What follows an item of a list without a blank line belongs to the item.
    mayStart = trimLine(line) === "" || /^ {0,3}#{1,6}\s/.test(line) || (mayStart && !ends);
    const isLabel = label.test(line);
    const name = (label.exec(line) ?? (inTable ? cell.exec(line) : null))?.[1]
      ?.toLowerCase()
      .replace("last date", "last session");
    if (name === undefined) return false;
    const isSure = !isLabel || !inTable;
    const isOwned = !seen.has(name) || (isSure && !seenForSure.has(name));
    seen.add(name);
    if (isSure) seenForSure.add(name);
    return isOwned;
  };
}

/** Blanks the cells that stand under a header such as *Commit*: a placeholder in them is to be filled in. */
function findCommitMask(): (line: string, next: string | undefined, isLiteral: boolean) => string {
  let column = -1;
  let isUnderHeader = false;
  return (line, next, isLiteral) => {
    // A table goes on to the next blank line or heading, also through lines without a pipe.
    if (isLiteral || trimLine(line) === "" || /^ {0,3}#{1,6}\s/.test(line)) {
      column = -1;
      return line;
    }
    if (!line.includes("|")) return line;
    if (column === -1 && isDelimiter(next)) {
      column = cells(line).findIndex((name) => /^commits?$/.test(name));
      isUnderHeader = column !== -1;
      return line;
    }
    if (isUnderHeader || column === -1) {
      isUnderHeader = false;
      return line;
    }
    const parts = line.split(/(?<!\\)\|/);
    const at = column + (/^\s*\|/.test(line) ? 1 : 0);
    return parts.map((part, index) => (index === at ? "" : part)).join("|");
  };
}

/**
 * Takes the owned lines out of a document; with `position` those of *Current Position* and their copies in the front matter
 * as well.
 */
export function withoutOwnedLines(document: string, position = false): ForeignText {
  const lines = splitLines(document);
  const bare = lines.map((line, index) => (index === 0 ? line.replace(/^\uFEFF/, "") : line));
  const foreign: string[] = [];
  let start = 0;
  if (frontMatterFence.test(bare[0] ?? "")) {
    const end = bare.findIndex((line, index) => index > 0 && frontMatterFence.test(line));
    if (end > 0) {
      start = end + 1;
      let isScalar = false;
      const written = findWritten(bare.slice(0, start));
      for (const [index, line] of lines.slice(0, start).entries()) {
        // A scalar goes on in the lines that are indented under its key, with blank ones between them.
        isScalar = /^stopped_at\s*:/.test(line) || (isScalar && /^[ \t]/.test(written[index] ?? ""));
        if (!isScalar && !(position && positionKey.test(line))) foreign.push(line);
      }
    }
  }
  // Further blocks of GSD's before the first heading, left behind by a merge, are nobody's to touch.
  for (let index = start; start > 0 && index < lines.length && !/^ {0,3}#{1,6}\s/.test(bare[index] ?? ""); index += 1) {
    const isBlock =
      frontMatterFence.test(bare[index] ?? "") &&
      /^(?:gsd_state_version|milestone|status)\s*:/.test(bare[index + 1] ?? "");
    const end = isBlock ? bare.findIndex((line, at) => at > index && frontMatterFence.test(line)) : -1;
    if (end === -1) continue;
    foreign.push(...lines.slice(start, end + 1));
    start = end + 1;
    index = end;
  }
  const literal = findLiteral(bare.map((line, index) => (index < start ? "" : line)));
  const mask = findCommitMask();
  let owner: ((index: number) => boolean) | undefined;
  let hasMetrics = false;
  let hasSession = false;
  let hasPosition = false;
  for (let index = start; index < lines.length; index += 1) {
    const line = bare[index] ?? "";
    const heading = literal[index] === true ? null : /^ {0,3}(#{1,6})(?:\s+(.*?))?(?:\s+#+)?\s*$/.exec(line);
    const masked = mask(lines[index] ?? "", bare[index + 1], literal[index] === true);
    if (heading !== null && (heading[1]?.length ?? 9) <= 2) {
      owner = undefined;
      const title = heading[1]?.length === 2 ? (heading[2] ?? "").trim().toLowerCase() : "";
      if (title === "performance metrics" && !hasMetrics) {
        hasMetrics = true;
        const metrics = findMetricsOwner();
        owner = (at) => metrics(bare[at] ?? "", bare[at + 1], literal[at] === true);
      } else if (position && title === "current position" && !hasPosition) {
        hasPosition = true;
        const labels = findLabelOwner(positionLabel, positionCell);
        owner = (at) => literal[at] !== true && labels(bare[at] ?? "", bare[at + 1]);
      } else if ((title === "session continuity" || title === "session") && !hasSession) {
        hasSession = true;
        const session = findLabelOwner(sessionLabel, sessionCell);
        owner = (at) => literal[at] !== true && session(bare[at] ?? "", bare[at + 1]);
      }
      foreign.push(lines[index] ?? "");
      continue;
    }
    // Asked in any case: it follows the section line by line.
    const isOwned = owner?.(index) === true;
    const isRow = planRow.test(line) && literal[index] !== true;
    if (!isOwned && !isRow) foreign.push(masked);
  }
  return { lines: foreign, ownedCount: lines.length - foreign.length };
}

/** A line without the asterisks that `--create` puts around the label of the status, which is not ours (docs/adr/0088). */
export function withPlainStatus(line: string): string {
  return line.replace(/^\*\*(Status):\*\*/i, "$1:");
}
