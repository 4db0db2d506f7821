import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import type { Sandbox } from "../support/git-sandbox.ts";
import { statePath, withPlannedRepository, type PlannedRepository } from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";

const secret = "sesame 7f3a opens";
const commands: readonly (readonly string[])[] = [
  ["check", "--all"],
  ["verify-commits", "--all"],
  ["verify-commits", "--all", "--json"],
  ["sync"],
  ["sync", "--create"],
  ["relink", "--all"],
  ["show"],
  ["log"],
  ["log", "01-01"],
  ["resume"],
  ["metrics"],
  ["config"],
  ["doctor", "--no-trial"],
];

/** A folder beside the repository, and what it holds. */
function makeOutside(sandbox: Sandbox): { readonly path: string; readonly read: () => string } {
  const path = join(sandbox.directory, "outside");
  mkdirSync(join(path, "folder"), { recursive: true });
  const text = `---\nduration: 99min\n---\n\n# Phase 1 Plan 1: ${secret} Summary\n\n**Stopped at:** ${secret}\n`;
  for (const name of ["victim", "STATE.md", "folder/victim"]) writeFileSync(join(path, name), text);
  const read = (): string =>
    readdirSync(path, { recursive: true, encoding: "utf8" })
      .toSorted()
      .map((name) => {
        const stats = statSync(join(path, name));
        return `${name} ${stats.mtimeMs} ${stats.isFile() ? readFileSync(join(path, name), "utf8") : ""}`;
      })
      .join("\n");
  return { path, read };
}

/** Puts a link in the place of whatever is there. */
function link(repository: PlannedRepository, path: string, target: string): void {
  const place = join(repository.directory, path);
  rmSync(place, { recursive: true, force: true });
  mkdirSync(join(place, ".."), { recursive: true });
  symlinkSync(target, place);
}

/** Everything that a person may do: all commands, then commits, an amend, a merge and a rebase with all hooks. */
async function useEverything(repository: PlannedRepository): Promise<string> {
  let said = "";
  for (const args of commands) {
    const { stdout, stderr, exitCode } = await repository.state(args);
    assert.ok(exitCode <= 2, `${args.join(" ")}: ${stderr}`);
    assert.not.match(stderr, /defect/, args.join(" "));
    said += stdout + stderr;
  }
  const run = async (...args: readonly string[]): Promise<void> => {
    const { stdout, stderr, exitCode } = await repository.run("git", args);
    if (args[0] === "commit") assert.is(exitCode, 0, `git ${args.join(" ")}: ${stdout}${stderr}`);
    assert.not.match(stderr, /defect|did not finish/, `${args.join(" ")}: ${stderr}`);
    said += stderr;
  };
  const work = async (plan: string, n: number): Promise<void> => {
    repository.write(`src/${plan}/${n}.txt`, `${n}\n`);
    await run("add", "--", "src");
    await run("commit", "-q", "-m", `feat(${plan}): add ${n}`);
  };
  await work("01-02", 1);
  await run("commit", "-q", "--allow-empty", "-m", "chore: nothing");
  await run("commit", "-q", "--amend", "--allow-empty", "-m", "feat(01-02): add one");
  await run("switch", "-q", "-c", "side", "HEAD~1");
  await work("01-03", 2);
  await run("cherry-pick", "main");
  await run("reset", "-q", "--hard");
  await run("rebase", "-q", "main");
  await run("switch", "-q", "main");
  await run("merge", "-q", "--no-edit", "--no-ff", "side");
  repository.write(".planning/PROJECT.md", "# changed\n");
  await run("commit", "-q", "-m", "docs: planning", "--", ".planning/PROJECT.md");
  await run("init", "-q", "--bare", "../remote.git");
  const push = await repository.run("git", ["push", "-q", "../remote.git", "main"]);
  assert.not.match(push.stderr, /defect/);
  return said + push.stderr;
}

/** The work tree and the git directory hold nothing of what is outside. */
function assertNotTaken(repository: PlannedRepository, said: string): void {
  assert.not.ok(said.includes("sesame"), said);
  for (const name of readdirSync(repository.directory, { recursive: true, encoding: "utf8" })) {
    const path = join(repository.directory, name);
    if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true || name.includes("outside")) continue;
    const isLink = readdirSync(join(path, ".."), { withFileTypes: true }).some(
      (entry) => join(path, "..", entry.name) === path && entry.isSymbolicLink(),
    );
    if (!isLink && !/^\.git\/(?:objects|planlink)\//.test(name))
      assert.not.ok(readFileSync(path).includes("sesame"), name);
  }
}

