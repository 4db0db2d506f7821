import { findMetricsElements, type PlanRow } from "../document/metrics-elements.ts";
import { parseStateDocument } from "../document/state-document.ts";
import type { LinkedPlan } from "../links/link-index.ts";
import type { DurationEvidence, PlanFigures } from "../links/plan-figures.ts";
import type { Finding } from "../model/finding.ts";
import type { PhaseId, PlanId } from "../model/plan-id.ts";
import type { RepositoryPath } from "../model/ports.ts";
import { renderMetricRows, roundedMinutes } from "../render/metric-rows.ts";
import { measureProject } from "../render/performance-metrics.ts";
import { averageMinutes, findTrend, totalMinutes } from "../render/velocity.ts";
import type { InferredWork } from "./infer-commits.ts";
import type { Project } from "./read-project.ts";

/** Where a duration comes from. `inferred`: from commits that no tag, but the SUMMARY gives to the plan. */
export type MeasuredEvidence = DurationEvidence | "inferred";

/** Where a number of tasks or files comes from. */
export type CountEvidence = "summary" | "commits" | "inferred" | "none";

/** How many of some durations come from where. */
export type EvidenceCounts = Readonly<Record<DurationEvidence, number>>;

/** One completed plan, as the figures have it. */
export interface MeasuredPlan {
  readonly planId: PlanId;
  readonly title: string | null;
  /** The duration in which we believe. */
  readonly durationMinutes: number | null;
  /** The best evidence that gives this duration; `recorded` where the row of STATE.md alone does. */
  readonly evidence: MeasuredEvidence;
  readonly tasks: number | null;
  readonly tasksEvidence: CountEvidence;
  readonly files: number | null;
  readonly filesEvidence: CountEvidence;
  /** How many commits are inferred to be the plan's; figures rest on them only where their evidence says so. */
  readonly inferredCommits: number;
  /** What the row of STATE.md says, as it stands there. */
  readonly recorded: string | null;
  /** The milestone with which the plan's phase was archived: it counts neither for velocity nor for a phase. */
  readonly milestone: string | null;
}

/** The figures of a project. Averages and sums are `null` where too few durations are known to tell. */
export interface ProjectMetrics {
  readonly velocity: {
    readonly plansCompleted: number;
    readonly averageMinutes: number | null;
    readonly totalMinutes: number | null;
    /** Minutes in which several plans ran, which the total counts once. */
    readonly sharedMinutes: number;
    readonly evidence: EvidenceCounts;
  };
  readonly phases: readonly {
    readonly phase: PhaseId;
    readonly plans: number;
    readonly totalMinutes: number | null;
    readonly averageMinutes: number | null;
    readonly sharedMinutes: number;
    readonly evidence: EvidenceCounts;
  }[];
  /** In order of completion, archived ones first. */
  readonly plans: readonly MeasuredPlan[];
  readonly trend: {
    /** Of the plans completed last, in order of completion. */
    readonly lastMinutes: readonly number[];
    readonly direction: "improving" | "stable" | "degrading" | "unknown";
    readonly evidence: EvidenceCounts;
  };
  /** Durations that rows of STATE.md record and that cannot be true, each with what it was and what it is. */
  readonly findings: readonly Finding[];
}

/** As many as *Recent Trend* of STATE.md looks at. */
const trendPlans = 5;

export interface MeasureInput {
  readonly path: RepositoryPath;
  /** The text of STATE.md; `null` where there is none, and so no recorded row. */
  readonly text: string | null;
  /** What commits that are inferred tell of plans; empty where nobody asked. */
  readonly inferred: ReadonlyMap<LinkedPlan, InferredWork>;
}

/** The recorded rows with what they were weighed to be. */
function readRows(
  project: Project,
  { path, text }: MeasureInput,
): {
  readonly rows: readonly PlanRow[];
  readonly minutes: ReadonlyMap<PlanId, number>;
  readonly findings: readonly Finding[];
} {
  const document = parseStateDocument(text ?? "");
  const elements = findMetricsElements(document);
  if (elements === undefined) return { rows: [], minutes: new Map(), findings: [] };
  const { figuresById, recurringIds } = project;
  const facts = { path, document, figuresById, recurringIds, archivedIds: new Set<PlanId>() };
  const { recordedMinutes, findings } = renderMetricRows(elements, facts);
  const implausible = findings.filter(
    ({ code }) => code === "duration-contradicted" || code === "duration-implausible",
  );
  return { rows: elements.planRows, minutes: recordedMinutes, findings: implausible };
}

