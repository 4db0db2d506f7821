import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import * as assert from "uvu/assert";
import { statePath, withPlannedRepository, type PlannedRepository } from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";

const forms: readonly (readonly string[])[] = [["verify-commits"], ["verify-commits", "--all", "--json"]];

function cacheOf(repository: PlannedRepository): string {
  return join(repository.directory, ".git/planlink/cache");
}

function answersOf(repository: PlannedRepository): readonly string[] {
  const directory = cacheOf(repository);
  return existsSync(directory) ? readdirSync(directory).filter((name) => name.startsWith("answer-")) : [];
}

/** Runs a command and tells what it wrote, how it ended, and whether it started git. */
async function run(
  repository: PlannedRepository,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly answer: string; readonly startsGit: boolean }> {
  const trace = join(repository.directory, "../trace");
  rmSync(trace, { force: true });
  const { exitCode, stdout, stderr } = await repository.state(args, { env: { ...env, GIT_TRACE: trace } });
  return { answer: `exit ${exitCode}\n${stdout}${stderr}`, startsGit: existsSync(trace) };
}

function forget(repository: PlannedRepository): void {
  rmSync(cacheOf(repository), { recursive: true, force: true });
}

/** Holds what is answered now, whatever is kept, to what is answered with nothing kept; then sees that it is kept. */
async function requireTrueAnswers(repository: PlannedRepository, step: string): Promise<void> {
  const kept = [];
  for (const args of forms) kept.push((await run(repository, args)).answer);
  // Beyond the step of a clock, so that what was just written would show another time if it were written again.
  await setTimeout(130);
  forget(repository);
  for (const [index, args] of forms.entries()) {
    const fresh = await run(repository, args);
    assert.is(kept[index], fresh.answer, `${step}: ${args.join(" ")}`);
    assert.ok(fresh.startsGit);
  }
  for (const [index, args] of forms.entries()) {
    const again = await run(repository, args);
    assert.is(again.answer, kept[index], `${step}, again: ${args.join(" ")}`);
    assert.not.ok(again.startsGit, `${step}: ${args.join(" ")} is kept`);
  }
}

async function commit({ git }: PlannedRepository, message: string): Promise<string> {
  await git(["commit", "--quiet", "--allow-empty", "-m", message], { env: { PLANLINK: "0" } });
  return git(["rev-parse", "HEAD"]);
}

function list(repository: PlannedRepository, base: string, names: readonly string[]): void {
  const lines = names.map((name) => `- Plan 01-01 is done in commit ${name}`);
  repository.write(
    statePath,
    base.replace("- Keep the text", () => `${lines.join("\n")}\n- Keep the text`),
  );
}

