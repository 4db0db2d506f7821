import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Installs a package from npm into a directory of its own and answers with the path of its `node_modules`; `null` where
 * the registry cannot be reached.
 */
export function installFromNpm(name: string, version: string): string | null {
  const directory = mkdtempSync(join(tmpdir(), `planlink-${name.replaceAll("/", "-")}-`));
  process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
  writeFileSync(join(directory, "package.json"), "{}");
  try {
    execFileSync("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", `${name}@${version}`], {
      cwd: directory,
      stdio: "ignore",
      timeout: 120_000,
    });
    return join(directory, "node_modules");
  } catch {
    return null;
  }
}
