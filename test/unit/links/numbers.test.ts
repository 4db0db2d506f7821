import * as assert from "uvu/assert";
import { readDigest } from "../../../src/commands/read-history.ts";
import { parseCommitMessage } from "../../../src/commit/message.ts";
import { readPlanTag, type PlanTag } from "../../../src/commit/plan-tag.ts";
import { formatDigest, parseDigest } from "../../../src/links/digest-text.ts";
import { isBookkeeping, needsPaths, plansOfTag } from "../../../src/links/history-digest.ts";
import { deriveTotals, percentOf } from "../../../src/links/milestone-totals.ts";
import { createOidFinder } from "../../../src/links/oid-finder.ts";
import { addPaths, countPaths, toPathKey } from "../../../src/links/path-set.ts";
import {
  findPhaseDirectory,
  isPlanPath,
  isSummaryPath,
  nameOfDirectory,
  phasesOfDirectory,
  placeInPhase,
  summaryPlaceOf,
} from "../../../src/links/phase-places.ts";
import { isFarBeyond, isPlausibleDuration, readBareDuration } from "../../../src/links/plan-figures.ts";
import { findFilesByOtherId, noMilestones } from "../../../src/links/plan-names.ts";
import { isPlanNumberWrong, saysComplete } from "../../../src/links/plan-number.ts";
import { contradictByScope, describeScope, findScopes } from "../../../src/links/plan-scope.ts";
import {
  createProjectStanding,
  findPlanByNumber,
  isPhaseComplete,
  type ProjectStanding,
} from "../../../src/links/project-standing.ts";
import { createScopeAssigner, findContestedPlans, type ScopePlans } from "../../../src/links/scope-assigner.ts";
import {
  addShortened,
  addTimes,
  countGaps,
  countOf,
  distanceMs,
  findAtMost,
  firstMs,
  isSplitBy,
  joinRuns,
  lastTime,
  mergeStretches,
  packTime,
  runsBetween,
  runsUntil,
  secondOf,
  spanMinutes,
  type TimeRuns,
} from "../../../src/links/time-runs.ts";
import { addWorkTimes, distanceFromWorkMs, findLastWork, noWorkTimes } from "../../../src/links/work-times.ts";
import { parseOid, parseOidPrefix, type Oid } from "../../../src/model/oid.ts";
import { parseAnyPlanId, type PhaseId, type PlanId } from "../../../src/model/plan-id.ts";
import { findPlanFiles } from "../../../src/planning/plan-files.ts";
import { createFakeWorld, readFakeProject, toZonedTime, type FakeCommit } from "../../support/fake-project.ts";
import { indexOf, planIdOf } from "../../support/linked.ts";
import { suite } from "../../support/suite.ts";

const parsePlanTagOf = (message: string): PlanTag => readPlanTag(parseCommitMessage(message));
const pack = (minute: number, offsetMinutes = 0): number => packTime({ epochMs: minute * 60_000, offsetMinutes });
const runsOf = (...minutes: readonly number[]): TimeRuns =>
  addTimes(
    [],
    minutes.map((minute) => pack(minute)),
  );
/** `0-10x2`: a stretch from minute 0 to 10 of two commits, with its zone where it has one. */
const show = (runs: TimeRuns): string =>
  runs
    .map(
      ({ start, end, count, offsetMinutes }) =>
        `${start / 60}${end === start ? "" : `-${end / 60}`}${count === 1 ? "" : `x${count}`}${offsetMinutes === 0 ? "" : `@${offsetMinutes}`}`,
    )
    .join(" ");

