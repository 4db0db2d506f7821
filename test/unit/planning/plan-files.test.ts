import * as assert from "uvu/assert";
import { parsePlanId } from "../../../src/model/plan-id.ts";
import {
  createPlanFilter,
  findPlanFiles,
  groupPlansByPhase,
  isPlanningPath,
  parsePhaseDirectory,
  phasesInDirectory,
  type PlanFiles,
} from "../../../src/planning/plan-files.ts";
import { suite } from "../../support/suite.ts";

function findAll(paths: readonly string[], directory = ".planning"): readonly PlanFiles[] {
  return findPlanFiles(
    paths.map((path) => `${directory}/${path}`),
    directory,
  );
}

function idsOf(paths: readonly string[]): readonly (string | null)[] {
  return findAll(paths).map(({ planId }) => planId);
}

/** Path of a plan file, and the plan that it is. */
const names: readonly (readonly [string, string | null])[] = [
  ["phases/67-ci-cd/67-04-PLAN.md", "67-04"],
  ["phases/67-ci-cd/67-4-PLAN.md", "67-04"],
  ["phases/67-ci-cd/067-04-SUMMARY.md", "67-04"],
  ["phases/67-ci-cd/67-04-audit-PLAN.md", "67-04"],
  ["phases/67-ci-cd/67-ci-cd-04-PLAN.md", "67-04"],
  ["phases/67-ci-cd/67-CI-CD-04-SUMMARY.md", "67-04"],
  ["phases/67-ci-cd/04-PLAN.md", "67-04"],
  ["phases/67-ci-cd/plan-04-PLAN.md", "67-04"],
  ["phases/67-ci-cd/01-foundation-PLAN.md", "67-01"],
  ["phases/67-ci-cd/PLAN.md", "67-01"],
  ["phases/67-ci-cd/SUMMARY.md", "67-01"],
  ["phases/67-ci-cd/plans/67-04-PLAN.md", "67-04"],
  ["phases/67/67-P04-PLAN.md", "67-04"],
  ["phases/phase-67/67-plan-04-SUMMARY.md", "67-04"],
  ["phases/02.1-drill/02.1-01-PLAN.md", "2.1-01"],
  ["phases/24.3.1-x/24.3.1-02-PLAN.md", "24.3.1-02"],
  ["phases/12a-letters/12A-01-PLAN.md", "12A-01"],
  ["phases/31-x/31-31b-SUMMARY.md", "31-31b"],
  ["phases/05-quality/05-GAP_CLOSURE-03-SUMMARY.md", "5-gap-03"],
  ["phases/14-skills/14-GAPCLOSURE-02-SUMMARY.md", "14-gap-02"],
  ["phases/14-skills/14-03-GAPCLOSURE-01-SUMMARY.md", "14-gap-01"],
  ["phases/12-push/12-push-GAP-01-SUMMARY.md", "12-gap-01"],
  ["phases/140.3-x/140.3-G4-PLAN.md", "140.3-gap-04"],
  ["phases/14-ux/14-fix-01-SUMMARY.md", "14-fix-01"],
  ["phases/08-80-percent-push/08-80-percent-push-23-PLAN.md", "8-23"],
  ["phases/08-80-percent-push/08-80-percent-04-SUMMARY.md", "8-04"],
  ["phases/CP-ST-06-sync/CP-ST-06-02-PLAN.md", "6-02"],
  ["phases/HER-2-auto/02-01-PLAN.md", "2-01"],
  ["phases/GSD.02-core/02-01-PLAN.md", "2-01"],
  ["objectives/20-watcher/20-04-status-line-TRD.md", "20-04"],
  ["milestones/v1.12-phases/22a-vdi/plans/22-01-PLAN.md", "22-01"],
  ["phases/67-ci-cd/04.12-PLAN.md", "67-04.12"],
  ["phases/67-ci-cd/4b-PLAN.md", "67-04b"],
  ["phases/67-ci-cd/01-foundation-2fa-PLAN.md", "67-01"],
  ["phases/67-ci-cd/Plan-04-PLAN.md", "67-04"],
  ["phases/67-ci-cd/01-foundation-2-PLAN.md", null],
  ["phases/67-ci-cd/01-foundation-2b-PLAN.md", null],
  ["phases/67-ci-cd/01-foundation-123-PLAN.md", null],
  ["phases/67-ci-cd/a01-foundation-PLAN.md", null],
  ["phases/67-ci-cd/01_foundation-PLAN.md", null],
  ["phases/22a-vdi/22-01-PLAN.md", "22-01"],
  ["phases/22a-vdi/22a-01-PLAN.md", "22A-01"],
  ["phases/22-vdi/22a-01-PLAN.md", null],
  // They speak of the phase, not of a plan of that number.
  ["phases/19-coverage/19-PHASE-SUMMARY.md", null],
  ["phases/07-fixes/07-PLAN.md", null],
  ["phases/03-memory-layer/03-memory-layer-PLAN.md", null],
  ["phases/22-vdi/22-EXTENDED-PLAN.md", null],
  ["phases/08-testing/test_helper-SUMMARY.md", null],
  // Of another phase than the directory: counted there, linked to neither.
  ["phases/03-x/02-01-PLAN.md", null],
];

