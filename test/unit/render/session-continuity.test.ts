import * as assert from "uvu/assert";
import { describePosition, stoppedAtAgrees } from "../../../src/render/session-continuity.ts";
import type { PlanFigures } from "../../../src/links/plan-figures.ts";
import type { FakeFacts } from "../../support/fake-project.ts";
import { figuresOf, planIdOf } from "../../support/linked.ts";
import { suite } from "../../support/suite.ts";
import { harbour, harbourWith, sync, syncSession } from "../../support/synced.ts";

const truth = "Completed 02.1-01: Storm Drill; 03-01 in progress (2 of 3 tasks)";

async function synced(line: string, facts: FakeFacts = harbour): Promise<string> {
  return (await syncSession([line], facts))[0] ?? "";
}

suite("Stopped at", (test) => {
  test("keeps a text that names the plan completed last, or the one worked on last", async () => {
    for (const value of [
      "Completed 02.1-01-PLAN.md",
      "Completed 02.1-01 (storm drill), next: the horn",
      "Completed .planning/phases/02.1-storm-drill/02.1-01-PLAN.md",
      "Plan 03-01 waits for oil; horn blows, sensor next",
      "Phase 3 Plan 1: sensor done",
      "Working on 03-01 after 02-03",
      "已完成 02.1-01（演习）",
    ]) {
      assert.is(await synced(`Stopped at: ${value}`), `Stopped at: ${value}`);
    }
  });

  test("keeps a text that names no plan, and does not speak of an earlier phase", async () => {
    for (const value of [
      "Session resumed — proceeding with v4.1 scope",
      "Phase 3 context gathered",
      "Phase 2.1 done",
      "milestone archived",
    ]) {
      assert.is(await synced(`Stopped at: ${value}`), `Stopped at: ${value}`);
    }
  });

  test("keeps what GSD says before work only as long as the session beside it is the last", async () => {
    for (const value of [
      "Roadmap created",
      "ROADMAP.md created; ready to plan Phase 3",
      "Phase 3 context gathered",
      "Phase 03 UI-SPEC approved",
      "Project initialized",
    ]) {
      const written = await syncSession(["**Last session:** 2026-03-01", `**Stopped at:** ${value}`]);
      assert.is(written[1], `**Stopped at:** ${truth}`);
      const later = ["**Last session:** 2030-01-01", `**Stopped at:** ${value}`];
      assert.equal(await syncSession(later), later);
    }
    for (const value of [
      "Phase 9 context gathered",
      "Roadmap created, ready to plan Phase 4",
      "Phase 3 half done",
      "Roadmap walk",
    ])
      assert.is(
        (await syncSession(["**Last session:** 2026-03-01", `**Stopped at:** ${value}`]))[1],
        `**Stopped at:** ${value}`,
      );
  });

  test("keeps a text that prepares a plan without work, but not one that claims it", async () => {
    assert.is(await synced("Stopped at: Ready to execute 03-02"), "Stopped at: Ready to execute 03-02");
    assert.is(await synced("Stopped at: Completed 03-02-PLAN.md"), `Stopped at: ${truth}`);
  });

  test("keeps a text that names a plan carried out beside the last one, if that was not recorded after it", async () => {
    const phase = ".planning/phases/04-buoys";
    const work = [
      { at: "2026-03-06T09:00:00+02:00", message: "feat(04-01): begin", paths: ["src/a.ts"] },
      { at: "2026-03-06T09:10:00+02:00", message: "feat(04-02): begin", paths: ["src/b.ts"] },
      { at: "2026-03-06T09:10:30+02:00", message: "feat(04-02): end", paths: ["src/b.ts"] },
      { at: "2026-03-06T09:21:00+02:00", message: "feat(04-01): end", paths: ["src/a.ts"] },
    ];
    const record = (plan: string, at: string): (typeof work)[number] => ({
      at: `2026-03-06T${at}:00+02:00`,
      message: `docs(${plan}): complete plan`,
      paths: [`${phase}/${plan}-SUMMARY.md`],
    });
    const files = {
      [`${phase}/04-01-SUMMARY.md`]: "# Plan 04-01: Red\n",
      [`${phase}/04-02-SUMMARY.md`]: "# Plan 04-02: Green\n",
    };
    const stays = "Stopped at: Completed 04-02-PLAN.md";
    // Its SUMMARY is in the commit that is being made, or was committed after the other one.
    assert.is(await synced(stays, harbourWith({ commits: [...work, record("04-01", "09:22")], files })), stays);
    assert.is(
      await synced(
        stays,
        harbourWith({ commits: [...work, record("04-01", "09:22"), record("04-02", "09:25")], files }),
      ),
      stays,
    );
    const first = harbourWith({ commits: [...work, record("04-02", "09:22"), record("04-01", "09:25")], files });
    assert.is(await synced(stays, first), "Stopped at: Completed 04-01: Red");
    assert.is(await synced("Stopped at: Completed 02.1-01-PLAN.md", first), "Stopped at: Completed 04-01: Red");
  });

  test("keeps a text that names a plan of which only the day is known, while that day may be the last", async () => {
    const of = (day: string): FakeFacts =>
      harbourWith({ files: { ".planning/phases/04-buoys/04-01-SUMMARY.md": `completed: ${day}\n` } });
    assert.is(
      await synced("Stopped at: Completed 04-01-PLAN.md", of("2026-03-04")),
      "Stopped at: Completed 04-01-PLAN.md",
    );
    assert.is(await synced("Stopped at: Completed 04-01-PLAN.md", of("2026-03-02")), `Stopped at: ${truth}`);
  });

  test("replaces a text that names another plan, or an earlier phase", async () => {
    for (const value of [
      "Completed 02-03-PLAN.md",
      "Completed Phase 02-01 - Light Sectors (2 tasks)",
      "Phase 1 complete, ready for phase 2",
      "Phase 2 Plan 3 complete",
      "已完成 01-02",
    ]) {
      assert.is(await synced(`**Stopped At:** ${value}`), `**Stopped At:** ${truth}`, value);
    }
  });

  test("fills a placeholder in, with a blank behind the colon", async () => {
    for (const value of [" None", " -", " [Description of last completed action]", " null", " --stopped-at", " ", ""]) {
      assert.is(await synced(`Stopped at:${value}`), `Stopped at: ${truth}`, value);
    }
  });

  test("is kept exact where we wrote it ourselves", async () => {
    assert.is(
      await synced("Stopped at: Completed 02.1-01: Storm Drill; 03-01 in progress (1 of 3 tasks)"),
      `Stopped at: ${truth}`,
    );
    assert.is(await synced(`Stopped at: ${truth}`), `Stopped at: ${truth}`);
  });

  test("blocks where it names a wrong plan, and only then", async () => {
    const severityOf = async (value: string): Promise<string | undefined> =>
      (await sync(`## Session Continuity\n\nStopped at: ${value}\n`)).findings.find(
        ({ code }) => code === "stopped-at-contradicted",
      )?.severity;
    assert.is(await severityOf("Completed 02-03-PLAN.md"), "error");
    assert.is(await severityOf("None"), "warning");
    assert.is(await severityOf("Completed 02.1-01: Storm Drill; 03-01 in progress (1 of 3 tasks)"), "warning");
    assert.is(await severityOf("Completed 02.1-01"), undefined);
  });

  test("shows no control characters of a title", async () => {
    const facts = harbourWith({
      files: {
        ".planning/phases/02.1-storm-drill/02.1-01-SUMMARY.md": "# Plan 02.1-01: Storm\u001b[2J\u2028Drill\u0007\n",
      },
    });
    assert.is(
      await synced("Stopped at: None", facts),
      "Stopped at: Completed 02.1-01: Storm [2J Drill; 03-01 in progress (2 of 3 tasks)",
    );
  });

  test("says nothing without history", async () => {
    assert.is(await synced("Stopped at: None", { commits: [], files: {} }), "Stopped at: None");
    assert.is(await synced("Stopped at: Completed 09-09", { commits: [], files: {} }), "Stopped at: Completed 09-09");
  });

  test("mends the copy in the front matter that says the same, in the same write", async () => {
    const document = (copy: string, body: string): string =>
      `---\nstatus: x\n${copy}\nnote: y\n---\n\n## Session Continuity\n\nStopped at: ${body}\n`;
    const copyAfter = async (copy: string, body: string): Promise<string> => {
      const { text } = await sync(document(copy, body));
      return text.slice(0, text.indexOf("\nnote: y")).replace("---\nstatus: x\n", "");
    };
    assert.is(
      await copyAfter("stopped_at: Completed 02-03-PLAN.md", "Completed 02-03-PLAN.md"),
      `stopped_at: ${JSON.stringify(truth)}`,
    );
    assert.is(
      await copyAfter('stopped_at: "Completed 02-03"  # note', "Completed 02-03"),
      `stopped_at: ${JSON.stringify(truth)}  # note`,
    );
    assert.is(
      await copyAfter("stopped_at: >-\n  Completed\n  02-03", "Completed 02-03"),
      `stopped_at: ${JSON.stringify(truth)}`,
    );
    assert.is(
      await copyAfter("stopped_at: |-\n  Completed 02-03\n\n", "Completed 02-03"),
      `stopped_at: ${JSON.stringify(truth)}\n\n`,
    );
    assert.is(await copyAfter("stopped_at: waiting", "Completed 02-03-PLAN.md"), "stopped_at: waiting");
    assert.is(await copyAfter("stopped_at: [a", "Completed 02-03-PLAN.md"), "stopped_at: [a");
  });
});