suite("times of commits", (test) => {
  test("are packed with their zone, before 1970 as well", () => {
    for (const text of ["2026-03-01T10:00:30Z", "2026-03-01T10:00:30+05:30", "1969-12-31T23:00:00-11:00"]) {
      const time = toZonedTime(text);
      const [run] = addTimes([], [packTime(time)]);
      assert.equal(
        [secondOf(packTime(time)) * 1000, run?.start, run?.offsetMinutes],
        [time.epochMs, time.epochMs / 1000, time.offsetMinutes],
        text,
      );
    }
    assert.ok(pack(1, -720) < pack(1, 0) && pack(1, 840) < pack(2, -720));
  });

  test("are added in any order, those at one time together", () => {
    assert.is(show(runsOf(3, 1, 2, 1)), "1x2 2 3");
    assert.is(show(addTimes(runsOf(5), [])), "5");
    assert.is(show(addTimes([], [pack(1, 60), pack(1, -60), pack(1)])), "1x3@60");
    assert.is(
      show(addTimes([{ start: 60, end: 600, count: 3, offsetMinutes: 60 }], [pack(5), pack(10, 120), pack(11)])),
      "1-10x5@120 11",
    );
    assert.is(show(joinRuns([])), "");
    assert.is(show(joinRuns([runsOf(1)])), "1");
    assert.is(show(joinRuns([runsOf(1, 5), runsOf(3, 5)])), "1 3 5x2");
  });

  test("of a long list become stretches, but for the newest and where a cut is", () => {
    const many = Array.from({ length: 80 }, (_, index) => pack(index * 10));
    assert.is(
      show(addShortened([], many, () => [])),
      "0-630x64 640 650 660 670 680 690 700 710 720 730 740 750 760 770 780 790",
    );
    assert.is(
      show(addShortened([], many, () => [100 * 60, 305 * 60, 5000 * 60])),
      "0-100x11 110-300x20 310-630x33 640 650 660 670 680 690 700 710 720 730 740 750 760 770 780 790",
    );
    assert.is(
      addShortened([], many.slice(0, 64), () => {
        throw new Error("asked for");
      }).length,
      64,
    );
    assert.is(
      countOf(
        addShortened(
          [],
          Array.from({ length: 9000 }, (_, index) => pack(9000 - index)),
          () => [],
        ),
      ),
      9000,
    );
    assert.is(show(mergeStretches(runsOf(0, 45, 91, 100))), "0-45x2 91-100x2");
  });

  test("are cut, counted and measured", () => {
    const runs: TimeRuns = [
      { start: 0, end: 600, count: 3, offsetMinutes: 0 },
      { start: 3300, end: 3300, count: 1, offsetMinutes: 0 },
      { start: 6001, end: 6001, count: 2, offsetMinutes: 90 },
    ];
    assert.equal(
      [0, 599, 600, 3300, -1].map((cut) => isSplitBy(runs, cut)),
      [true, true, false, false, false],
    );
    assert.equal(
      [599_999, 600_000, 3_300_000, 9e9].map((ms) => runsUntil(runs, ms).length),
      [0, 1, 2, 3],
    );
    assert.equal(
      [runsBetween(runs, -1, 9e9).length, runsBetween(runs, 0, 9e9).length, runsBetween(runs, 0, 3_300_000).length],
      [3, 2, 1],
    );
    assert.equal([countOf(runs), countGaps(runs), firstMs(runs), spanMinutes(runs)], [6, 4, 0, 55]);
    assert.equal(
      [countOf([]), countGaps([]), firstMs([]), spanMinutes([]), spanMinutes(runsOf(3)), lastTime([])],
      [0, 0, null, null, null, null],
    );
    assert.equal(lastTime(runs), { epochMs: 6001000, offsetMinutes: 90 });
    assert.equal(
      [-1000, 0, 300_000, 601_000, 3_299_000, 7_001_000].map((ms) => distanceMs(runs, ms)),
      [1000, 0, 0, 1000, 1000, 1000000],
    );
    assert.is(distanceMs([], 0), Infinity);
    assert.equal(
      [0, 1, 2, 3, 5, 9].map((value) => findAtMost([1, 3, 3, 5], value)),
      [-Infinity, 1, 1, 3, 5, 5],
    );
    assert.is(findAtMost([], 1), -Infinity);
  });

  test("of all work are kept one by one while they are new", () => {
    const times = Array.from({ length: 300 }, (_, index) => pack(index * 60, index === 299 ? 60 : 0));
    const work = addWorkTimes(addWorkTimes(noWorkTimes, times.slice(0, 100)), times.slice(100));
    assert.equal([work.newest.length, work.newest[0]?.start, work.stretches.length], [256, 158400, 300]);
    assert.equal(findLastWork(work), { epochMs: 1076400000, offsetMinutes: 60 });
    assert.is(findLastWork(noWorkTimes), null);
    assert.is(addWorkTimes(work, []).newest, work.newest);
    const near = addWorkTimes(noWorkTimes, [pack(0), pack(30), pack(200)]);
    assert.equal([show(near.newest), show(near.stretches)], ["0 30 200", "0-30x2 200"]);
    assert.equal(
      [15, 100, 250].map((minute) => distanceFromWorkMs(near, minute * 60_000) / 60_000),
      [15, 70, 50],
    );
    const long = addWorkTimes(
      noWorkTimes,
      Array.from({ length: 400 }, (_, index) => pack(index * 10)),
    );
    assert.equal(
      [5, 15, 2005, 4100].map((minute) => distanceFromWorkMs(long, minute * 60_000) / 60_000),
      [0, 0, 5, 110],
    );
    assert.is(distanceFromWorkMs(noWorkTimes, 0), Infinity);
  });
});

