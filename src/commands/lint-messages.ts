import { checkMessage, checkMessagePlans, type CheckedMessage, type MessageFacts } from "../check/check-message.ts";
import type { ScopeFiles } from "../check/check-scopes.ts";
import type { PlanFiles } from "../planning/plan-files.ts";
import { parseCommitMessage } from "../commit/message.ts";
import { applySeverities, type Finding } from "../model/finding.ts";
import type { Oid } from "../model/oid.ts";
import type { CommitFact, RepositoryPath } from "../model/ports.ts";
import type { Config } from "../config/config-model.ts";

/** A message with its commit, where it has one. */
export interface LintedMessage extends CheckedMessage {
  readonly oid: Oid | null;
}

export interface LintOutcome {
  readonly messages: readonly LintedMessage[];
  readonly findings: readonly Finding[];
}

function createOutcome(messages: readonly LintedMessage[], severities: Config["severities"]): LintOutcome {
  const graded = messages.map((message) => ({ ...message, findings: applySeverities(message.findings, severities) }));
  return { messages: graded, findings: graded.flatMap(({ findings }) => findings) };
}

/** Checks one message about to be committed; with plans, also that those it names exist. */
export function lintMessage(
  text: string,
  planFiles: readonly PlanFiles[],
  severities: Config["severities"],
): LintOutcome {
  const checked = checkMessage(parseCommitMessage(text));
  const findings = [...checked.findings, ...checkMessagePlans(checked, planFiles, false)];
  return createOutcome([{ ...checked, findings, oid: null }], severities);
}

/** Tells whether history and the roadmap have a say in what is found: whose plan it is, or what else may be meant. */
export function asksMore({ messages, findings }: LintOutcome): boolean {
  return (
    findings.some(({ code }) => code === "plan-unknown") ||
    messages.some(({ tag }) => tag.kind === "plan" && tag.milestone !== null)
  );
}

/** As `lintMessage`, where there are several planning directories, one that a tag may name, or more to ask. */
export async function lintScopedMessage(
  text: string,
  scopes: readonly ScopeFiles[],
  stagedPaths: readonly RepositoryPath[],
  severities: Config["severities"],
  readFacts: () => Promise<MessageFacts | undefined>,
): Promise<LintOutcome> {
  const checked = checkMessage(parseCommitMessage(text));
  const { checkScopedPlans } = await import("../check/check-scopes.ts");
  const lint = (facts: MessageFacts | undefined): LintOutcome => {
    const findings = [...checked.findings, ...checkScopedPlans(checked, scopes, stagedPaths, facts)];
    return createOutcome([{ ...checked, findings, oid: null }], severities);
  };
  const outcome = lint(undefined);
  return asksMore(outcome) ? lint(await readFacts()) : outcome;
}

/** Checks the messages of commits; which plans existed when they were made is not asked. */
export function lintCommits(commits: readonly CommitFact[], severities: Config["severities"]): LintOutcome {
  return createOutcome(
    commits.map((commit) => ({ ...checkMessage(parseCommitMessage(commit.message)), oid: commit.oid })),
    severities,
  );
}
