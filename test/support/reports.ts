import type { ReferenceCounts, ProjectReport, ReportedPlan } from "../../src/commands/report-project.ts";
import { parsePlanId, type PlanId } from "../../src/model/plan-id.ts";

export const minuteMs = 60_000;

function requirePlanId(text: string): PlanId {
  const planId = parsePlanId(text);
  if (planId === undefined) throw new Error(`${text} is no plan id`);
  return planId;
}

/** A plan of a report: worked on for so many minutes from an instant, completed unless said otherwise. */
export function reportedPlan(
  id: string,
  startMs: number,
  minutes: number,
  given: Partial<ReportedPlan> = {},
): ReportedPlan {
  const endMs = startMs + minutes * minuteMs;
  return {
    planId: requirePlanId(id),
    title: `Title of ${id}`,
    milestone: null,
    status: "completed",
    completedAtMs: endMs,
    durationMinutes: minutes,
    durationEvidence: "commits",
    workCommits: 3,
    bookkeepingCommits: 1,
    files: 2,
    stretches: [{ startMs, endMs, commits: 3 }],
    besideIds: [],
    ...given,
  };
}

/** Counts of references, none where nothing is said. */
export function referenceCounts(counts: Partial<ReferenceCounts["counts"]>): ReferenceCounts["counts"] {
  return {
    reachable: 0,
    rewritten: 0,
    unreachable: 0,
    missing: 0,
    ambiguous: 0,
    "not-a-commit": 0,
    unknown: 0,
    ...counts,
  };
}

/** A report of plans, all of them in order of completion; its STATE.md lists and says nothing. */
export function projectReport(plans: readonly ReportedPlan[], given: Partial<ProjectReport> = {}): ProjectReport {
  const completed = plans.filter(({ status }) => status === "completed");
  const minutes = completed.flatMap(({ durationMinutes }) => durationMinutes ?? []);
  const total = minutes.reduce((sum, value) => sum + value, 0);
  return {
    title: "Tides",
    tip: { oid: null, name: "main" },
    statePath: ".planning/STATE.md",
    plans,
    planCounts: { live: plans.filter(({ milestone }) => milestone === null).length, ever: plans.length },
    metrics: {
      velocity: {
        plansCompleted: completed.length,
        averageMinutes: minutes.length === 0 ? null : total / minutes.length,
        totalMinutes: total,
        sharedMinutes: 0,
        evidence: { recorded: 0, summary: minutes.length, commits: 0, none: completed.length - minutes.length },
      },
      phases: [],
      plans: completed.map(({ planId, title, durationMinutes, durationEvidence, files, milestone }) => ({
        planId,
        title,
        durationMinutes,
        evidence: durationEvidence,
        tasks: 3,
        tasksEvidence: "summary",
        files,
        filesEvidence: "commits",
        inferredCommits: 0,
        recorded: null,
        milestone,
      })),
      trend: {
        lastMinutes: minutes.slice(-5),
        direction: "stable",
        evidence: { recorded: 0, summary: minutes.slice(-5).length, commits: 0, none: 0 },
      },
      findings: [],
    },
    state: {
      versions: 0,
      references: [],
      current: referenceCounts({}),
      figures: [],
      findings: [],
      examined: { references: 0, plans: plans.length, commits: 0, rows: 0 },
    },
    ...given,
  };
}
