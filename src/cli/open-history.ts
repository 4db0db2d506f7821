import { createProcessRunner } from "../git/process-runner.ts";
import { GitRepository } from "../git/git-repository.ts";
import { createBoundedRunner } from "../git/bounded-runner.ts";
import {
  findHistoryPlace,
  findPlanningDirectories,
  readBoundedDocuments,
  readBranchTips,
} from "../git/history-place.ts";
import type { Oid } from "../model/oid.ts";
import type { PlanningDocuments, RepositoryPath } from "../model/ports.ts";
import { planningRootOf } from "../planning/planning-root.ts";
import type { ReceivingRepository } from "../commands/check-received.ts";
import { readConfig } from "../api/open-workspace.ts";

/** An answer of git's that is larger is not believed to be about planning. */
const mostOutputBytes = 512 * 1024 * 1024;
/** Listings of planning documents that are held at once: of as many folders as are looked at, on both sides of a range. */
const mostKept = 200;
/** With more branches than this a new one is held against those that were worked on last. */
const mostBranches = 500;

/**
 * Opens the repository at a directory, bare or not, of which only history is read, with bounded time and memory: nothing is
 * written to it, and no file of a work tree is looked at. Throws `no-repository`.
 */
export async function openHistory(
  directory: string,
  environment: Readonly<Record<string, string | undefined>>,
  seconds: number,
): Promise<ReceivingRepository> {
  const runner = createBoundedRunner(directory, environment, { seconds, outputBytes: mostOutputBytes });
  const place = await findHistoryPlace(runner, directory);
  const repository = await GitRepository.open(
    runner,
    directory,
    {
      findPlain: () => undefined,
      readRecords: async (commonDirectory) =>
        (await import("../files/rewrite-records.ts")).readRewriteRecords(commonDirectory),
    },
    { places: place },
  );
  const known = new Map<Oid, Promise<readonly RepositoryPath[]>>();
  const findDirectories = (commit: Oid): Promise<readonly RepositoryPath[]> => {
    const found = known.get(commit) ?? findPlanningDirectories(runner, commit);
    known.set(commit, found);
    return found;
  };
  // Of both sides of a range each is asked for several times.
  const kept = new Map<string, Promise<PlanningDocuments>>();
  const readDocuments = async (commit: Oid, path: RepositoryPath): Promise<PlanningDocuments> => {
    const key = `${commit} ${path}`;
    const documents = kept.get(key) ?? readBoundedDocuments(runner, commit, path);
    kept.delete(key);
    kept.set(key, documents);
    for (const oldest of kept.keys()) {
      if (kept.size <= mostKept) break;
      kept.delete(oldest);
    }
    return documents;
  };
  return {
    repository,
    findPlanningDirectories: findDirectories,
    documentsAt: async (commit, planningDirectory) => {
      const others = (await findDirectories(commit)).filter((path) => path !== planningDirectory);
      const documents = await readDocuments(commit, planningDirectory);
      if (others.length === 0 && planningDirectory === ".planning") return documents;
      const siblings: NonNullable<PlanningDocuments["siblings"]>[number][] = [];
      // One after the other: a hundred of them are not to start a hundred processes at once.
      for (const path of others) siblings.push({ directory: path, documents: await readDocuments(commit, path) });
      return { ...documents, siblings };
    },
    // What workstreams share stands above them.
    readConfig: async (commit, planningDirectory) =>
      readConfig(await readDocuments(commit, planningRootOf(planningDirectory)), planningDirectory),
    readBranchTips: () => readBranchTips(runner, mostBranches),
  };
}

/** The settings `planlink.*` of git's configuration, as `git config -z` lists them; empty where there are none. */
export async function readGitSettings(
  directory: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const runner = createProcessRunner(directory, environment);
  const { exitCode, stdout } = await runner.run(["config", "-z", "--get-regexp", "^planlink\\."]);
  return exitCode === 0 ? new TextDecoder("utf-8").decode(stdout) : "";
}
