import * as assert from "uvu/assert";
import type { Sandbox } from "./git-sandbox.ts";
import {
  initialize,
  type PlannedRepository,
  requireFixedPoint,
  statePath,
  withPlannedRepository,
} from "./planned-repository.ts";
import type { SuiteBuilder } from "./suite.ts";

/** A form of repository in which the same work must come to the same result as in a plain one. */
export interface RepositoryForm {
  readonly name: string;
  /** Makes the repository of this form; a string says why this git or this machine has no such thing. */
  readonly prepare: (repository: PlannedRepository, sandbox: Sandbox) => Promise<PlannedRepository | string>;
  /** Looks at what the work has left. */
  readonly inspect?: (repository: PlannedRepository, sandbox: Sandbox) => Promise<void>;
}

/** What a repository holds after the work: nothing in it depends on how Git keeps it. */
interface Outcome {
  readonly subjects: readonly string[];
  /** STATE.md of HEAD, the commits that it cites named by their subjects. */
  readonly state: string;
}

const citedCommit = /(?<=in commit )[0-9a-f]{7,64}/g;

async function cite(repository: PlannedRepository, oid: string): Promise<void> {
  const line = "- Keep the text of a person as it is";
  repository.replace(statePath, line, `- Done in commit ${oid}\n${line}`);
}

async function readOutcome(repository: PlannedRepository): Promise<Outcome> {
  const text = (await repository.git(["cat-file", "blob", `HEAD:${statePath}`])).replaceAll("\r", "");
  const subjects = new Map<string, string>();
  for (const [oid] of text.matchAll(citedCommit)) {
    assert.is(await repository.git(["merge-base", "--is-ancestor", oid, "HEAD"]), "");
    subjects.set(oid, (await repository.git(["cat-file", "commit", oid])).split("\n\n")[1]?.trim() ?? "");
  }
  const log = await repository.git(["rev-list", "--format=%s", "--max-count=7", "HEAD"]);
  return {
    subjects: log.split("\n").filter((line) => !line.startsWith("commit ")),
    state: text.replaceAll(citedCommit, (oid) => `«${subjects.get(oid)}»`),
  };
}

/** Two tasks, a reference, a refused message, a completion, an amend, a rebase: a day's work through the hooks. */
async function work(repository: PlannedRepository): Promise<Outcome> {
  const first = await repository.workCommit("01-02", 1);
  await repository.workCommit("01-02", 2);
  await cite(repository, first.slice(0, 9));
  await repository.completePlan("01-02", "paths");
  await requireFixedPoint(repository);
  const refused = await repository.run("git", ["commit", "--allow-empty", "-m", "feat(01-99): no such plan"]);
  assert.is(refused.exitCode, 1, refused.stderr);
  assert.match(refused.stderr, /plan 0?1-99 does not exist/);

  const amended = await repository.workCommit("01-03", 1);
  await cite(repository, amended.slice(0, 10));
  await repository.silently(["commit", "--quiet", "--amend", "-m", "feat(01-03): add task 1 in other words"]);
  assert.not.match(repository.readText(statePath), amended.slice(0, 10));
  await repository.silently(["commit", "--quiet", "-m", "docs: cite what was amended", "--", statePath]);

  await repository.git(["rebase", "--quiet", "--force-rebase", "HEAD~5"]);
  assert.not.match(repository.readText(statePath), first.slice(0, 9));
  await repository.silently(["commit", "--quiet", "-m", "docs: follow the rebase", "--", statePath]);
  assert.is((await repository.state(["verify-commits"])).exitCode, 0);
  await requireFixedPoint(repository);
  return readOutcome(repository);
}

let plain: Promise<Outcome> | undefined;

async function workPlainly(): Promise<Outcome> {
  let outcome: Outcome | undefined;
  await withPlannedRepository(async (repository) => {
    outcome = await work(repository);
  });
  if (outcome === undefined) throw new Error("the plain repository has no outcome");
  return outcome;
}

/** Defines a test for each form: the same work comes to the same result. */
export function testForms(test: SuiteBuilder, forms: readonly RepositoryForm[]): void {
  for (const { name, prepare, inspect } of forms)
    test(name, () =>
      withPlannedRepository(async (source, sandbox) => {
        const repository = await prepare(source, sandbox);
        if (typeof repository === "string") {
          process.stderr.write(`not tried: ${name} (${repository})\n`);
          return;
        }
        plain ??= workPlainly();
        // However many commits it took to get here, the day begins when it does in the plain one.
        const clock = await sandbox.createRepository("clock");
        await clock.commit("set the clock", {}, { date: "2026-01-05T08:59:00" });
        const [expected, outcome] = [await plain, await work(repository)];
        assert.equal(outcome, expected);
        await inspect?.(repository, sandbox);
      }),
    );
}

/** A form that is a plain repository with settings. */
export function withSettings(
  name: string,
  settings: readonly (readonly [key: string, value: string])[],
): RepositoryForm {
  return {
    name,
    prepare: async (repository) => {
      for (const [key, value] of settings) await repository.git(["config", key, value]);
      return repository;
    },
  };
}

/** Clones a planned repository and installs the hooks there. */
export async function cloneWith(
  open: (name: string) => PlannedRepository,
  source: PlannedRepository,
  args: readonly string[],
): Promise<PlannedRepository> {
  await source.git(["clone", "--quiet", ...args, `file://${source.directory}`, "../clone"]);
  const clone = open("clone");
  await clone.git(["config", "gc.auto", "0"]);
  await initialize(clone);
  return clone;
}
