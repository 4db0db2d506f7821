import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { snapshot } from "../integration/install-fixture.ts";
import type { Sandbox, TestRepository } from "../support/git-sandbox.ts";
import { type PlannedRepository, statePath, withPlannedRepository } from "../support/planned-repository.ts";
import { citeUnchecked } from "../support/receiving-server.ts";
import { findGitlabErrors, findJunitErrors, findSarifErrors } from "../support/report-schemas.ts";
import type { Completed, RunOptions } from "../support/run-program.ts";
import { displayWidth } from "../../src/report/terminal.ts";
import { suite } from "../support/suite.ts";

interface Organisation {
  readonly sandbox: Sandbox;
  readonly repository: PlannedRepository;
  readonly top: TestRepository;
  readonly check: (lines: readonly string[], args?: readonly string[], options?: RunOptions) => Promise<Completed>;
}

/** A planned repository `repository`, and its bare clone `good.git`; lists are read from standard input at the top. */
async function withOrganisation(body: (organisation: Organisation) => Promise<void>): Promise<void> {
  await withPlannedRepository(async (repository, sandbox) => {
    await repository.git(["clone", "--quiet", "--bare", ".", "../good.git"]);
    const top = sandbox.open("");
    await body({
      sandbox,
      repository,
      top,
      check: (lines, args = [], options = {}) =>
        top.state(["check", "--repos", "-", ...args], { input: lines.map((line) => `${line}\n`).join(""), ...options }),
    });
  });
}

interface JsonRepository {
  readonly name: string;
  readonly path: string;
  readonly ref: string | null;
  readonly status: string;
  readonly head: string | null;
  readonly shallow: boolean;
  readonly documents: readonly { readonly path: string; readonly findings: readonly { readonly code: string }[] }[];
  readonly errors: readonly { readonly code: string; readonly message: string }[];
}

function parseJson({ stdout }: Completed): {
  readonly schema: string;
  readonly repositories: readonly JsonRepository[];
  readonly summary: Readonly<Record<string, unknown>>;
} {
  return JSON.parse(stdout) as ReturnType<typeof parseJson>;
}

