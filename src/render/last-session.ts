import { isPlaceholder } from "../document/label-lines.ts";
import { distanceFromWorkMs, type WorkTimes } from "../links/work-times.ts";
import type { ZonedTime } from "../model/ports.ts";
import { endOfWrittenTime, formatLike, parseWrittenTime, type WrittenTime } from "./zoned-time.ts";

const nearMs = 2 * 60 * 60_000;

/**
 * Decides in which zone a time without one was written: the last commit's own, unless that puts it more than two hours
 * after the last work and UTC puts it nearer to some work commit. GSD writes UTC and leaves the zone out.
 */
function isWrittenInUtc(written: WrittenTime, last: ZonedTime, work: WorkTimes): boolean {
  if (written.zone === "Z" || written.zone === "UTC") return true;
  if (written.zone === "offset" || written.precision === "day" || last.offsetMinutes === 0) return false;
  const local = written.epochMs(last.offsetMinutes);
  // A time that names the very minute of the last work is that, whichever commits lie near its other reading.
  const namesLast = (offset: number): boolean =>
    written.epochMs(offset) <= last.epochMs && last.epochMs < endOfWrittenTime(written, offset);
  if (namesLast(last.offsetMinutes) || namesLast(0)) return !namesLast(last.offsetMinutes);
  if (local >= last.epochMs && local <= last.epochMs + nearMs) return false;
  return distanceFromWorkMs(work, written.epochMs(0)) < distanceFromWorkMs(work, local);
}

/** The words behind the time of "Last session"; of a value without a time all of it. */
export function wordsOfSession(value: string): string {
  const quote = /^["'`]/.exec(value)?.[0] ?? "";
  const written = parseWrittenTime(value.slice(quote.length));
  return value.slice(written === undefined ? 0 : quote.length + written.length);
}

/** What takes the place of a part of the value; offsets count within it. */
interface MendedSession {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
  /** The time alone, without the quotes around it. */
  readonly derived: string;
}

/**
 * Holds the value of "Last session" against the last work; `undefined` where it may stand. Words behind the time stay while
 * they agree with history; those that name another plan tell of the session whose time is replaced, and go with it, as GSD
 * replaces the whole value.
 */
export function mendLastSession(
  value: string,
  last: ZonedTime,
  work: WorkTimes,
  wordsAgree: (words: string) => boolean,
): MendedSession | undefined {
  const quote = /^["'`]/.exec(value)?.[0] ?? "";
  const written = parseWrittenTime(value.slice(quote.length));
  if (written === undefined && !isPlaceholder(value)) return undefined;
  const isEmpty = written === undefined;
  const form = written ?? parseWrittenTime("2000-01-01 00:00");
  if (form === undefined) return undefined;
  const useUtc = !isEmpty && isWrittenInUtc(form, last, work);
  const offset = useUtc ? 0 : last.offsetMinutes;
  // A session without commits may be later than the last work; one before it cannot be the last. A day is true in either zone.
  const isLater =
    !isEmpty &&
    (endOfWrittenTime(form, offset) > last.epochMs ||
      (form.precision === "day" && endOfWrittenTime(form, 0) > last.epochMs));
  if (isLater) return undefined;
  const derived = formatLike(form, last, useUtc);
  if (isEmpty) return { start: 0, end: value.length, newText: derived, derived };
  const start = quote.length;
  const end = start + form.length;
  return wordsAgree(value.slice(end))
    ? { start, end, newText: derived, derived }
    : { start: 0, end: value.length, newText: `${quote}${derived}${quote}`, derived };
}
