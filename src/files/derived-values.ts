import { statSync } from "node:fs";
import { join } from "node:path";
import type { PlanningDocuments, RepositoryPath } from "../model/ports.ts";
import { attempt } from "./attempt.ts";
import { checksumOf, keepNewest, readChecked, writeChecked } from "./cache-file.ts";
import type { ProcessHost } from "./document-lock.ts";
import { readOwnFile, readPlanningFile } from "./read-regular.ts";
import { showsChange, stampOf } from "./file-stamp.ts";

/** Larger files are nobody's cache of ours. */
const mostBytes = 16 * 1024 * 1024;
const mostEntries = 10_000;
/** What is longer than this is worked out anew; of figures nothing is. */
const mostLength = 4096;
/** Files of other work trees and versions that stay; each work tree has two. */
const mostFiles = 16;

/** What tells that a text is the one that was read: numbers and words. */
type Stamp = readonly (number | string)[];

/** Of a text that cannot be looked at: no stamp is like it, not even itself. */
const unknownStamp: Stamp = [Number.NaN, Number.NaN, Number.NaN, Number.NaN];

/** Where the texts come from out of which values are worked out. */
interface TextSource {
  /** Names the source, and how its stamps are made. */
  readonly name: readonly string[];
  /** How many parts a stamp has. */
  readonly stampLength: number;
  /** `undefined` where there is no such text. */
  readonly stampOf: (path: RepositoryPath) => Stamp | undefined;
  readonly read: (paths: readonly RepositoryPath[]) => Promise<ReadonlyMap<RepositoryPath, Uint8Array>>;
  /** Tells whether a text that was read at a time would show by its stamp that it has become another. */
  readonly showsChange: (stamp: Stamp, readAtMs: number) => boolean;
}

interface Entry {
  readonly stamp: Stamp;
  readonly value: unknown;
  /** As it stands in the file. */
  readonly line: string;
}

/** Parses what was kept; whatever is not as it was written is as good as absent. */
function parseEntries(text: string, stampLength: number): ReadonlyMap<RepositoryPath, Entry> {
  const parsed: unknown = attempt(() => JSON.parse(text));
  // JSON has no line breaks within a text, and `store` makes one behind each entry.
  const lines = text.slice(1, -1).split(",\n");
  const entries = new Map<RepositoryPath, Entry>();
  if (!Array.isArray(parsed) || parsed.length !== lines.length) return entries;
  parsed.forEach((entry: unknown, index) => {
    if (!Array.isArray(entry) || entry.length !== stampLength + 2 || typeof entry[0] !== "string") return;
    const stamp: Stamp = entry.slice(1, -1);
    entries.set(entry[0], { stamp, value: entry.at(-1), line: lines[index] ?? "" });
  });
  return entries;
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
  const source: TextSource = {
    name: [topLevel, ...dependsOn],
    stampLength: 4,
    stampOf: (path) => {
      try {
        const stats = statSync(join(topLevel, path), { throwIfNoEntry: false });
        return stats === undefined ? undefined : stampOf(stats);
      } catch {
        // To read it will say why, unless it is a link that leads nowhere.
        return unknownStamp;
      }
    },
    read: async (paths) => {
      const read = paths.map((path) => [path, readPlanningFile(topLevel, path)] as const);
      return new Map(read.flatMap(([path, bytes]) => (bytes === undefined ? [] : [[path, bytes] as const])));
    },
    showsChange: ([, modifiedMs, changedMs], readAtMs) =>
      showsChange([0, Number(modifiedMs), Number(changedMs), 0], readAtMs),
  };
  return keepValues(source, directory, host);
}

/**
 * As `createDerivedValues`, for blobs: the oid of one tells all of its bytes. `topLevel` names the work tree in whose index
 * they stand.
 */
export function createBlobValues(
  blobs: {
    readonly topLevel: string;
    readonly oids: ReadonlyMap<RepositoryPath, string>;
    readonly read: PlanningDocuments["read"];
  },
  directory: string,
  dependsOn: readonly string[],
  host: ProcessHost,
): NonNullable<PlanningDocuments["derive"]> {
  const source: TextSource = {
    name: ["blobs", blobs.topLevel, ...dependsOn],
    stampLength: 1,
    stampOf: (path) => {
      const oid = blobs.oids.get(path);
      return oid === undefined ? undefined : [oid];
    },
    read: blobs.read,
    showsChange: () => true,
  };
  return keepValues(source, directory, host);
}

function keepValues(
  source: TextSource,
  directory: string,
  host: ProcessHost,
): NonNullable<PlanningDocuments["derive"]> {
  const head = `planlink figures ${JSON.stringify(source.name)}\n`;
  const path = join(directory, `figures-${checksumOf(Buffer.from(head))}`);

  const readEntries = (): ReadonlyMap<RepositoryPath, Entry> => {
    const bytes = readOwnFile(path, mostBytes);
    const body = bytes === undefined ? undefined : readChecked(bytes);
    const text = body?.toString("utf8");
    return text?.startsWith(head) === true ? parseEntries(text.slice(head.length), source.stampLength) : new Map();
  };

  const store = (all: readonly string[]): void => {
    const lines: string[] = [];
    let left = mostBytes / 4;
    for (const line of all) {
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
    type Value = ReturnType<typeof work>;
    const found: { readonly name: RepositoryPath; readonly stamp: Stamp; readonly entry: Entry | undefined }[] = [];
    for (const name of paths) {
      const stamp = source.stampOf(name);
      if (stamp === undefined) continue;
      const entry = kept.get(name);
      const isSame = entry?.stamp.every((part, index) => part === stamp[index]) === true && isValue(entry.value);
      found.push({ name, stamp, entry: isSame ? entry : undefined });
    }
    const contents = await source.read(found.flatMap(({ name, entry }) => (entry === undefined ? [name] : [])));
    const values = new Map<RepositoryPath, Value>();
    const lasting: string[] = [];
    let hasNews = false;
    for (const { name, stamp, entry } of found) {
      if (entry !== undefined && isValue(entry.value)) {
        values.set(name, entry.value);
        lasting.push(entry.line);
        continue;
      }
      const bytes = contents.get(name);
      if (bytes === undefined) continue;
      const value = work(bytes);
      values.set(name, value);
      const text = source.showsChange(stamp, readAtMs) ? writeValue(value) : undefined;
      if (text === undefined) continue;
      lasting.push(`[${[name, ...stamp].map((part) => JSON.stringify(part)).join(",")},${text}]`);
      hasNews = true;
    }
    if (hasNews) store(lasting);
    return values;
  };
}
