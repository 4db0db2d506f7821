import * as assert from "uvu/assert";
import { formatReferences, noReferences, parseReferences } from "../../../src/links/known-references.ts";
import { parseOid, type Oid } from "../../../src/model/oid.ts";
import { planIdOf } from "../../support/linked.ts";
import { suite } from "../../support/suite.ts";

function oidOf(digit: string): Oid {
  const oid = parseOid(digit.repeat(40));
  if (oid === undefined) throw new Error("no oid");
  return oid;
}

suite("parseReferences", (test) => {
  const known = {
    reachable: new Set([oidOf("a"), oidOf("b")]),
    unreachable: new Set([oidOf("c")]),
    planIds: new Map([
      [oidOf("a"), [planIdOf("67-04"), planIdOf("67.1-02")]],
      [oidOf("b"), []],
      [oidOf("c"), [planIdOf("1-gap-01")]],
    ]),
  };

  test("reads what was written", () => {
    assert.equal(parseReferences(formatReferences(known)), known);
    assert.is(parseReferences(formatReferences(noReferences)), undefined);
  });

  test("refuses everything else", () => {
    const text = formatReferences(known);
    for (const other of ["", "\n", text.slice(0, -1), `${text}x\n`, text.replace("+", "*"), text.replace("67-04", "x")])
      assert.is(parseReferences(other), undefined, JSON.stringify(other));
    assert.is(parseReferences(text.replace("a", "g")), undefined);
  });
});
