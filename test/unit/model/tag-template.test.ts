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

  test("reads types, numbers and letters up to their bounds", () => {
    const read = (template: string, header: string): string | undefined => findTemplatePlan(header, parse(template));
    for (const [template, header, planId] of [
      ["{type}({phase}-{plan})", "feat(67-04): x", "67-04"],
      ["{type}({phase}-{plan})", "feat!(67-04): x", "67-04"],
      ["{type}({phase}-{plan})", "f_e-4t(67-04): x", "67-04"],
      ["{type}({phase}-{plan})", "4feat(67-04): x", undefined],
      ["{type}({phase}-{plan})", "(67-04): x", undefined],
      ["{type}({phase}-{plan})", " feat(67-04): x", undefined],
      ["{type}!({phase}-{plan})", "feat!(67-04): x", "67-04"],
      ["{type}({phase}-{plan})", `${"a".repeat(30)}(67-04): x`, "67-04"],
      ["{type}({phase}-{plan})", `${"a".repeat(31)}(67-04): x`, undefined],
      ["P{phase}/{plan} ", "P1234A/123b x", "1234A-123b"],
      ["P{phase}/{plan} ", "P12345/1 x", undefined],
      ["P{phase}/{plan} ", "Px/1 x", undefined],
      ["P{phase}/{plan} ", "P1/x x", undefined],
      ["P{phase}/{plan} ", "P/1 x", undefined],
      ["P{phase}/{plan} ", "P67.1.2.3/04 x", "67.1.2.3-04"],
      ["P{phase}/{plan} ", "P67.1.2.3.4/04 x", undefined],
      ["P{phase}/{plan} ", "P67.123/04 x", "67.123-04"],
      ["P{phase}/{plan} ", "P67.1234/04 x", undefined],
      ["{phase}.{plan}:", "67.1.4: x", "67.1-04"],
      ["{phase}.{plan}:", "67.4: x", "67-04"],
      ["{any}", "67.4: x", undefined],
      ["{phase}-{plan}{any}", "67-04x rest", "67-04"],
      ["{any} ({phase}-{plan})", `${"x".repeat(391)} (67-04)`, "67-04"],
      ["{any} ({phase}-{plan})", `${"x".repeat(393)} (67-04)`, undefined],
      ["[{phase}-{plan}]", 'fixup! squash! amend! Revert "Reapply "[67-04]', "67-04"],
      ["[{phase}-{plan}]", "x fixup! [67-04]", undefined],
    ] as const) {
      if (template === "{any}" || template === "{phase}-{plan}{any}") {
        assert.type(parseTagTemplates([template]), "string", template);
        continue;
      }
      assert.is(read(template, header), planId, `${template}: ${header.slice(-40)}`);
    }
  });

  test("says of templates how many and how long they may be, and which one is wrong", () => {
    const template = "[{phase}-{plan}]";
    assert.is(parse(...Array.from({ length: 20 }, () => template)).length, 20);
    assert.is(parseTagTemplates(Array.from({ length: 21 }, () => template)), "more than 20 templates");
    assert.is(parse(`${template}${"x".repeat(64)}`).length, 1);
    assert.is(
      parseTagTemplates([template, `${template}${"x".repeat(65)}`]),
      `${JSON.stringify(`${template}${"x".repeat(65)}`)}: it has more than 80 characters, or none`,
    );
    assert.is(parseTagTemplates([""]), '"": it has more than 80 characters, or none');
    assert.is(parseTagTemplates(["{phase}-{phase}-{plan}"]), '"{phase}-{phase}-{plan}": {phase} stands twice');
    assert.is(parseTagTemplates(["{plan}-x"]), '"{plan}-x": it needs {phase} and {plan}');
    assert.match(JSON.stringify(parseTagTemplates(["a\u0007{phase}-{plan}"])), "a control character");
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
    assert.is(writePlanLine("\n  [67.04] add  \n\n", forms), "\n  [67.04] add\n\nPlan: 67-04\n");
    assert.is(writePlanLine("x\n[67.04] add\n", forms), "x\n[67.04] add\n");
    assert.is(writePlanLine("", forms), "");
  });
});
