import type { Recipe } from "./recipes.ts";

/** A plan of a generated project; plans are numbered from 0 through all phases. */
export interface GeneratedPlan {
  readonly planId: string;
  readonly phase: number;
  /** From 1, within its phase. */
  readonly number: number;
  readonly title: string;
  /** Path without `-PLAN.md` or `-SUMMARY.md`. */
  readonly stem: string;
}

/** Work commits of a plan by their full oids, oldest first. */
export type CommitsByPlan = ReadonlyMap<string, readonly string[]>;

const plansPerPhase = 10;
const subjects = ["harbour", "tide", "mail", "cache", "export", "login", "search", "report", "queue", "map", "import"];
const parts = ["list", "table", "delivery", "index", "form", "page", "job", "client", "screen", "check", "store"];

/** Two words that follow from a number. */
export function titleOf(index: number): string {
  return `${subjects[index % subjects.length]} ${parts[Math.floor(index / subjects.length) % parts.length]}`;
}

function padded(number: number): string {
  return String(number).padStart(2, "0");
}

/** Describes the plan with the given index, from 0. */
export function describePlan(index: number): GeneratedPlan {
  const phase = Math.floor(index / plansPerPhase) + 1;
  const number = (index % plansPerPhase) + 1;
  const planId = `${padded(phase)}-${padded(number)}`;
  const directory = `.planning/phases/${padded(phase)}-${titleOf(phase).replace(" ", "-")}`;
  return { planId, phase, number, title: titleOf(index), stem: `${directory}/${planId}` };
}

export function isFirstOfPhase(plan: GeneratedPlan): boolean {
  return plan.number === 1;
}

/** All plans of the phase that the plan opens, as far as the recipe has them. */
export function plansOfPhase(plan: GeneratedPlan, recipe: Recipe): readonly GeneratedPlan[] {
  const first = (plan.phase - 1) * plansPerPhase;
  const count = Math.max(0, Math.min(plansPerPhase, recipe.plans - first));
  return Array.from({ length: count }, (_, index) => describePlan(first + index));
}

export function formatPlan(plan: GeneratedPlan): string {
  const tasks = [1, 2, 3].map((task) => `<task type="auto"><name>Task ${task}: ${plan.title}</name></task>`);
  return `---\nphase: ${padded(plan.phase)}\nplan: ${padded(plan.number)}\n---\n\n# Phase ${plan.phase} Plan ${plan.number}: ${plan.title}\n\n<tasks>\n${tasks.join("\n")}\n</tasks>\n`;
}

/** A SUMMARY.md as GSD writes it; with a commit, it lists it under its first task. */
export function formatSummary(plan: GeneratedPlan, oid?: string): string {
  const commit = oid === undefined ? "" : `\n## Task Commits\n\n1. **Task 1: ${plan.title}** - \`${oid}\` (feat)\n`;
  return `---\nphase: ${padded(plan.phase)}\nplan: ${padded(plan.number)}\nduration: ${5 + ((plan.phase + plan.number) % 40)}min\n---\n\n# Phase ${plan.phase} Plan ${plan.number}: ${plan.title} Summary\n\n**The ${plan.title} is there.**\n${commit}\n## Next\n\nNothing blocks the next plan.\n`;
}

export function formatRoadmap(recipe: Recipe, completed: number): string {
  const lines = Array.from({ length: recipe.plans }, (_, index) => {
    const plan = describePlan(index);
    const heading = isFirstOfPhase(plan) ? `\n## Phase ${plan.phase}: ${titleOf(plan.phase)}\n\n` : "";
    return `${heading}- [${index < completed ? "x" : " "}] ${plan.planId}-PLAN.md\n`;
  });
  return `# Roadmap\n${lines.join("")}`;
}

/** How many digits git itself shows in a repository of this size: half the bits of its number of objects, and 7 at least. */
function abbreviationLength(recipe: Recipe): number {
  return Math.max(7, Math.ceil(Math.log2(recipe.commits * 4) / 2));
}

/** Chooses plans that are spread over all of history, and up to three commits of each. */
function chooseReferences(commits: CommitsByPlan, references: number): readonly (readonly [string, string[]])[] {
  const plans = [...commits].filter(([, oids]) => oids.length > 0);
  const perPlan = Math.max(1, ...plans.slice(0, 10).map(([, oids]) => Math.min(3, oids.length)));
  const wanted = Math.min(plans.length, Math.ceil(references / perPlan));
  let left = references;
  return Array.from({ length: wanted }, (_, index) => {
    const [planId, oids] = plans[Math.floor((index * plans.length) / wanted)] ?? ["", []];
    const chosen = oids.slice(0, Math.min(perPlan, left));
    left -= chosen.length;
    return [planId, chosen] as const;
  }).filter(([, chosen]) => chosen.length > 0);
}

/** The commits that a STATE.md with so many references lists, by their full oids. */
export function listReferences(commits: CommitsByPlan, references: number): readonly string[] {
  return chooseReferences(commits, references).flatMap(([, oids]) => oids);
}

export interface StateOptions {
  /** Completed plans; the next one is in progress. */
  readonly completed: number;
  /** When the last work commit was made, `2026-02-20 21:41`. */
  readonly lastSession: string;
  readonly commits: CommitsByPlan;
  /** How many commits to list. */
  readonly references: number;
}

/** STATE.md in the layout that every build of GSD reads: a row for each completed plan, commits of some of them. */
export function formatState(recipe: Recipe, { completed, lastSession, commits, references }: StateOptions): string {
  const last = describePlan(Math.max(0, completed - 1));
  const plans = Array.from({ length: completed }, (_, index) => describePlan(index));
  const rows = plans.map(
    ({ phase, number }) =>
      `| Phase ${padded(phase)} P${padded(number)} | ${5 + ((phase + number) % 40)}min | 3 tasks | 4 files |\n`,
  );
  const digits = abbreviationLength(recipe);
  const titles = new Map(plans.map(({ planId, title }) => [planId, title]));
  const lists = chooseReferences(commits, references).map(
    ([planId, oids]) =>
      `- ${planId} ${titles.get(planId) ?? ""}: ${oids.length} atomic commits (${oids.map((oid) => oid.slice(0, digits)).join(", ")})\n`,
  );
  return `---
gsd_state_version: 1.0
milestone: v1.0
milestone_name: Bench
status: executing
stopped_at: Completed ${last.planId}-PLAN.md
progress:
  total_plans: ${recipe.plans}
  completed_plans: ${completed}
---

# Project State

## Project Reference

See: .planning/PROJECT.md

## Current Position

**Phase:** ${last.phase} of ${describePlan(recipe.plans - 1).phase} (${titleOf(last.phase)})
**Plan:** ${last.number} in current phase
**Status:** In progress

## Performance Metrics

**Velocity:**

- Total plans completed: ${completed}
- Average duration: 20 min
- Total execution time: 1.0 hours

**By Phase:**

| Phase | Plans | Total | Avg/Plan |
|-------|-------|-------|----------|
| 1 | 10 | 200min | 20min |

**Recent Trend:**

- Last 5 plans: 20min, 20min, 20min, 20min, 20min
- Trend: Stable

*Updated after each plan completion*

**Per-Plan Metrics:**

| Plan | Duration | Tasks | Files |
|------|----------|-------|-------|
${rows.join("")}
## Accumulated Context

### Completed Plans

${lists.join("")}
### Decisions

- Tables stay on disk.

## Session Continuity

**Last session:** ${lastSession}
**Stopped at:** Completed ${last.planId}-PLAN.md
**Resume file:** None
`;
}
