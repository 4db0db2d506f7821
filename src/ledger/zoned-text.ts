import type { ZonedTime } from "../model/ports.ts";

const twoDigits = (value: number): string => String(value).padStart(2, "0");
/** Beyond these `Date` writes years of six digits, which nothing else reads. */
const firstMs = Date.parse("0001-01-01T00:00:00Z");
const lastMs = Date.parse("9999-12-30T00:00:00Z");

/** Writes an instant with its zone, `2026-02-20T16:48:01-05:00`; one outside the years 1 to 9999 as git's raw `@epoch zone`. */
export function formatZonedText({ epochMs, offsetMinutes }: ZonedTime): string {
  const sign = offsetMinutes < 0 ? "-" : "+";
  const [hours, minutes] = [Math.floor(Math.abs(offsetMinutes) / 60), Math.abs(offsetMinutes) % 60].map(twoDigits);
  if (epochMs < firstMs || epochMs > lastMs) return `@${Math.floor(epochMs / 1000)} ${sign}${hours}${minutes}`;
  const local = new Date(epochMs + offsetMinutes * 60_000).toISOString();
  return `${local.slice(0, -5)}${sign}${hours}:${minutes}`;
}

/** Reads what `formatZonedText` writes, and a `Z` or a zone without a colon; `undefined` for anything else. */
export function parseZonedText(text: string): ZonedTime | undefined {
  const match = /^(?:@(-?\d{1,16})|(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d))[ ]?(?:Z|([+-])(\d\d):?(\d\d))$/.exec(text);
  if (match === null) return undefined;
  const [, seconds, local, sign, hours, minutes] = match;
  const offsetMinutes = sign === undefined ? 0 : (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  const epochMs =
    local === undefined ? Number(seconds) * 1000 : Date.parse(`${local.replace(" ", "T")}Z`) - offsetMinutes * 60_000;
  // `-0` is no instant of its own.
  return Number.isFinite(epochMs) ? { epochMs, offsetMinutes: offsetMinutes === 0 ? 0 : offsetMinutes } : undefined;
}
