import { realpath, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { pathBelow } from "./path-below.ts";

async function resolveDirectory(path: string): Promise<string | undefined> {
  try {
    const found = await realpath(path);
    return (await stat(found)).isDirectory() ? found : undefined;
  } catch {
    return undefined;
  }
}

/** The path of an address of a file; `undefined` for any other address. */
function parseFileAddress(address: string): string | undefined {
  try {
    return fileURLToPath(address);
  } catch {
    return undefined;
  }
}

/**
 * Resolves a directory that somebody else names, links and all, where it lies in one of the directories that may be
 * read; `undefined` elsewhere. `readRoots` gives further ones as addresses, and is asked only where `home` is not enough.
 */
export async function resolveWithin(
  wanted: string,
  home: string,
  readRoots: () => Promise<readonly string[]>,
): Promise<string | undefined> {
  const directory = await resolveDirectory(resolve(home, wanted));
  if (directory === undefined) return undefined;
  const first = await resolveDirectory(home);
  if (first !== undefined && pathBelow(first, directory) !== undefined) return directory;
  for (const address of await readRoots()) {
    const path = parseFileAddress(address);
    const root = path === undefined ? undefined : await resolveDirectory(path);
    if (root !== undefined && pathBelow(root, directory) !== undefined) return directory;
  }
  return undefined;
}
