import * as fc from "fast-check";
import * as assert from "uvu/assert";
import {
  findTemplatePlan,
  parseTagTemplates,
  writePlanLine,
  type TagTemplate,
} from "../../../src/model/tag-template.ts";
import { suite } from "../../support/suite.ts";

function parse(...templates: readonly string[]): readonly TagTemplate[] {
  const parsed = parseTagTemplates(templates);
  if (typeof parsed === "string") throw new Error(parsed);
  return parsed;
}

suite("findTemplatePlan", (test) => {
  const forms = parse("[{phase}.{plan}] ", "{type}(P{phase}/{plan})", "{any} (#{phase}-{plan})");

  test("reads forms of a project's own, and nothing that only looks like one", () => {
    const expected: Readonly<Record<string, string | undefined>> = {
      "[67.04] add metrics": "67-04",
      "[67.1.4] a phase with a decimal": "67.1-04",
      "[67.04]without the space": undefined,
      "feat(P12A/3b): add": "12A-03b",
      "feat!(P7/04): break": "7-04",
      "feat(P67/041): a longer number": "67-41",
      "feat(P67/0412): no plan's number": undefined,
      "add metrics (#67-04) and more": "67-04",
      "a (#b) and then (#67-04)": "67-04",
      "fixup! [67.04] add": "67-04",
      'Revert "[67.04] add"': "67-04",
      "fix(#604): close": undefined,
      "fix(ci): retry": undefined,
      "chore: 2026-05-07": undefined,
      "see [67.04] in the text": undefined,
    };
    for (const [header, planId] of Object.entries(expected)) assert.is(findTemplatePlan(header, forms), planId, header);
  });

  test("a form at the end is not cut out of a longer number or word", () => {
    const bare = parse("P{phase}-{plan}");
    assert.is(findTemplatePlan("P67-04 add", bare), "67-04");
    assert.is(findTemplatePlan("P67-04b2c add", bare), undefined);
    assert.is(findTemplatePlan("P67-04: add", bare), "67-04");
  });

  test("says what is wrong with a template", () => {
    for (const [template, reason] of [
      ["[{phase}] ", "it needs {phase} and {plan}"],
      ["{phase}{plan}", "nothing stands between {phase} and {plan}"],
      ["{phase}-{plan}-{plan}", "{plan} stands twice"],
      ["{phase}-{plan} {who}", "there is no place {who}"],
      ["{phase}-{plan} }", "a brace"],
      ["x".repeat(81), "more than 80"],
    ] as const)
      assert.match(JSON.stringify(parseTagTemplates([template])), reason);
  });

  test("takes any header in time that goes with its length, and never throws", () => {
    const slow = parse("{any} a{phase}.{plan}b");
    const startedAt = process.cpuUsage().user;
    for (const header of [" a1.1.1.1".repeat(100_000), " ".repeat(1_000_000), " a".repeat(500_000)])
      assert.is(findTemplatePlan(header, slow), undefined);
    assert.ok(process.cpuUsage().user - startedAt < 500_000, "half a second of work");
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (header) => {
        findTemplatePlan(header, forms);
        return true;
      }),
    );
  });

  test("adds the plan as a line that the grammar knows, and leaves other messages alone", () => {
    assert.is(writePlanLine("[67.04] add\n\nbody\n", forms), "[67.04] add\n\nbody\n\nPlan: 67-04\n");
    assert.is(writePlanLine("fix(ci): retry\n", forms), "fix(ci): retry\n");
  });
});
