import * as fc from "fast-check";
import * as assert from "uvu/assert";
import { createRewrites, findRewritten, followRewrites } from "../../../src/links/rewrites.ts";
import { parseOid, parseOidPrefix, type Oid } from "../../../src/model/oid.ts";
import {
  formatRewriteRecord,
  parseRewriteRecords,
  type RewritePair,
  type RewriteRecord,
} from "../../../src/model/rewrite-record.ts";
import { suite } from "../../support/suite.ts";

function oid(letter: string): Oid {
  const parsed = parseOid(letter.repeat(40));
  if (parsed === undefined) throw new Error(letter);
  return parsed;
}

const pair = (old: string, successor: string): RewritePair => ({ old: oid(old), successor: oid(successor) });

function follow(pairs: readonly RewritePair[], from: string): { successors: string; isCyclic: boolean } {
  const trail = followRewrites(createRewrites(pairs), oid(from));
  return { successors: trail.successors.map((item) => item.slice(0, 1)).join(""), isCyclic: trail.isCyclic };
}

suite("rewrites", (test) => {
  test("follows a chain to its end, with what lay between after it", () => {
    assert.equal(follow([pair("a", "b"), pair("b", "c"), pair("c", "d")], "a"), { successors: "dcb", isCyclic: false });
  });

  test("leads squashed commits to the same one", () => {
    const pairs = [pair("a", "c"), pair("b", "c"), pair("c", "d")];
    assert.equal([follow(pairs, "a").successors, follow(pairs, "b").successors], ["dc", "dc"]);
  });

  test("takes the last of two rewrites of one commit first", () => {
    assert.is(follow([pair("a", "b"), pair("a", "c")], "a").successors, "cb");
    assert.is(follow([pair("a", "b"), pair("a", "c"), pair("a", "b")], "a").successors, "bc");
    assert.is(follow([pair("a", "b"), pair("b", "d"), pair("a", "c")], "a").successors, "cdb");
  });

  test("refuses a cycle, says so, and keeps what lies outside it", () => {
    assert.equal(follow([pair("a", "b"), pair("b", "a")], "a"), { successors: "b", isCyclic: true });
    assert.equal(follow([pair("a", "b"), pair("b", "c"), pair("c", "b"), pair("c", "d")], "a"), {
      successors: "dcb",
      isCyclic: true,
    });
  });

  test("knows nothing of a commit that was not rewritten", () => {
    assert.equal(follow([pair("a", "b")], "b"), { successors: "", isCyclic: false });
  });

  test("finds rewritten commits by prefix", () => {
    const rewrites = createRewrites([pair("a", "b"), pair("c", "d"), pair("0", "1")]);
    const find = (text: string): string =>
      findRewritten(rewrites, parseOidPrefix(text) as never)
        .map((item) => item[0])
        .join("");
    assert.equal(
      [find("aaaaaaa"), find("ccccccc"), find("0000000"), find("bbbbbbb"), find("fffffff")],
      ["a", "c", "0", "", ""],
    );
  });

  test("every walk ends, never comes back to its start, and names each commit once", () => {
    const anyOid = fc.constantFrom("0", "1", "2", "3", "4", "5", "6", "7", "8", "9").map(oid);
    const anyPairs = fc.array(fc.record({ old: anyOid, successor: anyOid }), { maxLength: 60 });
    fc.assert(
      fc.property(anyPairs, anyOid, (pairs, start) => {
        const { successors } = followRewrites(createRewrites(pairs), start);
        assert.not(successors.includes(start));
        assert.is(new Set(successors).size, successors.length);
      }),
      { seed: 3 },
    );
  });

  test("a walk through a history without cycles gives exactly what can be reached", () => {
    // Pairs that lead upwards only cannot be cyclic.
    const anyNumber = fc.integer({ min: 0, max: 15 });
    const anyPairs = fc.array(fc.tuple(anyNumber, anyNumber), { maxLength: 40 });
    const name = (number: number): Oid => oid(number.toString(16));
    fc.assert(
      fc.property(anyPairs, anyNumber, (numbers, start) => {
        const upward = numbers.filter(([old, successor]) => old < successor);
        const reached = new Set<number>();
        const queue = [start];
        for (let next = queue.pop(); next !== undefined; next = queue.pop())
          for (const [old, successor] of upward)
            if (old === next && !reached.has(successor)) {
              reached.add(successor);
              queue.push(successor);
            }
        const pairs = upward.map(([old, successor]) => ({ old: name(old), successor: name(successor) }));
        const trail = followRewrites(createRewrites(pairs), name(start));
        assert.equal([...trail.successors].sort(), [...reached].map(name).sort());
        assert.is(trail.isCyclic, false);
      }),
      { seed: 4 },
    );
  });
});

suite("the lines of the record", (test) => {
  const record: RewriteRecord = { ...pair("a", "b"), source: "rebase", recordedAtMs: 1_770_000_000_000 };

  test("are read as they were written", () => {
    assert.equal(parseRewriteRecords(formatRewriteRecord(record)), [record]);
  });

  test("that are torn, foreign or senseless are left out, and the others stay", () => {
    const line = formatRewriteRecord(record);
    const text = [
      line.slice(0, 50),
      `\n${line}`,
      "garbage\n",
      line.replace("rebase", "magic"),
      line.replace(" 177", " x177"),
      `${"a".repeat(40)} ${"a".repeat(40)} amend 1\n`,
      `${"a".repeat(40)} ${"0".repeat(40)} amend 1\n`,
      line.replace("\n", " more\n"),
      line,
    ].join("");
    assert.equal(parseRewriteRecords(text), [record, record]);
  });

  test("are never too odd to read", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        parseRewriteRecords(text);
      }),
      { seed: 5 },
    );
  });
});
