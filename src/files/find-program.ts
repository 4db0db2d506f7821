import { accessSync, constants, statSync } from "node:fs";
import { join } from "node:path";

/** The first file of that name in these directories that may be run. */
export function findProgram(directories: readonly string[], name: string): string | null {
  const isProgram = (path: string): boolean => {
    try {
      accessSync(path, constants.X_OK);
      return statSync(path).isFile();
    } catch {
      return false;
    }
  };
  return (
    directories
      .filter((directory) => directory !== "")
      .map((directory) => join(directory, name))
      .find(isProgram) ?? null
  );
}
