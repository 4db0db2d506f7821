/**
 * The benchmark: `npm run bench -- [SERIES …]`.
 *
 *   --clone RECIPE DIRECTORY   clones a generated repository, to try something on it
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createEnvironment } from "./bench/environment.ts";
import { cloneForWork, findCacheDirectory, openGeneratedRepository } from "./bench/generated-repository.ts";
import { recipes } from "./bench/recipes.ts";

const [, , option, name = "", directory = ""] = process.argv;
const recipe = Object.values(recipes).find((each) => each.name === name);
if (option !== "--clone" || recipe === undefined || directory === "") {
  console.error(`usage: npm run bench -- --clone ${Object.keys(recipes).join("|")} DIRECTORY`);
  process.exitCode = 2;
} else {
  const scratch = mkdtempSync(join(tmpdir(), "planlink-bench-"));
  try {
    const env = createEnvironment(scratch, process.env);
    const source = await openGeneratedRepository(recipe, findCacheDirectory(process.env), env);
    cloneForWork(source, resolve(process.env["INIT_CWD"] ?? "", directory), env);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
