/** What a SUMMARY.md lists of the work on its plan, in the form in which commits are held against it. */
export interface ListedWork {
  /** Tokens that may abbreviate an oid, in lower case. */
  readonly prefixes: ReadonlySet<string>;
  /** The text without marks and with single blanks, in lower case. */
  readonly words: string;
  /** Words that may be paths of files. */
  readonly files: ReadonlySet<string>;
  /** When it says that work began and ended, in UTC milliseconds; `null` where it does not say both. */
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
}

/** Summaries are shorter; what comes after is somebody's log. */
const longestText = 400_000;
const prefixToken = /(?<![0-9A-Za-z])[0-9a-f]{7,40}(?![0-9A-Za-z])/gi;
const separators = /[\s`"'“”,|*<>]+/;
const outerMarks = /^[:;([{\\-]+|[:;.)\]}\\]+$/g;

/** Text as subjects are looked for in it: case, blanks and Markdown's marks tell nothing. */
export function normalizeWords(text: string): string {
  return text
    .toLowerCase()
    .replace(/[`*_“”"]/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

const day = String.raw`(20\d\d-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d{1,9})?\s?(Z|UTC|[+-]\d\d:\d\d)?`;
const startLine = new RegExp(`\\bstart(?:ed)?(?![a-z])(?:[ _-]?(?:at|time))?[^\\n\\d]{0,12}${day}`, "i");
const endLine = new RegExp(
  `\\b(?:completed|ended|finished|end)(?![a-z])(?:[ _-]?(?:at|time))?[^\\n\\d]{0,12}${day}`,
  "i",
);

function readTime(text: string, line: RegExp): number {
  const [, date = "", time = "", zone = "Z"] = line.exec(text) ?? [];
  return Date.parse(`${date}T${time}${zone === "UTC" ? "Z" : zone}`);
}

/** Reads what a SUMMARY.md lists. Total. */
export function parseListedWork(fullText: string): ListedWork {
  const text = fullText.slice(0, longestText);
  const [start, end] = [readTime(text, startLine), readTime(text, endLine)];
  const isSpan = end > start;
  return {
    prefixes: new Set((text.match(prefixToken) ?? []).map((token) => token.toLowerCase())),
    words: normalizeWords(text),
    files: new Set(
      text
        .split(separators)
        .map((word) => word.replace(outerMarks, "").replace(/^\.\//, ""))
        .filter((word) => /[./]/.test(word) && /[A-Za-z]/.test(word)),
    ),
    startedAtMs: isSpan ? start : null,
    endedAtMs: isSpan ? end : null,
  };
}

/** Tells whether the files that are listed hold one: by its path, or by an end of it that names a folder as well. */
export function listsFile({ files }: ListedWork, path: string): boolean {
  if (files.has(path)) return true;
  for (let slash = path.indexOf("/"); slash !== -1; slash = path.indexOf("/", slash + 1)) {
    const end = path.slice(slash + 1);
    if (!end.includes("/")) return false;
    if (files.has(end)) return true;
  }
  return false;
}
