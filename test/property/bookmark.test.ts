import * as fc from "fast-check";
import * as assert from "uvu/assert";
import { advanceBookmark } from "../../src/commands/advance-bookmark.ts";
import { createBookmark, type Bookmark } from "../../src/commands/bookmark.ts";
import { foreseeRecord, isRecordForeseen, type ForeseenRecord } from "../../src/commands/foresee-record.ts";
import { readDigest } from "../../src/commands/read-history.ts";
import { readProjectOfHistory, type Project } from "../../src/commands/read-project.ts";
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

/** What came of some commits: how many took the quick way. */
interface Walked {
  readonly advanced: number;
  readonly regenerated: number;
}

/** Makes the next commits of a history, and holds what a bookmark makes of STATE.md to what regenerating makes. */
async function walk(
  start: {
    readonly facts: FakeFacts;
    readonly project: Project;
    readonly text: string;
    readonly bookmark: Bookmark | undefined;
    readonly waiting: readonly CommitWithPaths[];
  },
  further: readonly Step[],
): Promise<Walked> {
  let { facts, project, text, bookmark, waiting } = start;
  const walked = { advanced: 0, regenerated: 0 };
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
    if (moved === undefined) walked.regenerated += 1;
    else {
      walked.advanced += 1;
      assert.is(moved.newText, whole);
    }
    bookmark =
      bookmark === undefined || moved?.place === undefined
        ? createBookmark(project, whole)
        : { base: bookmark.base, place: moved.place };
    text = whole;
    waiting = [];
  }
  return walked;
}

/** What comes between a completion that is about to be committed and the next commit of work. */
const completions = fc.record({
  plan: fc.nat({ max: 5 }),
  summary: fc.constantFrom("duration: 12min", "duration: 540", "tasks: 3\ncompleted: 2026-03-03", ""),
  seconds: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 1, max: 90_000 }) },
    { weight: 2, arbitrary: fc.constantFrom(0, 1, 2) },
    fc.constant(-3600),
  ),
  others: fc.constantFrom<readonly string[]>(
    [],
    [path],
    [path, ".planning/ROADMAP.md"],
    [".planning/phases/09-new/N.md"],
  ),
  later: fc.constantFrom<readonly string[]>([], [path], [".planning/ROADMAP.md"]),
});

suite("the laws of the bookmark", (test) => {
  test("what it makes of the next commits is what regenerating all of STATE.md makes", async () => {
    let advanced = 0;
    let regenerated = 0;
    await fc.assert(
      fc.asyncProperty(histories, documents, steps, async (facts, document, further) => {
        const project = await readFakeProject(createFakeWorld(facts));
        const created = await createDocumentElements(project, { path, text: document, archivedIds: new Set() });
        const text = await regenerate(project, created.newText);
        const bookmark = createBookmark(project, text);
        const walked = await walk({ facts, project, text, bookmark, waiting: [] }, further);
        advanced += walked.advanced;
        regenerated += walked.regenerated;
      }),
      run,
    );
    assert.ok(advanced > regenerated / 8, `${advanced} commits went the quick way, ${regenerated} did not`);
  });

  test("and so it is where it was made before the commit that completes a plan", async () => {
    let [advanced, regenerated, foreseen, tried] = [0, 0, 0, 0];
    await fc.assert(
      fc.asyncProperty(histories, documents, completions, steps, async (before, document, completion, further) => {
        const { index } = await readFakeProject(createFakeWorld(before));
        const open = index.plans.filter(({ status, files }) => status === "in-progress" && files?.planPath != null);
        const plan = open[completion.plan % Math.max(open.length, 1)];
        const planPath = plan?.files?.planPath;
        if (plan === undefined || planPath == null) return;
        const summaryPath = planPath.replace("PLAN.md", "SUMMARY.md");
        const files = {
          ...before.files,
          [summaryPath]: `---\n${completion.summary}\n---\n\n# Phase 1 Plan 1: Bell Summary\n`,
        };
        const world = createFakeWorld({ ...before, files });
        const added = [summaryPath];
        const paths = [...added, ...completion.others.filter((other) => other !== path)];
        tried += 1;
        let expected: ForeseenRecord | undefined;
        const past = readDigest({ ...world, planningDirectory, cache: null });
        const source = { ...world, planningDirectory };
        const after = await readProjectOfHistory(source, past, null, (digest, planFiles) => {
          expected = foreseeRecord(digest, planFiles, { planningDirectory, paths, added, ownPaths: [path] });
          return expected?.digest ?? digest;
        });
        const record = expected?.record;
        const isForeseen = record !== undefined && isRecordForeseen(after, record);
        const project = isForeseen ? after : await readFakeProject(world);
        const created = await createDocumentElements(project, { path, text: document, archivedIds: new Set() });
        const text = await regenerate(project, created.newText);
        assert.is(await regenerate(project, text), text);
        const bookmark = isForeseen ? createBookmark(project, text, record) : undefined;
        if (bookmark !== undefined) foreseen += 1;
        const step = {
          subject: "",
          seconds: completion.seconds,
          zone: "+02:00",
          paths: [...new Set([...added, ...completion.others, ...completion.later])],
        };
        const facts = extend({ ...before, files }, `docs(${plan.planId}): complete the bell\n`, step);
        const waiting = [await tellNewest(facts)];
        const made = await readFakeProject(createFakeWorld(facts));
        const walked = await walk({ facts, project: made, text, bookmark, waiting }, further);
        advanced += walked.advanced;
        regenerated += walked.regenerated;
      }),
      run,
    );
    assert.ok(foreseen > tried / 5, `${foreseen} of ${tried} completions left a bookmark`);
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
