import * as assert from "uvu/assert";
import { parse } from "yaml";
import { formatLedger } from "../../../src/ledger/format-ledger.ts";
import { toLedgerSubject, uniteEntries, type Ledger, type LedgerEntry } from "../../../src/ledger/ledger.ts";
import { readYaml } from "../../../src/ledger/ledger-yaml.ts";
import { parseLedger } from "../../../src/ledger/parse-ledger.ts";
import { findUnknownCommits, updateLedger, type LedgerFacts } from "../../../src/ledger/update-ledger.ts";
import { formatZonedText, parseZonedText } from "../../../src/ledger/zoned-text.ts";
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

  test("states the highest of its versions, in every way to write one", async () => {
    assert.is((await parseText(`${text}version: 7\nversion: 2\n`)).version, 7);
    for (const [line, version] of [
      ["version: 12", 12],
      ["'version' :  \"3\"", 3],
      ['"version":\t4 # four', 4],
      ["version: 123456789", 123_456_789],
      ["aversion: 3", null],
      ["# version: 3", null],
      ["version: x", null],
      ["version 3", null],
    ] as const)
      assert.is((await parseText(`${line}\n`)).version, version, line);
    assert.is((await parseText("")).version, null);
  });

  test("gives the same bytes for the same entries: those of one instant by their oids, those of no time first", () => {
    const entries = [entry("b"), entry("c"), entry("a"), entry("d", { authored: null })];
    const oids = (order: readonly LedgerEntry[]): readonly string[] =>
      [...formatLedger({ entries: order, comments: [] }).matchAll(/"oid":"(.)/g)].map(([, digit]) => digit ?? "");
    assert.equal(oids(entries), ["d", "a", "b", "c"]);
    assert.equal(oids(entries.toReversed()), ["d", "a", "b", "c"]);
  });

  test("leaves out what is not known, and reads its absence as such", async () => {
    const bare = entry("a", { planId: null, authored: null, subject: null, patchId: null });
    const written = formatLedger({ entries: [bare], comments: [] });
    assert.ok(written.endsWith(`\n- {"oid":"${oid("a")}"}\n`), written);
    assert.equal((await parseText(written)).entries, [bare]);
  });

  test("needs YAML for no line of its own form, however it is spaced", async () => {
    yamlLoads = 0;
    const line = JSON.stringify({ oid: oid("a") });
    for (const form of [`- ${line}`, `\t-  ${line}`, `  - ${line} ,`, `- ${line}\t`, `\uFEFF- ${line}`]) {
      const { entries, damagedLines } = await parseText(`---\ncommits:\n${form}\n...\n`);
      // A byte order mark stands at the beginning of a file or is none.
      if (!form.startsWith("\uFEFF")) assert.equal([entries.length, damagedLines], [1, []], form);
    }
    assert.is((await parseText(`\uFEFF- ${line}\n`)).entries.length, 1);
    assert.is(yamlLoads, 1);
  });

  test("takes markers of a conflict at the beginning of a line for such, and nothing else", async () => {
    const marked = `${text}||||||| base\n${lineA}\n=======\n>>>>>>>\n`;
    assert.equal((await parseText(marked)).damagedLines, []);
    for (const line of ["||| x", "a <<<<<<< ours", "<<<<<<<<", "======"])
      assert.equal((await parseText(`${text}${line}\n`)).damagedLines, [7], line);
  });

  test("names a damaged line by its place, whatever stands around it, and in the order of the file", async () => {
    const ledger = await parseText(`- a b\n\n  c\n\n- {"oid": 1}\n${lineA}\nd\ne\n- f\n${lineB}\n`);
    assert.equal(ledger.damagedLines, [1, 5, 7, 9]);
    assert.equal(
      ledger.entries.map(({ oid: name }) => name),
      [oid("a"), oid("b")],
    );
  });

  test("keeps of a spoilt line each field that is whole, in JSON and in YAML", async () => {
    const whole = `oid: ${oid("a")}, plan: 67-04, at: 2026-02-20T16:48:01-05:00, patch: ${oid("9")}`;
    const expected = entry("a", { subject: "s: t", was: [oid("b"), oid("c")] });
    const names = `${oid("b")}, ${oid("c")}`;
    for (const line of [
      `- {${whole}, subject: "s: t", was: [${names}], bad: }}`,
      `- {${whole}, subject: 's: t', 'was' : [${names}], bad: }}`,
      `- {"oid" :"${oid("a")}", 'plan':'67-04', "at":\t"2026-02-20T16:48:01-05:00", "patch": "${oid("9")}", "subject":"s: t", "was":[${names}], }}`,
      `- {${whole}, subject: "s: t", was: [ ${names}`,
    ]) {
      const { entries, damagedLines } = await parseText(`${line}\n`);
      assert.equal(entries, [expected], line);
      assert.equal(damagedLines, [1], line);
    }
    assert.equal((await parseText(`- {oid: ${oid("a")}, was: no, }}\n`)).entries[0]?.was, []);
    assert.equal((await parseText(`- {oid: "${oid("a")}\\q", }}\n`)).entries, []);
    assert.equal((await parseText("- {plan: 67-04, }}\n")).entries, []);
  });

  test("counts a field of another kind as absent", async () => {
    const odd = { oid: oid("a"), plan: 67, at: [], subject: "", patch: "no oid", was: [oid("b"), 3, "x", oid("a")] };
    const { entries } = await parseText(`- ${JSON.stringify(odd)}\n`);
    assert.equal(entries, [
      { oid: oid("a"), planId: null, authored: null, subject: null, patchId: null, was: [oid("b")] },
    ]);
    const single = await parseText(`- ${JSON.stringify({ oid: oid("a"), was: oid("b") })}\n`);
    assert.equal(single.entries[0]?.was, [oid("b")]);
  });

  test("gives up on YAML in bulk, which takes its time, but not on its commits", async () => {
    const block = (digit: string): string => `- oid: ${oid(digit)}\n  subject: ${"words ".repeat(1300)}\n`;
    const digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    const ledger = await parseText(digits.map(block).join(""));
    assert.equal(ledger.damagedLines, [17, 19]);
    assert.equal(
      ledger.entries.map(({ oid: name }) => name),
      digits.map(oid),
    );
  });

  test("reads YAML only as far as it is safe: no alias, no tag, no number", () => {
    assert.equal(readYaml("a: 01\nb: true\na: 2"), { a: "2", b: "true" });
    assert.is(readYaml("a: &x 1\nb: *x"), undefined);
    assert.is(readYaml("a: ["), undefined);
    assert.is(readYaml("[".repeat(5000)), undefined);
  });
});

