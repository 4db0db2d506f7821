import { isPlaceholder } from "../document/label-lines.ts";
import { findLastWork } from "../links/work-times.ts";
import { describePosition, isOwnWording, stoppedAtAgrees } from "./session-continuity.ts";
import type { PositionRenderFacts } from "./position-facts.ts";
import { endOfWrittenTime, formatLike, parseWrittenTime } from "./zoned-time.ts";

/** Longer words are somebody's report, which no line of ours stands in for: it is reported, and stays. */
const longestOwnWords = 160;

/** What a value must say instead. */
interface Replacement {
  readonly derived: string;
  readonly evidence: string;
}

/** The words that tell of the position, where the recorded ones contradict it; `null` where they may stay. */
function renderWords(words: string, facts: PositionRenderFacts): string | null {
  const described = describePosition(facts.position, facts.plannedTasks);
  if (described === null || words === "" || words === described) return null;
  if (isPlaceholder(words) || isOwnWording(words)) return described;
  return stoppedAtAgrees(words, facts) || words.length > longestOwnWords ? null : described;
}

/**
 * Holds a line such as `2026-02-20 — Completed 02-01` against the last work: its day, and the plan that its words name. A day
 * after the last work stays, since not all that happens is a commit of a plan.
 */
export function renderLastActivity(value: string, facts: PositionRenderFacts): Replacement | null {
  const last = findLastWork(facts.work);
  const written = parseWrittenTime(value);
  if (last === null || written === undefined) return null;
  const useUtc = written.zone === "Z" || written.zone === "UTC";
  const rest = value.slice(written.length);
  const separator = /^[ \t]*(?:[—–:|-]{1,2}[ \t]*)?/.exec(rest)?.[0] ?? "";
  const words = rest.slice(separator.length);
  const isBefore = [0, last.offsetMinutes].every((offset) => endOfWrittenTime(written, offset) <= last.epochMs);
  const lastDays = [0, last.offsetMinutes].map((offset) =>
    new Date(last.epochMs + offset * 60_000).toISOString().slice(0, 10),
  );
  if (!isBefore && !lastDays.includes(value.slice(0, 10))) return null;
  const newWords = renderWords(words, facts);
  if (!isBefore && newWords === null) return null;
  const isLongProse = words.length > longestOwnWords && !stoppedAtAgrees(words, facts);
  if (isLongProse) return null;
  const time = isBefore ? formatLike(written, last, useUtc) : value.slice(0, written.length);
  const evidence = `the last work commit is of ${formatLike({ ...written, precision: "minute" }, last, useUtc)}`;
  return { derived: `${time}${separator}${newWords ?? words}`, evidence };
}

/** Holds a description without a day, as newer versions of GSD keep in the front matter, against the position. */
export function renderActivityWords(value: string, facts: PositionRenderFacts): Replacement | null {
  const derived = renderWords(value, facts);
  const newest = facts.standing.newest;
  return derived === null || newest === null
    ? null
    : { derived, evidence: `the plan completed last is of ${newest.completedAt}` };
}
