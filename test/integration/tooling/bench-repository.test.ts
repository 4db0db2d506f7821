import { join } from "node:path";
import * as assert from "uvu/assert";
import { createEnvironment } from "../../../scripts/bench/environment.ts";
import { cloneForWork, openGeneratedRepository } from "../../../scripts/bench/generated-repository.ts";
import type { Recipe } from "../../../scripts/bench/recipes.ts";
import { withSandbox } from "../../support/git-sandbox.ts";
import { suite } from "../../support/suite.ts";

const recipe: Recipe = {
  name: "small",
  commits: 600,
  plans: 30,
  sourceFiles: 50,
  references: 24,
  listingSummaries: 5,
};

interface VerifyOutput {
  readonly head: string;
  readonly summary: { readonly references: number; readonly reachable: number };
}

suite("generated repository", (test) => {
  test("has the same oids whenever it is made, the commits of its recipe, and references that are reachable", () =>
    withSandbox(async (sandbox) => {
      const env = createEnvironment(sandbox.directory, process.env);
      const made = [];
      for (const name of ["one", "two"]) {
        const source = await openGeneratedRepository(recipe, join(sandbox.directory, "cache", name), env);
        cloneForWork(source, join(sandbox.directory, name), env, { hasCommitGraph: name === "one" });
        made.push(sandbox.open(name));
      }
      const [one, two] = made;
      if (one === undefined || two === undefined) throw new Error("two repositories were made");
      const head = await one.git(["rev-parse", "HEAD"]);
      assert.is(head, "f13ff0cb3dc78eac0afcd1f177d0bdd4fe575b5e");
      assert.is(await two.git(["rev-parse", "HEAD"]), head);
      await one.git(["fsck", "--strict", "--no-progress"]);
      await one.git(["commit-graph", "verify", "--no-progress"]);

      const subjects = (await one.git(["log", "--format=%s"])).split("\n");
      assert.is(subjects.length, recipe.commits);
      const tagged = subjects.filter((subject) => /^[a-z]+\(\d+-\d+\): /.test(subject)).length;
      assert.ok(tagged > recipe.commits * 0.3 && tagged < recipe.commits * 0.45, `${tagged} are tagged`);
      assert.ok(subjects.some((subject) => subject.startsWith("Merge branch")));

      const verified = await two.state(["verify-commits", "--all", "--json"]);
      assert.is(verified.exitCode, 0, verified.stdout);
      const output = JSON.parse(verified.stdout) as VerifyOutput;
      assert.is(output.head, head);
      assert.is(output.summary.references, recipe.references + recipe.listingSummaries);
      assert.is(output.summary.reachable, output.summary.references);
    }));
});
