import * as assert from "uvu/assert";
import { findingCatalogue } from "../../src/model/finding.ts";
import { displayWidth } from "../../src/report/terminal.ts";
import { type TestRepository, withSandbox } from "../support/git-sandbox.ts";
import { withPlannedRepository } from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";

/** A place without a repository: explanations need none. */
function elsewhere(body: (place: TestRepository) => Promise<void>): Promise<void> {
  return withSandbox((sandbox) => body(sandbox.open("home")));
}

suite("state explain", (test) => {
  test("says what a finding means, how it reads, how to mend it and why it is one", () =>
    elsewhere(async (place) => {
      const { exitCode, stdout, stderr } = await place.state(["explain", "Reference-Missing"]);
      assert.equal([exitCode, stderr], [0, ""]);
      assert.match(
        stdout,
        /^reference-missing {3}error\n\nA commit .*\n\n {4}18c8beca names .*\n\nMend {2}.?[Ss]tate relink[^]*\n\nWhy {3}Whoever /,
      );
      const json = JSON.parse((await place.state(["explain", "reference-missing", "--json"])).stdout) as {
        readonly findings: readonly Readonly<Record<string, string>>[];
      };
      assert.equal(
        json.findings.map(({ code, severity }) => [code, severity]),
        [["reference-missing", "error"]],
      );
      assert.match(json.findings[0]?.["why"] ?? "", /^Whoever/);
    }));

  test("lists every code with what it means, whole, and no line is wider than 80 columns", () =>
    elsewhere(async (place) => {
      const { stdout } = await place.state(["explain"]);
      const codes = Object.keys(findingCatalogue);
      assert.equal(
        stdout
          .split("\n\n")[0]
          ?.split("\n")
          .filter((line) => !line.startsWith(" "))
          .map((line) => line.split(/ +/)[1]),
        codes,
      );
      assert.not.match(stdout, "…");
      // The longest of them, and the one with a table.
      for (const text of [stdout, (await place.state(["explain", "plan-tag-malformed"])).stdout])
        assert.equal(
          text.split("\n").filter((line) => displayWidth(line) > 80 || /[`|]/.test(line)),
          [],
        );
    }));

  test("says which code is meant", () =>
    elsewhere(async (place) => {
      for (const [word, help] of [
        ["refrence-mising", "did you mean: state explain reference-missing"],
        ["reference-miss", "did you mean: state explain reference-missing"],
        ["frobnicate", "see all of them: state explain"],
      ] as const) {
        const { exitCode, stderr } = await place.state(["explain", word]);
        assert.equal([exitCode, stderr], [2, `state: there is no finding "${word}"\n  ${help}\n`]);
      }
    }));
});

suite("state log PLAN", (test) => {
  test("says which plan is meant", () =>
    withPlannedRepository(async (repository) => {
      for (const [word, words] of [
        ["02_03", '"02_03" is no plan id, such as 67-04\n  did you mean: state log 02-03'],
        ["02-30", "there is no plan 02-30, on disk or in history\n  did you mean: state log 02-03"],
        ["99-99", "there is no plan 99-99, on disk or in history\n  see all plans: state log"],
      ] as const) {
        const { exitCode, stderr } = await repository.state(["log", word]);
        assert.equal([exitCode, stderr], [2, `state: ${words}\n`]);
      }
      for (const word of ["1-01", "01-01"]) assert.match((await repository.state(["log", word])).stdout, /^01-01 /);
    }));
});
