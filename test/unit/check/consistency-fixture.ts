import { checkConsistency } from "../../../src/check/check-consistency.ts";
import type { ProjectDocument } from "../../../src/check/project-documents.ts";
import { type ConsistencyFacts } from "../../../src/links/project-standing.ts";
import { parseStateDocument } from "../../../src/document/state-document.ts";
import { sortFindings } from "../../../src/model/finding.ts";
import { createFakeWorld, readFakeProject, type FakeCommit } from "../../support/fake-project.ts";

/** A plan of a hand-made history. */
export interface FakePlan {
  /** `2-01`. */
  readonly id: string;
  /** When its last work commit was made; `null` for a plan without commits. */
  readonly at: string | null;
  /** It has no SUMMARY. */
  readonly isOpen?: boolean;
  /** It has no PLAN. */
  readonly isUnplanned?: boolean;
  /** Where its phase is: `.planning/phases/2-name` if not given. */
  readonly directory?: string;
  /** When its SUMMARY was committed, two minutes after the work if not given. */
  readonly recordedAt?: string;
  /** The text of its SUMMARY. */
  readonly summary?: string;
}

/** Phase 1 complete, the first of the three plans of phase 2 done: the project of the layout below. */
export const betaPlans: readonly FakePlan[] = [
  { id: "1-01", at: "2026-02-19T10:00:00Z" },
  { id: "1-02", at: "2026-02-19T12:00:00Z" },
  { id: "2-01", at: "2026-02-20T21:41:00Z" },
  { id: "2-02", at: null, isOpen: true },
  { id: "2-03", at: null, isOpen: true },
];

/** The one layout that every GSD version reads and writes, as it stands after the completion of 2-01. */
export const betaLayout = `---
gsd_state_version: 1.0
milestone: v1.0
milestone_name: MVP
status: executing
stopped_at: Completed 02-01-PLAN.md
last_updated: "2026-02-20T21:41:00.000Z"
last_activity: 2026-02-20
progress:
  total_phases: 2
  completed_phases: 1
  total_plans: 5
  completed_plans: 3
  percent: 50
---

# Project State

## Project Reference

**Current focus:** Phase 2 - Beta

## Current Position

**Phase:** 2 of 2 (Beta)
**Plan:** 2 of 3 in current phase
**Status:** In progress
**Last activity:** 2026-02-20 — Completed 02-01

**Progress:** [██████░░░░] 60%

## Performance Metrics

**Velocity:**

- Total plans completed: 3
- Average duration: 7 min

**By Phase:**

| Phase | Plans | Total | Avg/Plan |
|-------|-------|-------|----------|
| 1 | 2 | 14min | 7min |
| 2 | 1 | 8min | 8min |

*Updated after each plan completion*

## Session Continuity

**Last session:** 2026-02-20 21:41
**Stopped at:** Completed 02-01-PLAN.md
**Resume file:** None
`;

/** What a table of phrases asks again and again is worked out once. */
const factsByPlans = new WeakMap<readonly FakePlan[], Promise<ConsistencyFacts>>();

function factsOf(plans: readonly FakePlan[]): Promise<ConsistencyFacts> {
  const known = factsByPlans.get(plans) ?? createFacts(plans);
  factsByPlans.set(plans, known);
  return known;
}

async function createFacts(plans: readonly FakePlan[]): Promise<ConsistencyFacts> {
  const files: Record<string, string> = {};
  const commits: FakeCommit[] = [];
  for (const { id, at, isOpen, isUnplanned, directory, recordedAt, summary } of plans) {
    const place = directory ?? `.planning/phases/${id.split("-")[0] ?? ""}-name`;
    if (isUnplanned !== true) files[`${place}/${id}-PLAN.md`] = "# Plan\n";
    if (at !== null) commits.push({ message: `feat(${id}): work`, at, paths: [`src/${id}.ts`] });
    if (isOpen === true) continue;
    files[`${place}/${id}-SUMMARY.md`] = summary ?? "# Summary\n";
    if (at === null) continue;
    const recorded = recordedAt ?? new Date(Date.parse(at) + 120_000).toISOString();
    commits.push({ message: `docs(${id}): complete plan`, at: recorded, paths: [`${place}/${id}-SUMMARY.md`] });
  }
  commits.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const project = await readFakeProject(createFakeWorld({ commits, files }));
  const { figures, figuresById, position, phases, summaries } = project;
  return { path: ".planning/STATE.md", figures, figuresById, position, phases, summaries };
}

/** ROADMAP.md and REQUIREMENTS.md of a hand-made project. */
export interface OtherTexts {
  readonly roadmap?: string;
  readonly requirements?: string;
}

function parseOther(path: string, text: string | undefined): ProjectDocument | undefined {
  return text === undefined ? undefined : { path, document: parseStateDocument(text) };
}

/** Checks a hand-made document against hand-made plans; one line a finding: `line code message`. */
export async function findingsOf(
  text: string,
  plans: readonly FakePlan[],
  others: OtherTexts = {},
): Promise<readonly string[]> {
  const findings = checkConsistency(parseStateDocument(text), await factsOf(plans), {
    roadmap: parseOther(".planning/ROADMAP.md", others.roadmap),
    requirements: parseOther(".planning/REQUIREMENTS.md", others.requirements),
    sliceRoadmaps: [],
  });
  return sortFindings(findings).map(({ path, line, code, message }) => {
    const file = path === ".planning/STATE.md" ? "" : `${path?.split("/").at(-1) ?? ""}:`;
    return `${file}${line} ${code} ${message}`;
  });
}

/** Replaces texts of the layout; each must stand there, so that no test goes stale in silence. */
export function changeLayout(...changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the layout has no ${JSON.stringify(from)}`);
    return text.replace(from, to);
  }, betaLayout);
}
