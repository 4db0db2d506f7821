import * as assert from "uvu/assert";
import { formatShortOid, isZeroOid, parseOid, parseOidPrefix, type Oid } from "../../../src/model/oid.ts";
import { formatRewriteRecord, parseRewritePair, parseRewriteRecords } from "../../../src/model/rewrite-record.ts";
import { suite } from "../../support/suite.ts";

const sha1 = "0123456789abcdef0123456789abcdef01234567";
const sha256 = "0123456789abcdef".repeat(4);
const [a, b, zero] = ["a", "b", "0"].map((digit) => digit.repeat(40)) as [string, string, string];

function oid(text: string): Oid {
  const parsed = parseOid(text);
  if (parsed === undefined) throw new Error(text);
  return parsed;
}

suite("object ids", (test) => {
  test("are whole in one of two widths, and in lower case", () => {
    assert.is(parseOid(sha1.toUpperCase()), sha1);
    assert.is(parseOid(sha256), sha256);
    for (const text of ["", sha1.slice(1), `${sha1}0`, sha256.slice(1), `${sha256}0`, `${sha1.slice(1)}g`, ` ${sha1}`])
      assert.is(parseOid(text), undefined, text);
  });

  test("are abbreviated to no less than four digits", () => {
    assert.equal(["abcd", "ABC1234", sha256].map(parseOidPrefix), ["abcd", "abc1234", sha256]);
    for (const text of ["abc", "", "abcg", "xabcd", "abcd ", `${sha256}0`])
      assert.is(parseOidPrefix(text), undefined, text);
  });

  test("say that there is no object with zeros alone", () => {
    assert.equal(
      [zero, "0".repeat(64), a, `${"0".repeat(39)}1`, `1${"0".repeat(39)}`].map((text) => isZeroOid(oid(text))),
      [true, true, false, false, false],
    );
    assert.is(formatShortOid(oid(sha1)), "01234567");
  });
});

suite("recorded rewrites", (test) => {
  test("are pairs of two commits", () => {
    assert.equal(parseRewritePair(a.toUpperCase(), b), { old: a, successor: b });
    for (const [old, successor] of [
      [a, a],
      [zero, b],
      [a, zero],
      [a.slice(1), b],
      [a, ""],
    ] as const)
      assert.is(parseRewritePair(old, successor), undefined);
  });

  test("are read as they were written, oldest first", () => {
    const records = (["amend", "rebase", "squash", "cherry-pick", "relink"] as const).map((source, index) => ({
      old: oid(a),
      successor: oid(String(index + 1).repeat(40)),
      source,
      recordedAtMs: 1_770_000_000_000 + index,
    }));
    const text = records.map(formatRewriteRecord).join("");
    assert.is(text.split("\n")[0], `${a} ${"1".repeat(40)} amend 1770000000000`);
    assert.is(text.split("\n").length, 6);
    assert.equal(parseRewriteRecords(text), records);
  });

  test("are left out where a line is torn or damaged, without harm to the others", () => {
    const line = `${a} ${b} amend 7`;
    for (const damaged of [
      ` ${line}`,
      `${line} `,
      `${line}x`,
      `${a} ${b} amended 7`,
      `${a} ${b} amend`,
      `${a} ${b} amend ${"7".repeat(16)}`,
      `${a} ${a} amend 7`,
      `${a}${b} amend 7`,
      `${a} ${b} ${line}`,
      "",
    ])
      assert.equal(
        parseRewriteRecords(`${damaged}\n${line}\n`),
        [{ old: a, successor: b, source: "amend", recordedAtMs: 7 }],
        damaged,
      );
  });
});
