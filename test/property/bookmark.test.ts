import * as fc from "fast-check";
import * as assert from "uvu/assert";
import { advanceBookmark } from "../../src/commands/advance-bookmark.ts";
import { createBookmark, type Bookmark } from "../../src/commands/bookmark.ts";
import type { Project } from "../../src/commands/read-project.ts";
import { createDocumentElements, regenerateDocument } from "../../src/commands/sync-document.ts";
import { parseCommitMessage } from "../../src/commit/message.ts";
import { readPlainTag } from "../../src/commit/plain-tag.ts";
import { readHistoryTag } from "../../src/commit/plan-tag.ts";
import type { CommitWithPaths } from "../../src/git/commit-log.ts";
import { phaseOfPlan } from "../../src/model/plan-id.ts";
import { documents } from "../support/documents.ts";
import { createFakeWorld, readFakeProject, type FakeCommit, type FakeFacts } from "../support/fake-project.ts";
import { histories } from "../support/histories.ts";
import { suite } from "../support/suite.ts";

const run = {
  seed: Number(process.env["PLANLINK_SEED"] ?? 20260307),
  numRuns: Number(process.env["PLANLINK_RUNS"] ?? 200),
};
process.stderr.write(`laws of the bookmark: seed ${run.seed}, ${run.numRuns} cases each\n`);

const path = ".planning/STATE.md";
const planningDirectory = ".planning";

async function regenerate(project: Project, text: string): Promise<string> {
  const input = { path, text, archivedIds: new Set<never>(), renderCells: null, position: false };
  return (await regenerateDocument(project, input)).newText;
}

/** A commit that comes after the history: seconds after the one before, in a zone. */
interface Step {
  /** Of work on one of the plans that are not completed, by its place among them; or a message of its own. */
  readonly subject: number | string;
  readonly seconds: number;
  readonly zone: string;
  readonly paths: readonly string[];
}

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    subject: fc.oneof(
      { weight: 12, arbitrary: fc.nat({ max: 5 }) },
      { weight: 2, arbitrary: fc.constant("chore: tidy up\n") },
      fc.constantFrom("feat(01-01): a plan as it may be\n", "docs(01): of a phase\n", "fix(v2.0-01-01): a milestone\n"),
    ),
    seconds: fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: 0, max: 40_000 }) },
      { weight: 2, arbitrary: fc.constantFrom(0, 60) },
      fc.constant(-3600),
    ),
    zone: fc.constantFrom("+00:00", "+02:00", "-05:00"),
    paths: fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom(["src/a.ts"], ["src/b.ts", "src/c.ts"], []) },
      { weight: 4, arbitrary: fc.constant(["src/a.ts", path]) },
      fc.constantFrom(["src/a.ts", ".planning/ROADMAP.md"], [path]),
    ),
  }),
  { minLength: 1, maxLength: 8 },
);

function messageOf({ subject }: Step, project: Project): string {
  if (typeof subject === "string") return subject;
  const open = project.index.plans.filter(({ status, files }) => status !== "completed" && files !== null);
  const plan = open[subject % Math.max(open.length, 1)];
  return plan === undefined ? "feat(01-01): work on it\n" : `feat(${plan.planId}): work on it\n`;
}

/** The history with one more commit, and the commit as git tells of it. */
function extend(facts: FakeFacts, message: string, { seconds, zone, paths }: Step): FakeFacts {
  const last = facts.commits.at(-1)?.at ?? "2026-02-01T09:00:00+00:00";
  const offset = (zone.startsWith("-") ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4))) * 60_000;
  const local = new Date(Date.parse(last) + seconds * 1000 + offset).toISOString().slice(0, 19);
  const commit: FakeCommit = { message, at: `${local}${zone}`, paths };
  return { ...facts, commits: [...facts.commits, commit] };
}

