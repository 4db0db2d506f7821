import { join } from "node:path";
import { attempt } from "./attempt.ts";
import { checksumOf, keepNewest, writeWhole } from "./cache-file.ts";
import type { ProcessHost } from "./document-lock.ts";
import { readOwnFile } from "./read-regular.ts";
import { readStamp, showsChange, type FileStamp } from "./file-stamp.ts";

/** What a command wrote on standard output, and how it ended. */
export interface Answer {
  readonly output: Uint8Array;
  readonly exitCode: 0 | 1;
}

/** Longer answers, and answers from more files, are worked out each time. */
const mostBytes = 8 * 1024 * 1024;
const mostFiles = 20_000;
/** Answers of several commands, work trees and tips. */
const mostAnswers = 8;

/** A file or a directory with its stamp; without one where there was nothing. */
type Looked = readonly [path: string, ...stamp: FileStamp | readonly []];

interface Header {
  readonly key: string;
  readonly exitCode: 0 | 1;
  readonly looked: readonly Looked[];
}

function pathOf(directory: string, key: string): string {
  return join(directory, `answer-${checksumOf(Buffer.from(key))}`);
}

function isHeader(value: unknown): value is Header {
  if (typeof value !== "object" || value === null) return false;
  const { key, exitCode, looked } = value as Partial<Record<keyof Header, unknown>>;
  return (
    typeof key === "string" &&
    (exitCode === 0 || exitCode === 1) &&
    Array.isArray(looked) &&
    looked.every((each) => Array.isArray(each) && typeof each[0] === "string")
  );
}

function isUnchanged([path, ...stamp]: Looked): boolean {
  const now = readStamp(path);
  return now === undefined ? stamp.length === 0 : now.every((part, index) => part === stamp[index]);
}

/**
 * Finds the answer that was kept under a key, if nothing has changed of all that it was worked out from.
 *
 * A file holds everything twice: to compare the halves finds damage, and takes a fraction of what a checksum of a long
 * answer would. What is damaged or of another key is as good as absent.
 */
export function findAnswer(directory: string, key: string): Answer | undefined {
  const bytes = readOwnFile(pathOf(directory, key), 4 * mostBytes);
  if (bytes === undefined || bytes.length % 2 !== 0) return undefined;
  const half = bytes.subarray(0, bytes.length / 2);
  if (!half.equals(bytes.subarray(half.length))) return undefined;
  const end = half.indexOf(10);
  const header: unknown = attempt(() => JSON.parse(half.toString("utf8", 0, end)));
  if (end < 0 || !isHeader(header) || header.key !== key || !header.looked.every(isUnchanged)) return undefined;
  return { output: half.subarray(end + 1), exitCode: header.exitCode };
}

/**
 * Keeps an answer with the state of all that it was worked out from, beside what the key says; nothing where something
 * of it may have changed since `startedAtMs`, when the work began. What cannot be written is not.
 */
export function keepAnswer(
  place: { readonly directory: string; readonly key: string; readonly host: ProcessHost },
  answer: Answer,
  paths: ReadonlySet<string>,
  startedAtMs: number,
): void {
  if (paths.size > mostFiles || answer.output.length > mostBytes) return;
  const looked: Looked[] = [];
  for (const each of paths) {
    const stamp = readStamp(each);
    if (stamp !== undefined && !showsChange(stamp, startedAtMs)) return;
    looked.push(stamp === undefined ? [each] : [each, ...stamp]);
  }
  const { directory, key } = place;
  const header: Header = { key, exitCode: answer.exitCode, looked };
  const half = Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), answer.output]);
  if (writeWhole(pathOf(directory, key), Buffer.concat([half, half]), place.host))
    attempt(() => keepNewest(directory, "answer-", mostAnswers));
}