suite("paths of a plan", (test) => {
  test("are counted once each, up to a number", () => {
    assert.equal(
      ["", "a", "b", "src/a.ts", "ä"].map(toPathKey),
      [1663369469112, 1105150618535, 821506792027, 890000472476, 1061258263405],
    );
    const keys = (from: number, to: number): readonly number[] =>
      Array.from({ length: to - from }, (_, index) => toPathKey(`p${from + index}`));
    const one = addPaths("", keys(0, 3));
    assert.is(one, "5qnkzunm6f5ynow0a9pyzmht");
    assert.is(addPaths(one, keys(1, 3)), one);
    assert.is(addPaths(one, []), one);
    assert.is(addPaths(null, keys(0, 1)), null);
    assert.equal(
      [
        countPaths([one]),
        countPaths([one, addPaths("", keys(2, 5))]),
        countPaths([one, null]),
        countPaths([]),
        countPaths([""]),
      ],
      [3, 5, null, null, null],
    );
    const most = addPaths("", keys(0, 400));
    assert.equal(
      [
        countPaths([most]),
        addPaths(most, keys(0, 401)),
        countPaths([most, one]),
        countPaths([most, addPaths("", keys(500, 501))]),
      ],
      [400, null, 400, null],
    );
  });

  test("of planning documents are places", () => {
    const places = [
      ".planning/phases/01-tides/01-01-PLAN.md",
      ".planning/milestones/v1.0-phases/01-tides/01-01-SUMMARY.md",
      ".planning/objectives/02-b/02-01-TRD.md",
      ".planning/phases/01-tides/deep/01-01-summary.md",
      ".planning/phases/notes/x.md",
      ".planning/phases/01-tides",
      "phases/01-tides/SUMMARY.md",
      ".gsd/milestones/M001/slices/S02/S02-SUMMARY.md",
      ".gsd/milestones/M001/slices/S02/tasks/T01-SUMMARY.md",
      ".gsd/milestones/M001/slices/S02/S02-PLAN.md",
      "src/MySUMMARY.md",
      "src/phases/a.ts",
      "PLAN.md",
      "aPLAN.md",
      "S.md",
    ];
    assert.equal(
      places.map((path) => [
        findPhaseDirectory(path)?.name ?? null,
        placeInPhase(path),
        isSummaryPath(path),
        isPlanPath(path),
        isPlanPath(path) ? summaryPlaceOf(path) : null,
      ]),
      [
        ["01-tides", "01-tides/01-01-PLAN.md", false, true, "01-tides/01-01-SUMMARY.md"],
        ["01-tides", "01-tides/01-01-SUMMARY.md", true, false, null],
        ["02-b", "02-b/02-01-TRD.md", false, true, "02-b/02-01-SUMMARY.md"],
        ["01-tides", "deep/01-01-summary.md", true, false, null],
        [null, "notes/x.md", false, false, null],
        [null, "phases/01-tides", false, false, null],
        ["01-tides", "01-tides/SUMMARY.md", true, false, null],
        ["M001/S02", "M001/S02/S02-SUMMARY.md", true, false, null],
        ["M001/S02", "M001/S02/T01-SUMMARY.md", false, false, null],
        ["M001/S02", "M001/S02/S02-PLAN.md", false, true, "M001/S02/S02-SUMMARY.md"],
        [null, "src/MySUMMARY.md", false, false, null],
        [null, "phases/a.ts", false, false, null],
        [null, "PLAN.md", false, true, "SUMMARY.md"],
        [null, "aPLAN.md", false, false, null],
        [null, "S.md", false, false, null],
      ],
    );
    assert.equal(
      ["01-tides", "2.1-x", "M001/S02", "M001", "notes", "12A-x"].map((name) => phasesOfDirectory(name)),
      [["1"], ["2.1"], ["S02"], [], [], ["12A", "12"]],
    );
    assert.equal([".planning/phases/01-tides", ".gsd/milestones/M001/slices/S02"].map(nameOfDirectory), [
      "01-tides",
      "M001/S02",
    ]);
  });
});

const commits: readonly FakeCommit[] = [
  { message: "docs(01): plan", at: "2026-03-01T08:00:00Z", paths: [".planning/phases/01-tides/01-01-PLAN.md"] },
  { message: "feat(01-01): one", at: "2026-03-01T09:00:00+02:00", paths: ["src/a.ts", "src/b.ts"] },
  { message: "feat(01-01): two", at: "2026-03-01T09:10:00Z", paths: ["src/a.ts", ".planning/STATE.md"] },
  {
    message: "docs(01-01): done",
    at: "2026-03-01T09:12:00Z",
    paths: [".planning/phases/01-tides/01-01-SUMMARY.md", ".planning/STATE.md"],
  },
  { message: "chore: else", at: "2026-03-01T09:20:00Z", paths: ["x"] },
  { message: "feat(01-01, 02-01): both", at: "2026-03-02T09:00:00Z", paths: ["src/c.ts"] },
  { message: "docs(02): plan", at: "2026-03-03T09:00:00Z", paths: [".planning/phases/02-lights/02-01-PLAN.md"] },
  { message: "feat(02-01): three", at: "2026-03-03T10:00:00Z", paths: ["src/d.ts"] },
  {
    message: "docs(01): replan",
    at: "2026-03-04T09:00:00Z",
    paths: [".planning/phases/01-tides/01-01-PLAN.md", ".planning/phases/01-new/01-02-PLAN.md"],
  },
  { message: "feat(01-01): again", at: "2026-03-04T10:00:00Z", paths: ["src/e.ts"] },
  { message: "docs(01-01): again", at: "2026-03-04T10:05:00Z", paths: [".planning/phases/01-tides/01-01-SUMMARY.md"] },
  { message: "Merge(02-01): x", at: "2026-03-05T10:05:00Z", paths: ["y"], isMerge: true },
  { message: "feat(player/02-01): elsewhere", at: "2026-03-05T11:05:00Z", paths: ["z"] },
  { message: "feat(v0.9-01-01): old", at: "2026-03-05T12:05:00Z", paths: ["z"] },
];

