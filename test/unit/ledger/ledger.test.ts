import * as assert from "uvu/assert";
import { parse } from "yaml";
import { formatLedger } from "../../../src/ledger/format-ledger.ts";
import type { Ledger, LedgerEntry } from "../../../src/ledger/ledger.ts";
import { readYaml } from "../../../src/ledger/ledger-yaml.ts";
import { parseLedger } from "../../../src/ledger/parse-ledger.ts";
import { findUnknownCommits, updateLedger, type LedgerFacts } from "../../../src/ledger/update-ledger.ts";
import { parseOid, parseOidPrefix, type Oid, type OidPrefix } from "../../../src/model/oid.ts";
import { parsePlanId, type PlanId } from "../../../src/model/plan-id.ts";
import { suite } from "../../support/suite.ts";

const oid = (digit: string): Oid => parseOid(digit.repeat(40)) as Oid;
const plan = parsePlanId("67-04") as PlanId;

function entry(digit: string, extra: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    oid: oid(digit),
    planId: plan,
    authored: { epochMs: Date.parse("2026-02-20T21:48:01Z"), offsetMinutes: -300 },
    subject: `feat(67-04): “${digit}” a: b, #c`,
    patchId: oid("9"),
    was: [],
    ...extra,
  };
}

let yamlLoads = 0;
async function parseText(text: string): Promise<Ledger> {
  return parseLedger(text, async () => {
    yamlLoads += 1;
    return readYaml;
  });
}

const text = formatLedger({ entries: [entry("b"), entry("a", { was: [oid("c")] })], comments: [] });
const [, , , , lineA = "", lineB = ""] = text.split("\n");

function facts(changes: Partial<LedgerFacts>): LedgerFacts {
  return {
    referenced: [],
    deadPrefixes: [],
    isReachable: () => false,
    successors: new Map(),
    isWhole: true,
    ...changes,
  };
}

