import { parseStateDocument, type StateDocument, type Table } from "./state-document.ts";

/** What a text has once, not line by line. */
export interface TextForm {
  readonly hasByteOrderMark: boolean;
  readonly hasFinalNewline: boolean;
  /** `mixed`: lines end in different ways; each keeps its own. */
  readonly lineEnding: "\n" | "\r\n" | "mixed";
}

/** One of the three texts of a merge, taken apart. */
export interface MergeSide {
  readonly document: StateDocument;
  /** Without BOM and line endings, at the same indexes as `document.source.lines`; see `createMergeSides` for `\r`. */
  readonly lines: readonly string[];
  /** First line index after the front matter; 0 without one. */
  readonly bodyStart: number;
  readonly form: TextForm;
  /** The table that each of its lines belongs to, header and delimiter included. */
  readonly tableByLine: ReadonlyMap<number, Table>;
  /** For each line the title, in lower case, of the section of rank 1 or 2 that holds it; empty above the first. */
  readonly sectionTitles: readonly string[];
}

/** What the comparison takes as one: a line, or a stray block of front matter, which people never edit by line. */
export interface Token {
  readonly text: string;
  /** Index of its first line. */
  readonly line: number;
}

export interface MergeSides {
  readonly base: MergeSide;
  readonly ours: MergeSide;
  readonly theirs: MergeSide;
  /** The form that the merged text takes. */
  readonly form: TextForm;
}

function readForm(text: string, document: StateDocument): TextForm {
  const { lines } = document.source;
  const windows = lines.filter(({ end, nextStart }) => nextStart - end === 2).length;
  const unix = lines.filter(({ end, nextStart }) => nextStart - end === 1).length;
  const last = lines.at(-1);
  return {
    hasByteOrderMark: text.startsWith("\uFEFF"),
    hasFinalNewline: last === undefined || last.nextStart > last.end,
    lineEnding: windows === 0 ? "\n" : unix === 0 ? "\r\n" : "mixed",
  };
}

function indexTables(document: StateDocument): ReadonlyMap<number, Table> {
  const byLine = new Map<number, Table>();
  for (const table of document.tables) {
    for (const line of [table.header.lineIndex, table.delimiterLine, ...table.rows.map(({ lineIndex }) => lineIndex)]) byLine.set(line, table);
  }
  return byLine;
}

function nameSections(document: StateDocument): readonly string[] {
  const headings = document.sections.filter(({ level }) => level <= 2);
  let next = 0;
  let title = "";
  return document.source.lines.map((_, index) => {
    const heading = headings[next];
    if (heading?.headingLine === index) {
      title = heading.title.toLowerCase();
      next += 1;
    }
    return title;
  });
}

/** The tokens of a side's body, front matter left out. */
export function readBodyTokens({ document, lines, bodyStart }: MergeSide): readonly Token[] {
  const tokens: Token[] = [];
  const blockByStart = new Map(document.furtherFrontMatter.map((block) => [block.openingLine, block.closingLine]));
  for (let line = bodyStart; line < lines.length; line += 1) {
    const closingLine = blockByStart.get(line) ?? line;
    tokens.push({ text: closingLine === line ? (lines[line] ?? "") : lines.slice(line, closingLine + 1).join("\n"), line });
    line = closingLine;
  }
  return tokens;
}

/** Of three values the one that a side changed; `undefined` where both sides changed it, each differently. */
export function pickChanged<Value>(base: Value, ours: Value, theirs: Value): Value | undefined {
  if (ours === theirs || theirs === base) return ours;
  return ours === base ? theirs : undefined;
}

function mergeForms(base: TextForm, ours: TextForm, theirs: TextForm): TextForm {
  const isMixed = [base, ours, theirs].some(({ lineEnding }) => lineEnding === "mixed");
  return {
    hasByteOrderMark: pickChanged(base.hasByteOrderMark, ours.hasByteOrderMark, theirs.hasByteOrderMark) ?? ours.hasByteOrderMark,
    hasFinalNewline: pickChanged(base.hasFinalNewline, ours.hasFinalNewline, theirs.hasFinalNewline) ?? ours.hasFinalNewline,
    lineEnding: isMixed ? "mixed" : (pickChanged(base.lineEnding, ours.lineEnding, theirs.lineEnding) ?? ours.lineEnding),
  };
}

/**
 * Reads the three texts of a merge. Total: an empty or odd text gives a side without sections.
 *
 * Lines are compared without their endings, so that a side which converted the whole file still merges. Where a text
 * mixes endings, a `\r` counts as a part of its line on every side, as it does to git.
 */
export function createMergeSides(base: string, ours: string, theirs: string): MergeSides {
  const documents = { base: parseStateDocument(base), ours: parseStateDocument(ours), theirs: parseStateDocument(theirs) };
  const forms = { base: readForm(base, documents.base), ours: readForm(ours, documents.ours), theirs: readForm(theirs, documents.theirs) };
  const form = mergeForms(forms.base, forms.ours, forms.theirs);
  const create = (name: "base" | "ours" | "theirs"): MergeSide => {
    const document = documents[name];
    const lines = document.source.lines.map(({ text, end, nextStart }, index) => {
      const content = index === 0 && forms[name].hasByteOrderMark ? text.slice(1) : text;
      return form.lineEnding === "mixed" && nextStart - end === 2 ? `${content}\r` : content;
    });
    const bodyStart = document.frontMatter === undefined ? 0 : document.frontMatter.closingLine + 1;
    return { document, lines, bodyStart, form: forms[name], tableByLine: indexTables(document), sectionTitles: nameSections(document) };
  };
  return { base: create("base"), ours: create("ours"), theirs: create("theirs"), form };
}

/** Puts merged lines together in the given form. */
export function formatLines(lines: readonly string[], form: TextForm): string {
  const ending = form.lineEnding === "mixed" ? "\n" : form.lineEnding;
  const text = lines.join(ending) + (form.hasFinalNewline && lines.length > 0 ? ending : "");
  return form.hasByteOrderMark ? `\uFEFF${text}` : text;
}
