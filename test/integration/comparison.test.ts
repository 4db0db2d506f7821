import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { withSandbox } from "../support/git-sandbox.ts";
import { fetchGsdBuild } from "../support/gsd-builds.ts";
import { isDeep } from "../support/law-runs.ts";
import { installFromNpm } from "../support/npm-packages.ts";
import { runProgram } from "../support/run-program.ts";
import { makeSample } from "../support/sample.ts";
import { suite } from "../support/suite.ts";

const page = readFileSync(fileURLToPath(new URL("../../docs/comparison.md", import.meta.url)), "utf8");
const state = fileURLToPath(new URL("../../dist/state.js", import.meta.url));
const commitlintVersion = /commitlint (\d+\.\d+\.\d+)/.exec(page)?.[1] ?? "";

/** The cells of a row of the page's table, found by words of its first. */
function rowOf(words: string): readonly string[] {
  const line = page.split("\n").find((text) => text.startsWith("|") && text.includes(words)) ?? "";
  return line
    .split("|")
    .slice(2, -1)
    .map((cell) => cell.trim());
}

suite("the page that compares", (test) => {
  const modules = isDeep ? installFromNpm("@commitlint/cli", commitlintVersion) : null;
  if (modules === null)
    test.skip("says of commitlint what it does", isDeep ? "npm gives no commitlint here" : "PLANLINK_DEEP=1 runs it");
  else
    test("says of commitlint what it does", () =>
      withSandbox(async ({ directory, environment }) => {
        const config = join(directory, "commitlint.config.mjs");
        const rules = {
          "type-empty": [2, "never"],
          "subject-empty": [2, "never"],
          "type-enum": [2, "always", ["feat"]],
        };
        writeFileSync(config, `export default ${JSON.stringify({ rules })};\n`);
        const refuses = async (message: string): Promise<boolean> => {
          const args = [join(modules, "@commitlint/cli/cli.js"), "--config", config];
          const run = await runProgram(process.execPath, args, { cwd: directory, env: environment, input: message });
          return run.exitCode !== 0;
        };
        for (const [message, words] of [
          ["feat(13_02): send the mail", "feat(13_02)"],
          ["feat(13-20): send the mail", "feat(13-20)"],
          ["did things", "`did things`"],
        ] as const)
          assert.is((await refuses(message)) ? "yes" : "no", rowOf(words)[2]?.split(",")[0], message);
      }));

  const build = isDeep ? fetchGsdBuild("@opengsd/gsd-core@1.14.0") : undefined;
  if (build === undefined)
    test.skip("says of GSD what it does", isDeep ? "npm gives no build of GSD here" : "PLANLINK_DEEP=1 runs it");
  else
    test("says of GSD what it does", () =>
      withSandbox(async (sandbox) => {
        const { repository } = await makeSample(sandbox);
        const run = async (program: string, ...args: readonly string[]): Promise<string> => {
          const options = { cwd: repository, env: sandbox.environment };
          return (await runProgram(process.execPath, [program, ...args], options)).stdout;
        };
        const verdict = JSON.parse(await run(build.program, "verify", "commits", "65453c7", "4c6c7a5", "5f0c1de")) as {
          readonly valid: readonly string[];
        };
        assert.equal(verdict.valid, ["65453c7", "4c6c7a5"], "it calls valid what a rebase left behind");
        assert.match(rowOf("that a rebase left behind")[1] ?? "", /^no/);
        const ours = await run(state, "verify-commits");
        assert.match(ours, /65453c7 +unreachable/);
        assert.match(ours, /5f0c1de +missing/);
      }));
});
