import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { harbourWith, sync } from "../../support/synced.ts";
import type { FakeCommit } from "../../support/fake-project.ts";

const table = (header: string, ...rows: readonly string[]): string =>
  ["### Quick Tasks Completed", "", header, header.replace(/[^|]+/g, "---"), ...rows, ""].join("\n");
const quick = (...rows: readonly string[]): string => table("| # | Description | Date | Commit |", ...rows);
const withCommits = (...commits: readonly FakeCommit[]): ReturnType<typeof harbourWith> => harbourWith({ commits });
const commit = (message: string, at = "2026-03-06T10:00:00+02:00"): FakeCommit => ({
  message,
  at,
  paths: ["src/x.ts"],
});

async function cellOf(text: string, ...commits: readonly FakeCommit[]): Promise<string> {
  const synced = await sync(text, withCommits(...commits));
  return synced.text.trimEnd().split("\n").at(-1)?.split("|").at(4)?.trim() ?? "";
}

suite("commit cells", (test) => {
  test("are read as placeholders in every way to promise a commit, and in no other", async () => {
    const promises = [
      "pending",
      "PENDING",
      "_pending_",
      "(pending)",
      "{pending}",
      "TBD",
      "this commit",
      "{commit_hash}",
    ];
    const more = ["{COMMIT_HASH}", "{FINAL_HASH}", "`<hash>`", "(待提交)", "待确认 commit", "???", "xxxxxxx"];
    for (const cell of [...promises, ...more]) {
      const { findings } = await sync(quick(`| 1 | Do a thing | 2026-03-06 | ${cell} |`));
      assert.equal(
        findings.map(({ code }) => code),
        ["commit-placeholder"],
        cell,
      );
    }
    const others = [
      "—",
      "-",
      "",
      "n/a",
      "disk-only",
      "2 files",
      "N/A (CLAUDE.md gitignored)",
      "(无 commit,纯扫描)",
      "pending review of 3 commits",
    ];
    for (const cell of others) {
      assert.equal((await sync(quick(`| 1 | Do a thing | 2026-03-06 | ${cell} |`))).findings, [], cell);
    }
  });

  test("are filled in with the one commit that carries the task's id, as long as its neighbours", async () => {
    const text = quick("| 1 | Other | 2026-03-01 | abcdef123 |", "| 2 | Do a thing | 2026-03-06 | pending |");
    const filled = await cellOf(text, commit("fix(quick-2): do it"), commit("docs(quick-2): Do a thing"));
    assert.match(filled, /^[0-9a-f]{9}$/);
    assert.is(
      (await cellOf(quick("| 2 | Do a thing | 2026-03-06 | pending |"), commit("fix(quick-2): do it"))).length,
      7,
    );
    assert.is(await cellOf(text, commit("fix(quick-2): one"), commit("fix(quick-2): two")), "pending");
    assert.is(await cellOf(text, commit("fix(quick-22): do it"), commit("fix(2): do it")), "pending");
  });

  test("are filled in by the very subject on the very day, never by a similar one", async () => {
    const text = quick("| A | Wind the big clock | 2026-03-06 | TBD |");
    assert.match(await cellOf(text, commit("chore: wind the big clock.")), /^[0-9a-f]{7}$/);
    assert.is(await cellOf(text, commit("chore: wind the big clocks")), "TBD");
    assert.is(await cellOf(text, commit("chore: wind the big clock", "2026-03-08T10:00:00+02:00")), "TBD");
    assert.is(await cellOf(text, commit("chore: wind the big clock"), commit("fix: wind the big clock")), "TBD");
    assert.is(await cellOf(quick("| A | Wind it | 2026-03-06 | TBD |"), commit("chore: wind it")), "TBD");
  });

  test("name the commits that fit where they cannot be told apart", async () => {
    const text = quick("| 2 | Do a thing | 2026-03-06 | pending |");
    const { findings } = await sync(text, withCommits(commit("fix(quick-2): one"), commit("test(quick-2): two")));
    assert.match(
      findings[0]?.message ?? "",
      /^“2” has “pending” for its commit; [0-9a-f]{8}, [0-9a-f]{8} fit \(2 commits carry its id\)$/,
    );
    assert.is(
      (await sync(text)).findings[0]?.message,
      "“2” has “pending” for its commit; no commit carries its id or its words",
    );
  });

  test("name the commits of the day that name what the row does, whatever its language", async () => {
    const text = quick("| 2 | 修复 TestAsyncRetryWorker_Enqueue 的竞态 | 2026-03-06 | 待确认 commit |");
    const told = async (...commits: readonly FakeCommit[]): Promise<string> =>
      (await sync(text, withCommits(...commits))).findings[0]?.message ?? "";
    assert.match(
      await told(commit("test(cache): fix flaky TestAsyncRetryWorker_Enqueue")),
      /fits? \(of 2026-03-06, and it names TestAsyncRetryWorker_Enqueue: test\(cache\): fix/,
    );
    const none = "“2” has “待确认 commit” for its commit; no commit carries its id or its words";
    assert.is(await told(commit("fix TestAsyncRetryWorker_Enqueue", "2026-03-09T10:00:00+02:00")), none);
    assert.is(await told(commit("fix TestAsyncRetryWorker_EnqueueTwice and AsyncRetryWorker")), none);
    assert.is(await cellOf(text, commit("fix TestAsyncRetryWorker_Enqueue")), "待确认 commit");
  });

  test("of plans are filled in with the plan's one commit", async () => {
    const plans = table("| Plan | Description | Date | Commit |", "| 02.1-01 | any | any | TBD |");
    const { text } = await sync(plans);
    assert.match(text, /\| any \| (?:[0-9a-f]{7}|TBD) \|/);
    const { findings } = await sync(table("| Plan | Description | Date | Commit |", "| 02-01 | any | any | TBD |"));
    assert.match(findings[0]?.message ?? "", /^“02-01” has “TBD” for its commit; .* fit \(02-01 has 3 commits\)$/);
  });

  test("count rows outside tables of quick tasks", async () => {
    const text = "## List\n\n| # | Item | Commit |\n|---|---|---|\n| 2 | thing | pending |\n";
    assert.is((await sync(text, withCommits(commit("fix(quick-2): do it")))).text, text);
  });
});
