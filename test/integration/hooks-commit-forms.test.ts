import { mkdirSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import {
  type PlannedRepository,
  requireFixedPoint,
  statePath,
  withPlannedRepository,
} from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";

const roadmap = ".planning/ROADMAP.md";
const inProgress = /^\*\*Stopped at:\*\* Completed 01-01-PLAN\.md$/m;

/** What git holds of a file: in HEAD, in the index. */
const inHead = (repository: PlannedRepository, path: string): Promise<string> =>
  repository.git(["show", `HEAD:${path}`]);
const inIndex = (repository: PlannedRepository, path: string): Promise<string> => repository.git(["show", `:${path}`]);

async function subjects(repository: PlannedRepository, count: number): Promise<readonly string[]> {
  return (await repository.git(["log", `-${count}`, "--format=%s"])).split("\n");
}

suite("hooks and the forms of git commit", (test) => {
  test("a task commit refreshes the working file and stages nothing", () =>
    withPlannedRepository(async (repository) => {
      const oid = await repository.workCommit("01-02", 1);
      assert.is(await repository.git(["rev-parse", "HEAD"]), oid);
      assert.equal(await subjects(repository, 2), [
        "feat(01-02): add task 1",
        "docs(01-01): complete title of 01-01 plan",
      ]);
      assert.is(await repository.status(), ` M ${statePath}`);
      assert.match(repository.readText(statePath), /^\*\*Last session:\*\* 2026-01-05 09:00$/m);
      assert.match(repository.readText(statePath), inProgress);
    }));

  test("commit -a of a task commit takes what was refreshed before, and HEAD is that commit", () =>
    withPlannedRepository(async (repository) => {
      await repository.workCommit("01-02", 1);
      repository.write("README.md", "# Changed\n");
      await repository.silently(["commit", "--quiet", "-am", "feat(01-02): change the readme"]);
      assert.equal(await subjects(repository, 1), ["feat(01-02): change the readme"]);
      assert.is(await repository.git(["diff", "--name-only", "HEAD~1", "HEAD"]), `${statePath}\nREADME.md`);
      await repository.completePlan("01-02", "all");
      await requireFixedPoint(repository);
    }));

  test("commit -- path leaves what is staged elsewhere staged, and only that", () =>
    withPlannedRepository(async (repository) => {
      await repository.workCommit("01-02", 1);
      await repository.workCommit("01-02", 2);
      repository.write("other.txt", "staged, not part of the commit\n");
      await repository.git(["add", "other.txt"]);
      repository.write("README.md", "# Not staged\n");
      await repository.completePlan("01-02", "paths");
      assert.is(await repository.status(), " M README.md\nA  other.txt");
      assert.is(await inHead(repository, statePath), await inIndex(repository, statePath));
    }));

  test("commit -- path with another version of STATE.md staged leaves that one staged", () =>
    withPlannedRepository(async (repository) => {
      repository.replace(statePath, "- Keep the text", "- Staged by a person\n- Keep the text");
      await repository.git(["add", statePath]);
      await repository.workCommit("01-02", 1);
      await repository.git(["show", "--stat", "HEAD"]);
      const summary = repository.writeSummary("01-02");
      await repository.git(["add", summary]);
      await repository.silently(["commit", "--quiet", "-m", "docs(01-02): complete", "--", summary]);
      assert.match(repository.readText(statePath), "- Staged by a person\n");
    }));

  test("the work tree is as the index says, without a refresh by git status", () =>
    withPlannedRepository(async (repository) => {
      await repository.workCommit("01-02", 1);
      for (const style of ["paths", "all"] as const) {
        const plan = style === "paths" ? "01-02" : "01-03";
        await repository.workCommit(plan, 2);
        await repository.completePlan(plan, style);
        // Plumbing trusts the times of the index: scripts that ask so must not be told of a change.
        await repository.git(["diff-files", "--quiet"]);
        await repository.git(["diff-index", "--quiet", "HEAD"]);
      }
    }));

  test("--amend of a completion commit is true of itself again", () =>
    withPlannedRepository(async (repository) => {
      await repository.workCommit("01-02", 1);
      await repository.completePlan("01-02", "paths");
      await repository.silently(["commit", "--quiet", "--amend", "-m", "docs(01-02): complete the plan, said better"]);
      await requireFixedPoint(repository);
      repository.replace(".planning/PROJECT.md", "# Sample", "# The sample");
      await repository.silently(["commit", "--quiet", "--amend", "--no-edit", "-a"]);
      await requireFixedPoint(repository);
      assert.is(await repository.git(["rev-list", "--count", "HEAD"]), "6");
    }));

  test("--amend of a task commit keeps the plan's figures right", () =>
    withPlannedRepository(async (repository) => {
      await repository.workCommit("01-02", 1);
      repository.write("src/01-02/task-1.txt", "better\n");
      await repository.silently(["commit", "--quiet", "--amend", "--no-edit", "--", "src/01-02/task-1.txt"]);
      assert.is((await repository.state(["sync", "--check"])).exitCode, 0);
      await repository.completePlan("01-02", "all");
      await requireFixedPoint(repository);
    }));

  test("--no-verify leaves STATE.md out; the next commit of planning documents catches up", () =>
    withPlannedRepository(async (repository) => {
      await repository.workCommit("01-02", 1);
      await repository.git(["checkout", "--quiet", "--", statePath]);
      const summary = repository.writeSummary("01-02");
      await repository.git(["add", summary, roadmap]);
      await repository.silently(["commit", "--quiet", "--no-verify", "-m", "docs(01-02): complete"]);
      assert.is(await repository.status(), "");
      assert.is((await repository.state(["sync", "--check"])).exitCode, 1);
      repository.replace(".planning/PROJECT.md", "# Sample", "# The sample");
      await repository.silently(["commit", "--quiet", "-am", "docs: name the project"]);
      await requireFixedPoint(repository);
    }));

  test("a commit that commit-msg refuses leaves nothing behind", () =>
    withPlannedRepository(async (repository) => {
      await repository.workCommit("01-02", 1);
      const summary = repository.writeSummary("01-02");
      await repository.git(["add", summary, statePath, roadmap]);
      const refused = await repository.run("git", [
        "commit",
        "-m",
        "docs(01-20): complete",
        "--",
        summary,
        statePath,
        roadmap,
      ]);
      assert.is(refused.exitCode, 1);
      assert.equal(await subjects(repository, 1), ["feat(01-02): add task 1"]);
      await repository.silently([
        "commit",
        "--quiet",
        "-m",
        "docs(01-02): complete",
        "--",
        summary,
        statePath,
        roadmap,
      ]);
      await requireFixedPoint(repository);
    }));

  test("from a subfolder, by a path relative to it", () =>
    withPlannedRepository(async (repository) => {
      await repository.workCommit("01-02", 1);
      const summary = repository.writeSummary("01-02");
      const folder = join(repository.directory, ".planning/phases/01-alpha");
      await repository.git(["add", summary]);
      await repository.silently(
        [
          "commit",
          "--quiet",
          "-m",
          "docs(01-02): complete",
          "--",
          "01-02-SUMMARY.md",
          "../../STATE.md",
          "../../ROADMAP.md",
        ],
        { cwd: folder },
      );
      await requireFixedPoint(repository);
      mkdirSync(join(repository.directory, "src/deep/er"), { recursive: true });
      repository.write("src/deep/er/x.txt", "x\n");
      await repository.git(["add", "--all"]);
      await repository.silently(["commit", "--quiet", "-m", "feat(01-03): go deeper"], {
        cwd: join(repository.directory, "src/deep/er"),
      });
      assert.is(await repository.status(), ` M ${statePath}`);
    }));

  test("in a path with spaces, quotes and letters that are not ASCII", () =>
    withPlannedRepository(async (repository) => {
      repository.write("src/ünïcode name.txt", "x\n");
      await repository.git(["add", "--all"]);
      await repository.silently(["commit", "--quiet", "-m", "feat(01-02): añadir 日本語"]);
      await repository.completePlan("01-02", "paths");
      await requireFixedPoint(repository);
    }, "a 'path' with \"spaces\" é ü 日本 $HOME"));

  test("with GIT_DIR and GIT_WORK_TREE in the environment, from elsewhere", () =>
    withPlannedRepository(async (repository, sandbox) => {
      const env = { GIT_DIR: join(repository.directory, ".git"), GIT_WORK_TREE: repository.directory };
      repository.write("src/a.txt", "x\n");
      await repository.silently(["add", "--all"], { cwd: sandbox.directory, env });
      await repository.silently(["commit", "--quiet", "-m", "feat(01-02): add a"], { cwd: sandbox.directory, env });
      await repository.completePlan("01-02", "all");
      await requireFixedPoint(repository);
    }));

  test("on a detached HEAD", () =>
    withPlannedRepository(async (repository) => {
      await repository.git(["switch", "--quiet", "--detach"]);
      await repository.workCommit("01-02", 1);
      await repository.completePlan("01-02", "paths");
      await requireFixedPoint(repository);
    }));

  test("with an interactive editor that adds nothing, and with a template of comments", () =>
    withPlannedRepository(async (repository) => {
      repository.write("src/a.txt", "x\n");
      await repository.git(["add", "--all"]);
      const editor = 'sh -c \'printf "feat(01-02): add a\\n" >"$1"\' editor';
      await repository.silently(["commit", "--quiet"], { env: { GIT_EDITOR: editor } });
      assert.equal(await subjects(repository, 1), ["feat(01-02): add a"]);
    }));
});

suite("the user's own edits of STATE.md", (test) => {
  const edit = (repository: PlannedRepository, text: string): void =>
    repository.replace(statePath, "- Keep the text", `- ${text}\n- Keep the text`);

  test("stay unstaged and whole when planning documents are committed without STATE.md", () =>
    withPlannedRepository(async (repository) => {
      edit(repository, "An edit that is not staged");
      await repository.workCommit("01-02", 1);
      await repository.completePlan("01-02", "summary-only");
      assert.not.match(await inHead(repository, statePath), "An edit that is not staged");
      assert.not.match(await inIndex(repository, statePath), "An edit that is not staged");
      assert.match(await inHead(repository, statePath), "| Phase 01 P02 |");
      assert.match(repository.readText(statePath), "An edit that is not staged");
      assert.is(
        await repository.git(["diff", "--stat", "--", statePath]).then((text) => text.includes("1 insertion(+)")),
        true,
      );
    }));

  test("part staged and part not keep their places", () =>
    withPlannedRepository(async (repository) => {
      await repository.workCommit("01-02", 1);
      edit(repository, "Staged");
      await repository.git(["add", statePath]);
      edit(repository, "Not staged");
      const summary = repository.writeSummary("01-02");
      await repository.git(["add", summary, roadmap]);
      await repository.silently(["commit", "--quiet", "-m", "docs(01-02): complete"]);
      assert.match(await inHead(repository, statePath), "- Staged\n");
      assert.not.match(await inHead(repository, statePath), "- Not staged\n");
      assert.match(await inHead(repository, statePath), "| Phase 01 P02 |");
      assert.match(repository.readText(statePath), "- Staged\n- Not staged\n");
      assert.is(await repository.status(), ` M ${statePath}`);
      assert.is((await repository.git(["diff", "--numstat", "--", statePath])).split("\t")[0], "1");
    }));

  test("staged away whole: a deleted STATE.md stays deleted", () =>
    withPlannedRepository(async (repository) => {
      await repository.git(["rm", "--quiet", statePath]);
      await repository.silently(["commit", "--quiet", "-m", "docs: drop the state"]);
      assert.is(await repository.status(), "");
    }));

  test("deleted in the work tree only stays deleted there", () =>
    withPlannedRepository(async (repository) => {
      await repository.workCommit("01-02", 1);
      await repository.run("rm", [statePath]);
      await repository
        .completePlan("01-03", "summary-only")
        .catch((error: unknown) => assert.unreachable(String(error)));
      assert.is(await repository.status(), ` M ${roadmap}\n D ${statePath}`);
    }));
});
