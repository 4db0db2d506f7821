import { OperationalError } from "./operational-error.ts";
import type { RepositoryPath } from "./ports.ts";

const megabyte = 1024 * 1024;

/** The parts of a document up to this size are not counted. */
const smallDocument = megabyte / 2;

/** Parts of a larger document, and how many are read: they cost time and memory, more than the length does. */
const countedParts: readonly (readonly [words: string, pattern: RegExp, most: number])[] = [
  ["lines", /\n/g, 100_000],
  ["table cells", /\|/g, 200_000],
  ["words of hex digits", /[0-9A-Fa-f]{7,}/g, 75_000],
  // One line may open as many: `> > > …`.
  ["marks of quotes and lists", /[>+*-](?=[ \t>])|\d[.)](?=[ \t])/g, 200_000],
];

/**
 * The largest planning document that is read, in bytes: the largest STATE.md among 12,000 had 73 kB. STATE.md and a ledger
 * may hold a long history's; other documents are about one phase or plan.
 */
export function mostDocumentBytes(path: RepositoryPath): number {
  if (path.endsWith(".ledger.yaml")) return 4 * megabyte;
  return /(?:^|\/)STATE\.md$/.test(path) ? 8 * megabyte : smallDocument;
}

/** Throws `document-too-large` for a document of more bytes than are read, so that time and memory stay bounded. */
export function refuseLargeDocument(path: RepositoryPath, bytes: number): void {
  const most = mostDocumentBytes(path);
  if (bytes > most)
    throw tooLarge(path, `${(bytes / megabyte).toFixed(2)} MB; planlink reads up to ${most / megabyte}`);
}

/** The largest project known has some hundred phases. To look into a folder costs as much as to read a small file. */
const mostFolders = 30_000;

/** Throws `document-too-large` for a planning directory of more folders than are looked into. */
export function refuseManyFolders(directory: RepositoryPath, folders: number): void {
  if (folders > mostFolders)
    throw new OperationalError("document-too-large", `${directory} has more than ${mostFolders} folders`, {
      help: `move those of old milestones out of ${directory}`,
    });
}

/** Throws `document-too-large` for a large document of more lines, or of more of anything else that costs, than are read. */
export function refuseDenseDocument(path: RepositoryPath, text: string): void {
  if (text.length <= smallDocument) return;
  for (const [words, pattern, most] of countedParts) {
    if (hasMore(text, pattern, most))
      throw tooLarge(
        path,
        `more than ${most} ${words}; planlink reads so many only up to ${smallDocument / megabyte} MB`,
      );
  }
}

function tooLarge(path: RepositoryPath, evidence: string): OperationalError {
  return new OperationalError("document-too-large", `${path} has ${evidence}`, {
    help: "move its history to an archive file",
  });
}

function hasMore(text: string, pattern: RegExp, most: number): boolean {
  pattern.lastIndex = 0;
  for (let count = 0; pattern.test(text); count += 1) {
    if (count === most) return true;
  }
  return false;
}
