import * as assert from "uvu/assert";
import { createMemoryCache } from "../../../src/commands/memory-cache.ts";
import { parseOid, type Oid } from "../../../src/model/oid.ts";
import { suite } from "../../support/suite.ts";

function oidOf(digit: string): Oid {
  const oid = parseOid(digit.repeat(40));
  if (oid === undefined) throw new Error("no oid");
  return oid;
}

suite("a cache in memory", (test) => {
  test("keeps the last few texts", () => {
    const cache = createMemoryCache(2);
    const [a, b, c] = [oidOf("a"), oidOf("b"), oidOf("c")];
    cache.store(a, "one", 1);
    cache.store(b, "two", 2);
    cache.store(a, "one again", 3);
    cache.store(c, "three", 4);
    assert.equal([a, b, c].map(cache.find), ["one again", undefined, "three"]);
    assert.equal(cache.list(), [
      { oid: a, weight: 3 },
      { oid: c, weight: 4 },
    ]);
  });
});
