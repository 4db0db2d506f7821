import * as assert from "uvu/assert";
import { parseCommitMessage } from "../../../src/commit/message.ts";
import { readPlanTag } from "../../../src/commit/plan-tag.ts";
import { formatDigest } from "../../../src/links/digest-text.ts";
import { DigestBuilder, emptyDigest, needsPaths, type HistoryDigest } from "../../../src/links/history-digest.ts";
import { toZonedTime } from "../../support/fake-project.ts";
import { suite } from "../../support/suite.ts";

type Line = readonly [minute: number, message: string, ...paths: readonly string[]];

function fold(lines: readonly Line[], base: HistoryDigest = emptyDigest): HistoryDigest | undefined {
  const builder = new DigestBuilder(base, ".planning");
  for (const [minute, message, ...paths] of lines) {
    const tag = readPlanTag(parseCommitMessage(message));
    const authored = toZonedTime(new Date(Date.UTC(2026, 2, 1) + minute * 60_000).toISOString());
    if (needsPaths(tag)) builder.add({ tag, authored, isMerge: message.startsWith("Merge"), paths });
    else builder.addOther();
  }
  return builder.finish();
}

/** In whatever order commits, plans and directories came. */
function canonical(digest: HistoryDigest | undefined): string | undefined {
  if (digest === undefined) return undefined;
  const sort = <Value>(map: ReadonlyMap<string, Value>): Map<string, Value> =>
    new Map([...map].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return formatDigest({
    ...digest,
    births: sort(digest.births),
    summaries: sort(digest.summaries),
    revisions: { plans: sort(digest.revisions.plans), summaries: sort(digest.revisions.summaries) },
    plans: sort(
      new Map([...digest.plans].map(([id, plan]) => [id, { ...plan, windows: sort(plan.windows) }] as const)),
    ) as never,
  });
}

const phases = ".planning/phases";
const history: readonly Line[] = [
  [0, "docs(01): plan", `${phases}/01-old/01-01-PLAN.md`],
  [10, "feat(01-01): begin", "a.ts", "b.ts"],
  [20, "feat(01-01): go on", "a.ts"],
  [30, "docs(01-01): complete", `${phases}/01-old/01-01-SUMMARY.md`],
  [40, "chore: tidy", "x"],
  [50, "docs(01): plan anew", `${phases}/01-new/01-01-PLAN.md`],
  [60, "feat(01-01): begin anew", "c.ts"],
  [70, "Merge(01-01): bring in", "c.ts"],
  [80, "feat(01-01, 01-02): both", "d.ts", ".planning/STATE.md"],
  [90, "docs(01-01): complete anew", `${phases}/01-new/01-01-SUMMARY.md`],
  [100, "docs(02): plan", `${phases}/02-next/02-01-PLAN.md`],
  [110, "feat(02-01): next", "e.ts"],
];

suite("a digest that grows", (test) => {
  const whole = canonical(fold(history));

  test("does not depend on the order of commits", () => {
    assert.is(canonical(fold(history.toReversed())), whole);
    for (let start = 1; start < history.length; start += 1)
      assert.is(canonical(fold([...history.slice(start), ...history.slice(0, start)])), whole);
  });

  test("is the same as that of all at once, or says that it cannot be", () => {
    const outcome = (first: readonly Line[], rest: readonly Line[]): string => {
      const grown = fold(rest, fold(first) ?? emptyDigest);
      if (grown !== undefined) assert.is(canonical(grown), whole);
      return grown === undefined ? "-" : "+";
    };
    const cuts = Array.from({ length: history.length + 1 }, (_, cut) => cut);
    assert.is(cuts.map((cut) => outcome(history.slice(0, cut), history.slice(cut))).join(""), "+++++++++++++");
    assert.is(cuts.map((cut) => outcome(history.slice(cut), history.slice(0, cut))).join(""), "+---------+-+");
    assert.is(
      history
        .map((line) =>
          outcome(
            history.filter((other) => other !== line),
            [line],
          ),
        )
        .join(""),
      "-++++-++++-+",
    );
    assert.is(
      history
        .map((line) =>
          outcome(
            [line],
            history.filter((other) => other !== line),
          ),
        )
        .join(""),
      "+--+++----+-",
    );
  });

  test("makes stretches of much work, and forgets the files of more", () => {
    const many = Array.from({ length: 520 }, (_, index): Line => [index * 10, "feat(05-01): more", `f${index}.ts`]);
    const window = (lines: readonly Line[]): unknown => {
      const plan = [...(fold(lines)?.plans.values() ?? [])][0]?.windows.get("");
      return [plan?.work.length, plan?.work.reduce((sum, { count }) => sum + count, 0), plan?.paths?.length ?? null];
    };
    assert.equal(
      [window(many), window(many.slice(0, 500)), window(many.slice(0, 64)), window(many.slice(0, 3))],
      [
        [17, 520, null],
        [17, 500, null],
        [64, 64, 512],
        [3, 3, 24],
      ],
    );
    const [first, second] = [fold(many.slice(0, 300)), many.slice(300)];
    assert.is(canonical(fold(second, first)), canonical(fold(many)));
    // A SUMMARY between two commits that are one stretch already.
    const late: Line = [1005, "docs(05-01): complete", `${phases}/05-x/05-01-SUMMARY.md`];
    assert.is(fold([late], fold(many)), undefined);
    const elsewhere: Line = [1005, "docs(06-01): complete", `${phases}/06-x/06-01-SUMMARY.md`];
    assert.is.not(fold([elsewhere], fold(many)), undefined);
    const nowhere: Line = [1005, "docs(06-01): complete", "docs/06-01-SUMMARY.md"];
    assert.is(fold([nowhere], fold(many)), undefined);
    const newest: Line = [5200, "docs(05-01): complete", `${phases}/05-x/05-01-SUMMARY.md`];
    assert.is.not(fold([newest], fold(many)), undefined);
  });
});
