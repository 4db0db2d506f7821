import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import * as assert from "uvu/assert";
import { openPlanned, withPlannedRepository, type PlannedRepository } from "../support/planned-repository.ts";
import type { TestRepository } from "../support/git-sandbox.ts";
import { suite } from "../support/suite.ts";

function cacheOf(repository: TestRepository): string {
  return join(repository.directory, ".git/planlink/cache");
}

function cachedNames(repository: TestRepository): readonly string[] {
  const directory = cacheOf(repository);
  return existsSync(directory) ? readdirSync(directory).sort() : [];
}

/** What the commands say that are decided from history; none of them writes to the work tree. */
async function answers(repository: TestRepository): Promise<string> {
  const texts: string[] = [];
  for (const args of [
    ["sync", "--dry-run"],
    ["check", "--json"],
    ["log", "--json"],
  ]) {
    const { exitCode, stdout, stderr } = await repository.state(args);
    assert.ok(exitCode < 2, stderr);
    texts.push(`${args.join(" ")}: exit ${exitCode}\n${stdout}${stderr}`);
  }
  return texts.join("\n");
}

/** Flips bits, cuts, or swaps what is cached, each file in another way. */
function damage(repository: TestRepository, round: number): void {
  const directory = cacheOf(repository);
  const names = cachedNames(repository);
  names.forEach((name, index) => {
    const path = join(directory, name);
    const bytes = readFileSync(path);
    const ways: readonly (() => void)[] = [
      () =>
        writeFileSync(
          path,
          bytes.map((byte, at) => (at === bytes.length >> 1 ? byte ^ 0x11 : byte)),
        ),
      () => writeFileSync(path, bytes.subarray(0, bytes.length >> 1)),
      () => writeFileSync(path, ""),
      () => writeFileSync(path, readFileSync(join(directory, names[(index + 1) % names.length] ?? name))),
      () => writeFileSync(path, "00000000planlink history [[[[\n{}"),
    ];
    ways[(index + round) % ways.length]?.();
  });
}

/** Holds the answers with the cache as it is, without any, and with a damaged one to each other. */
async function requireSameAnswers(repository: TestRepository, step: string): Promise<void> {
  const warm = await answers(repository);
  rmSync(cacheOf(repository), { recursive: true, force: true });
  const cold = await answers(repository);
  assert.is(warm, cold, `${step}: warm and cold`);
  damage(repository, step.length);
  assert.is(await answers(repository), cold, `${step}: damaged`);
}

async function tell(repository: PlannedRepository, step: (name: string) => Promise<void>): Promise<void> {
  const { git } = repository;
  await repository.workCommit("01-02", 1);
  await repository.workCommit("01-02", 2);
  await step("commits");
  await git(["commit", "--quiet", "--amend", "-m", "feat(01-03): reworded"]);
  await step("amend");
  await git(["switch", "--quiet", "-c", "side", "HEAD~2"]);
  await repository.workCommit("02-01", 1, "2026-01-03T09:00:00+02:00");
  await repository.workCommit("02-01", 2, "2026-01-03T09:30:00+02:00");
  await step("another branch, with older commits");
  await git(["switch", "--quiet", "main"]);
  await step("back again");
  await git(["checkout", "--quiet", "--", "."]);
  await git(["merge", "--quiet", "--no-edit", "side"]);
  await step("merge");
  await repository.completePlan("02-01");
  await step("a plan is completed");
  await git(["reset", "--quiet", "--hard", "HEAD~2"]);
  await step("reset");
  await git(["rebase", "--quiet", "side"]);
  await step("rebase");
}

