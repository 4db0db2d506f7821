import { readFileSync, rmSync } from "node:fs";
import type { StepGroup } from "./paired-runs.ts";
import type { PlannedClone } from "./planned-clone.ts";

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

/** Tagged commits in one clone, and how long each of their hooks took. */
export interface TimedHooks {
  /** All hooks of one commit in each round. */
  readonly group: StepGroup;
  /** Milliseconds of one hook, one for each round that counts; 0 where it did not run. */
  of(hook: string): readonly number[];
}

/** Makes a tagged commit in each round, and sees that planlink's hooks regenerate STATE.md. */
export function timeHooks(
  clone: PlannedClone,
  { name, tracePath, warmUps }: { readonly name: string; readonly tracePath: string; readonly warmUps: number },
): TimedHooks {
  const rounds: ReadonlyMap<string, number>[] = [];
  let before = "";
  return {
    of: (hook) => rounds.map((times) => times.get(hook) ?? 0),
    group: [
      {
        name,
        prepare: (round) => {
          before = clone.readState();
          clone.stageWork(round);
        },
        run: (round) => {
          clone.commit(`feat(${clone.planOf(round)}): add the list`, { GIT_TRACE2_EVENT: tracePath });
          const times = parseHookTimes(readFileSync(tracePath, "utf8"));
          rmSync(tracePath);
          if (round >= warmUps) rounds.push(times);
          return [...times.values()].reduce((sum, each) => sum + each, 0);
        },
        verify: () => {
          if (clone.readState() === before) throw new Error(`${name}: STATE.md was not regenerated`);
        },
      },
    ],
  };
}
