import { buildLinkIndex, commitsToInspect, tagCommits, type LinkIndex } from "../../src/links/link-index.ts";
import { createPlanFigures, type PlanFigures } from "../../src/links/plan-figures.ts";
import { parsePlanId, phaseOfPlan, type PlanId } from "../../src/model/plan-id.ts";
import type { ZonedTime } from "../../src/model/ports.ts";
import { findPlanFiles } from "../../src/planning/plan-files.ts";
import { createFakeWorld, toZonedTime, type FakeCommit } from "./fake-project.ts";

export function planIdOf(text: string): PlanId {
  const planId = parsePlanId(text);
  if (planId === undefined) throw new Error(`no plan id: ${text}`);
  return planId;
}

/** The index of a history that exists only as facts, with the planning files of these paths. */
export async function indexOf(commits: readonly FakeCommit[], paths: readonly string[]): Promise<LinkIndex> {
  const { repository, tip } = createFakeWorld({ commits, files: {} });
  const tagged = tagCommits(tip === null ? [] : await repository.readCommits(tip));
  return buildLinkIndex({
    tagged,
    changedPaths: await repository.readChangedPaths(commitsToInspect(tagged)),
    planFiles: findPlanFiles(paths, ".planning"),
    planningDirectory: ".planning",
  });
}

/** Figures of one plan by themselves, for what only looks at figures. */
export function figuresOf(
  id: string,
  given: Partial<PlanFigures> & { readonly workAt?: readonly string[]; readonly isPlanned?: boolean } = {},
): PlanFigures {
  const planId = planIdOf(id);
  const { workAt = [], isPlanned = false, ...rest } = given;
  const commits = workAt.map((at, index) => {
    const time: ZonedTime = toZonedTime(at);
    return {
      oid: `${index}`.padStart(40, "0") as never,
      header: `feat(${id}): ${index}`,
      authored: time,
      committed: time,
      isBookkeeping: false,
      evidence: "tag" as const,
    };
  });
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
    commits,
    workCommits: commits,
    recordedAtMs: null,
  };
  return { ...createPlanFigures(plan, null, null), ...rest };
}
