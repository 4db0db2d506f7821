import { isAbsolute, relative, sep } from "node:path";

/** The path below a directory, joined by `/` and empty for the directory itself; `undefined` for one that is not below it. */
export function pathBelow(base: string, path: string): string | undefined {
  const below = relative(base, path);
  return below === ".." || below.startsWith(`..${sep}`) || isAbsolute(below) ? undefined : below.split(sep).join("/");
}
