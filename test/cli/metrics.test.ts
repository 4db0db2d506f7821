import * as assert from "uvu/assert";
import { statePath, withPlannedRepository } from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";

interface Metrics {
  readonly schema: string;
  readonly velocity: object;
  readonly phases: readonly object[];
  readonly plans: readonly Readonly<Record<string, unknown>>[];
  readonly trend: object;
  readonly findings: readonly { readonly code: string; readonly data: Readonly<Record<string, unknown>> }[];
}

suite("state metrics", (test) => {
  test("says what sync writes: durations with their evidence, phases, velocity, trend", () =>
    withPlannedRepository(async (repository) => {
      for (const [plan, minutes] of [
        ["01-02", 6],
        ["01-03", 12],
      ] as const) {
        await repository.workCommit(plan, 1);
        repository.writeSummary(plan, minutes);
        await repository.completePlan(plan);
      }
      // What history contradicts is not believed; what nothing contradicts is, although nothing else says it.
      repository.replace(statePath, "| Phase 01 P02 | 6min |", "| Phase 01 P02 | 31616115 |");
      repository.replace(statePath, "| Phase 01 P03 | 12min |", "| Phase 01 P03 | 20min |");
      const { exitCode, stdout, stderr } = await repository.state(["metrics", "--json"]);
      assert.equal([exitCode, stderr], [0, ""]);
      const metrics = JSON.parse(stdout) as Metrics;
      assert.is(metrics.schema, "planlink/metrics@1");
      assert.equal(metrics.velocity, {
        plansCompleted: 3,
        averageMinutes: 11,
        totalMinutes: 33,
        sharedMinutes: 0,
        evidence: { recorded: 1, summary: 2, commits: 0, none: 0 },
      });
      assert.equal(metrics.phases, [
        {
          phase: "1",
          plans: 3,
          totalMinutes: 33,
          averageMinutes: 11,
          sharedMinutes: 0,
          evidence: { recorded: 1, summary: 2, commits: 0, none: 0 },
        },
        {
          phase: "2",
          plans: 0,
          totalMinutes: null,
          averageMinutes: null,
          sharedMinutes: 0,
          evidence: { recorded: 0, summary: 0, commits: 0, none: 0 },
        },
      ]);
      assert.equal(
        metrics.plans.map((plan) => [plan["planId"], plan["durationMinutes"], plan["evidence"], plan["recorded"]]),
        [
          ["1-01", 7, "summary", "7min"],
          ["1-02", 6, "summary", "31616115"],
          ["1-03", 20, "recorded", "20min"],
        ],
      );
      assert.equal(metrics.trend, {
        lastMinutes: [7, 6, 20],
        direction: "degrading",
        evidence: { recorded: 1, summary: 2, commits: 0, none: 0 },
      });
      // What cannot be true is told with the old value and the new one.
      assert.equal(
        metrics.findings.map(({ code, data }) => [code, data["planId"], data["recorded"], data["derived"]]),
        [["duration-contradicted", "1-02", "31616115", "6min"]],
      );

      const text = await repository.state(["metrics"]);
      assert.match(text.stdout, /^Velocity {3}3 plans · 11min on average · 33min in all$/m);
      assert.match(text.stdout, /^01-02 .*6min .* summary \(recorded 31616115\)$/m);
      const csv = await repository.state(["metrics", "--format", "csv"]);
      assert.match(csv.stdout, /^1-03,Title of 01-03,20,recorded,\d,\d,20min,$/m);
    }));

  test("measures without a STATE.md, and refuses to invent from a part of history", () =>
    withPlannedRepository(async (repository, sandbox) => {
      await repository.git(["clone", "--quiet", "--depth", "1", `file://${repository.directory}`, "../shallow"]);
      const shallow = await sandbox.open("shallow").state(["metrics"]);
      assert.is(shallow.exitCode, 2);
      assert.match(shallow.stderr, "git fetch --unshallow");
      await repository.git(["rm", "--quiet", statePath]);
      assert.match((await repository.state(["metrics"])).stdout, /^01-01 .*7min/m);
    }));
});
