import * as fc from "fast-check";
import * as assert from "uvu/assert";
import { formatLedger } from "../../src/ledger/format-ledger.ts";
import type { Ledger, LedgerEntry } from "../../src/ledger/ledger.ts";
import { readYaml } from "../../src/ledger/ledger-yaml.ts";
import { parseLedger } from "../../src/ledger/parse-ledger.ts";
import { parseOid, type Oid } from "../../src/model/oid.ts";
import { createPlanId } from "../../src/model/plan-id.ts";
import { lawRuns } from "../support/law-runs.ts";
import { suite } from "../support/suite.ts";

const parseText = async (text: string): Promise<Ledger> => parseLedger(text, async () => readYaml);

const oids: fc.Arbitrary<Oid> = fc
  .integer({ min: 0, max: 40 })
  .map((number) => parseOid(number.toString(16).padStart(40, "0")) as Oid);

const entries: fc.Arbitrary<LedgerEntry> = fc.record({
  oid: oids,
  planId: fc.constantFrom(null, createPlanId("67", "4") ?? null, createPlanId("2.1", "10b") ?? null),
  authored: fc.option(
    fc.record({
      epochMs: fc.integer({ min: -62_000_000_000, max: 400_000_000_000 }).map((seconds) => seconds * 1000),
      offsetMinutes: fc.integer({ min: -840, max: 840 }),
    }),
  ),
  subject: fc.option(fc.string({ unit: "binary", minLength: 1, maxLength: 40 })),
  patchId: fc.option(oids),
  was: fc.constant<readonly Oid[]>([]),
});

function uniqueByOid(list: readonly LedgerEntry[]): readonly LedgerEntry[] {
  return [...new Map(list.map((entry) => [entry.oid, entry])).values()];
}

const run = lawRuns(20260220);

suite("the laws of the ledger", (test) => {
  test("what is written is read back, and written the same", () =>
    fc.assert(
      fc.asyncProperty(fc.array(entries, { maxLength: 8 }), async (list) => {
        const text = formatLedger({ entries: uniqueByOid(list), comments: ["# mine"] });
        const ledger = await parseText(text);
        assert.equal(ledger.damagedLines, []);
        assert.is(formatLedger(ledger), text);
        assert.is(ledger.entries.length, uniqueByOid(list).length);
      }),
      run,
    ));

  test("lines of two ledgers in any order and number give the entries of both", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(entries, { maxLength: 6 }),
        fc.array(entries, { maxLength: 6 }),
        fc.integer(),
        async (left, right, shuffle) => {
          const lines = [left, right, left]
            .map((list) => formatLedger({ entries: uniqueByOid(list), comments: [] }))
            .flatMap((text) => text.split("\n"))
            .map((line, index) => ({ line, key: Math.sin(index + shuffle) }))
            .toSorted((a, b) => a.key - b.key)
            .map(({ line }) => line);
          const merged = await parseText(lines.join("\n"));
          assert.equal(merged.damagedLines, []);
          assert.equal(
            merged.entries.map(({ oid }) => oid).toSorted(),
            [...new Set([...left, ...right].map(({ oid }) => oid))].sort(),
          );
        },
      ),
      run,
    ));

  test("any text gives a ledger that is whole once it is written", () =>
    fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: "binary", maxLength: 200 }),
          fc
            .tuple(fc.array(entries, { maxLength: 4 }), fc.nat(600), fc.string({ maxLength: 5 }))
            .map(([list, at, junk]) => {
              const text = formatLedger({ entries: uniqueByOid(list), comments: [] });
              return `${text.slice(0, at)}${junk}${text.slice(at + 3)}`;
            }),
        ),
        async (text) => {
          const written = formatLedger(await parseText(text));
          const again = await parseText(written);
          assert.equal(again.damagedLines, []);
          assert.is(formatLedger(again), written);
        },
      ),
      run,
    ));
});
