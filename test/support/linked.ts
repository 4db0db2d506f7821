import { readCommitHistory, readDigest, type CommitHistory } from "../../src/commands/read-history.ts";
import { createLinkIndex, type LinkIndex } from "../../src/links/link-index.ts";
import { createPlanFigures, type PlanFigures } from "../../src/links/plan-figures.ts";
import { addTimes, firstMs, lastTime, packTime, spanMinutes } from "../../src/links/time-runs.ts";
import { parsePlanId, phaseOfPlan, type PlanId } from "../../src/model/plan-id.ts";
import { findPlanFiles } from "../../src/planning/plan-files.ts";
import { createFakeWorld, readFakeProject, toZonedTime, type FakeCommit } from "./fake-project.ts";

export function planIdOf(text: string): PlanId {
  const planId = parsePlanId(text);
  if (planId === undefined) throw new Error(`no plan id: ${text}`);
  return planId;
}

/** The index of a history that exists only as facts, with the planning files of these paths. */
export async function indexOf(commits: readonly FakeCommit[], paths: readonly string[]): Promise<LinkIndex> {
  const { repository, tip } = createFakeWorld({ commits, files: {} });
  const digest = await readDigest({ repository, tip, planningDirectory: ".planning", cache: null });
  return createLinkIndex(digest, findPlanFiles(paths, ".planning"));
}

/** The commits of a history that exists only as facts, with the planning files of these paths. */
export async function historyOf(commits: readonly FakeCommit[], paths: readonly string[]): Promise<CommitHistory> {
  const world = createFakeWorld({ commits, files: Object.fromEntries(paths.map((path) => [path, ""])) });
  return readCommitHistory(world.repository, await readFakeProject(world));
}

/** Figures of one plan by themselves, for what only looks at figures. */
export function figuresOf(
  id: string,
  given: Partial<PlanFigures> & { readonly workAt?: readonly string[]; readonly isPlanned?: boolean } = {},
): PlanFigures {
  const planId = planIdOf(id);
  const { workAt = [], isPlanned = false, ...rest } = given;
  const runs = addTimes(
    [],
    workAt.map((at) => packTime(toZonedTime(at))),
  );
  const work = {
    count: workAt.length,
    firstMs: firstMs(runs),
    last: lastTime(runs),
    spanMinutes: spanMinutes(runs),
    runs,
  };
  const directory = `.planning/phases/${phaseOfPlan(planId)}-x`;
  const files = {
    planId,
    phase: phaseOfPlan(planId),
    directory,
    planPath: `${directory}/${id}-PLAN.md`,
    summaryPath: null,
    milestone: null,
  };
  const plan = {
    planId,
    phase: phaseOfPlan(planId),
    files,
    status: isPlanned ? ("planned" as const) : ("completed" as const),
    commitCount: work.count,
    lastCommitMs: work.last?.epochMs ?? null,
    work,
    ownWork: work,
    estimate: null,
    changedFiles: null,
    recordedAtMs: null,
  };
  return { ...createPlanFigures(plan, null), ...rest };
}
