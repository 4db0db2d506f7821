import * as assert from "uvu/assert";
import { advanceBookmark } from "../../../src/commands/advance-bookmark.ts";
import { createBookmark, type Bookmark } from "../../../src/commands/bookmark.ts";
import { foreseeRecord, isRecordForeseen, type ForeseenRecord } from "../../../src/commands/foresee-record.ts";
import { readDigest } from "../../../src/commands/read-history.ts";
import { readProjectOfHistory } from "../../../src/commands/read-project.ts";
import type { CommitWithPaths } from "../../../src/git/commit-log.ts";
import { createFakeWorld, type FakeCommit, type FakeFacts } from "../../support/fake-project.ts";
import { suite } from "../../support/suite.ts";

const planningDirectory = ".planning";
const phase = ".planning/phases/01-bell";
const summary = `${phase}/01-01-SUMMARY.md`;
const statePath = ".planning/STATE.md";
const files = {
  [`${phase}/01-01-PLAN.md`]: "# Plan\n",
  [`${phase}/01-02-PLAN.md`]: "# Plan\n",
  [summary]: "---\nduration: 7min\n---\n\n# Phase 1 Plan 1: Bell Summary\n",
};
const history: readonly FakeCommit[] = [
  { message: "docs(01): plan it\n", at: "2026-02-01T09:00:00+00:00", paths: [`${phase}/01-01-PLAN.md`] },
  { message: "feat(01-01): ring\n", at: "2026-02-01T09:10:00+00:00", paths: ["src/a.ts"] },
];
const text =
  "## Session Continuity\n\nLast session: 2026-02-01 09:10\nStopped at: Completed 01-01: Bell\nResume file: None\n";
const record: FakeCommit = {
  message: "docs(01-01): complete the bell\n",
  at: "2026-02-01T09:12:00+00:00",
  paths: [statePath, summary],
};
const work: FakeCommit = { message: "feat(01-02): go on\n", at: "2026-02-01T09:20:00+00:00", paths: ["src/b.ts"] };

async function foresee(paths: readonly string[]): Promise<Bookmark | undefined> {
  const world = createFakeWorld({ commits: history, files });
  let foreseen: ForeseenRecord | undefined;
  const past = readDigest({ ...world, planningDirectory, cache: null });
  const project = await readProjectOfHistory({ ...world, planningDirectory }, past, null, (digest, planFiles) => {
    foreseen = foreseeRecord(digest, planFiles, { planningDirectory, paths, added: [summary], ownPaths: [statePath] });
    return foreseen?.digest ?? digest;
  });
  const awaited = foreseen?.record;
  return awaited !== undefined && isRecordForeseen(project, awaited)
    ? createBookmark(project, text, awaited)
    : undefined;
}

/** What the bookmark makes of commits; `undefined` where all has to be looked at. */
async function advance(commits: readonly FakeCommit[]): Promise<string | undefined> {
  const bookmark = await foresee([summary, statePath]);
  const facts: FakeFacts = { commits: [...history, ...commits], files };
  const { repository, tip } = createFakeWorld(facts);
  const all = tip === null ? [] : await repository.readCommits(tip);
  const told: readonly CommitWithPaths[] = all
    .slice(0, commits.length)
    .map((commit, index) => ({ commit, paths: commits.at(-1 - index)?.paths ?? [] }));
  assert.ok(bookmark !== undefined);
  return advanceBookmark(bookmark, { text, commits: told, planningDirectory, readPlan: () => "" })?.newText;
}

suite("a record that is foreseen", (test) => {
  test("is the one that brings a SUMMARY of a plan with work, in a directory that history knows", async () => {
    assert.ok((await foresee([summary])) !== undefined);
    assert.is(await foresee([]), undefined);
    assert.is(await foresee([summary, `${phase}/01-02-PLAN.md`]), undefined);
    assert.is(await foresee([summary, ".planning/phases/02-new/02-CONTEXT.md"]), undefined);
  });

  test("leads to the work after it, and to nothing when another commit is made", async () => {
    assert.match((await advance([record, work])) ?? "", "2026-02-01 09:20");
    assert.is(await advance([work]), undefined);
    assert.is(await advance([record]), undefined);
    assert.is(await advance([{ ...record, at: "2026-02-01T09:10:00+00:00" }, work]), undefined);
    assert.is(await advance([{ ...record, message: "docs(01-02): complete another\n" }, work]), undefined);
    assert.is(await advance([{ ...record, message: "docs: complete it\n" }, work]), undefined);
    assert.is(await advance([{ ...record, paths: [...record.paths, ".planning/ROADMAP.md"] }, work]), undefined);
    assert.is(await advance([{ ...record, paths: [statePath] }, work]), undefined);
    assert.is(await advance([{ ...record, paths: [...record.paths, "src/a.ts"] }, work]), undefined);
    assert.is(await advance([{ ...record, isMerge: true }, work]), undefined);
  });
});