suite("findPlanFiles", (test) => {
  for (const [path, planId] of names) {
    test(`${planId === null ? "counts, but does not link," : `finds plan ${planId} in`} ${path}`, () => {
      const [plan, second] = findAll([path]);
      assert.ok(plan !== undefined && second === undefined);
      assert.is(plan.planId, planId);
      assert.is((plan.planPath === null) !== (plan.summaryPath === null), true);
    });
  }

  test("takes a bare number for the plan's where the directory numbers its plans so", () => {
    assert.equal(idsOf(["phases/02-b/01-PLAN.md", "phases/02-b/02-PLAN.md", "phases/02-b/03-x-SUMMARY.md"]), [
      "2-01",
      "2-02",
      "2-03",
    ]);
    assert.equal(idsOf(["phases/02-b/02-01-PLAN.md", "phases/02-b/02-PLAN.md"]), ["2-01", null]);
  });

  test("takes no name of another phase's plan for a bare number", () => {
    assert.equal(idsOf(["phases/03-x/67-P04-PLAN.md", "phases/03-x/03-PLAN.md"]), [null, null]);
  });

  test("links the shortest of several summaries that read as one plan's, and counts the others", () => {
    const summariesOf = (...stems: readonly string[]): readonly unknown[] =>
      findAll(stems.map((stem) => `phases/67-x/${stem}-SUMMARY.md`)).map(({ planId, summaryPath }) => [
        planId,
        summaryPath?.slice(".planning/phases/67-x/".length),
      ]);
    for (const stems of [
      ["67-04-audit", "67-04"],
      ["67-04", "67-04-audit"],
    ])
      assert.equal(summariesOf(...stems), [
        ["67-04", "67-04-SUMMARY.md"],
        [null, "67-04-audit-SUMMARY.md"],
      ]);
    assert.equal(summariesOf("67-04-b", "67-04-a"), [
      ["67-04", "67-04-b-SUMMARY.md"],
      [null, "67-04-a-SUMMARY.md"],
    ]);
    const [plan, second] = findAll(["phases/67-x/67-PHASE-PLAN.md", "phases/67-x/67-phase-SUMMARY.md"]);
    assert.equal(
      [plan?.planId, plan?.summaryPath, second],
      [null, ".planning/phases/67-x/67-phase-SUMMARY.md", undefined],
    );
  });

  test("leaves out what is no plan", () => {
    const paths = [
      "67-CONTEXT.md",
      "67-04-PLAN-OUTLINE.md",
      "67-04-PLAN.pre-bounce.md",
      "67-VERIFICATION.md",
      "deep/er/67-04-PLAN.md",
      "notes/67-04-PLAN.md",
      "67-04-PLAN.md.bak",
    ];
    assert.equal(idsOf(paths.map((name) => `phases/67-x/${name}`)), []);
    assert.equal(idsOf(["quick/3-x/3-PLAN.md", "todos/67-04-PLAN.md", "phases/misc/01-PLAN.md", "67-04-PLAN.md"]), []);
  });

  test("joins a plan with its summary, however the two are spelt", () => {
    const [plan, second] = findAll(["phases/67-ci-cd/67-ci-cd-04-PLAN.md", "phases/67-ci-cd/67-4-SUMMARY.md"]);
    assert.is(second, undefined);
    assert.is(plan?.planPath, ".planning/phases/67-ci-cd/67-ci-cd-04-PLAN.md");
    assert.is(plan?.summaryPath, ".planning/phases/67-ci-cd/67-4-SUMMARY.md");
  });

  test("keeps plans of one number in two directories apart, in order of plan id", () => {
    const plans = findAll([
      "phases/10-z/10-01-PLAN.md",
      "phases/02-b/02-01-PLAN.md",
      "milestones/v1.0-phases/02-a/02-01-SUMMARY.md",
      "phases/02-b/02-PHASE-SUMMARY.md",
    ]);
    assert.equal(
      plans.map(({ planId, directory, milestone }) => [planId, directory.split("/").at(-1), milestone]),
      [
        ["2-01", "02-a", "v1.0"],
        ["2-01", "02-b", null],
        ["10-01", "10-z", null],
        [null, "02-b", null],
      ],
    );
  });

  test("reads a milestone's phases that were archived beside `phases`", () => {
    const plans = findAll([
      "v1.0-phases/02-a/02-01-PLAN.md",
      "v2-objectives/02-b/plans/02-01-PLAN.md",
      "phases/02-c/02-01-PLAN.md",
      "old-phases/02-d/02-01-PLAN.md",
      "x/v1.0-phases/02-e/02-01-PLAN.md",
      "my-v1.0-phases/02-f/02-01-PLAN.md",
      "v1.0-phases-old/02-g/02-01-PLAN.md",
      "milestones/v1.0-phases-old/02-h/02-01-PLAN.md",
      "vx-phases/02-i/02-01-PLAN.md",
      "milestones/02-j/02-01-PLAN.md",
    ]);
    assert.equal(
      plans.map(({ planId, directory, milestone }) => [planId, directory, milestone]),
      [
        ["2-01", ".planning/phases/02-c", null],
        ["2-01", ".planning/v1.0-phases/02-a", "v1.0"],
        ["2-01", ".planning/v2-objectives/02-b", "v2"],
      ],
    );
  });

  test("reads a directory without a number by its files, where all are of one phase that no other one has", () => {
    const found = (...paths: readonly string[]): readonly unknown[] =>
      findAll(paths).map(({ planId, phase, directory, milestone }) => [planId, phase, directory, milestone]);
    const directory = ".planning/milestones/infra-phases/permission-fix";
    const fileNames = [
      "permission-fix/00-01-PLAN.md",
      "permission-fix/00-01-SUMMARY.md",
      "permission-fix/00-02-PLAN.md",
    ];
    const paths = fileNames.map((name) => `milestones/infra-phases/${name}`);
    const plans = [
      ["0-01", "0", directory, "infra"],
      ["0-02", "0", directory, "infra"],
    ];
    assert.equal(found(...paths), plans);
    // Of another container the phase may well have its number.
    assert.equal(found("phases/00-begin/00-01-PLAN.md", ...paths).length, 3);
    assert.equal(found("milestones/infra-phases/00-begin/00-01-PLAN.md", ...paths).length, 1);
    assert.equal(found(...paths, "milestones/infra-phases/permission-fix/01-01-PLAN.md"), []);
    assert.equal(found(...paths, "milestones/infra-phases/permission-fix/NOTES-SUMMARY.md"), []);
  });

  test("reads phases that count within their milestone, live and archived", () => {
    const plans = findAll([
      "phases/01-core/01-01-PLAN.md",
      "phases/v0.28-01-hook-profiles/v0.28-01-01-PLAN.md",
      "phases/v0.28-01-hook-profiles/v0.28-01-01-SUMMARY.md",
      "phases/v0.28-01-hook-profiles/01-02-PLAN.md",
      "phases/v0.28-02.1-more/v0.28-02.1-03-PLAN.md",
      "milestones/v0.10-phases/v0.10-04-dashboard/v0.10-04-02-SUMMARY.md",
      "phases/v0.28-notes/v0.28-01-01-PLAN.md",
    ]);
    assert.equal(
      plans.map(({ planId, phase, milestone }) => [planId, phase, milestone]),
      [
        ["1-01", "1", null],
        ["v0.10-4-02", "v0.10-4", "v0.10"],
        ["v0.28-1-01", "v0.28-1", null],
        ["v0.28-1-02", "v0.28-1", null],
        ["v0.28-2.1-03", "v0.28-2.1", null],
      ],
    );
  });

  test("reads the slices of gsd-2, whose tasks are no plans", () => {
    const plans = findAll(
      [
        "milestones/M001/M001-ROADMAP.md",
        "milestones/M001/slices/S01/S01-PLAN.md",
        "milestones/M001/slices/S01/S01-SUMMARY.md",
        "milestones/M001/slices/S01/S01-UAT.md",
        "milestones/M001/slices/S01/tasks/T01-PLAN.md",
        "milestones/M001/slices/S01/tasks/T01-SUMMARY.md",
        "milestones/M002-8pv12q/slices/S01/S01-PLAN.md",
        "milestones/M003-editor/slices/S02-canvas/S02-canvas-PLAN.md",
        "archive/M001/slices/S09/S09-PLAN.md",
        "milestones/M001-abcdef/slices/S03/S03-PLAN.md",
        "milestones/M001-ab1def7/slices/S04/S04-PLAN.md",
        "milestones/M1/slices/S05/S05-PLAN.md",
        "milestones/M001/slices/T05/T05-PLAN.md",
        "phases/01-x/01-01-PLAN.md",
      ],
      ".gsd",
    );
    assert.equal(
      plans.map(({ planId, phase, summaryPath }) => [planId, phase, summaryPath !== null]),
      [
        ["M001/S01", "M001", true],
        ["M001/S03", "M001", false],
        ["M001/S04", "M001", false],
        ["M002-8pv12q/S01", "M002-8pv12q", false],
        ["M003/S02", "M003", false],
      ],
    );
  });

  test("finds them under a planning directory further down, and nowhere else", () => {
    assert.is(findAll(["phases/67-x/67-04-PLAN.md"], "apps/web/.planning").length, 1);
    assert.is(findPlanFiles([".planning/phases/67-x/67-04-PLAN.md"], "apps/web/.planning").length, 0);
    assert.is(findPlanFiles(["xplanning/phases/67-x/67-04-PLAN.md"], ".planning").length, 0);
  });

  test("takes time in proportion to hostile names", () => {
    const startedAt = performance.now();
    for (const piece of ["1-", "-", "a-", "1.", "A-1", "GAP-"])
      findAll([`phases/67-x/67-${piece.repeat(20_000)}PLAN.md`, `phases/${piece.repeat(20_000)}/01-PLAN.md`]);
    assert.ok(performance.now() - startedAt < 10_000);
  });
});

