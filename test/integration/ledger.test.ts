import * as assert from "uvu/assert";
import { parse } from "yaml";
import { statePath, withPlannedRepository, type PlannedRepository } from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";

const ledgerPath = ".planning/planlink.ledger.yaml";

/** Adds lines to STATE.md, above what planlink keeps. */
function cite(repository: PlannedRepository, ...lines: readonly string[]): void {
  const text = repository.readText(statePath);
  repository.write(
    statePath,
    text.replace("- Keep the text", () => `${lines.join("\n")}\n- Keep the text`),
  );
}

function oidsIn(text: string): readonly string[] {
  const { commits } = parse(text) as { commits: readonly { readonly oid: string }[] };
  return commits.map(({ oid }) => oid);
}

suite("the ledger in a repository", (test) => {
  test("sync writes what STATE.md and SUMMARYs cite, once, and nothing where nothing is cited", () =>
    withPlannedRepository(async (repository) => {
      await repository.state(["sync"]);
      assert.is((await repository.git(["ls-files", "--others", ledgerPath])) === "", true);
      const work = await repository.commit("feat(01-02): wind the clock", { "src/clock.txt": "1\n" });
      cite(repository, `- Wound in ${work.slice(0, 8)}`);
      const dry = await repository.state(["sync", "--dry-run"]);
      assert.match(dry.stdout, /would write \.planning\/planlink\.ledger\.yaml: 1 commit\n/);
      assert.is(await repository.git(["ls-files", "--others", ledgerPath]), "");
      const { stdout } = await repository.state(["sync", "--json"]);
      assert.equal((JSON.parse(stdout) as { ledger: unknown }).ledger, { path: ledgerPath, changed: true, commits: 1 });
      const text = repository.readText(ledgerPath);
      const patch = await repository.git(["patch-id", "--stable"], {
        input: `${await repository.git(["show", work])}\n`,
      });
      assert.match(text, `{"oid":"${work}","plan":"1-02","at":"`);
      assert.match(text, `"subject":"feat(01-02): wind the clock","patch":"${patch.slice(0, 40)}"}`);
      assert.not.match((await repository.state(["sync"])).stdout, /ledger/);
      assert.is(repository.readText(ledgerPath), text);
    }));

  test("sync --commit commits STATE.md and the ledger together, and nothing else", () =>
    withPlannedRepository(async (repository) => {
      const work = await repository.commit("feat(01-02): wind the clock", { "src/clock.txt": "1\n" });
      cite(repository, `- Wound in ${work.slice(0, 8)}`);
      repository.write("src/clock.txt", "2\n");
      const { stdout, exitCode } = await repository.state(["sync", "--commit"]);
      assert.is(exitCode, 0, stdout);
      assert.equal(
        (await repository.git(["show", "--format=", "--name-only"])).split("\n"),
        [statePath, ledgerPath].sort(),
      );
      assert.is(await repository.git(["status", "--porcelain"]), " M src/clock.txt");
      assert.match((await repository.state(["sync", "--commit"])).stdout, /there is nothing to commit/);
    }));

  test("sync keeps the name of before a rewrite that is on record, under another subject too", () =>
    withPlannedRepository(async (repository) => {
      await repository.state(["init"]);
      const work = await repository.commit("feat(01-02): wind the clock", { "src/clock.txt": "1\n" });
      cite(repository, `- Wound in ${work.slice(0, 8)}`);
      await repository.state(["sync"]);
      await repository.git(["commit", "--quiet", "--amend", "-m", "feat(01-02): wind both clocks"]);
      const amended = await repository.git(["rev-parse", "HEAD"]);
      assert.match(repository.readText(statePath), `Wound in ${amended.slice(0, 8)}`);
      await repository.state(["sync"]);
      const { commits } = parse(repository.readText(ledgerPath)) as { commits: readonly unknown[] };
      assert.is(commits.length, 1);
      assert.match(JSON.stringify(commits[0]), amended);
      assert.match(JSON.stringify(commits[0]), `"was":["${work}"]`);
    }));

  test("what is no longer cited goes, what is cited and out of reach stays", () =>
    withPlannedRepository(async (repository) => {
      const kept = await repository.commit("feat(01-02): wind the clock", { "src/clock.txt": "1\n" });
      const gone = await repository.commit("feat(01-02): oil the clock", { "src/oil.txt": "1\n" });
      cite(repository, `- Wound in ${kept.slice(0, 8)}`, `- Oiled in ${gone.slice(0, 8)}`);
      await repository.state(["sync"]);
      assert.equal(oidsIn(repository.readText(ledgerPath)).toSorted(), [kept, gone].sort());
      repository.write(statePath, repository.readText(statePath).replace(/- Oiled.*\n/, ""));
      await repository.git(["reset", "--quiet", "--soft", "HEAD~2"]);
      const { stdout } = await repository.state(["sync"]);
      assert.equal(oidsIn(repository.readText(ledgerPath)), [kept], stdout);
    }));

  test("a damaged ledger is said, read as far as it goes and written whole again", () =>
    withPlannedRepository(async (repository) => {
      const work = await repository.commit("feat(01-02): wind the clock", { "src/clock.txt": "1\n" });
      const lost = "0123456789abcdef0123456789abcdef01234567";
      cite(repository, `- Wound in commit ${work.slice(0, 8)} after commit ${lost.slice(0, 8)}`);
      await repository.state(["sync"]);
      const whole = repository.readText(ledgerPath);
      repository.write(ledgerPath, `${whole.slice(0, -60)}\n- {"oid":"${lost}","subject":"feat: cut sh`);
      const check = await repository.state(["check", "--json"]);
      const { findings } = JSON.parse(check.stdout) as { findings: readonly { code: string; data: unknown }[] };
      assert.equal(
        findings.filter(({ code }) => code === "ledger-damaged").map(({ data }) => data),
        [{ lines: [5, 6] }],
      );
      const { stdout } = await repository.state(["sync"]);
      assert.match(stdout, /the ledger cannot be read at lines 5, 6/);
      const mended = repository.readText(ledgerPath);
      assert.equal(oidsIn(mended).toSorted(), [lost, work].sort());
      assert.not.match((await repository.state(["check"])).stdout, /ledger/);
    }));

  test("a ledger of a newer version is said and not written", () =>
    withPlannedRepository(async (repository) => {
      const work = await repository.commit("feat(01-02): wind the clock", { "src/clock.txt": "1\n" });
      cite(repository, `- Wound in ${work.slice(0, 8)}`);
      const newer = "version: 2\nshape: unknown\n";
      repository.write(ledgerPath, newer);
      const { stdout, exitCode } = await repository.state(["sync"]);
      assert.is(exitCode, 0);
      assert.match(stdout.replace(/\s+/g, " "), "a newer planlink wrote the ledger (version 2, this one knows 1)");
      assert.is(repository.readText(ledgerPath), newer);
    }));

  test("nothing is committed where GSD keeps its documents to itself", () =>
    withPlannedRepository(async (repository) => {
      repository.write(".planning/config.json", '{"commit_docs": false}\n');
      const work = await repository.commit("feat(01-02): wind the clock", { "src/clock.txt": "1\n" });
      cite(repository, `- Wound in ${work.slice(0, 8)}`);
      const head = await repository.git(["rev-parse", "HEAD"]);
      assert.is((await repository.state(["sync", "--commit"])).exitCode, 2);
      assert.is(await repository.git(["rev-parse", "HEAD"]), head);
    }));
});
