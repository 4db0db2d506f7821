import type { Oid } from "../model/oid.ts";
import type { CommitFact, Repository, RepositoryPath } from "../model/ports.ts";
import { delegateTo } from "./delegate-repository.ts";

/** A repository whose whole histories are read once, whoever asks, and held in memory. */
function shareHistory(repository: Repository): Repository {
  const histories = new Map<Oid, Promise<readonly CommitFact[]>>();
  const knownPaths = new Map<Oid, readonly RepositoryPath[]>();

  const readHistory = (tip: Oid): Promise<readonly CommitFact[]> => {
    const known = histories.get(tip) ?? repository.readCommits(tip);
    histories.set(tip, known);
    return known;
  };
  const readPaths = async (oids: readonly Oid[]): Promise<ReadonlyMap<Oid, readonly RepositoryPath[]>> => {
    const unknown = oids.filter((oid) => !knownPaths.has(oid));
    const read =
      unknown.length === 0 ? new Map<Oid, readonly RepositoryPath[]>() : await repository.readChangedPaths(unknown);
    for (const oid of unknown) knownPaths.set(oid, read.get(oid) ?? []);
    return new Map(oids.map((oid) => [oid, knownPaths.get(oid) ?? []]));
  };
  return {
    ...delegateTo(repository),
    readCommits: async (tip, exclude = []) =>
      exclude.length === 0 ? readHistory(tip) : repository.readCommits(tip, exclude),
    readChangedPaths: readPaths,
    scanCommits: async (tip, exclude, reader) => {
      if (exclude.length > 0) return repository.scanCommits(tip, exclude, reader);
      const wanted = (await readHistory(tip)).filter((commit) => reader.readCommit(commit)).map(({ oid }) => oid);
      for (const [oid, paths] of await readPaths(wanted)) reader.readPaths(oid, paths);
    },
  };
}

/**
 * Makes what lets several planning directories of one repository share the reading of its history. It is held as long as
 * the answer: for commands that show commits one by one and hold them anyway, never for a hook.
 */
export function createHistorySharing(): (repository: Repository) => Repository {
  const shared = new Map<Repository, Repository>();
  return (repository) => {
    const known = shared.get(repository) ?? shareHistory(repository);
    shared.set(repository, known);
    return known;
  };
}
