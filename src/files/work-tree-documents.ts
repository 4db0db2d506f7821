import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { OperationalError } from "../model/operational-error.ts";
import type { PlanningDocuments, RepositoryPath } from "../model/ports.ts";

/** The planning documents as they stand in the work tree. Symbolic links to directories are not followed. */
export function createWorkTreeDocuments(topLevel: string, directory: RepositoryPath): PlanningDocuments {
  return {
    async list() {
      const paths: RepositoryPath[] = [];
      try {
        listFiles(topLevel, directory, paths);
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
      const contents = await Promise.all(
        paths.map(async (path) => [path, await readFile(join(topLevel, path)).catch(() => undefined)] as const),
      );
      return new Map(contents.flatMap(([path, bytes]) => (bytes === undefined ? [] : [[path, bytes] as const])));
    },
  };
}

/** Node's own recursive listing takes three times as long. */
function listFiles(topLevel: string, directory: RepositoryPath, paths: RepositoryPath[]): void {
  for (const entry of readdirSync(join(topLevel, directory), { withFileTypes: true })) {
    const path = `${directory}/${entry.name}`;
    if (entry.isDirectory()) listFiles(topLevel, path, paths);
    else if (entry.isFile() || entry.isSymbolicLink()) paths.push(path);
  }
}
