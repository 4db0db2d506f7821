import { readFileSync, rmSync } from "node:fs";

interface TraceEvent {
  readonly event?: string;
  readonly sid?: string;
  readonly child_id?: number;
  readonly child_class?: string;
  readonly hook_name?: string;
  readonly t_rel?: number;
}

/**
 * Reads how long each hook of one git command took, in milliseconds, from what `GIT_TRACE2_EVENT` wrote.
 *
 * Events of the processes that the hooks themselves start stand in the same file; their session ids have a `/`.
 */
export function parseHookTimes(trace: string): ReadonlyMap<string, number> {
  const names = new Map<number, string>();
  const times = new Map<string, number>();
  for (const line of trace.split("\n")) {
    if (line === "") continue;
    const event = JSON.parse(line) as TraceEvent;
    if (event.child_id === undefined || event.sid?.includes("/") === true) continue;
    if (event.event === "child_start" && event.child_class === "hook") {
      names.set(event.child_id, event.hook_name ?? "");
    } else if (event.event === "child_exit") {
      const name = names.get(event.child_id);
      if (name !== undefined) times.set(name, (times.get(name) ?? 0) + (event.t_rel ?? 0) * 1000);
    }
  }
  return times;
}

/** Reads the trace of one command and removes it. */
export function takeHookTimes(path: string): ReadonlyMap<string, number> {
  const trace = readFileSync(path, "utf8");
  rmSync(path);
  return parseHookTimes(trace);
}
