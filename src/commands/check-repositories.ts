import { formatShortOid, type Oid } from "../model/oid.ts";
import { OperationalError } from "../model/operational-error.ts";
import type { RepositoryPath } from "../model/ports.ts";
import { checkVersion } from "./check-push.ts";
import type { ReceivingRepository } from "./check-received.ts";
import type { CheckOutcome } from "./check-state.ts";
import { createMemoryCache } from "./memory-cache.ts";

/** One STATE.md of a repository, checked. */
export interface CheckedDocument {
  readonly path: RepositoryPath;
  readonly outcome: CheckOutcome;
}

/** What checking one repository comes to, as much of it as could be checked. */
export interface RepositoryOutcome {
  /** `null` where there is no commit. */
  readonly head: { readonly oid: Oid; readonly name: string } | null;
  readonly isShallow: boolean;
  readonly documents: readonly CheckedDocument[];
  readonly failures: readonly OperationalError[];
}

export interface CheckRepositoryInput {
  readonly open: () => Promise<ReceivingRepository>;
  readonly decode: (bytes: Uint8Array, path: RepositoryPath) => string;
  /** `null`: what HEAD names. */
  readonly ref: string | null;
}

async function findHead({ repository }: ReceivingRepository, ref: string | null): Promise<RepositoryOutcome["head"]> {
  if (ref === null) {
    const { oid, branch } = await repository.readHead();
    return oid === null ? null : { oid, name: branch ?? formatShortOid(oid) };
  }
  const oid = await repository.resolveCommit(ref);
  if (oid !== undefined) return { oid, name: ref };
  throw new OperationalError("usage", `${JSON.stringify(ref)} names no commit there`, {
    help: "name a branch, a tag or a commit behind the tab, or none",
  });
}

/**
 * Checks every STATE.md of one repository, in the version that a commit has of it. Nothing is written, and what cannot be
 * checked is a part of the outcome.
 */
export async function checkRepository({ open, decode, ref }: CheckRepositoryInput): Promise<RepositoryOutcome> {
  const documents: CheckedDocument[] = [];
  const failures: OperationalError[] = [];
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof OperationalError)) throw error;
      failures.push(error);
    }
  };
  let head: RepositoryOutcome["head"] = null;
  let isShallow = false;
  await attempt(async () => {
    const place = await open();
    const { repository } = place;
    ({ isShallow } = repository);
    const tip = await findHead(place, ref);
    head = tip;
    if (tip === null) return;
    for (const planningDirectory of await place.findPlanningDirectories(tip.oid)) {
      await attempt(async () => {
        const config = await place.readConfig(tip.oid, planningDirectory);
        const outcome = await checkVersion(
          {
            repository,
            documentsAt: (commit) => place.documentsAt(commit, planningDirectory),
            decode,
            planningDirectory,
            cache: createMemoryCache(1),
            referenceCache: null,
            severities: config.severities,
            position: config.position,
          },
          tip.oid,
          tip.name,
        );
        if (outcome !== null) documents.push({ path: `${planningDirectory}/STATE.md`, outcome });
      });
    }
  });
  return { head, isShallow, documents, failures };
}

/** Works on items side by side, never on more than so many at once; answers in the order of the items. */
export async function mapAtOnce<Item, Answer>(
  items: readonly Item[],
  most: number,
  work: (item: Item) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  const waiting = items.entries();
  const take = async (): Promise<void> => {
    for (const [index, item] of waiting) answers[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, take));
  return answers;
}
