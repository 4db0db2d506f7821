import { findBlockers } from "../document/blockers.ts";
import { findContinuityElements } from "../document/continuity-elements.ts";
import { isPlaceholder } from "../document/label-lines.ts";
import { parseStateDocument } from "../document/state-document.ts";
import type { GitState } from "../files/git-state.ts";
import type { ChangedPath } from "../git/work-tree-status.ts";
import type { PlanFigures } from "../links/plan-figures.ts";
import { findLastWork } from "../links/work-times.ts";
import type { Finding } from "../model/finding.ts";
import type { Oid } from "../model/oid.ts";
import { comparePhaseIds, type PlanId } from "../model/plan-id.ts";
import type { RepositoryPath, ZonedTime } from "../model/ports.ts";
import { isPlanningPath } from "../planning/plan-files.ts";
import type { CommitHistory } from "./read-history.ts";
import { titleOf, type PlanTitles } from "../planning/roadmap-titles.ts";
import type { Project } from "./read-project.ts";
import type { Tip } from "./verify-document.ts";

/** A plan that is under way: work, and no SUMMARY yet. */
export interface PlanInFlight {
  readonly planId: PlanId;
  /** What the roadmap calls it; `null` where it says nothing. */
  readonly title: string | null;
  readonly path: RepositoryPath | null;
  readonly commits: number;
  /** Tasks in the PLAN.md; `null` where it counts none. */
  readonly tasks: number | null;
  readonly lastCommit: { readonly oid: Oid; readonly header: string } | null;
}

/** What the next session needs to know. */
export interface SessionBrief {
  readonly tip: Tip;
  readonly lastWork: ZonedTime | null;
  readonly lastCompleted: PlanFigures | null;
  readonly inFlight: readonly PlanInFlight[];
  readonly next: {
    readonly planId: PlanId;
    readonly title: string | null;
    readonly path: RepositoryPath | null;
  } | null;
  /** What is not committed, planning documents apart from the rest. */
  readonly dirty: {
    readonly paths: readonly RepositoryPath[];
    readonly staged: number;
    readonly planning: readonly RepositoryPath[];
  };
  /** What git is in the middle of; `null` mostly. */
  readonly underWay: "rebase" | "merge" | "cherry-pick, revert or bisect" | null;
  /** What STATE.md says of where work stopped; `null` where it says nothing, or something that history contradicts. */
  readonly stoppedAt: string | null;
  readonly resumeFile: string | null;
  readonly blockers: readonly string[];
  /** What is wrong with STATE.md, for which it must not be believed. */
  readonly findings: readonly Finding[];
}

export interface BriefInput {
  readonly project: Project;
  readonly titles: PlanTitles;
  readonly tip: Tip;
  /** Needed where plans are in progress. */
  readonly history: CommitHistory | null;
  /** The text of STATE.md; `null` where there is none. */
  readonly text: string | null;
  readonly findings: readonly Finding[];
  readonly status: readonly ChangedPath[];
  readonly gitState: GitState;
}

function findNext({ figures, position }: Project): PlanFigures | undefined {
  const current = position.lastCompleted?.plan.phase ?? position.inProgress[0]?.plan.phase;
  const planned = figures.filter(
    ({ plan }) => plan.status === "planned" && plan.files !== null && plan.files.milestone === null,
  );
  return (
    planned.find(({ plan }) => plan.phase === current) ??
    planned.find(({ plan }) => current === undefined || comparePhaseIds(plan.phase, current) > 0)
  );
}

function describeUnderWay({ isSequencing, isMerging, rebaseDirectory }: GitState): SessionBrief["underWay"] {
  if (rebaseDirectory !== null) return "rebase";
  if (isMerging) return "merge";
  return isSequencing ? "cherry-pick, revert or bisect" : null;
}

/** Gathers what the next session needs: facts from history and the work tree, and what STATE.md says where it is true. */
export function briefSession(input: BriefInput): SessionBrief {
  const { project, titles, tip, history, text, findings, status, gitState } = input;
  const document = parseStateDocument(text ?? "");
  const elements = findContinuityElements(document);
  const said = (value: string | undefined): string | null =>
    value === undefined || isPlaceholder(value) ? null : value;
  const isContradicted = (code: Finding["code"]): boolean => findings.some((finding) => finding.code === code);
  const inFlight = project.position.inProgress.map((figures): PlanInFlight => {
    const { plan } = figures;
    const last = history?.commitsOf(plan).findLast(({ isBookkeeping }) => !isBookkeeping);
    return {
      planId: plan.planId,
      title: titleOf(figures, titles),
      path: plan.files?.planPath ?? null,
      commits: plan.work.count,
      tasks: project.plannedTasks.get(plan.planId) ?? null,
      lastCommit: last === undefined ? null : { oid: last.oid, header: last.header },
    };
  });
  const next = findNext(project);
  const isPlanning = ({ path }: ChangedPath): boolean => isPlanningPath(path, project.planningDirectory);
  const others = status.filter((change) => !isPlanning(change));
  return {
    tip,
    lastWork: findLastWork(project.digest.work),
    lastCompleted: project.position.lastCompleted,
    inFlight,
    next:
      next === undefined
        ? null
        : { planId: next.plan.planId, title: titleOf(next, titles), path: next.plan.files?.planPath ?? null },
    dirty: {
      paths: others.map(({ path }) => path),
      staged: others.filter(({ isStaged }) => isStaged).length,
      planning: status.filter(isPlanning).map(({ path }) => path),
    },
    underWay: describeUnderWay(gitState),
    stoppedAt: isContradicted("stopped-at-contradicted") ? null : said(elements?.stoppedAt?.value),
    resumeFile: isContradicted("resume-file-missing") ? null : said(elements?.resumeFile?.value),
    blockers: findBlockers(document),
    findings: findings.filter(({ severity }) => severity !== "info"),
  };
}
