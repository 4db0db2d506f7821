import * as fc from "fast-check";
import * as assert from "uvu/assert";
import { readPlanTag } from "../../src/commit/plan-tag.ts";
import { parseCommitMessage } from "../../src/commit/message.ts";
import { formatDigest, parseDigest } from "../../src/links/digest-text.ts";
import { DigestBuilder, emptyDigest, type HistoryCommit, type HistoryDigest } from "../../src/links/history-digest.ts";
import { createLinkIndex } from "../../src/links/link-index.ts";
import { findPlanFiles } from "../../src/planning/plan-files.ts";
import { distanceFromWorkMs, findLastWork } from "../../src/links/work-times.ts";
import { lawRuns } from "../support/law-runs.ts";
import { suite } from "../support/suite.ts";

const run = lawRuns(20260306);

const directories = ["01-old", "01-new", "02-tides", "02A-inserted"];
const planningPaths = directories.flatMap((name) =>
  ["01-01", "01-02", "02-01"].flatMap((id) => [
    `.planning/phases/${name}/${id}-PLAN.md`,
    `.planning/phases/${name}/${id}-SUMMARY.md`,
    `.planning/milestones/v1-phases/${name}/${id}-SUMMARY.md`,
  ]),
);
const workPaths = Array.from({ length: 8 }, (_, index) => `src/${index}.ts`);

/** Clustered, so that pauses shorter and longer than three hours, and equal times, all occur; `spread` in seconds. */
function commits(longest: number, spread: number): fc.Arbitrary<readonly HistoryCommit[]> {
  return fc.array(
    fc.record({
      tag: fc
        .constantFrom(
          "feat(01-01): a",
          "feat(01-01): b",
          "feat(1-2): c",
          "docs(01): plan",
          "fix(02-01,01-02): d",
          "feat(v2.0-01-01): of a milestone",
          "chore: nothing",
        )
        .map((header) => readPlanTag(parseCommitMessage(header))),
      authored: fc.record({
        epochMs: fc.integer({ min: 0, max: spread }).map((second) => (1_770_000_000 + second) * 1000),
        offsetMinutes: fc.constantFrom(0, 120, -300),
      }),
      isMerge: fc.constantFrom(false, false, false, true),
      paths: fc.subarray([...workPaths, ...planningPaths], { maxLength: 3 }),
    }),
    { maxLength: longest },
  );
}

function fold(base: HistoryDigest, added: readonly HistoryCommit[]): HistoryDigest | undefined {
  const builder = new DigestBuilder(base, ".planning");
  for (const commit of added) builder.add(commit);
  return builder.finish();
}

function build(all: readonly HistoryCommit[]): HistoryDigest {
  const digest = fold(emptyDigest, all);
  if (digest === undefined) throw new Error("a digest of a whole history is always exact");
  return digest;
}

/** All that the commands can learn from a digest, with these plan files in the tree. */
function answers(digest: HistoryDigest, paths: readonly string[]): unknown {
  const times = Array.from({ length: 40 }, (_, index) => (1_770_000_000 + index * 1171) * 1000);
  return {
    index: createLinkIndex(digest, findPlanFiles(paths, ".planning")),
    last: findLastWork(digest.work),
    distances: times.map((time) => distanceFromWorkMs(digest.work, time)),
  };
}

const shapes = [
  { name: "short histories", commits: commits(24, 60_000) },
  { name: "long histories of few plans", commits: commits(700, 400_000) },
];

suite("the laws of the digest", (test) => {
  for (const shape of shapes) {
    const runs = { ...run, numRuns: shape.name.startsWith("long") ? Math.ceil(run.numRuns / 10) : run.numRuns };

    test(`folding piece by piece gives what reading all gives, or says that it cannot: ${shape.name}`, () => {
      let folded = 0;
      fc.assert(
        fc.property(
          shape.commits,
          fc.array(fc.nat({ max: 700 }), { maxLength: 4 }),
          fc.subarray(planningPaths),
          (all, cuts, paths) => {
            const bounds = [0, ...cuts.map((cut) => Math.min(cut, all.length)).sort((a, b) => a - b), all.length];
            let digest: HistoryDigest | undefined = emptyDigest;
            for (let index = 1; index < bounds.length && digest !== undefined; index += 1)
              digest = fold(digest, all.slice(bounds[index - 1], bounds[index]));
            if (digest === undefined) return;
            folded += 1;
            assert.equal(answers(digest, paths), answers(build(all), paths));
          },
        ),
        runs,
      );
      assert.ok(folded > runs.numRuns / 8, `only ${folded} of ${runs.numRuns} could be folded`);
    });

    test(`commits in order of time fold without reading anything again: ${shape.name}`, () => {
      fc.assert(
        fc.property(shape.commits, fc.nat({ max: 700 }), fc.subarray(planningPaths), (given, cut, paths) => {
          // Distinct times: of commits in one second the directory's birth may come last.
          const all = given
            .toSorted((a, b) => a.authored.epochMs - b.authored.epochMs)
            .map((commit, index) => ({
              ...commit,
              authored: { ...commit.authored, epochMs: commit.authored.epochMs + index * 1000 },
            }));
          const digest = fold(build(all.slice(0, cut)), all.slice(cut));
          assert.ok(digest !== undefined);
          if (digest !== undefined) assert.equal(answers(digest, paths), answers(build(all), paths));
        }),
        runs,
      );
    });

    test(`the order of commits does not matter: ${shape.name}`, () => {
      fc.assert(
        fc.property(shape.commits, fc.subarray(planningPaths), (all, paths) => {
          assert.equal(answers(build(all.toReversed()), paths), answers(build(all), paths));
        }),
        runs,
      );
    });

    test(`a digest comes back from its text: ${shape.name}`, () => {
      fc.assert(
        fc.property(shape.commits, (all) => {
          const digest = build(all);
          assert.equal(parseDigest(formatDigest(digest)), digest);
        }),
        runs,
      );
    });
  }

  test("any other text is no digest, or one that answers everything", () => {
    fc.assert(
      fc.property(commits(24, 60_000), fc.nat(), fc.string({ maxLength: 3 }), (all, position, insert) => {
        const text = formatDigest(build(all));
        const at = position % text.length;
        const digest = parseDigest(text.slice(0, at) + insert + text.slice(at + 1));
        if (digest !== undefined) answers(digest, planningPaths);
      }),
      run,
    );
    for (const text of ["", "null", "[]", "{}", "[1,[],[],[],[[],[]],7]", '[1,[["__proto__",1]],[],[],[[],[]]]'])
      if (parseDigest(text) !== undefined) answers(parseDigest(text) ?? emptyDigest, planningPaths);
  });

  test("its size goes with the plans, not with the commits", () => {
    const of = (count: number): number => {
      const header = (index: number): string => `feat(${1 + (index % 4)}-0${1 + (index % 3)}): x`;
      const history = Array.from({ length: count }, (_, index): HistoryCommit => ({
        tag: readPlanTag(parseCommitMessage(header(index))),
        authored: { epochMs: (1_770_000_000 + index * 60) * 1000, offsetMinutes: 0 },
        isMerge: false,
        paths: [`src/${index}.ts`],
      }));
      return formatDigest(build(history)).length;
    };
    const [few, many] = [of(10_000), of(100_000)];
    assert.ok(many < few * 1.3, `${few} bytes for 10,000 commits, ${many} for 100,000`);
  });
});
