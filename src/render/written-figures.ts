import { parseDuration } from "../planning/duration.ts";

/** Tells whether two durations say the same: within a tenth, or one minute, of each other. */
export function agreesWithin(recordedMinutes: number, derivedMinutes: number): boolean {
  return Math.abs(recordedMinutes - derivedMinutes) <= Math.max(1, derivedMinutes * 0.1);
}

/** Minutes that a written figure means; a bare number is read in the given unit. `null` when it is no duration. */
export function readMinutes(text: string, bareUnit: "min" | "s" | "h"): number | null {
  const written = parseDuration(text);
  if (written === undefined) return null;
  if (written.kind === "minutes") return written.minutes;
  return bareUnit === "min" ? written.value : bareUnit === "s" ? written.value / 60 : written.value * 60;
}

/** How a file writes durations: the unit, and whether a blank stands before it. */
export interface DurationStyle {
  readonly unit: "s" | "min" | "h";
  readonly blank: "" | " ";
}

/** The style of the first text that has one; `fallback` where none has. */
export function findDurationStyle(texts: readonly string[], fallback: DurationStyle): DurationStyle {
  for (const text of texts) {
    const match = /\d([ \t]*)(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?)(?![a-z])/i.exec(text);
    if (match === null) continue;
    const letter = (match[2] ?? "m").charAt(0).toLowerCase();
    return { unit: letter === "s" ? "s" : letter === "h" ? "h" : "min", blank: match[1] === "" ? "" : " " };
  }
  return fallback;
}

/** Writes minutes in a style: `14min`, `14 min`, `840s`, `0.4 hours`. */
export function formatInStyle(minutes: number, style: DurationStyle): string {
  if (style.unit === "s") return `${Math.round(minutes * 60)}${style.blank}s`;
  if (style.unit === "h") return `${(minutes / 60).toFixed(1)} hours`;
  const rounded = minutes < 10 && Math.abs(minutes - Math.round(minutes)) >= 0.25 ? minutes.toFixed(1) : String(Math.max(1, Math.round(minutes)));
  return `${rounded}${style.blank}min`;
}
