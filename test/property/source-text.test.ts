import * as fc from "fast-check";
import * as assert from "uvu/assert";
import { lintMessage } from "../../src/commands/lint-messages.ts";
import { createRewrites, followRewrites } from "../../src/links/rewrites.ts";
import { parseOid, type Oid } from "../../src/model/oid.ts";
import { createSourceText, lineIndexAt, pointAt } from "../../src/model/source-text.ts";
import { lintToJson } from "../../src/report/json.ts";
import { printable } from "../../src/report/terminal.ts";
import { anyDocuments } from "../support/documents.ts";
import { lawRuns } from "../support/law-runs.ts";
import { suite } from "../support/suite.ts";

const run = lawRuns(20261127);

const oids: fc.Arbitrary<Oid> = fc.nat(12).map((number) => {
  const oid = parseOid(number.toString(16).repeat(40).slice(0, 40));
  if (oid === undefined) throw new Error(`no oid: ${number}`);
  return oid;
});

suite("the laws of places, rewrites and reports", (test) => {
  test("an offset comes back from its line and column, in whatever order places are asked for", () => {
    fc.assert(
      fc.property(anyDocuments, fc.array(fc.nat(10_000), { maxLength: 20 }), (text, numbers) => {
        const source = createSourceText(text);
        for (const number of numbers) {
          const offset = number % (text.length + 1);
          const { line, column } = pointAt(source, offset);
          const fresh = pointAt(createSourceText(text), offset);
          assert.equal({ line, column }, fresh);
          assert.is(lineIndexAt(source, offset), line - 1);
          const start = source.lines[line - 1]?.start ?? 0;
          // Between the halves of a surrogate pair there is no place of its own.
          const characters = Array.from(text.slice(start, offset)).length;
          const isWithinPair =
            /[\uD800-\uDBFF]$/.test(text.slice(0, offset)) && /^[\uDC00-\uDFFF]/.test(text.slice(offset));
          assert.is(
            column - 1,
            isWithinPair ? column - 1 : Math.max(0, characters),
            JSON.stringify(text.slice(start, offset)),
          );
        }
      }),
      run,
    );
  });

  test("rewrites end, tell each successor once and never the commit itself, and resolving twice is resolving once", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(oids, oids), { maxLength: 30 }), oids, (pairs, oid) => {
        const rewrites = createRewrites(pairs.map(([old, successor]) => ({ old, successor })));
        const { successors } = followRewrites(rewrites, oid);
        assert.is(new Set(successors).size, successors.length);
        assert.not.ok(successors.includes(oid));
        assert.equal(followRewrites(rewrites, oid).successors, successors);
        const [last] = successors;
        if (last !== undefined)
          for (const next of followRewrites(rewrites, last).successors)
            assert.ok(next === oid || successors.includes(next), "what a successor became is a successor");
      }),
      run,
    );
  });

  test("JSON of any message parses, and says the same again", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), anyDocuments), (text) => {
        const json = lintToJson(lintMessage(text, [], {}));
        const written = JSON.stringify(json);
        assert.equal(JSON.parse(written), json);
        assert.is(JSON.stringify(JSON.parse(written)), written);
      }),
      run,
    );
  });

  test("any text is shown without a character that acts on a terminal", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        assert.not.match(printable(text), /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u);
      }),
      run,
    );
  });
});
