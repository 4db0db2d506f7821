import { readFileSync } from "node:fs";
import * as assert from "uvu/assert";
import { findingCatalogue } from "../../../src/model/finding.ts";
import { parseFindingExplanations } from "../../../src/report/finding-explanations.ts";
import { suite } from "../../support/suite.ts";

suite("parseFindingExplanations", (test) => {
  test("reads every part of every section of the page", () => {
    const page = readFileSync(new URL("../../../docs/findings.md", import.meta.url), "utf8");
    for (const text of [page, page.replaceAll("\n", "\r\n")]) {
      const explanations = parseFindingExplanations(text);
      assert.equal([...explanations.keys()], Object.keys(findingCatalogue));
      for (const { code, meaning, example, mend, why } of explanations.values()) {
        for (const part of [meaning, example, mend, why]) assert.ok(part.length > 5, `${code}: ${part}`);
        assert.not.match(`${meaning}\n${example}`, /^(?:> |\*\*|Error\.|Warning|Info\.)/m, code);
      }
    }
  });

  test("keeps what follows the reason: paragraphs and tables", () => {
    const explanation = parseFindingExplanations(
      "# F\n\n## some-code\n\nWarning, fixable. It is so.\nOr so.\n\n> an example\n\n**Mend:** do it.\n\n**Why:** because.\n\nMore.\n\n| a |\n|---|\n| b |\n",
    ).get("some-code");
    assert.equal(explanation, {
      code: "some-code",
      severity: "warning",
      meaning: "It is so.\nOr so.",
      example: "an example",
      mend: "Do it.",
      why: "Because.\n\nMore.\n\n| a |\n|---|\n| b |",
    });
  });

  test("leaves out what has another form", () => {
    assert.equal(
      [...parseFindingExplanations("").keys(), ...parseFindingExplanations("## x\n\nwords\n\n## y").keys()],
      [],
    );
  });
});
