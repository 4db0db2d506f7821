/** A unit of gsd-2's hierarchy: milestone `M001` (or `M001-1ya5a3`), slice `S01`, task `T02`. At least one is known. */
export interface Gsd2Unit {
  readonly milestone: string | null;
  readonly slice: string | null;
  readonly task: string | null;
}

const unitPath = /^(M\d{3,4}(?:-[a-z0-9]{6})?)(?:\/(S\d{1,4})(?:\/(T\d{1,4}))?)?$/;
/** A fork's plans of a slice: `M007/S04-P02`, `M008-S04-P01`; the plan is no task, and its slice is what is known. */
const slicePlan = /^(M\d{3,4}(?:-[a-z0-9]{6})?)[/-](S\d{2,4})(?:[-/]P\d{2,4})?$/;
/** Alone, `S3` is a storage service and `T5` a model: without its milestone a unit has exactly two digits. */
const sliceTask = /^(S\d{2})(?:\/(T\d{2}))?$/;
const taskOnly = /^(T\d{2})$/;

/** Parses a scope such as `M001/S01/T02`, `S01/T02`, `M001`, `S01`, `T02`, `M001/S01-P02`; case matters, as it does to gsd-2. */
export function parseGsd2Scope(text: string): Gsd2Unit | undefined {
  const whole = unitPath.exec(text);
  if (whole !== null) return { milestone: whole[1] ?? null, slice: whole[2] ?? null, task: whole[3] ?? null };
  const planned = slicePlan.exec(text);
  if (planned !== null) return { milestone: planned[1] ?? null, slice: planned[2] ?? null, task: null };
  const part = sliceTask.exec(text);
  if (part !== null) return { milestone: null, slice: part[1] ?? null, task: part[2] ?? null };
  const task = taskOnly.exec(text)?.[1];
  return task === undefined ? undefined : { milestone: null, slice: null, task };
}

/** Parses the value of a `GSD-Task:`, `GSD-Unit:` or `GSD-Milestone:` line, where any number of digits is a unit's. */
export function parseGsd2Trailer(value: string): Gsd2Unit | undefined {
  const parts = value.trim().slice(0, 100).split("/");
  const find = (pattern: RegExp): string | null => parts.find((part) => pattern.test(part)) ?? null;
  const unit: Gsd2Unit = {
    milestone: find(/^M\d{1,6}(?:-[a-z0-9]{6})?$/),
    slice: find(/^S\d{1,6}$/),
    task: find(/^T\d{1,6}$/),
  };
  return unit.milestone === null && unit.slice === null && unit.task === null ? undefined : unit;
}

/** Joins what two places say of one commit; where they contradict each other, the first is kept whole. */
export function mergeGsd2Units(first: Gsd2Unit, second: Gsd2Unit): Gsd2Unit {
  const agrees = (a: string | null, b: string | null): boolean => a === null || b === null || a === b;
  const isCompatible =
    agrees(first.milestone, second.milestone) && agrees(first.slice, second.slice) && agrees(first.task, second.task);
  if (!isCompatible) return first;
  return {
    milestone: first.milestone ?? second.milestone,
    slice: first.slice ?? second.slice,
    task: first.task ?? second.task,
  };
}
