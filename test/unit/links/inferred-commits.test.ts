import * as assert from "uvu/assert";
import type { Oid } from "../../../src/model/oid.ts";
import { readShownCommits } from "../../../src/commands/infer-commits.ts";
import { readCommitHistory } from "../../../src/commands/read-history.ts";
import { createFakeWorld, readFakeProject, type FakeCommit, type FakeFacts } from "../../support/fake-project.ts";
import { suite } from "../../support/suite.ts";

const phase = ".planning/phases/01-tides";

function commit(time: string, message: string, ...paths: readonly string[]): FakeCommit {
  return { at: `2026-03-${time}Z`, message, paths };
}

const planned = commit("01T08:00:00", "docs(01): plan", `${phase}/01-01-PLAN.md`, `${phase}/01-02-PLAN.md`);
const recorded = commit("01T10:00:00", "docs(01-01): complete", `${phase}/01-01-SUMMARY.md`);
const recordedToo = commit("01T10:05:00", "docs(01-02): complete", `${phase}/01-02-SUMMARY.md`);

function requireTip(tip: Oid | null): Oid {
  if (tip === null) throw new Error("no commits");
  return tip;
}

/** What is inferred of each plan, as `subject: grounds`. */
async function inferred(
  commits: readonly FakeCommit[],
  summaries: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const files = Object.fromEntries(
    ["01-01", "01-02"].flatMap((id) => [
      [`${phase}/${id}-PLAN.md`, "# Plan\n"],
      ...(summaries[id] === undefined ? [] : [[`${phase}/${id}-SUMMARY.md`, summaries[id]]]),
    ]),
  ) as FakeFacts["files"];
  const world = createFakeWorld({ commits, files });
  const project = await readFakeProject(world);
  const history = await readCommitHistory(world.repository, project);
  const shown = await readShownCommits(world.repository, world.documents, project, history);
  return Object.fromEntries(
    project.figures.flatMap(({ plan }) => {
      const list = shown.inferredOf(plan).map(({ header, inferredFrom }) => `${header} [${inferredFrom.join(" ")}]`);
      return list.length === 0 ? [] : [[plan.planId, list]];
    }),
  );
}

