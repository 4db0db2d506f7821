import type { ReferenceStatus } from "../links/resolve-reference.ts";
import type { PlanFigures } from "../links/plan-figures.ts";
import type { PlanStatus } from "../links/link-index.ts";
import type { Finding } from "../model/finding.ts";
import type { PlanId } from "../model/plan-id.ts";
import type { DocumentVersion, DocumentVersions } from "../model/ports.ts";
import { parseDocumentTitle } from "../planning/document-title.ts";
import { checkState, type CheckInput, type CheckOutcome } from "./check-state.ts";
import { measurePlans, type MeasuredPlan, type ProjectMetrics } from "./measure-plans.ts";
import { findPlanTimes, type PlanTimes } from "./plan-times.ts";
import { titleOf, type PlanTitles } from "../planning/roadmap-titles.ts";
import { readPlanTitles } from "./read-plan-titles.ts";
import type { Project } from "./read-project.ts";
import { findDoubtfulFigures, type DatedText, type DoubtfulFigure } from "./replaced-figures.ts";
import { verifyDocuments, type Tip } from "./verify-document.ts";

/** One plan as the report has it. */
export interface ReportedPlan extends PlanTimes {
  readonly planId: PlanId;
  readonly title: string | null;
  /** The milestone with which its phase was archived. */
  readonly milestone: string | null;
  readonly status: PlanStatus;
  readonly completedAtMs: number | null;
  /** The duration in which we believe; `null` where none is known, or the plan is not completed. */
  readonly durationMinutes: number | null;
  readonly durationEvidence: MeasuredPlan["evidence"];
  readonly workCommits: number;
  readonly bookkeepingCommits: number;
  readonly files: number | null;
}

/** How many references of one version of STATE.md have each status today. */
export interface ReferenceCounts {
  readonly atMs: number;
  readonly counts: Readonly<Record<ReferenceStatus, number>>;
}

/** Everything that the report shows, gathered once. */
export interface ProjectReport {
  readonly title: string | null;
  readonly tip: Tip;
  readonly statePath: string;
  readonly metrics: ProjectMetrics;
  /** In order of plan id. */
  readonly plans: readonly ReportedPlan[];
  /** By files on disk: those whose names hold no number have no place in `plans`. */
  readonly planCounts: Project["planCounts"];
  /** `null` where there is no STATE.md. */
  readonly state: {
    /** Versions of STATE.md that history has, and those looked at, the oldest first; the file as it is now comes last. */
    readonly versions: number;
    readonly references: readonly ReferenceCounts[];
    readonly current: ReferenceCounts["counts"];
    readonly figures: readonly DoubtfulFigure[];
    readonly findings: readonly Finding[];
    readonly examined: CheckOutcome["examined"];
  } | null;
}

export interface ReportInput extends Omit<CheckInput, "text"> {
  /** `null` where there is no STATE.md. */
  readonly text: string | null;
  readonly versions: DocumentVersions;
  /** The bytes of an old version as text; `undefined` where they are none. */
  readonly decode: (bytes: Uint8Array) => string | undefined;
}

/** A history of STATE.md may be thousands of versions long; a line of so many columns shows as much. */
const mostVersions = 96;

/** All texts that are held at once; of a document that is large fewer versions are read. */
const mostBytes = 8 * 1024 * 1024;
const leastVersions = 2;

/** How many versions may be read: as many as fit if all of them were as large as the largest. */
function countAffordable(versions: readonly DocumentVersion[]): number {
  const largest = Math.max(1, ...versions.map(({ size }) => size ?? 0));
  return Math.max(leastVersions, Math.min(mostVersions, Math.floor(mostBytes / largest)));
}

/** Some of the items, evenly, the first and the last among them. */
function sampleEvenly<Item>(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items;
  const indexes = Array.from({ length: most }, (_, index) => Math.round((index * (items.length - 1)) / (most - 1)));
  return indexes.flatMap((index) => items[index] ?? []);
}

