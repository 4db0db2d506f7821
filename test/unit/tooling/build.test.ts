import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { bundleCommitHooks } from "../../../scripts/build/bundle-commit-hooks.ts";
import { bundleHook } from "../../../scripts/build/bundle-hook.ts";
import { bundleState } from "../../../scripts/build/bundle-state.ts";
import { formatThirdPartyLicenses } from "../../../scripts/build/third-party-licenses.ts";
import { type OutputFile, writeOutputs } from "../../../scripts/build/write-outputs.ts";
import { rejects, suite } from "../../support/suite.ts";

/** Copies the sources of ours that start programs. */
function copyStarters(root: string): void {
  for (const path of [
    "hooks/say-unreadable.ts",
    "hooks/start-compiled.ts",
    "src/cli/start.ts",
    "src/cli/compiled-program.ts",
    "src/cli/known-v8.ts",
    "src/cli/say-now.ts",
  ])
    copyFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), join(root, path));
}

const library = 'exports.answer = function () { return require("node:os").EOL.length > 0 ? 42 : 0; };';

const files: Readonly<Record<string, string>> = {
  "package.json": '{"type":"module"}',
  "src/model/problem.ts": "export class Problem extends Error {}",
  "src/heavy.ts":
    'import { Problem } from "./model/problem.ts"; import { answer } from "library"; export function fail(): never { throw new Problem(`answer ${answer()} ${PLANLINK_VERSION}`); } declare const PLANLINK_VERSION: string;',
  "src/cli/main.ts":
    '#!/usr/bin/env node\nimport { Problem } from "../model/problem.ts"; async function main(): Promise<void> { try { (await import("../heavy.ts")).fail(); } catch (error) { console.log(error instanceof Problem, String(error)); } } void main();',
  "src/cli/quick-main.ts":
    'async function main(): Promise<void> { try { (await import("../heavy.ts")).fail(); } catch (error) { console.log("quick", String(error)); } } void main();',
  "src/cli/kept-answer.ts": "export const giveKeptAnswer = (): boolean => false;",
  "src/api/index.ts": "export const answer = (): number => 42;",
  "hooks/main.ts":
    'import { Problem } from "../src/model/problem.ts"; async function main(): Promise<void> { try { (await import("../src/heavy.ts")).fail(); } catch (error) { console.log(error instanceof Problem, String(error)); } } void main();',
  "hooks/quick-main.ts":
    'declare const planlinkStart: { startWhole(told: string): void; isTypical?: boolean }; console.log("quick"); planlinkStart.isTypical = false; planlinkStart.startWhole("told");',
  "hooks/merge-main.ts": "console.log(1);",
  "node_modules/library/package.json": '{"name":"library","version":"1.2.3","license":"MIT","main":"index.js"}',
  "node_modules/library/index.js": library,
  "node_modules/library/LICENSE.md": "You may.\r\n",
};

