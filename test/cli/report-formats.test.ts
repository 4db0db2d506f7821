import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { type PlannedRepository, statePath, withPlannedRepository } from "../support/planned-repository.ts";
import { findGitlabErrors, findJunitErrors, findSarifErrors } from "../support/report-schemas.ts";
import { suite } from "../support/suite.ts";

/** Cites a commit that there is not, in a commit that no hook stops. */
async function addDeadReference(repository: PlannedRepository, prefix: string): Promise<void> {
  repository.replace(statePath, "- Keep the text", `- Done in commit ${prefix}\n- Keep the text`);
  await repository.git(["commit", "--quiet", "-m", "docs: cite a commit", "--", statePath], { env: { PLANLINK: "0" } });
}

interface SarifResult {
  readonly ruleId: string;
  readonly partialFingerprints: Readonly<Record<string, string>>;
}

function resultsOf(sarif: string): readonly SarifResult[] {
  const log = JSON.parse(sarif) as { readonly runs: readonly { readonly results: readonly SarifResult[] }[] };
  return log.runs.flatMap(({ results }) => results).filter(({ ruleId }) => ruleId === "reference-missing");
}

suite("--format", (test) => {
  test("writes reports that are valid by their schemas, with the exit code of the text", () =>
    withPlannedRepository(async (repository) => {
      await addDeadReference(repository, "deadbee1");
      for (const command of [
        ["check", "--range", "HEAD~1..HEAD"],
        ["verify-commits", "--quiet"],
      ]) {
        const run = async (format: string): Promise<string> => {
          const { exitCode, stdout, stderr } = await repository.state([...command, "--format", format]);
          assert.equal([exitCode, stderr], [1, ""], `${command.join(" ")} --format ${format}`);
          assert.match(stdout, "deadbee1");
          return stdout;
        };
        assert.equal(findSarifErrors(await run("sarif")), []);
        assert.equal(findGitlabErrors(await run("gitlab")), []);
        assert.equal(await findJunitErrors(await run("junit")), []);
        assert.match(await run("github"), /^::error file=\.planning\/STATE\.md,line=\d+,col=\d+,title=/m);
      }
    }));

  test("leaves out what was there before a range, and says so", () =>
    withPlannedRepository(async (repository) => {
      await addDeadReference(repository, "deadbee1");
      await repository.workCommit("01-02", 1);
      const { exitCode, stdout } = await repository.state(["check", "--range", "HEAD~1..HEAD", "--format", "github"]);
      assert.is(exitCode, 0);
      assert.not.match(stdout, "deadbee1");
      assert.match(stdout, /^1 older finding was there before the range and does not count\.$/m);
    }));

  test("keeps the fingerprint of a debt whose line moves, and tells equal debts apart", () =>
    withPlannedRepository(async (repository) => {
      await addDeadReference(repository, "deadbee1");
      const before = resultsOf((await repository.state(["check", "--format", "sarif"])).stdout);
      repository.replace(statePath, "# Project State\n", "# Project State\n\nWords.\n\nMore words.\n");
      repository.replace(statePath, "- Keep the text", "- Again commit deadbee1\n- Keep the text");
      const after = resultsOf((await repository.state(["check", "--format", "sarif"])).stdout);
      const fingerprints = after.map(({ partialFingerprints }) => partialFingerprints["planlinkDebt/v1"]);
      assert.equal([before.length, after.length, new Set(fingerprints).size], [1, 2, 2]);
      assert.is(fingerprints[0], before[0]?.partialFingerprints["planlinkDebt/v1"]);
    }));

  test("appends to the summary of a GitHub job, and answers all the same where that cannot be written", () =>
    withPlannedRepository(async (repository, { directory }) => {
      await addDeadReference(repository, "deadbee1");
      const path = join(directory, "summary.md");
      const args = ["check", "--format", "github"];
      await repository.state(args, { env: { GITHUB_STEP_SUMMARY: path } });
      await repository.state(["lint", "--range", "HEAD~1..HEAD", "--format", "github"], {
        env: { GITHUB_STEP_SUMMARY: path },
      });
      const summary = readFileSync(path, "utf8");
      assert.match(summary, /^### ✖ planlink check: 1 error/m);
      assert.match(summary, /^### ✔ planlink lint of .*: nothing found\n\nExamined 1 message\.$/m);
      // Text is for people at a terminal: it leaves the summary alone.
      await repository.state(["check"], { env: { GITHUB_STEP_SUMMARY: path } });
      assert.is(readFileSync(path, "utf8"), summary);
      const { exitCode, stdout, stderr } = await repository.state(args, { env: { GITHUB_STEP_SUMMARY: directory } });
      assert.is(exitCode, 1);
      assert.match(stdout, /^::error /m);
      assert.match(stderr, /^state: the job summary was not written: /);
    }));

  test("names the commit of a wrong message", () =>
    withPlannedRepository(async (repository) => {
      const commit = ["commit", "--quiet", "--allow-empty", "-m", "feat(01_02): ::error::x"];
      await repository.git(commit, { env: { PLANLINK: "0" } });
      const oid = await repository.git(["rev-parse", "HEAD"]);
      const args = ["lint", "--range", "HEAD~1..HEAD", "--format"];
      const github = await repository.state([...args, "github"]);
      assert.is(github.exitCode, 1);
      assert.ok(github.stdout.startsWith("::error title=planlink%3A plan-tag-malformed::"), github.stdout);
      assert.match(github.stdout, `::${oid.slice(0, 8)} feat(01_02): ::error::x: scope`);
      const junit = await repository.state([...args, "junit"]);
      assert.equal(await findJunitErrors(junit.stdout), []);
      assert.match((await repository.state([...args, "sarif"])).stderr, /expected text, json, github or junit/);
    }));

  test("writes no line in a job of GitHub's that its runner would take for a command", () =>
    withPlannedRepository(async (repository) => {
      const input = "::add-mask::x\n";
      const run = (env: Readonly<Record<string, string>>): Promise<string> =>
        repository
          .state(["lint", "-"], { input: `feat(01_02): ##[error]y\n\n${input}`, env })
          .then(({ stdout }) => stdout);
      assert.match(await run({}), "##[error]");
      assert.not.match(await run({ GITHUB_ACTIONS: "true" }), /^\s*::|##\[/m);
      const { stderr } = await repository.state(["log", "##[error]x"], { env: { GITHUB_ACTIONS: "true" } });
      assert.not.match(stderr, "##[");
    }));

  test("says in the same format that the check could not be made", () =>
    withPlannedRepository(async (repository, sandbox) => {
      const elsewhere = sandbox.open("home");
      const run = async (...args: readonly string[]): Promise<string> => {
        const { exitCode, stdout, stderr } = await elsewhere.state(["check", ...args]);
        assert.is(exitCode, 2);
        assert.match(stderr, /^state: /);
        return stdout;
      };
      assert.match(await run("--format", "github"), /^::error title=planlink%3A no-repository::/);
      assert.equal(findSarifErrors(await run("--format=sarif")), []);
      assert.equal(await findJunitErrors(await run("--format", "junit")), []);
      assert.is(await run("--format", "gitlab"), "");
      for (const args of [["--json"], ["--format", "json"], ["--format=json"]])
        assert.match(await run(...args), '"planlink/error@1"');
      // A usage error comes before any format is known to be right.
      assert.match(
        (await repository.state(["check", "--rnage", "x", "--format", "github"])).stdout,
        /^::error title=planlink%3A usage::/,
      );
    }));

  test("says what a shallow clone lacks", () =>
    withPlannedRepository(async (repository, sandbox) => {
      await repository.workCommit("01-02", 1);
      await repository.git(["clone", "--quiet", "--depth", "1", `file://${repository.directory}`, "../shallow"]);
      const shallow = sandbox.open("shallow");
      const check = await shallow.state(["check", "--format", "github"]);
      assert.match(check.stdout, /^::warning file=.*title=planlink%3A history-incomplete::.*git fetch --unshallow$/m);
      const range = await shallow.state(["check", "--range", "HEAD~1..HEAD"]);
      assert.is(range.exitCode, 2);
      assert.match(
        range.stderr,
        /"HEAD~1" names no commit\n {2}this clone is shallow; .*git fetch --unshallow .*fetch-depth: 0/,
      );
    }));
});