suite("the answer that is kept", (test) => {
  test("is given as long as nothing changes, and never when something has", () =>
    withPlannedRepository(async (repository) => {
      const { git } = repository;
      const base = repository.readText(statePath);
      const at = (path: string): string => join(repository.directory, path);
      const first = await commit(repository, "feat(01-01): one");
      const second = await commit(repository, "feat(01-02): two");
      list(repository, base, [first.slice(0, 8), second.slice(0, 9)]);
      await requireTrueAnswers(repository, "two commits");
      assert.is(answersOf(repository).length, forms.length);

      // The same length, and the time that it had.
      const { atime, mtime } = statSync(at(statePath));
      repository.write(statePath, repository.readText(statePath).replace(first.slice(0, 8), "dead0123"));
      utimesSync(at(statePath), atime, mtime);
      await requireTrueAnswers(repository, "a reference is replaced, and the time set back");

      const later = await git(["commit-tree", "-p", "HEAD", "-m", "feat(01-01): apart", "HEAD^{tree}"]);
      await git(["update-ref", "refs/heads/apart", later]);
      list(repository, base, [first, later]);
      await requireTrueAnswers(repository, "a commit of another branch");
      const path = at(`.git/objects/${later.slice(0, 2)}/${later.slice(2)}`);
      const object = readFileSync(path);
      rmSync(path);
      await requireTrueAnswers(repository, "the object is gone");
      writeFileSync(path, object);
      await requireTrueAnswers(repository, "the object has come back");
      await git(["reset", "--quiet", "--soft", later]);
      await requireTrueAnswers(repository, "HEAD moves on");
      await git(["repack", "-a", "-d", "--quiet"]);
      await git(["pack-refs", "--all"]);
      await requireTrueAnswers(repository, "objects and refs are packed");
      await git(["update-ref", "HEAD", first]);
      await requireTrueAnswers(repository, "HEAD goes back");
      await git(["switch", "--quiet", "-c", "elsewhere"]);
      await requireTrueAnswers(repository, "another branch at the same commit");

      repository.write(".planning/planlink.yaml", "severity:\n  reference-unreachable: info\n");
      await requireTrueAnswers(repository, "a configuration");
      rmSync(at(".planning/planlink.yaml"));
      list(repository, base, [first]);
      await requireTrueAnswers(repository, "all are reachable");
      const summary = ".planning/phases/01-alpha/01-01-SUMMARY.md";
      repository.write(summary, `# Phase 1 Plan 1: Another title\n\nDone in ${"5".repeat(3)}dead0.\n`);
      await requireTrueAnswers(repository, "a SUMMARY of other words");
      mkdirSync(at(".planning/phases/03-gamma"));
      repository.write(
        ".planning/phases/03-gamma/03-01-SUMMARY.md",
        `# Phase 3 Plan 1: New\n\nDone in commit ${second}.\n`,
      );
      await requireTrueAnswers(repository, "a SUMMARY more");

      await git(["replace", first, "HEAD~1"]);
      const replaced = await run(repository, ["verify-commits", "--json"]);
      assert.ok(replaced.startsGit, "history is altered");
    }));

  test("is worked out again when its file is damaged", () =>
    withPlannedRepository(async (repository) => {
      const args = ["verify-commits", "--json"];
      list(repository, repository.readText(statePath), [await commit(repository, "feat(01-01): one")]);
      await setTimeout(130);
      const { answer } = await run(repository, args);
      const [name = ""] = answersOf(repository);
      const path = join(cacheOf(repository), name);
      const bytes = readFileSync(path);
      const half = bytes.length / 2;
      const flip = (at: number): Buffer => Buffer.from(bytes.map((byte, index) => (index === at ? byte ^ 0x11 : byte)));
      const damaged = [
        Buffer.alloc(0),
        Buffer.alloc(bytes.length),
        bytes.subarray(0, half),
        bytes.subarray(0, half - 1),
        flip(half - 3),
        flip(bytes.length - 3),
        flip(5),
        Buffer.from("{}\n{}\n"),
        Buffer.from("null\nnull\n"),
      ];
      for (const each of damaged) {
        writeFileSync(path, each);
        const again = await run(repository, args);
        assert.is(again.answer, answer);
        assert.ok(again.startsGit);
      }
      assert.not.ok((await run(repository, args)).startsGit);
    }));

  test("is none while something was written a moment ago", () =>
    withPlannedRepository(async (repository) => {
      const base = repository.readText(statePath);
      const oid = await commit(repository, "feat(01-01): one");
      await setTimeout(130);
      // A clock that is ahead stands for a file that is written while it is read.
      list(repository, base, [oid]);
      const ahead = new Date(Date.now() + 60_000);
      utimesSync(join(repository.directory, statePath), ahead, ahead);
      await run(repository, ["verify-commits", "--json"]);
      assert.equal(answersOf(repository), []);
    }));

  test("is not given to another form, place or environment", () =>
    withPlannedRepository(async (repository) => {
      const oid = await commit(repository, "feat(01-01): one");
      list(repository, repository.readText(statePath), [oid, "dead0123"]);
      await setTimeout(130);
      const json = await run(repository, ["verify-commits", "--json"]);
      for (const args of [
        ["verify-commits"],
        ["verify-commits", "--json", "--quiet"],
        ["verify-commits", "--all", "--json"],
      ])
        assert.ok((await run(repository, args)).startsGit, args.join(" "));
      const elsewhere = await run(repository, ["verify-commits", "--json", "--cwd", repository.directory]);
      assert.is(elsewhere.answer, json.answer);
      assert.ok(elsewhere.startsGit);
      const below = await repository.state(["verify-commits", "--json"], {
        cwd: join(repository.directory, ".planning/phases"),
      });
      assert.is(`exit ${below.exitCode}\n${below.stdout}${below.stderr}`, json.answer);
      const env = { GIT_OBJECT_DIRECTORY: join(repository.directory, ".git/objects/pack") };
      assert.ok((await run(repository, ["verify-commits", "--json"], env)).startsGit, "other objects");
      assert.not.ok((await run(repository, ["verify-commits", "--json"])).startsGit);
    }));
});
