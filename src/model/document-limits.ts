import { OperationalError } from "./operational-error.ts";
import type { RepositoryPath } from "./ports.ts";

const megabyte = 1024 * 1024;

/**
 * The largest planning document that is read, in bytes: the largest STATE.md among 12,000 had 73 kB. What is parsed as
 * Markdown takes two hundred times its size in memory at worst; a ledger is lines, and may hold a long history's.
 */
export function mostDocumentBytes(path: RepositoryPath): number {
  return path.endsWith(".ledger.yaml") ? 4 * megabyte : megabyte / 2;
}

/** Throws `document-too-large` for a document of more bytes than are read, so that time and memory stay bounded. */
export function refuseLargeDocument(path: RepositoryPath, bytes: number): void {
  const most = mostDocumentBytes(path);
  if (bytes <= most) return;
  throw new OperationalError(
    "document-too-large",
    `${path} has ${(bytes / megabyte).toFixed(2)} MB; planlink reads up to ${most / megabyte}`,
    { help: "move its history to an archive file" },
  );
}
