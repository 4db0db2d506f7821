/** A duration as somebody wrote it. `bare` is a number without a unit: minutes or seconds, only evidence can tell. */
export type WrittenDuration =
  | { readonly kind: "minutes"; readonly minutes: number; readonly isApproximate: boolean }
  | { readonly kind: "bare"; readonly value: number };

const unitMinutes: Readonly<Record<string, number>> = { d: 24 * 60, h: 60, m: 1, s: 1 / 60 };
const term = /^[~≈]?\s*(\d{1,12}(?:\.\d{1,4})?)\s*(days?|d|hours?|hrs?|hr|h|minutes?|mins?|min|m|seconds?|secs?|sec|s)(?![a-z])\s*,?\s*/i;

/**
 * Parses the duration that a text begins with: `8min`, `~8 minutes`, `2m 19s`, `1h 5min`, `540`, `0.4 hours`.
 *
 * What follows it (`25 min (two runs)`) is not looked at. `undefined` when the text begins with none.
 */
export function parseDuration(text: string): WrittenDuration | undefined {
  let rest = text.trim();
  const isApproximate = /^[~≈]/.test(rest);
  let minutes = 0;
  let terms = 0;
  for (let match = term.exec(rest); match !== null; match = term.exec(rest)) {
    minutes += Number(match[1]) * (unitMinutes[(match[2] ?? "m").charAt(0).toLowerCase()] ?? 1);
    rest = rest.slice(match[0].length);
    terms += 1;
  }
  if (terms > 0) return { kind: "minutes", minutes, isApproximate };
  const bare = /^[~≈]?\s*(\d{1,15}(?:\.\d{1,4})?)(?=\s*$|\s*[|,;(])/.exec(text.trim());
  return bare === null ? undefined : { kind: "bare", value: Number(bare[1]) };
}

/** Formats minutes the way GSD's rows have them: `8min`, `1h 40min`; less than half a minute is `1min`, never `0min`. */
export function formatDuration(minutes: number): string {
  const whole = Math.max(1, Math.round(minutes));
  if (whole < 100) return `${whole}min`;
  const rest = whole % 60;
  return rest === 0 ? `${Math.floor(whole / 60)}h` : `${Math.floor(whole / 60)}h ${rest}min`;
}