suite("inferred commits", (test) => {
  test("are those whose subject a SUMMARY lists, between its plan and itself", async () => {
    const listed = { "01-01": "# Summary\n\n- **Task 1:** `feat(pump): start the bilge pump at dawn`\n" };
    const own = commit("01T09:00:00", "feat(pump): start the bilge pump at dawn", "src/pump.ts");
    assert.equal(await inferred([planned, own, recorded], listed), {
      "1-01": ["feat(pump): start the bilge pump at dawn [subject]"],
    });
    for (const at of ["01T07:00:00", "01T11:00:00"])
      assert.equal(await inferred([planned, { ...own, at: `2026-03-${at}Z` }, recorded], listed), {}, at);
    // Longer words that hold it are other words; short subjects are everybody's.
    const longer = { "01-01": "start the bilge pump at dawning" };
    assert.equal(await inferred([planned, own, recorded], longer), {});
    const short = commit("01T09:00:00", "fix: fix tests", "src/pump.ts");
    assert.equal(await inferred([planned, short, recorded], { "01-01": "then: fix tests" }), {});
  });

  test("are those that change only files which a SUMMARY lists, shortly before it was written", async () => {
    const listed = { "01-01": "key-files:\n  created: [src/pump.ts]\n  modified:\n    - `./src/hull.ts` (+12)\n" };
    const own = commit("01T09:00:00", "feat(pump): begin", "src/pump.ts", "src/hull.ts");
    assert.equal(await inferred([planned, own, recorded], listed), { "1-01": ["feat(pump): begin [files]"] });
    const more = commit("01T09:00:00", "feat(pump): begin", "src/pump.ts", "src/mast.ts");
    assert.equal(await inferred([planned, more, recorded], listed), {});
    // A part of a path tells a file only together with a folder.
    const nested = commit("01T09:00:00", "feat(pump): begin", "app/src/pump.ts");
    assert.equal(await inferred([planned, nested, recorded], listed), { "1-01": ["feat(pump): begin [files]"] });
    const bare = commit("01T09:00:00", "feat(pump): begin", "app/pump.ts");
    assert.equal(await inferred([planned, bare, recorded], { "01-01": "`pump.ts`" }), {});
  });

  test("belong to no plan where two list their files alike, unless one says when it was worked on", async () => {
    const own = commit("01T09:00:00", "feat(pump): begin", "src/pump.ts");
    const history = [planned, own, recorded, recordedToo];
    const alike = { "01-01": "`src/pump.ts`", "01-02": "`src/pump.ts`" };
    assert.equal(await inferred(history, alike), {});
    const timed = "Started: 2026-03-01T08:55:00Z\nCompleted: 2026-03-01T09:20:00Z\n`src/pump.ts`";
    assert.equal(await inferred(history, { ...alike, "01-02": timed }), { "1-02": ["feat(pump): begin [files]"] });
    const elsewhen = timed.replaceAll("T08:55", "T09:30").replaceAll("T09:20", "T09:50");
    assert.equal(await inferred(history, { ...alike, "01-02": elsewhen }), { "1-01": ["feat(pump): begin [files]"] });
  });

  test("belong to no plan by their files if its SUMMARY lists its commits, and not them", async () => {
    const own = [
      commit("01T09:00:00", "feat: start the bilge pump at dawn", "src/pump.ts"),
      commit("01T09:05:00", "feat: stop the bilge pump at dusk", "src/pump.ts"),
    ];
    const other = commit("01T09:10:00", "fix: something else", "src/pump.ts");
    const text = "`src/pump.ts`\n- start the bilge pump at dawn\n- stop the bilge pump at dusk\n";
    assert.equal(await inferred([planned, ...own, other, recorded], { "01-01": text }), {
      "1-01": own.map(({ message }) => `${message} [subject files]`),
    });
  });

  test("are cited by their oid, and then no words are needed", async () => {
    const own = commit("01T09:00:00", "wip", "src/pump.ts");
    const world = createFakeWorld({ commits: [planned, own, recorded], files: {} });
    const [, cited] = await world.repository.readCommits(requireTip(world.tip));
    const oid = cited?.oid ?? "";
    assert.equal(await inferred([planned, own, recorded], { "01-01": `1. Begin (${oid.slice(0, 7)})` }), {
      "1-01": ["wip [hash]"],
    });
    assert.equal(await inferred([planned, own, recorded], { "01-01": `sha256:${oid.slice(0, 7)}ff` }), {});
  });

  test("change nothing at all, between two of one plan with their scope", async () => {
    const text = { "01-01": "`src/pump.ts`", "01-02": "`src/mast.ts`" };
    const first = commit("01T09:00:00", "feat(pump): begin", "src/pump.ts");
    const empty = commit("01T09:05:00", "feat(pump): go on with nothing");
    const last = commit("01T09:10:00", "test(pump): end", "src/pump.ts");
    assert.is(
      (await inferred([planned, first, empty, last, recorded], text))["1-01"]?.[1],
      "feat(pump): go on with nothing [scope]",
    );
    const afterwards = { ...empty, at: "2026-03-01T09:20:00Z" };
    assert.is((await inferred([planned, first, last, afterwards, recorded], text))["1-01"]?.length, 2);
  });

  test("are no bookkeeping, no merges, and nothing whose tag names a plan or another phase", async () => {
    const listed = { "01-01": "start the bilge pump at dawn `src/pump.ts`" };
    const subject = "start the bilge pump at dawn";
    for (const own of [
      commit("01T09:00:00", `docs: ${subject}`, ".planning/STATE.md"),
      { ...commit("01T09:00:00", `feat: ${subject}`, "src/pump.ts"), isMerge: true },
      commit("01T09:00:00", `feat(01-02): ${subject}`, "src/pump.ts"),
      commit("01T09:00:00", `feat(02): ${subject}`, "src/pump.ts"),
      commit("01T09:00:00", `fix(quick-3): ${subject}`, "src/pump.ts"),
    ])
      assert.equal(await inferred([planned, own, recorded], listed), {}, own.message);
    const ofPhase = commit("01T09:00:00", `feat(01): ${subject}`, "src/pump.ts");
    assert.equal(await inferred([planned, ofPhase, recorded], listed), {
      "1-01": [`feat(01): ${subject} [subject files]`],
    });
  });
});
