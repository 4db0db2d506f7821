import * as assert from "uvu/assert";
import type { Completed } from "../support/run-program.ts";
import { type PlannedRepository, withPlannedRepository } from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";

function commit(repository: PlannedRepository, message: string, ...args: readonly string[]): Promise<Completed> {
  return repository.run("git", ["commit", "--quiet", "--allow-empty", "-m", message, ...args]);
}

/** Commits through an editor that puts a text before what git has prepared. */
function commitInEditor(
  repository: PlannedRepository,
  text: string,
  gitArgs: readonly string[],
  ...args: readonly string[]
): Promise<Completed> {
  const editor = `sh -c '{ printf "%s\\n" "$PLANLINK_TEST_TEXT"; cat "$1"; } >"$1.new" && mv "$1.new" "$1"' editor`;
  return repository.run("git", [...gitArgs, "commit", "--quiet", "--allow-empty", ...args], {
    env: { GIT_EDITOR: editor, PLANLINK_TEST_TEXT: text },
  });
}

async function requireAccepted(repository: PlannedRepository, message: string): Promise<void> {
  const { exitCode, stdout, stderr } = await commit(repository, message);
  assert.equal({ message, exitCode, stdout, stderr }, { message, exitCode: 0, stdout: "", stderr: "" });
}

async function requireRefused(repository: PlannedRepository, message: string): Promise<string> {
  const head = await repository.git(["rev-parse", "HEAD"]);
  const { exitCode, stdout, stderr } = await commit(repository, message);
  assert.equal({ message, exitCode, stdout }, { message, exitCode: 1, stdout: "" });
  assert.is(await repository.git(["rev-parse", "HEAD"]), head);
  assert.match(stderr, "PLANLINK=0 switches the check off");
  return stderr;
}

suite("commit-msg lets pass what is well meant", (test) => {
  test("tagged, untagged, git's own and GSD's own messages", () =>
    withPlannedRepository(async (repository) => {
      for (const message of [
        "feat(01-02): add a thing",
        "feat(1-2): add a thing",
        "docs(phase-01): plan",
        "docs(01): plan the phase",
        "feat(01-02,01-03): both",
        "fix(ci): retry",
        "fix(#604): close",
        "plain words without a type",
        "wip: 01-40 paused at task 2/3",
        "state(01-02): record",
        'Revert "feat(01-02): add a thing"',
        "Merge branch 'feature/01-40'",
        "chore: release 1.2.3",
        "feat(01-02)!: break\n\nBREAKING CHANGE: yes",
      ]) {
        await requireAccepted(repository, message);
      }
    }));

  test("a phase that is planned elsewhere: it is shown, and stops nothing", () =>
    withPlannedRepository(async (repository) => {
      const message = "feat(77-01): a phase that is planned elsewhere";
      const { exitCode, stderr } = await repository.run("git", ["commit", "--quiet", "--allow-empty", "-m", message]);
      assert.is(exitCode, 0);
      assert.match(stderr, "▲ 77-01 is a plan of phase 77, which has none here; there are plans of 2 phases, 01 to 02");
    }));

  test("fixup!, squash! and amend! of a good commit", () =>
    withPlannedRepository(async (repository) => {
      await repository.workCommit("01-02", 1);
      for (const kind of ["--fixup=HEAD", "--squash=HEAD", "--fixup=amend:HEAD"]) {
        const { exitCode, stdout, stderr } = await repository.run("git", [
          "commit",
          "--quiet",
          "--allow-empty",
          "--no-edit",
          kind,
        ]);
        // `amend:` came with git 2.32.
        if (stderr === "fatal: could not lookup commit amend:HEAD\n") continue;
        assert.equal({ kind, exitCode, stdout, stderr }, { kind, exitCode: 0, stdout: "", stderr: "" });
        await repository.git(["reset", "--quiet", "--soft", "HEAD~1"]);
      }
    }));

  test("commit -v: what stands below the scissors is not the message", () =>
    withPlannedRepository(async (repository) => {
      repository.write("notes.txt", "feat(01-40): a line of a file\nPlan: 01-40\n");
      await repository.git(["add", "notes.txt"]);
      const { exitCode, stderr } = await commitInEditor(repository, "feat(01-02): take notes", [], "-v");
      assert.equal({ exitCode, stderr }, { exitCode: 0, stderr: "" });
      assert.is(await repository.git(["log", "-1", "--format=%B"]), "feat(01-02): take notes\n");
    }));

  for (const character of [";", "auto", "//"]) {
    test(`core.commentChar=${character}, with and without -v`, () =>
      withPlannedRepository(async (repository) => {
        const gitArgs = ["-c", `core.commentChar=${character}`];
        const supported = await repository.run("git", [...gitArgs, "commit", "--quiet", "--allow-empty", "-m", "x"]);
        if (supported.exitCode !== 0) return; // A git that knows single characters only refuses by itself.
        repository.write("notes.txt", "feat(01-40): a line of a file\n");
        await repository.git(["add", "notes.txt"]);
        const first = await commitInEditor(repository, "feat(01-02): take notes", gitArgs, "-v");
        assert.equal(first, { exitCode: 0, stdout: "", stderr: "" });
        const second = await commitInEditor(repository, "; feat(01-40): a comment or not", gitArgs);
        assert.is(second.exitCode, character === ";" ? 1 : 0);
        if (character === ";") assert.match(second.stderr, "Aborting commit due to empty commit message");
      }));
  }

  test("commit.cleanup=scissors", () =>
    withPlannedRepository(async (repository) => {
      repository.write("notes.txt", "x\n");
      await repository.git(["add", "notes.txt"]);
      const { exitCode, stderr } = await commitInEditor(
        repository,
        "feat(01-02): take notes",
        ["-c", "commit.cleanup=scissors"],
        "-v",
      );
      assert.equal({ exitCode, stderr }, { exitCode: 0, stderr: "" });
    }));

  test("a message in another encoding, of one line, empty lines first, and a very long one", () =>
    withPlannedRepository(async (repository) => {
      repository.write("../message", Buffer.from("feat(01-02): caf\u00e9\n", "latin1"));
      await repository.git([
        "-c",
        "i18n.commitEncoding=ISO-8859-1",
        "commit",
        "--quiet",
        "--allow-empty",
        "-F",
        "../message",
      ]);
      await requireAccepted(repository, "\n\n  \nfeat(01-02): after blank lines");
      repository.write("../message", `feat(01-02): ${"x".repeat(200_000)}\n\n${"- (01-40): ".repeat(20_000)}\n`);
      await repository.git(["commit", "--quiet", "--allow-empty", "-F", "../message"]);
    }));
});

