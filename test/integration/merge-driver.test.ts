import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { mergeDocuments } from "../../src/merge/merge-documents.ts";
import {
  type PlannedRepository,
  openPlanned,
  requireFixedPoint,
  withPlannedRepository,
} from "../support/planned-repository.ts";
import type { Completed } from "../support/run-program.ts";
import { suite } from "../support/suite.ts";

const statePath = ".planning/STATE.md";
const prose = "- Keep the text of a person as it is\n";
/** A paragraph of two lines: two versions of it are a conflict. */
const paragraph = "Keep the text of a person as it is,\nand the figures true.\n";

/** Makes a branch on which the body commits; main is checked out again. */
async function branch(
  repository: PlannedRepository,
  name: string,
  body: () => Promise<unknown>,
  from = "main",
): Promise<void> {
  await repository.git(["switch", "--quiet", "-c", name, from]);
  await body();
  await repository.git(["switch", "--quiet", "main"]);
}

/** Commits a change of STATE.md without hooks, as in a clone that has none. */
async function commitState(repository: PlannedRepository, from: string, to: string): Promise<void> {
  repository.replace(statePath, from, to);
  await repository.git(["commit", "--quiet", "--no-verify", "-am", "docs: say more"], { env: { PLANLINK: "0" } });
}

async function merge(repository: PlannedRepository, args: readonly string[], env = {}): Promise<Completed> {
  return repository.run("git", ["merge", "--no-edit", ...args], { env });
}

function describe({ exitCode, stdout, stderr }: Completed): string {
  return `exit ${exitCode}\n${stdout}${stderr}`;
}

function countOf(text: string, part: string): number {
  return text.split(part).length - 1;
}

async function addDecisions(repository: PlannedRepository): Promise<void> {
  await branch(repository, "feature", () => commitState(repository, prose, `${prose}- decided on feature\n`));
  await commitState(repository, prose, `${prose}- decided on main\n`);
}

function requireBothDecisions(repository: PlannedRepository): void {
  const text = repository.readText(statePath);
  assert.ok(text.includes(`${prose}- decided on main\n- decided on feature\n`), text);
}

/** ROADMAP.md is merged as text; plans that stand beside each other conflict there. */
async function resolveRoadmap(repository: PlannedRepository): Promise<void> {
  const unmerged = await repository.git(["diff", "--name-only", "--diff-filter=U"]);
  if (unmerged === "") return;
  assert.is(unmerged, ".planning/ROADMAP.md");
  const text = repository.readText(".planning/ROADMAP.md");
  const isDone = (plan: string): boolean => existsSync(join(repository.directory, summaryPath(plan)));
  const lines = text.split("\n").filter((line) => !/^(?:<{7}|={7}|>{7})/.test(line));
  const seen = new Set<string>();
  const resolved = lines.flatMap((line) => {
    const plan = /^- \[.\] (\d\d-\d\d)-PLAN/.exec(line)?.[1];
    if (plan === undefined) return [line];
    if (seen.has(plan)) return [];
    seen.add(plan);
    return [`- [${isDone(plan) ? "x" : " "}] ${plan}-PLAN.md`];
  });
  repository.write(".planning/ROADMAP.md", resolved.join("\n"));
  await repository.git(["add", ".planning/ROADMAP.md"]);
}

function summaryPath(plan: string): string {
  return `.planning/phases/${plan.startsWith("01") ? "01-alpha" : "02-beta"}/${plan}-SUMMARY.md`;
}

