import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** One file of the build, held in memory until all of them are made. `path` is relative to `dist/`, with `/`. */
export interface OutputFile {
  readonly path: string;
  readonly contents: Uint8Array;
  readonly executable: boolean;
}

/**
 * Makes a directory hold exactly the given files, and returns how many had to be written.
 *
 * Each file is replaced by a rename, so that a program which starts meanwhile never reads half of one. New files come
 * first and old ones go last: at every moment each file finds the chunks that it names.
 */
export function writeOutputs(directory: string, outputs: readonly OutputFile[]): number {
  let written = 0;
  // Chunks before entries, since entries name chunks.
  const inOrder = outputs.toSorted((a, b) => b.path.split("/").length - a.path.split("/").length);
  for (const { path, contents, executable } of inOrder) {
    const target = join(directory, path);
    if (hasContents(target, contents)) continue;
    mkdirSync(dirname(target), { recursive: true });
    const temporary = `${target}.${process.pid}.tmp`;
    writeFileSync(temporary, contents);
    chmodSync(temporary, executable ? 0o755 : 0o644);
    renameSync(temporary, target);
    written += 1;
  }
  const wanted = new Set(outputs.map(({ path }) => join(directory, path)));
  for (const name of readdirSync(directory, { recursive: true, encoding: "utf8" })) {
    const path = join(directory, name);
    if (!wanted.has(path) && statSync(path, { throwIfNoEntry: false })?.isFile() === true)
      rmSync(path, { force: true });
  }
  return written;
}

function hasContents(path: string, contents: Uint8Array): boolean {
  try {
    return readFileSync(path).equals(contents);
  } catch {
    // Absent or unreadable: it will be written.
    return false;
  }
}
