import { statSync } from "node:fs";
import { join } from "node:path";
import type { PlanningDocuments, RepositoryPath } from "../model/ports.ts";
import { attempt } from "./attempt.ts";
import { checksumOf, keepNewest, readChecked, writeChecked } from "./cache-file.ts";
import type { ProcessHost } from "./document-lock.ts";
import { readOwnFile, readPlanningFile } from "./read-regular.ts";
import { showsChange, stampOf, type FileStamp } from "./file-stamp.ts";

/** Larger files are nobody's cache of ours. */
const mostBytes = 16 * 1024 * 1024;
const mostEntries = 10_000;
/** What is longer than this is worked out anew; of figures nothing is. */
const mostLength = 4096;
/** Files of other work trees and versions that stay. */
const mostFiles = 8;

type Entry = readonly [path: RepositoryPath, ...stamp: FileStamp, value: unknown];

function isEntry(entry: unknown): entry is Entry {
  return (
    Array.isArray(entry) &&
    entry.length === 6 &&
    typeof entry[0] === "string" &&
    entry.slice(1, 5).every((part) => typeof part === "number")
  );
}

/** Parses what was kept; whatever is not as it was written is as good as absent. */
function parseEntries(text: string): ReadonlyMap<RepositoryPath, Entry> {
  const parsed: unknown = attempt(() => JSON.parse(text));
  return new Map(Array.isArray(parsed) ? parsed.filter(isEntry).map((entry) => [entry[0], entry]) : []);
}

/** A text that gives the same value when it is parsed; `undefined` for a value that has none, or a long one. */
function writeValue(value: unknown): string | undefined {
  let isExact = true;
  const text = JSON.stringify(value, (_, part: unknown) => {
    if (part === undefined || (typeof part === "number" && !Number.isFinite(part))) isExact = false;
    return part;
  });
  return isExact && text.length <= mostLength ? text : undefined;
}

/**
 * Keeps what is worked out of the files of one work tree in one file, and reads again only those that have changed.
 *
 * What is damaged, of another work tree or another program is as good as absent; what cannot be written is not. A file
 * that was written a moment ago is read again the next time.
 */
export function createDerivedValues(
  topLevel: string,
  directory: string,
  dependsOn: readonly string[],
  host: ProcessHost,
): NonNullable<PlanningDocuments["derive"]> {
  const head = `planlink figures ${JSON.stringify([topLevel, ...dependsOn])}\n`;
  const path = join(directory, `figures-${checksumOf(Buffer.from(head))}`);

  const readEntries = (): ReadonlyMap<RepositoryPath, Entry> => {
    const bytes = readOwnFile(path, mostBytes);
    const body = bytes === undefined ? undefined : readChecked(bytes);
    const text = body?.toString("utf8");
    return text?.startsWith(head) === true ? parseEntries(text.slice(head.length)) : new Map();
  };

  const store = (entries: readonly (readonly [RepositoryPath, FileStamp, unknown])[]): void => {
    const lines: string[] = [];
    let left = mostBytes / 4;
    for (const [name, stamp, value] of entries) {
      const text = writeValue(value);
      if (text === undefined) continue;
      const line = `[${JSON.stringify(name)},${stamp.join(",")},${text}]`;
      left -= line.length;
      if (left < 0 || lines.length >= mostEntries) break;
      lines.push(line);
    }
    if (writeChecked(path, `${head}[${lines.join(",\n")}]`, host))
      attempt(() => keepNewest(directory, "figures-", mostFiles));
  };

  return async (paths, work, isValue) => {
    const kept = readEntries();
    const readAtMs = Date.now();
    const values = new Map<RepositoryPath, ReturnType<typeof work>>();
    const lasting: (readonly [RepositoryPath, FileStamp, unknown])[] = [];
    let hasNews = false;
    for (const name of paths) {
      const place = join(topLevel, name);
      const stats = attempt(() => statSync(place, { throwIfNoEntry: false }));
      if (stats === undefined) continue;
      const stamp = stampOf(stats);
      const entry = kept.get(name);
      if (entry !== undefined && stamp.every((part, index) => part === entry[index + 1]) && isValue(entry[5])) {
        values.set(name, entry[5]);
        lasting.push([name, stamp, entry[5]]);
        continue;
      }
      const bytes = readPlanningFile(topLevel, name);
      if (bytes === undefined) continue;
      const value = work(bytes);
      values.set(name, value);
      if (!showsChange(stamp, readAtMs)) continue;
      lasting.push([name, stamp, value]);
      hasNews = true;
    }
    if (hasNews) store(lasting);
    return values;
  };
}
