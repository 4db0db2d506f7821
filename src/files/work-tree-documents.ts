import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { OperationalError } from "../model/operational-error.ts";
import type { PlanningDocuments, RepositoryPath } from "../model/ports.ts";

/** The planning documents as they stand in the work tree. Symbolic links to directories are not followed. */
export function createWorkTreeDocuments(topLevel: string, directory: RepositoryPath): PlanningDocuments {
  return {
    async list(enters = () => true) {
      const paths: RepositoryPath[] = [];
      try {
        listFiles(topLevel, directory, enters, paths);
      } catch (error) {
        const isAbsent =
          error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
        if (isAbsent) return [];
        throw new OperationalError("document-unreadable", `${directory} cannot be read`, {
          help: `see its permissions: ls -ld ${directory}`,
          cause: error,
        });
      }
      return paths.sort();
    },
    async read(paths) {
      const contents = new Map<RepositoryPath, Uint8Array>();
      for (const path of paths) {
        const bytes = readBytes(join(topLevel, path));
        if (bytes !== undefined) contents.set(path, bytes);
      }
      return contents;
    },
  };
}

/** Of many small files, one after the other takes a third of the time of all at once. */
function readBytes(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Node's own recursive listing takes three times as long. */
function listFiles(
  topLevel: string,
  directory: RepositoryPath,
  enters: (directory: RepositoryPath) => boolean,
  paths: RepositoryPath[],
): void {
  for (const entry of readdirSync(join(topLevel, directory), { withFileTypes: true })) {
    const path = `${directory}/${entry.name}`;
    if (entry.isDirectory()) {
      if (enters(path)) listFiles(topLevel, path, enters, paths);
    } else if (entry.isFile() || entry.isSymbolicLink()) paths.push(path);
  }
}
