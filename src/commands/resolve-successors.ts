import { createRewrites, findRewritten, followRewrites } from "../links/rewrites.ts";
import { parseOidPrefix, type Oid, type OidPrefix } from "../model/oid.ts";
import type { ObjectLookup, Repository } from "../model/ports.ts";

/** What is asked of git, and of the record, to tell which commit of this history took the place of another. */
export type SuccessorRepository = Pick<Repository, "lookUpObjects" | "findUnreachable" | "readRewrites">;

/** The commit that a prefix names or named, and the one in the tip's history that took its place. */
export interface ResolvedSuccessor {
  readonly old: Oid;
  readonly successor: Oid;
}

interface Rewritten {
  readonly prefix: OidPrefix;
  readonly old: Oid;
  readonly successors: readonly Oid[];
}

/** The commit that a prefix meant: the one it names, or, where git has none by that name any more, the only one on record. */
function findMeant(lookup: ObjectLookup | undefined, recorded: readonly Oid[]): Oid | undefined {
  if (lookup?.kind === "commit") return recorded.find((oid) => oid === lookup.oid);
  return lookup?.kind === "missing" && recorded.length === 1 ? recorded[0] : undefined;
}

function toPrefixes(oids: readonly Oid[]): readonly OidPrefix[] {
  return oids.flatMap((oid) => parseOidPrefix(oid) ?? []);
}

/**
 * Finds the successors of those prefixes whose commits were rewritten and are not in the history of the tip.
 *
 * Of several successors that the tip reaches, the last is taken. A commit that the tip still reaches has none: another
 * branch, or another worktree, has rewritten it for itself. Costs no process where no prefix is on record, else two or
 * three.
 */
export async function resolveSuccessors(
  repository: SuccessorRepository,
  tip: Oid | null,
  prefixes: readonly OidPrefix[],
): Promise<ReadonlyMap<OidPrefix, ResolvedSuccessor>> {
  if (tip === null || prefixes.length === 0) return new Map();
  const rewrites = createRewrites(await repository.readRewrites());
  const recorded = new Map(
    prefixes.map((prefix) => [prefix, findRewritten(rewrites, prefix)] as const).filter(([, olds]) => olds.length > 0),
  );
  if (recorded.size === 0) return new Map();
  const trails = new Map(
    [...new Set([...recorded.values()].flat())].map((old) => [old, followRewrites(rewrites, old).successors] as const),
  );
  const lookups = await repository.lookUpObjects([
    ...new Set([...recorded.keys(), ...toPrefixes([...trails.values()].flat())]),
  ]);
  const rewritten = [...recorded].flatMap(([prefix, olds]): readonly Rewritten[] => {
    const old = findMeant(lookups.get(prefix), olds);
    return old === undefined ? [] : [{ prefix, old, successors: trails.get(old) ?? [] }];
  });
  const asked = new Set(rewritten.flatMap(({ old, successors }) => [old, ...successors]));
  const existing = toPrefixes([...asked]).flatMap((prefix) => {
    const lookup = lookups.get(prefix);
    return lookup?.kind === "commit" ? [lookup.oid] : [];
  });
  // An old commit that is only known by an abbreviation was not asked for by its full name; git may still have it.
  const named = rewritten.flatMap(({ prefix, old }) => (lookups.get(prefix)?.kind === "commit" ? [old] : []));
  const here = new Set([...existing, ...named]);
  const unreachable = await repository.findUnreachable(tip, [...here]);
  const isReachable = (oid: Oid): boolean => here.has(oid) && !unreachable.has(oid);
  return new Map(
    rewritten.flatMap(({ prefix, old, successors }) => {
      const successor = isReachable(old) ? undefined : successors.find(isReachable);
      return successor === undefined ? [] : [[prefix, { old, successor }] as const];
    }),
  );
}

/** What those commits became that are on record and whose full oids stand in a text, such as a ledger. */
export async function readRecordedSuccessors(
  repository: SuccessorRepository,
  tip: Oid | null,
  text: string,
): Promise<ReadonlyMap<Oid, Oid>> {
  const records = await repository.readRewrites();
  const olds = new Set(records.map(({ old }) => old));
  const named = new Set(text.match(/[0-9a-f]{40,64}/g) ?? []);
  const resolved = await resolveSuccessors(repository, tip, toPrefixes([...olds].filter((old) => named.has(old))));
  return new Map([...resolved.values()].map(({ old, successor }) => [old, successor]));
}
