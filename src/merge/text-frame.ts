/** What surrounds the lines of a text: they are merged apart from it. */
interface TextFrame {
  readonly hasByteOrderMark: boolean;
  readonly endsWithNewline: boolean;
  /** `null`: there are both, or none. */
  readonly lineEnding: "\n" | "\r\n" | null;
}

/** The lines of three texts, each with its line ending, and how to put merged lines together. */
export interface FramedTexts {
  readonly base: readonly string[];
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
  /** For lines that no text holds. */
  readonly lineEnding: "\n" | "\r\n";
  readonly join: (lines: readonly string[]) => string;
}

/** Three-way choice of a single value: the side that changed it; where both did, ours. */
function chooseChanged<Value>(base: Value, ours: Value, theirs: Value): Value {
  return ours === base ? theirs : ours;
}

function readFrame(text: string): TextFrame {
  const crlf = text.split("\r\n").length - 1;
  const lf = text.split("\n").length - 1 - crlf;
  return {
    hasByteOrderMark: text.startsWith("\uFEFF"),
    endsWithNewline: text === "" || text.endsWith("\n"),
    lineEnding: crlf > 0 === lf > 0 ? null : crlf > 0 ? "\r\n" : "\n",
  };
}

/** Splits after each `\n`; the last line is given a line ending if it has none. */
function splitLines(text: string, lineEnding: string): readonly string[] {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const last = lines.at(-1);
  return last === undefined || last.endsWith("\n") ? lines : [...lines.slice(0, -1), last + lineEnding];
}

/**
 * Takes the byte order mark, the final newline and the line endings out of the way: each is merged by itself.
 *
 * When one side turned all line endings round, the other side's lines follow; a text with both kinds is left as it is.
 */
export function frameTexts(base: string, ours: string, theirs: string): FramedTexts {
  const [baseFrame, oursFrame, theirsFrame] = [readFrame(base), readFrame(ours), readFrame(theirs)];
  const choose = <Key extends keyof TextFrame>(key: Key): TextFrame[Key] =>
    chooseChanged(baseFrame[key], oursFrame[key], theirsFrame[key]);
  const isUniform = [baseFrame, oursFrame, theirsFrame].every(({ lineEnding }) => lineEnding !== null);
  const chosen = choose("lineEnding");
  const lineEnding = chosen ?? oursFrame.lineEnding ?? theirsFrame.lineEnding ?? "\n";
  const hasByteOrderMark = choose("hasByteOrderMark");
  const endsWithNewline = choose("endsWithNewline");
  // A last line without an ending may end with a lone `\r`, which is text.
  const unended = new Map<string, string>();
  const toLines = (text: string): readonly string[] => {
    const bare = text.replace(/^\uFEFF/, "");
    const lines = splitLines(isUniform && chosen !== null ? bare.replace(/\r?\n/g, chosen) : bare, lineEnding);
    const last = lines.at(-1);
    if (last !== undefined && !text.endsWith("\n")) unended.set(last, last.slice(0, -lineEnding.length));
    return lines;
  };
  return {
    base: toLines(base),
    ours: toLines(ours),
    theirs: toLines(theirs),
    lineEnding,
    join(lines) {
      const last = lines.at(-1);
      const text =
        endsWithNewline || last === undefined
          ? lines.join("")
          : lines.slice(0, -1).join("") + (unended.get(last) ?? last.replace(/\r?\n$/, ""));
      return (hasByteOrderMark ? "\uFEFF" : "") + text;
    },
  };
}
