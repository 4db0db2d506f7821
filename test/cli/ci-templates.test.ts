import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { parse } from "yaml";
import type { Sandbox, TestRepository } from "../support/git-sandbox.ts";
import { type PlannedRepository, statePath, withPlannedRepository } from "../support/planned-repository.ts";
import type { Completed } from "../support/run-program.ts";
import { findGitlabErrors, findSarifErrors } from "../support/report-schemas.ts";
import { suite } from "../support/suite.ts";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: {
    readonly using: string;
    readonly steps: readonly {
      readonly id: string;
      readonly shell: string;
      readonly run: string;
      readonly env: Readonly<Record<string, string>>;
    }[];
  };
}

const action = parse(readFileSync(join(root, "action.yml"), "utf8")) as Action;

/** Replaces `${{ inputs.x }}` and the like by what the runner would put there; an unknown one is a mistake of ours. */
function evaluate(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{\{ ([^}]+) \}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`action.yml uses ${name}`);
    return value;
  });
}

interface ActionRun extends Completed {
  readonly summary: string;
  readonly outputs: string;
}

/** Runs the action's step as a runner does: its script in its shell, with the environment of a job. */
async function runAction(
  sandbox: Sandbox,
  repository: TestRepository,
  given: { readonly inputs?: Readonly<Record<string, string>>; readonly base?: string; readonly before?: string } = {},
): Promise<ActionRun> {
  const defaults = Object.entries(action.inputs).map(([name, input]) => [`inputs.${name}`, input.default ?? ""]);
  const inputs = Object.entries(given.inputs ?? {}).map(([name, value]) => [`inputs.${name}`, value]);
  const values = Object.fromEntries([
    ...defaults,
    ...inputs,
    ["github.action_path", root],
    ["github.event.pull_request.base.sha", given.base ?? ""],
    ["github.event.before", given.before ?? ""],
  ]) as Record<string, string>;
  const [step] = action.runs.steps;
  if (step === undefined) throw new Error("action.yml has no step");
  const summary = join(sandbox.directory, "summary.md");
  const outputs = join(sandbox.directory, "outputs");
  for (const path of ["summary.md", "outputs"]) sandbox.open("").write(path, "");
  const env = {
    ...Object.fromEntries(Object.entries(step.env).map(([name, value]) => [name, evaluate(value, values)])),
    GITHUB_STEP_SUMMARY: summary,
    GITHUB_OUTPUT: outputs,
    GITHUB_ACTIONS: "true",
    CI: "true",
  };
  const args = ["--noprofile", "--norc", "-eo", "pipefail", "-c", evaluate(step.run, values)];
  const completed = await repository.run(step.shell, args, { env });
  return { ...completed, summary: readFileSync(summary, "utf8"), outputs: readFileSync(outputs, "utf8") };
}

/** Cites a commit that there is not, in a commit that no hook stops. */
async function addDeadReference(repository: PlannedRepository): Promise<string> {
  repository.replace(statePath, "- Keep the text", "- Done in commit deadbee1\n- Keep the text");
  await repository.git(["commit", "--quiet", "-m", "docs: cite a commit", "--", statePath], { env: { PLANLINK: "0" } });
  return repository.git(["rev-parse", "HEAD"]);
}

suite("action.yml", (test) => {
  test("is a composite action whose inputs are described and reach the script by the environment alone", () => {
    assert.is(action.runs.using, "composite");
    for (const [name, { description }] of Object.entries(action.inputs)) assert.ok(description.length > 10, name);
    for (const { run } of action.runs.steps) assert.not.match(run, "${{");
    const used = Object.values(action.runs.steps[0]?.env ?? {}).join(" ");
    for (const name of Object.keys(action.inputs).filter((input) => input !== "working-directory"))
      assert.match(used, `inputs.${name} `);
  });

  test("judges a pull request by what it makes worse", () =>
    withPlannedRepository(async (repository, sandbox) => {
      const base = await repository.git(["rev-parse", "HEAD"]);
      const old = await addDeadReference(repository);
      const failed = await runAction(sandbox, repository, { base });
      assert.is(failed.exitCode, 1, failed.stderr);
      assert.match(failed.stdout, /^::error file=\.planning\/STATE\.md,.*deadbee1/m);
      assert.match(failed.stdout, /^planlink lint: nothing found; examined 1 message$/m);
      assert.match(failed.summary, /✖ planlink check of[^]*✔ planlink lint of/);
      assert.is(failed.outputs, "exit-code=1\n");

      await repository.workCommit("01-02", 1);
      const passed = await runAction(sandbox, repository, { base: old });
      assert.equal([passed.exitCode, passed.outputs], [0, "exit-code=0\n"], passed.stdout);
      assert.match(passed.stdout, /^1 older finding was there before/m);
    }));

  test("judges a push by the commit before; a new branch and range: all as a whole", () =>
    withPlannedRepository(async (repository, sandbox) => {
      const before = await addDeadReference(repository);
      await repository.workCommit("01-02", 1);
      assert.is((await runAction(sandbox, repository, { before })).exitCode, 0);
      assert.is((await runAction(sandbox, repository, { before: "0".repeat(40) })).exitCode, 1);
      assert.is((await runAction(sandbox, repository, { before, inputs: { range: "all" } })).exitCode, 1);
      assert.is((await runAction(sandbox, repository, { inputs: { range: "HEAD~2..HEAD" } })).exitCode, 1);
    }));

  test("checks messages too, unless told not to", () =>
    withPlannedRepository(async (repository, sandbox) => {
      const base = await repository.git(["rev-parse", "HEAD"]);
      await repository.git(["commit", "--quiet", "--allow-empty", "-m", "feat(01_02): wrong"], {
        env: { PLANLINK: "0" },
      });
      const failed = await runAction(sandbox, repository, { base });
      assert.is(failed.exitCode, 1);
      assert.match(failed.stdout, /^::error title=planlink%3A plan-tag-malformed::/m);
      assert.is((await runAction(sandbox, repository, { base, inputs: { lint: "false" } })).exitCode, 0);
    }));

  test("writes a report into a file for the next step", () =>
    withPlannedRepository(async (repository, sandbox) => {
      const base = await repository.git(["rev-parse", "HEAD"]);
      await addDeadReference(repository);
      const run = await runAction(sandbox, repository, { base, inputs: { format: "sarif", output: "planlink.sarif" } });
      assert.is(run.exitCode, 1);
      assert.equal(findSarifErrors(repository.readText("planlink.sarif")), []);
    }));

  test("says which one line mends a shallow checkout, and takes no name for a command", () =>
    withPlannedRepository(async (repository, sandbox) => {
      await repository.workCommit("01-02", 1);
      await repository.git(["clone", "--quiet", "--depth", "1", `file://${repository.directory}`, "../shallow"]);
      const shallow = await runAction(sandbox, sandbox.open("shallow"), {});
      assert.equal([shallow.exitCode, shallow.outputs], [2, "exit-code=2\n"]);
      assert.match(
        shallow.stdout,
        /^::error title=planlink::this checkout is shallow.*fetch-depth: 0.*git fetch --unshallow/,
      );

      const range = "$(touch owned)`touch owned`; touch owned ..HEAD";
      const hostile = await runAction(sandbox, repository, { inputs: { range } });
      assert.is(hostile.exitCode, 2);
      assert.not.match(await repository.git(["status", "--porcelain"]), "owned");
    }));
});

