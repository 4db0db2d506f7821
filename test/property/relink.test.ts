import * as fc from "fast-check";
import * as assert from "uvu/assert";
import { parsePlanId } from "../../src/model/plan-id.ts";
import { assignCandidates, type Seeker } from "../../src/relink/assignment.ts";
import { parseCommitMap } from "../../src/relink/commit-map.ts";
import { findMentions } from "../../src/relink/mentions.ts";
import { createWordWeights, likeness, wordsOf } from "../../src/relink/words.ts";
import { documents } from "../support/documents.ts";
import { lawRuns } from "../support/law-runs.ts";
import { suite } from "../support/suite.ts";

const run = lawRuns(20260221);

const seekers: fc.Arbitrary<readonly Seeker[]> = fc.array(
  fc.record({
    scores: fc
      .array(fc.tuple(fc.nat(7), fc.integer({ min: -100, max: 200 })), { maxLength: 8 })
      .map((pairs) => new Map(pairs.map(([candidate, score]) => [candidate, score / 100] as const))),
    nothing: fc.constant(0.25),
  }),
  { maxLength: 6 },
);

suite("the laws of relinking", (test) => {
  test("no commit is given twice, none for nothing, and none by a negative margin", () =>
    fc.assert(
      fc.property(seekers, (list) => {
        const assigned = assignCandidates({ seekers: list, sequences: [], isOlder: (a, b) => a < b });
        const given = assigned.flatMap((one) => (one === null ? [] : [one.candidate]));
        assert.is(new Set(given).size, given.length);
        assigned.forEach((one, index) => {
          if (one === null) return;
          assert.ok(one.margin >= -1e-9, String(one.margin));
          assert.ok(list[index]?.scores.has(one.candidate));
        });
      }),
      run,
    ));

  test("references that have one good commit each get it, in whatever order they come", () =>
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 1 }), (order) => {
        const list = order.map((own): Seeker => ({
          scores: new Map([0, 1, 2, 3, 4].map((candidate) => [candidate, candidate === own ? 1 : 0.3] as const)),
          nothing: 0.25,
        }));
        const assigned = assignCandidates({ seekers: list, sequences: [], isOlder: () => undefined });
        assert.equal(
          assigned.map((one) => one?.candidate),
          order,
        );
      }),
      run,
    ));

  test("any document gives mentions that lie in it", () =>
    fc.assert(
      fc.property(documents, (text) => {
        for (const { reference, words } of findMentions({
          path: "STATE.md",
          text,
          planId: parsePlanId("1-01") ?? null,
        })) {
          assert.is(text.slice(reference.range.start, reference.range.end), reference.text);
          assert.type(words, "string");
        }
      }),
      run,
    ));

  test("any text gives a commit map, and its lines are pairs or damaged or neither", () =>
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        const { pairs, dropped, damagedLines } = parseCommitMap(text);
        assert.ok(pairs.length + dropped.size + damagedLines.length <= text.split("\n").length);
      }),
      run,
    ));

  test("likeness lies between nothing and all, and a subject of some weight is most like itself", () =>
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.string({ maxLength: 60 }), (left, right) => {
        const [a, b] = [wordsOf(left), wordsOf(right)];
        const weights = createWordWeights([a, b, wordsOf("something else altogether")]);
        const score = likeness(a, b, new Set(), weights);
        assert.ok(score >= 0 && score <= 1);
        assert.ok(likeness(b, b, new Set(), weights) >= score - 1e-9);
      }),
      run,
    ));
});