/** Every directory that holds the path, outermost first, the planning directory left out. */
function directoriesOf(path: string): readonly string[] {
  const parts = path.split("/");
  return parts.slice(1, -1).map((_, index) => parts.slice(0, index + 2).join("/"));
}

suite("createPlanFilter", (test) => {
  const paths = [
    ...names.map(([path]) => `.planning/${path}`),
    ".planning/STATE.md",
    ".planning/phases/22-vdi/22-01-SUMMARY.md",
    ".planning/phases/22-vdi/notes/22-01-SUMMARY.md",
    ".planning/milestones/v1.12-phases/22a-vdi/22-01-SUMMARY.md",
    ".planning/research/67-ci-cd/67-04-SUMMARY.md",
  ].toSorted();
  const summariesOf = (files: readonly PlanFiles[], planId: string): readonly (string | null)[] =>
    files.flatMap((file) => (file.planId === planId ? [file.summaryPath] : []));

  test("leaves the SUMMARYs of the plans that it is made for, whatever their names", () => {
    const all = findPlanFiles(paths, ".planning");
    for (const planId of new Set(all.flatMap((file) => file.planId ?? []))) {
      const { enters, mayBelong } = createPlanFilter(new Set([planId]), ".planning");
      const left = paths.filter((path) => directoriesOf(path).every(enters) && mayBelong(path));
      assert.ok(left.length < paths.length / 2, planId);
      assert.equal(summariesOf(findPlanFiles(left, ".planning"), planId), summariesOf(all, planId), planId);
    }
  });
});

