import { parseDuration } from "../planning/duration.ts";

/** Tells whether two durations say the same: within a tenth, or one minute, of each other. */
export function agreesWithin(recordedMinutes: number, derivedMinutes: number): boolean {
  return Math.abs(recordedMinutes - derivedMinutes) <= Math.max(1, derivedMinutes * 0.1);
}

/** A figure that is a duration and nothing else. */
export interface WrittenFigure {
  readonly minutes: number;
  /** How much of the text is the duration; a `/plan` behind it stays. */
  readonly length: number;
}

/**
 * Reads a figure; a bare number is in the given unit. `null` when it is no duration, when words follow that only its
 * writer could bring up to date (`~20 min (wall clock)`), and for days, which count the calendar and not the work.
 */
export function readFigure(text: string, bareUnit: "min" | "s" | "h"): WrittenFigure | null {
  const written = parseDuration(text);
  if (written === undefined || !/^\s*(?:\/\s*plan|per plan)?$/i.test(text.slice(written.length))) return null;
  if (/\d\s*(?:d|days?|天)/i.test(text)) return null;
  const { length } = written;
  if (written.kind === "minutes") return { minutes: written.minutes, length };
  return {
    minutes: bareUnit === "min" ? written.value : bareUnit === "s" ? written.value / 60 : written.value * 60,
    length,
  };
}

/** How a file writes durations. */
export interface DurationStyle {
  /** `compound` is hours and minutes: `3 hours 12 minutes`. */
  readonly unit: "s" | "min" | "h" | "compound";
  readonly blank: "" | " ";
  /** The unit as written; of a compound the unit of the hours and that of the minutes. */
  readonly words: readonly string[];
}

/** The style of GSD's rows: `8min`. */
export const tightMinutes: DurationStyle = { unit: "min", blank: "", words: ["min"] };
/** The style of GSD's averages: `8 min`. */
export const spacedMinutes: DurationStyle = { unit: "min", blank: " ", words: ["min"] };
/** The style of GSD's total: `0.4 hours`. */
export const hours: DurationStyle = { unit: "h", blank: " ", words: ["hours"] };

/** The style of the first text that has one; `fallback` where none has. */
export function findDurationStyle(texts: readonly string[], fallback: DurationStyle): DurationStyle {
  for (const text of texts) {
    const compound = /\d([ \t]*)(h|hrs?|hours?)[ \t,]+\d+[ \t]*(m|mins?|minutes?)(?![a-z])/i.exec(text);
    if (compound !== null)
      return {
        unit: "compound",
        blank: compound[1] === "" ? "" : " ",
        words: [compound[2] ?? "h", compound[3] ?? "min"],
      };
    const match = /\d([ \t]*)(?:(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?)(?![a-z])|(小时|分钟|分|秒))/i.exec(
      text,
    );
    if (match === null) continue;
    const word = match[2] ?? match[3] ?? "min";
    const letter = word.charAt(0).toLowerCase();
    return {
      unit: /[s秒]/.test(letter) ? "s" : /[h小]/.test(letter) ? "h" : "min",
      blank: match[1] === "" ? "" : " ",
      words: [word],
    };
  }
  return fallback;
}

/** Writes out a unit; those that are whole words agree with their number. */
function withUnit(value: string, blank: string, word: string): string {
  const isWord = /^(?:hour|minute|second)s?$/i.test(word);
  return `${value}${blank}${isWord ? `${word.replace(/s$/i, "")}${value === "1" ? "" : "s"}` : word}`;
}

/**
 * Writes minutes in a style: `14min`, `14 min`, `840s`, `0.4 hours`. Below ten minutes a tenth says something: `6.5min`.
 */
export function formatInStyle(minutes: number, style: DurationStyle): string {
  const { unit, blank, words } = style;
  const [word = "min", minuteWord = "min"] = words;
  switch (unit) {
    case "s":
      return withUnit(String(Math.round(minutes * 60)), blank, word);
    case "h":
      return withUnit((minutes / 60).toFixed(1), blank, word);
    case "compound": {
      const whole = Math.round(minutes);
      return `${withUnit(String(Math.floor(whole / 60)), blank, word)} ${withUnit(String(whole % 60), blank, minuteWord)}`;
    }
    case "min":
      return withUnit(minutes < 10 ? minutes.toFixed(1).replace(/\.0$/, "") : String(Math.round(minutes)), blank, word);
  }
}