interface GitlabTemplate {
  readonly planlink: {
    readonly variables: Readonly<Record<string, string>>;
    readonly script: readonly string[];
    readonly artifacts: { readonly reports: { readonly codequality: string } };
  };
}

const template = (parse(readFileSync(join(root, "ci/gitlab.yml"), "utf8")) as GitlabTemplate).planlink;

/** Runs the job's script as GitLab's runner does: the lines one after the other, until one fails. */
function runGitlabJob(
  sandbox: Sandbox,
  repository: TestRepository,
  env: Readonly<Record<string, string>>,
): Promise<Completed> {
  // The package from the disk: `npx --yes "$PLANLINK"` would ask the registry.
  sandbox
    .open("bin")
    .write(
      "npx",
      `#!/bin/sh\n[ "$1 $2" = "--yes $PLANLINK" ] || exit 9\nshift 2\nexec '${process.execPath}' '${root}/dist/state.js' "$@"\n`,
    );
  const script = ["set -eo pipefail", `chmod +x '${sandbox.directory}/bin/npx'`, ...template.script].join("\n");
  return repository.run("bash", ["-c", script], {
    env: {
      ...template.variables,
      CI: "true",
      ...env,
      PATH: `${sandbox.directory}/bin:${sandbox.environment["PATH"] ?? ""}`,
    },
  });
}

suite("ci/gitlab.yml", (test) => {
  test("reports every finding, and fails on what the branch makes worse", () =>
    withPlannedRepository(async (repository, sandbox) => {
      const base = await repository.git(["rev-parse", "HEAD"]);
      const old = await addDeadReference(repository);
      const failed = await runGitlabJob(sandbox, repository, { CI_MERGE_REQUEST_DIFF_BASE_SHA: base });
      assert.is(failed.exitCode, 1, failed.stderr);
      const report = template.artifacts.reports.codequality;
      assert.equal(findGitlabErrors(repository.readText(report)), []);
      assert.match(repository.readText(report), "deadbee1");

      await repository.git(["clean", "-fdq"]);
      await repository.workCommit("01-02", 1);
      const passed = await runGitlabJob(sandbox, repository, { CI_COMMIT_BEFORE_SHA: old });
      assert.is(passed.exitCode, 0, passed.stdout + passed.stderr);
      assert.match(repository.readText(report), "deadbee1");
      assert.match(passed.stdout, /^. \.planning\/STATE\.md: [^]*1 message: 1 tagged, none malformed$/m);
    }));

  test("fails on a malformed tag, and where the check cannot be made; a new branch has nothing to compare with", () =>
    withPlannedRepository(async (repository, sandbox) => {
      await repository.git(["commit", "--quiet", "--allow-empty", "-m", "feat(01_02): wrong"], {
        env: { PLANLINK: "0" },
      });
      const malformed = await runGitlabJob(sandbox, repository, { CI_COMMIT_BEFORE_SHA: "HEAD~1" });
      assert.is(malformed.exitCode, 1, malformed.stderr);
      const first = await runGitlabJob(sandbox, repository, { CI_COMMIT_BEFORE_SHA: "0".repeat(40) });
      assert.is(first.exitCode, 0, first.stderr);
      assert.match(first.stdout, "no commit before to compare with");
      await repository.git(["rm", "--quiet", statePath]);
      assert.is((await runGitlabJob(sandbox, repository, { CI_COMMIT_BEFORE_SHA: "HEAD~1" })).exitCode, 1);
    }));
});
