import * as assert from "uvu/assert";
import { canReadPeakMemory, runForPeakMemory } from "../../../scripts/bench/peak-memory.ts";
import { withSandbox } from "../../support/git-sandbox.ts";
import { suite } from "../../support/suite.ts";

const megabyte = 1_000_000;
/** Holds memory for a while, so that a look now and then sees it. */
const hold = (bytes: number): string => `Buffer.alloc(${bytes}, 1); setTimeout(() => {}, 100)`;

suite("peak memory", (test) => {
  if (!canReadPeakMemory()) return test.skip("on this system", "the kernel tells it on Linux only");

  test("is that of the program itself, not of the one that started it", () =>
    withSandbox(async ({ directory, environment }) => {
      const ballast = Buffer.alloc(300 * megabyte, 1);
      const small = await runForPeakMemory("sh", ["-c", "sleep 0.1; :"], { cwd: directory, env: environment });
      assert.ok(ballast.length > 0);
      assert.ok(Math.max(...small.values()) < 50 * megabyte, JSON.stringify([...small]));
    }));

  test("counts what a process had at its highest, also that of a child of a child", () =>
    withSandbox(async ({ directory, environment }) => {
      const script = `"${process.execPath}" -e '${hold(150 * megabyte)}'; :`;
      const peaks = await runForPeakMemory("sh", ["-c", script], { cwd: directory, env: environment });
      const highest = Math.max(...peaks.values());
      assert.ok(highest > 150 * megabyte && highest < 280 * megabyte, JSON.stringify([...peaks]));
      assert.ok((peaks.get("sh") ?? Number.NaN) < 20 * megabyte, JSON.stringify([...peaks]));
    }));
});
