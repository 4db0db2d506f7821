const blockTags =
  "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul";

/** The HTML block kinds of CommonMark 4.6 that end at a marker; the sixth ends at a blank line. */
const htmlBlocks: readonly { readonly opening: RegExp; readonly closing: RegExp | null }[] = [
  { opening: /^<(?:script|pre|style|textarea)(?:[\s>]|$)/i, closing: /<\/(?:script|pre|style|textarea)>/i },
  { opening: /^<!--/, closing: /-->/ },
  { opening: /^<\?/, closing: /\?>/ },
  { opening: /^<![A-Za-z]/, closing: />/ },
  { opening: /^<!\[CDATA\[/, closing: /\]\]>/ },
  { opening: new RegExp(`^</?(?:${blockTags})(?:[\\s>]|/>|$)`, "i"), closing: null },
];
/** The seventh kind: any tag, complete and alone on its line. Attributes do not hold `>` here, which keeps it linear. */
const loneTag = /^<(?:\/[A-Za-z][A-Za-z0-9-]*[ \t]*|[A-Za-z][A-Za-z0-9-]*(?:[ \t][^<>]*)?)>[ \t]*$/;

/** The closing marker of the HTML block that starts here, `null` if a blank line closes it, `undefined` if none starts. */
export function htmlClosing(rest: string, continuesParagraph: boolean): RegExp | null | undefined {
  if (!rest.startsWith("<")) return undefined;
  const block = htmlBlocks.find(({ opening }) => opening.test(rest));
  if (block !== undefined) return block.closing;
  return !continuesParagraph && loneTag.test(rest) ? null : undefined;
}

/** Reads an ATX heading: one to six `#`, and a title without the closing `#`. */
export function readHeading(rest: string): { readonly title: string; readonly level: number } | null {
  const marker = /^#{1,6}(?=[ \t]|$)/.exec(rest)?.[0];
  if (marker === undefined) return null;
  const text = rest.slice(marker.length).trim();
  let end = text.length;
  while (end > 0 && text[end - 1] === "#") end -= 1;
  // `# a #` is closed, `# a#` is not.
  const isClosed = end === 0 || text[end - 1] === " " || text[end - 1] === "\t";
  return { title: isClosed ? text.slice(0, end).trim() : text, level: marker.length };
}

/** Tells whether the line can stand under a table's header: dashes with colons and pipes, at least one of either. */
export function isDelimiterRow(rest: string): boolean {
  if (!/^[-:|][-:| \t]*$/.test(rest) || !/[|:]/.test(rest)) return false;
  const inner = rest.trim().replace(/^\|/, "").replace(/\|$/, "");
  return inner.split("|").every((cell) => /^:?-+:?$/.test(cell.trim()));
}
