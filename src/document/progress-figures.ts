import type { Range } from "../model/source-text.ts";
import { findFractions, findOnlyMilestone, type Fraction } from "./fractions.ts";

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

function readBar(text: string, cells: string): ProgressBar | null {
  const symbols = Array.from(cells);
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
  const match = /^(?:[ \t][A-Za-z]{1,20}){0,3}[ \t]?\(([~≈]?)(\d{1,3}(?:\.\d{1,2})?)%\)?/.exec(
    text.slice(end, end + 100),
  );
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
