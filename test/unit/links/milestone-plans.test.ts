import * as assert from "uvu/assert";
import type { PlanFigures } from "../../../src/links/plan-figures.ts";
import { createFakeWorld, readFakeProject, type FakeCommit } from "../../support/fake-project.ts";
import { historyOf } from "../../support/linked.ts";
import { suite } from "../../support/suite.ts";

const live = ".planning/phases/01-new";
const archived = ".planning/milestones/v1.0-phases/01-old";

function commit(day: string, message: string, ...paths: readonly string[]): FakeCommit {
  return { at: `2026-03-${day}T09:00:00Z`, message, paths: paths.length === 0 ? ["src/a.ts"] : paths };
}

/** The number of commits of each plan, by its id and the last part of its directory. */
async function countCommits(
  commits: readonly FakeCommit[],
  files: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, number>>> {
  const { figures } = await readFakeProject(createFakeWorld({ commits, files }));
  const nameOf = ({ plan }: PlanFigures): string =>
    `${plan.planId} ${plan.files?.directory.split("/").at(-1) ?? "nowhere"}`;
  return Object.fromEntries(figures.map((item) => [nameOf(item), item.plan.commitCount]));
}

const births = [
  commit("01", "docs(01): plan the first milestone", `${archived.replace("milestones/v1.0-", "")}/01-01-PLAN.md`),
  commit("20", "docs(01): plan the second milestone", `${live}/01-01-PLAN.md`),
];

suite("plans whose tags name a milestone", (test) => {
  test("go to the archive of that milestone, whenever the commit was made", async () => {
    const counts = await countCommits(
      [...births, commit("25", "fix(v1.0-01-01): mend an old plan"), commit("26", "feat(01-01): work")],
      { [`${archived}/01-01-PLAN.md`]: "", [`${live}/01-01-PLAN.md`]: "" },
    );
    assert.equal(counts, { "1-01 01-old": 1, "1-01 01-new": 1 });
  });

  test("go to the phase that the roadmap gives to the milestone, of two that have the number", async () => {
    const commits = [...births, commit("02", "feat(v1.1-01-01): work ahead"), commit("26", "feat(01-01): work")];
    const files = { [`${archived}/01-01-PLAN.md`]: "", [`${live}/01-01-PLAN.md`]: "" };
    const roadmap = "# Roadmap\n\n## v1.1 Second\n\n- [ ] **Phase 1: New**\n";
    const counts = await countCommits(commits, { ...files, ".planning/ROADMAP.md": roadmap });
    assert.equal(counts, { "1-01 01-old": 0, "1-01 01-new": 2 });
  });

  test("go to a phase of which nothing says whose it is", async () => {
    const counts = await countCommits([commit("26", "feat(v1.1-01-01): work")], { [`${live}/01-01-PLAN.md`]: "" });
    assert.equal(counts, { "1-01 01-new": 1 });
  });

  test("are plans of their own where the phase is another milestone's", async () => {
    const state = "---\nmilestone: v2.0\n---\n\n# State\n";
    const counts = await countCommits([commit("26", "feat(v1.1-01-01): work"), commit("27", "feat(01-01): work")], {
      [`${live}/01-01-PLAN.md`]: "",
      ".planning/STATE.md": state,
    });
    assert.equal(counts, { "1-01 01-new": 1, "v1.1-1-01 nowhere": 1 });
  });

  test("go to directories that name the milestone, beside plain ones of the same number", async () => {
    const files = { [`${live}/01-01-PLAN.md`]: "", ".planning/phases/v0.28-01-hooks/v0.28-01-01-PLAN.md": "" };
    const commits = [
      commit("02", "feat(v0.28-01-01): hooks"),
      commit("03", "feat(01-01): work"),
      commit("04", "test(v0.28-1-1): hooks"),
    ];
    assert.equal(await countCommits(commits, files), { "1-01 01-new": 1, "v0.28-1-01 v0.28-01-hooks": 2 });
    const { planIdsByOid } = await historyOf(commits, Object.keys(files));
    assert.equal([...planIdsByOid.values()].flat(), ["v0.28-1-01", "1-01", "v0.28-1-01"]);
  });

  test("are listed commit by commit under the plan that they mean", async () => {
    const { planIdsByOid } = await historyOf([commit("26", "feat(v1.1-01-01): work")], [`${live}/01-01-PLAN.md`]);
    assert.equal([...planIdsByOid.values()], [["1-01"]]);
  });
});
