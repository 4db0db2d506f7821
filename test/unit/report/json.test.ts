import * as assert from "uvu/assert";
import { checkState } from "../../../src/commands/check-state.ts";
import { lintMessage } from "../../../src/commands/lint-messages.ts";
import { readShownCommits } from "../../../src/commands/infer-commits.ts";
import { readCommitHistory } from "../../../src/commands/read-history.ts";
import { syncState } from "../../../src/commands/sync-state.ts";
import { verifyCommits } from "../../../src/commands/verify-commits.ts";
import { checkToJson, lintToJson, logToJson, showToJson, verifyToJson } from "../../../src/report/json.ts";
import { syncToJson } from "../../../src/report/sync-json.ts";
import { compareLines } from "../../../src/report/line-diff.ts";
import { createFakeWorld, readFakeProject } from "../../support/fake-project.ts";
import { harbour } from "../../support/synced.ts";
import { suite } from "../../support/suite.ts";

const path = ".planning/STATE.md";
const world = createFakeWorld(harbour);
const text =
  "# State\n\n**🔔 Work:** 02-01: 1 atomic commit (deadbee0)\n\n## Session Continuity\n\nStopped at: Completed 02-03-PLAN.md\n";

/** Keys of an object, with those of the first element of its lists and of its objects. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (typeof value !== "object" || value === null) return null;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, key === "data" ? null : shapeOf(item)]));
}

/** What the output contract promises is there; more may be. */
function assertHolds(actual: unknown, expected: unknown, place: string): void {
  if (expected === null) return;
  assert.ok(typeof actual === "object" && actual !== null, place);
  for (const [key, item] of Object.entries(expected as object)) {
    assert.ok(key in actual, `${place}.${key} is absent`);
    assertHolds((actual as Record<string, unknown>)[key], item, `${place}.${key}`);
  }
}

const finding = {
  code: null,
  severity: null,
  path: null,
  line: null,
  column: null,
  message: null,
  help: null,
  fixable: null,
  data: null,
};
const project = await readFakeProject(world);
const tip = { oid: world.tip, name: "main" };

suite("--json", (test) => {
  const holds = (name: string, value: { readonly schema: string }, shape: Record<string, unknown>): void => {
    assert.is(value.schema, `planlink/${name}@1`);
    const parsed: unknown = JSON.parse(JSON.stringify(value));
    assertHolds(shapeOf(parsed), shape, name);
  };

  test("of verify-commits", async () => {
    const input = { repository: world.repository, cache: null, tip, documents: [{ path, text }], severities: {} };
    const json = verifyToJson(await verifyCommits(input), 0);
    holds("verify-commits", json, {
      head: null,
      shallow: null,
      references: [
        {
          document: null,
          line: null,
          column: null,
          text: null,
          status: null,
          oid: null,
          planId: null,
          taggedPlanId: null,
          successor: null,
          candidates: [],
        },
      ],
      summary: {
        references: null,
        reachable: null,
        unreachable: null,
        rewritten: null,
        missing: null,
        ambiguous: null,
        "not-a-commit": null,
        unknown: null,
      },
      relinked: null,
      findings: [finding],
    });
    const [reference] = json.references;
    // Columns count code points: the bell is one.
    assert.equal([reference?.line, reference?.column, reference?.planId], [3, 37, "2-01"]);
  });

  test("of sync", async () => {
    const outcome = await syncState(project, world.documents, {
      path,
      text,
      create: false,
      renderCells: null,
      position: false,
    });
    const ledger = { path: ".planning/planlink.ledger.yaml", text: "", findings: [], commits: 3, isChanged: true };
    const manifest = { path: ".planning/.phase-manifest.json", text: "", findings: [], isChanged: true };
    const json = syncToJson(outcome, ledger, manifest);
    assert.is(syncToJson(outcome, ledger, undefined)["manifest"], null);
    holds("sync", json, {
      changed: null,
      documents: [{ path: null, edits: [{ line: null, before: null, after: null }] }],
      findings: [finding],
      ledger: { path: null, changed: null, commits: null },
      manifest: { path: null, changed: null },
      created: [],
      examined: { rows: null, plans: null, commits: null },
    });
    assert.is(json["changed"], true);
  });

  test("of check", async () => {
    const outcome = await checkState({
      repository: world.repository,
      referenceCache: null,
      project,
      documents: world.documents,
      tip,
      path,
      text,
      severities: {},
      position: false,
    });
    holds("check", checkToJson(outcome, null), {
      findings: [finding],
      examined: { references: null, plans: null, rows: null, commits: null },
    });
  });

  test("of lint", () => {
    const json = lintToJson(lintMessage("feat(67-): x", [], {}));
    holds("lint", json, {
      messages: [{ oid: null, header: null, tag: { kind: null, planIds: [], phase: null }, findings: [finding] }],
    });
    const tagOf = (message: string): unknown =>
      (lintToJson(lintMessage(message, [], {}))["messages"] as readonly { readonly tag: unknown }[])[0]?.tag;
    assert.equal(tagOf("feat(67-04): x"), { kind: "plan", planIds: ["67-04"], phase: "67" });
    assert.equal(tagOf("docs(67): x"), { kind: "phase", planIds: [], phase: "67" });
    assert.equal(tagOf("fix(ci): x"), { kind: "untagged", planIds: [], phase: null });
  });

  test("of log", async () => {
    const history = await readCommitHistory(world.repository, project);
    const json = logToJson(
      project.figures,
      await readShownCommits(world.repository, world.documents, project, history),
    );
    holds("log", json, {
      plans: [
        {
          planId: null,
          phase: null,
          plan: null,
          title: null,
          status: null,
          startedAt: null,
          completedAt: null,
          durationMinutes: null,
          durationEvidence: null,
          tasks: null,
          files: null,
          commits: [
            {
              oid: null,
              header: null,
              authoredAt: null,
              committedAt: null,
              bookkeeping: null,
              evidence: null,
              inferredFrom: null,
            },
          ],
        },
      ],
    });
    const [plan] = json.plans;
    assert.equal(
      [
        plan?.planId,
        plan?.plan,
        plan?.title,
        plan?.status,
        plan?.startedAt,
        plan?.durationMinutes,
        plan?.durationEvidence,
        plan?.tasks,
      ],
      ["1-01", "01", "Tide Table Reader", "completed", "2026-03-02T07:00:00.000Z", 12, "summary", 3],
    );
  });

  test("of show", () => {
    holds("show", showToJson(project, "main"), {
      head: null,
      branch: null,
      lastCompleted: null,
      lastWorked: null,
      inProgress: [{ planId: null, commits: null, tasks: null }],
      plans: { completed: null, completedEver: null, total: null },
    });
  });
});

suite("compareLines", (test) => {
  test("gives runs of lines that differ, with their place in the old text", () => {
    assert.equal(compareLines("a\nb\nc\n", "a\nB\nc\nd\n"), [
      { line: 2, before: "b\n", after: "B\n" },
      { line: 4, before: "", after: "d\n" },
    ]);
    assert.equal(compareLines("a\n", "a\n"), []);
    assert.equal(compareLines("a\nb", "a\n"), [{ line: 2, before: "b", after: "" }]);
    assert.equal(compareLines("", "a\n"), [{ line: 1, before: "", after: "a\n" }]);
  });
});
