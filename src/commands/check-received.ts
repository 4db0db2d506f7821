import { defaultConfig, type Config } from "../config/config-model.ts";
import { isJudgedRef, type ServerSettings } from "../config/server-settings.ts";
import type { ReceivedUpdate } from "../git/hook-input.ts";
import type { Oid } from "../model/oid.ts";
import { OperationalError } from "../model/operational-error.ts";
import type { CommitCache, PlanningDocuments, Repository, RepositoryPath } from "../model/ports.ts";
import { checkRange, type RangeOutcome } from "./check-push.ts";
import type { CheckOutcome } from "./check-state.ts";
import { createMemoryCache } from "./memory-cache.ts";
import { readDigest } from "./read-history.ts";
import { readAssigner } from "./read-project.ts";

/** What is asked of a repository that others push to. Nothing of it is written. */
export interface ReceivingRepository {
  readonly repository: Repository;
  /** The planning directories of a commit that hold a STATE.md, sorted. */
  readonly findPlanningDirectories: (commit: Oid) => Promise<readonly RepositoryPath[]>;
  readonly documentsAt: (commit: Oid, planningDirectory: RepositoryPath) => Promise<PlanningDocuments>;
  /** The project's own config in a commit. Throws `config-invalid`. */
  readonly readConfig: (commit: Oid, planningDirectory: RepositoryPath) => Promise<Config>;
  /** The tips of the branches, before the push. */
  readonly readBranchTips: () => Promise<readonly Oid[]>;
}

/** What checking a push comes to. */
export interface ReceivedOutcome {
  readonly checked: readonly { readonly ref: string; readonly range: RangeOutcome }[];
  /** Checks that could not be made. */
  readonly failed: readonly { readonly ref: string; readonly error: OperationalError }[];
}

export interface ReceivedInput {
  readonly received: ReceivingRepository;
  readonly settings: ServerSettings;
  readonly decode: (bytes: Uint8Array, path: RepositoryPath) => string;
}

/** Digests that are held at once: of the two sides of the ref at hand, and of those before it. */
const mostDigests = 8;

interface Judge extends ReceivedInput {
  /** One for each planning directory. */
  readonly caches: Map<RepositoryPath, CommitCache>;
  readonly keptOutcomes: Map<string, CheckOutcome | null>;
  /** As they are before the push; asked for once. */
  readonly branchTips: () => Promise<readonly Oid[]>;
}

/** What the server has of a ref: its tip, or for a new one the newest commit that it shares with any branch. */
async function findBase({ received, branchTips }: Judge, { oldOid }: ReceivedUpdate, tip: Oid): Promise<Oid | null> {
  const { repository } = received;
  const known = oldOid === null ? undefined : await repository.resolveCommit(oldOid);
  return known ?? (await repository.findMergeBase(tip, await branchTips())) ?? null;
}

async function listDirectories({ received, settings }: Judge, commit: Oid): Promise<readonly RepositoryPath[]> {
  return settings.directories.length > 0 ? settings.directories : received.findPlanningDirectories(commit);
}

async function hasState({ received }: Judge, commit: Oid, directory: RepositoryPath): Promise<boolean> {
  const path = `${directory}/STATE.md`;
  return (await (await received.documentsAt(commit, directory)).list()).includes(path);
}

/**
 * The project's config by which a push is judged: that of the version which the server has, so that no push loosens its
 * own measure. Where there is none yet, or where it is broken, that of the push.
 */
async function readGoverningConfig(
  judge: Judge,
  base: Oid | null,
  tip: Oid,
  directory: RepositoryPath,
): Promise<{ readonly config: Config; readonly problem: OperationalError | null }> {
  const { received } = judge;
  const read = async (commit: Oid): Promise<Config | OperationalError> => {
    try {
      return await received.readConfig(commit, directory);
    } catch (error) {
      if (error instanceof OperationalError && error.code === "config-invalid") return error;
      throw error;
    }
  };
  const trusted = base ?? (await received.repository.readHead()).oid;
  const before = trusted !== null && (await hasState(judge, trusted, directory)) ? await read(trusted) : undefined;
  const after = await read(tip);
  if (!(after instanceof OperationalError))
    return { config: before === undefined || before instanceof OperationalError ? after : before, problem: null };
  // A config that was broken before is an old debt.
  if (before instanceof OperationalError) return { config: defaultConfig, problem: null };
  return { config: before ?? defaultConfig, problem: after };
}

async function checkDirectory(
  judge: Judge,
  { ref }: ReceivedUpdate,
  { base, tip }: { readonly base: Oid | null; readonly tip: Oid },
  planningDirectory: RepositoryPath,
): Promise<{ readonly range: RangeOutcome; readonly problem: OperationalError | null }> {
  const { received, settings, decode, caches } = judge;
  const { repository } = received;
  const { config, problem } = await readGoverningConfig(judge, base, tip, planningDirectory);
  const cache = caches.get(planningDirectory) ?? createMemoryCache(mostDigests);
  caches.set(planningDirectory, cache);
  // The history that both sides share is read once: what is new is added to it.
  if (base !== null) {
    const assigner = await readAssigner({
      documents: await received.documentsAt(base, planningDirectory),
      planningDirectory,
    });
    await readDigest({ repository, tip: base, planningDirectory, cache, assigner });
  }
  const range = await checkRange(
    {
      repository,
      documentsAt: (commit) => received.documentsAt(commit, planningDirectory),
      decode,
      planningDirectory,
      cache,
      referenceCache: null,
      severities: { ...config.severities, ...settings.severities },
      position: config.position,
      keptOutcomes: judge.keptOutcomes,
    },
    { base, tip, baseName: ref, tipName: ref },
  );
  return { range, problem };
}

/**
 * Checks what a push makes worse (D10), for each ref and each planning directory alone: where one cannot be checked the
 * others are.
 */
export async function checkReceived(
  input: ReceivedInput,
  updates: readonly ReceivedUpdate[],
): Promise<ReceivedOutcome> {
  let tips: Promise<readonly Oid[]> | undefined;
  const branchTips = (): Promise<readonly Oid[]> => (tips ??= input.received.readBranchTips());
  const judge: Judge = { ...input, caches: new Map(), keptOutcomes: new Map(), branchTips };
  const { repository } = input.received;
  const checked: { readonly ref: string; readonly range: RangeOutcome }[] = [];
  const failed: { readonly ref: string; readonly error: OperationalError }[] = [];
  const seen = new Set<string>();
  const attempt = async (ref: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof OperationalError)) throw error;
      failed.push({ ref, error });
    }
  };
  for (const update of updates) {
    const { ref, newOid } = update;
    // A deletion brings no document.
    if (newOid === null || !isJudgedRef(input.settings, ref)) continue;
    await attempt(ref, async () => {
      const tip = await repository.resolveCommit(newOid);
      // A tag of a tree or of a file has no history.
      if (tip === undefined) return;
      const base = await findBase(judge, update, tip);
      if (base === tip || seen.has(`${base ?? ""} ${tip}`)) return;
      seen.add(`${base ?? ""} ${tip}`);
      for (const directory of await listDirectories(judge, tip)) {
        await attempt(ref, async () => {
          const { range, problem } = await checkDirectory(judge, update, { base, tip }, directory);
          checked.push({ ref, range });
          if (problem !== null) failed.push({ ref, error: problem });
        });
      }
    });
  }
  return { checked, failed };
}