suite("what the filter lets pass", (test) => {
  const planId = parsePlanId("67-04");
  if (planId === undefined) throw new Error("67-04 is a plan id");
  const { enters, mayBelong } = createPlanFilter(new Set([planId]), ".planning");

  test("are the directories of the plan's phase, of every milestone, and those without a number", () => {
    for (const [directory, isEntered] of [
      ["milestones", true],
      ["phases", true],
      ["objectives", true],
      ["v1.0-phases", true],
      ["milestones/v1.0-phases", true],
      ["phases/67-ci", true],
      ["phases/67a-ci", true],
      ["phases/misc", true],
      ["phases/68-ci", false],
      ["phases/67-ci/plans", true],
      ["phases/67-ci/notes", false],
      ["phases/67-ci/plans/old", false],
      ["milestones/v1.0-phases/67-ci", true],
      ["milestones/v1.0-phases/68-ci", false],
      ["milestones/v1.0-phases/67-ci/plans", true],
      ["milestones/v1.0", false],
      ["research", false],
      ["research/67-ci", false],
    ] as const)
      assert.is(enters(`.planning/${directory}`), isEntered, directory);
  });

  test("are files but for those that say of themselves that they are of another plan", () => {
    for (const [path, isLeft] of [
      ["67-04-PLAN.md", true],
      ["a/067-4-SUMMARY.md", true],
      ["a/67-05-SUMMARY.md", false],
      ["67-05-PLAN.md", false],
      ["a/67a-04-PLAN.md", false],
      ["a/7-04-PLAN.md", false],
      ["a/67-123-PLAN.md", false],
      ["a/67-05-PLAN.md.bak", true],
      ["a/67-05-audit-PLAN.md", true],
      ["a/x67-05-PLAN.md", true],
      ["a/67-ci-05-PLAN.md", true],
      ["a/05-PLAN.md", true],
    ] as const)
      assert.is(mayBelong(path), isLeft, path);
  });
});

