import { findMetricsElements, type PlanRow } from "../document/metrics-elements.ts";
import { parseStateDocument } from "../document/state-document.ts";
import type { DurationEvidence, PlanFigures } from "../links/plan-figures.ts";
import type { PhaseId, PlanId } from "../model/plan-id.ts";
import type { RepositoryPath } from "../model/ports.ts";
import { renderMetricRows, roundedMinutes } from "../render/metric-rows.ts";
import { measureProject } from "../render/performance-metrics.ts";
import { averageMinutes, findTrend, totalMinutes } from "../render/velocity.ts";
import type { Project } from "./read-project.ts";

/** One completed plan, as the figures have it. */
export interface MeasuredPlan {
  readonly planId: PlanId;
  readonly title: string | null;
  /** The duration in which we believe. */
  readonly durationMinutes: number | null;
  /** The best evidence that gives this duration; `recorded` where the row of STATE.md alone does. */
  readonly evidence: DurationEvidence;
  readonly tasks: number | null;
  readonly files: number | null;
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
  };
  readonly phases: readonly {
    readonly phase: PhaseId;
    readonly plans: number;
    readonly totalMinutes: number | null;
    readonly averageMinutes: number | null;
  }[];
  /** In order of completion, archived ones first. */
  readonly plans: readonly MeasuredPlan[];
  readonly trend: {
    /** Of the plans completed last, in order of completion. */
    readonly lastMinutes: readonly number[];
    readonly direction: "improving" | "stable" | "degrading" | "unknown";
  };
}

/** As many as *Recent Trend* of STATE.md looks at. */
const trendPlans = 5;

export interface MeasureInput {
  readonly path: RepositoryPath;
  /** The text of STATE.md; `null` where there is none, and so no recorded row. */
  readonly text: string | null;
}

/** The recorded rows with what they were weighed to be. */
function readRows(
  project: Project,
  { path, text }: MeasureInput,
): { readonly rows: readonly PlanRow[]; readonly minutes: ReadonlyMap<PlanId, number> } {
  const document = parseStateDocument(text ?? "");
  const elements = findMetricsElements(document);
  if (elements === undefined) return { rows: [], minutes: new Map() };
  const { figuresById, recurringIds } = project;
  const facts = { path, document, figuresById, recurringIds, archivedIds: new Set<PlanId>() };
  return { rows: elements.planRows, minutes: renderMetricRows(elements, facts).recordedMinutes };
}

function findEvidence(figures: PlanFigures, minutes: number | null): DurationEvidence {
  if (minutes === null) return "none";
  const derived = figures.durationMinutes;
  return derived !== null && roundedMinutes(derived) === minutes ? figures.durationEvidence : "recorded";
}

/** Measures the completed plans of a project: the same figures that `sync` writes into STATE.md. */
export function measurePlans(project: Project, input: MeasureInput): ProjectMetrics {
  const { rows, minutes } = readRows(project, input);
  const measured = measureProject(project, minutes);
  const recordedById = new Map(rows.map(({ planId, duration }) => [planId, duration?.text ?? null]));
  const describe = (figures: PlanFigures): MeasuredPlan => {
    const { planId, files } = figures.plan;
    const durationMinutes = measured.minutesOf(figures);
    return {
      planId,
      title: figures.summary?.title ?? null,
      durationMinutes,
      evidence: findEvidence(figures, durationMinutes),
      tasks: figures.tasks,
      files: figures.files,
      recorded: project.recurringIds.has(planId) ? null : (recordedById.get(planId) ?? null),
      milestone: files?.milestone ?? null,
    };
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
    },
    phases: measured.phases.map((phase) => ({
      phase: phase.phase,
      plans: phase.plansCompleted,
      totalMinutes: phase.plansCompleted === 0 ? null : phase.totalMinutes,
      averageMinutes: phase.averageMinutes,
    })),
    plans: [...archived.toSorted((a, b) => (a.completedAtMs ?? 0) - (b.completedAtMs ?? 0)), ...measured.completed].map(
      describe,
    ),
    trend: {
      lastMinutes,
      direction:
        direction === "improving" || direction === "stable" || direction === "degrading" ? direction : "unknown",
    },
  };
}
