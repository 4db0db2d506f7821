import type { ZonedTime } from "../model/ports.ts";

/** A time as a STATE.md writes it. `zone` is `null` where the text names none. */
export interface WrittenTime {
  /** The part of the text that is the time; what follows it is somebody's words. */
  readonly length: number;
  readonly precision: "day" | "minute" | "second" | "millisecond";
  readonly separator: "T" | " ";
  readonly zone: "Z" | "UTC" | "offset" | null;
  /** UTC milliseconds when the text is read in the given zone. */
  readonly epochMs: (offsetMinutes: number) => number;
}

const pattern =
  /^(\d{4})-(\d\d)-(\d\d)(?:([T ])(\d\d):(\d\d)(?::(\d\d)(\.\d{1,9})?)?(?:\s?(Z|UTC)|([+-])(\d\d):?(\d\d))?)?/;

/** Parses the time that a text begins with; `undefined` when it begins with none. */
export function parseWrittenTime(text: string): WrittenTime | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [whole, year, month, day, separator, hour, minute, second, fraction, zone, sign, zoneHours, zoneMinutes] =
    match;
  const utcMs = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour ?? 0),
    Number(minute ?? 0),
    Number(second ?? 0),
  );
  const ownOffset = sign === undefined ? 0 : (sign === "-" ? -1 : 1) * (Number(zoneHours) * 60 + Number(zoneMinutes));
  const hasOffset = sign !== undefined;
  return {
    length: whole.length,
    precision:
      hour === undefined ? "day" : second === undefined ? "minute" : fraction === undefined ? "second" : "millisecond",
    separator: separator === "T" ? "T" : " ",
    zone: hasOffset ? "offset" : zone === "Z" || zone === "UTC" ? zone : null,
    epochMs: (offsetMinutes) => utcMs - (hasOffset ? ownOffset : zone === undefined ? offsetMinutes : 0) * 60_000,
  };
}

const precisionMs = { day: 24 * 60 * 60_000, minute: 60_000, second: 1000, millisecond: 1 } as const;

/** The first millisecond after the written time: a time to the minute means any instant of that minute. */
export function endOfWrittenTime(written: WrittenTime, offsetMinutes: number): number {
  return written.epochMs(offsetMinutes) + precisionMs[written.precision];
}

/** Writes an instant in the form of another written time, in UTC or in the instant's own zone. */
export function formatLike(written: WrittenTime, time: ZonedTime, useUtc: boolean): string {
  const offset = useUtc ? 0 : time.offsetMinutes;
  const iso = new Date(time.epochMs + offset * 60_000).toISOString();
  const day = iso.slice(0, 10);
  if (written.precision === "day") return day;
  const clock =
    written.precision === "minute"
      ? iso.slice(11, 16)
      : written.precision === "second"
        ? iso.slice(11, 19)
        : iso.slice(11, 23);
  const sign = offset < 0 ? "-" : "+";
  const twoDigits = (value: number): string => String(value).padStart(2, "0");
  const zone =
    written.zone === "Z"
      ? "Z"
      : written.zone === "UTC"
        ? " UTC"
        : written.zone === "offset"
          ? `${sign}${twoDigits(Math.floor(Math.abs(offset) / 60))}:${twoDigits(Math.abs(offset) % 60)}`
          : "";
  return `${day}${written.separator}${clock}${zone}`;
}
