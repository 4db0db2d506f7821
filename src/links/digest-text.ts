import { parseAnyPlanId, type PlanId } from "../model/plan-id.ts";
import type { HistoryDigest, PlanHistory, PlanWindow } from "./history-digest.ts";
import type { PathSet } from "./path-set.ts";
import type { TimeRun, TimeRuns } from "./time-runs.ts";

/** Four numbers a run: seconds since the end of the one before, length, count, zone. Deltas keep the text short. */
function toNumbers(runs: TimeRuns): readonly number[] {
  let last = 0;
  return runs.flatMap(({ start, end, count, offsetMinutes }) => {
    const numbers = [start - last, end - start, count, offsetMinutes];
    last = end;
    return numbers;
  });
}

/** Writes a digest as a text that `parseDigest` reads again. */
export function formatDigest(digest: HistoryDigest): string {
  const { commitCount, births, summaries, revisions, plans, work } = digest;
  return JSON.stringify([
    commitCount,
    [...births],
    [...summaries],
    [[...revisions.plans], [...revisions.summaries].filter(([place, second]) => summaries.get(place) !== second)],
    [...plans].map(([planId, { windows, holdsSummary }]) => [
      planId,
      holdsSummary ? 1 : 0,
      [...windows].map(([name, window]) => [name, toNumbers(window.work), toNumbers(window.records), window.paths]),
    ]),
    [toNumbers(work.newest), toNumbers(work.stretches)],
  ]);
}

/** Says that a text is no digest; caught in this module. */
class NoDigest extends Error {}

function requireList(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new NoDigest();
  return value;
}

function requireText(value: unknown): string {
  if (typeof value !== "string") throw new NoDigest();
  return value;
}

function requireInteger(value: unknown): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value)) throw new NoDigest();
  return value;
}

function requireCount(value: unknown): number {
  const count = requireInteger(value);
  if (count < 0) throw new NoDigest();
  return count;
}

/** As far from 1970 as a `Date` can be. */
const latestSecond = 8.64e12;
const widestZone = 14 * 60;

function readRuns(value: unknown): TimeRuns {
  const numbers = requireList(value);
  if (numbers.length % 4 !== 0) throw new NoDigest();
  const runs: TimeRun[] = [];
  let last = 0;
  for (let index = 0; index < numbers.length; index += 4) {
    const start = last + requireInteger(numbers[index]);
    const end = start + requireCount(numbers[index + 1]);
    const count = requireCount(numbers[index + 2]);
    const offsetMinutes = requireInteger(numbers[index + 3]);
    const isInOrder = index === 0 || start > last;
    const isTime = Math.abs(start) <= latestSecond && Math.abs(end) <= latestSecond;
    if (!isInOrder || !isTime || count === 0 || Math.abs(offsetMinutes) > widestZone) throw new NoDigest();
    runs.push({ start, end, count, offsetMinutes });
    last = end;
  }
  return runs;
}

function readPathSet(value: unknown): PathSet {
  if (value === null) return null;
  const text = requireText(value);
  if (text.length % 8 !== 0 || !/^[0-9a-z]*$/.test(text)) throw new NoDigest();
  return text;
}

function readTimes(value: unknown): ReadonlyMap<string, number> {
  return new Map(
    requireList(value).map((pair) => {
      const [name, second] = requireList(pair);
      return [requireText(name), requireInteger(second)] as const;
    }),
  );
}

function readPlan(value: unknown): readonly [PlanId, PlanHistory] {
  const [idText, holdsSummary, windows] = requireList(value);
  const planId = parseAnyPlanId(requireText(idText));
  if (planId !== idText || planId === undefined) throw new NoDigest();
  return [
    planId,
    {
      holdsSummary: requireCount(holdsSummary) === 1,
      windows: new Map(
        requireList(windows).map((window): readonly [string, PlanWindow] => {
          const [name, work, records, paths] = requireList(window);
          return [requireText(name), { work: readRuns(work), records: readRuns(records), paths: readPathSet(paths) }];
        }),
      ),
    },
  ];
}

/** Reads a digest's text. Total: anything else gives `undefined`, and so does a digest that no history can have. */
export function parseDigest(text: string): HistoryDigest | undefined {
  try {
    const [commitCount, births, recorded, revised, plans, work] = requireList(JSON.parse(text));
    const [newest, stretches] = requireList(work);
    const [plansRevised, summariesRevised] = requireList(revised);
    const summaries = readTimes(recorded);
    return {
      commitCount: requireCount(commitCount),
      births: readTimes(births),
      summaries,
      revisions: {
        plans: readTimes(plansRevised),
        summaries: new Map([...summaries, ...readTimes(summariesRevised)]),
      },
      plans: new Map(requireList(plans).map(readPlan)),
      work: { newest: readRuns(newest), stretches: readRuns(stretches) },
    };
  } catch (error) {
    if (error instanceof NoDigest || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
