import { join } from "node:path";
import * as assert from "uvu/assert";
import type { Sandbox, TestRepository } from "../support/git-sandbox.ts";
import type { Completed } from "../support/run-program.ts";
import {
  openPlanned,
  type PlannedRepository,
  statePath,
  withPlannedRepository,
} from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";

/** A planned repository with an empty remote `origin`. */
async function withRemote(
  body: (repository: PlannedRepository, remote: TestRepository, sandbox: Sandbox) => Promise<void>,
): Promise<void> {
  await withPlannedRepository(async (repository, sandbox) => {
    const remote = await sandbox.createRepository("upstream.git", { bare: true, initArgs: ["--template="] });
    await repository.git(["remote", "add", "origin", remote.directory]);
    await body(repository, remote, sandbox);
  });
}

function push(repository: PlannedRepository, ...args: readonly string[]): Promise<Completed> {
  return repository.run("git", ["push", "--quiet", ...args]);
}

async function requirePushed(repository: PlannedRepository, ...args: readonly string[]): Promise<void> {
  const { exitCode, stdout, stderr } = await push(repository, ...args);
  // Before 2.34 git says this of `-u` even when it is to be quiet.
  const completed = { exitCode, stdout: stdout.replace(/^Branch .* set up to track .*\n$/, ""), stderr };
  assert.equal({ args, ...completed }, { args, exitCode: 0, stdout: "", stderr: "" });
}

/** Returns what the hook said. */
async function requireStopped(repository: PlannedRepository, ...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await push(repository, ...args);
  assert.equal({ args, exitCode, stdout }, { args, exitCode: 1, stdout: "" });
  assert.match(stderr, "git push --no-verify");
  return stderr;
}

/** Commits a line of STATE.md that cites a commit. */
async function cite(repository: PlannedRepository, hash: string): Promise<void> {
  repository.replace(statePath, "- Keep the text", `- Done in commit ${hash}\n- Keep the text`);
  await repository.silently(["commit", "--quiet", "-m", `docs: cite ${hash}`, "--", statePath]);
}

suite("pre-push lets pass what makes nothing worse", (test) => {
  test("the first push of a clean project, nothing to push, tags, several refs, a deletion", () =>
    withRemote(async (repository, remote) => {
      await requirePushed(repository, "-u", "origin", "main");
      await requirePushed(repository);
      await repository.git(["tag", "v1"]);
      await repository.git(["tag", "-a", "-m", "two", "v2"]);
      await requirePushed(repository, "origin", "v1", "v2");
      await repository.git(["branch", "one"]);
      await repository.git(["branch", "two", "HEAD~1"]);
      await requirePushed(repository, "origin", "one", "two", "main");
      await requirePushed(repository, "origin", "--delete", "one");
      await requirePushed(repository, "origin", ":two", ":refs/tags/v1");
      await requirePushed(repository, "--all", "origin");
      assert.is(
        await remote.git(["for-each-ref", "--format=%(refname)"]),
        "refs/heads/main\nrefs/heads/one\nrefs/heads/two\nrefs/tags/v2",
      );
    }));

  test("a plan's work and its completion, from a subfolder, a detached HEAD and by URL", () =>
    withRemote(async (repository, remote) => {
      await requirePushed(repository, "-u", "origin", "main");
      await repository.workCommit("01-02", 1);
      await repository.git(["push", "--quiet"], { cwd: join(repository.directory, "src") });
      await repository.completePlan("01-02", "paths");
      await repository.git(["switch", "--quiet", "--detach"]);
      await requirePushed(repository, "origin", "HEAD:main");
      await requirePushed(repository, remote.directory, "HEAD:refs/heads/by-url");
    }));

  test("old dead hashes that the remote has already, also on a new branch and when their line moves", () =>
    withRemote(async (repository) => {
      await cite(repository, "18c8beca");
      await cite(repository, "deadbee5");
      await push(repository, "--no-verify", "-u", "origin", "main");
      await repository.workCommit("01-02", 1);
      await repository.completePlan("01-02", "all");
      await requirePushed(repository);
      await repository.git(["switch", "--quiet", "-c", "topic"]);
      repository.replace(statePath, "- Done in commit 18c8beca\n", "");
      repository.replace(statePath, "### Decisions\n", "### Decisions\n\nPlan 01-02: commit 18c8beca\n");
      await repository.silently(["commit", "--quiet", "-am", "docs: move a line"]);
      await requirePushed(repository, "origin", "topic");
    }));

  test("what is not committed is not judged", () =>
    withRemote(async (repository) => {
      await requirePushed(repository, "-u", "origin", "main");
      await repository.workCommit("01-02", 1);
      repository.replace(statePath, "- Keep the text", "- Done in commit 18c8beca\n- Keep the text");
      await requirePushed(repository);
    }));

  test("a branch without planning documents, and an orphan", () =>
    withRemote(async (repository) => {
      await requirePushed(repository, "-u", "origin", "main");
      await repository.git(["switch", "--quiet", "--orphan", "pages"]);
      await repository.git(["commit", "--quiet", "--allow-empty", "-m", "chore: pages"]);
      await requirePushed(repository, "origin", "pages");
    }));

  test("git push --no-verify and PLANLINK=0, whatever stands there", () =>
    withRemote(async (repository) => {
      await requirePushed(repository, "-u", "origin", "main");
      await cite(repository, "18c8beca");
      assert.equal(await repository.run("git", ["push", "--quiet"], { env: { PLANLINK: "0" } }), {
        exitCode: 0,
        stdout: "",
        stderr: "",
      });
      await cite(repository, "deadbee5");
      await requirePushed(repository, "--no-verify");
    }));

  test("a force push of a history whose STATE.md is true", () =>
    withRemote(async (repository) => {
      await repository.workCommit("01-02", 1);
      await repository.completePlan("01-02", "paths");
      await requirePushed(repository, "-u", "origin", "main");
      await repository.silently(["commit", "--quiet", "--amend", "-m", "docs(01-02): complete, said better"]);
      await requirePushed(repository, "--force");
    }));
});

