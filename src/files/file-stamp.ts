import { statSync, type Stats } from "node:fs";
import { attempt } from "./attempt.ts";

/** What tells that a file or a directory is the one that was read: size, times and number, as in git's index. */
export type FileStamp = readonly [size: number, modifiedMs: number, changedMs: number, inode: number];

/** The stamp of what was looked at. */
export function stampOf({ size, mtimeMs, ctimeMs, ino }: Stats): FileStamp {
  return [size, mtimeMs, ctimeMs, ino];
}

/** The stamp of what lies at a path; `undefined` where there is nothing, or nothing that can be looked at. */
export function readStamp(path: string): FileStamp | undefined {
  const stats = attempt(() => statSync(path, { throwIfNoEntry: false }));
  return stats === undefined ? undefined : stampOf(stats);
}

/**
 * Tells whether a file that was read at a time would show by its stamp that it has been written since.
 *
 * Times go in steps: of a file written within the step in which it was read, the stamp may be that of other bytes. Git
 * calls it racily clean. Steps are some milliseconds, or one to two seconds on disks that have no fractions. Whole
 * seconds tell such disks apart, not whole milliseconds: a number in between has room for 4096 parts of each alone.
 */
export function showsChange([, modifiedMs, changedMs]: FileStamp, readAtMs: number): boolean {
  const step = changedMs % 1000 === 0 ? 3000 : 100;
  return Math.max(modifiedMs, changedMs) + step < readAtMs;
}
