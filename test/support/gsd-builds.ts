import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A published build of GSD's tools, unpacked. */
export interface GsdBuild {
  /** `get-shit-done-cc@1.28.0` */
  readonly name: string;
  /** Its program, for Node. */
  readonly program: string;
}

const cache: string = fileURLToPath(new URL("../../node_modules/.cache/planlink/gsd", import.meta.url));

const programs: readonly string[] = ["gsd-core/bin/gsd-tools.cjs", "get-shit-done/bin/gsd-tools.cjs"];

function findProgram(directory: string): string | undefined {
  return programs.map((path) => join(directory, path)).find((path) => existsSync(path));
}

/**
 * Fetches a package with `npm pack` and unpacks it, once; nothing of it is installed or run by npm.
 * `undefined` where npm cannot get it, as without a network.
 */
export function fetchGsdBuild(name: string): GsdBuild | undefined {
  const directory = join(cache, name.replaceAll(/[@/]/g, "-"));
  if (!existsSync(directory)) {
    mkdirSync(cache, { recursive: true });
    const scratch = mkdtempSync(join(cache, "fetch-"));
    try {
      const packed = spawnSync("npm", ["pack", "--silent", "--ignore-scripts", name], {
        cwd: scratch,
        timeout: 60_000,
      });
      const archive = readdirSync(scratch).find((file) => file.endsWith(".tgz"));
      if (packed.status !== 0 || archive === undefined) return undefined;
      if (spawnSync("tar", ["-xzf", archive], { cwd: scratch }).status !== 0) return undefined;
      try {
        renameSync(join(scratch, "package"), directory);
      } catch (error) {
        // Another test file fetched it meanwhile.
        if (!existsSync(directory)) throw error;
      }
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  }
  const program = findProgram(directory);
  return program === undefined ? undefined : { name, program };
}
