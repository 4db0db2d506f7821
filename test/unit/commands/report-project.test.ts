import * as assert from "uvu/assert";
import { reportProject } from "../../../src/commands/report-project.ts";
import { parseOid } from "../../../src/model/oid.ts";
import type { DocumentVersion, DocumentVersions } from "../../../src/model/ports.ts";
import { showToJson } from "../../../src/report/json.ts";
import { createFakeWorld, readFakeProject, type FakeWorld } from "../../support/fake-project.ts";
import { suite } from "../../support/suite.ts";

const path = ".planning/STATE.md";
const directory = ".planning/phases/13-alerts";

const world = createFakeWorld({
  commits: [
    { message: "docs(13): plan", at: "2026-01-04T09:00:00Z", paths: [`${directory}/13-01-PLAN.md`] },
    { message: "feat(13-01): one", at: "2026-01-04T09:10:00Z", paths: ["a.ts"] },
    { message: "feat(13-01): two", at: "2026-01-04T09:30:00Z", paths: ["b.ts"] },
    { message: "docs(13-01): complete", at: "2026-01-04T09:31:00Z", paths: [`${directory}/13-01-SUMMARY.md`] },
    { message: "feat(13-02): one", at: "2026-01-04T09:40:00Z", paths: ["c.ts"] },
  ],
  files: {
    ".planning/PROJECT.md": "# Tides\n",
    [`${directory}/13-01-PLAN.md`]: "",
    [`${directory}/13-01-SUMMARY.md`]: "# Phase 13 Plan 01: Alert Rules Summary\n",
    [`${directory}/13-02-PLAN.md`]: "",
  },
});

/** A text that lists so many commits that are nowhere. */
function listing(references: number): string {
  const lines = Array.from({ length: references }, (_, index) => `- commit ${String(index).padStart(3, "0")}dead\n`);
  return `# State\n\n## Decisions\n\n${lines.join("")}`;
}

/** Versions that list one commit more each; which were read is kept. */
function createVersions(count: number, size: number | null): DocumentVersions & { readonly chosen: number[] } {
  const read: number[] = [];
  const oidOf = (index: number): NonNullable<ReturnType<typeof parseOid>> => {
    const oid = parseOid(String(index).padStart(40, "0"));
    if (oid === undefined) throw new Error(`${index} is no oid`);
    return oid;
  };
  return {
    chosen: read,
    list: async () =>
      Array.from({ length: count }, (_, index): DocumentVersion => {
        const committed = { epochMs: Date.UTC(2026, 0, 4) + index * 60_000, offsetMinutes: 0 };
        return { commit: oidOf(index), contents: oidOf(index), committed, size };
      }),
    read: async (versions) =>
      versions.map(({ contents }) => {
        read.push(Number(contents));
        return Buffer.from(listing(Number(contents) % 7));
      }),
  };
}

async function report(
  versions: DocumentVersions,
  text: string | null = listing(3),
  { repository, documents, tip }: FakeWorld = world,
): ReturnType<typeof reportProject> {
  return reportProject({
    repository,
    referenceCache: null,
    project: await readFakeProject({ repository, documents, tip }),
    documents,
    tip: { oid: tip, name: "main" },
    path,
    text,
    severities: {},
    position: false,
    versions,
    decode: (bytes) => new TextDecoder().decode(bytes),
  });
}

suite("reportProject", (test) => {
  test("counts plans as show and check do: by their files, with those that have no number, without what commits name alone", async () => {
    const untidy = createFakeWorld({
      commits: [{ message: "feat(15-01): one", at: "2026-01-04T09:00:00Z", paths: ["a.ts"] }],
      files: {
        [`${directory}/13-01-PLAN.md`]: "",
        [`${directory}/13-01-SUMMARY.md`]: "",
        ".planning/phases/14-notes/14-PHASE-SUMMARY.md": "",
        ".planning/milestones/v1.0-phases/01-a/01-01-PLAN.md": "",
      },
    });
    const { plans, planCounts, state } = await report(createVersions(0, null), listing(0), untidy);
    assert.equal(planCounts, { live: 2, ever: 3 });
    assert.equal(state?.examined.plans, 3);
    assert.is(showToJson(await readFakeProject(untidy), "main").plans.total, 2);
    assert.equal(plans.map(({ planId }) => planId).sort(), ["1-01", "13-01", "15-01"]);
  });

  test("tells of each plan what history and its files say", async () => {
    const { title, plans, state } = await report(createVersions(0, 1), null);
    assert.equal([title, state], ["Tides", null]);
    assert.equal(
      plans.map(({ planId, status, title: planTitle, workCommits, bookkeepingCommits, files, durationMinutes }) => [
        planId,
        status,
        planTitle,
        workCommits,
        bookkeepingCommits,
        files,
        durationMinutes,
      ]),
      [
        // 20 minutes between its commits, and what is estimated for the time before the first.
        ["13-01", "completed", "Alert Rules", 2, 1, 2, 23],
        ["13-02", "in-progress", null, 1, 0, 1, null],
      ],
    );
  });

  test("counts the references of each version, and last of the text as it is", async () => {
    const { state } = await report(createVersions(3, 100));
    assert.equal(
      state?.references.map(({ counts }) => counts.missing),
      [0, 1, 2, 3],
    );
    assert.equal([state?.versions, state?.current.missing], [3, 3]);
    const same = await report(createVersions(3, 100), listing(2));
    assert.is(same.state?.references.length, 3);
  });

  test("looks at a bounded number of versions: evenly, the first and the last among them, fewer of large ones", async () => {
    const many = createVersions(1000, 100);
    assert.is((await report(many)).state?.versions, 1000);
    assert.equal([many.chosen.length, many.chosen[0], many.chosen.at(-1)], [96, 0, 999]);
    const large = createVersions(1000, 1024 * 1024);
    await report(large);
    assert.is(large.chosen.length, 8);
    const huge = createVersions(1000, 1024 * 1024 * 1024);
    await report(huge);
    assert.is(huge.chosen.length, 0);
    const absent = createVersions(5, null);
    assert.is((await report(absent)).state?.references.length, 1);
    assert.is(absent.chosen.length, 0);
  });
});
