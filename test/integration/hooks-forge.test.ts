import { join } from "node:path";
import * as assert from "uvu/assert";
import { cited, citedPlan, oidsOf, summaryPath } from "../support/cited-plans.ts";
import type { Sandbox, TestRepository } from "../support/git-sandbox.ts";
import {
  type PlannedRepository,
  requireFixedPoint,
  statePath,
  withPlannedRepository,
} from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";

const tasks = [1, 2, 3, 4].map((n) => `feat(01-02): add task ${n}`);
const short = (oids: readonly string[]): readonly string[] => oids.map((oid) => oid.slice(0, 7));

/** A plan's branch of five commits, pushed; main has gone on at the server meanwhile. */
async function pushBranch(
  repository: PlannedRepository,
  sandbox: Sandbox,
): Promise<{ readonly forge: TestRepository; readonly oids: readonly string[] }> {
  const origin = join(sandbox.directory, "origin.git");
  await repository.git(["clone", "--quiet", "--bare", ".", origin]);
  await repository.git(["remote", "add", "origin", origin]);
  await repository.git(["fetch", "--quiet"]);
  await repository.git(["branch", "--quiet", "--set-upstream-to=origin/main"]);
  await repository.git(["switch", "--quiet", "-c", "plan"]);
  const oids = await citedPlan(repository, "01-02", 4);
  await repository.git(["push", "--quiet", "origin", "plan"], { env: { PLANLINK: "0" } });
  await repository.git(["switch", "--quiet", "main"]);
  const forge = sandbox.open("forge");
  await repository.git(["clone", "--quiet", origin, forge.directory]);
  await forge.commit("chore: work elsewhere", { "elsewhere.txt": "x\n" });
  return { forge, oids };
}

/** What forges make of a branch, without hooks. */
const merges: readonly { name: string; merge: (forge: TestRepository) => Promise<void>; isSquash: boolean }[] = [
  {
    name: "squashed as GitHub does it",
    isSquash: true,
    merge: async (forge) => {
      await forge.git(["merge", "--quiet", "--squash", "origin/plan"]);
      const bullets = [...tasks, "docs(01-02): complete title of 01-02 plan"].map((task) => `* ${task}`);
      await forge.git(["commit", "--quiet", "-F", "-"], {
        input: `feat(01-02): all of it (#12)\n\n${bullets.join("\n\n")}\n`,
      });
    },
  },
  {
    name: "squashed under an untagged title",
    isSquash: true,
    merge: async (forge) => {
      await forge.git(["merge", "--quiet", "--squash", "origin/plan"]);
      await forge.git(["commit", "--quiet", "-F", "-"], {
        input: `All of it (#12)\n\n${tasks.map((task) => `* ${task}`).join("\n\n")}\n`,
      });
    },
  },
  {
    name: "squashed as GitLab does it, with a title alone",
    isSquash: true,
    merge: async (forge) => {
      await forge.git(["merge", "--quiet", "--squash", "origin/plan"]);
      await forge.git(["commit", "--quiet", "-m", "feat(01-02): all of it"]);
    },
  },
  {
    name: "rebased",
    isSquash: false,
    merge: async (forge) => {
      await forge.git(["switch", "--quiet", "-c", "plan", "origin/plan"]);
      await forge.git(["rebase", "--quiet", "main"]);
      await forge.git(["switch", "--quiet", "main"]);
      await forge.git(["merge", "--quiet", "--ff-only", "plan"]);
    },
  },
  {
    name: "picked",
    isSquash: false,
    merge: async (forge) => {
      await forge.git(["cherry-pick", "main~1..origin/plan"]);
    },
  },
];

suite("a plan's branch that a forge has merged, after a pull", (test) => {
  for (const { name, merge, isSquash } of merges) {
    test(name, () =>
      withPlannedRepository(async (repository, sandbox) => {
        const { forge, oids } = await pushBranch(repository, sandbox);
        await merge(forge);
        await forge.git(["push", "--quiet", "origin", "main"]);
        await repository.git(["pull", "--quiet", "--ff-only"]);
        const head = await repository.git(["rev-parse", "--short=7", "HEAD"]);
        const expected = isSquash ? [head, head, head, head] : await oidsOf(repository, ...tasks);
        assert.equal([cited(repository), cited(repository, summaryPath)], [expected, expected]);
        const check = await repository.state(["check"]);
        assert.is(check.exitCode, 0, check.stdout);
        // The next planning commit carries the change; the branch keeps its own.
        repository.write(".planning/notes.md", "notes\n");
        await repository.git(["add", ".planning/notes.md"]);
        await repository.silently(["commit", "--quiet", "-m", "docs: take notes"]);
        await requireFixedPoint(repository);
        await repository.git(["switch", "--quiet", "plan"]);
        assert.equal(cited(repository), short(oids));
      }),
    );
  }

  test("with a merge that had conflicts elsewhere", () =>
    withPlannedRepository(async (repository, sandbox) => {
      const { forge } = await pushBranch(repository, sandbox);
      await forge.git(["merge", "--quiet", "--squash", "origin/plan"]);
      await forge.git(["commit", "--quiet", "-m", "feat(01-02): all of it"]);
      await forge.git(["push", "--quiet", "origin", "main"]);
      await repository.commit("chore: in the way", { "elsewhere.txt": "y\n" });
      await repository.git(["pull", "--quiet", "--no-rebase"], { expectExit: 1 });
      repository.write("elsewhere.txt", "both\n");
      await repository.git(["commit", "--quiet", "-am", "Merge the work of others"]);
      const squash = await repository.git(["rev-parse", "--short=7", "HEAD^2"]);
      assert.equal(cited(repository), [squash, squash, squash, squash]);
    }));

  test("what was dead before is left alone, and a pull of documents that are true writes nothing", () =>
    withPlannedRepository(async (repository, sandbox) => {
      const { forge } = await pushBranch(repository, sandbox);
      const text = forge
        .read(statePath)
        .toString()
        .replace("- Keep the text", "- Done in commit 1234567 once\n- Keep the text");
      await forge.commit("docs: cite what is gone", { [statePath]: text });
      await forge.git(["push", "--quiet", "origin", "main"]);
      await repository.git(["pull", "--quiet", "--ff-only"]);
      assert.is(await repository.status(), "");
      const more = text.replace("- Keep the text", "- More text\n- Keep the text");
      await forge.commit("docs: say more", { [statePath]: more });
      await forge.git(["push", "--quiet", "origin", "main"]);
      await repository.git(["pull", "--quiet", "--ff-only"]);
      assert.is(await repository.status(), "");
      assert.match(repository.readText(statePath), "commit 1234567 once");
    }));
});