suite("an instant with its zone", (test) => {
  test("is written and read the same, before the year 1 and after 9999 as well", () => {
    for (const [time, written] of [
      [{ epochMs: 0, offsetMinutes: 0 }, "1970-01-01T00:00:00+00:00"],
      [{ epochMs: 0, offsetMinutes: -210 }, "1969-12-31T20:30:00-03:30"],
      [{ epochMs: 1000, offsetMinutes: 345 }, "1970-01-01T05:45:01+05:45"],
      [{ epochMs: Date.parse("0001-01-01T00:00:00Z"), offsetMinutes: 0 }, "0001-01-01T00:00:00+00:00"],
      [{ epochMs: Date.parse("9999-12-30T00:00:00Z"), offsetMinutes: 0 }, "9999-12-30T00:00:00+00:00"],
      [{ epochMs: 253_402_214_401_000, offsetMinutes: 60 }, "@253402214401 +0100"],
      [{ epochMs: -62_135_596_801_000, offsetMinutes: -60 }, "@-62135596801 -0100"],
    ] as const) {
      assert.is(formatZonedText(time), written);
      assert.equal(parseZonedText(written), time);
    }
  });

  test("is read with Z, a blank, or a zone without a colon, and as nothing but a whole text", () => {
    const time = { epochMs: 0, offsetMinutes: 0 };
    for (const written of ["1970-01-01T00:00:00Z", "1970-01-01 00:00:00 +0000", "1970-01-01 00:00:00-00:00", "@0Z"])
      assert.equal(parseZonedText(written), time, written);
    for (const written of [
      "1970-01-01T00:00:00",
      "x1970-01-01T00:00:00Z",
      "1970-01-01T00:00:00Zx",
      "1970-13-01T00:00:00Z",
      "0 +0000",
      "",
    ])
      assert.is(parseZonedText(written), undefined, written);
  });
});