const digest = await readDigest({
  ...createFakeWorld({ commits, files: {} }),
  planningDirectory: ".planning",
  cache: null,
});

suite("a history added up", (test) => {
  test("is written and read again, and nothing else is read", () => {
    const text = formatDigest(digest);
    assert.is(
      text,
      '[14,[["01-tides",1772352000],["01-new",1772614800],["02-lights",1772528400]],[["01-tides/01-01-SUMMARY.md",1772356320]],[[["01-tides/01-01-SUMMARY.md",1772614800],["01-new/01-02-SUMMARY.md",1772614800],["02-lights/02-01-SUMMARY.md",1772528400]],[["01-tides/01-01-SUMMARY.md",1772618700]]],[["v0.9-1-01",0,[["",[1772712300,0,1,0],[],"edhtzpml"]]],["2-01",0,[["02-lights",[1772532000,0,1,0],[1772705100,0,1,0],"kou82e9k"],["",[1772442000,0,1,0],[],"r2bql0ot"]]],["1-01",1,[["01-new",[1772618400,0,1,0],[1772618700,0,1,0],"oscnnk0z"],["01-tides",[1772356200,0,1,0,85800,0,1,0],[1772356320,0,1,0],"bcuzavmkr2bql0ot"],["",[1772348400,0,1,120],[],"bcuzavmkbfg4jwzy"]]]],[[1772348400,0,1,120,7800,0,1,0,85800,0,1,0,90000,0,1,0,86400,0,1,0,93900,0,1,0],[1772348400,0,1,120,7800,0,1,0,85800,0,1,0,90000,0,1,0,86400,0,1,0,93900,0,1,0]]]',
    );
    assert.equal(parseDigest(text), digest);
    const parts = JSON.parse(text) as unknown[];
    const broken = (change: (copy: never) => void): boolean => {
      const copy = JSON.parse(text) as never;
      change(copy);
      return parseDigest(JSON.stringify(copy)) === undefined;
    };
    const runsAt = (copy: unknown[][][][][]): unknown[] => copy[4]?.[0]?.[2]?.[0]?.[1] as unknown[];
    assert.is(parts.length, 6);
    for (const [name, change] of [
      ["a count below nothing", (copy: unknown[]) => (copy[0] = -1)],
      ["a count of parts", (copy: unknown[]) => (copy[0] = 1.5)],
      ["a count in words", (copy: unknown[]) => (copy[0] = "1")],
      ["births that are no list", (copy: unknown[]) => (copy[1] = {})],
      ["a birth without its time", (copy: unknown[]) => (copy[1] = [["01-tides"]])],
      ["a birth without its name", (copy: unknown[]) => (copy[1] = [[1, 2]])],
      ["a plan of no name", (copy: unknown[][][]) => ((copy[4]?.[0] ?? [])[0] = "x")],
      ["a plan of a name that is written otherwise", (copy: unknown[][][]) => ((copy[4]?.[0] ?? [])[0] = "01-01")],
      ["a summary that is held below nothing", (copy: unknown[][][]) => ((copy[4]?.[0] ?? [])[1] = -1)],
      ["a run too short", (copy: never) => runsAt(copy).pop()],
      ["a run that ends before it begins", (copy: never) => (runsAt(copy)[1] = -1)],
      ["a run of none", (copy: never) => (runsAt(copy)[2] = 0)],
      ["a zone beyond all", (copy: never) => (runsAt(copy)[3] = 841)],
      ["a zone below all", (copy: never) => (runsAt(copy)[3] = -841)],
      ["a time beyond all", (copy: never) => (runsAt(copy)[0] = 8.64e12 + 1)],
      ["a time below all", (copy: never) => (runsAt(copy)[0] = -8.64e12 - 1)],
      ["runs out of order", (copy: never) => (runsAt(copy)[4] = 0)],
      ["paths of another length", (copy: unknown[][][][][]) => ((copy[4]?.[0]?.[2]?.[0] ?? [])[3] = "abc")],
      ["paths of other signs", (copy: unknown[][][][][]) => ((copy[4]?.[0]?.[2]?.[0] ?? [])[3] = "ABCDEFGH")],
      ["no work", (copy: unknown[]) => copy.pop()],
    ] as readonly (readonly [string, (copy: never) => void])[])
      assert.ok(broken(change), name);
    for (const fine of [
      (copy: never) => (runsAt(copy)[3] = 840),
      (copy: never) => (runsAt(copy)[3] = -840),
      (copy: unknown[][][][][]) => ((copy[4]?.[0]?.[2]?.[0] ?? [])[3] = null),
    ] as readonly ((copy: never) => void)[])
      assert.not.ok(broken(fine));
    for (const other of ["", "{}", "null", "[", "[]", "[1,[],[],[[],[]],[],[]]"])
      assert.is(parseDigest(other), undefined, other);
  });

  test("gives each plan its work", async () => {
    const paths = [
      "01-tides/01-01-PLAN.md",
      "01-tides/01-01-SUMMARY.md",
      "02-lights/02-01-PLAN.md",
      "01-new/01-02-PLAN.md",
    ].map((name) => `.planning/phases/${name}`);
    const { plans, commitCount } = await indexOf(commits, paths);
    assert.is(commitCount, commits.length);
    assert.equal(
      plans.map(
        ({ planId, status, commitCount: own, lastCommitMs, work, ownWork, changedFiles, recordedAtMs, files }) => [
          planId,
          files?.directory.split("/").at(-1) ?? null,
          status,
          own,
          lastCommitMs === null ? null : new Date(lastCommitMs).toISOString(),
          work.count,
          work.spanMinutes,
          ownWork.count,
          ownWork.last?.offsetMinutes ?? null,
          changedFiles,
          recordedAtMs === null ? null : new Date(recordedAtMs).toISOString(),
        ],
      ),
      [
        ["1-01", "01-tides", "completed", 7, "2026-03-05T12:05:00.000Z", 5, 0, 1, 0, 5, "2026-03-04T10:05:00.000Z"],
        ["1-02", "01-new", "planned", 0, null, 0, null, 0, null, null, null],
        ["2-01", "02-lights", "in-progress", 3, "2026-03-05T10:05:00.000Z", 2, 0, 2, 0, 2, null],
      ],
    );
  });

  test("asks of a tag which plans it names, and of a commit whether it records", () => {
    const tags = [
      "feat(67-04): x",
      "docs(67): x",
      "fix(ci): x",
      "feat(player/1-01): x",
      "feat(v1.2-1-01): x",
      "feat(S01): x",
      "feat(M001/S02): x",
      "feat(67-): x",
    ];
    assert.equal(
      tags.map((message) => {
        const tag = parsePlanTagOf(message);
        return [tag.kind, needsPaths(tag), plansOfTag(tag, ".planning"), plansOfTag(tag, ".gsd")];
      }),
      [
        ["plan", true, ["67-04"], []],
        ["phase", true, [], []],
        ["untagged", false, [], []],
        ["plan", true, [], []],
        ["plan", true, ["v1.2-1-01"], []],
        ["gsd2", true, [], ["S01"]],
        ["gsd2", true, [], ["M001/S02"]],
        ["malformed", false, [], []],
      ],
    );
    const kinds = [
      { isMerge: true, paths: [] },
      { isMerge: false, paths: [] },
      { isMerge: false, paths: [".planning/STATE.md", ".gsd/x.md"] },
      { isMerge: false, paths: [".planning/STATE.md", "a"] },
    ];
    assert.equal(
      kinds.map((commit) => isBookkeeping(commit, ".planning")),
      [true, false, true, false],
    );
  });
});

