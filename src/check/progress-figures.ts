import type { Range } from "../model/source-text.ts";

/** A bar such as `[███████░░░]`. Cells of a second kind (`▓` beside `█`, the head of `==>`) may count or not. */
export interface ProgressBar {
  readonly cells: number;
  readonly fewestFilled: number;
  readonly mostFilled: number;
  readonly text: string;
}

/** A percentage; `~77%` is approximate. */
export interface Percentage {
  readonly value: number;
  readonly isApproximate: boolean;
}

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

/** A bar or a percentage with the fractions that stand beside it. */
export interface ProgressFigure {
  readonly bar: ProgressBar | null;
  readonly percentage: Percentage | null;
  /** Of the brackets right behind the percentage, or in front of it. Those that count other things are left out. */
  readonly fractions: readonly Fraction[];
  /** The only milestone that the figure names, as in `(v2.0: 38/48 plans)`; `null` for none or several. */
  readonly milestone: string | null;
  /** From the bar or percentage up to the end of its brackets. Offsets into the text that was read. */
  readonly range: Range;
}

const inks: readonly string[] = ["█", "▰", "■", "●", "#", "=", "▓", "▒", ">"];
const bracketedBar = /\[([█▓▒░▰▱■□●○#=>.·\- ]{5,80})\]/g;
const bareBar = /[█▓▒░▰▱■□]{5,80}/g;
const percentageHere = /^[ \t`*:]{0,4}([~≈]?)[ \t]?(\d{1,3}(?:\.\d{1,2})?)[ \t]?%/;
const fractionPattern = /(?<![\d.,/-])(\d{1,4})(?:[ ]?\/[ ]?|[ ]of[ ])(\d{1,4})(?![\d%/-]|[.,]\d)/g;
const milestonePattern = /(?<![\w.])v\d{1,3}(?:\.\d{1,3}){0,2}(?![\w.]*\d)/gi;
/** A number of a sequence, not a count: `Phase 2 of 5`, `Wave 1/3`. */
const ordinalBefore = /(?:^|[^A-Za-z])(?:phase|objective|wave|plan|trd|milestone|step|day|week|task|part|session|sprint|batch|round|job)[ \t]#?$/i;

function readBar(text: string, cells: string): ProgressBar | null {
  const symbols = [...cells];
  const first = inks.find((ink) => symbols.includes(ink));
  const isEmpty = first === undefined;
  // `[     ]` and `[-----]` are check boxes and rules as well; a row of dots is a bar with nothing done.
  if (isEmpty && !/^(?:[░▱□○]+|\.+)$/.test(cells)) return null;
  const filled = symbols.filter((symbol) => symbol === first).length;
  const inked = symbols.filter((symbol) => inks.includes(symbol)).length;
  return { cells: symbols.length, fewestFilled: isEmpty ? 0 : filled, mostFilled: inked, text };
}

interface PlacedBar {
  readonly bar: ProgressBar;
  readonly range: Range;
}

function findBars(text: string): readonly PlacedBar[] {
  const bars: PlacedBar[] = [];
  const add = (match: RegExpExecArray, cells: string): void => {
    const bar = readBar(match[0], cells);
    if (bar !== null) bars.push({ bar, range: { start: match.index, end: match.index + match[0].length } });
  };
  for (const match of text.matchAll(bracketedBar)) add(match, match[1] ?? "");
  for (const match of text.matchAll(bareBar)) add(match, match[0]);
  const sorted = bars.toSorted((a, b) => a.range.start - b.range.start);
  // A bare bar within brackets is a part of the bar in brackets, which starts before it.
  let end = 0;
  return sorted.filter(({ range }) => {
    if (range.start < end) return false;
    end = range.end;
    return true;
  });
}

function nameCounted(after: string): CountedThing {
  const words = /^[ \t]{0,2}((?:[A-Za-z-]{1,20}[ \t]{0,2}){0,4})/.exec(after)?.[1] ?? "";
  // `1 of 5 phases partially complete` counts what is begun.
  if (/(?:^|[ \t])(?:partial|partially|started|begun|planned|pending|remaining|left|ready|in progress)(?=[ \t]|$)/i.test(words.trimEnd())) return "other";
  const noun = /(?:^|[ \t])(plans?|trds?|phases?|objectives?|requirements?|reqs?|milestones?|tasks?)(?=[ \t]|$)/i.exec(words)?.[1]?.toLowerCase();
  if (noun !== undefined) return /^(?:plan|trd)/.test(noun) ? "plans" : /^(?:phase|objective)/.test(noun) ? "phases" : "items";
  const rest = after.trimStart();
  const isAlone = rest === "" || /^(?:[),;|\]—–→]|\([~≈]?\d|(?:complete|completed|done|executed)(?![A-Za-z]))/i.test(rest);
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
    const before = /(?:^|[^A-Za-z])(plans?|phases?):[ \t]$/i.exec(text.slice(Math.max(0, match.index - 12), match.index))?.[1];
    const named = nameCounted(text.slice(end, end + 80));
    const counts = before === undefined || named !== "items" ? named : /^plan/i.test(before) ? "plans" : "phases";
    fractions.push({ part, whole, counts, isOfPhase: counts !== "phases" && firstPhase < match.index, text: match[0], range: { start: match.index, end } });
  }
  return fractions;
}

/** The only milestone version in a text, in lower case; `null` for none or several. */
export function findOnlyMilestone(text: string): string | null {
  const found = new Set([...text.matchAll(milestonePattern)].map(([version]) => version.toLowerCase()));
  const [only, second] = found;
  return only === undefined || second !== undefined ? null : only;
}

/** The text of the brackets that open at the offset, inner brackets included; empty where none open there. */
function bracketsAt(text: string, offset: number): string {
  let depth = 0;
  for (let index = offset; index < Math.min(text.length, offset + 300); index += 1) {
    if (text[index] === "(") depth += 1;
    else if (text[index] === ")") depth -= 1;
    if (depth === 0) return index === offset ? "" : text.slice(offset, index + 1);
  }
  return "";
}

interface Reading {
  readonly percentage: Percentage | null;
  readonly fractions: readonly Fraction[];
  readonly milestone: string | null;
  /** How far the reading goes. */
  readonly length: number;
}

function createPercentage(value: string | undefined, sign: string | undefined): Percentage {
  return { value: Number(value), isApproximate: sign !== undefined && sign !== "" };
}

/** Reads `77% (v2.0: 38/48 plans complete)`. */
function readPercentageFirst(text: string): Reading | null {
  const match = percentageHere.exec(text);
  if (match === null) return null;
  const gap = /^[ \t`*]{0,3}/.exec(text.slice(match[0].length))?.[0].length ?? 0;
  const brackets = bracketsAt(text, match[0].length + gap);
  return {
    percentage: createPercentage(match[2], match[1]),
    fractions: findFractions(brackets),
    milestone: findOnlyMilestone(brackets),
    length: match[0].length + (brackets === "" ? 0 : gap + brackets.length),
  };
}

/** Reads `7/9 plans (78%)`, `1/14 (~7%)`, `(7/7 plans complete)` and `1/5`, as they stand behind a bar. */
function readFractionFirst(text: string): Reading | null {
  const lead = /^[ \t`*:]{0,4}\(?/.exec(text)?.[0].length ?? 0;
  const [fraction] = findFractions(text.slice(lead, lead + 60));
  if (fraction === undefined || fraction.range.start !== 0) return null;
  const end = lead + fraction.range.end;
  const match = /^(?:[ \t][A-Za-z]{1,20}){0,3}[ \t]?\(([~≈]?)(\d{1,3}(?:\.\d{1,2})?)%\)?/.exec(text.slice(end, end + 100));
  const percentage = match === null ? null : createPercentage(match[2], match[1]);
  return { percentage, fractions: [fraction], milestone: null, length: end + (match?.[0].length ?? 0) };
}

function readFigure(text: string, start: number, bar: PlacedBar | null): ProgressFigure | null {
  const from = bar?.range.end ?? start;
  const tail = text.slice(from, from + 400);
  const reading = readPercentageFirst(tail) ?? (bar === null ? null : readFractionFirst(tail));
  if (bar === null && reading === null) return null;
  return {
    bar: bar?.bar ?? null,
    percentage: reading?.percentage ?? null,
    fractions: (reading?.fractions ?? []).filter(({ counts }) => counts !== "other"),
    milestone: reading?.milestone ?? null,
    range: { start, end: from + (reading?.length ?? 0) },
  };
}

/** Finds the bars of a text, and the percentage that it begins with, each with the figures beside it. */
export function findProgressFigures(text: string): readonly ProgressFigure[] {
  const bars = findBars(text);
  const starting = bars.some(({ range }) => range.start <= 4) ? null : readFigure(text, 0, null);
  const figures = bars.map((bar) => readFigure(text, bar.range.start, bar));
  return [starting, ...figures].filter((figure) => figure !== null);
}
