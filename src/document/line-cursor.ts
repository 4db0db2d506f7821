/** A place in a line that counts columns as Markdown does: a tab reaches to the next column that four divides. */
export class LineCursor {
  private readonly text: string;
  private index = 0;
  /** May stand within a tab, of which a container has taken a part. */
  private column = 0;
  /** Where the next character is that is no space, and its column. */
  private contentIndex = 0;
  private contentColumn = 0;
  private tailStartByMark: Map<string, number> | undefined;

  constructor(text: string) {
    this.text = text;
    this.findContent();
  }

  /** Columns of white space in front of what follows. */
  get indent(): number {
    return this.contentColumn - this.column;
  }

  get isBlank(): boolean {
    return this.contentIndex >= this.text.length;
  }

  /** Nothing of the line has been consumed. */
  get isWhole(): boolean {
    return this.index === 0;
  }

  /** Where what follows the white space starts in the line. */
  get contentStart(): number {
    return this.contentIndex;
  }

  /** The first character of `rest`; empty at the end of the line. */
  get first(): string {
    return this.text.charAt(this.contentIndex);
  }

  /** What follows the white space. */
  get rest(): string {
    return this.text.slice(this.contentIndex);
  }

  /** Nothing but white space stands behind the first `length` characters of `rest`. */
  isBlankAfter(length: number): boolean {
    let index = this.contentIndex + length;
    while (this.text[index] === " " || this.text[index] === "\t") index += 1;
    return index >= this.text.length;
  }

  /** How often the character stands at the beginning of `rest`. */
  lengthOfRun(character: string): number {
    let index = this.contentIndex;
    while (this.text[index] === character) index += 1;
    return index - this.contentIndex;
  }

  /** What follows is a thematic break: three or more of `*`, `-` or `_`, with nothing but white space between. */
  get isThematicBreak(): boolean {
    const mark = this.text[this.contentIndex];
    if ((mark !== "*" && mark !== "-" && mark !== "_") || this.contentIndex < this.startOfTail(mark)) return false;
    let count = 0;
    for (let index = this.contentIndex; count < 3 && index < this.text.length; index += 1)
      count += this.text[index] === mark ? 1 : 0;
    return count === 3;
  }

  /** From where on the line holds nothing but the mark and white space. Looked up once a line: markers nest (`- - - x`). */
  private startOfTail(mark: string): number {
    this.tailStartByMark ??= new Map();
    const known = this.tailStartByMark.get(mark);
    if (known !== undefined) return known;
    let start = this.text.length;
    while (
      start > 0 &&
      (this.text[start - 1] === mark || this.text[start - 1] === " " || this.text[start - 1] === "\t")
    )
      start -= 1;
    this.tailStartByMark.set(mark, start);
    return start;
  }

  /** Consumes so many columns of white space; `false`, and nothing is consumed, where there are fewer. */
  skipIndent(columns: number): boolean {
    if (this.indent < columns) return false;
    this.advance(columns);
    return true;
  }

  /** Consumes `>` and one column of white space behind it; `false` where no quote mark stands here. */
  skipQuoteMark(): boolean {
    if (this.indent >= 4 || this.text[this.contentIndex] !== ">") return false;
    this.moveTo(this.contentIndex + 1, this.contentColumn + 1);
    if (this.indent > 0) this.advance(1);
    return true;
  }

  /** Consumes a list marker of so many characters with the white space that belongs to it; tells the columns. */
  skipListMarker(length: number): number {
    const start = this.column;
    this.moveTo(this.contentIndex + length, this.contentColumn + length);
    const end = this.column;
    if (this.isBlank) return end + 1 - start;
    // Five columns and more are one that belongs to the marker, and indented code.
    this.advance(this.indent > 4 ? 1 : this.indent);
    return this.column - start;
  }

  private moveTo(index: number, column: number): void {
    this.index = index;
    this.column = column;
    this.findContent();
  }

  private advance(columns: number): void {
    const target = this.column + columns;
    while (this.column < target) {
      const next = this.text[this.index] === "\t" ? this.column + 4 - (this.column % 4) : this.column + 1;
      // Of a tab that reaches further the rest stays in front of the cursor.
      if (next <= target) this.index += 1;
      this.column = Math.min(next, target);
    }
  }

  private findContent(): void {
    let [index, column] = [this.index, this.column];
    for (; this.text[index] === " " || this.text[index] === "\t"; index += 1) {
      column = this.text[index] === "\t" ? column + 4 - (column % 4) : column + 1;
    }
    this.contentIndex = index;
    this.contentColumn = column;
  }
}