suite("durations", (test) => {
  test("can be true, and are read by what else is known", () => {
    assert.equal([0, -1, 0.1, 10_080, 10_081].map(isPlausibleDuration), [false, false, true, true, false]);
    assert.equal(
      (
        [
          [1441, 144],
          [1441, 145],
          [1440, 1],
          [11, 0],
          [1500, 0],
        ] as const
      ).map(([minutes, evidence]) => isFarBeyond(minutes, evidence)),
      [true, false, false, false, true],
    );
    for (const [value, reference, factor, reading] of [
      [8, 8, 2, { minutes: 8, unit: "minutes" }],
      [480, 8, 2, { minutes: 8, unit: "seconds" }],
      [480, 480, 2, { minutes: 480, unit: "minutes" }],
      [60, 1, 2, { minutes: 1, unit: "seconds" }],
      [20, 8, 2, null],
      [16, 8, 2, { minutes: 16, unit: "minutes" }],
      [17, 8, 2, null],
      [0, 8, 2, null],
      [2, 0.5, 1.1, null],
      [700_000, 11_000, 2, null],
      [100_000, 1600, 2, { minutes: 1666.6666666666667, unit: "seconds" }],
    ] as const)
      assert.equal(readBareDuration(value, reference, factor), reading, `${value} ${reference}`);
  });
});

function oid(start: string): Oid {
  const full = parseOid(start.padEnd(40, "0"));
  if (full === undefined) throw new Error(`${start} begins no oid`);
  return full;
}

