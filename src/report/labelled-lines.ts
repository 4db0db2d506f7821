import type { ZonedTime } from "../model/ports.ts";
import { pad, paint, wrap, type TerminalStyle } from "./terminal.ts";

const labelWidth = 12;

/** A label and what there is to know of it; `null` where there is nothing. */
export type LabelledText = readonly [label: string, text: string | null];

/** Labels in a column of their own, their texts beside them in as many lines as it takes. */
export function formatLabelled(parts: readonly LabelledText[], style: TerminalStyle): readonly string[] {
  return parts.flatMap(([label, text]) => {
    if (text === null) return [];
    return wrap(text, Math.max(30, style.width - labelWidth)).map(
      (line, index) => `${paint(style, "bold", pad(index === 0 ? label : "", labelWidth))}${line}`,
    );
  });
}

/** The day on which a plan was completed: where it was worked on last, if that is known of this time, else in UTC. */
export function formatDayOf(epochMs: number, lastWork: ZonedTime | null): string {
  const offsetMinutes = lastWork?.epochMs === epochMs ? lastWork.offsetMinutes : 0;
  return new Date(epochMs + offsetMinutes * 60_000).toISOString().slice(0, 10);
}
