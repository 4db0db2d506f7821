import * as fc from "fast-check";
import * as assert from "uvu/assert";
import { cleanMessageFile, parseCommitMessage } from "../../src/commit/message.ts";
import { parsePlanTag, planTagCoversPlan, readPlanTag } from "../../src/commit/plan-tag.ts";
import {
  createPlanId,
  parsePlanId,
  parsePlanName,
  phaseOfPlan,
  planNumberOf,
  type PlanId,
} from "../../src/model/plan-id.ts";
import { lawRuns } from "../support/law-runs.ts";
import { suite } from "../support/suite.ts";

const run = lawRuns(6704);

interface PlanParts {
  readonly phase: number;
  readonly letter: string;
  readonly decimals: readonly number[];
  readonly series: string;
  readonly plan: number;
  readonly planLetter: string;
}

/** Phases below 1900: `2026-05` is a month, and a plan tag only to those who say so in the config. */
const planParts: fc.Arbitrary<PlanParts> = fc.record({
  phase: fc.oneof(fc.nat(99), fc.nat(1899)),
  letter: fc.constantFrom("", "", "", "A", "B", "D"),
  decimals: fc.array(fc.nat(99), { maxLength: 2 }),
  series: fc.constantFrom("", "", "", "", "gap-", "fix-"),
  plan: fc.oneof(fc.nat(20), fc.nat(999)),
  planLetter: fc.constantFrom("", "", "", "a", "b"),
});

function write(parts: PlanParts, style: { phaseWidth: number; planWidth: number; swapsCase: boolean }): string {
  const phase = String(parts.phase).padStart(style.phaseWidth, "0");
  const letters = style.swapsCase
    ? [parts.letter.toLowerCase(), parts.planLetter.toUpperCase()]
    : [parts.letter, parts.planLetter];
  const series = style.swapsCase ? parts.series.toUpperCase() : parts.series;
  const decimals = parts.decimals.map((part) => `.${part}`).join("");
  return `${phase}${letters[0]}${decimals}-${series}${String(parts.plan).padStart(style.planWidth, "0")}${letters[1]}`;
}

const canonical = { phaseWidth: 1, planWidth: 2, swapsCase: false };
const style = fc.record({
  phaseWidth: fc.integer({ min: 1, max: 4 }),
  planWidth: fc.integer({ min: 2, max: 4 }),
  swapsCase: fc.boolean(),
});
const planIds: fc.Arbitrary<PlanId> = planParts.map((parts) => {
  const id = parsePlanId(write(parts, canonical));
  if (id === undefined) throw new Error(`no plan id: ${JSON.stringify(parts)}`);
  return id;
});

/** Headers near the grammar, where a parser goes wrong sooner than on random text. */
const nearHeaders = fc
  .array(
    fc.constantFrom(
      "feat",
      "fix",
      "(",
      ")",
      ":",
      "!",
      " ",
      "-",
      "–",
      "_",
      ",",
      "/",
      "..",
      "67",
      "04",
      "2026",
      "v1.2",
      "M001",
      "S01",
      "quick",
      "phase",
      "plan",
      "GAP",
      "fixup! ",
      'Revert "',
      "（",
      "指",
      "#",
      ".",
      "a",
      "\u200b",
      "✨",
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(""));

suite("laws of plan ids and plan tags", (test) => {
  test("a canonical id is its own spelling, and its parts make it again", () => {
    fc.assert(
      fc.property(planParts, planIds, (parts, id) => {
        assert.is(parsePlanId(write(parts, canonical)), write(parts, canonical));
        assert.is(parsePlanId(id), id);
        assert.is(parsePlanName(id), id);
        assert.is(createPlanId(phaseOfPlan(id), planNumberOf(id)), id);
      }),
      run,
    );
  });

  test("padding and case change no id", () => {
    fc.assert(
      fc.property(planParts, style, (parts, spelling) => {
        assert.is(parsePlanId(write(parts, spelling)), write(parts, canonical));
      }),
      run,
    );
  });

  test("a scope that is an id in any padding and case is that plan's tag", () => {
    fc.assert(
      fc.property(planParts, style, fc.string(), (parts, spelling, subject) => {
        // A gap plan of a phase with a lower-case letter looks like a word: `3d-fix-01`.
        fc.pre(parts.series === "" || parts.letter === "" || !spelling.swapsCase);
        const tag = parsePlanTag(`feat(${write(parts, spelling)}): ${subject}`);
        assert.equal(tag.kind === "plan" ? tag.planIds : tag, [write(parts, canonical)]);
      }),
      run,
    );
  });

  test("a tag covers the plans that it lists and no other", () => {
    fc.assert(
      fc.property(fc.uniqueArray(planIds, { minLength: 1, maxLength: 5 }), planIds, (listed, other) => {
        const tag = parsePlanTag(`fixup! docs(${listed.join(",")}): x`);
        for (const id of listed) assert.ok(planTagCoversPlan(tag, id), id);
        assert.is(planTagCoversPlan(tag, other), listed.includes(other), other);
      }),
      run,
    );
  });

  test("any text gives a tag, and a suggested scope is well-formed", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), nearHeaders), (header) => {
        const tag = parsePlanTag(header);
        if (tag.kind === "plan") assert.ok(tag.planIds.length > 0);
        if (tag.kind !== "malformed" || tag.suggestion === null) return;
        const kind = parsePlanTag(`feat(${tag.suggestion}): x`).kind;
        assert.ok(kind !== "untagged" && kind !== "malformed", `${header} → ${tag.suggestion}`);
      }),
      run,
    );
  });

  test("any text gives a message, and cleaning twice is cleaning once", () => {
    const line = fc.oneof(
      fc.string(),
      nearHeaders,
      fc.constantFrom("", "Plan: 67-04", "# x", "---", " y", "Key: v", "\r"),
    );
    fc.assert(
      fc.property(
        fc.array(line).map((lines) => lines.join("\n")),
        fc.constantFrom("strip", "whitespace", "scissors", "verbatim"),
        (raw, cleanup) => {
          readPlanTag(parseCommitMessage(raw));
          const once = cleanMessageFile(raw, { commentPrefix: "#", cleanup });
          assert.is(cleanMessageFile(once, { commentPrefix: "#", cleanup }), once);
        },
      ),
      run,
    );
  });

  test("hostile headers of a megabyte take less than a second", () => {
    const units = [
      "(",
      ")",
      "67-",
      "67-04,",
      "fixup! ",
      'Revert "',
      " ",
      "-",
      ":",
      "a",
      "feat(",
      "feat(67-04) ",
      "1.",
      "✨",
      "指",
      "v1/",
      "M001/",
      "\t",
      "_",
      "..",
      "67 - ",
    ];
    for (const unit of units) {
      const long = unit.repeat(Math.ceil(1_000_000 / unit.length));
      for (const header of [
        long,
        `feat(${long}): x`,
        `feat(67-04${long}`,
        `fixup! feat(67${long}`,
        `${long}feat(67-04): x`,
      ]) {
        const startedAt = performance.now();
        readPlanTag(parseCommitMessage(header));
        assert.ok(performance.now() - startedAt < 6000, unit);
      }
    }
  });
});
