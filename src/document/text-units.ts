import type { Range } from "../model/source-text.ts";
import { findPhaseMentions, findPlanMentions } from "./plan-mentions.ts";
import type { StateDocument, Table } from "./state-document.ts";

/** What kind of text a unit is; `pair` is a `Label: value` line of a paragraph, `key` a line of front matter. */
export type TextUnitKind = "paragraph" | "pair" | "item" | "heading" | "row" | "key" | "code" | "html";

/** A piece of text that says one thing: a paragraph, a list item with its wrapped lines, a table row, a label line. */
export interface TextUnit {
  readonly kind: TextUnitKind;
  readonly range: Range;
  /** The unit that this one belongs to: parent item, paragraph that introduces the list, key above, enclosing heading. */
  readonly parent: TextUnit | null;
  /** The unit before it in the same paragraph, list or block of code. */
  readonly previous: TextUnit | null;
  /** The table whose row it is. */
  readonly table: Table | null;
}

/** A unit under way: wrapped lines move its end. */
interface OpenUnit extends TextUnit {
  range: { readonly start: number; end: number };
  readonly parent: OpenUnit | null;
  readonly previous: OpenUnit | null;
}

interface OpenItem {
  readonly indent: number;
  readonly unit: OpenUnit;
}

const labelLine = /^[ \t>]*(?:\*\*|__)?\p{Lu}[^:：\n|`()]{0,40}[:：](?:\*\*|__)?(?=[ \t]|\*|$)/u;
const itemMarker = /^([ \t>]*)(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$)/;

/** Splits a document into its units, in document order. Blank lines and delimiter rows belong to none. */
export function findTextUnits(document: StateDocument): readonly TextUnit[] {
  const builder = new UnitBuilder(document);
  document.lineKinds.forEach((kind, lineIndex) => {
    switch (kind) {
      case "blank":
        return;
      case "heading":
        builder.addHeading(lineIndex);
        return;
      case "table":
        builder.addRow(lineIndex);
        return;
      case "front-matter":
        builder.addKey(lineIndex);
        return;
      case "code":
      case "html":
        builder.addVerbatim(kind, lineIndex);
        return;
      case "text":
        builder.addText(lineIndex);
        return;
    }
  });
  return builder.units;
}

function widthOf(whitespace: string): number {
  let width = 0;
  for (const character of whitespace) width += character === "\t" ? 4 - (width % 4) : 1;
  return width;
}

function isBoldHeading(line: string): boolean {
  const text = /^(?:\*\*|__)(\S.{0,300}\S)(?:\*\*|__):?[ \t]*$/.exec(line)?.[1];
  return (
    text !== undefined &&
    !text.includes("**") &&
    /\d/.test(text) &&
    findPhaseMentions(text, 0).length + findPlanMentions(text, 0).length > 0
  );
}

/** Reads the lines of one document, top to bottom, once. */
class UnitBuilder {
  readonly units: OpenUnit[] = [];
  private readonly document: StateDocument;
  private readonly tableByLine = new Map<number, Table>();
  private readonly levelByLine: ReadonlyMap<number, number>;
  private headings: readonly { readonly level: number; readonly unit: OpenUnit }[] = [];
  /** A line in bold that names a plan or a phase: a heading to its writer, up to the next such line or heading. */
  private boldHeading: OpenUnit | null = null;
  /** Open list items, or keys of front matter, outermost first. */
  private items: OpenItem[] = [];
  /** What the list or the table under way stands under. */
  private introduction: OpenUnit | null = null;
  private last: OpenUnit | null = null;
  private lastLine = -1;

  constructor(document: StateDocument) {
    this.document = document;
    for (const table of document.tables) {
      for (const row of [table.header, ...table.rows]) this.tableByLine.set(row.lineIndex, table);
    }
    this.levelByLine = new Map(document.sections.map((section) => [section.headingLine, section.level]));
  }

  addHeading(lineIndex: number): void {
    const level = this.levelByLine.get(lineIndex) ?? 1;
    this.headings = this.headings.filter((heading) => heading.level < level);
    this.boldHeading = null;
    const unit = this.add("heading", lineIndex, this.heading(), null);
    this.headings = [...this.headings, { level, unit }];
    this.items = [];
    this.introduction = null;
  }

  addRow(lineIndex: number): void {
    const table = this.tableByLine.get(lineIndex);
    // The delimiter row.
    if (table === undefined) return;
    this.items = [];
    if (this.last?.table !== table) this.introduction = this.introductionAt(lineIndex);
    this.add("row", lineIndex, this.introduction, null);
  }

  addKey(lineIndex: number): void {
    const text = this.textOf(lineIndex);
    const isItem = /^[ \t]*-(?:[ \t]|$)/.test(text);
    // YAML lets the items of a list stand in the column of their key, so an item counts as one column further in.
    const indent = 2 * widthOf(/^[ \t]*/.exec(text)?.[0] ?? "") + (isItem ? 1 : 0);
    this.closeItems(indent);
    const unit = this.add("key", lineIndex, this.items.at(-1)?.unit ?? null, null);
    this.items.push({ indent, unit });
  }

  addVerbatim(kind: "code" | "html", lineIndex: number): void {
    const above = this.unitEndingAbove(lineIndex);
    const previous = above?.kind === kind ? above : null;
    this.add(kind, lineIndex, previous?.parent ?? this.introductionAt(lineIndex), previous);
  }

  addText(lineIndex: number): void {
    if (this.last?.kind === "key") this.items = [];
    const text = this.textOf(lineIndex);
    // A row that lost its table, as GSD's older versions leave them behind.
    if (/^[ \t]*\|/.test(text)) {
      this.items = [];
      this.add("row", lineIndex, this.heading(), this.unitEndingAbove(lineIndex));
      return;
    }
    const marker = itemMarker.exec(text);
    const indent = widthOf(marker?.[1] ?? /^[ \t]*/.exec(text)?.[0] ?? "");
    if (marker !== null) this.addItem(lineIndex, indent);
    else this.addParagraphLine(lineIndex, text, indent);
  }

  private addParagraphLine(lineIndex: number, text: string, indent: number): void {
    const isLabel = labelLine.test(text);
    const startsBoldHeading = isBoldHeading(text);
    const above = this.unitEndingAbove(lineIndex);
    const continued =
      above !== null && (above.kind === "paragraph" || above.kind === "pair" || above.kind === "item") ? above : null;
    if (continued !== null && !isLabel && !startsBoldHeading) {
      continued.range.end = this.document.source.lines[lineIndex]?.end ?? continued.range.end;
      this.lastLine = lineIndex;
      return;
    }
    this.closeItems(indent);
    if (startsBoldHeading) {
      this.boldHeading = null;
      this.boldHeading = this.add("paragraph", lineIndex, this.heading(), null);
      return;
    }
    const parent = this.items.at(-1)?.unit ?? this.heading();
    this.add(isLabel ? "pair" : "paragraph", lineIndex, parent, continued?.kind === "item" ? null : continued);
  }

  private addItem(lineIndex: number, indent: number): void {
    const sibling = this.closeItems(indent);
    if (this.items.length === 0 && sibling === null) this.introduction = this.introductionAt(lineIndex);
    const unit = this.add("item", lineIndex, this.items.at(-1)?.unit ?? this.introduction, sibling);
    this.items.push({ indent, unit });
  }

  /** Closes the items that do not hold a line of that indent; tells the outermost of them. */
  private closeItems(indent: number): OpenUnit | null {
    let outermost: OpenUnit | null = null;
    while (this.items.length > 0 && (this.items.at(-1)?.indent ?? 0) >= indent)
      outermost = this.items.pop()?.unit ?? null;
    return outermost;
  }

  private heading(): OpenUnit | null {
    return this.boldHeading ?? this.headings.at(-1)?.unit ?? null;
  }

  private textOf(lineIndex: number): string {
    return this.document.source.lines[lineIndex]?.text ?? "";
  }

  private unitEndingAbove(lineIndex: number): OpenUnit | null {
    return this.lastLine === lineIndex - 1 ? this.last : null;
  }

  /** The text directly above a list, table or block of code, one blank line allowed; else the heading. */
  private introductionAt(lineIndex: number): OpenUnit | null {
    const isNear = this.last !== null && this.lastLine >= lineIndex - 2;
    return isNear && ["paragraph", "pair", "item"].includes(this.last?.kind ?? "") ? this.last : this.heading();
  }

  private add(kind: TextUnitKind, lineIndex: number, parent: OpenUnit | null, previous: OpenUnit | null): OpenUnit {
    const line = this.document.source.lines[lineIndex];
    const range = { start: line?.start ?? 0, end: line?.end ?? 0 };
    const unit: OpenUnit = { kind, range, parent, previous, table: this.tableByLine.get(lineIndex) ?? null };
    this.units.push(unit);
    this.last = unit;
    this.lastLine = lineIndex;
    return unit;
  }
}