suite("the merge driver", (test) => {
  test("unites what both sides added, in a merge and whichever side is merged", () =>
    withPlannedRepository(async (repository) => {
      await addDecisions(repository);
      const completed = await merge(repository, ["feature"]);
      assert.is(completed.exitCode, 0, describe(completed));
      requireBothDecisions(repository);
      assert.is(await repository.status(), "");
    }));

  test("unites rows of both sides and regenerates the totals from the history that the merge makes", () =>
    withPlannedRepository(async (repository) => {
      await branch(repository, "feature", async () => {
        await repository.workCommit("01-02", 1);
        await repository.completePlan("01-02");
      });
      await repository.workCommit("02-01", 1);
      await repository.completePlan("02-01");
      const completed = await merge(repository, ["feature"]);
      assert.is(completed.exitCode, 0, describe(completed));
      const text = repository.readText(statePath);
      for (const row of ["| Phase 01 P01 |", "| Phase 01 P02 |", "| Phase 02 P01 |"])
        assert.is(countOf(text, row), 1, text);
      assert.match(text, "- Total plans completed: 3\n");
      assert.is(await repository.git(["show", `HEAD:${statePath}`]), text.trimEnd());
      await requireFixedPoint(repository);
    }));

  test("merges eight branches one after the other; every plan is there once", () =>
    withPlannedRepository(async (repository) => {
      const plans = ["01-02", "01-03", "02-01", "02-02", "02-03"];
      const names = [...plans, "prose-1", "prose-2", "prose-3"];
      for (const name of names)
        await branch(repository, name, async () => {
          if (plans.includes(name)) {
            await repository.workCommit(name, 1);
            await repository.completePlan(name);
          } else await commitState(repository, prose, `${prose}- decided on ${name}\n`);
        });
      for (const name of names) {
        const completed = await merge(repository, [name]);
        await resolveRoadmap(repository);
        if (completed.exitCode !== 0) await repository.git(["commit", "--quiet", "--no-edit"]);
      }
      const text = repository.readText(statePath);
      for (const plan of ["01-01", ...plans])
        assert.is(countOf(text, `| Phase ${plan.slice(0, 2)} P${plan.slice(3)} |`), 1, text);
      for (const name of names.slice(plans.length)) assert.is(countOf(text, `- decided on ${name}\n`), 1, text);
      assert.match(text, "- Total plans completed: 6\n");
      // A merge in which another file conflicts has been regenerated all the same.
      await requireFixedPoint(repository);
    }));

  test("merges in a rebase, and regenerates for each commit that is made anew", () =>
    withPlannedRepository(async (repository) => {
      await branch(repository, "feature", async () => {
        await commitState(repository, prose, `${prose}- decided on feature\n`);
        await repository.workCommit("02-01", 1);
        await repository.completePlan("02-01");
      });
      await commitState(repository, prose, `${prose}- decided on main\n`);
      await repository.workCommit("01-02", 1);
      await repository.completePlan("01-02");
      await repository.git(["switch", "--quiet", "feature"]);
      const completed = await repository.run("git", ["rebase", "main"]);
      assert.is(completed.exitCode, 0, describe(completed));
      requireBothDecisions(repository);
      assert.match(await repository.git(["show", `HEAD:${statePath}`]), "- Total plans completed: 3\n");
      const { exitCode, stdout } = await repository.state(["sync", "--check"]);
      assert.is(exitCode, 0, stdout);
    }));

  test("merges in a cherry-pick, of one commit and of several, and in stash pop", () =>
    withPlannedRepository(async (repository) => {
      await addDecisions(repository);
      await repository.git(["tag", "start"]);
      await repository.git(["cherry-pick", "feature"]);
      requireBothDecisions(repository);
      await repository.git(["reset", "--hard", "--quiet", "start"]);
      await branch(
        repository,
        "longer",
        () => commitState(repository, "# Project State", "# The Project State"),
        "feature",
      );
      await repository.git(["cherry-pick", "main..longer"]);
      requireBothDecisions(repository);
      repository.replace(statePath, prose, `${prose}- stashed\n`);
      await repository.git(["stash", "--quiet"]);
      await commitState(repository, prose, `${prose}- newer\n`);
      await repository.git(["stash", "pop"]);
      assert.match(repository.readText(statePath), `${prose}- newer\n- stashed\n`);
    }));

  test("marks prose that both sides changed, in that place alone, with the name of the branch", () =>
    withPlannedRepository(async (repository) => {
      const first = "Keep the text of a person as it is,\n";
      await commitState(repository, prose, `${prose}\n${paragraph}`);
      await branch(repository, "feature", async () => {
        await commitState(repository, first, "Keep every word of a person as it is,\n");
        await commitState(repository, "| 2 files |\n", "| 2 files |\n| Phase 01 P02 | 5min | 1 tasks | 1 files |\n");
      });
      await commitState(repository, first, "Keep the text of a person, typos and all,\n");
      const completed = await merge(repository, ["feature"]);
      assert.is(completed.exitCode, 1, describe(completed));
      const text = repository.readText(statePath);
      assert.ok(
        text.includes(
          "<<<<<<< HEAD\nKeep the text of a person, typos and all,\n=======\nKeep every word of a person as it is,\n>>>>>>> feature\nand the figures true.\n",
        ),
        text,
      );
      assert.is(countOf(text, "<<<<<<<"), 1);
      assert.is(countOf(text, "| Phase 01 P02 |"), 1);
      assert.is(await repository.status(), `UU ${statePath}`);
    }));

  test("keeps CRLF, a byte order mark and a missing final newline", () =>
    withPlannedRepository(async (repository) => {
      const crlf = `\uFEFF${repository.readText(statePath).replaceAll("\n", "\r\n").trimEnd()}`;
      await repository.commit("docs: from Windows", { [statePath]: crlf });
      const [from, to] = [
        prose.replace("\n", "\r\n"),
        (name: string) => `${prose}- ${name}\n`.replaceAll("\n", "\r\n"),
      ];
      await branch(repository, "feature", () => commitState(repository, from, to("theirs")));
      await commitState(repository, from, to("ours"));
      const completed = await merge(repository, ["feature"]);
      assert.is(completed.exitCode, 0, describe(completed));
      const text = repository.readText(statePath);
      assert.ok(text.startsWith("\uFEFF---\r\n") && text.endsWith("**Resume file:** None"), text);
      assert.is(countOf(text.replaceAll("\r\n", ""), "\n"), 0);
      assert.match(text, "- ours\r\n- theirs\r\n");
    }));

  test("merges several common ancestors, whose own merge conflicts", () =>
    withPlannedRepository(async (repository) => {
      const first = "Keep the text of a person as it is,\n";
      await commitState(repository, prose, `${prose}\n${paragraph}`);
      await branch(repository, "other", () =>
        commitState(repository, first, "Keep every word of a person as it is,\n"),
      );
      await commitState(repository, first, "Keep the text of a person, typos and all,\n");
      await repository.git(["tag", "main-before"]);
      // Criss-cross: each merges the other, and settles the conflict in its own way.
      const settle = async (branchName: string, other: string, line: string): Promise<void> => {
        await repository.git(["switch", "--quiet", branchName]);
        await merge(repository, [other]);
        repository.write(statePath, repository.readText(statePath).replace(/<{7}[^]*?>{7} [^\n]*\n/, `${line}\n`));
        await repository.git(["commit", "--quiet", "--no-verify", "-am", `merge into ${branchName}`]);
      };
      await settle("main", "other", "Keep it all,");
      await settle("other", "main-before", "Keep it all,");
      await commitState(repository, prose, `${prose}- on other\n`);
      await repository.git(["switch", "--quiet", "main"]);
      await commitState(repository, prose, `${prose}- on main\n`);
      assert.is((await repository.git(["merge-base", "--all", "main", "other"])).split("\n").length, 2);
      const completed = await merge(repository, ["other"]);
      const text = repository.readText(statePath);
      assert.is(completed.exitCode, 0, `${describe(completed)}${text}`);
      assert.match(text, `${prose}- on main\n- on other\n\nKeep it all,\nand the figures true.\n`);
    }));

  test("an octopus does not ask it: it merges what does not conflict, and stops where text does", () =>
    withPlannedRepository(async (repository) => {
      await branch(repository, "one", () => commitState(repository, "# Project State", "# The Project State"));
      await branch(repository, "two", () => commitState(repository, prose, `${prose}- on two\n`));
      await branch(repository, "three", () => commitState(repository, prose, `${prose}- on three\n`));
      const completed = await merge(repository, ["one", "two"]);
      assert.is(completed.exitCode, 0, describe(completed));
      assert.match(repository.readText(statePath), "# The Project State\n");
      assert.match(repository.readText(statePath), "- on two\n");
      await commitState(repository, "- on two\n", "- on two\n- on main\n");
      await repository.git(["branch", "four", "one"]);
      const refused = await merge(repository, ["three", "four"]);
      if (refused.exitCode !== 0) await repository.git(["reset", "--hard", "--quiet"]);
      assert.match(repository.readText(statePath), "- on main\n");
      // One by one they merge.
      const single = await merge(repository, ["three"]);
      assert.is(single.exitCode, 0, describe(single));
      assert.match(repository.readText(statePath), "- on three\n");
    }));

  test("runs in linked worktrees made before and after init, and in an executor's as well", () =>
    withPlannedRepository(async (repository, sandbox) => {
      await addDecisions(repository);
      await repository.git(["worktree", "add", "--quiet", "../agent", "-b", "agent-1", "main"]);
      const agent = openPlanned(sandbox, "agent");
      const completed = await merge(agent, ["feature"]);
      assert.is(completed.exitCode, 0, describe(completed));
      requireBothDecisions(agent);
    }));

  test("writes nothing but the result", () =>
    withPlannedRepository(async (repository) => {
      await addDecisions(repository);
      const listed = (): readonly string[] =>
        readdirSync(repository.directory, { recursive: true, encoding: "utf8" })
          .filter(
            (path) => !/^\.git\/(?:objects|logs|refs|hooks)\b|ORIG_HEAD|AUTO_MERGE|COMMIT_EDITMSG|MERGE_/.test(path),
          )
          .toSorted();
      const before = listed();
      await repository.git(["merge", "--no-commit", "feature"]);
      assert.equal(listed(), before);
    }));
});