suite("describePosition", (test) => {
  const completed = figuresOf("02-01");
  const ongoing = (id: string, commits: number): PlanFigures =>
    figuresOf(id, { workAt: Array.from({ length: commits }, (_, index) => `2026-03-0${index + 1}T09:00:00Z`) });

  test("names the plan completed last and up to three in progress", () => {
    const plans = ["03-01", "03-02", "03-03", "03-04"].map((id, index) => ongoing(id, index + 1));
    const position = { lastCompleted: completed, inProgress: plans };
    assert.is(
      describePosition(position, new Map([[planIdOf("03-02"), 4]])),
      "Completed 02-01; 03-01 in progress (1 commit), 03-02 in progress (2 of 4 tasks), 03-03 in progress (3 commits)",
    );
  });

  test("counts commits where there are more than tasks", () => {
    assert.is(
      describePosition({ lastCompleted: null, inProgress: [ongoing("03-01", 3)] }, new Map([[planIdOf("03-01"), 2]])),
      "03-01 in progress (3 commits)",
    );
  });

  test("says nothing of a project that has not begun", () => {
    assert.is(describePosition({ lastCompleted: null, inProgress: [] }, new Map()), null);
  });
});

suite("stoppedAtAgrees", (test) => {
  test("holds a phase number that restarts with each milestone against nothing", () => {
    const current = figuresOf("02-01");
    const position = { lastCompleted: current, lastWorked: current, inProgress: [], mayBeLast: [] };
    assert.is(stoppedAtAgrees("Phase 1 done", { position, figures: [current] }), false);
    const archived = {
      ...current,
      plan: {
        ...current.plan,
        files: current.plan.files === null ? null : { ...current.plan.files, milestone: "v1.0" },
      },
    };
    assert.is(stoppedAtAgrees("Phase 1 done", { position, figures: [archived] }), true);
  });
});