suite("commit-msg refuses what is meant as a plan and is none", (test) => {
  test("a malformed tag, with the mend", () =>
    withPlannedRepository(async (repository) => {
      for (const [message, mend] of [
        ["feat(01-): add a thing", /01-/],
        ["feat(01_02): add a thing", /feat\(01-02\): add a thing/],
        ["feat (01-02): add a thing", /feat\(01-02\): add a thing/],
        ["feat(01-02) add a thing", /feat\(01-02\): add a thing/],
      ] as const) {
        assert.match(await requireRefused(repository, message), mend);
      }
    }));

  test("an unknown plan, with a suggestion as the project writes it, and nothing else changed", () =>
    withPlannedRepository(async (repository) => {
      const words = await requireRefused(repository, "feat(01-20): add a thing");
      assert.match(words, /plan 0?1-20 does not exist/);
      assert.match(words, 'git commit -m "feat(01-02): add a thing"');
      assert.match(words, "Did you mean 01-02 (planned)?");
      await repository.workCommit("01-02", 1);
      assert.match(await requireRefused(repository, "feat(01-20): add"), "Did you mean 01-02 (in progress)?");
      const quoted = await requireRefused(repository, 'feat(01-20)!: add `$HOME`, don\'t "quote"');
      assert.match(quoted, "git commit -m 'feat(01-02)!: add `$HOME`, don'\\''t \"quote\"'");
      const list = await requireRefused(repository, "feat(01-03,01-20): both");
      assert.match(list, 'git commit -m "feat(01-03,01-02): both"');
    }));

  test("an unknown plan of a milestone that the tag names", () =>
    withPlannedRepository(async (repository) => {
      const words = await requireRefused(repository, "feat(v1.0-01-20): add a thing");
      assert.match(words, "plan v1.0-01-20 does not exist");
      assert.match(words, 'git commit -m "feat(v1.0-01-02): add a thing"');
      await requireAccepted(repository, "feat(v1.0-01-02): add a thing");
      await requireAccepted(repository, "feat(v9.0-01-20): of a milestone that is planned elsewhere");
    }));

  test("an unknown plan in fixup! of one", () =>
    withPlannedRepository(async (repository) => {
      await commit(repository, "feat(01-20): slipped in", "--no-verify");
      const { exitCode } = await repository.run("git", ["commit", "--allow-empty", "--fixup", "HEAD"]);
      assert.is(exitCode, 1);
    }));

  test("the message is kept where the refusal says, and can be used again", () =>
    withPlannedRepository(async (repository) => {
      const words = await requireRefused(repository, "feat(01-20): add a thing");
      assert.match(words, ".git/COMMIT_EDITMSG");
      assert.is(repository.readText(".git/COMMIT_EDITMSG"), "feat(01-20): add a thing\n");
    }));

  test("control characters of a message do not reach the terminal", () =>
    withPlannedRepository(async (repository) => {
      const words = await requireRefused(repository, "feat(01-20): add \u001b[2J\u001b]0;title\u0007 thing");
      assert.is(/(?!\n)\p{Cc}/u.test(words), false);
    }));

  test("a plan whose PLAN.md comes with the very commit is known", () =>
    withPlannedRepository(async (repository) => {
      repository.write(".planning/phases/01-alpha/01-04-PLAN.md", "# Plan\n");
      await repository.git(["add", "--all"]);
      await repository.silently(["commit", "--quiet", "-m", "docs(01-04): plan it"]);
    }));
});
