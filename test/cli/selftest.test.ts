import * as assert from "uvu/assert";
import { documentBreaks } from "../../src/commands/document-breaks.ts";
import { findingCatalogue } from "../../src/model/finding.ts";
import { withPlannedRepository } from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";

interface Answer {
  readonly schema: string;
  readonly checks: readonly { readonly code: string; readonly verdict: string; readonly tried: number }[];
  readonly summary: Readonly<Record<string, number>>;
}

suite("state check --selftest", (test) => {
  test("knows of every finding how a claim is broken for it, or what it comes from instead", () => {
    assert.equal(Object.keys(documentBreaks), Object.keys(findingCatalogue));
  });

  test("breaks claims of the documents, names those that were found, and writes nothing", () =>
    withPlannedRepository(async (repository) => {
      const head = (await repository.git(["rev-parse", "HEAD"])).trim();
      const own = (await repository.git(["log", "-1", "--format=%h", "--abbrev=8", "--grep=01-01"])).trim();
      repository.replace(
        ".planning/STATE.md",
        "- Keep the text of a person as it is\n",
        `- Keep the text of a person as it is (commit ${own})\n`,
      );
      const before = repository.readText(".planning/STATE.md");
      const { stdout, stderr, exitCode } = await repository.state(["check", "--selftest", "--json"]);
      assert.is(exitCode, 0, stdout + stderr);
      const answer = JSON.parse(stdout) as Answer;
      assert.is(answer.schema, "planlink/selftest@1");
      assert.equal(
        answer.checks.map(({ code }) => code),
        Object.keys(findingCatalogue),
      );
      const verdictOf = (code: string): string => answer.checks.find((check) => check.code === code)?.verdict ?? "";
      for (const code of [
        "reference-missing",
        "reference-not-a-commit",
        "section-absent",
        "section-doubled",
        "section-stale",
        "conflict-marker",
        "stopped-at-contradicted",
        "figure-contradicted",
        "check-mark-contradicted",
      ])
        if (verdictOf(code) !== "nothing-to-corrupt") assert.is(verdictOf(code), "fired", code);
      for (const code of ["reference-missing", "section-absent", "section-doubled", "conflict-marker"])
        assert.is(verdictOf(code), "fired", code);
      assert.is(verdictOf("plan-tag-malformed"), "not-of-documents");
      assert.is(verdictOf("manifest-unreadable"), "nothing-to-corrupt");
      assert.is(answer.summary["silent"], 0);
      const text = await repository.state(["check", "--selftest"]);
      assert.match(text.stdout, /✔ reference-missing: fired at \.planning\/STATE\.md:\d+/);
      assert.match(text.stdout, /\d+ fired, 0 stayed silent, \d+ with nothing to corrupt; no file was changed/);
      assert.is(repository.readText(".planning/STATE.md"), before);
      assert.is((await repository.git(["rev-parse", "HEAD"])).trim(), head);
    }));
});
