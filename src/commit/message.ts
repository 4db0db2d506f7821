/** One `Key: value` line of a message's last paragraph; a value folded over several lines is joined by spaces. */
export interface Trailer {
  readonly key: string;
  readonly value: string;
}

/** A commit message, cut as git cuts it. */
export interface CommitMessage {
  /** The first paragraph, its lines joined by a space, as `git log --format=%s` shows it. Empty for an empty message. */
  readonly header: string;
  /** What follows, without the trailers and without blank lines at either end. */
  readonly body: string;
  /** As `git interpret-trailers --parse` lists them. */
  readonly trailers: readonly Trailer[];
}

/** What git's `isspace` knows: no other Unicode space is blank to git. */
function isSpace(character: string): boolean {
  return character === " " || character === "\t" || character === "\n" || character === "\r";
}

// `/\s+$/` is quadratic on a long run of spaces that something follows, so ends are trimmed by hand.
function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isSpace(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function trim(text: string): string {
  const ended = trimEnd(text);
  let start = 0;
  while (start < ended.length && isSpace(ended.charAt(start))) start += 1;
  return ended.slice(start);
}

function isBlank(line: string): boolean {
  return trimEnd(line) === "";
}

function isLowerCase(code: number): boolean {
  return code >= 97 && code <= 122;
}

/** In UTF-16 units. What follows is not looked at: no message that people wrote comes near. */
const longestMessage = 512 * 1024;

/** Parses a raw message (`%B`, or a cleaned COMMIT_EDITMSG), or the beginning of a very long one. Total: any text gives a message. */
export function parseCommitMessage(text: string): CommitMessage {
  const raw = text.length > longestMessage ? text.slice(0, longestMessage) : text;
  const firstEnd = raw.indexOf("\n");
  // Most messages are a line of words, which are no comment, no divider and no list of conflicts.
  if (isLowerCase(raw.charCodeAt(0)) && (firstEnd < 0 || firstEnd === raw.length - 1))
    return { header: trimEnd(raw), body: "", trailers: [] };
  const lines = raw.split("\n");
  let start = 0;
  while (start < lines.length && isBlank(lines[start] ?? "")) start += 1;
  let end = start;
  while (end < lines.length && !isBlank(lines[end] ?? "")) end += 1;
  const header = lines
    .slice(start, end)
    .map((line) => trimEnd(line))
    .join(" ");

  const block = findTrailerBlock(lines.slice(start));
  const bodyLines = [...lines.slice(end, start + block.start), ...lines.slice(start + block.end)];
  return {
    header,
    body: trimBlankLines(bodyLines).join("\n"),
    trailers: parseTrailers(lines.slice(start + block.start, start + block.end)),
  };
}

function trimBlankLines(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => !isBlank(line));
  return first === -1 ? [] : lines.slice(first, lines.findLastIndex((line) => !isBlank(line)) + 1);
}

/** Every line of a message that may hold a `Key: value` of ours: some stand above the paragraph that git takes for the trailers. */
export function messageLines(message: CommitMessage): readonly string[] {
  return [message.header, ...message.body.split("\n"), ...message.trailers.map(({ key, value }) => `${key}: ${value}`)];
}

interface LineSpan {
  readonly start: number;
  readonly end: number;
}

const gitCutLine = "# ------------------------ >8 ------------------------";
const gitGeneratedPrefixes: readonly string[] = ["Signed-off-by: ", "(cherry picked from commit "];

/**
 * Finds the trailers as git's trailer.c does (2.39): the last paragraph, if it is no part of the title and all its lines
 * are trailers, or a quarter of them when git itself wrote one. Lines that begin with `#` and a trailing `Conflicts:`
 * list are skipped, and a line `---` ends the message, as in a mailed patch.
 */
function findTrailerBlock(lines: readonly string[]): LineSpan {
  const end = findMessageEnd(lines);
  let titleEnd = 0;
  while (titleEnd < end && (isComment(lines[titleEnd]) || !isBlank(lines[titleEnd] ?? ""))) titleEnd += 1;

  const none: LineSpan = { start: end, end };
  let hasSeenText = false;
  let isRecognized = false;
  let trailerCount = 0;
  let otherCount = 0;
  let continuationCount = 0;
  for (let index = end - 1; index >= titleEnd; index -= 1) {
    const line = lines[index] ?? "";
    if (isComment(line)) {
      otherCount += continuationCount;
      continuationCount = 0;
    } else if (isBlank(line)) {
      if (!hasSeenText) continue;
      otherCount += continuationCount;
      const isBlock = isRecognized ? trailerCount * 3 >= otherCount : trailerCount > 0 && otherCount === 0;
      return isBlock ? { start: index + 1, end } : none;
    } else {
      hasSeenText = true;
      if (gitGeneratedPrefixes.some((prefix) => line.startsWith(prefix))) {
        isRecognized = true;
        trailerCount += 1;
        continuationCount = 0;
      } else if (isSpace(line.charAt(0))) {
        continuationCount += 1;
      } else if (findSeparator(line) >= 1) {
        trailerCount += 1;
        continuationCount = 0;
      } else {
        otherCount += 1 + continuationCount;
        continuationCount = 0;
      }
    }
  }
  return none;
}

