import * as assert from "uvu/assert";
import { findHexTokens } from "../../../src/document/hex-tokens.ts";
import { suite } from "../../support/suite.ts";

type Cases = readonly (readonly [text: string, read: string])[];

/** Text, and its tokens: shape, what touches them, place. */
const tokens: Cases = [
  ["abc1234", "abc1234 mixed free@0"],
  ["ABC1234", "ABC1234 mixed free@0"],
  ["abC1234", ""],
  ["abc123", ""],
  ["0000000", ""],
  ["1234567", "1234567 digits free@0"],
  ["abcdefa", "abcdefa letters free@0"],
  ["xabc1234", ""],
  ["abc1234x", ""],
  ["éabc1234", ""],
  ["abc1234é", ""],
  ["_abc1234", ""],
  ["/commit/abc1234", "abc1234 mixed commit@8"],
  ["/commits/abc1234", "abc1234 mixed commit@9"],
  ["/changeset/abc1234", "abc1234 mixed commit@11"],
  ["commit/abc1234", "abc1234 mixed commit@7"],
  ["mycommit/abc1234", ""],
  ["https://x/commit/abc1234", "abc1234 mixed commit@17"],
  ["https://x/tree/abc1234", ""],
  ["www.x/abc1234", ""],
  ["https://x/compare/abc1234...def5678", "abc1234 mixed commit@18; def5678 mixed commit@28"],
  ["https://x/compare/main..abc1234", "abc1234 mixed commit@24"],
  ["https://x/compare/a/b...abc1234", ""],
  ["abc1234..def5678", "abc1234 mixed free@0; def5678 mixed free@9"],
  ["abc1234...def5678", "abc1234 mixed free@0; def5678 mixed free@10"],
  ["abc1234.def5678", ""],
  ["v1.abc1234", ""],
  ["abc1234-def5678", "abc1234 mixed free@0; def5678 mixed free@8"],
  ["abc1234-1234567", ""],
  ["abc1234-abcdefa", ""],
  ["1234567-abc1234", ""],
  ["abc1234-x", ""],
  ["abc1234-", "abc1234 mixed free@0"],
  ["x-abc1234", ""],
  ["a-abc1234-def5678", ""],
  ["abc1234/def5678", "abc1234 mixed free@0; def5678 mixed free@8"],
  ["src/abc1234", ""],
  ["abc1234/src", ""],
  ["abc1234/", ""],
  ["/abc1234", ""],
  ["(x)/abc1234", "abc1234 mixed free@4"],
  ["(RED)/abc1234", "abc1234 mixed free@6"],
  ["x)/abc1234", "abc1234 mixed free@3"],
  ["abc1234(GREEN)/def5678", "abc1234 mixed free@0; def5678 mixed free@15"],
  ["abc1234+def5678", "abc1234 mixed free@0; def5678 mixed free@8"],
  ["x+abc1234", "abc1234 mixed attached@2"],
  ["+abc1234", "abc1234 mixed free@1"],
  ["abc1234+x", "abc1234 mixed free@0"],
  ["~1234567", ""],
  ["x~1234567", "1234567 digits free@2"],
  ["^abc1234", "abc1234 mixed free@1"],
  ["^1234567", ""],
  ["abc1234~2", "abc1234 mixed free@0"],
  ["1234567:x", ""],
  ["1234567: x", "1234567 digits free@0"],
  ["abc1234:x", "abc1234 mixed free@0"],
  ["image:abc1234", "abc1234 mixed attached@6"],
  ["Image:abc1234", "abc1234 mixed attached@6"],
  ["Task 1:abc1234", "abc1234 mixed free@7"],
  ["a b:abc1234", "abc1234 mixed attached@4"],
  [":abc1234", "abc1234 mixed free@1"],
  ["=abc1234", "abc1234 mixed free@1"],
  ["x=abc1234", "abc1234 mixed attached@2"],
  ["commit=abc1234", "abc1234 mixed commit@7"],
  ["sha:abc1234", "abc1234 mixed commit@4"],
  ["mysha:abc1234", "abc1234 mixed attached@6"],
  ["my-sha:abc1234", "abc1234 mixed commit@7"],
  ["sha256:abc1234", ""],
  ["SHA-1=abc1234", ""],
  ["md5:abc1234", ""],
  ["digest=abc1234", ""],
  ["etag:abc1234", ""],
  ["checksum=abc1234", ""],
  ["oid=abc1234", "abc1234 mixed commit@4"],
  ["head:abc1234", "abc1234 mixed commit@5"],
  ["rev=abc1234", "abc1234 mixed commit@4"],
  ["merge:abc1234", "abc1234 mixed commit@6"],
  ["commits:abc1234", "abc1234 mixed commit@8"],
  ["main@abc1234", "abc1234 mixed free@5"],
  ["owner/name@abc1234", "abc1234 mixed attached@11"],
  ["@abc1234", "abc1234 mixed free@1"],
  ["!abc1234", "abc1234 mixed free@1"],
  ["?abc1234", "abc1234 mixed free@1"],
  ["abc1234!", "abc1234 mixed free@0"],
  ["abc1234?", "abc1234 mixed free@0"],
  ["#abc1234", ""],
  ["$abc1234", ""],
  ["%abc1234", ""],
  ["&abc1234", ""],
  ["\\abc1234", ""],
  ["abc1234#", ""],
  ["abc1234.", "abc1234 mixed free@0"],
  ["abc1234.ts", ""],
  ["abc1234,", "abc1234 mixed free@0"],
  ["abc1234@x", ""],
  ["abc1234=x", ""],
  ["abc1234/.x", "abc1234 mixed free@0"],
  ["abc1234/:x", "abc1234 mixed free@0"],
  ["abc1234/x..def5678", "abc1234 mixed free@0; def5678 mixed free@11"],
  ["x..abc1234/y", ""],
  ["1234567/abc1234", "1234567 digits free@0; abc1234 mixed free@8"],
  ["1234-5678-abc1234", ""],
  ["550e8400-e29b-41d4-a716-446655440000", ""],
];

function describe(text: string): string {
  return findHexTokens(text, 0)
    .map((token) => `${token.text} ${token.shape} ${token.attachment}@${token.range.start}`)
    .join("; ");
}

suite("findHexTokens", (test) => {
  test("judges tokens by what touches them", () => {
    for (const [text, read] of tokens) assert.is(describe(text), read, text);
  });

  test("finds seven to 40 digits, or 64", () => {
    for (const [length, isToken] of [
      [6, false],
      [7, true],
      [40, true],
      [41, false],
      [63, false],
      [64, true],
      [65, false],
    ] as const)
      assert.is(findHexTokens("a1".repeat(40).slice(0, length), 0).length, isToken ? 1 : 0, String(length));
  });

  test("looks no further than a window on either side", () => {
    const path = (length: number): string => `https://${"x".repeat(length - 9)}/abc1234`;
    assert.is(findHexTokens(path(200), 0).length, 0);
    assert.equal(
      findHexTokens(`abc1234 ${"-".repeat(300)} def5678`, 100).map(({ range }) => range),
      [
        { start: 100, end: 107 },
        { start: 409, end: 416 },
      ],
    );
  });
});