suite("Last session", (test) => {
  test("is brought up to the last work commit, in the form and zone that the file uses", async () => {
    for (const [value, mended] of [
      ["2026-03-02", "2026-03-05"],
      ["2026-03-02T08:08:00.000Z", "2026-03-05T07:20:00.000Z"],
      ["2026-03-02T08:08:00Z", "2026-03-05T07:20:00Z"],
      ["2026-03-02T08:08Z", "2026-03-05T07:20Z"],
      ["2026-03-02 08:08 UTC", "2026-03-05 07:20 UTC"],
      ["2026-03-02T10:08:00+02:00", "2026-03-05T09:20:00+02:00"],
      ["2026-03-02T03:08:00-05:00", "2026-03-05T09:20:00+02:00"],
      ["2026-03-02 10:08", "2026-03-05 09:20"],
    ] as const) {
      assert.is(await synced(`**Last session:** ${value}`), `**Last session:** ${mended}`, value);
    }
  });

  test("without a zone is read as UTC where that is how it was written", async () => {
    // 08:07 is when 02-02's last commit but one was made, in UTC; there was no work at 08:07 local time.
    assert.is(await synced("Last session: 2026-03-03 11:08"), "Last session: 2026-03-05 07:20");
    assert.is(await synced("Last session: 2026-03-05 07:20"), "Last session: 2026-03-05 07:20");
  });

  test("may be later than the last work, and within its last minute or day", async () => {
    for (const value of [
      "2026-03-05 09:20",
      "2026-03-05",
      "2026-03-06",
      "2026-03-05T07:20:00.000Z",
      "2026-03-05T07:21:13.123Z",
      "2026-03-05 11:00",
      "2027-01-01",
    ]) {
      assert.is(await synced(`Last session: ${value}`), `Last session: ${value}`);
    }
  });

  test("keeps words that agree with history, and lets words go that tell of another plan's session", async () => {
    for (const [value, mended] of [
      ["2026-03-02 (plan execution)", "2026-03-05 (plan execution)"],
      ["2026-03-02T08:08:00Z (continuing)", "2026-03-05T07:20:00Z (continuing)"],
      ["2026-03-02 — pushed to origin", "2026-03-05 — pushed to origin"],
      ["2026-03-02 (03-01 execution)", "2026-03-05 (03-01 execution)"],
      ["2026-03-02 (01-02 execution)", "2026-03-05"],
      ["2026-03-02 — Phase 1 COMPLETE: both plans done (a1b2c3d4)", "2026-03-05"],
      ["`2026-03-02`", "`2026-03-05`"],
      ["`2026-03-02` (01-02 execution)", "`2026-03-05`"],
    ] as const) {
      assert.is(await synced(`- Last session: ${value}`), `- Last session: ${mended}`, value);
    }
  });

  test("is filled in where it is a placeholder, and left where it is prose", async () => {
    for (const value of ["", " -", " [YYYY-MM-DD HH:MM]", " None", " --stopped-at"])
      assert.is(await synced(`Last session:${value}`), "Last session: 2026-03-05 09:20");
    assert.is(await synced("Last session: on the second of March"), "Last session: on the second of March");
    assert.is(await synced("**Last Date:** 2026-03-02T08:08:00.000Z"), "**Last Date:** 2026-03-05T07:20:00.000Z");
  });

  test("says nothing where there is no work", async () => {
    assert.is(await synced("Last session: 2020-01-01", { commits: [], files: {} }), "Last session: 2020-01-01");
  });

  test("is not moved by bookkeeping", async () => {
    const facts = harbourWith({
      commits: [
        {
          at: "2026-03-09T09:00:00Z",
          message: "docs(03-01): complete plan",
          paths: [".planning/phases/03-fog-horn/03-01-SUMMARY.md"],
        },
      ],
    });
    assert.is(await synced("Last session: 2026-03-05 09:20", facts), "Last session: 2026-03-05 09:20");
  });
});

