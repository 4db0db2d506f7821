/** A duration as somebody wrote it. `bare` is a number without a unit: minutes or seconds, only evidence can tell. */
export type WrittenDuration = {
  /** How much of the text is the duration; what follows it is somebody's words. */
  readonly length: number;
} & ({ readonly kind: "minutes"; readonly minutes: number } | { readonly kind: "bare"; readonly value: number });

/** Minutes by the first letter of the unit, or its first Chinese character. */
const unitMinutes: Readonly<Record<string, number>> = {
  d: 24 * 60,
  h: 60,
  m: 1,
  s: 1 / 60,
  天: 24 * 60,
  小: 60,
  分: 1,
  秒: 1 / 60,
};
const approximate = /^(?:[~≈<约]|about\s|approx(?:imately|\.)?\s|circa\s|ca\.?\s)\s*/i;
const term =
  /^(\d{1,12}(?:\.\d{1,4})?)\s*(?:(days?|d|hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)(?![a-z])|(天|小时|分钟|分|秒))/i;
/** Between a larger unit and a smaller one: `1 hour and 5 minutes`. */
const smallerUnit = /^\s*(?:,|and\s)?\s*/i;
/** Between parts that are added, each perhaps with a remark: `5m (tests) + 10m`. */
const addition = /^\s*(?:\([^()]{0,120}\)|（[^（）]{0,120}）)?\s*[+＋]\s*/;
const isoDuration = /^P(?:(\d{1,4})D)?T?(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?(?![A-Za-z0-9])/;
const bareNumber = /^\d{1,15}(?:\.\d{1,4})?(?=\s*$|\s*[|,;(（])/;

function skip(text: string, pattern: RegExp): number {
  return pattern.exec(text)?.[0].length ?? 0;
}

/**
 * Parses the duration that a text begins with: `8min`, `~8 minutes`, `2m 19s`, `1h 5min`, `5m + 10m`, `30 分钟`, `PT8M`, `540`.
 *
 * What follows it (`25 min (two runs)`) is not looked at. `undefined` when the text begins with none.
 */
export function parseDuration(text: string): WrittenDuration | undefined {
  const trimmed = text.trimEnd();
  const blanks = trimmed.length - trimmed.trimStart().length;
  const start = blanks + skip(trimmed.slice(blanks), approximate);
  const iso = isoDuration.exec(trimmed.slice(start));
  if (iso !== null && iso[0].length > 2) {
    const [whole, days = 0, hours = 0, minutes = 0, seconds = 0] = iso;
    return {
      kind: "minutes",
      minutes: Number(days) * 24 * 60 + Number(hours) * 60 + Number(minutes) + Number(seconds) / 60,
      length: start + whole.length,
    };
  }
  let minutes = 0;
  let end = 0;
  let smallest = Number.POSITIVE_INFINITY;
  for (let position = start; ;) {
    const match = term.exec(trimmed.slice(position));
    const unit = match === null ? undefined : unitMinutes[(match[2]?.toLowerCase() ?? match[3] ?? "").charAt(0)];
    // `5min, 8min` is a list of two, not thirteen minutes: only a smaller unit continues a duration.
    if (match === null || unit === undefined || unit >= smallest) break;
    minutes += Number(match[1]) * unit;
    end = position + match[0].length;
    const rest = trimmed.slice(end);
    const added = skip(rest, addition);
    smallest = added > 0 ? Number.POSITIVE_INFINITY : unit;
    position = end + (added > 0 ? added + skip(rest.slice(added), approximate) : skip(rest, smallerUnit));
  }
  if (end > 0) return { kind: "minutes", minutes, length: end };
  const bare = bareNumber.exec(trimmed.slice(start))?.[0];
  return bare === undefined ? undefined : { kind: "bare", value: Number(bare), length: start + bare.length };
}

/** Formats minutes the way GSD's rows have them: `8min`, `1h 40min`; less than half a minute is `1min`, never `0min`. */
export function formatDuration(minutes: number): string {
  const whole = Math.max(1, Math.round(minutes));
  if (whole < 100) return `${whole}min`;
  const rest = whole % 60;
  return rest === 0 ? `${Math.floor(whole / 60)}h` : `${Math.floor(whole / 60)}h ${rest}min`;
}
