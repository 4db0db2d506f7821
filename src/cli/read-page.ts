import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { OperationalError } from "../model/operational-error.ts";

/** How far above a module `docs/` may lie: `src/cli/`, `dist/chunks/` and `dist/lazy/` are two levels deep at most. */
const levelLimit = 3;

/** Reads one of planlink's own pages, which are part of the package. */
export function readPage(name: string): string {
  let directory = import.meta.dirname;
  for (let level = 0; level < levelLimit; level += 1) {
    const path = join(directory, "docs", name);
    if (existsSync(path)) return readFileSync(path, "utf8");
    directory = dirname(directory);
  }
  throw new OperationalError("document-unreadable", `planlink's own docs/${name} is not there`, {
    help: "install planlink again: its package holds the page",
  });
}
