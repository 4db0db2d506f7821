import { existsSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { cite, citedPlan } from "../support/cited-plans.ts";
import {
  type PlannedRepository,
  requireFixedPoint,
  statePath,
  withPlannedRepository,
} from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";

const ledgerPath = ".planning/planlink.ledger.yaml";

const short = (oids: readonly string[]): readonly string[] => oids.toSorted();

/** The oids of a ledger's entries. */
function entriesOf(text: string): readonly string[] {
  return [...text.matchAll(/"oid":"([0-9a-f]{40})"/g)].map((match) => match[1] ?? "").sort();
}

async function committed(repository: PlannedRepository): Promise<readonly string[]> {
  return entriesOf(await repository.git(["show", `HEAD:${ledgerPath}`]));
}

/** A plan whose commits are cited, and a committed ledger of them. */
async function withLedger(repository: PlannedRepository): Promise<readonly string[]> {
  const oids = await citedPlan(repository, "01-02", 2);
  assert.is((await repository.state(["sync", "--commit"])).exitCode, 0);
  assert.equal(await committed(repository), short(oids));
  return oids;
}

suite("hooks and the ledger", (test) => {
  for (const style of ["all", "paths"] as const) {
    test(`a planning commit (${style}) carries the ledger with what it cites`, () =>
      withPlannedRepository(async (repository) => {
        const first = await withLedger(repository);
        const oid = await repository.workCommit("01-03", 1);
        cite(repository, "01-03", [oid]);
        await repository.completePlan("01-03", style);
        assert.equal(await committed(repository), short([...first, oid]));
        await requireFixedPoint(repository);
      }));
  }

  test("takes the new names of rewritten commits along with STATE.md", () =>
    withPlannedRepository(async (repository) => {
      const first = await withLedger(repository);
      await repository.git(["rebase", "--quiet", "-i", "HEAD~4"], {
        env: { GIT_SEQUENCE_EDITOR: "sed -i -e '2s/^pick/squash/'" },
      });
      const squashed = await repository.git(["rev-parse", "HEAD~2"]);
      await repository.workCommit("01-03", 1);
      await repository.completePlan("01-03", "all");
      assert.ok((await committed(repository)).includes(squashed));
      const text = repository.readText(ledgerPath);
      for (const old of first) assert.match(text, old.slice(0, 12));
      await requireFixedPoint(repository);
    }));

  for (const style of ["all", "paths"] as const) {
    test(`begins a ledger with the first planning commit (${style}) that cites anything`, () =>
      withPlannedRepository(async (repository) => {
        const oid = await repository.workCommit("01-02", 1);
        repository.write(".planning/notes.md", "notes\n");
        await repository.git(["add", ".planning/notes.md"]);
        await repository.silently(["commit", "--quiet", "-m", "docs: take notes"]);
        assert.not(existsSync(join(repository.directory, ledgerPath)));
        cite(repository, "01-02", [oid]);
        await repository.completePlan("01-02", style);
        assert.equal(await committed(repository), short([oid]));
        assert.is(repository.readText(ledgerPath).trimEnd(), await repository.git(["show", `HEAD:${ledgerPath}`]));
        await requireFixedPoint(repository);
      }));
  }

  test("takes up one that is not tracked yet, and leaves an ignored one alone", () =>
    withPlannedRepository(async (repository) => {
      await repository.commit("chore: ignore the ledger", { ".gitignore": "*.ledger.yaml\n" });
      const oids = await citedPlan(repository, "01-02", 2);
      assert.not(existsSync(join(repository.directory, ledgerPath)));
      await repository.state(["sync"]);
      assert.is(await repository.git(["ls-files", ledgerPath]), "");
      repository.write(".gitignore", "");
      await repository.git(["add", ".gitignore"]);
      repository.write(".planning/notes.md", "notes\n");
      await repository.git(["add", ".planning/notes.md"]);
      await repository.silently(["commit", "--quiet", "-m", "docs: take notes"]);
      assert.equal(await committed(repository), short(oids));
      await requireFixedPoint(repository);
    }));

  test("stages nothing where GSD is told not to commit its documents", () =>
    withPlannedRepository(async (repository) => {
      await withLedger(repository);
      await repository.commit("chore: configure", { ".planning/config.json": '{"commit_docs": false}\n' });
      const before = await committed(repository);
      const oid = await repository.workCommit("01-03", 1);
      cite(repository, "01-03", [oid]);
      await repository.git(["add", statePath]);
      await repository.silently(["commit", "--quiet", "-m", "docs(01-03): note"]);
      assert.equal(await committed(repository), before);
    }));

  test("leaves a ledger of a newer planlink as it is", () =>
    withPlannedRepository(async (repository) => {
      await withLedger(repository);
      const newer = repository.readText(ledgerPath).replace(/version: *1/, "version: 99");
      assert.match(newer, "version: 99");
      await repository.commit("chore: newer", { [ledgerPath]: newer });
      const oid = await repository.workCommit("01-03", 1);
      cite(repository, "01-03", [oid]);
      await repository.completePlan("01-03", "all");
      assert.is(repository.readText(ledgerPath), newer);
    }));
});