/** Puts a stand-in for `node` first on PATH. */
function withNode(repository: PlannedRepository, directory: string, script: string): Record<string, string> {
  const folder = join(directory, "bin");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "node"), script);
  chmodSync(join(folder, "node"), 0o755);
  void repository;
  return { PATH: `${folder}:${process.env["PATH"] ?? ""}` };
}

/** A PATH with git and the shell's programs, and no node. */
function pathWithoutNode(directory: string): Record<string, string> {
  const folder = join(directory, "tools");
  mkdirSync(folder, { recursive: true });
  for (const place of (process.env["PATH"] ?? "").split(":").filter((each) => existsSync(each)))
    for (const name of readdirSync(place))
      if (["git", "sh", "rm", "cat", "dirname", "basename", "sed"].includes(name) && !existsSync(join(folder, name)))
        symlinkSync(join(place, name), join(folder, name));
  return { PATH: folder };
}

suite("a merge driver that cannot work", (test) => {
  /** Merges in a setting of that kind, and sees that git's own merge with its markers is what is left. */
  const losesNothing = (
    name: string,
    words: RegExp,
    environmentOf: (repository: PlannedRepository, directory: string) => Record<string, string>,
  ): void => {
    test(`loses nothing when ${name}`, () =>
      withPlannedRepository(async (repository, sandbox) => {
        await addDecisions(repository);
        const completed = await merge(repository, ["feature"], environmentOf(repository, sandbox.directory));
        assert.is(completed.exitCode, 1, describe(completed));
        const text = repository.readText(statePath);
        assert.ok(
          text.includes("<<<<<<< HEAD\n- decided on main\n=======\n- decided on feature\n>>>>>>> "),
          `${describe(completed)}${text}`,
        );
        assert.match(completed.stderr, words);
        assert.is(await repository.status(), `UU ${statePath}`);
      }));
  };

  losesNothing("node is missing", /STATE\.md is merged as text: node is not on PATH/, (_repository, directory) =>
    pathWithoutNode(directory),
  );
  losesNothing("node is killed", /did not finish \(exit code 137\)/, (repository, directory) =>
    withNode(repository, directory, "#!/bin/sh\nkill -9 $$\n"),
  );
  losesNothing("node cannot run the program", /did not finish \(exit code 1\)/, (repository, directory) =>
    withNode(repository, directory, "#!/bin/sh\necho 'SyntaxError' >&2\nexit 1\n"),
  );
  losesNothing("something ends well in node's place", /did not finish \(exit code 0\)/, (repository, directory) =>
    withNode(repository, directory, "#!/bin/sh\nexit 0\n"),
  );
  losesNothing("it is killed in the middle of writing", /did not finish \(exit code 137\)/, (repository, directory) =>
    withNode(repository, directory, '#!/bin/sh\necho half >"$3.planlink-1"\nkill -9 $$\n'),
  );

  test("leaves nothing beside the result when it was killed", () =>
    withPlannedRepository(async (repository, sandbox) => {
      await addDecisions(repository);
      const env = withNode(repository, sandbox.directory, '#!/bin/sh\necho half >"$3.planlink-1"\nkill -9 $$\n');
      await merge(repository, ["feature"], env);
      assert.equal(
        readdirSync(repository.directory).filter((name) => name.includes("merge_file")),
        [],
      );
    }));

  test("merges text that is not UTF-8 as git does", () =>
    withPlannedRepository(async (repository) => {
      const latin = (text: string): Buffer => Buffer.from(`${repository.readText(statePath)}${text}\n`, "latin1");
      await repository.commit("docs: latin", { [statePath]: latin("Sch\u00f6n") });
      await branch(repository, "feature", () => repository.commit("docs: a", { [statePath]: latin("Sch\u00f6n, b") }));
      await repository.commit("docs: b", { [statePath]: latin("Sch\u00f6n, a") });
      const completed = await merge(repository, ["feature"]);
      assert.is(completed.exitCode, 1, describe(completed));
      assert.match(completed.stderr, "is not valid UTF-8");
      const text = repository.read(statePath).toString("latin1");
      assert.match(text, /<{7} HEAD[^]*, a\n={7}\n[^]*, b\n>{7} feature/);
    }));

  test("leaves the merge to git with PLANLINK=0, and where the program is gone", () =>
    withPlannedRepository(async (repository, sandbox) => {
      await addDecisions(repository);
      const off = await merge(repository, ["feature"], { PLANLINK: "0" });
      assert.is(off.exitCode, 1);
      assert.is(off.stderr, "");
      assert.match(repository.readText(statePath), "<<<<<<< HEAD\n- decided on main\n=======\n");
      await repository.git(["merge", "--abort"]);
      // As if planlink had been installed elsewhere, and taken away.
      const driver = await repository.git(["config", "merge.planlink.driver"]);
      await repository.git([
        "config",
        "merge.planlink.driver",
        driver.replace(/program='[^']*'/, `program='${sandbox.directory}/gone'`),
      ]);
      const gone = await merge(repository, ["feature"]);
      assert.is(gone.exitCode, 1);
      assert.match(repository.readText(statePath), "<<<<<<< HEAD\n- decided on main\n=======\n");
      await repository.git(["merge", "--abort"]);
      await repository.git(["config", "--remove-section", "merge.planlink"]);
      assert.is((await merge(repository, ["feature"])).exitCode, 1);
      assert.match(repository.readText(statePath), "<<<<<<< HEAD\n- decided on main\n=======\n");
    }));
});

