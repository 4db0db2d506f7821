import { appendTo } from "../model/append-to.ts";
import { parseDocumentTitle, parseStatedTitle } from "./document-title.ts";
import { parseDuration } from "./duration.ts";

/** What a SUMMARY.md says of its plan; `null` where it says nothing that can be read. */
export interface PlanSummary {
  readonly title: string | null;
  /** Minutes, with the text that said so. */
  readonly duration: { readonly minutes: number; readonly text: string } | null;
  /** A bare number: minutes or seconds. */
  readonly bareDuration: number | null;
  readonly tasks: number | null;
  readonly files: number | null;
  /** UTC epoch of `completed:`; a date without a time counts as the start of that day. */
  readonly completedAtMs: number | null;
  /** Ids of the requirements that the plan says it completed. */
  readonly requirements: readonly string[];
}

const label =
  /^[ \t]*(?:[-*+][ \t]+)?(?:\*\*)?([A-Za-z][A-Za-z _-]{0,40})(?:\*\*)?[ \t]*[:：][ \t]*(?:\*\*)?[ \t]*(\S.*)$/;
const maximumLines = 400;
/** Shorter times are those of a test run; no plan is carried out in ten seconds. */
const shortestMinutes = 10 / 60;

const durationNames = [
  "duration",
  "total-duration",
  "actual-duration",
  "execution-time",
  "total-execution-time",
  "time-taken",
];
/** Names that say the unit; their value is a bare number. */
const minutesPerUnit: Readonly<Record<string, number>> = {
  "duration-minutes": 1,
  "duration-mins": 1,
  "duration-min": 1,
  "duration-seconds": 1 / 60,
  "duration-secs": 1 / 60,
  "duration-sec": 1 / 60,
  "duration-s": 1 / 60,
};
const taskNames = [
  "tasks",
  "tasks-completed",
  "tasks-complete",
  "completed-tasks",
  "task-count",
  "total-tasks",
  "tasks-total",
];
const completionNames = ["completed", "completed-at", "completed-date", "completion-date", "date-completed", "date"];

type Labels = ReadonlyMap<string, readonly string[]>;

