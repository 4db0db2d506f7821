/** How to write for the reader at hand. */
export interface TerminalStyle {
  readonly color: boolean;
  /** Columns to keep to; lines of data may be longer where cutting would lose something. */
  readonly width: number;
  /** The address of a path of the repository, on terminals that show hyperlinks. */
  readonly addressOf?: (path: string) => string;
}

export type Tone = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

const codes: Readonly<Record<Tone, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
};

/** Paints text in a tone, on terminals that want colour. */
export function paint(style: TerminalStyle, tone: Tone, text: string): string {
  const [on, off] = codes[tone];
  return style.color && text !== "" ? `\u001b[${on}m${text}\u001b[${off}m` : text;
}

/**
 * Shows text from the repository: control and bidirectional characters appear as escapes, so that a commit subject can
 * neither move the cursor nor hide what follows.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

/** A path of the repository as text, or another text that stands for it: linked to the file where the terminal shows links. */
export function showPath(style: TerminalStyle, path: string, text: string = path): string {
  const shown = printable(text);
  if (style.addressOf === undefined || shown === "") return shown;
  return `\u001b]8;;${style.addressOf(path)}\u001b\\${shown}\u001b]8;;\u001b\\`;
}

// Flags are pairs of letters that take a column or two together, as the terminal likes.
const wide =
  /(?!\p{RI})[\p{Emoji_Presentation}\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;

/** Columns that a text takes in a terminal: combining marks none, CJK and emoji two. */
export function displayWidth(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += /\p{Mn}/u.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return width;
}

/** Cuts a text to a number of columns, with an ellipsis where something is missing. */
export function clip(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  let result = "";
  let width = 0;
  for (const character of text) {
    const next = displayWidth(character);
    if (width + next > columns - 1) break;
    result += character;
    width += next;
  }
  return `${result}…`;
}

/** Fills a text up to a number of columns. */
export function pad(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - displayWidth(text)));
}

/** `1,234,567`. What the platform has for it loads the data of all languages first. */
function withSeparators(number: number): string {
  return String(number).replace(/\d(?=(?:\d{3})+$)/g, "$&,");
}

/** A number with its noun: `1 commit`, `3 commits`. */
export function count(number: number, noun: string): string {
  return `${withSeparators(number)} ${noun}${number === 1 ? "" : "s"}`;
}

/** A word in pieces that fit, where its script breaks between any two characters; else as it is. */
function breakWord(word: string, columns: number): readonly string[] {
  if (displayWidth(word) <= columns || !wide.test(word)) return [word];
  const pieces: string[] = [];
  for (const character of word) {
    const last = pieces.at(-1);
    if (last !== undefined && displayWidth(last + character) <= columns) pieces[pieces.length - 1] = last + character;
    else pieces.push(character);
  }
  return pieces;
}

/** Breaks a text at blanks into lines of at most so many columns; a longer word has a line of its own, or several in Chinese. */
export function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let current = "";
  for (const word of text.split(" ").flatMap((part) => breakWord(part, columns))) {
    if (current !== "" && displayWidth(current) + 1 + displayWidth(word) > columns) {
      lines.push(current);
      current = word;
    } else current = current === "" ? word : `${current} ${word}`;
  }
  return [...lines, current];
}
