import * as assert from "uvu/assert";
import { compareFindings } from "../../../src/check/ratchet.ts";
import {
  createFinding,
  type Finding,
  type FindingCode,
  type FindingData,
  type Severity,
} from "../../../src/model/finding.ts";
import { parseOid } from "../../../src/model/oid.ts";
import { planIdOf } from "../../support/linked.ts";
import { suite } from "../../support/suite.ts";

function find<Code extends FindingCode>(
  code: Code,
  data: FindingData[Code],
  given: { readonly path?: string; readonly line?: number; readonly severity?: Severity } = {},
): Finding {
  const finding = createFinding(code, data, { path: given.path ?? ".planning/STATE.md" });
  return { ...finding, line: given.line ?? 1, severity: given.severity ?? finding.severity };
}

function missing(text: string, line?: number): Finding {
  return find("reference-missing", { text, planId: null }, line === undefined ? {} : { line });
}

function added(before: readonly Finding[], after: readonly Finding[]): readonly Finding[] {
  return compareFindings(before, after).added;
}

suite("the ratchet", (test) => {
  test("tells what a push makes worse from what was there already", () => {
    const { added: worse, inherited } = compareFindings([missing("aaaa111")], [missing("aaaa111"), missing("bbbb222")]);
    assert.equal([worse, inherited], [[missing("bbbb222")], [missing("aaaa111")]]);
  });

  test("does not mind that lines move, nor that the text around a dead hash changes its plan", () => {
    assert.equal(added([missing("aaaa111", 3)], [missing("aaaa111", 30)]), []);
    assert.equal(
      added([missing("aaaa111")], [find("reference-missing", { text: "aaaa111", planId: planIdOf("67-04") })]),
      [],
    );
  });

  test("lets each old finding excuse one new one", () => {
    assert.is(added([missing("aaaa111")], [missing("aaaa111"), missing("aaaa111")]).length, 1);
    assert.is(added([missing("aaaa111"), missing("aaaa111")], [missing("aaaa111")]).length, 0);
  });

  test("excuses nothing in another document", () => {
    assert.is(
      added([find("reference-missing", { text: "aaaa111", planId: null }, { path: "a.md" })], [missing("aaaa111")])
        .length,
      1,
    );
  });

  test("looks at what a finding is about, not at how things stand now", () => {
    const stale = (values: number): Finding => find("section-stale", { section: "Performance Metrics", values });
    assert.equal(added([stale(2)], [stale(5)]), []);
    const duration = (recorded: string, derived: string): Finding =>
      find("duration-contradicted", { planId: planIdOf("67-04"), recorded, derived, evidence: derived });
    assert.equal(added([duration("540", "9min")], [duration("540", "10min")]), []);
    assert.is(added([duration("540", "9min")], [duration("600", "9min")]).length, 1);
    const oid = parseOid("a".repeat(40));
    assert.ok(oid !== undefined);
    const unreachable = (tip: string): Finding =>
      find("reference-unreachable", { text: "aaaa111", oid, planId: null, tip });
    assert.equal(added([unreachable("origin/main")], [unreachable("main")]), []);
  });

  test("takes a “Stopped at” that stays wrong for the same debt, and one that is rewritten for a new one", () => {
    const stopped = (recorded: string, plan: string): Finding =>
      find("stopped-at-contradicted", { recorded, derived: "x", planId: planIdOf(plan), completedAt: plan });
    assert.equal(added([stopped("Completed 01-01", "01-02")], [stopped("Completed 01-01", "01-03")]), []);
    assert.is(added([stopped("Completed 01-01", "01-02")], [stopped("Completed 09-09", "01-03")]).length, 1);
  });

  test("lets no warning excuse an error, but an error a warning", () => {
    const of = (severity: Severity): Finding => find("section-stale", { section: "x", values: 1 }, { severity });
    assert.is(added([of("warning")], [of("error")]).length, 1);
    assert.is(added([of("error")], [of("warning")]).length, 0);
    // The error's excuse is not spent on a finding that blocks nothing.
    assert.equal(
      added([of("error")], [of("warning"), of("error")]).map(({ severity }) => severity),
      ["warning"],
    );
  });

  test("keeps the order of findings, and every one of them once", () => {
    const before = [missing("b"), missing("d")];
    const after = ["a", "b", "c", "d"].map((text) => missing(text));
    const { added: worse, inherited } = compareFindings(before, after);
    assert.equal(
      [worse.map(({ data }) => data), inherited.map(({ data }) => data)],
      [
        [after[0]?.data, after[2]?.data],
        [after[1]?.data, after[3]?.data],
      ],
    );
    assert.equal(compareFindings([], after), { added: after, inherited: [] });
    assert.equal(compareFindings(after, []), { added: [], inherited: [] });
  });
});