suite("uniting entries", (test) => {
  const earlier = entry("a", { was: [] });
  const named = (...entries: readonly LedgerEntry[]): readonly Oid[] =>
    uniteEntries(entries).map(({ oid: name }) => name);

  test("gives what the first lacks from a later one, and keeps what it has", () => {
    const bare = entry("a", { planId: null, authored: null, subject: null, patchId: null });
    assert.equal(uniteEntries([bare, entry("a")]), [entry("a")]);
    assert.equal(uniteEntries([entry("a"), bare]), [entry("a")]);
    assert.equal(uniteEntries([entry("a"), entry("a", { subject: "other", patchId: oid("8") })]), [entry("a")]);
  });

  test("takes two for one commit when nothing that both tell differs", () => {
    const later = (extra: Partial<LedgerEntry>): LedgerEntry =>
      entry("b", { subject: earlier.subject, was: [oid("a")], ...extra });
    assert.equal(named(earlier, later({})), [oid("b")]);
    assert.equal(named(earlier, later({ subject: null })), [oid("b")]);
    assert.equal(named(earlier, later({ authored: null })), [oid("b")]);
    assert.equal(named(entry("a", { subject: null, authored: null }), later({})), [oid("b")]);
    assert.equal(named(earlier, later({ subject: "another" })), [oid("a"), oid("b")]);
    assert.equal(named(earlier, later({ authored: { epochMs: 0, offsetMinutes: 0 } })), [oid("a"), oid("b")]);
  });

  test("leaves an earlier name to both where two have it", () => {
    const later = (digit: string): LedgerEntry => entry(digit, { subject: earlier.subject, was: [oid("a")] });
    assert.equal(named(earlier, later("b"), later("c")), [oid("a"), oid("b"), oid("c")]);
  });

  test("keeps the 32 newest names, and 400 characters of a subject", () => {
    const names = Array.from({ length: 40 }, (_, index) => parseOid(String(index).padStart(40, "0")) as Oid);
    const [united] = uniteEntries([entry("a", { was: names.slice(20) }), entry("a", { was: names.slice(0, 20) })]);
    assert.equal(united?.was, names.slice(8));
    assert.is(toLedgerSubject("x".repeat(500)), "x".repeat(400));
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

  test("takes a commit for what another became by its author's time, zone and subject together", () => {
    const isReachable = (name: Oid): boolean => name === oid("b");
    const update = (before: LedgerEntry, header = entry("a").subject ?? ""): readonly (readonly Oid[])[] =>
      updateLedger(
        ledger(before),
        facts({ referenced: [commit("b", header)], isReachable, deadPrefixes: [prefix("a")] }),
        new Map(),
      ).map(({ was }) => was);
    const { epochMs = 0 } = entry("a").authored ?? {};
    assert.equal(update(entry("a")), [[oid("a")]]);
    assert.equal(update(entry("a"), "another subject"), [[], []]);
    assert.equal(update(entry("a", { authored: null })), [[], []]);
    assert.equal(update(entry("a", { authored: { epochMs: epochMs + 1000, offsetMinutes: -300 } })), [[], []]);
    assert.equal(update(entry("a", { authored: { epochMs, offsetMinutes: 0 } })), [[], []]);
  });

  test("believes a record of a rewrite only where the successor is known and in reach", () => {
    const update = (changes: Partial<LedgerFacts>): readonly Oid[] =>
      updateLedger(
        ledger(entry("a")),
        facts({ successors: new Map([[oid("a"), oid("b")]]), deadPrefixes: [prefix("a")], ...changes }),
        new Map(),
      ).map(({ oid: name }) => name);
    const referenced = [commit("b", "rewritten")];
    assert.equal(update({ referenced, isReachable: (name) => name === oid("b") }), [oid("b")]);
    assert.equal(update({ referenced, isReachable: () => false }), [oid("b"), oid("a")]);
    assert.equal(update({ isReachable: (name) => name === oid("b") }), [oid("a")]);
  });

  test("leaves a commit that is in reach as it is, and one of whose names a document cites", () => {
    const known = ledger(entry("a", { was: [oid("c")] }));
    const successors = new Map([[oid("a"), oid("b")]]);
    const updated = updateLedger(
      known,
      facts({ referenced: [commit("c"), commit("b")], isReachable: () => true, successors }),
      new Map(),
    );
    assert.equal(
      updated.map(({ oid: name, was }) => [name, was]),
      [
        [oid("b"), []],
        [oid("a"), [oid("c")]],
      ],
    );
    const sparing = facts({ deadPrefixes: [prefix("a"), parseOidPrefix("dddd") as OidPrefix] });
    assert.equal(
      updateLedger(ledger(entry("a"), entry("d"), entry("e")), sparing, new Map()).map(({ oid: name }) => name),
      [oid("a"), oid("d")],
    );
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
