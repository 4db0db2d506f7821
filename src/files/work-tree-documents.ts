import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { OperationalError } from "../model/operational-error.ts";
import { refuseManyFolders } from "../model/document-limits.ts";
import type { PlanningDocuments, RepositoryPath } from "../model/ports.ts";
import { isAbsence } from "./attempt.ts";
import { readPlanningFile } from "./read-regular.ts";

/**
 * The planning documents as they stand in the work tree. Symbolic links to directories are not followed, those that lead
 * out of the work tree not at all; `list` and `read` throw `document-too-large`.
 *
 * `onLook` is told the absolute path of every directory that is listed and of every file that is read, before it is.
 */
export function createWorkTreeDocuments(
  topLevel: string,
  directory: RepositoryPath,
  onLook: (path: string) => void = () => {},
): PlanningDocuments {
  return {
    async list(enters = () => true) {
      const paths: RepositoryPath[] = [];
      try {
        listFiles({ topLevel, root: directory, enters, onLook, folders: 0 }, directory, paths);
      } catch (error) {
        if (error instanceof OperationalError || !(error instanceof Error && "code" in error)) throw error;
        if (isAbsence(error)) return [];
        const place = "path" in error ? relative(topLevel, String(error.path)) : directory;
        throw new OperationalError("document-unreadable", `${place} cannot be read (${String(error.code)})`, {
          help: `see its permissions: ls -ld ${place}`,
          cause: error,
        });
      }
      return paths.sort();
    },
    async read(paths) {
      const contents = new Map<RepositoryPath, Uint8Array>();
      for (const path of paths) {
        onLook(join(topLevel, path));
        // Of many small files, one after the other takes a third of the time of all at once.
        const bytes = readPlanningFile(topLevel, path);
        if (bytes !== undefined) contents.set(path, bytes);
      }
      return contents;
    },
  };
}

interface Listing {
  readonly topLevel: string;
  readonly root: RepositoryPath;
  readonly enters: (directory: RepositoryPath) => boolean;
  readonly onLook: (path: string) => void;
  /** How many have been looked into. */
  folders: number;
}

/** Node's own recursive listing takes three times as long. */
function listFiles(listing: Listing, directory: RepositoryPath, paths: RepositoryPath[]): void {
  const place = join(listing.topLevel, directory);
  listing.folders += 1;
  refuseManyFolders(listing.root, listing.folders);
  listing.onLook(place);
  for (const entry of readdirSync(place, { withFileTypes: true })) {
    const path = `${directory}/${entry.name}`;
    if (entry.isDirectory()) {
      if (listing.enters(path)) listFiles(listing, path, paths);
    } else if (entry.isFile() || entry.isSymbolicLink()) paths.push(path);
  }
}
