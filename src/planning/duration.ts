/** A duration as somebody wrote it. `bare` is a number without a unit: minutes or seconds, only evidence can tell. */
export type WrittenDuration = {
  /** How much of the text is the duration; what follows it is somebody's words. */
  readonly length: number;
} & ({ readonly kind: "minutes"; readonly minutes: number } | { readonly kind: "bare"; readonly value: number });

const minutesOfUnits: readonly number[] = [24 * 60, 60, 1, 1 / 60];
/** What the units are called: days, hours, minutes, seconds. */
const words: readonly string[] = [
  "days?|d|d[ií]as?|tage?n?|jours?|giorn[io]|dagen|дн(?:я|ей)|день",
  "hours?|hrs?|h|horas?|stunden?|std|heures?|or[ae]|uur|час(?:а|ов)?",
  "minutes?|mins?|m|minutos?|minuten|minut[io]|мин(?:ут[аы]?)?",
  "seconds?|secs?|s|segundos?|sekunden?|sek|secondes?|second[io]|сек(?:унд[аы]?)?",
];
/** Those of writing without blanks between words. */
const characters: readonly string[] = ["天", "小时|小時|時間|시간", "分钟|分鐘|分|분", "秒|초"];
const approximate = /^(?:[~≈<约약]|(?:about|approx(?:imately|\.)?|aprox\.?|circa|ca\.?|etwa|environ)\s)\s*/i;
/** `1,146 seconds` is more than a thousand, `1,5 h` one and a half; in `3 días` the unit is not `d`. */
const term = new RegExp(
  String.raw`^(\d{1,3}(?:,\d{3}){1,3}|\d{1,12}(?:[.,]\d{1,4})?)\s*(?:(?:${groups(words)})(?!\p{L})|${groups(characters)})`,
  "iu",
);

function groups(alternatives: readonly string[]): string {
  return alternatives.map((each) => `(${each})`).join("|");
}

/** Between a larger unit and a smaller one: `1 hour and 5 minutes`. */
const smallerUnit = /^\s*(?:,|and\s)?\s*/i;
/** Between parts that are added, each perhaps with a remark: `5m (tests) + 10m`. */
const addition = /^\s*(?:\([^()]{0,120}\)|（[^（）]{0,120}）)?\s*[+＋]\s*/;
const isoDuration = /^P(?:(\d{1,4})D)?T?(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?(?![A-Za-z0-9])/;
const bareNumber = /^\d{1,15}(?:\.\d{1,4})?(?=\s*$|\s*[|;(（]|\s*,(?!\d))/;
/** Behind hours: `1h30`. */
const bareMinutes = /^\s?[0-5]\d(?![\d.,:]|\s*\p{L})/u;

function toNumber(text: string): number {
  return Number(/,\d{3}(?:,|$)/.test(text) ? text.replaceAll(",", "") : text.replace(",", "."));
}

/** The number and the minutes of the unit that a text begins with, and how long that is. */
function readTerm(
  text: string,
): { readonly value: number; readonly unit: number; readonly length: number } | undefined {
  const match = term.exec(text);
  if (match === null) return undefined;
  const index = match.slice(2).findIndex((group) => group !== undefined);
  return { value: toNumber(match[1] ?? ""), unit: minutesOfUnits[index % 4] ?? 1, length: match[0].length };
}

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
    const read = readTerm(trimmed.slice(position));
    // `5min, 8min` is a list of two, not thirteen minutes: only a smaller unit continues a duration.
    if (read === undefined || read.unit >= smallest) break;
    const { unit } = read;
    minutes += read.value * unit;
    end = position + read.length;
    const more = unit === 60 ? bareMinutes.exec(trimmed.slice(end))?.[0] : undefined;
    if (more !== undefined) {
      minutes += Number(more);
      end += more.length;
    }
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
