import { formatDigest } from "../links/digest-text.ts";
import type { ScopeAssigner } from "../links/scope-assigner.ts";
import { parseOidPrefix, type Oid } from "../model/oid.ts";
import type { CommitCache, Repository, RepositoryPath } from "../model/ports.ts";
import { readDigest } from "./read-history.ts";
import { readLedger } from "./refresh-ledger.ts";

/** What became of the cache of history when it was held against history itself. */
export interface CacheFacts {
  /** `off`: nothing may be kept here. `wrong`: what is kept differs from what history says. */
  readonly kind: "off" | "empty" | "consistent" | "wrong";
  /** Of the history of HEAD. */
  readonly commits: number;
}

/** Reads history anew and compares it with what is kept of it. Writes nothing. */
export async function inspectCache(
  repository: Repository,
  tip: Oid | null,
  planningDirectory: RepositoryPath,
  cache: CommitCache | null,
  assigner: ScopeAssigner | null,
): Promise<CacheFacts> {
  if (cache === null) return { kind: "off", commits: 0 };
  if (cache.list().length === 0) return { kind: "empty", commits: 0 };
  const source = { repository, tip, planningDirectory, assigner };
  const fresh = await readDigest({ ...source, cache: null });
  const kept = await readDigest({ ...source, cache: { ...cache, store: () => undefined } });
  const isDamaged = cache.list().some(({ oid }) => cache.find(oid) === undefined);
  const isSame = formatDigest(fresh) === formatDigest(kept);
  return { kind: isSame && !isDamaged ? "consistent" : "wrong", commits: fresh.commitCount };
}

/** What is wrong with a ledger, or that nothing is. */
export interface LedgerFacts {
  readonly path: RepositoryPath;
  readonly exists: boolean;
  readonly isNewer: boolean;
  readonly commits: number;
  readonly unreachable: number;
  /** Commits that are not in this clone at all. */
  readonly missing: number;
  readonly damagedLines: readonly number[];
}

/** Reads a ledger and asks git for its commits. `text` is `undefined` where there is none. */
export async function inspectLedger(
  repository: Pick<Repository, "lookUpObjects" | "findUnreachable">,
  tip: Oid | null,
  path: RepositoryPath,
  text: string | undefined,
): Promise<LedgerFacts> {
  const { ledger, isNewer } = await readLedger(text, path);
  const oids = ledger.entries.map(({ oid }) => oid);
  const lookups = await repository.lookUpObjects(oids.flatMap((oid) => parseOidPrefix(oid) ?? []));
  const here = [...lookups.values()].flatMap((lookup) => (lookup.kind === "commit" ? [lookup.oid] : []));
  const unreachable = tip === null ? new Set(here) : await repository.findUnreachable(tip, here);
  return {
    path,
    exists: text !== undefined,
    isNewer,
    commits: oids.length,
    unreachable: unreachable.size,
    missing: oids.length - here.length,
    damagedLines: ledger.damagedLines,
  };
}