suite("a ledger's text", (test) => {
  test("is YAML as a whole, JSON in each line, and in an order of its own", () => {
    const values = parse(text) as { version: number; commits: readonly Record<string, unknown>[] };
    assert.is(values.version, 1);
    assert.equal(
      values.commits.map((commit) => commit["oid"]),
      [oid("a"), oid("b")],
    );
    assert.equal(JSON.parse(lineA.slice(2)), values.commits[0]);
    assert.equal(values.commits[0], {
      oid: oid("a"),
      plan: "67-04",
      at: "2026-02-20T16:48:01-05:00",
      subject: "feat(67-04): “a” a: b, #c",
      patch: oid("9"),
      was: [oid("c")],
    });
  });

  test("is YAML with no entry in it, and with control characters in a subject", () => {
    assert.equal(parse(formatLedger({ entries: [], comments: [] })), { version: 1, commits: [] });
    const odd = formatLedger({
      entries: [entry("a", { subject: "\u0085 \u2028 \uFEFF \u007F \uD800" })],
      comments: [],
    });
    const [commit] = (parse(odd) as { commits: readonly Record<string, unknown>[] }).commits;
    assert.is(commit?.["subject"], "\u0085 \u2028 \uFEFF \u007F \uD800");
  });

  test("is read without YAML as long as planlink alone wrote it", async () => {
    yamlLoads = 0;
    const ledger = await parseText(text);
    assert.equal(ledger.entries, [entry("a", { was: [oid("c")] }), entry("b")]);
    assert.is(ledger.version, 1);
    assert.is(yamlLoads, 0);
    assert.is(formatLedger(ledger), text);
  });

  test("survives a union merge: doubled heads and lines, and both sides of a conflict", async () => {
    const doubled = `${text}<<<<<<< ours\n${lineB}\n=======\n${text}>>>>>>> theirs\n`;
    const ledger = await parseText(doubled);
    assert.equal(ledger.damagedLines, []);
    assert.is(formatLedger(ledger), text);
  });

  test("joins an entry with the one of before its rewrite, and keeps both of a squash", async () => {
    const later = entry("b", { subject: entry("a").subject, was: [oid("a")] });
    const joined = await parseText(formatLedger({ entries: [entry("a", { was: [oid("c")] }), later], comments: [] }));
    assert.equal(joined.entries, [{ ...later, was: [oid("c"), oid("a")] }]);
    const squash = entry("d", { subject: "squashed", was: [oid("a"), oid("b")] });
    const kept = await parseText(formatLedger({ entries: [entry("a"), entry("b"), squash], comments: [] }));
    assert.is(kept.entries.length, 3);
  });

  test("may be edited by hand into any YAML, with comments", async () => {
    const edited = [
      "# ours to keep",
      "version: 1",
      "commits:",
      `  - oid: ${oid("a")}`,
      "    plan: 67-04",
      "    at: 2026-02-20T16:48:01-05:00",
      "    subject: 'a: quoted'",
      "  - {",
      `      oid: "${oid("b")}",`,
      '      "subject": "by a formatter"',
      "    }",
      `  - { oid: ${oid("d")}, was: [${oid("e")}] }`,
      lineB,
      "",
    ].join("\r\n");
    const ledger = await parseText(edited);
    assert.equal(ledger.damagedLines, []);
    assert.equal(ledger.comments, ["# ours to keep"]);
    assert.equal(
      ledger.entries.map(({ oid: name, subject }) => [name.slice(0, 1), subject]),
      [
        ["a", "a: quoted"],
        ["b", "by a formatter"],
        ["d", null],
      ],
    );
    assert.equal(ledger.entries[2]?.was, [oid("e")]);
    assert.match(formatLedger(ledger), /^(?:#.*\n)+# ours to keep\nversion: 1\n/);
  });

  test("tells the lines that are damaged, and keeps what they still say", async () => {
    const ledger = await parseText(text.replace(lineA, `${lineA.slice(0, 130)}\n- 12\nwhat is this`));
    assert.equal(ledger.damagedLines, [5, 6]);
    assert.is(ledger.entries[0]?.oid, oid("a"));
    assert.is(ledger.entries[0]?.authored?.offsetMinutes, -300);
    assert.is(ledger.entries.length, 2);
  });

  test("states the highest of its versions", async () => {
    assert.is((await parseText(`${text}version: 7\nversion: 2\n`)).version, 7);
  });
});

suite("updating a ledger", (test) => {
  const commit = (digit: string, header = `feat(67-04): “${digit}” a: b, #c`) => ({
    oid: oid(digit),
    planId: plan,
    authored: { epochMs: Date.parse("2026-02-20T21:48:01Z"), offsetMinutes: -300 },
    header,
  });
  const ledger = (...entries: readonly LedgerEntry[]): Ledger => ({
    entries,
    comments: [],
    version: 1,
    damagedLines: [],
  });
  const prefix = (digit: string) => parseOidPrefix(digit.repeat(8)) as OidPrefix;

  test("asks for the facts of unknown and of damaged entries alone", () => {
    const known = ledger(entry("a", { was: [oid("c")] }), entry("b", { subject: null }));
    assert.equal(findUnknownCommits(known, [commit("a"), commit("b"), commit("c"), commit("d")]), [oid("b"), oid("d")]);
  });

  test("drops what no document refers to, but nothing of a commit that is out of reach and cited", () => {
    const known = ledger(entry("a"), entry("b"), entry("c", { subject: "x", was: [oid("d")] }));
    const updated = updateLedger(known, facts({ deadPrefixes: [prefix("a"), prefix("d")] }), new Map());
    assert.equal(
      updated.map(({ oid: name }) => name),
      [oid("a"), oid("c")],
    );
    assert.is(updateLedger(known, facts({ isWhole: false }), new Map()).length, 3);
  });

  test("keeps the old name of a commit that was rewritten, as recorded and by its date and subject", () => {
    const referenced = [commit("b", entry("a").subject ?? "")];
    const isReachable = (name: Oid): boolean => name === oid("b");
    const byFacts = updateLedger(ledger(entry("a")), facts({ referenced, isReachable }), new Map());
    assert.equal(
      byFacts.map(({ oid: name, was }) => [name, was]),
      [[oid("b"), [oid("a")]]],
    );
    const squashed = updateLedger(
      ledger(entry("a"), entry("c")),
      facts({
        referenced: [commit("b", "squashed")],
        isReachable,
        successors: new Map([
          [oid("a"), oid("b")],
          [oid("c"), oid("b")],
        ]),
      }),
      new Map([[oid("b"), oid("8")]]),
    );
    assert.is(squashed.length, 1);
    assert.equal([squashed[0]?.subject, squashed[0]?.patchId], ["squashed", oid("8")]);
    assert.equal(squashed[0]?.was.toSorted(), [oid("a"), oid("c")]);
  });

  test("guesses nothing between twins", () => {
    const subject = entry("a").subject ?? "";
    const isReachable = (name: Oid): boolean => name !== oid("a");
    const referenced = [commit("b", subject), commit("c", subject)];
    const updated = updateLedger(
      ledger(entry("a")),
      facts({ referenced, isReachable, deadPrefixes: [prefix("a")] }),
      new Map(),
    );
    assert.equal(
      updated.map(({ was }) => was),
      [[], [], []],
    );
  });

  test("leaves a rewrite that leads in a circle as it is", () => {
    const known = ledger(entry("a", { was: [oid("b")] }), entry("b", { was: [oid("a")] }));
    const updated = updateLedger(known, facts({ deadPrefixes: [prefix("a")] }), new Map());
    assert.equal(updated.map(({ oid: name }) => name).toSorted(), [oid("a"), oid("b")]);
  });
});