/** Phases by their plans: `x` is complete, `-` is planned, `?` has a SUMMARY and no PLAN. */
async function standingOf(phases: Readonly<Record<string, string>>): Promise<ProjectStanding> {
  const files: Record<string, string> = {};
  const made: FakeCommit[] = [];
  for (const [phase, plans] of Object.entries(phases).toSorted(([a], [b]) => Number(a) - Number(b)))
    plans.split("").forEach((kind, index) => {
      const place = `.planning/phases/${phase}-name/${phase}-0${index + 1}`;
      if (kind !== "?") files[`${place}-PLAN.md`] = "";
      if (kind === "-") return;
      files[`${place}-SUMMARY.md`] = "# Summary\n";
      made.push({
        message: `feat(${phase}-0${index + 1}): x`,
        at: new Date(Date.UTC(2026, 0, 1) + made.length * 3_600_000).toISOString(),
        paths: ["a"],
      });
    });
  const project = await readFakeProject(createFakeWorld({ commits: made, files }));
  const { figures, figuresById, position, phases: counts, summaries } = project;
  return createProjectStanding({
    path: ".planning/STATE.md",
    figures,
    figuresById,
    position,
    phases: counts,
    summaries,
  });
}

suite("totals of plans", (test) => {
  test("count neighbouring phases", async () => {
    const standing = await standingOf({ 1: "xx", 2: "xx-", 3: "x", 4: "--" });
    const scopes = (total: number): readonly string[] => findScopes(standing, total).map(describeScope);
    assert.equal([1, 2, 3, 4, 5, 6, 7, 8, 9].map(scopes), [
      ["1 of the 1 plans of phase 3 have a SUMMARY"],
      ["2 of the 2 plans of phase 1 have a SUMMARY", "0 of the 2 plans of phase 4 have a SUMMARY"],
      ["2 of the 3 plans of phase 2 have a SUMMARY", "1 of the 3 plans of phases 3 to 4 have a SUMMARY"],
      ["3 of the 4 plans of phases 2 to 3 have a SUMMARY"],
      ["4 of the 5 plans of phases 1 to 2 have a SUMMARY"],
      ["5 of the 6 plans of phases 1 to 3 have a SUMMARY", "3 of the 6 plans of phases 2 to 4 have a SUMMARY"],
      [],
      ["5 of the 8 plans of phases 1 to 4 have a SUMMARY"],
      [],
    ]);
    const gap = await standingOf({ 1: "xx", 2: "x?", 3: "x-" });
    assert.equal(
      [2, 4].map((total) => findScopes(gap, total).map(describeScope)),
      [["2 of the 2 plans of phase 1 have a SUMMARY", "1 of the 2 plans of phase 3 have a SUMMARY"], []],
    );
  });

  test("are contradicted where the newest plan's phases have another count", async () => {
    const standing = await standingOf({ 1: "xx", 2: "xx-", 3: "x-" });
    const judge = ([completedPlans, totalPlans, completedPhases, totalPhases]: readonly [
      number,
      number,
      number | null,
      number | null,
    ]): string => {
      const written = { completedPlans, totalPlans, completedPhases, totalPhases };
      const scope = contradictByScope(written, standing);
      const derived = deriveTotals(written, standing);
      return [
        scope === undefined ? "-" : describeScope(scope),
        derived === null
          ? "-"
          : `${derived.completedPlans}/${derived.totalPlans} ${derived.completedPhases}: ${derived.evidence}`,
      ].join(" | ");
    };
    for (const [written, judged] of [
      [[5, 7, 1, 3], "- | -"],
      [
        [4, 7, 1, 3],
        "5 of the 7 plans of phases 1 to 3 have a SUMMARY | 5/7 1: 5 of the 7 plans of phases 1 to 3 have a SUMMARY",
      ],
      [
        [4, 7, null, null],
        "5 of the 7 plans of phases 1 to 3 have a SUMMARY | 5/7 null: 5 of the 7 plans of phases 1 to 3 have a SUMMARY",
      ],
      [[4, 7, 1, 2], "- | -"],
      [
        [2, 5, 0, 2],
        "3 of the 5 plans of phases 2 to 3 have a SUMMARY | 3/5 0: 3 of the 5 plans of phases 2 to 3 have a SUMMARY",
      ],
      [[2, 5, 1, 2], "- | -"],
      [[3, 5, 0, 2], "- | -"],
      [[4, 8, 1, 3], "- | 5/8 1: 5 of the 7 plans on disk have a SUMMARY"],
      [[5, 8, 1, 3], "- | -"],
      [[5, 8, 2, 4], "- | 5/8 1: 5 of the 7 plans on disk have a SUMMARY"],
      [[5, 6, 0, 3], "- | 5/7 1: 5 of the 7 plans on disk have a SUMMARY"],
      [[5, 6, null, 3], "- | 5/7 null: 5 of the 7 plans on disk have a SUMMARY"],
      [[5, 6, 1, 2], "- | -"],
      [[0, 0, 0, 0], "- | -"],
    ] as const)
      assert.is(judge(written), judged, written.join());
    assert.is(
      deriveTotals({ completedPlans: 1, totalPlans: 1, completedPhases: 1, totalPhases: 1 }, await standingOf({})),
      null,
    );
    assert.equal(
      [percentOf(1, 3), percentOf(2, 3), percentOf(5, 3), percentOf(null, 3), percentOf(1, null), percentOf(1, 0)],
      [33, 67, 100, null, null, null],
    );
  });

  test("of one phase are a plan's number", async () => {
    const standing = await standingOf({ 1: "xx-", 2: "x-x-" });
    const phases = standing.phases.flatMap(({ standing: known }) => known ?? []);
    const [first, second] = phases;
    if (first === undefined || second === undefined) throw new Error("no phase");
    assert.equal(phases.map(isPhaseComplete), [false, false]);
    assert.equal(
      [1, 3, 4].map((number) => findPlanByNumber(first, number)?.plan.planId ?? null),
      ["1-01", "1-03", null],
    );
    const wrong = (known: typeof first, number: number, whole: number, words: string): boolean =>
      isPlanNumberWrong({ number, whole, saysComplete: saysComplete(words) }, known);
    assert.equal(
      [
        wrong(first, 1, 3, ""),
        wrong(first, 2, 3, ""),
        wrong(first, 3, 3, ""),
        wrong(first, 3, 3, " complete"),
        wrong(first, 2, 3, " plans done"),
        wrong(first, 2, 2, ""),
        wrong(first, 1, 4, ""),
        wrong(first, 3, 4, " executed"),
      ],
      [true, false, false, true, false, true, true, false],
    );
    assert.equal(
      [wrong(second, 1, 4, ""), wrong(second, 2, 4, ""), wrong(second, 3, 4, ""), wrong(second, 3, 4, " complete")],
      [true, false, false, true],
    );
    assert.equal(
      ["complete", " plans completed", "plan done", " executed", "doneness", "not complete", ""].map(saysComplete),
      [true, true, true, true, false, false, false],
    );
  });
});