suite("pre-push stops what makes STATE.md less true", (test) => {
  test("a dead hash that is new, and once it is mended the push passes", () =>
    withRemote(async (repository) => {
      await requirePushed(repository, "-u", "origin", "main");
      await cite(repository, "18c8beca");
      const words = await requireStopped(repository);
      assert.match(words, "18c8beca");
      assert.match(words, /checked 1 new commit against \S*STATE\.md \(1 reference, 6 plans\)/);
      repository.replace(statePath, "18c8beca", (await repository.git(["rev-parse", "HEAD"])).slice(0, 8));
      await repository.silently(["commit", "--quiet", "-am", "docs: mend the reference"]);
      await requirePushed(repository);
    }));

  test("on the very first push, too", () =>
    withRemote(async (repository) => {
      await cite(repository, "18c8beca");
      assert.match(await requireStopped(repository, "-u", "origin", "main"), "18c8beca");
    }));

  test("and counts the older ones that do not block", () =>
    withRemote(async (repository) => {
      await cite(repository, "deadbee5");
      await cite(repository, "deadbee6");
      await push(repository, "--no-verify", "-u", "origin", "main");
      await cite(repository, "18c8beca");
      const words = await requireStopped(repository);
      assert.match(words, "2 older findings were already on origin/main and do not block.");
      assert.not.match(words, "deadbee");
    }));

  test("a dead hash that is cited once more than before", () =>
    withRemote(async (repository) => {
      await cite(repository, "deadbee5");
      await push(repository, "--no-verify", "-u", "origin", "main");
      await cite(repository, "deadbee5");
      await requireStopped(repository);
    }));

  test("a commit that a rewrite has left behind", () =>
    withRemote(async (repository) => {
      const oid = await repository.workCommit("01-02", 1);
      await repository.git(["checkout", "--quiet", "--", statePath]);
      await cite(repository, oid.slice(0, 9));
      await requirePushed(repository, "-u", "origin", "main");
      await repository.git(["rebase", "--quiet", "-i", "HEAD~2"], {
        env: { GIT_SEQUENCE_EDITOR: "sed -i -e '1s/^pick/reword/'", GIT_EDITOR: "sed -i -e 's/add/make/'" },
      });
      assert.match(await requireStopped(repository, "--force"), oid.slice(0, 9));
    }));

  test("a “Stopped at” that names the wrong plan; state sync --commit mends it", () =>
    withRemote(async (repository) => {
      await requirePushed(repository, "-u", "origin", "main");
      await repository.workCommit("01-02", 1);
      await repository.completePlan("01-02", "paths");
      repository.replace(
        statePath,
        repository.readText(statePath).match(/^\*\*Stopped at:\*\* .*$/m)?.[0] ?? "",
        "**Stopped at:** Completed 01-01-PLAN.md",
      );
      await repository.git(["commit", "--quiet", "--no-verify", "-am", "docs: go back"]);
      const words = await requireStopped(repository);
      assert.match(words, "“Stopped at” says “Completed 01-01-PLAN.md”");
      assert.match(words, "state sync --commit");
      const { exitCode, stderr } = await repository.state(["sync", "--commit"]);
      assert.equal({ exitCode, stderr }, { exitCode: 0, stderr: "" });
      assert.is(await repository.status(), "");
      await requirePushed(repository);
    }));

  test("a “Stopped at” that was merely behind and now misleads", () =>
    withRemote(async (repository) => {
      await repository.workCommit("01-02", 1);
      await repository.completePlan("01-02", "paths");
      await repository.workCommit("01-03", 1);
      repository.replace(".planning/PROJECT.md", "# Sample", "# The sample");
      await repository.silently(["commit", "--quiet", "-am", "docs: say more"]);
      await requirePushed(repository, "-u", "origin", "main");
      await repository.git(["commit", "--quiet", "--no-verify", "--allow-empty", "-m", "feat(01-03): add task 2"]);
      await repository.git(["checkout", "--quiet", "--", statePath]);
      await requirePushed(repository);
      for (const plan of ["02-01", "02-02"]) {
        await repository.git(["commit", "--quiet", "--no-verify", "--allow-empty", "-m", `feat(${plan}): add task 1`]);
        repository.writeSummary(plan);
      }
      await repository.git(["checkout", "--quiet", "--", statePath]);
      await repository.git(["add", "--all"]);
      await repository.git(["commit", "--quiet", "--no-verify", "-m", "docs(02-02): complete"]);
      assert.match(await requireStopped(repository), "Stopped at");
    }));

  test("each of several refs once, and no ref for another's debt", () =>
    withRemote(async (repository) => {
      await requirePushed(repository, "-u", "origin", "main");
      await repository.git(["switch", "--quiet", "-c", "one"]);
      await cite(repository, "18c8beca");
      await repository.git(["branch", "same-as-one"]);
      await repository.git(["switch", "--quiet", "-c", "two", "main"]);
      await cite(repository, "deadbee5");
      const words = await requireStopped(repository, "origin", "one", "same-as-one", "two", "main");
      assert.is(words.match(/18c8beca/g)?.length, words.match(/deadbee5/g)?.length);
      assert.is(words.match(/planlink: checked 1 new commit of (?:one|two) /g)?.length, 2);
      await requirePushed(repository, "origin", "main");
    }));

  test("conflict markers", () =>
    withRemote(async (repository) => {
      await requirePushed(repository, "-u", "origin", "main");
      repository.replace(statePath, "## Session", "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n\n## Session");
      await repository.silently(["commit", "--quiet", "-am", "docs: commit a conflict"]);
      assert.match(await requireStopped(repository), "unresolved merge conflict");
    }));

  test("from a linked worktree, and from a clone that set the hooks up for itself", () =>
    withRemote(async (repository, remote, sandbox) => {
      await requirePushed(repository, "-u", "origin", "main");
      await repository.git(["worktree", "add", "--quiet", "-b", "topic", "../linked"]);
      const linked = openPlanned(sandbox, "linked");
      await cite(linked, "18c8beca");
      await requireStopped(linked, "origin", "topic");
      await repository.git(["clone", "--quiet", remote.directory, "../clone"]);
      const clone = openPlanned(sandbox, "clone");
      assert.is((await clone.state(["init"])).exitCode, 0);
      await cite(clone, "18c8beca");
      await requireStopped(clone);
    }));

  test("with a configured severity: a warning made an error, an error made a warning", () =>
    withRemote(async (repository) => {
      await requirePushed(repository, "-u", "origin", "main");
      repository.write(
        ".planning/planlink.yaml",
        "severity:\n  reference-missing: warning\n  resume-file-missing: error\n",
      );
      await cite(repository, "18c8beca");
      await requirePushed(repository);
      repository.replace(statePath, "**Resume file:** None", "**Resume file:** .planning/nowhere.md");
      await repository.git(["commit", "--quiet", "--no-verify", "-am", "docs: resume nowhere"]);
      assert.match(await requireStopped(repository), "Resume file");
    }));
});