function readLabels(lines: readonly string[]): Labels {
  const values = new Map<string, string[]>();
  // Figures stand at the top of a SUMMARY, or in a short section at its end; the rest is prose of any length.
  const near =
    lines.length <= maximumLines ? lines : [...lines.slice(0, maximumLines / 2), ...lines.slice(-maximumLines / 2)];
  for (const line of near) {
    if (line.length > 400) continue;
    const match = label.exec(line);
    if (match === null) continue;
    const name = (match[1] ?? "").trim().toLowerCase().replace(/[ _]/g, "-");
    const value = (match[2] ?? "")
      .replace(/\*\*/g, "")
      .trim()
      .replace(/^["'](.*)["']$/, "$1")
      .trim();
    appendTo(values, name, value);
  }
  return values;
}

/** The first value, by the order of the names and then of the lines, that can be read. */
function findFirst<Result>(
  values: Labels,
  names: readonly string[],
  read: (value: string) => Result | undefined,
): Result | undefined {
  for (const name of names) {
    for (const value of values.get(name) ?? []) {
      const result = read(value);
      if (result !== undefined) return result;
    }
  }
  return undefined;
}

function readCount(value: string): number | undefined {
  const match = /^~?(\d{1,5})(?![\d.:-])/.exec(value);
  return match === null ? undefined : Number(match[1]);
}

interface StatedDuration {
  readonly minutes: number | null;
  readonly bare: number | null;
  readonly text: string;
}

/** What a duration was taken by, behind it: it holds pauses as well, or was a guess. */
const byTheClock = /^[^\p{L}]{0,4}(?:wall|elapsed|calendar|cal\b|de reloj|kalender|reloj)/iu;
const guessed = /^[^\p{L}]{0,4}(?:estimated|estimate|planned|expected|estimad[oa]|geschätzt)/iu;
/** Not of the plan: `30 seconds for 28 tests`, `16 minutes for Plans 01 and 04`. */
const ofOthers = /^\s*(?:for|to run)\s(?:the\s|all\s|full\s|\d{1,6}\s){0,3}(?:tests?\b|(?:test )?suite\b|plans\s)/i;
/** The time of the work alone, before its figure or behind it. */
const ofWork =
  /(?:\b(?:effective|active|actual|net|hands-on|execution|work(?:ing)?(?: time)?|trabajo|efectiv[oa]|activ[oa]|aktiv|effektiv|netto)\b[^\p{L}\d]{0,4}){1,3}([~≈<]?\s*\d)|([~≈<]?\s?\d[^;()]{0,20}?)\s(?:of|de)\s(?:effective|active|actual|execution|work|trabajo|ejecución)/giu;

/** The one time of work that a text tells; `undefined` where it tells none, or several. */
function readWork(text: string): { readonly minutes: number } | undefined {
  const found = [...text.matchAll(ofWork)].flatMap((match) => {
    const at = match.index + (match[1] === undefined ? 0 : match[0].length - match[1].length);
    const read = parseDuration(text.slice(at));
    return read?.kind === "minutes" ? [read] : [];
  });
  return found.length === 1 ? found[0] : undefined;
}

/**
 * Minutes of a stated duration: of one by the clock or in days, what it says of the work itself, if it does
 * (`~3 días · trabajo efectivo ~45 min`). A guess, and what is no time of this plan, is none.
 */
function chooseMinutes(text: string, minutes: number, length: number): number | undefined {
  const rest = text.slice(length);
  if (ofOthers.test(rest)) return undefined;
  const isGuess = guessed.test(rest);
  if (!isGuess && minutes < 24 * 60 && !byTheClock.test(rest)) return minutes;
  return readWork(rest)?.minutes ?? (isGuess ? undefined : minutes);
}

function readDuration(values: Labels): StatedDuration | undefined {
  const stated = findFirst(values, durationNames, (text): StatedDuration | undefined => {
    const written = parseDuration(text);
    if (written === undefined) return undefined;
    if (written.kind === "bare") return { minutes: null, bare: written.value, text };
    const minutes = chooseMinutes(text, written.minutes, written.length);
    return minutes !== undefined && minutes >= shortestMinutes ? { minutes, bare: null, text } : undefined;
  });
  if (stated !== undefined) return stated;
  for (const [name, minutes] of Object.entries(minutesPerUnit)) {
    const text = findFirst(values, [name], (value) => (/^\d{1,9}(?:\.\d{1,4})?$/.test(value) ? value : undefined));
    if (text !== undefined) return { minutes: Number(text) * minutes, bare: null, text };
  }
  return undefined;
}

/** The files that a plan touched: a total, else those created and those modified together, else the lists of both. */
function readFiles(values: Labels): number | null {
  const total = findFirst(values, ["files", "files-changed", "files-touched", "file-count"], readCount);
  if (total !== undefined) return total;
  const modified = findFirst(values, ["files-modified"], (value) => {
    // `7 (2 created, 5 modified)` is seven; `2 created, 5 modified` is too.
    const parts = /^(\d{1,5}) created\s*[,+&]\s*(\d{1,5}) (?:modified|updated)/.exec(value);
    return parts === null ? readCount(value) : Number(parts[1]) + Number(parts[2]);
  });
  const isFigure = (value: string): boolean => /^~?\d{1,5}$/.test(value);
  const created = findFirst(values, ["files-created"], (value) => (isFigure(value) ? readCount(value) : undefined));
  const modifiedIsFigure = (values.get("files-modified") ?? []).some(isFigure);
  if (created !== undefined && (modified === undefined || modifiedIsFigure)) return created + (modified ?? 0);
  if (modified !== undefined) return modified;
  const listed = ["created", "modified"].flatMap((name) =>
    (/^\[(.*)\]$/.exec(values.get(name)?.[0] ?? "")?.[1] ?? "").split(",").filter((item) => item.trim() !== ""),
  ).length;
  return listed > 0 ? listed : null;
}

const requirementList = /^(?:requirements?|reqs)[-_]complete[d]?:[ \t]*(.*)$/i;
const requirementId =
  /(?<![A-Za-z0-9-])[A-Z][A-Z0-9]{0,15}(?:-[A-Z][A-Z0-9]{0,15}){0,3}-\d{1,4}[a-z]?(?![A-Za-z0-9-])/g;

/** The requirements of `requirements-completed:` in the front matter, on one line or as a YAML list. */
function readRequirements(frontMatter: readonly string[]): readonly string[] {
  const first = frontMatter.findIndex((line) => requirementList.test(line));
  if (first === -1) return [];
  const next = frontMatter.findIndex((line, index) => index > first && !/^[ \t]*-[ \t]|^[ \t]*$/.test(line));
  const lines = frontMatter.slice(first, next === -1 ? first + 100 : Math.min(next, first + 100));
  return [...new Set(lines.flatMap((line) => line.slice(0, 2000).match(requirementId) ?? []))];
}

function parseWhen(text: string): number | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?\s*(Z|UTC|[+-]\d\d:?\d\d)?)?/.exec(
    text,
  );
  if (match === null) return undefined;
  const [, year, month, day, hour = "0", minute = "0", second = "0", zone = "Z"] = match;
  const offset = /^([+-])(\d\d):?(\d\d)$/.exec(zone);
  const offsetMinutes =
    offset === null ? 0 : (offset[1] === "-" ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3]));
  return (
    Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)) -
    offsetMinutes * 60_000
  );
}

