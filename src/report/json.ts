import type {
  CheckAnswer,
  FindingAnswer,
  LintAnswer,
  LogAnswer,
  RelinkAnswer,
  ShowAnswer,
  VerifyCommitsAnswer,
} from "./answers.ts";
import type { UnreadLine } from "../check/find-unread.ts";
import type { CheckOutcome } from "../commands/check-state.ts";
import type { LintOutcome } from "../commands/lint-messages.ts";
import type { Relink, RelinkOutcome } from "../commands/relink-documents.ts";
import type { VerifyOutcome } from "../commands/verify-commits.ts";
import { findingCatalogue, type Finding } from "../model/finding.ts";
import type { ShownCommits } from "../commands/infer-commits.ts";
import type { Project } from "../commands/read-project.ts";
import { createSourceText, pointAt } from "../model/source-text.ts";

/** A finding as the output contract has it (DESIGN §4). */
export function findingToJson({
  code,
  severity,
  path,
  line,
  column,
  message,
  help,
  data,
  edits,
}: Finding): FindingAnswer {
  const answer = { code, severity, path, line, column, message, help, fixable: edits.length > 0, data };
  if (!isOfCatalogue(answer)) throw new Error(`${code} is in no catalogue`);
  return answer;
}

/** `createFinding` makes every finding, and takes the data that go with its code: only the type of a list forgets that. */
function isOfCatalogue(answer: Omit<FindingAnswer, "data"> & Pick<Finding, "data">): answer is FindingAnswer {
  return Object.hasOwn(findingCatalogue, answer.code);
}

/** `planlink/verify-commits@1` */
export function verifyToJson(outcome: VerifyOutcome, relinked: number): VerifyCommitsAnswer {
  const references = outcome.documents.flatMap(({ path, text, references: resolved }) => {
    const source = createSourceText(text);
    return resolved.map(({ reference, resolution, taggedPlanIds }) => ({
      document: path,
      ...pointAt(source, reference.range.start),
      text: reference.text,
      status: resolution.status,
      oid: resolution.oid,
      planId: reference.planId,
      taggedPlanId:
        (reference.planId !== null && taggedPlanIds.includes(reference.planId) ? reference.planId : taggedPlanIds[0]) ??
        null,
      successor: resolution.successor,
      candidates: resolution.candidates,
    }));
  });
  return {
    schema: "planlink/verify-commits@1",
    head: outcome.tip.oid,
    shallow: outcome.isShallow,
    references,
    summary: { references: references.length, ...outcome.counts },
    relinked,
    findings: outcome.findings.map(findingToJson),
  };
}

/** `planlink/relink@1`: what was relinked, or would be; and what was not. */
export function relinkToJson(
  outcome: RelinkOutcome & { readonly findings: readonly Finding[] },
  isApplied: boolean,
): RelinkAnswer {
  const { relinks, unresolved, findings, examined } = outcome;
  return {
    schema: "planlink/relink@1",
    applied: isApplied,
    relinked: relinks
      .filter((relink) => relink.isApplied)
      .map(({ document, point, text, to, planId, evidence, confidence }) => ({
        document,
        ...point,
        from: text,
        to,
        planId,
        evidence,
        confidence,
      })),
    unresolved: [
      ...unresolved,
      ...relinks
        .filter((relink) => !relink.isApplied)
        .map((relink) => ({ ...relink, reason: describeUnsure(relink), candidates: [relink.to] })),
    ].map(({ document, point, text, planId, reason, candidates }) => ({
      document,
      ...point,
      text,
      planId,
      reason,
      candidates,
    })),
    findings: findings.map(findingToJson),
    examined,
  };
}

function describeUnsure({ confidence, evidence }: Relink): string {
  return `one commit fits, with confidence ${confidence}${evidence.length === 0 ? "" : `: ${evidence.join("; ")}`}`;
}

/** `planlink/check@1` */
export function checkToJson(
  outcome: Pick<CheckOutcome, "findings" | "examined">,
  unread: readonly UnreadLine[] | null,
): CheckAnswer {
  const { findings, examined } = outcome;
  return {
    schema: "planlink/check@1",
    findings: findings.map(findingToJson),
    examined,
    ...(unread === null ? {} : { unread }),
  };
}

/** `planlink/lint@1` */
export function lintToJson(outcome: LintOutcome): LintAnswer {
  return {
    schema: "planlink/lint@1",
    messages: outcome.messages.map(({ oid, header, tag, findings }) => ({
      oid,
      header,
      tag: {
        kind: tag.kind,
        planIds: tag.kind === "plan" ? tag.planIds : [],
        phase: tag.kind === "plan" || tag.kind === "phase" ? tag.phase : null,
      },
      findings: findings.map(findingToJson),
    })),
  };
}

function isoTime(epochMs: number | null): string | null {
  return epochMs === null ? null : new Date(epochMs).toISOString();
}

/** `planlink/log@1` */
export function logToJson(figures: Project["figures"], shown: ShownCommits): LogAnswer {
  return {
    schema: "planlink/log@1",
    plans: figures.map(
      ({ plan, summary, startedAtMs, completedAtMs, durationMinutes, durationEvidence, tasks, files }) => ({
        planId: plan.planId,
        phase: plan.phase,
        plan: plan.planId.slice(plan.phase.length + 1),
        title: summary?.title ?? null,
        status: plan.status,
        startedAt: isoTime(startedAtMs),
        completedAt: isoTime(completedAtMs),
        durationMinutes: durationMinutes === null ? null : Math.round(durationMinutes * 100) / 100,
        durationEvidence,
        tasks,
        files,
        commits: shown.commitsOf(plan).map((commit) => ({
          oid: commit.oid,
          header: commit.header,
          authoredAt: isoTime(commit.authored.epochMs),
          committedAt: isoTime(commit.committed.epochMs),
          bookkeeping: commit.isBookkeeping,
          evidence: commit.evidence,
          inferredFrom: commit.evidence === "inferred" ? commit.inferredFrom : [],
        })),
        inferredCommits: shown.inferredOf(plan).length,
      }),
    ),
  };
}

/** `planlink/show@1` */
export function showToJson(project: Project, tipName: string): ShowAnswer {
  const { lastCompleted, lastWorked, inProgress } = project.position;
  return {
    schema: "planlink/show@1",
    head: project.tip,
    branch: tipName,
    lastCompleted: lastCompleted?.plan.planId ?? null,
    lastWorked: lastWorked?.plan.planId ?? null,
    inProgress: inProgress.map(({ plan }) => ({
      planId: plan.planId,
      commits: plan.work.count,
      tasks: project.plannedTasks.get(plan.planId) ?? null,
    })),
    plans: {
      completed: project.summaries.live,
      completedEver: project.summaries.ever,
      total: project.planCounts.live,
    },
  };
}
