import type { Range } from "../model/source-text.ts";

/** What a fraction counts; `other` is tests, lines, must-haves and all else that the disk knows nothing about. */
export type CountedThing = "plans" | "phases" | "items" | "other";

/** A fraction such as `38/48 plans` or `1 of 4 plans complete`. */
export interface Fraction {
  readonly part: number;
  readonly whole: number;
  readonly counts: CountedThing;
  /** A phase is named before it, so that it may count that phase alone: `Phase 2 in progress - 4/6 plans`. */
  readonly isOfPhase: boolean;
  /** As written: `38/48`. */
  readonly text: string;
  /** Offsets into the text that was searched. */
  readonly range: Range;
}

const fractionPattern = /(?<![\d.,/-])(\d{1,4})(?:[ ]?\/[ ]?|[ ]of[ ])(\d{1,4})(?![\d%/-]|[.,]\d)/g;
const milestonePattern = /(?<![\w.])v\d{1,3}(?:\.\d{1,3}){0,2}(?![\w.]*\d)/gi;
/** A number of a sequence, not a count: `Phase 2 of 5`, `Wave 1/3`. */
const ordinalBefore =
  /(?:^|[^A-Za-z])(?:phase|objective|wave|plan|trd|milestone|step|day|week|task|part|session|sprint|batch|round|job)[ \t]#?$/i;

const begun =
  /(?:^|[ \t])(?:partial|partially|started|begun|planned|pending|remaining|left|ready|in progress)(?=[ \t]|$)/i;
const countedNoun = /(?:^|[ \t])(plans?|trds?|phases?|objectives?|requirements?|reqs?|milestones?|tasks?)(?=[ \t]|$)/i;

function nameCounted(after: string): CountedThing {
  const words = /^[ \t]{0,2}((?:[A-Za-z-]{1,20}[ \t]{0,2}){0,4})/.exec(after)?.[1] ?? "";
  // `1 of 5 phases partially complete` counts what is begun.
  if (begun.test(words.trimEnd())) return "other";
  const noun = countedNoun.exec(words)?.[1]?.toLowerCase() ?? "";
  if (/^(?:plan|trd)/.test(noun)) return "plans";
  if (/^(?:phase|objective)/.test(noun)) return "phases";
  if (noun !== "") return "items";
  const rest = after.trimStart();
  const isAlone =
    rest === "" || /^(?:[),;|\]—–→]|\([~≈]?\d|(?:complete|completed|done|executed)(?![A-Za-z]))/i.test(rest);
  return isAlone ? "items" : "other";
}

/** Finds the fractions of a text that count something; `Phase 2 of 5` is a place in a sequence. */
export function findFractions(text: string): readonly Fraction[] {
  const fractions: Fraction[] = [];
  const firstPhase = /(?:^|[^A-Za-z])(?:phase|objective)[ \t]{1,2}\d/i.exec(text)?.index ?? text.length;
  for (const match of text.matchAll(fractionPattern)) {
    const end = match.index + match[0].length;
    if (ordinalBefore.test(text.slice(Math.max(0, match.index - 24), match.index))) continue;
    const [part, whole] = [Number(match[1]), Number(match[2])];
    if (whole === 0) continue;
    // `(plans: 72/72)` names the thing in front.
    const before = /(?:^|[^A-Za-z])(plans?|phases?):[ \t]$/i.exec(
      text.slice(Math.max(0, match.index - 12), match.index),
    )?.[1];
    const named = nameCounted(text.slice(end, end + 80));
    const counts = before === undefined || named !== "items" ? named : /^plan/i.test(before) ? "plans" : "phases";
    fractions.push({
      part,
      whole,
      counts,
      isOfPhase: counts !== "phases" && firstPhase < match.index,
      text: match[0],
      range: { start: match.index, end },
    });
  }
  return fractions;
}

/** The only milestone version in a text, in lower case; `null` for none or several. */
export function findOnlyMilestone(text: string): string | null {
  const found = new Set([...text.matchAll(milestonePattern)].map(([version]) => version.toLowerCase()));
  const [only, second] = found;
  return only === undefined || second !== undefined ? null : only;
}