/**
 * Reads the figures of a SUMMARY.md from its front matter and its body, in the spellings of real projects.
 *
 * Labels are read line by line (`duration: 8min`, `**Duration:** ~8 minutes`, `- **Tasks:** 5`); the first one that can
 * be read wins, so front matter goes before the body. No YAML parser: this also runs in hooks, and a summary's front
 * matter is often not YAML.
 */
export function parsePlanSummary(text: string): PlanSummary {
  const lines = text.split(/\r?\n/);
  const values = readLabels(lines);
  // The body may well have a duration for each task; the one for the plan stands in the front matter, if there.
  const end = /^\uFEFF?---[ \t]*$/.test(lines[0] ?? "")
    ? lines.findIndex((line, index) => index > 0 && /^---[ \t]*$/.test(line))
    : -1;
  const stated = readDuration(readLabels(lines.slice(0, end + 1))) ?? readDuration(values);
  return {
    title: parseDocumentTitle(text) ?? parseStatedTitle(values.get("title")?.[0]),
    duration: stated?.minutes == null ? null : { minutes: stated.minutes, text: stated.text },
    bareDuration: stated?.bare ?? null,
    tasks: findFirst(values, taskNames, readCount) ?? null,
    files: readFiles(values),
    completedAtMs: findFirst(values, completionNames, parseWhen) ?? null,
    requirements: readRequirements(lines.slice(0, end + 1)),
  };
}

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === "string";
}

function isNumberOrNull(value: unknown): boolean {
  return value === null || typeof value === "number";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** Tells whether what was kept as JSON has the form of a summary. */
export function isPlanSummary(value: unknown): value is PlanSummary {
  if (!isRecord(value)) return false;
  const { title, duration, bareDuration, tasks, files, completedAtMs, requirements } = value;
  return (
    isTextOrNull(title) &&
    (duration === null ||
      (isRecord(duration) && typeof duration["minutes"] === "number" && typeof duration["text"] === "string")) &&
    [bareDuration, tasks, files, completedAtMs].every(isNumberOrNull) &&
    Array.isArray(requirements) &&
    requirements.every((item) => typeof item === "string")
  );
}

/** The title alone: most documents say it in their first heading, and nothing else is read. */
export function parsePlanTitle(text: string): string | null {
  return parseDocumentTitle(text) ?? parseStatedTitle(readLabels(text.split(/\r?\n/)).get("title")?.[0]);
}

/** The number of tasks that a PLAN.md sets: `<task …>` elements, else `### Task N` headings; `null` when it has neither. */
export function countPlanTasks(text: string): number | null {
  const elements = text.match(/^[ \t]*<task[\s>]/gm)?.length ?? 0;
  const count = elements > 0 ? elements : (text.match(/^#{2,4} +Task +\d+/gm)?.length ?? 0);
  return count > 0 ? count : null;
}