function findEvidence(figures: PlanFigures, minutes: number | null): DurationEvidence {
  if (minutes === null) return "none";
  const derived = figures.durationMinutes;
  return derived !== null && roundedMinutes(derived) === minutes ? figures.durationEvidence : "recorded";
}

/** The number that a SUMMARY states, else that of the commits, else that of those that are inferred. */
function chooseCount(
  stated: number | null | undefined,
  derived: number | null,
  inferred: number | null | undefined,
): { readonly count: number | null; readonly evidence: CountEvidence } {
  if (stated != null) return { count: stated, evidence: "summary" };
  if (derived !== null) return { count: derived, evidence: "commits" };
  return inferred == null || inferred === 0
    ? { count: null, evidence: "none" }
    : { count: inferred, evidence: "inferred" };
}

/** Measures the completed plans of a project: the same figures that `sync` writes into STATE.md. */
export function measurePlans(project: Project, input: MeasureInput): ProjectMetrics {
  const { rows, minutes, findings } = readRows(project, input);
  const measured = measureProject(project, minutes);
  const recordedById = new Map(rows.map(({ planId, duration }) => [planId, duration?.text ?? null]));
  const evidenceOf = (plan: PlanFigures): DurationEvidence => findEvidence(plan, measured.minutesOf(plan));
  const describe = (figures: PlanFigures): MeasuredPlan => {
    const { planId, files } = figures.plan;
    const durationMinutes = measured.minutesOf(figures);
    const inferred = input.inferred.get(figures.plan);
    const guessed = durationMinutes === null ? (inferred?.estimate?.minutes ?? null) : null;
    const tasks = chooseCount(figures.summary?.tasks, figures.tasks, inferred?.commits);
    const changed = chooseCount(figures.summary?.files, figures.files, inferred?.files);
    return {
      planId,
      title: figures.summary?.title ?? null,
      durationMinutes: guessed === null ? durationMinutes : roundedMinutes(guessed),
      evidence: guessed === null ? evidenceOf(figures) : "inferred",
      tasks: tasks.count,
      tasksEvidence: tasks.evidence,
      files: changed.count,
      filesEvidence: changed.evidence,
      inferredCommits: inferred?.commits ?? 0,
      recorded: project.recurringIds.has(planId) ? null : (recordedById.get(planId) ?? null),
      milestone: files?.milestone ?? null,
    };
  };
  const countEvidence = (plans: readonly PlanFigures[]): EvidenceCounts => {
    const counts = { recorded: 0, summary: 0, commits: 0, none: 0 };
    for (const plan of plans) counts[evidenceOf(plan)] += 1;
    return counts;
  };
  const archived = project.figures.filter(
    ({ plan }) => plan.status === "completed" && plan.files !== null && plan.files.milestone !== null,
  );
  const figures = { ...measured.velocity, plansCompleted: project.summaries.live };
  const lastMinutes = figures.knownMinutes.slice(-trendPlans);
  const direction = findTrend(lastMinutes)?.toLowerCase();
  return {
    velocity: {
      plansCompleted: figures.plansCompleted,
      averageMinutes: averageMinutes(figures),
      totalMinutes: totalMinutes(figures),
      sharedMinutes: figures.sharedMinutes,
      evidence: countEvidence(measured.completed),
    },
    phases: measured.phases.map((phase) => ({
      phase: phase.phase,
      plans: phase.plansCompleted,
      totalMinutes: phase.plansCompleted === 0 ? null : phase.totalMinutes,
      averageMinutes: phase.averageMinutes,
      sharedMinutes: phase.sharedMinutes,
      evidence: countEvidence(measured.completed.filter(({ plan }) => plan.phase === phase.phase)),
    })),
    plans: [...archived.toSorted((a, b) => (a.completedAtMs ?? 0) - (b.completedAtMs ?? 0)), ...measured.completed].map(
      describe,
    ),
    trend: {
      lastMinutes,
      direction:
        direction === "improving" || direction === "stable" || direction === "degrading" ? direction : "unknown",
      evidence: countEvidence(
        measured.completed.filter((plan) => measured.minutesOf(plan) !== null).slice(-trendPlans),
      ),
    },
    findings,
  };
}
