import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { OperationalError } from "../model/operational-error.ts";
import type { PlanningDocuments, RepositoryPath } from "../model/ports.ts";

/** The planning documents as they stand in the work tree. Symbolic links to directories are not followed. */
export function createWorkTreeDocuments(topLevel: string, directory: RepositoryPath): PlanningDocuments {
  return {
    async list() {
      const root = join(topLevel, directory);
      const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
        const isAbsent =
          error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
        if (isAbsent) return [];
        throw new OperationalError("document-unreadable", `${directory} cannot be read`, {
          help: `see its permissions: ls -ld ${directory}`,
          cause: error,
        });
      });
      return entries
        .filter((entry) => entry.isFile() || entry.isSymbolicLink())
        .map((entry) =>
          join(entry.parentPath ?? entry.path, entry.name)
            .slice(topLevel.length + 1)
            .split(sep)
            .join("/"),
        )
        .sort();
    },
    async read(paths) {
      const contents = await Promise.all(
        paths.map(async (path) => [path, await readFile(join(topLevel, path)).catch(() => undefined)] as const),
      );
      return new Map(contents.flatMap(([path, bytes]) => (bytes === undefined ? [] : [[path, bytes] as const])));
    },
  };
}
