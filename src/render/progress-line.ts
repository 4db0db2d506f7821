import { percentOf } from "../links/milestone-totals.ts";

/** The counts that a progress line is held against. */
export interface ProgressCounts {
  readonly completedPlans: number;
  readonly totalPlans: number;
  /** Shares that GSD's versions write there as well: the lesser of plans and phases, the phase's own. */
  readonly otherPercents: readonly number[];
  readonly evidence: string;
}

/** A bar, a percentage, and perhaps a count of plans; nothing else. */
const progressForm =
  /^((?:`?\[?[█▓▒░▰▱■□●○#=>.-]{5,80}\]?`?)?[ \t]{0,4})(\d{1,3})%((?:[ \t]{0,4}[(—–-]?[ \t]{0,4}(?:plans?:[ \t]{0,4})?(\d{1,4})([ \t]?(?:\/|of)[ \t]?)(\d{1,4})(?:[ \t]{1,4}plans?)?(?:[ \t]{1,4}completed?)?\)?)?)[ \t]*$/;

/** Fills a bar anew, in its own cells; what it is drawn with stays. */
function redrawBar(text: string, percent: number): string {
  const match = /[█▓▒░▰▱■□●○#=>.-]{5,80}/.exec(text);
  if (match === null) return text;
  const cells = Array.from(match[0]);
  const ink = ["█", "▰", "■", "●", "#", "=", "▓"].find((symbol) => cells.includes(symbol));
  const blanks: Readonly<Record<string, string>> = { "▰": "▱", "■": "□", "●": "○", "#": ".", "=": "." };
  const blank = cells.find((symbol) => /[░▒▱□○.-]/.test(symbol)) ?? blanks[ink ?? ""] ?? "░";
  const inks: Readonly<Record<string, string>> = { "▱": "▰", "□": "■", "○": "●", ".": "=", "-": "=" };
  const filled = Math.round((percent / 100) * cells.length);
  const drawn = (ink ?? inks[blank] ?? "█").repeat(filled) + blank.repeat(cells.length - filled);
  return text.slice(0, match.index) + drawn + text.slice(match.index + match[0].length);
}

/** How far a bar is filled, in whole percent. */
function readBar(text: string): number | null {
  const match = /[█▓▒░▰▱■□●○#=>.-]{5,80}/.exec(text);
  if (match === null) return null;
  const cells = Array.from(match[0]);
  return Math.round((100 * cells.filter((symbol) => /[█▓▰■●#=>]/.test(symbol)).length) / cells.length);
}

/**
 * Holds a progress line against the counts. Only a line that is a bar, a percentage and perhaps a count of plans is written
 * anew: what else stands there tells of several things, and is people's. `null` where it agrees.
 */
export function renderProgressLine(value: string, counts: ProgressCounts): string | null {
  const match = progressForm.exec(value);
  const share = percentOf(counts.completedPlans, counts.totalPlans);
  if (match === null || share === null) return null;
  const [, barText = "", percentText = "", tail = "", part, of = "", total] = match;
  const percent = Number(percentText);
  const isCountTrue =
    part === undefined || (Number(part) === counts.completedPlans && Number(total) === counts.totalPlans);
  const agrees = [share, ...counts.otherPercents].some((other) => Math.abs(other - percent) <= 1);
  const cellPercent = readBar(barText);
  const cells = Array.from(/[█▓▒░▰▱■□●○#=>.-]{5,80}/.exec(barText)?.[0] ?? "").length;
  const isBarTrue = cellPercent === null || Math.abs(cellPercent - percent) <= 100 / cells + 1;
  if (isCountTrue && agrees && isBarTrue) return null;
  const newPercent = isCountTrue && agrees ? percent : share;
  const newTail =
    part === undefined || isCountTrue
      ? tail
      : tail.replace(`${part}${of}${total ?? ""}`, `${counts.completedPlans}${of}${counts.totalPlans}`);
  return `${redrawBar(barText, newPercent)}${newPercent}%${newTail}`;
}
