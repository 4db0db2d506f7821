import {
  createScopeAssigner,
  findContestedPlans,
  type ScopeAssigner,
  type ScopePlans,
} from "../links/scope-assigner.ts";
import type { PlanId } from "../model/plan-id.ts";
import type { SiblingDocuments } from "../model/ports.ts";
import { findPlanFiles, type PlanFiles } from "../planning/plan-files.ts";

/** Hexadecimal texts that may be commits, as a SUMMARY lists them. */
const hexText = /\b[0-9a-f]{7,40}\b/g;

interface ScopeFiles extends SiblingDocuments {
  readonly plans: readonly PlanFiles[];
}

async function readFiles(scope: SiblingDocuments): Promise<ScopeFiles> {
  return { ...scope, plans: findPlanFiles(await scope.documents.list(), scope.directory) };
}

async function readCited(
  { documents, plans }: ScopeFiles,
  contested: ReadonlySet<PlanId>,
): Promise<ReadonlyMap<PlanId, readonly string[]>> {
  const pathById = new Map(
    plans.flatMap(({ planId, summaryPath }) =>
      planId === null || summaryPath === null || !contested.has(planId) ? [] : [[planId, summaryPath] as const],
    ),
  );
  const contents = await documents.read([...pathById.values()]);
  return new Map(
    [...pathById].flatMap(([planId, path]) => {
      const bytes = contents.get(path);
      // Object ids are ASCII, whatever the rest is.
      const text = bytes === undefined ? "" : new TextDecoder("latin1").decode(bytes);
      const found: readonly string[] = text.match(hexText) ?? [];
      return found.length === 0 ? [] : [[planId, [...new Set(found)].sort()] as const];
    }),
  );
}

/** Reads what tells the planning directories of one version of a repository apart. */
export async function readScopeAssigner(
  own: SiblingDocuments,
  siblings: readonly SiblingDocuments[],
): Promise<ScopeAssigner> {
  const scopes = await Promise.all([own, ...siblings].map(readFiles));
  const idsOf = ({ plans }: ScopeFiles): ReadonlySet<PlanId> =>
    new Set(plans.flatMap(({ planId }) => (planId === null ? [] : [planId])));
  const contested = findContestedPlans(scopes.map((scope) => ({ planIds: idsOf(scope) })));
  const plans = await Promise.all(
    scopes.map(async (scope): Promise<ScopePlans> => ({
      directory: scope.directory,
      planIds: idsOf(scope),
      cited: await readCited(scope, contested),
    })),
  );
  return createScopeAssigner(
    own.directory,
    plans.toSorted((a, b) => (a.directory < b.directory ? -1 : 1)),
  );
}
