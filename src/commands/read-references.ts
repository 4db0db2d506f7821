import { createOidFinder } from "../links/oid-finder.ts";
import { formatReferences, noReferences, parseReferences, type KnownReferences } from "../links/known-references.ts";
import { readPlainTag } from "../commit/plain-tag.ts";
import { parseCommitMessage } from "../commit/message.ts";
import { readHistoryTag } from "../commit/plan-tag.ts";
import { parseOidPrefix, type Oid, type OidPrefix } from "../model/oid.ts";
import type { PlanId } from "../model/plan-id.ts";
import type { CommitCache, ObjectLookup, ReferenceAnswers, Repository } from "../model/ports.ts";

/** What git knows of the commits that documents refer to. */
export interface ReferencedCommits extends ReferenceAnswers {
  /** The plans that the commits' own tags name. */
  readonly readPlanIds: (oids: readonly Oid[]) => Promise<ReadonlyMap<Oid, readonly PlanId[]>>;
}

/** What is asked of git for it. */
export type ReferenceRepository = Pick<
  Repository,
  "readReferences" | "startReferences" | "findUnreachable" | "readSingleCommits"
>;

/**
 * Reads what prefixes name, whether the tip reaches it, and its plans. What was found for this tip is not asked again;
 * of what an earlier tip reached, only whether the new one descends from it. What exists is asked every time: objects
 * come and go, and make a prefix mean another one.
 */
export async function readReferences(
  repository: ReferenceRepository,
  cache: CommitCache | null,
  tip: Oid | null,
  prefixes: readonly OidPrefix[],
): Promise<ReferencedCommits> {
  return (await startReading(repository, cache, tip, null)).finish(prefixes);
}

/** A reading that git has begun with. */
export interface StartedReading {
  /** Git is at work. */
  readonly isStarted: boolean;
  readonly finish: (prefixes: readonly OidPrefix[]) => Promise<ReferencedCommits>;
}

/** More names than these are mostly numbers, of which few will be asked for. */
const mostStarted = 5000;

/**
 * Begins `readReferences` before it is known which names will be asked for: `names` are all that may be. Where something
 * is kept, little is asked, and nothing begins.
 */
export async function startReading(
  repository: ReferenceRepository,
  cache: CommitCache | null,
  tip: Oid | null,
  names: ReadonlySet<OidPrefix> | null,
): Promise<StartedReading> {
  const kept = tip === null ? undefined : findKept(cache, tip);
  const isStarting =
    tip !== null && kept === undefined && names !== null && names.size > 0 && names.size <= mostStarted;
  const started = isStarting ? await repository.startReferences(tip, names) : undefined;
  return {
    isStarted: started !== undefined,
    finish: async (prefixes) => {
      const answers =
        tip === null || kept === undefined
          ? await repository.readReferences(tip, prefixes, prefixes, started)
          : await askAgain(repository, kept, tip, prefixes);
      return { ...answers, readPlanIds: createPlanReader(repository, cache, kept, tip, answers) };
    },
  };
}

/** References of one tip, and which tip that was. */
interface Kept {
  readonly tip: Oid;
  readonly known: KnownReferences;
}

/** What is kept for the tip, else what was kept last. */
function findKept(cache: CommitCache | null, tip: Oid): Kept | undefined {
  const [last] = (cache?.list() ?? []).toSorted((a, b) => b.weight - a.weight);
  for (const oid of last === undefined ? [tip] : [tip, last.oid]) {
    const text = cache?.find(oid);
    const known = text === undefined ? undefined : parseReferences(text);
    if (known !== undefined) return { tip: oid, known };
  }
  return undefined;
}

