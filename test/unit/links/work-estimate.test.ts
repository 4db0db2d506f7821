import * as assert from "uvu/assert";
import type { LinkedPlan } from "../../../src/links/link-index.ts";
import type { FakeCommit } from "../../support/fake-project.ts";
import { indexOf, planIdOf } from "../../support/linked.ts";
import { suite } from "../../support/suite.ts";

const phase = ".planning/phases/01-tides";

function commit(time: string, message: string, ...paths: readonly string[]): FakeCommit {
  return { at: `2026-03-${time}Z`, message, paths: paths.length === 0 ? ["src/a.ts"] : paths };
}

async function planOf(id: string, commits: readonly FakeCommit[]): Promise<LinkedPlan> {
  const ids = ["01-01", "01-02", "01-03", "01-04", "01-05", "01-06"];
  const index = await indexOf(
    commits,
    ids.map((each) => `${phase}/${each}-SUMMARY.md`),
  );
  const plan = index.plans.find(({ planId }) => planId === planIdOf(id));
  if (plan === undefined) throw new Error("no plan");
  return plan;
}

async function estimateOf(commits: readonly FakeCommit[], id = "01-01"): Promise<string> {
  const { estimate } = await planOf(id, commits);
  return estimate === null ? "none" : `${estimate.minutes.toFixed(1)} of which ${estimate.leadMinutes.toFixed(1)}`;
}

const begun = commit("01T09:00:00", "feat(01-01): begin");
const ended = commit("01T09:10:00", "feat(01-01): end");
const planned = (time: string): FakeCommit => commit(time, "docs(01): plan the phase", `${phase}/01-01-PLAN.md`);

suite("estimateWork", (test) => {
  test("adds one longer step of the usual pace before the first commit", async () => {
    assert.is(await estimateOf([begun, ended]), "12.5 of which 2.5");
  });

  test("takes the last planning that was committed shortly before into account", async () => {
    const near = await estimateOf([planned("01T08:52:00"), begun, ended]);
    assert.is(near, `${(10 + 8 ** 0.4 * 2 ** 0.6).toFixed(1)} of which ${(8 ** 0.4 * 2 ** 0.6).toFixed(1)}`);
    // A phase that was planned the day before says nothing of when somebody sat down.
    assert.is(await estimateOf([planned("01T07:00:00"), begun, ended]), "12.5 of which 2.5");
    // Nor does what is committed at the same second, or later: bookkeeping moves nothing (D4).
    assert.is(await estimateOf([planned("01T09:00:00"), begun, ended]), "12.5 of which 2.5");
    const record = commit("01T09:11:00", "docs(01-01): complete", `${phase}/01-01-SUMMARY.md`);
    assert.is(await estimateOf([begun, ended, record]), "12.5 of which 2.5");
  });

  test("tells something of a single commit only where planning was committed shortly before", async () => {
    assert.is(await estimateOf([begun]), "none");
    assert.is(await estimateOf([planned("01T08:00:00"), begun]), "none");
    const lead = 8 ** 0.4 * 3 ** 0.6;
    assert.is(await estimateOf([planned("01T08:52:00"), begun]), `${lead.toFixed(1)} of which ${lead.toFixed(1)}`);
  });

  test("counts no pause of more than 45 minutes", async () => {
    const afterwards = [commit("01T09:54:00", "feat(01-01): more"), commit("01T10:40:00", "feat(01-01): and more")];
    assert.is(await estimateOf([begun, ended, ...afterwards]), "56.5 of which 2.5");
  });

  test("takes the pace of the project, once enough plans tell it", async () => {
    const others = (count: number): readonly FakeCommit[] =>
      Array.from({ length: count }, (_, index) => index + 2).flatMap((plan) => [
        commit(`0${plan}T09:00:00`, `feat(01-0${plan}): begin`),
        commit(`0${plan}T09:06:00`, `feat(01-0${plan}): end`),
      ]);
    assert.is(await estimateOf([begun, ended, ...others(3)]), "12.5 of which 2.5");
    // The middle of 10 and four times 6 minutes.
    assert.is(await estimateOf([begun, ended, ...others(4)]), "17.5 of which 7.5");
  });

  test("leaves out the commit that brings the SUMMARY together with a document of the work", async () => {
    const record = commit("01T09:13:00", "docs(01-01): complete", `${phase}/01-01-SUMMARY.md`, "CHANGELOG.md");
    assert.is(await estimateOf([begun, ended, record]), "12.5 of which 2.5");
    const { ownWork } = await planOf("01-01", [begun, ended, record]);
    assert.is(ownWork.count, 3);
    // A plan that is all one commit has no other.
    const whole = commit("01T09:00:00", "feat(01-01): all", "src/a.ts", `${phase}/01-01-SUMMARY.md`);
    assert.is(await estimateOf([planned("01T08:52:00"), whole]), await estimateOf([planned("01T08:52:00"), begun]));
  });

  test("leaves out what is a week older than the phase's directory, if there is work since", async () => {
    const old = [commit("01T09:00:00", "feat(01-01): of another project"), commit("01T09:20:00", "feat(01-01): too")];
    const born = planned("20T08:00:00");
    const own = [commit("20T09:00:00", "feat(01-01): begin"), commit("20T09:10:00", "feat(01-01): end")];
    assert.is(await estimateOf([...old, born, ...own]), "12.5 of which 2.5");
    assert.is(await estimateOf([...old, born]), "22.5 of which 2.5");
    // Planning documents may well be committed after the work began.
    assert.is(await estimateOf([...own, planned("20T09:15:00")]), "12.5 of which 2.5");
  });
});
