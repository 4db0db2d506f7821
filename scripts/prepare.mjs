/**
 * Runs after an install in this repository: npm's `prepare`, which is not run for those who install the package.
 *
 * Plain JavaScript, because the development packages may be absent (`npm install --omit=dev`); then nothing is done.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

if (!existsSync("node_modules/husky") || !existsSync("node_modules/esbuild")) process.exit(0);

// A source tarball has no `.git`, and no commits that could run a hook.
if (existsSync(".git")) {
  const { default: husky } = await import("husky");
  const complaint = husky();
  if (complaint !== "") console.error(`husky: ${complaint}`);
}

// The repository's own hooks run `dist/`, and so does who installs from a git address.
const { status } = spawnSync(process.execPath, ["--import", "tsx", "scripts/build.ts", "--quiet"], {
  stdio: "inherit",
});
process.exitCode = status ?? 1;