async function readVersions(
  input: ReportInput,
): Promise<{ readonly count: number; readonly texts: readonly DatedText[] }> {
  const { tip, path, versions, decode } = input;
  if (tip.oid === null) return { count: 0, texts: [] };
  const listed = await versions.list(tip.oid, path);
  const present = listed.filter(({ size }) => size !== null && size <= mostBytes / leastVersions);
  const chosen = sampleEvenly(present, countAffordable(present));
  const contents = await versions.read(chosen);
  const texts = chosen.flatMap(({ committed }, index) => {
    const bytes = contents[index];
    const text = bytes === undefined ? undefined : decode(bytes);
    return text === undefined ? [] : [{ atMs: committed.epochMs, text }];
  });
  return { count: listed.length, texts };
}

const noReferences: ReferenceCounts["counts"] = {
  reachable: 0,
  rewritten: 0,
  unreachable: 0,
  missing: 0,
  ambiguous: 0,
  "not-a-commit": 0,
  unknown: 0,
};

/** Counts the references of several texts by what they are to the tip, asking git for all of them together. */
async function countReferences(
  { repository, tip, path }: ReportInput,
  texts: readonly DatedText[],
): Promise<readonly ReferenceCounts[]> {
  const documents = await verifyDocuments(
    repository,
    null,
    tip,
    texts.map(({ text }) => ({ path, text })),
  );
  return documents.map(({ references }, index) => {
    const counts = { ...noReferences };
    for (const { resolution } of references) counts[resolution.status] += 1;
    return { atMs: texts[index]?.atMs ?? 0, counts };
  });
}

async function reportState(input: ReportInput, text: string): Promise<NonNullable<ProjectReport["state"]>> {
  const [outcome, { count, texts }] = await Promise.all([checkState({ ...input, text }), readVersions(input)]);
  // What is not committed yet is as new as the newest version.
  const now = { atMs: texts.at(-1)?.atMs ?? 0, text };
  const all = texts.at(-1)?.text === text ? texts : [...texts, now];
  const references = await countReferences(input, all);
  return {
    versions: count,
    references,
    current: references.at(-1)?.counts ?? noReferences,
    figures: findDoubtfulFigures(input.project, all, outcome.findings),
    findings: outcome.findings,
    examined: outcome.examined,
  };
}

function reportPlans(input: ReportInput, metrics: ProjectMetrics, titles: PlanTitles): readonly ReportedPlan[] {
  const { figures } = input.project;
  const times = findPlanTimes(figures);
  const keyOf = (planId: PlanId, milestone: string | null): string => `${planId}\0${milestone ?? ""}`;
  const measured = new Map(metrics.plans.map((plan) => [keyOf(plan.planId, plan.milestone), plan]));
  return figures.map((item: PlanFigures): ReportedPlan => {
    const { plan, completedAtMs, files } = item;
    const milestone = plan.files?.milestone ?? null;
    const measure = plan.status === "completed" ? measured.get(keyOf(plan.planId, milestone)) : undefined;
    return {
      planId: plan.planId,
      title: titleOf(item, titles),
      milestone,
      status: plan.status,
      completedAtMs,
      durationMinutes: measure?.durationMinutes ?? null,
      durationEvidence: measure?.evidence ?? "none",
      workCommits: plan.work.count,
      bookkeepingCommits: plan.commitCount - plan.work.count,
      files,
      ...(times.get(item) ?? { stretches: [], besideIds: [] }),
    };
  });
}

/** Gathers what the report shows: figures, times, references of all versions of STATE.md, and findings. */
export async function reportProject(input: ReportInput): Promise<ProjectReport> {
  const { project, documents, tip, path, text } = input;
  const metrics = measurePlans(project, { path, text, inferred: new Map() });
  const projectPath = `${project.planningDirectory}/PROJECT.md`;
  const about = (await documents.read([projectPath])).get(projectPath);
  return {
    title: about === undefined ? null : parseDocumentTitle(new TextDecoder().decode(about)),
    tip,
    statePath: path,
    metrics,
    plans: reportPlans(input, metrics, await readPlanTitles(documents, project.planningDirectory)),
    planCounts: project.planCounts,
    state: text === null ? null : await reportState(input, text),
  };
}
