import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { Dice, mutate } from "../../scripts/fuzz/mutate.ts";
import { seedsFor } from "../../scripts/fuzz/seeds.ts";
import { targetNames } from "../../scripts/fuzz/target-names.ts";
import { openTarget } from "../../scripts/fuzz/targets.ts";
import { readGoldenFacts } from "../support/golden.ts";
import { suite } from "../support/suite.ts";

const seed = 1127;
/** A second is what fuzzing allows; a busy machine is given more. */
const mostMicroseconds = 3_000_000;
const cases = fileURLToPath(new URL("../fuzz-cases/", import.meta.url));

/** What a longer run has found once, by target. */
function readCases(name: string): readonly { readonly file: string; readonly bytes: Buffer }[] {
  const prefix = `${name}.`;
  return readdirSync(cases)
    .filter((file) => file.startsWith(prefix))
    .map((file) => ({ file, bytes: readFileSync(`${cases}${file}`) }));
}

suite("the targets of fuzzing", (test) => {
  for (const name of targetNames) {
    test(`${name}: takes real documents, what was found once, and some of their mutations`, async () => {
      const target = await openTarget(name, readGoldenFacts("template"));
      const seeds = seedsFor(name).slice(-40);
      for (const bytes of seeds) await target(bytes);
      for (const { file, bytes } of readCases(name)) {
        const before = process.cpuUsage();
        await target(bytes);
        const { user, system } = process.cpuUsage(before);
        assert.ok(user + system < mostMicroseconds, `${file} takes ${Math.round((user + system) / 1000)} ms`);
      }
      const dice = new Dice(seed);
      const choose = (): Buffer => seeds[dice.below(seeds.length)] ?? Buffer.alloc(0);
      for (let left = 40; left > 0; left -= 1) await target(mutate(choose(), choose(), dice));
    });
  }
});
