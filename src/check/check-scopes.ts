import { createFinding, type Finding } from "../model/finding.ts";
import type { RepositoryPath } from "../model/ports.ts";
import type { PlanFiles } from "../planning/plan-files.ts";
import { findNamedScope, findScopeOfPath, scopeNameOf } from "../planning/planning-scopes.ts";
import { checkMessagePlans, type CheckedMessage, type MessageFacts } from "./check-message.ts";
import { checkMilestonePlans } from "./check-milestone-plans.ts";

/** The plans of one planning directory. */
export interface ScopeFiles {
  readonly directory: RepositoryPath;
  readonly planFiles: readonly PlanFiles[];
}

/** Checks the plans of a message about to be committed against those of the planning directory that it names, or of all. */
export function checkScopedPlans(
  checked: CheckedMessage,
  scopes: readonly ScopeFiles[],
  stagedPaths: readonly RepositoryPath[],
  facts: MessageFacts | undefined,
): readonly Finding[] {
  const { tag, header } = checked;
  const directories = scopes.map(({ directory }) => directory);
  const word = tag.kind === "plan" ? tag.workstream : null;
  const named = word === null ? undefined : findNamedScope(word, directories);
  const planFiles = scopes.flatMap((scope) =>
    named === undefined || scope.directory === named ? scope.planFiles : [],
  );
  // As elsewhere a word before the plan that names no workstream may be an area of the program.
  if (tag.kind === "plan" && tag.milestone !== null && (word === null || named !== undefined))
    return checkMilestonePlans(header, { ...tag, milestone: tag.milestone }, planFiles, facts);
  return [
    ...checkMessagePlans(checked, planFiles, named !== undefined, facts?.inProgress),
    ...(named === undefined ? checkAmbiguousPlans(checked, scopes, stagedPaths) : []),
  ];
}

/**
 * Finds the plans of a message that several planning directories have, where neither a name before the plan nor the
 * documents that are committed tell which is meant.
 */
function checkAmbiguousPlans(
  { tag }: CheckedMessage,
  scopes: readonly ScopeFiles[],
  paths: readonly RepositoryPath[],
): readonly Finding[] {
  if (tag.kind !== "plan" || tag.milestone !== null || scopes.length < 2) return [];
  const directories = scopes.map(({ directory }) => directory);
  if (new Set(paths.flatMap((path) => findScopeOfPath(path, directories)?.scope ?? [])).size === 1) return [];
  return tag.planIds.flatMap((planId) => {
    const holders = scopes.filter(({ planFiles }) => planFiles.some((plan) => plan.planId === planId));
    return holders.length < 2
      ? []
      : [createFinding("plan-ambiguous", { planId, scopes: holders.map(nameOfScope), commits: 0 }, { path: null })];
  });
}

function nameOfScope({ directory }: ScopeFiles): string {
  return scopeNameOf(directory) ?? directory;
}
