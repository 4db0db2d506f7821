import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Dice, mutate } from "../../scripts/fuzz/mutate.ts";
import { seedsFor } from "../../scripts/fuzz/seeds.ts";
import { targetNames } from "../../scripts/fuzz/target-names.ts";
import { openTarget } from "../../scripts/fuzz/targets.ts";
import { readGoldenFacts } from "../support/golden.ts";
import { suite } from "../support/suite.ts";

const seed = 1127;
const cases = fileURLToPath(new URL("../fuzz-cases/", import.meta.url));

/** What a longer run has found once, by target. */
function readCases(name: string): readonly Buffer[] {
  const prefix = `${name}.`;
  return readdirSync(cases)
    .filter((file) => file.startsWith(prefix))
    .map((file) => readFileSync(`${cases}${file}`));
}

suite("the targets of fuzzing", (test) => {
  for (const name of targetNames) {
    test(`${name}: takes real documents, what was found once, and some of their mutations`, async () => {
      const target = await openTarget(name, readGoldenFacts("template"));
      const seeds = seedsFor(name).slice(-40);
      for (const bytes of [...seeds, ...readCases(name)]) await target(bytes);
      const dice = new Dice(seed);
      const choose = (): Buffer => seeds[dice.below(seeds.length)] ?? Buffer.alloc(0);
      for (let left = 40; left > 0; left -= 1) await target(mutate(choose(), choose(), dice));
    });
  }
});