async function tellNewest(facts: FakeFacts): Promise<CommitWithPaths> {
  const { repository, tip } = createFakeWorld(facts);
  const [commit] = tip === null ? [] : await repository.readSingleCommits([tip]);
  if (commit === undefined) throw new Error("a history that was just extended has a commit");
  return { commit, paths: facts.commits.at(-1)?.paths ?? [] };
}

const plainPlan = { kind: "plan", workstream: null, milestone: null, prefix: null } as const;

suite("the laws of the bookmark", (test) => {
  test("what it makes of the next commits is what regenerating all of STATE.md makes", async () => {
    let advanced = 0;
    let regenerated = 0;
    await fc.assert(
      fc.asyncProperty(histories, documents, steps, async (history, document, further) => {
        let facts = history;
        let project = await readFakeProject(createFakeWorld(facts));
        const created = await createDocumentElements(project, { path, text: document, archivedIds: new Set() });
        let text = await regenerate(project, created.newText);
        let bookmark: Bookmark | undefined = createBookmark(project, text);
        let waiting: readonly CommitWithPaths[] = [];
        for (const step of further) {
          const message = messageOf(step, project);
          facts = extend(facts, message, step);
          project = await readFakeProject(createFakeWorld(facts));
          waiting = [await tellNewest(facts), ...waiting];
          if (!message.startsWith("feat")) continue;
          const whole = await regenerate(project, text);
          const { files } = facts;
          const input = { text, commits: waiting, planningDirectory, readPlan: (plan: string) => files[plan] };
          const moved = bookmark === undefined ? undefined : advanceBookmark(bookmark, input);
          if (moved === undefined) regenerated += 1;
          else {
            advanced += 1;
            assert.is(moved.newText, whole);
          }
          bookmark =
            bookmark === undefined || moved?.place === undefined
              ? createBookmark(project, whole)
              : { base: bookmark.base, place: moved.place };
          text = whole;
          waiting = [];
        }
      }),
      run,
    );
    assert.ok(advanced > regenerated / 8, `${advanced} commits went the quick way, ${regenerated} did not`);
  });

  test("a plain tag is what the whole grammar reads", () => {
    const word = fc.constantFrom("feat", "fix", "wip", "plan", "phase", "trd", "revert", "m", "squash");
    const scope = fc.constantFrom(
      "01-02",
      "7-04",
      "140-02",
      "07-4",
      "ui",
      "plan",
      "phase",
      "v",
      "gsd",
      "01",
      "01-02,01-03",
      "",
    );
    const line = fc.constantFrom(
      "add it",
      "Plan: 01-03",
      "* feat(02-01): squashed",
      "- fix(02-02): of a pull request (#12)",
      "GSD-Task: S01/T02",
      "Co-Authored-By: A <a@b>",
      "see 01-04",
      "Phase 3 Plan 2",
      "of plans",
      "",
      " ",
      "\r",
    );
    const messages = fc
      .tuple(word, scope, fc.constantFrom("", "!"), fc.array(line, { maxLength: 5 }), fc.constantFrom("\n", "\n\n"))
      .map(
        ([type, inner, mark, [subject = "", ...lines], gap]) =>
          [`${type}${inner === "" ? "" : `(${inner})`}${mark}: ${subject}`, ...lines].join(gap) +
          (lines.length % 2 ? "\n" : ""),
      );
    let plain = 0;
    fc.assert(
      fc.property(messages, (message) => {
        const tag = readPlainTag(message);
        if (tag === undefined) return;
        plain += 1;
        const whole = readHistoryTag(parseCommitMessage(message));
        const { kind } = whole;
        if (tag.kind === "other") assert.ok(kind !== "plan" && kind !== "phase", message);
        else assert.equal(whole, { ...plainPlan, planIds: [tag.planId], phase: phaseOfPlan(tag.planId) }, message);
      }),
      { ...run, numRuns: run.numRuns * 20 },
    );
    assert.ok(plain > run.numRuns, `only ${plain} messages were plain`);
  });
});