suite("names of plans", (test) => {
  test("with a milestone, and slices alone, are found among the files", () => {
    const files = findPlanFiles(
      [
        ".planning/phases/01-a/01-01-PLAN.md",
        ".planning/phases/02-b/02-01-PLAN.md",
        ".planning/milestones/v0.9-mvp-phases/01-old/01-01-PLAN.md",
        ".planning/milestones/v0.8.0-phases/03-x/03-01-PLAN.md",
      ],
      ".planning",
    );
    const byId = new Map<PlanId, (typeof files)[number][]>();
    for (const each of files) if (each.planId !== null) byId.set(each.planId, [...(byId.get(each.planId) ?? []), each]);
    const said = (phases: Readonly<Record<string, readonly string[]>>) => ({
      ofPhase: (phase: PhaseId) => new Set(phases[phase] ?? []),
    });
    const find = (id: string, milestones = noMilestones): readonly string[] =>
      findFilesByOtherId(parseAnyPlanId(id) ?? planIdOf("99-99"), files, byId, milestones).map(({ directory }) =>
        directory.replace(".planning/", ""),
      );
    for (const [id, milestones, found] of [
      ["v0.9-1-01", noMilestones, ["milestones/v0.9-mvp-phases/01-old"]],
      ["v0.9.0-1-01", noMilestones, ["milestones/v0.9-mvp-phases/01-old"]],
      ["V0.9-1-01", noMilestones, ["milestones/v0.9-mvp-phases/01-old"]],
      ["v0.8-3-01", noMilestones, ["milestones/v0.8.0-phases/03-x"]],
      ["v0.8-1-01", noMilestones, []],
      ["v1.0-1-01", noMilestones, ["phases/01-a"]],
      ["v1.0-1-01", said({ 1: ["v1.0"] }), ["phases/01-a"]],
      ["v1-1-01", said({ 1: ["v1.0"] }), ["phases/01-a"]],
      ["v1.1-1-01", said({ 1: ["v1.0"] }), []],
      ["v0.9-2-01", said({ 2: ["v0.9"] }), ["phases/02-b"]],
      ["v0.9-2-01", noMilestones, []],
      ["v1.0-9-01", noMilestones, []],
      ["1-01", noMilestones, []],
    ] as const)
      assert.equal(find(id, milestones), found, id);
    const slices = findPlanFiles(
      [
        ".gsd/milestones/M001/slices/S02/S02-PLAN.md",
        ".gsd/milestones/M002/slices/S02/S02-PLAN.md",
        ".gsd/milestones/M002/slices/S03/S03-PLAN.md",
      ],
      ".gsd",
    );
    const alone = parseAnyPlanId("S02");
    assert.equal(
      alone === undefined
        ? null
        : findFilesByOtherId(alone, slices, new Map(), noMilestones).map(({ planId }) => planId),
      ["M001/S02", "M002/S02"],
    );
  });

  test("begin an oid, or several", () => {
    const { find } = createOidFinder(["b2", "a1", "a2", "c3"].map(oid));
    const prefix = (text: string): string | null => {
      const parsed = parseOidPrefix(text);
      return parsed === undefined ? null : (find(parsed)?.slice(0, 2) ?? "none");
    };
    assert.equal(["a100", "a200", "b200", "c300", "c300000000", "d000", "0000", "a000"].map(prefix), [
      "a1",
      "a2",
      "b2",
      "c3",
      "c3",
      "none",
      "none",
      "none",
    ]);
    const { find: findAmong } = createOidFinder([oid("a1"), oid("a100001")]);
    assert.equal(
      [parseOidPrefix("a100")].map((text) => text !== undefined && findAmong(text)),
      [undefined],
    );
  });
});