async function withProject(
  changes: Readonly<Record<string, string | null>>,
  body: (root: string) => void | Promise<void>,
): Promise<void> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "planlink-build-")));
  try {
    for (const [path, text] of Object.entries({ ...files, ...changes })) {
      if (text === null) continue;
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    await body(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function run(program: string, args: readonly string[] = []): string {
  return spawnSync(program, args, { encoding: "utf8" }).stdout;
}

function describe(outputs: readonly OutputFile[]): readonly string[] {
  return outputs.map(({ path, contents }) => `${path}\n${Buffer.from(contents).toString()}`);
}

suite("build", (test) => {
  test("gives a command that runs by itself and loads its parts when they are needed", async () => {
    await withProject({}, async (root) => {
      copyStarters(root);
      const { outputs, inputs } = await bundleState(root, "9.8.7");
      assert.equal(
        inputs.filter((path) => path.includes("node_modules")),
        ["node_modules/library/index.js"],
      );
      writeOutputs(join(root, "dist"), outputs);
      rmSync(join(root, "node_modules"), { recursive: true });
      assert.is(run(join(root, "dist/state.js")), "true Error: answer 42 9.8.7\n");
      assert.ok(outputs.some(({ path }) => path.startsWith("chunks/heavy-")));
      for (const kept of [0, 1, 1]) {
        assert.is(existsSync(join(root, "dist/compiled")), kept === 1);
        assert.is(run(join(root, "dist/state.js"), ["verify-commits"]), "quick Error: answer 42 9.8.7\n");
      }
    });
  });

  test("gives a hook whose later parts share its classes", async () => {
    await withProject({}, async (root) => {
      const { outputs, starts } = await bundleHook(root, "9.8.7");
      writeOutputs(join(root, "dist"), outputs);
      rmSync(join(root, "node_modules"), { recursive: true });
      assert.is(run(process.execPath, [join(root, "dist/hook.cjs")]), "true Error: answer 42 9.8.7\n");
      assert.ok(starts.every(({ startBytes }) => startBytes < 5_000));
    });
  });

  test("gives a commit hook that starts from what an earlier run compiled, and from its source where it cannot", async () => {
    await withProject({}, async (root) => {
      copyStarters(root);
      writeFileSync(
        join(root, "hooks/commit-main.ts"),
        `${files["hooks/main.ts"] ?? ""} console.log("über", process.argv[2]);`,
      );
      const { outputs, startBytes } = await bundleCommitHooks(root, "9.8.7");
      assert.ok(startBytes < 6_000);
      writeOutputs(join(root, "dist"), outputs);
      rmSync(join(root, "node_modules"), { recursive: true });
      const compiled = join(root, "dist/compiled");
      const start = (hook: string): string => run(process.execPath, [join(root, "dist/commit-hook.cjs"), hook]);
      const expected = "über post-commit\ntrue Error: answer 42 9.8.7\n";
      assert.is(start("post-commit"), expected);
      const [kept = ""] = readdirSync(compiled);
      assert.match(kept, "-post-commit-");
      const before = readFileSync(join(compiled, kept));
      assert.is(start("post-commit"), expected);
      assert.ok(readFileSync(join(compiled, kept)).equals(before));
      for (const damage of ["", "no code at all", before.subarray(0, before.length / 2)]) {
        writeFileSync(join(compiled, kept), damage);
        assert.is(start("post-commit"), expected);
        assert.ok(readFileSync(join(compiled, kept)).length > 1_000);
      }
      // Where git tells of the commit, the quick program comes first, and hands over what it cannot do.
      const told = run(process.execPath, [
        "--no-rehash-snapshot",
        join(root, "dist/commit-hook.cjs"),
        "post-commit",
        "--commits-on-input",
        "",
      ]);
      assert.is(told, `quick\n${expected}`);
      assert.equal(
        readdirSync(compiled).filter((name) => name.includes("-quick")),
        [],
      );
      assert.is(start("../x"), "über ../x\ntrue Error: answer 42 9.8.7\n");
      assert.equal(
        readdirSync(compiled).filter((name) => name.endsWith(".tmp")),
        [],
      );
      // A place that cannot be written to: here a file stands where the folder would be.
      rmSync(compiled, { recursive: true });
      writeFileSync(compiled, "");
      chmodSync(compiled, 0o444);
      assert.is(start("post-commit"), expected);
      assert.is(readFileSync(compiled, "utf8"), "");
    });
  });

  test("gives a commit hook whose regular expressions mean the characters that they are written with", async () => {
    const expressions = [
      "/^[:：]$/.test(text)",
      "/^[█░]$/u.test(text)",
      "/^(?:—|…)$/.test(text)",
      "/^🌊$/u.test(text)",
      "/^🌊$/.test(text)",
      "new RegExp(String.raw`^[时耗]$`).test(text)",
    ];
    const source = `const found = ["：", "█", "…", "🌊", "耗", "x"].map((text) => [${expressions.join()}].map(Number).join("")); console.log(found.join(" "));`;
    await withProject({ "hooks/commit-main.ts": source }, async (root) => {
      copyStarters(root);
      const { outputs } = await bundleCommitHooks(root, "9.8.7");
      writeOutputs(join(root, "dist"), outputs);
      const shown = run(process.execPath, [join(root, "dist/commit-hook.cjs"), "post-commit"]);
      assert.is(shown, "100000 010000 001000 000110 000001 000000\n");
      const program = outputs.find(({ path }) => path.startsWith("lazy/commit-hooks-"));
      assert.ok(Buffer.from(program?.contents ?? [255]).every((byte) => byte < 128));
    });
    await withProject({ "hooks/commit-main.ts": "console.log(/\\—/.test('—'));" }, async (root) => {
      copyStarters(root);
      await rejects(bundleCommitHooks(root, "9.8.7"), (error) => /a backslash stands before/.test(String(error)));
    });
  });

  test("refuses a commit hook that loads a package at its start, or reads too much", async () => {
    await withProject({}, async (root) => {
      copyStarters(root);
      writeFileSync(join(root, "hooks/commit-main.ts"), 'import { fail } from "../src/heavy.ts"; fail();');
      await rejects(bundleCommitHooks(root, "1.0.0"), (error) =>
        /would load a package at its start: \.\/lazy\/package-library\.cjs by src\/heavy\.ts/.test(String(error)),
      );
      writeFileSync(join(root, "hooks/commit-main.ts"), `console.log("${"x".repeat(460_000)}");`);
      await rejects(bundleCommitHooks(root, "1.0.0"), (error) => /the budget is 450560/.test(String(error)));
    });
  });

  test("refuses a hook that loads a package at its start", async () => {
    await withProject({ "hooks/main.ts": 'import "../src/heavy.ts";' }, async (root) => {
      await rejects(bundleHook(root, "1.0.0"), (error) =>
        /would load a package at its start: node_modules\/library/.test(String(error)),
      );
    });
  });

  test("refuses a hook that reads too much at its start", async () => {
    await withProject({ "hooks/main.ts": `console.log("${"x".repeat(103_000)}");` }, async (root) => {
      await rejects(bundleHook(root, "1.0.0"), (error) => /the budget is 102400/.test(String(error)));
    });
  });

  test("gives the same bytes wherever the repository lies", async () => {
    const builds: (readonly string[])[] = [];
    for (let count = 0; count < 2; count += 1) {
      await withProject({}, async (root) => {
        copyStarters(root);
        const [state, hook] = await Promise.all([bundleState(root, "1.0.0"), bundleHook(root, "1.0.0")]);
        builds.push(describe([...state.outputs, ...hook.outputs]));
      });
    }
    assert.equal(builds[0], builds[1]);
  });

  test("collects licence texts and refuses a package without one", async () => {
    await withProject({}, (root) => {
      const text = formatThirdPartyLicenses(root, [
        "src/heavy.ts",
        "node_modules/library/index.js",
        "node_modules/library/b.js",
      ]);
      assert.is(text.split("library 1.2.3 (MIT)\n").length, 2);
      assert.match(text, "\n\nYou may.\n");
    });
    await withProject({ "node_modules/library/LICENSE.md": null }, (root) => {
      assert.throws(
        () => formatThirdPartyLicenses(root, ["node_modules/library/index.js"]),
        /library 1\.2\.3 \(MIT\) has no licence text/,
      );
    });
  });

  test("writes only what changed and removes what is no longer made", async () => {
    await withProject({}, (root) => {
      const directory = join(root, "dist");
      const file = (path: string, executable = false): OutputFile => ({
        path,
        contents: Buffer.from(path),
        executable,
      });
      assert.is(writeOutputs(directory, [file("a.js", true), file("chunks/old.js")]), 2);
      assert.is(statSync(join(directory, "a.js")).mode & 0o111, 0o111);
      assert.is(writeOutputs(directory, [file("a.js", true), file("chunks/new.js")]), 1);
      assert.throws(() => statSync(join(directory, "chunks/old.js")), /ENOENT/);
      assert.is(writeOutputs(directory, [file("a.js", true), file("chunks/new.js")]), 0);
    });
  });
});