async function askAgain(
  repository: ReferenceRepository,
  kept: Kept,
  tip: Oid,
  prefixes: readonly OidPrefix[],
): Promise<ReferenceAnswers> {
  const { reachable, unreachable } = kept.known;
  const isSameTip = kept.tip === tip;
  // What a tip did not reach a later one may.
  const settled = new Set(isSameTip ? [...reachable, ...unreachable] : reachable);
  const finder = createOidFinder([...settled]);
  const earlier = isSameTip ? undefined : parseOidPrefix(kept.tip);
  const doubtful = prefixes.filter((prefix) => finder.find(prefix) === undefined);
  const more = earlier === undefined ? [] : [earlier];
  const answers = await repository.readReferences(tip, [...prefixes, ...more], [...doubtful, ...more]);
  const lookups = new Map(answers.lookups);
  if (earlier !== undefined && !prefixes.includes(earlier)) lookups.delete(earlier);
  const commits = commitsOf(lookups, prefixes);
  const isDescendant =
    isSameTip ||
    (earlier !== undefined && answers.lookups.get(earlier)?.kind === "commit" && !answers.unreachable.has(kept.tip));
  const { messages } = answers;
  if (!isDescendant) return { lookups, unreachable: await repository.findUnreachable(tip, commits), messages };
  // A prefix may name another commit than it did.
  const asked = new Set(commitsOf(lookups, doubtful));
  const unasked = commits.filter((oid) => !asked.has(oid) && !settled.has(oid));
  const others = await repository.findUnreachable(tip, unasked);
  const isUnreachable = (oid: Oid): boolean =>
    asked.has(oid) ? answers.unreachable.has(oid) : settled.has(oid) ? !reachable.has(oid) : others.has(oid);
  return { lookups, unreachable: new Set(commits.filter(isUnreachable)), messages };
}

function commitsOf(lookups: ReadonlyMap<OidPrefix, ObjectLookup>, prefixes: readonly OidPrefix[]): readonly Oid[] {
  const oids = prefixes.flatMap((prefix) => {
    const lookup = lookups.get(prefix);
    return lookup?.kind === "commit" ? [lookup.oid] : [];
  });
  return [...new Set(oids)].sort();
}

/** A larger file would cost every command more than it saves. */
const mostKept = 20_000;

/** Reads tags, those that are not kept alone; then keeps all that is known for the tip. */
function createPlanReader(
  repository: ReferenceRepository,
  cache: CommitCache | null,
  kept: Kept | undefined,
  tip: Oid | null,
  { lookups, unreachable, messages }: ReferenceAnswers,
): ReferencedCommits["readPlanIds"] {
  return async (oids) => {
    const known = kept?.known ?? noReferences;
    const missing = oids.filter((oid) => !known.planIds.has(oid));
    const others = await repository.readSingleCommits(missing.filter((oid) => !messages.has(oid)));
    const onTheWay = missing.flatMap((oid) => {
      const message = messages.get(oid);
      return message === undefined ? [] : [{ oid, message }];
    });
    const planIds = new Map([
      ...oids.flatMap((oid) => (known.planIds.has(oid) ? [[oid, known.planIds.get(oid) ?? []] as const] : [])),
      ...[...onTheWay, ...others].map(({ oid, message }) => [oid, plansOfMessage(message)] as const),
    ]);
    const commits = [...lookups.values()].flatMap((lookup) => (lookup.kind === "commit" ? [lookup.oid] : []));
    const isKept = kept?.tip === tip && missing.length === 0 && commits.every((oid) => isSettled(known, oid));
    if (cache !== null && tip !== null && commits.length > 0 && !isKept) {
      // Commands ask for different documents; what one found for this tip helps the others.
      const earlier = kept?.tip === tip && known.planIds.size + commits.length <= mostKept ? known : noReferences;
      const references: KnownReferences = {
        reachable: new Set([...earlier.reachable, ...commits.filter((oid) => !unreachable.has(oid))]),
        unreachable: new Set([...earlier.unreachable, ...commits.filter((oid) => unreachable.has(oid))]),
        planIds: new Map([...earlier.planIds, ...planIds]),
      };
      const weights = cache.list().map(({ weight }) => weight);
      cache.store(tip, formatReferences(references), Math.max(0, ...weights) + 1);
    }
    return planIds;
  };
}

/** Documents list commits under plain ids: a tag that names a milestone or a workstream is not held against them. */
function plansOfMessage(message: string): readonly PlanId[] {
  // Most messages are of the plainest kind, for which a fraction of the grammar is loaded.
  const plain = readPlainTag(message);
  if (plain !== undefined) return plain.kind === "plan" ? [plain.planId] : [];
  const tag = readHistoryTag(parseCommitMessage(message));
  return tag.kind === "plan" && tag.workstream === null && tag.milestone === null ? tag.planIds : [];
}

function isSettled({ reachable, unreachable }: KnownReferences, oid: Oid): boolean {
  return reachable.has(oid) || unreachable.has(oid);
}