suite("pre-push when the check cannot be made", (test) => {
  for (const strict of [false, true]) {
    test(`says so and ${strict ? "with strict blocks" : "lets pass"}`, () =>
      withRemote(async (repository) => {
        await requirePushed(repository, "-u", "origin", "main");
        repository.write(statePath, Buffer.from([0x23, 0x20, 0xe4, 0x0a]));
        repository.write(".planning/planlink.yaml", `strict: ${strict}\n`);
        await repository.git(["add", "--all"]);
        await repository.git(["commit", "--quiet", "-m", "docs: break the encoding"], { env: { PLANLINK: "0" } });
        const { exitCode, stdout, stderr } = await push(repository);
        assert.is(exitCode, strict ? 1 : 0);
        assert.is(stdout, "");
        assert.match(stderr, "is not valid UTF-8");
      }));
  }

  test("in a shallow clone what cannot be known does not block", () =>
    withRemote(async (repository, remote, sandbox) => {
      const oid = await repository.workCommit("01-02", 1);
      await repository.completePlan("01-02", "paths");
      await cite(repository, oid.slice(0, 8));
      await requirePushed(repository, "-u", "origin", "main");
      await repository.git(["clone", "--quiet", "--depth=1", `file://${remote.directory}`, "../shallow"]);
      const shallow = openPlanned(sandbox, "shallow");
      assert.is((await shallow.state(["init"])).exitCode, 0);
      await shallow.git(["commit", "--quiet", "--allow-empty", "-m", "chore: nothing"]);
      await requirePushed(shallow);
    }));
});
