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
}

const label = /^[ \t]*(?:[-*+][ \t]+)?(?:\*\*)?([A-Za-z][A-Za-z _-]{0,40})(?:\*\*)?[ \t]*:[ \t]*(?:\*\*)?[ \t]*(\S.*)$/;
const maximumLines = 400;

function readLabels(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  // Figures stand at the top of a SUMMARY, or in a short section at its end; the rest is prose of any length.
  const lines = text.split(/\r?\n/);
  const near = lines.length <= maximumLines ? lines : [...lines.slice(0, maximumLines / 2), ...lines.slice(-maximumLines / 2)];
  for (const line of near) {
    if (line.length > 400) continue;
    const match = label.exec(line);
    if (match === null) continue;
    const name = (match[1] ?? "").trim().toLowerCase().replace(/[ _]/g, "-");
    if (!values.has(name)) values.set(name, (match[2] ?? "").replace(/\*\*/g, "").replace(/^["']|["']$/g, "").trim());
  }
  return values;
}

function firstValue(values: ReadonlyMap<string, string>, names: readonly string[]): string | undefined {
  return names.map((name) => values.get(name)).find((value) => value !== undefined);
}

function readCount(values: ReadonlyMap<string, string>, names: readonly string[]): number | null {
  const match = /^~?(\d{1,5})(?![\d.:-])/.exec(firstValue(values, names) ?? "");
  return match === null ? null : Number(match[1]);
}

/** The title of a plan from its document's first heading: `# Phase 67 Plan 04: Monitoring Summary` → `Monitoring`. */
export function parseDocumentTitle(text: string): string | null {
  // A YAML comment in the front matter looks like a heading.
  const body = text.replace(/^\uFEFF?---[ \t]*\r?\n[^]*?\n---[ \t]*(?:\r?\n|$)/, "");
  const heading = /^# +(.+)$/m.exec(body)?.[1]?.trim();
  if (heading === undefined) return null;
  const title = heading
    .replace(/\s+#+$/, "")
    .replace(/^(?:(?:phase|objective)\s+[\w.-]+\s*)?(?:[:,—–-]\s*)?(?:(?:plan|trd)\s+[\w.-]+\s*)?[:—–-]\s*/i, "")
    .replace(/^(?:plan\s+)?\d+[A-Za-z]?(?:\.\d+)*-\d+[A-Za-z]?\s*[:—–-]?\s*/i, "")
    .replace(/[\s:—–-]*(?:execution\s+)?(?:plan\s+)?summary\s*$/i, "")
    .trim();
  return title === "" || /^(?:phase|plan)\s[\w.\s-]+$/i.test(title) ? null : title;
}

function parseWhen(text: string | undefined): number | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(Z|UTC|[+-]\d\d:?\d\d)?)?/.exec(text ?? "");
  if (match === null) return null;
  const [, year, month, day, hour = "0", minute = "0", second = "0", zone = "Z"] = match;
  const offset = /^([+-])(\d\d):?(\d\d)$/.exec(zone);
  const offsetMinutes = offset === null ? 0 : (offset[1] === "-" ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3]));
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)) - offsetMinutes * 60_000;
}

/**
 * Reads the figures of a SUMMARY.md from its front matter and its body, in the spellings of real projects.
 *
 * Labels are read line by line (`duration: 8min`, `**Duration:** ~8 minutes`, `- **Tasks:** 5`); the first one wins, so
 * front matter goes before the body. No YAML parser: this also runs in hooks, and a summary's front matter is often not YAML.
 */
export function parsePlanSummary(text: string): PlanSummary {
  const values = readLabels(text);
  const written = parseDuration(firstValue(values, ["duration", "total-duration", "time", "execution-time", "time-taken"]) ?? "");
  const modified = /^\[(.*)\]$/.exec(values.get("modified") ?? "");
  const created = /^\[(.*)\]$/.exec(values.get("created") ?? "");
  const listed = [created, modified].flatMap((match) => (match?.[1] ?? "").split(",").filter((item) => item.trim() !== "")).length;
  return {
    title: parseDocumentTitle(text) ?? values.get("title") ?? null,
    duration: written?.kind === "minutes" ? { minutes: written.minutes, text: firstValue(values, ["duration", "total-duration", "time", "execution-time", "time-taken"]) ?? "" } : null,
    bareDuration: written?.kind === "bare" ? written.value : null,
    tasks: readCount(values, ["tasks", "tasks-completed", "tasks-complete", "task-count", "completed-tasks", "total-tasks"]),
    files: readCount(values, ["files", "files-modified", "files-changed", "file-count"]) ?? (listed > 0 ? listed : null),
    completedAtMs: parseWhen(firstValue(values, ["completed", "completed-at", "completed-date", "completion-date", "date-completed", "date"])),
  };
}

/** The number of tasks that a PLAN.md sets: `<task …>` elements, else `### Task N` headings; `null` when it has neither. */
export function countPlanTasks(text: string): number | null {
  const elements = text.match(/^[ \t]*<task[\s>]/gm)?.length ?? 0;
  const count = elements > 0 ? elements : (text.match(/^#{2,4} +Task +\d+/gm)?.length ?? 0);
  return count > 0 ? count : null;
}