/** Links that a checkout may bring, with what they stand in the place of. */
const tracked: readonly string[] = [
  statePath,
  ".planning/ROADMAP.md",
  ".planning/REQUIREMENTS.md",
  ".planning/config.json",
  ".planning/planlink.yaml",
  ".planning/planlink.ledger.yaml",
  ".planning/.phase-manifest.json",
  ".planning/phases/01-alpha/01-01-SUMMARY.md",
  ".planning/phases/01-alpha/01-02-PLAN.md",
  ".planning/MILESTONES.md",
];

/** What planlink keeps in the git directory. */
const own: readonly string[] = [
  "commit",
  "written",
  "gap",
  "pending",
  "own-text",
  "rewrites",
  "rewrites.old",
  "replaced.json",
];

suite("hostile links", (test) => {
  const groups = { "STATE.md": tracked.slice(0, 1), "other documents": tracked.slice(1) };
  for (const [name, paths] of Object.entries(groups)) {
    test(`nothing is read or written behind links out of the work tree: ${name}`, () =>
      withPlannedRepository(async (repository, sandbox) => {
        const outside = makeOutside(sandbox);
        const before = outside.read();
        for (const path of paths) link(repository, path, join(outside.path, "victim"));
        await repository.git(["add", "--all"]);
        await repository.git(["commit", "-q", "--no-verify", "-m", "chore: link"], { env: { PLANLINK: "0" } });
        assertNotTaken(repository, await useEverything(repository));
        assert.is(outside.read(), before);
      }));
  }

  test("nothing in a planning directory that is a link out of the work tree is read or written", () =>
    withPlannedRepository(async (repository, sandbox) => {
      const outside = makeOutside(sandbox);
      cpSync(join(repository.directory, ".planning"), join(outside.path, "planning"), { recursive: true });
      writeFileSync(join(outside.path, "planning/STATE.md"), repository.readText(statePath).replace("7 min", secret));
      link(repository, ".planning", join(outside.path, "planning"));
      const before = outside.read();
      const { exitCode, stdout, stderr } = await repository.state(["sync"]);
      assert.is(exitCode, 2, stdout + stderr);
      await repository.git(["add", "--all"]);
      await repository.git(["commit", "-q", "-m", "feat(01-02): link"]);
      assert.is(outside.read(), before);
    }));

  test("nothing is written through links in the place of what planlink keeps", () =>
    withPlannedRepository(async (repository, sandbox) => {
      const outside = makeOutside(sandbox);
      const before = outside.read();
      for (const name of own) link(repository, `.git/planlink/${name}`, join(outside.path, "victim"));
      link(repository, ".git/planlink/cache", join(outside.path, "folder"));
      assertNotTaken(repository, await useEverything(repository));
      assert.is(outside.read(), before);
    }));

  test("nothing is written through links that lead nowhere yet", () =>
    withPlannedRepository(async (repository, sandbox) => {
      const outside = makeOutside(sandbox);
      const before = outside.read();
      for (const name of own) link(repository, `.git/planlink/${name}`, join(outside.path, `new-${name}`));
      await useEverything(repository);
      assert.is(outside.read(), before);
    }));

  test("nothing is written into a folder that stands in the place of planlink's own by a link", () =>
    withPlannedRepository(async (repository, sandbox) => {
      const outside = makeOutside(sandbox);
      const before = outside.read();
      link(repository, ".git/planlink", join(outside.path, "folder"));
      await useEverything(repository);
      assert.is(outside.read(), before);
    }));

  test("no device is read and no FIFO waited for", () =>
    withPlannedRepository(async (repository) => {
      for (const path of tracked.slice(1, -1)) link(repository, path, "/dev/zero");
      for (const name of own) link(repository, `.git/planlink/${name}`, "/dev/zero");
      await repository.git(["add", "--all"]);
      await repository.git(["commit", "-q", "-m", "chore: link"], { env: { PLANLINK: "0" } });
      for (const name of own) {
        rmSync(join(repository.directory, ".git/planlink", name));
        assert.is((await repository.run("mkfifo", [`.git/planlink/${name}`])).exitCode, 0);
      }
      await useEverything(repository);
    }));
});