suite("state check --repos", (test) => {
  test("reports on all in one table, in the order of the list", () =>
    withOrganisation(async ({ repository, sandbox, check }) => {
      await citeUnchecked(repository, "18c8beca");
      await sandbox.createRepository("empty.git", { bare: true });
      const other = await sandbox.createRepository("other");
      await other.commit("chore: start", { "a.txt": "a\n" });
      const { exitCode, stdout, stderr } = await check(["# all", "good.git", "", "repository\r", "empty.git", "other"]);
      assert.equal([exitCode, stderr], [1, ""]);
      assert.equal(stdout.split("\n"), [
        "repository/.planning/STATE.md",
        "✖ 63:18  18c8beca names no object in this repository",
        "         find what took its place, or fetch the branch that holds it:",
        "           state relink",
        "",
        "  repository  at    errors  warnings  references  plans",
        "✔ good        main       0         0           0      6",
        "✖ repository  main       1         0           1      6",
        "– empty             no commits",
        "– other       main  no STATE.md",
        "",
        "✖ 4 repositories: 1 error",
        "  1 without STATE.md · 1 without commits",
        "  examined 1 reference, 12 plans, 2 recorded rows, 9 commits",
        "",
      ]);
    }));

  test("never stops at a broken one; what was not checked makes the exit code 2", () =>
    withOrganisation(async ({ repository, sandbox, check }) => {
      const damaged = await sandbox.createRepository("damaged");
      await damaged.commit("docs: plan", { ".planning/STATE.md": "# Project State\n" });
      const tree = await damaged.git(["rev-parse", "HEAD^{tree}"]);
      sandbox.open("").write(`damaged/.git/objects/${tree.slice(0, 2)}/${tree.slice(2)}.moved`, "");
      await damaged.run("rm", ["-f", `.git/objects/${tree.slice(0, 2)}/${tree.slice(2)}`]);
      await repository.git(["clone", "--quiet", "--depth", "1", `file://${repository.directory}`, "../shallow"]);
      const configured = await sandbox.createRepository("configured");
      await configured.commit("docs: plan", {
        ".planning/STATE.md": "# Project State\n",
        ".planning/planlink.yaml": "x: 1\n",
      });
      sandbox.open("").write("folder/a.txt", "a\n");
      sandbox.open("").write("file", "a\n");
      const completed = await check(
        [
          "damaged",
          "gone",
          "shallow",
          "repository/src",
          "folder",
          "file",
          "configured",
          "good.git\tno-such",
          "good.git\t--help",
          "https://example.org/a.git",
          "git@example.org:b.git",
          "good.git",
        ],
        ["--json"],
      );
      assert.is(completed.exitCode, 2);
      const { repositories, summary, schema } = parseJson(completed);
      assert.is(schema, "planlink/check-repositories@1");
      const found = repositories.map(({ name, status, errors }) => [
        name,
        status,
        errors.map(({ code }) => code).join(),
      ]);
      assert.equal(found, [
        ["damaged", "failed", "git-failed"],
        ["gone", "failed", "no-repository"],
        ["shallow", "checked", ""],
        ["src", "failed", "no-repository"],
        ["folder", "failed", "no-repository"],
        ["file", "failed", "no-repository"],
        ["configured", "failed", "config-invalid"],
        ["good@no-such", "failed", "usage"],
        ["good@--help", "failed", "usage"],
        ["a", "failed", "no-repository"],
        ["git@example.org:b", "failed", "no-repository"],
        ["good", "checked", ""],
      ]);
      assert.is(repositories[2]?.shallow, true);
      assert.equal(
        repositories[2]?.documents[0]?.findings.map(({ code }) => code),
        ["history-incomplete"],
      );
      assert.equal([summary["repositories"], summary["checked"], summary["failed"]], [12, 2, 10]);
    }));

  test("reads commits alone: what a work tree holds is nothing to it, and nothing is written anywhere", () =>
    withOrganisation(async ({ repository, sandbox, check }) => {
      repository.write(statePath, "# Broken\n\nIn commit deadbee1.\n");
      repository.write(".planning/planlink.yaml", "unknown: 1\n");
      await repository.git(["worktree", "add", "--quiet", "--detach", "../linked"]);
      const before = snapshot(sandbox.directory);
      const { exitCode, stdout } = await check(["repository", "linked", "good.git", "repository/.git"]);
      assert.is(exitCode, 0, stdout);
      assert.equal(snapshot(sandbox.directory), before);
    }));

  test("is not misled by the variables of a hook", () =>
    withOrganisation(async ({ repository, check }) => {
      await citeUnchecked(repository, "18c8beca");
      const env = {
        GIT_DIR: join(repository.directory, ".git"),
        GIT_WORK_TREE: repository.directory,
        GIT_INDEX_FILE: "x",
      };
      assert.is((await check(["good.git"], [], { env })).exitCode, 0);
    }));

  test("checks a revision behind a tab, each pair once, and each of several STATE.md", () =>
    withOrganisation(async ({ repository, check }) => {
      await repository.commit("docs: plan a package", {
        "packages/a/.planning/STATE.md": "# Project State\n\nDone in commit deadbee1.\n",
      });
      await repository.git(["branch", "old", "HEAD~1"]);
      const completed = await check(["repository\told", "repository", "./repository", "repository\told"], ["--json"]);
      assert.is(completed.exitCode, 1);
      const { repositories } = parseJson(completed);
      assert.equal(
        repositories.map(({ name, ref, documents }) => [name, ref, documents.map(({ path }) => path)]),
        [
          ["repository@old", "old", [".planning/STATE.md"]],
          ["repository", null, [".planning/STATE.md", "packages/a/.planning/STATE.md"]],
        ],
      );
      assert.match((await check(["repository"])).stdout, /^✖ repository\/packages\/a +main +1 /m);
    }));

  test("shows hostile names escaped, within 80 columns", () =>
    withOrganisation(async ({ repository, sandbox, check }) => {
      const names = [
        "\u001b[31mred",
        "right\u202eleft",
        "-rf",
        "$(touch x)",
        "a;b",
        "ü 漢字",
        `long-${"x".repeat(120)}`,
      ];
      for (const name of names)
        await repository.git(["clone", "--quiet", "--bare", ".", join(sandbox.directory, "many", name)]);
      const { exitCode, stdout } = await check(names.map((name) => `many/${name}`));
      assert.is(exitCode, 0, stdout);
      assert.not.match(stdout, "\u001b");
      assert.not.match(stdout, "\u202e");
      assert.match(stdout, "\\x1b[31mred");
      assert.equal(
        stdout.split("\n").filter((line) => displayWidth(line) > 80),
        [],
      );
      assert.not.ok(readdirSync(sandbox.directory).includes("x"));
    }));

  test("writes every format so that its readers accept it, with the names before the paths", () =>
    withOrganisation(async ({ repository, check }) => {
      await citeUnchecked(repository, "18c8beca");
      const run = async (format: string): Promise<string> => {
        const { exitCode, stdout, stderr } = await check(["repository", "gone", "good.git"], ["--format", format]);
        assert.equal([exitCode, stderr], [2, ""], format);
        return stdout;
      };
      const sarif = await run("sarif");
      assert.equal(findSarifErrors(sarif), []);
      assert.match(sarif, '"uri": "repository/.planning/STATE.md"');
      assert.match(sarif, '"executionSuccessful": false');
      assert.match(sarif, "gone was not checked: there is no directory");
      const gitlab = await run("gitlab");
      assert.equal(findGitlabErrors(gitlab), []);
      assert.match(gitlab, '"path": "repository/.planning/STATE.md"');
      assert.match(gitlab, '"severity": "blocker"');
      const junit = await run("junit");
      assert.equal(await findJunitErrors(junit), []);
      assert.match(junit, 'tests="3" failures="1" errors="1"');
      assert.match(junit, "gone can be checked");
      const github = await run("github");
      assert.match(
        github,
        "::error file=repository/.planning/STATE.md,line=63,col=18,title=planlink%3A reference-missing::",
      );
      assert.match(github, "::error title=planlink%3A no-repository::gone was not checked");
      assert.match(github, "1 error; examined 2 repositories, 1 reference, 12 plans");
    }));

  test("takes paths of a file as relative to that file", () =>
    withOrganisation(async ({ sandbox, top, repository }) => {
      mkdirSync(join(sandbox.directory, "lists"));
      writeFileSync(join(sandbox.directory, "lists/all"), "../good.git\n");
      assert.is((await top.state(["check", "--repos", "lists/all"])).exitCode, 0);
      assert.is((await repository.state(["check", "--repos", "../lists/all", "--jobs", "1"])).exitCode, 0);
    }));

  test("refuses what makes no sense", () =>
    withOrganisation(async ({ top, check, repository }) => {
      const words = async (completed: Promise<Completed>): Promise<string> => {
        const { exitCode, stderr } = await completed;
        assert.is(exitCode, 2);
        return stderr;
      };
      assert.match(
        (await check(["gone"])).stdout,
        /^✖ 1 repository: nothing was checked\n {2}1 could not be checked$/m,
      );
      assert.match(await words(check(["# nothing"])), "standard input lists no repository");
      assert.match(await words(top.state(["check", "--repos", "none"])), "the list of repositories cannot be read");
      assert.match(await words(check(["good.git"], ["--range", "a..b"])), "--range is about one repository");
      assert.match(await words(check(["good.git"], ["--explain"])), "--explain is about one repository");
      for (const jobs of ["0", "65", "many"])
        assert.match(await words(check(["good.git"], ["--jobs", jobs])), "--jobs is");
      assert.match(await words(repository.state(["check", "--jobs", "2"])), "--jobs is for many repositories");
    }));

  test("gives the same answer with one at a time as with many", () =>
    withOrganisation(async ({ sandbox, repository, check }) => {
      for (let index = 0; index < 12; index += 1)
        await repository.git(["clone", "--quiet", "--bare", ".", join(sandbox.directory, `many/${index}.git`)]);
      const lines = Array.from({ length: 12 }, (_, index) => `many/${index}.git`);
      const [one, many] = [
        await check(lines, ["--json", "--jobs", "1"]),
        await check(lines, ["--json", "--jobs", "12"]),
      ];
      assert.equal(one, many);
      assert.is(parseJson(one).repositories.length, 12);
    }));
});
