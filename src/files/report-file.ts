import { closeSync, lstatSync, mkdirSync, openSync, readSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { OperationalError } from "../model/operational-error.ts";

/** What stands first in a report, and so tells it from other files. */
const markerBytes = 2048;

/** What is at a path already: nothing, a file that holds the marker near its beginning, or something else. */
function findPresent(path: string, marker: string): "nothing" | "own" | "other" {
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (status === undefined) return "nothing";
  // A link may lead anywhere; it is not followed.
  if (!status.isFile()) return "other";
  const descriptor = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(markerBytes);
    const length = readSync(descriptor, buffer, 0, markerBytes, 0);
    return buffer.toString("utf8", 0, length).includes(marker) ? "own" : "other";
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Writes a page that can be made again, by a rename: a file that is there is replaced only where it holds the marker, or
 * `force` says so. Throws `document-unwritable`.
 */
export function writeReportFile(
  path: string,
  text: string,
  options: { readonly marker: string; readonly force: boolean; readonly processId: number },
): void {
  const temporary = join(dirname(path), `.${basename(path)}.tmp.${options.processId}`);
  try {
    const isFolder = lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
    if (isFolder || (!options.force && findPresent(path, options.marker) === "other"))
      throw new OperationalError(
        "document-unwritable",
        isFolder ? `${path} is a folder` : `${path} is there and is no report of planlink`,
        {
          help: isFolder
            ? "name a file: --output FILE"
            : "name another file with --output FILE, or replace it with --force",
        },
      );
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(temporary, text, { flag: "wx" });
    renameSync(temporary, path);
  } catch (error) {
    if (error instanceof OperationalError) throw error;
    rmSync(temporary, { force: true });
    const reason = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw new OperationalError("document-unwritable", `${path} cannot be written (${reason})`, {
      help: "name another file with --output FILE",
      cause: error,
    });
  }
}
