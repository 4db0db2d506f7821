import { chmodSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { createBoundedRunner } from "../../src/git/bounded-runner.ts";
import {
  findHistoryPlace,
  findPlanningDirectories,
  readBoundedDocuments,
  readBranchTips,
} from "../../src/git/history-place.ts";
import { parseOid, type Oid } from "../../src/model/oid.ts";
import { OperationalError } from "../../src/model/operational-error.ts";
import { type TestRepository, withSandbox } from "../support/git-sandbox.ts";
import { rejects, suite } from "../support/suite.ts";

function isError(code: string, words: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof OperationalError && error.code === code && words.test(error.message);
}

async function headOf(repository: TestRepository): Promise<Oid> {
  const oid = parseOid(await repository.git(["rev-parse", "HEAD"]));
  if (oid === undefined) throw new Error("no commit");
  return oid;
}

const limits = { seconds: 60, outputBytes: 1_000_000 };

suite("a runner with limits", (test) => {
  test("gives up an answer that is too long, and is of use afterwards", () =>
    withSandbox(async (sandbox) => {
      const repository = await sandbox.createRepository();
      await repository.commit("first", { "a.txt": "a".repeat(5_000_000), "b.txt": "b" });
      const runner = createBoundedRunner(repository.directory, sandbox.environment, limits);
      await rejects(
        runner.run(["cat-file", "blob", "HEAD:a.txt"]),
        isError("limit-reached", /cat-file answers with more than 1000000 bytes/),
      );
      assert.is(Buffer.from((await runner.run(["cat-file", "blob", "HEAD:b.txt"])).stdout).toString(), "b");
    }));

  test("stops git when the time is up, and starts none after that", () =>
    withSandbox(async (sandbox) => {
      const repository = await sandbox.createRepository();
      const runner = createBoundedRunner(repository.directory, sandbox.environment, { ...limits, seconds: 1 });
      const startedAt = performance.now();
      // A git that waits for input which never comes.
      const stream = await runner.stream(["cat-file", "--batch"]);
      await rejects(stream.end, isError("limit-reached", /took longer than 1 s/));
      assert.ok(performance.now() - startedAt < 10_000);
      await rejects(runner.run(["--version"]), isError("limit-reached", /took longer than 1 s/));
    }));
});

suite("a repository of which only history is read", (test) => {
  test("is found at its top, at its git directory, and bare; not inside, and not around", () =>
    withSandbox(async (sandbox) => {
      const repository = await sandbox.createRepository("with\nbreak");
      await repository.commit("first", { "in/a.txt": "a\n" });
      await repository.git(["clone", "--quiet", "--bare", ".", "../bare.git"]);
      await repository.git(["worktree", "add", "--quiet", "../linked"]);
      const find = (name: string): ReturnType<typeof findHistoryPlace> => {
        const directory = join(sandbox.directory, name);
        return findHistoryPlace(createBoundedRunner(directory, sandbox.environment, limits), directory);
      };
      const git = join(repository.directory, ".git");
      const ordinary = {
        topLevel: repository.directory,
        gitDirectory: git,
        commonDirectory: git,
        isShallow: false,
      };
      assert.equal(await find("with\nbreak"), ordinary);
      assert.equal(await find("with\nbreak/.git"), { ...ordinary, topLevel: git });
      const linked = await find("linked");
      assert.equal([linked.topLevel, linked.commonDirectory], [join(sandbox.directory, "linked"), git]);
      const bare = await find("bare.git");
      assert.equal([bare.topLevel, bare.gitDirectory], [join(sandbox.directory, "bare.git"), bare.topLevel]);
      await rejects(find("with\nbreak/in"), isError("no-repository", /it lies in one/));
      sandbox.open("plain").write("a.txt", "a\n");
      await rejects(find("plain"), isError("no-repository", /is no Git repository$/));
    }));

  test("has the planning directories of a commit, in whichever folders; too many are refused", () =>
    withSandbox(async (sandbox) => {
      const repository = await sandbox.createRepository();
      await repository.commit("first", {
        ".planning/STATE.md": "# a\n",
        "packages/b ü\n/.planning/STATE.md": "# b\n",
        "x.planning/STATE.md": "# none\n",
        ".planning/project/STATE.md": "# c\n",
        ".planning/phases/01-one/deeper/STATE.md": "# none\n",
        "c/.planning/ROADMAP.md": "# none\n",
      });
      const runner = createBoundedRunner(repository.directory, sandbox.environment, limits);
      assert.equal(await findPlanningDirectories(runner, await headOf(repository)), [
        ".planning",
        ".planning/project",
        "packages/b ü\n/.planning",
      ]);
      const many = Object.fromEntries(
        Array.from({ length: 101 }, (_, index) => [`p${index}/.planning/STATE.md`, "# a\n"]),
      );
      await repository.commit("second", many);
      await rejects(
        findPlanningDirectories(runner, await headOf(repository)),
        isError("limit-reached", /more than 100 folders/),
      );
    }));

  test("with a tree of more paths than a disk holds is given up in time", () =>
    withSandbox(async (sandbox) => {
      const repository = await sandbox.createRepository();
      const blob = await repository.git(["hash-object", "-w", "--stdin"], { input: "x\n" });
      let object = `100644 blob ${blob}`;
      // Ten to the power of twelve paths in thirteen objects.
      for (let depth = 0; depth < 12; depth += 1) {
        const entries = Array.from({ length: 10 }, (_, index) => `${object}\t${index}\n`).join("");
        object = `040000 tree ${await repository.git(["mktree"], { input: entries })}`;
      }
      const planning = await repository.git(["mktree"], {
        input: `${object}\tphases\n100644 blob ${blob}\tSTATE.md\n`,
      });
      const top = await repository.git(["mktree"], { input: `040000 tree ${planning}\t.planning\n` });
      const oid = parseOid(await repository.git(["commit-tree", "-m", "bomb", top]));
      if (oid === undefined) throw new Error("no commit");
      const runner = createBoundedRunner(repository.directory, sandbox.environment, {
        seconds: 2,
        outputBytes: 10_000_000,
      });
      await rejects(
        readBoundedDocuments(runner, oid, ".planning"),
        isError("limit-reached", /ls-tree answers with more|took longer/),
      );
      await rejects(findPlanningDirectories(runner, oid), isError("limit-reached", /took longer than 2 s/));
    }));

  test("has its branches, those worked on last first", () =>
    withSandbox(async (sandbox) => {
      const repository = await sandbox.createRepository();
      const first = await repository.commit("first");
      await repository.git(["branch", "same"]);
      await repository.git(["branch", "old"]);
      const second = await repository.commit("second");
      const runner = createBoundedRunner(repository.directory, sandbox.environment, limits);
      assert.equal(await readBranchTips(runner, 10), [second, first]);
      assert.equal(await readBranchTips(runner, 1), [second]);
    }));

  test("whose documents cannot be measured is read all the same", () =>
    withSandbox(async (sandbox) => {
      const repository = await sandbox.createRepository();
      await repository.commit("first", { ".planning/STATE.md": "# a\n" });
      const bin = sandbox.open("bin");
      const real = (await repository.run("sh", ["-c", "command -v git"])).stdout.trim();
      bin.write("git", `#!/bin/sh\ncase " $* " in *" -l "*) exit 128 ;; esac\nexec ${real} "$@"\n`);
      chmodSync(join(bin.directory, "git"), 0o755);
      const environment = { ...sandbox.environment, PATH: `${bin.directory}:${sandbox.environment["PATH"] ?? ""}` };
      const runner = createBoundedRunner(repository.directory, environment, limits);
      const documents = await readBoundedDocuments(runner, await headOf(repository), ".planning");
      assert.equal(await documents.list(), [".planning/STATE.md"]);
    }));
});