suite("scopes of a repository", (test) => {
  const scope = (
    directory: string,
    plans: readonly string[],
    cited: Readonly<Record<string, readonly string[]>> = {},
  ): ScopePlans => ({
    directory,
    planIds: new Set(plans.map(planIdOf)),
    cited: new Map(Object.entries(cited).map(([plan, texts]) => [planIdOf(plan), texts])),
  });
  const [player, server] = [".planning/workstreams/player", ".planning/workstreams/server"];
  const scopes = [
    scope(player, ["1-01", "1-02", "5-01"], { "1-01": ["aaaa"] }),
    scope(server, ["1-01", "2-01"], { "1-01": ["bbbb"] }),
  ];

  test("share numbers", () => {
    assert.equal([...findContestedPlans(scopes)], ["1-01"]);
    const { contested, holdersOf, key } = createScopeAssigner(player, scopes);
    assert.equal(
      [[...contested], holdersOf(planIdOf("1-01")), holdersOf(planIdOf("2-01")), holdersOf(planIdOf("9-01"))],
      [
        ["1-01"],
        [".planning/workstreams/player", ".planning/workstreams/server"],
        [".planning/workstreams/server"],
        [],
      ],
    );
    assert.is(
      key,
      '[[".planning/workstreams/player",["1-01","1-02","5-01"],[["1-01",["aaaa"]]]],[".planning/workstreams/server",["1-01","2-01"],[["1-01",["bbbb"]]]]]',
    );
  });

  test("take commits by name, documents, number and what cites them", () => {
    const assign = (message: string, paths: readonly string[] = ["src/a.ts"], start = "cccc"): unknown => {
      const {
        tag,
        paths: left,
        ambiguous,
      } = createScopeAssigner(player, scopes).assign(oid(start), parsePlanTagOf(message), paths);
      return [tag.kind === "plan" ? `${tag.workstream ?? "-"}: ${tag.planIds.join()}` : tag.kind, left, ambiguous];
    };
    for (const [message, paths, start, assigned] of [
      ["feat(1-02): x", undefined, undefined, ["-: 1-02", ["src/a.ts"], []]],
      ["feat(2-01): x", undefined, undefined, ["untagged", ["src/a.ts"], []]],
      ["feat(1-01): x", undefined, undefined, ["untagged", ["src/a.ts"], ["1-01"]]],
      ["feat(1-01): x", undefined, "aaaa1", ["-: 1-01", ["src/a.ts"], []]],
      ["feat(1-01): x", undefined, "bbbb1", ["untagged", ["src/a.ts"], []]],
      ["feat(1-01, 1-02): x", undefined, undefined, ["-: 1-02", ["src/a.ts"], ["1-01"]]],
      ["feat(player/1-01): x", undefined, undefined, ["-: 1-01", ["src/a.ts"], []]],
      ["feat(server/1-01): x", undefined, undefined, ["untagged", ["src/a.ts"], []]],
      ["feat(ui/1-02): x", undefined, undefined, ["-: 1-02", ["src/a.ts"], []]],
      ["feat(5-09): x", undefined, undefined, ["-: 5-09", ["src/a.ts"], []]],
      ["feat(2-09): x", undefined, undefined, ["untagged", ["src/a.ts"], []]],
      ["feat(1-09): x", undefined, undefined, ["untagged", ["src/a.ts"], []]],
      ["feat(9-09): x", undefined, undefined, ["untagged", ["src/a.ts"], []]],
      [
        "feat(1-01): x",
        [`${player}/STATE.md`, "a"],
        undefined,
        ["-: 1-01", [".planning/workstreams/player/STATE.md", "a"], []],
      ],
      ["feat(1-01): x", [`${server}/STATE.md`], undefined, ["untagged", [".planning/STATE.md"], []]],
      [
        "feat(1-01): x",
        [`${server}/STATE.md`, `${player}/phases/01-a/01-01-PLAN.md`],
        undefined,
        ["-: 1-01", [".planning/workstreams/player/phases/01-a/01-01-PLAN.md"], []],
      ],
      [
        "docs: x",
        [`${server}/STATE.md`, `${player}/STATE.md`],
        undefined,
        ["untagged", [".planning/workstreams/player/STATE.md"], []],
      ],
      ["docs(1): x", undefined, undefined, ["phase", ["src/a.ts"], []]],
    ] as const)
      assert.equal(assign(message, paths, start), assigned, message);
  });
});