suite("Resume file", (test) => {
  test("keeps a path of the planning directory that exists", async () => {
    for (const value of [
      ".planning/phases/03-fog-horn/03-CONTEXT.md",
      "./.planning/phases/03-fog-horn/03-CONTEXT.md",
      "`.planning/phases/03-fog-horn/03-CONTEXT.md`",
      "[context](.planning/phases/03-fog-horn/03-CONTEXT.md#why)",
      ".planning/phases/03-fog-horn/",
      ".planning/phases/03-fog-horn",
    ]) {
      assert.is(await synced(`Resume file: ${value}`), `Resume file: ${value}`);
    }
  });

  test("replaces a path of the planning directory that does not exist, and an option's name", async () => {
    for (const value of [
      ".planning/phases/09-x/09-CONTEXT.md",
      "`.planning/SESSION_PICKUP.md`",
      ".planning/phases/03-fog",
      "--resume-file",
      "[path to .continue-here.md]",
    ]) {
      assert.is(await synced(`Resume file: ${value}`), "Resume file: None", value);
    }
  });

  test("keeps words, and paths that cannot be known", async () => {
    for (const value of [
      "None",
      "none",
      "",
      "—",
      "docs/notes.md",
      "src/lamp.ts",
      "the one in .planning/x.md",
      ".planning/../secret.md",
      "https://example.org/x.md",
    ]) {
      assert.is(await synced(`Resume file: ${value}`), `Resume file: ${value}`);
    }
  });
});