suite("the cache of references", (test) => {
  async function verify(repository: TestRepository): Promise<string> {
    const { exitCode, stdout, stderr } = await repository.state(["verify-commits", "--json"]);
    assert.ok(exitCode < 2, stderr);
    return stdout;
  }

  /** Writes a STATE.md that lists these commits, each abbreviated. */
  function list(repository: PlannedRepository, base: string, oids: readonly string[]): void {
    const lines = oids.map((oid, index) => `- Done in commit ${oid.slice(0, 8 + (index % 3))}`);
    repository.write(
      ".planning/STATE.md",
      base.replace("- Keep the text", () => `${lines.join("\n")}\n- Keep the text`),
    );
  }

  test("changes no answer: other tips, more references, rewrites, objects that come and go", () =>
    withPlannedRepository(async (repository) => {
      const { git } = repository;
      const base = repository.readText(".planning/STATE.md");
      let steps = 0;
      const step = async (name: string): Promise<Record<string, number>> => {
        steps += 1;
        const warm = await verify(repository);
        assert.is(await verify(repository), warm, `${name}: again`);
        rmSync(cacheOf(repository), { recursive: true, force: true });
        const cold = await verify(repository);
        assert.is(warm, cold, name);
        damage(repository, steps);
        assert.is(await verify(repository), cold, `${name}: damaged`);
        return (JSON.parse(cold) as { summary: Record<string, number> }).summary;
      };
      const commit = async (message: string): Promise<string> => {
        await git(["commit", "--quiet", "--allow-empty", "-m", message], { env: { PLANLINK: "0" } });
        return git(["rev-parse", "HEAD"]);
      };
      const first = await commit("feat(01-02): one");
      const second = await commit("feat(01-02): two");
      list(repository, base, [first, second]);
      assert.is((await step("two commits"))["reachable"], 2);
      const third = await commit("feat(01-03): three");
      list(repository, base, [first, second, third, "dead1234"]);
      assert.equal(await step("more commits and references"), {
        references: 4,
        reachable: 3,
        unreachable: 0,
        rewritten: 0,
        missing: 1,
        ambiguous: 0,
        "not-a-commit": 0,
        unknown: 0,
      });
      await git(["reset", "--quiet", "--soft", "HEAD~2"]);
      assert.is((await step("the tip goes back"))["unreachable"], 2);
      const other = await commit("feat(02-01): another way");
      list(repository, base, [first, second, third, other]);
      assert.is((await step("another way"))["unreachable"], 2);
      await git(["merge", "--quiet", "--no-edit", "-s", "ours", third], { env: { PLANLINK: "0" } });
      assert.is((await step("the other way is merged"))["reachable"], 4);
      // A branch that is named like an abbreviated commit, and leads elsewhere.
      await git(["branch", second.slice(0, 9), first]);
      assert.is((await step("a branch by the name of a commit"))["reachable"], 4);
      await git(["reset", "--quiet", "--soft", first]);
      assert.is((await step("back before that branch's namesake"))["reachable"], 1);
      await git(["branch", "-D", second.slice(0, 9)]);
      await git(["reflog", "expire", "--expire=now", "--all"]);
      await git(["update-ref", "-d", "ORIG_HEAD"]);
      await git(["gc", "--quiet", "--prune=now"]);
      assert.is((await step("what nothing holds is gone"))["missing"], 3);
    }));

  test("a second look walks no history", () =>
    withPlannedRepository(async (repository) => {
      const base = repository.readText(".planning/STATE.md");
      list(repository, base, [
        await repository.git(["rev-parse", "HEAD~1"]),
        await repository.git(["rev-parse", "HEAD"]),
      ]);
      const trace = join(repository.directory, "../trace");
      const commands = async (): Promise<readonly string[]> => {
        rmSync(trace, { force: true });
        // With the whole answer kept, nothing would be looked up at all.
        for (const name of cachedNames(repository).filter((each) => each.startsWith("answer-")))
          rmSync(join(cacheOf(repository), name));
        await repository.state(["verify-commits"], { env: { GIT_TRACE: trace } });
        return [...readFileSync(trace, "utf8").matchAll(/ trace: built-in: git (\S+)/g)].map((match) => match[1] ?? "");
      };
      assert.ok((await commands()).includes("rev-list"));
      assert.equal(await commands(), ["cat-file"]);
    }));
});

suite("the figures that are kept of SUMMARYs", (test) => {
  test("change no answer: a SUMMARY edited in the same second, to the same size, with its time set back", () =>
    withPlannedRepository(async (repository) => {
      await repository.completePlan("01-02");
      const path = ".planning/phases/01-alpha/01-02-SUMMARY.md";
      const file = join(repository.directory, path);
      let steps = 0;
      const step = async (name: string, minutes: string): Promise<void> => {
        steps += 1;
        const { stdout } = await repository.state(["log", "01-02", "--json"]);
        assert.match(stdout, `"durationMinutes": ${minutes},`, name);
        await requireSameAnswers(repository, name);
      };
      for (const minutes of ["6", "7", "8"]) {
        repository.replace(
          path,
          /duration: (\d+)min/.exec(repository.readText(path))?.[0] ?? "",
          `duration: ${minutes}min`,
        );
        await step(`at once: ${minutes}`, minutes);
      }
      await setTimeout(150);
      await step("kept", "8");
      assert.is(cachedNames(repository).filter((name) => name.startsWith("figures-")).length, 1);
      const { atime, mtime } = statSync(file);
      repository.replace(path, "duration: 8min", "duration: 9min");
      utimesSync(file, atime, mtime);
      await step("its time set back", "9");
      rmSync(file);
      await requireSameAnswers(repository, "removed");
      assert.is(steps, 5);
    }));
});