function isComment(line: string | undefined): boolean {
  return line?.startsWith("#") === true;
}

/** Where the text that git looks for trailers in ends: before a patch, a cut line, trailing comments and conflict lists. */
function findMessageEnd(lines: readonly string[]): number {
  const divider = lines.findIndex(
    (line, index) => line.startsWith("---") && isDivider(line.charAt(3), index < lines.length - 1),
  );
  const beforePatch = divider === -1 ? lines.length : divider;
  const cut = lines.findIndex((line, index) => index < beforePatch && index < lines.length - 1 && line === gitCutLine);
  const limit = cut === -1 ? beforePatch : cut;
  let end = -1;
  let isInConflictList = false;
  for (let index = 0; index < limit; index += 1) {
    const line = lines[index] ?? "";
    if (isComment(line) || line === "") {
      if (end === -1) end = index;
    } else if (line === "Conflicts:" && index < lines.length - 1) {
      isInConflictList = true;
      if (end === -1) end = index;
    } else if (!(isInConflictList && line.startsWith("\t")) && end !== -1) {
      end = -1;
      isInConflictList = false;
    }
  }
  return end === -1 ? limit : end;
}

function isDivider(after: string, hasNewline: boolean): boolean {
  return after === "" ? hasNewline : isSpace(after);
}

/** Index of the `:` that ends a trailer's key: letters, digits and hyphens, then at most spaces; -1 when there is none. */
function findSeparator(line: string): number {
  const match = /^[A-Za-z0-9-]*[ \t]*:/.exec(line);
  if (match === null || /^[ \t]/.test(line)) return -1;
  return match[0].length - 1;
}

function parseTrailers(lines: readonly string[]): readonly Trailer[] {
  const folded: string[] = [];
  let isOpen = false;
  for (const line of lines) {
    if (isOpen && (line === "" || isSpace(line.charAt(0)))) {
      folded.push(`${folded.pop() ?? ""}\n${line}`);
      continue;
    }
    folded.push(line);
    isOpen = findSeparator(line) >= 1;
  }
  return folded.flatMap((line): Trailer[] => {
    const separator = isComment(line) ? -1 : findSeparator(line);
    if (separator < 1) return [];
    return [{ key: trim(line.slice(0, separator)), value: unfold(line.slice(separator + 1)) }];
  });
}

function unfold(value: string): string {
  return value
    .split("\n")
    .map((line, index) => (index === 0 ? line : trim(line)))
    .filter((line, index) => index === 0 || line !== "")
    .join(" ")
    .trim();
}

/** How `git commit --cleanup` treats the edited message; git's own default is `strip`. */
export type CleanupMode = "strip" | "scissors" | "verbatim" | "whitespace";

/**
 * Makes of the text of COMMIT_EDITMSG the message that git will record.
 *
 * The cut line and what follows it goes in every mode: only `commit -v` and the scissors mode write one. Otherwise as
 * `git stripspace` (comments only in the mode `strip`); `verbatim` changes nothing else.
 */
export function cleanMessageFile(
  text: string,
  options: { readonly commentPrefix: string; readonly cleanup: CleanupMode },
): string {
  const cutLine = `${options.commentPrefix} ------------------------ >8 ------------------------\n`;
  const cut = text.startsWith(cutLine) ? 0 : text.indexOf(`\n${cutLine}`);
  const kept = cut === -1 ? text : text.slice(0, text.startsWith(cutLine) ? 0 : cut + 1);
  return options.cleanup === "verbatim"
    ? kept
    : stripSpace(kept, options.cleanup === "strip" ? options.commentPrefix : "");
}

function stripSpace(text: string, commentPrefix: string): string {
  let result = "";
  let blankBefore = false;
  for (const line of text.split("\n")) {
    if (commentPrefix !== "" && line.startsWith(commentPrefix)) continue;
    const stripped = trimEnd(line);
    if (stripped === "") {
      blankBefore = true;
      continue;
    }
    if (blankBefore && result !== "") result += "\n";
    result += `${stripped}\n`;
    blankBefore = false;
  }
  return result;
}
