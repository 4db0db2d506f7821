import { spawn } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { appendRewriteRecords, readRewriteRecords } from "../../src/files/rewrite-records.ts";
import { parseRewritePair, type RewritePair } from "../../src/model/rewrite-record.ts";
import { withSandbox } from "../support/git-sandbox.ts";
import { suite } from "../support/suite.ts";

function pairOf(old: number, successor: number): RewritePair {
  const name = (number: number): string => number.toString(16).padStart(40, "0");
  const pair = parseRewritePair(name(old), name(successor));
  if (pair === undefined) throw new Error("no pair");
  return pair;
}

/** Appends one pair at a time, in a process of its own. */
async function appendInProcess(directory: string, first: number, count: number): Promise<void> {
  const module = fileURLToPath(new URL("../../src/files/rewrite-records.ts", import.meta.url));
  const script = `
    const { appendRewriteRecords } = await import(${JSON.stringify(module)});
    for (let n = ${first}; n < ${first + count}; n += 1)
      await appendRewriteRecords(${JSON.stringify(directory)}, [{ old: n.toString(16).padStart(40, "0"), successor: "f".repeat(40) }], "amend", 1);`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], { stdio: "inherit" });
  const code = await new Promise((settle) => child.on("exit", settle));
  assert.is(code, 0);
}

suite("the record of rewrites", (test) => {
  test("is empty where there is none, and where it was deleted", () =>
    withSandbox(async ({ directory }) => {
      assert.equal(await readRewriteRecords(directory), []);
      await appendRewriteRecords(directory, [pairOf(1, 2)], "amend", 7);
      assert.equal(await readRewriteRecords(directory), [{ ...pairOf(1, 2), source: "amend", recordedAtMs: 7 }]);
      rmSync(join(directory, "planlink"), { recursive: true });
      assert.equal(await readRewriteRecords(directory), []);
    }));

  test("makes no file when there is nothing to record", () =>
    withSandbox(async ({ directory }) => {
      await appendRewriteRecords(directory, [], "rebase", 7);
      assert.not(existsSync(join(directory, "planlink")));
    }));

  test("loses no line when four processes append at once", () =>
    withSandbox(async ({ directory }) => {
      await Promise.all([0, 1, 2, 3].map((index) => appendInProcess(directory, 1 + index * 100, 100)));
      const records = await readRewriteRecords(directory);
      assert.is(new Set(records.map(({ old }) => old)).size, 400);
    }));

  test("loses no line when four processes append while it turns over", () =>
    withSandbox(async ({ directory }) => {
      mkdirSync(join(directory, "planlink"));
      writeFileSync(join(directory, "planlink/rewrites"), `${"x".repeat(1023)}\n`.repeat(1024));
      await Promise.all([0, 1, 2, 3].map((index) => appendInProcess(directory, 1 + index * 100, 100)));
      const records = await readRewriteRecords(directory);
      assert.is(new Set(records.map(({ old }) => old)).size, 400);
      assert.ok(existsSync(join(directory, "planlink/rewrites.old")));
      assert.not(existsSync(join(directory, "planlink/rewrites.lock")));
    }));

  test("ends a torn line before it adds another", () =>
    withSandbox(async ({ directory }) => {
      await appendRewriteRecords(directory, [pairOf(1, 2)], "amend", 7);
      appendFileSync(join(directory, "planlink/rewrites"), "0123456789");
      await appendRewriteRecords(directory, [pairOf(3, 4)], "rebase", 8);
      assert.equal(
        (await readRewriteRecords(directory)).map(({ recordedAtMs }) => recordedAtMs),
        [7, 8],
      );
    }));

  test("stays bounded, and keeps the last", () =>
    withSandbox(async ({ directory }) => {
      const pairs = Array.from({ length: 4000 }, (_, index) => pairOf(index + 1, index + 2));
      for (let round = 0; round < 12; round += 1) await appendRewriteRecords(directory, pairs, "rebase", round);
      const sizes = ["rewrites", "rewrites.old"].map((name) => readFileSync(join(directory, "planlink", name)).length);
      assert.ok(Math.max(...sizes) < 2 * 1024 * 1024);
      const records = await readRewriteRecords(directory);
      assert.is(records.at(-1)?.recordedAtMs, 11);
      assert.ok(records.length >= 8000);
    }));
});
