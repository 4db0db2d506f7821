import { statSync } from "node:fs";
import { join } from "node:path";
import { OperationalError } from "../model/operational-error.ts";
import { attempt } from "./attempt.ts";

/** What git reads of a folder when it tells what its files are. */
const names: readonly string[] = [".gitattributes", ".gitignore"];

/**
 * Refuses a work tree in which a FIFO stands in the place of rules that git reads, at the top or on the way to some paths:
 * git opens it and waits for ever, and so would a program that asks git. Throws `document-unreadable`.
 */
export function refuseAwaitedRules(topLevel: string, paths: readonly string[]): void {
  const folders = new Set(["."]);
  for (const path of paths) {
    const parts = path.split("/");
    for (let count = 1; count < parts.length; count += 1) folders.add(parts.slice(0, count).join("/"));
  }
  for (const folder of folders)
    for (const name of names) {
      const path = folder === "." ? name : `${folder}/${name}`;
      if (attempt(() => statSync(join(topLevel, path), { throwIfNoEntry: false }))?.isFIFO() === true)
        throw new OperationalError("document-unreadable", `${path} is a FIFO: git waits for it without end`, {
          help: `remove it: rm ${path}`,
        });
    }
}
