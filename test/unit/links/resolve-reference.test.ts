import * as assert from "uvu/assert";
import { resolveReference, type ReferenceFacts } from "../../../src/links/resolve-reference.ts";
import { parseOid, parseOidPrefix, type Oid, type OidPrefix } from "../../../src/model/oid.ts";
import type { ObjectLookup } from "../../../src/model/ports.ts";
import { suite } from "../../support/suite.ts";

function prefix(text: string): OidPrefix {
  const parsed = parseOidPrefix(text);
  if (parsed === undefined) throw new Error(text);
  return parsed;
}

function oid(digit: string): Oid {
  const parsed = parseOid(digit.repeat(40));
  if (parsed === undefined) throw new Error(digit);
  return parsed;
}

function facts(lookup: ObjectLookup | null, given: Partial<ReferenceFacts> = {}): ReferenceFacts {
  return {
    lookups: new Map(lookup === null ? [] : [[prefix("abcd"), lookup]]),
    unreachable: new Set(),
    successors: new Map(),
    isIncomplete: false,
    ...given,
  };
}

function statusOf(lookup: ObjectLookup | null, given: Partial<ReferenceFacts> = {}): string {
  return resolveReference(prefix("abcd"), facts(lookup, given)).status;
}

suite("resolveReference", (test) => {
  const commit: ObjectLookup = { kind: "commit", oid: oid("a") };

  test("finds a commit of this history reachable", () => {
    assert.equal(resolveReference(prefix("abcd"), facts(commit)), {
      status: "reachable",
      oid: oid("a"),
      candidates: [],
      successor: null,
      objectType: null,
    });
    assert.is(statusOf(commit, { isIncomplete: true }), "reachable");
  });

  test("finds a commit of another history unreachable, and says that it exists", () => {
    const resolution = resolveReference(prefix("abcd"), facts(commit, { unreachable: new Set([oid("a")]) }));
    assert.equal([resolution.status, resolution.oid], ["unreachable", oid("a")]);
    assert.is(statusOf(commit, { unreachable: new Set([oid("b")]) }), "reachable");
  });

  test("finds what names no object missing", () => {
    assert.is(statusOf({ kind: "missing" }), "missing");
    assert.is(statusOf(null), "missing");
  });

  test("cannot tell in an incomplete clone", () => {
    assert.is(statusOf({ kind: "missing" }, { isIncomplete: true }), "unknown");
    assert.is(statusOf(commit, { isIncomplete: true, unreachable: new Set([oid("a")]) }), "unknown");
  });

  test("names the candidates of an ambiguous prefix", () => {
    const resolution = resolveReference(prefix("abcd"), facts({ kind: "ambiguous", candidates: [oid("a"), oid("b")] }));
    assert.equal([resolution.status, resolution.oid, resolution.candidates], ["ambiguous", null, [oid("a"), oid("b")]]);
  });

  test("says what an object is that is no commit", () => {
    const resolution = resolveReference(prefix("abcd"), facts({ kind: "other", oid: oid("a"), type: "tree" }));
    assert.equal([resolution.status, resolution.oid, resolution.objectType], ["not-a-commit", oid("a"), "tree"]);
  });
});

suite("resolving a reference whose commit was rewritten", (test) => {
  const successors = new Map([[prefix("abcd"), { old: oid("a"), successor: oid("b") }]]);

  test("gives the successor, whether the old commit is still here or not, also in a shallow clone", () => {
    for (const lookup of [{ kind: "missing" } as const, { kind: "commit", oid: oid("a") } as const])
      for (const isIncomplete of [false, true]) {
        const given = { successors, isIncomplete, unreachable: new Set([oid("a")]) };
        assert.equal(resolveReference(prefix("abcd"), facts(lookup, given)), {
          status: "rewritten",
          oid: oid("a"),
          candidates: [],
          successor: oid("b"),
          objectType: null,
        });
      }
  });
});