suite("the cache of history", (test) => {
  test("changes no answer: with it, without it, after rewrites, on other branches, damaged", () =>
    withPlannedRepository(async (repository) => {
      let steps = 0;
      await tell(repository, async (name) => {
        steps += 1;
        await requireSameAnswers(repository, name);
      });
      assert.is(steps, 8);
    }));

  test("changes no byte that hooks write", () =>
    withPlannedRepository(async (kept, sandbox) => {
      await kept.git(["clone", "--quiet", "--no-hardlinks", ".", "../without"]);
      const without = openPlanned(sandbox, "without");
      await without.git(["config", "user.name", "A"]);
      await without.state(["init"]);
      const states: Record<string, string[]> = { kept: [], without: [] };
      for (const [name, repository] of [
        ["kept", kept],
        ["without", without],
      ] as const) {
        for (const [plan, number] of [
          ["01-02", 1],
          ["01-02", 2],
          ["01-03", 1],
        ] as const) {
          if (name === "without") rmSync(cacheOf(repository), { recursive: true, force: true });
          await repository.workCommit(plan, number, `2026-01-06T09:0${number}:00+02:00`);
          states[name]?.push(repository.readText(".planning/STATE.md"));
        }
        if (name === "without") rmSync(cacheOf(repository), { recursive: true, force: true });
        await repository.completePlan("01-02", "paths", "2026-01-06T10:00:00+02:00");
        states[name]?.push(await repository.git(["show", "HEAD:.planning/STATE.md"]));
      }
      assert.equal(states["kept"], states["without"]);
      assert.ok(cachedNames(kept).length > 0, "hooks keep what they have read");
    }));

  test("stays small, however many commits are made", () =>
    withPlannedRepository(async (repository) => {
      for (let index = 0; index < 20; index += 1) {
        await repository.git(["commit", "--quiet", "--allow-empty", "-m", "chore: nothing"], {
          env: { PLANLINK: "0" },
        });
        await repository.state(["check"]);
      }
      const names = cachedNames(repository);
      const count = names.filter((name) => name.startsWith("history-")).length;
      assert.ok(count >= 12 && count <= 16, `${count} digests`);
      assert.ok(names.length <= 20, names.join(" "));
    }));

  test("is shared by worktrees", () =>
    withPlannedRepository(async (repository, sandbox) => {
      await repository.git(["worktree", "add", "--quiet", "../linked"]);
      const before = cachedNames(repository);
      const linked = openPlanned(sandbox, "linked");
      await answers(linked);
      assert.equal(existsSync(join(linked.directory, ".git/planlink")), false);
      assert.ok(cachedNames(repository).length >= before.length);
      assert.ok(cachedNames(repository).length > 0);
    }));

  test("is not used where an oid alone does not tell the history: replaced objects, grafts, a shallow clone", () =>
    withPlannedRepository(async (repository) => {
      const { git } = repository;
      await repository.workCommit("01-02", 1);
      const plain = await answers(repository);
      const [work, tree] = [await git(["rev-parse", "HEAD"]), await git(["rev-parse", "HEAD^{tree}"])];
      const other = await git(["commit-tree", tree, "-p", "HEAD~1", "-m", "feat(02-03): told otherwise"]);
      await git(["replace", work, other]);
      const replaced = await answers(repository);
      assert.match(replaced, "told otherwise");
      await git(["pack-refs", "--all"]);
      assert.is(await answers(repository), replaced);
      await git(["replace", "-d", work]);
      assert.is(await answers(repository), plain);

      mkdirSync(join(repository.directory, ".git/info"), { recursive: true });
      writeFileSync(join(repository.directory, ".git/info/grafts"), `${work}\n`);
      const grafted = await answers(repository);
      assert.not.match(grafted, "feat(01-01): add task 1");
      rmSync(join(repository.directory, ".git/info/grafts"));
      assert.is(await answers(repository), plain);
    }));

  test("is done without in a repository that may not be written to", () =>
    withPlannedRepository(async (repository) => {
      const expected = await answers(repository);
      rmSync(cacheOf(repository), { recursive: true, force: true });
      const directory = join(repository.directory, ".git/planlink");
      // Root may write everywhere, but no directory can be made where a file stands.
      writeFileSync(cacheOf(repository), "");
      chmodSync(directory, 0o555);
      assert.is(await answers(repository), expected);
      chmodSync(directory, 0o755);
      assert.is(readFileSync(cacheOf(repository), "utf8"), "");
    }));

  test("is safe under many programs at once", () =>
    withPlannedRepository(async (repository) => {
      const expected = (await repository.state(["check", "--json"])).stdout;
      for (let round = 0; round < 3; round += 1) {
        rmSync(cacheOf(repository), { recursive: true, force: true });
        const runs = await Promise.all(Array.from({ length: 6 }, () => repository.state(["check", "--json"])));
        for (const { stdout, stderr } of runs) assert.equal([stdout, stderr], [expected, ""]);
      }
      assert.equal(
        cachedNames(repository).filter((name) => name.endsWith(".tmp")),
        [],
      );
    }));

  test("goes when planlink is taken out", () =>
    withPlannedRepository(async (repository) => {
      await answers(repository);
      assert.ok(cachedNames(repository).length > 0);
      await repository.state(["uninstall"]);
      assert.is(existsSync(cacheOf(repository)), false);
    }));
});
