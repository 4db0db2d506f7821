const latestMs = 8.64e15;

/** `2025-03-11T10:26:00` of any number: what no date can be is brought to the nearest. */
function toIso(epochMs: number): string {
  const known = Number.isFinite(epochMs) ? Math.max(-latestMs, Math.min(epochMs, latestMs)) : 0;
  return new Date(known).toISOString();
}

/** `2025-03-11 10:26`, in UTC. Years beyond four digits keep theirs. */
export function formatTime(epochMs: number): string {
  return toIso(epochMs)
    .replace("T", " ")
    .replace(/:\d\d\.\d+Z$/, "");
}

/** `2025-03-11`, in UTC. */
export function formatDay(epochMs: number): string {
  return toIso(epochMs).replace(/T.*$/, "");
}

/** `2025-03`, in UTC. */
export function formatMonth(epochMs: number): string {
  return toIso(epochMs).replace(/-\d\dT.*$/, "");
}
