import { existsSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import type { Sandbox } from "../support/git-sandbox.ts";
import {
  type PlannedRepository,
  requireFixedPoint,
  statePath,
  withPlannedRepository,
} from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";

/** A sequence editor that gives the lines of a rebase's list other commands, such as `squash` for the second. */
function sequenceEditor(commands: Readonly<Record<number, string>>): string {
  const edits = Object.entries(commands).map(([line, command]) => `-e '${line}s/^pick/${command}/'`);
  return `sed -i ${edits.join(" ")}`;
}

/** Commits of two plans, with STATE.md clean: the executor's session is over, its last refresh is committed. */
async function twoPlans(repository: PlannedRepository): Promise<void> {
  await repository.workCommit("01-02", 1);
  await repository.workCommit("01-02", 2);
  await repository.workCommit("01-02", 3);
  await repository.completePlan("01-02", "paths");
}

/** Another line of history from `base` that touches a file of its own. */
async function sideBranch(
  repository: PlannedRepository,
  base: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  await repository.git(["switch", "--quiet", "-c", "side", base]);
  for (const [path, text] of Object.entries(files)) repository.write(path, text);
  await repository.git(["add", "--", ...Object.keys(files)]);
  await repository.git(["commit", "--quiet", "-m", "chore: work elsewhere"]);
  await repository.git(["switch", "--quiet", "main"]);
}

/** STATE.md catches up with the next commit of planning documents, whatever happened before. */
async function catchesUp(repository: PlannedRepository): Promise<void> {
  repository.write(".planning/notes.md", `after ${await repository.git(["rev-parse", "HEAD"])}\n`);
  await repository.git(["add", ".planning/notes.md"]);
  await repository.silently(["commit", "--quiet", "-m", "docs: take notes"]);
  await requireFixedPoint(repository);
}

suite("hooks while git replays commits", (test) => {
  test("cherry-pick of task commits writes nothing, and history is caught up with later", () =>
    withPlannedRepository(async (repository) => {
      await repository.git(["switch", "--quiet", "-c", "side"]);
      const first = await repository.workCommit("01-02", 1);
      const second = await repository.workCommit("01-02", 2);
      await repository.git(["checkout", "--quiet", "--", statePath]);
      await repository.git(["switch", "--quiet", "main"]);
      await repository.git(["cherry-pick", first, second]);
      assert.is(await repository.git(["log", "-1", "--format=%s"]), "feat(01-02): add task 2");
      assert.is(await repository.status(), "");
      await repository.workCommit("01-02", 3);
      assert.match(repository.readText(statePath), /^\*\*Last session:\*\* 2026-01-05 09:0/m);
      await repository.completePlan("01-02", "all");
      await requireFixedPoint(repository);
    }));

  test("cherry-pick -n and a commit by hand", () =>
    withPlannedRepository(async (repository) => {
      await repository.git(["switch", "--quiet", "-c", "side"]);
      const oid = await repository.workCommit("01-02", 1);
      await repository.git(["checkout", "--quiet", "--", statePath]);
      await repository.git(["switch", "--quiet", "main"]);
      await repository.git(["cherry-pick", "-n", oid]);
      await repository.silently(["commit", "--quiet", "-C", oid]);
      await repository.completePlan("01-02", "paths");
      await requireFixedPoint(repository);
    }));

  test("revert of a completion commit keeps the plan's work, and the next one completes it again", () =>
    withPlannedRepository(async (repository) => {
      await twoPlans(repository);
      await repository.git(["revert", "--no-edit", "HEAD"]);
      assert.match(repository.readText(statePath), "**Last session:** 2026-01-05 09:02\n");
      await repository.completePlan("01-02", "paths");
      await requireFixedPoint(repository);
    }));

  test("interactive rebase with squash and reword", () =>
    withPlannedRepository(async (repository) => {
      await twoPlans(repository);
      await repository.git(["rebase", "--quiet", "-i", "HEAD~4"], {
        env: {
          GIT_SEQUENCE_EDITOR: sequenceEditor({ 2: "squash", 3: "reword" }),
          GIT_EDITOR: "sed -i -e '/^feat/s/add task/build task/'",
        },
      });
      assert.equal((await repository.git(["log", "-3", "--format=%s"])).split("\n"), [
        "docs(01-02): complete title of 01-02 plan",
        "feat(01-02): build task 3",
        "feat(01-02): build task 1",
      ]);
      assert.is(await repository.status(), "");
      await catchesUp(repository);
    }));

  test("rewording to a tag that names no plan warns and does not strand the rebase", () =>
    withPlannedRepository(async (repository) => {
      await twoPlans(repository);
      const { exitCode, stderr } = await repository.run("git", ["rebase", "-i", "HEAD~2"], {
        env: { GIT_SEQUENCE_EDITOR: sequenceEditor({ 1: "reword" }), GIT_EDITOR: "sed -i -e '1s/01-02/01-20/'" },
      });
      assert.is(exitCode, 0);
      assert.match(stderr, /plan 0?1-20 does not exist/);
      assert.match(stderr, "this does not block");
      assert.is(await repository.git(["log", "-1", "--skip=1", "--format=%s"]), "feat(01-20): add task 3");
    }));

  test("autosquash of a fixup", () =>
    withPlannedRepository(async (repository) => {
      await twoPlans(repository);
      repository.write("src/01-02/task-1.txt", "better\n");
      await repository.silently(["commit", "--quiet", "-a", "--fixup", "HEAD~3"]);
      assert.is(await repository.status(), "");
      await repository.git(["rebase", "--quiet", "-i", "--autosquash", "HEAD~5"], {
        env: { GIT_SEQUENCE_EDITOR: ":" },
      });
      assert.is(await repository.status(), "");
      await catchesUp(repository);
    }));

  for (const backend of ["--merge", "--apply"]) {
    test(`a rebase (${backend}) that stops on a conflict and is aborted leaves all as it was`, () =>
      withPlannedRepository(async (repository) => {
        await twoPlans(repository);
        await sideBranch(repository, "HEAD~4", { "src/01-02/task-2.txt": "in the way\n" });
        const before = [await repository.git(["rev-parse", "HEAD"]), repository.readText(statePath)];
        await repository.git(["rebase", backend, "side"], { expectExit: 1 });
        assert.is(
          existsSync(join(repository.directory, ".git/rebase-merge")) ||
            existsSync(join(repository.directory, ".git/rebase-apply")),
          true,
        );
        assert.not.match(repository.readText(statePath), "<<<<");
        await repository.git(["rebase", "--abort"]);
        assert.equal([await repository.git(["rev-parse", "HEAD"]), repository.readText(statePath)], before);
        await requireFixedPoint(repository);
      }));

    test(`a rebase (${backend}) that stops on a conflict and goes on`, () =>
      withPlannedRepository(async (repository) => {
        await twoPlans(repository);
        await sideBranch(repository, "HEAD~4", { "src/01-02/task-2.txt": "in the way\n" });
        await repository.git(["rebase", backend, "side"], { expectExit: 1 });
        repository.write("src/01-02/task-2.txt", "both\n");
        await repository.git(["add", "src/01-02/task-2.txt"]);
        await repository.git(["rebase", "--continue"]);
        assert.is(await repository.status(), "");
        await catchesUp(repository);
      }));
  }

  test("a commit made by hand while a rebase stands still is left alone", () =>
    withPlannedRepository(async (repository) => {
      await twoPlans(repository);
      await repository.git(["rebase", "-i", "HEAD~2"], { env: { GIT_SEQUENCE_EDITOR: sequenceEditor({ 1: "edit" }) } });
      repository.write("src/extra.txt", "x\n");
      await repository.git(["add", "src/extra.txt"]);
      await repository.silently(["commit", "--quiet", "-m", "feat(01-03): add more"]);
      assert.is(await repository.status(), "");
      await repository.git(["rebase", "--continue"]);
      await catchesUp(repository);
    }));
});

async function cloneWithUpstream(repository: PlannedRepository, sandbox: Sandbox): Promise<void> {
  await repository.git(["clone", "--quiet", "--bare", ".", join(sandbox.directory, "upstream.git")]);
  await repository.git(["remote", "add", "origin", join(sandbox.directory, "upstream.git")]);
  await repository.git(["fetch", "--quiet"]);
  await repository.git(["branch", "--quiet", "--set-upstream-to=origin/main"]);
  const other = sandbox.open("other");
  await repository.git(["clone", "--quiet", join(sandbox.directory, "upstream.git"), other.directory]);
  await other.commit("chore: work elsewhere", { "elsewhere.txt": "x\n" });
  await other.git(["push", "--quiet"]);
}

suite("hooks and an autostash that waits", (test) => {
  test("pull --rebase brings commits in and leaves the tree clean", () =>
    withPlannedRepository(async (repository, sandbox) => {
      await cloneWithUpstream(repository, sandbox);
      await twoPlans(repository);
      await repository.git(["pull", "--quiet", "--rebase"]);
      assert.is(await repository.status(), "");
      await requireFixedPoint(repository);
    }));

  for (const args of [
    ["pull", "--rebase", "--autostash"],
    ["rebase", "--autostash", "side"],
    ["merge", "--autostash", "--no-edit", "side"],
  ]) {
    test(`${args.join(" ")} gives the user's own edit of STATE.md back`, () =>
      withPlannedRepository(async (repository, sandbox) => {
        if (args[0] === "pull") await cloneWithUpstream(repository, sandbox);
        else await sideBranch(repository, "HEAD", { "elsewhere.txt": "x\n" });
        await repository.workCommit("01-02", 1);
        await repository.workCommit("01-02", 2);
        repository.replace(statePath, "- Keep the text", "- An edit of a person\n- Keep the text");
        const edited = repository.readText(statePath);
        await repository.git(args);
        assert.is(repository.readText(statePath), edited);
        assert.is(await repository.git(["stash", "list"]), "");
        assert.is(await repository.status(), ` M ${statePath}`);
        await repository.completePlan("01-02", "all");
        assert.match(repository.readText(statePath), "- An edit of a person\n");
        await requireFixedPoint(repository);
      }));
  }

  test("a fast-forward pull --rebase --autostash does, too", () =>
    withPlannedRepository(async (repository, sandbox) => {
      await cloneWithUpstream(repository, sandbox);
      repository.replace(statePath, "- Keep the text", "- An edit of a person\n- Keep the text");
      const edited = repository.readText(statePath);
      await repository.git(["pull", "--quiet", "--rebase", "--autostash"]);
      assert.is(repository.readText(statePath), edited);
      assert.is(await repository.git(["stash", "list"]), "");
    }));

  test("stash and stash pop around a commit lose nothing", () =>
    withPlannedRepository(async (repository) => {
      await repository.workCommit("01-02", 1);
      repository.write("README.md", "# Work for later\n");
      await repository.git(["stash", "--quiet", "--", "README.md"]);
      await repository.workCommit("01-02", 2);
      await repository.git(["stash", "pop", "--quiet"]);
      assert.is(await repository.status(), ` M ${statePath}\n M README.md`);
      await repository.git(["checkout", "--quiet", "--", "README.md"]);
      await repository.completePlan("01-02", "paths");
      await requireFixedPoint(repository);
    }));

  test("a bisect under way keeps the hooks from writing", () =>
    withPlannedRepository(async (repository) => {
      await twoPlans(repository);
      await repository.git(["bisect", "start", "HEAD", "HEAD~3"]);
      repository.write("src/x.txt", "x\n");
      await repository.git(["add", "src/x.txt"]);
      await repository.silently(["commit", "--quiet", "-m", "feat(01-03): try"]);
      assert.is(await repository.status(), "");
      await repository.git(["bisect", "reset"]);
      await requireFixedPoint(repository);
    }));
});