suite("parsePhaseDirectory", (test) => {
  test("reads the phase of a directory, with what projects write before it", () => {
    for (const [name, phase] of [
      ["67-ci-cd", "67"],
      ["067a-x", "67A"],
      ["67", "67"],
      ["67.12-x", "67.12"],
      ["67-", "67"],
      ["67-12x", "67"],
      ["67-2fa-login", "67"],
      ["phase67", "67"],
      ["Phase-67-x", "67"],
      ["G.02-core", "2"],
      ["GSD_2.02-core", "2"],
      ["A-06", "6"],
      ["AB-C2-DEF-06-x", "6"],
      ["v10.25.1.3-01-hooks", "v10.25.1.3-1"],
      ["v1-01-Hooks", "v1-1"],
      ["v1-phase-02", undefined],
      ["67-12", undefined],
      ["67-1", undefined],
      ["67ci", undefined],
      ["x67-ci", undefined],
      ["ahase-67", undefined],
      ["phase", undefined],
      ["gsd.02-core", undefined],
      ["A-B-C-D-06", undefined],
      ["xv0.28-01-x", undefined],
      ["v0.28-x", undefined],
      ["v0.28-01-02", undefined],
      ["v1.2.3.4.5-01", undefined],
      ["", undefined],
    ] as const)
      assert.is(parsePhaseDirectory(name), phase, name);
  });

  test("holds the plans of its phase, and without its letter those of the bare one", () => {
    const held = (name: string): readonly string[] => phasesInDirectory(parsePhaseDirectory(name) ?? ("?" as never));
    assert.equal(["22-vdi", "22a-vdi", "22.1-vdi", "v0.28-01-hooks"].map(held), [
      ["22"],
      ["22A", "22"],
      ["22.1"],
      ["v0.28-1"],
    ]);
  });
});

suite("isPlanningPath", (test) => {
  test("tells planning from work", () => {
    const player = ".planning/workstreams/player";
    assert.is(isPlanningPath(`${player}/STATE.md`, player), true);
    assert.is(isPlanningPath(".planning/PROJECT.md", player), true);
    assert.is(isPlanningPath("src/x.ts", player), false);
    assert.is(isPlanningPath("src/x.ts", ".planning"), false);
    assert.is(isPlanningPath("src/.planning/", player), false);
    assert.is(isPlanningPath(".planning/STATE.md", ".planning"), true);
    assert.is(isPlanningPath(".gsd/STATE.md", ".planning"), true);
    assert.is(isPlanningPath(".planning-notes/x.md", ".planning"), false);
    assert.is(isPlanningPath("src/.planning/x.md", ".planning"), false);
  });
});

suite("groupPlansByPhase", (test) => {
  test("groups by the plan's own phase, plans without an id by their directory's", () => {
    const groups = groupPlansByPhase(
      findAll(["phases/22a-x/22-01-PLAN.md", "phases/22-x/22-02-PLAN.md", "phases/22-x/22-PHASE-SUMMARY.md"]),
    );
    assert.equal(
      [...groups].map(([phase, plans]) => [phase, plans.length]),
      [["22", 3]],
    );
  });
});
