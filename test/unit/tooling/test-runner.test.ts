import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Runs a copy of the runner over a tree that holds the given test files. */
function runTests(
  files: Readonly<Record<string, string>>,
  args: readonly string[],
): { readonly exitCode: number; readonly output: string } {
  const directory = mkdtempSync(join(tmpdir(), "planlink-runner-"));
  try {
    for (const path of ["package.json", "scripts/test.ts", "scripts/test-git.ts", "test/support/suite.ts"])
      cpSync(join(root, path), join(directory, path));
    symlinkSync(join(root, "node_modules"), join(directory, "node_modules"));
    for (const [path, body] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), `import { suite } from "../support/suite.ts";\n${body}\n`);
    }
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "scripts/test.ts", ...args], {
      cwd: directory,
      encoding: "utf8",
    });
    return { exitCode: status ?? -1, output: stdout + stderr };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

suite("test runner", (test) => {
  test("passes when every test ran, and shows what was skipped", () => {
    const { exitCode, output } = runTests(
      {
        "test/unit/good.test.ts": 'suite("good", (test) => { test("one", () => {}); test("two", async () => {}); });',
        "test/unit/partly.test.ts": 'suite("partly", (test) => test.skip("corpus", "no corpus here"));',
      },
      [],
    );
    assert.is(exitCode, 0, output);
    assert.match(output, "skipped: partly › corpus (no corpus here)");
    assert.match(output, "tests: 2 passed, 0 failed, 1 skipped\n");
  });

  // In each of these, uvu by itself exits 0 or says nothing of use.
  const failures: readonly { readonly name: string; readonly body: string; readonly reason: string }[] = [
    {
      name: "fails",
      body: 'suite("s", (test) => test("t", () => { throw new Error("why"); }));',
      reason: "1 of 1 tests failed",
    },
    { name: "defines-no-suite", body: "void suite;", reason: "no test was defined" },
    { name: "is-no-test", body: "process.removeAllListeners('exit'); void suite;", reason: "no suite was defined" },
    { name: "has-empty-suite", body: 'suite("s", () => {});', reason: "exit 1" },
    { name: "ends-the-process", body: 'suite("s", (test) => test("t", () => process.exit(0)));', reason: "exit 1" },
    {
      name: "never-settles",
      body: 'suite("s", (test) => test("t", () => new Promise(() => {})));',
      reason: "1 tests did not finish",
    },
    {
      name: "starts-too-late",
      body: 'await new Promise((done) => setTimeout(done, 20)); suite("s", (test) => test("t", () => {})); process.exit(0);',
      reason: "1 tests did not finish",
    },
  ];
  test("fails each file that did not do what a test file does, and says why", () => {
    const files = Object.fromEntries(failures.map(({ name, body }) => [`test/unit/${name}.test.ts`, body]));
    const { exitCode, output } = runTests(
      { ...files, "test/unit/good.test.ts": 'suite("good", (test) => test("one", () => {}));' },
      [],
    );
    assert.is(exitCode, 1);
    for (const { name, reason } of failures)
      assert.match(output, new RegExp(`^FAIL test/unit/${name}\\.test\\.ts: .*${reason}`, "m"));
    assert.match(output, /^8 files in \d+ s, 7 failed\ntests: 1 passed, 4 failed, 0 skipped$/m);
  });

  test("fails when nothing matches", () => {
    const { exitCode, output } = runTests(
      { "test/unit/good.test.ts": 'suite("good", (test) => test("one", () => {}));' },
      ["unknown"],
    );
    assert.is(exitCode, 1);
    assert.match(output, "no test file's path contains unknown");
  });
});