suite("state merge", (test) => {
  test("has no conflict that git does not have, and then git's prose", () =>
    withPlannedRepository(async (repository) => {
      const versions = {
        o: "\nQ three.\nQ three.\n## H\n",
        a: "Q three.\n- b\n## H\n",
        b: "Q three.\n## H\n",
      };
      // Of lines that stand there several times each takes others to be the same.
      const texts = { base: versions.o, ours: versions.a, theirs: versions.b };
      assert.ok(mergeDocuments(texts, { markerSize: 7, oursLabel: "", theirsLabel: "" }).conflicts > 0);
      for (const [name, text] of Object.entries(versions)) repository.write(name, text);
      const gits = await repository.run("git", ["merge-file", "-p", "a", "o", "b"]);
      assert.is(gits.exitCode, 0);
      assert.is((await repository.state(["merge", "o", "a", "b", "7", "STATE.md"])).exitCode, 0);
      assert.is(repository.readText("a"), gits.stdout);
    }));

  test("merges three files for anybody, and says what it takes", () =>
    withPlannedRepository(async (repository) => {
      repository.write("o", "- a\n");
      repository.write("a", "- a\n- ours\n");
      repository.write("b", "- a\n- theirs\n");
      const completed = await repository.state(["merge", "o", "a", "b", "7", "STATE.md"]);
      assert.is(completed.exitCode, 0, describe(completed));
      assert.is(repository.readText("a"), "- a\n- ours\n- theirs\n");
      repository.write("o", "The first line.\nOne two three four.\n");
      repository.write("a", "The first line.\nOne two three five.\n");
      repository.write("b", "The first line.\nOne two three six.\n");
      assert.is((await repository.state(["merge", "o", "a", "b", "9", "STATE.md"])).exitCode, 1);
      assert.match(repository.readText("a"), /^<{9} HEAD\n/m);
      const wrong = await repository.state(["merge", "o", "a"]);
      assert.is(wrong.exitCode, 2);
      assert.match(wrong.stderr, "usage: state merge %O %A %B %L %P");
      const missing = await repository.state(["merge", "nowhere", "a", "b", "7", "STATE.md"]);
      assert.is(missing.exitCode, 1);
      assert.match(missing.stderr, "STATE.md is merged as text: nowhere cannot be read");
    }));
});
