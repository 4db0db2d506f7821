import { readCommitHistory } from "../../src/commands/read-history.ts";
import { readProject } from "../../src/commands/read-project.ts";
import { openWorkspace } from "../../src/api/open-workspace.ts";
import { createProcessRunner } from "../../src/git/process-runner.ts";
import { isPlausibleDuration, type PlanFigures } from "../../src/links/plan-figures.ts";
import { parseListedWork } from "../../src/planning/listed-work.ts";
import { findMarkBefore, readRhythm, type WorkRhythm } from "../../src/links/work-estimate.ts";

/** A plan whose SUMMARY states a duration, with what else there is to tell it by. Minutes. */
export interface StatedPlan {
  readonly planId: string;
  readonly stated: number;
  /** By the commits alone, as `state metrics` would give it were nothing stated; `null` where they do not tell. */
  readonly estimate: number | null;
  readonly commits: number;
  /** From the first tagged commit to the last, bookkeeping included, pauses and all: what anybody would take first. */
  readonly bareSpan: number | null;
  /** Commits leave room for the stated time. */
  readonly isPlausible: boolean;
  /** The SUMMARY says when work began and ended, and the commits lie in between: somebody looked at a clock. */
  readonly isMeasured: boolean;
}

const minuteMs = 60_000;
/** Nobody knows when work began that long before a commit. */
const longestRoomMinutes = 180;
/** Without a commit of the SUMMARY nobody knows when work ended. */
const usualRecordMinutes = 30;

/**
 * Tells whether a stated duration fits into the time that commits leave for it: from the planning that was committed last
 * before the work to the commit of the SUMMARY, and half as much again; and it is no shorter than half the work's span.
 */
function isPlausible(stated: number, { plan }: PlanFigures, { marks }: WorkRhythm): boolean {
  const { firstMs, last, spanMinutes } = plan.ownWork;
  if (firstMs === null || last === null) return true;
  const span = spanMinutes ?? 0;
  const before = (firstMs / 1000 - findMarkBefore(marks, firstMs / 1000)) / 60;
  const after = plan.recordedAtMs === null ? usualRecordMinutes : (plan.recordedAtMs - last.epochMs) / minuteMs;
  const room = Math.min(before, longestRoomMinutes) + span + Math.max(after, 0);
  return stated <= 1.5 * room + 1 && stated >= span / 2 - 1;
}

/** Tells whether a SUMMARY states times that agree with its duration and hold the plan's commits. */
function isMeasured(stated: number, text: string, { plan }: PlanFigures): boolean {
  const { firstMs, last } = plan.ownWork;
  const { startedAtMs: start, endedAtMs: end } = parseListedWork(text);
  if (firstMs === null || last === null || start === null || end === null) return false;
  const difference = Math.abs((end - start) / minuteMs - stated);
  return (
    difference <= Math.max(1, stated / 5) &&
    start <= firstMs + minuteMs &&
    end >= last.epochMs - 1.5 * minuteMs &&
    end <= last.epochMs + 60 * minuteMs
  );
}

/** Reads the plans of a repository whose SUMMARYs state a possible duration. */
export async function readStatedPlans(directory: string): Promise<readonly StatedPlan[]> {
  const workspace = await openWorkspace(createProcessRunner(directory, process.env), directory);
  const { repository, documents, planningDirectory } = workspace;
  const { oid: tip } = await repository.readHead();
  const project = await readProject({ repository, documents, tip, planningDirectory, cache: null });
  const history = await readCommitHistory(repository, project);
  const completed = new Set(
    project.figures.filter(({ plan }) => plan.status === "completed").map(({ plan }) => plan.planId),
  );
  const rhythm = readRhythm(project.digest, (planId) => completed.has(planId));
  const paths = project.figures.flatMap(({ plan }) => plan.files?.summaryPath ?? []);
  const contents = await documents.read(paths);
  return project.figures.flatMap((figures): readonly StatedPlan[] => {
    const { plan, summary, estimate } = figures;
    const stated = summary?.duration?.minutes;
    if (stated === undefined || !isPlausibleDuration(stated)) return [];
    const times = history.commitsOf(plan).map(({ authored }) => authored.epochMs);
    const text = new TextDecoder().decode(contents.get(plan.files?.summaryPath ?? "") ?? new Uint8Array());
    return [
      {
        planId: plan.planId,
        stated,
        estimate: estimate?.minutes ?? null,
        commits: plan.ownWork.count,
        bareSpan: times.length < 2 ? null : (Math.max(...times) - Math.min(...times)) / minuteMs,
        isPlausible: isPlausible(stated, figures, rhythm),
        isMeasured: isMeasured(stated, text, figures),
      },
    ];
  });
}
