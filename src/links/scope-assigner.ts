import type { PlanTag } from "../commit/plan-tag.ts";
import type { Oid } from "../model/oid.ts";
import { phaseOfPlan, qualifyPlan, type PlanId } from "../model/plan-id.ts";
import type { RepositoryPath } from "../model/ports.ts";
import { planningRootOf } from "../planning/planning-root.ts";
import { findNamedScope, findScopeOfPath } from "../planning/planning-scopes.ts";

/** What one scope of a repository has, in one version of it. */
export interface ScopePlans {
  readonly directory: RepositoryPath;
  readonly planIds: ReadonlySet<PlanId>;
  /** Hexadecimal texts in the SUMMARYs of plans whose numbers other scopes have as well. */
  readonly cited: ReadonlyMap<PlanId, readonly string[]>;
}

/** A commit as one scope sees it. */
export interface ScopedCommit {
  /** Names the plans of this scope alone, without a qualifier; untagged where the commit belongs to other scopes. */
  readonly tag: PlanTag;
  /** Without the plans and summaries of other scopes. */
  readonly paths: readonly RepositoryPath[];
  /** Plans of this scope that the commit may belong to, and as well to another scope: nothing tells. */
  readonly ambiguous: readonly PlanId[];
}

/** Tells which commits of a history belong to one of several scopes (docs/adr/0051). */
export interface ScopeAssigner {
  readonly assign: (oid: Oid, tag: PlanTag, paths: readonly RepositoryPath[]) => ScopedCommit;
  /** What the answers depend on beside the commit: digests of other facts are others. */
  readonly key: string;
  /** Numbers that this scope and another one have. */
  readonly contested: ReadonlySet<PlanId>;
  /** The directories that have a plan of the number. */
  readonly holdersOf: (planId: PlanId) => readonly RepositoryPath[];
}

const untagged: PlanTag = { kind: "untagged" };

/** The plan numbers that more than one scope has. */
export function findContestedPlans(scopes: readonly Pick<ScopePlans, "planIds">[]): ReadonlySet<PlanId> {
  const seen = new Set<PlanId>();
  const contested = new Set<PlanId>();
  for (const { planIds } of scopes)
    for (const planId of planIds) {
      if (seen.has(planId)) contested.add(planId);
      seen.add(planId);
    }
  return contested;
}

/** The one scope of several for which a condition holds; `undefined` where none or more than one is left. */
function soleScope(scopes: readonly ScopePlans[], holds: (scope: ScopePlans) => boolean): RepositoryPath | undefined {
  const [found, second] = scopes.filter(holds);
  return second === undefined ? found?.directory : undefined;
}

/**
 * Makes the assigner of one scope. The evidence, best first: the name before the plan id, the planning documents that the
 * commit changes, the plan's number where one scope alone has it, the SUMMARY that names the commit. A plan that no scope
 * has belongs to the one that has its phase.
 */
export function createScopeAssigner(own: RepositoryPath, scopes: readonly ScopePlans[]): ScopeAssigner {
  const directories = scopes.map(({ directory }) => directory);
  const contested = findContestedPlans(scopes);
  const root = planningRootOf(own);

  const findByPaths = (paths: readonly RepositoryPath[]): RepositoryPath | undefined => {
    const scoped = paths.flatMap((path) => findScopeOfPath(path, directories) ?? []);
    for (const candidates of [scoped, scoped.filter(({ isOfPhase }) => isOfPhase)]) {
      const found = new Set(candidates.map(({ scope }) => scope));
      if (found.size === 1) return candidates[0]?.scope;
    }
    return undefined;
  };

  const findHolder = (planId: PlanId): RepositoryPath | undefined =>
    soleScope(scopes, ({ planIds }) => planIds.has(planId));

  /** `null`: several have it, and nothing tells which is meant. */
  const findByPlan = (planId: PlanId, oid: Oid): RepositoryPath | null | undefined => {
    if (contested.has(planId)) {
      const names = ({ cited }: ScopePlans): boolean => (cited.get(planId) ?? []).some((text) => oid.startsWith(text));
      return soleScope(scopes, names) ?? null;
    }
    const holder = findHolder(planId);
    if (holder !== undefined) return holder;
    const phase = phaseOfPlan(planId);
    return soleScope(scopes, ({ planIds }) => [...planIds].some((known) => phaseOfPlan(known) === phase));
  };

  /** Commits of planning documents alone stay such: one path is left that says so. */
  const ownPaths = (paths: readonly RepositoryPath[]): readonly RepositoryPath[] => {
    const left = paths.filter((path) => {
      const place = findScopeOfPath(path, directories);
      return place === undefined || place.scope === own;
    });
    return left.length === paths.length ? paths : left.length === 0 ? [`${root}/STATE.md`] : left;
  };

  return {
    contested: new Set(
      [...contested].filter((planId) => scopes.some((s) => s.directory === own && s.planIds.has(planId))),
    ),
    holdersOf: (planId) => scopes.flatMap((scope) => (scope.planIds.has(planId) ? [scope.directory] : [])),
    key: JSON.stringify(
      scopes.map(({ directory, planIds, cited }) => [directory, [...planIds].toSorted(), [...cited]]),
    ),
    assign(oid, tag, allPaths) {
      const paths = ownPaths(allPaths);
      if (tag.kind !== "plan") return { tag, paths, ambiguous: [] };
      const certain =
        (tag.workstream === null ? undefined : findNamedScope(tag.workstream, directories)) ?? findByPaths(allPaths);
      if (certain !== undefined)
        return { tag: certain === own ? { ...tag, workstream: null } : untagged, paths, ambiguous: [] };
      const { milestone } = tag;
      const found = tag.planIds.map((planId) => {
        const byMilestone = milestone === null ? undefined : findHolder(qualifyPlan(milestone, planId));
        return { planId, scope: byMilestone ?? findByPlan(planId, oid) };
      });
      const planIds = found.flatMap(({ planId, scope }) => (scope === own ? [planId] : []));
      const ambiguous = found.flatMap(({ planId, scope }) => (scope === null ? [planId] : []));
      return { tag: planIds.length === 0 ? untagged : { ...tag, planIds, workstream: null }, paths, ambiguous };
    },
  };
}
