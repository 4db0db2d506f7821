import { existsSync, realpathSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { configFileName, defaultConfig, readCommitDocs, type Config } from "../config/config-model.ts";
import { findPlainRepository } from "../files/plain-repository.ts";
import { decodeDocument } from "../files/state-file.ts";
import { createWorkTreeDocuments } from "../files/work-tree-documents.ts";
import { createEntryDocuments, readTreeEntries } from "../git/git-documents.ts";
import { GitRepository, type KnownFacts, type RepositoryFiles } from "../git/git-repository.ts";
import type { GitRunner } from "../git/git-runner.ts";
import type { Oid } from "../model/oid.ts";
import { OperationalError } from "../model/operational-error.ts";
import type { CommitCache, PlanningDocuments, RepositoryPath } from "../model/ports.ts";
import { keepFigures, openCaches } from "./caches.ts";

/** A repository with its planning directory and config: what every command and hook starts from. */
export interface Workspace {
  readonly runner: GitRunner;
  readonly repository: GitRepository;
  /** Relative to the top level, such as `.planning`. */
  readonly planningDirectory: RepositoryPath;
  readonly statePath: RepositoryPath;
  /** The documents of the work tree. */
  readonly documents: PlanningDocuments;
  /** Absolute paths of the documents that were read so far, and of the directories that were listed. */
  readonly looked: ReadonlySet<string>;
  readonly config: Config;
  /** Keeps what is known of history; `null` where nothing may be kept. */
  readonly cache: CommitCache | null;
  /** Keeps what was found of commit references. */
  readonly referenceCache: CommitCache | null;
  readonly hasState: () => boolean;
  readonly documentsAt: (commit: Oid) => Promise<PlanningDocuments>;
}

/** The `.planning` nearest to where the user stands, up to the top of the work tree. */
function findNearestDirectory(topLevel: string, directory: string): RepositoryPath | undefined {
  // Git gives the top of the work tree without symbolic links.
  let place = realpathSync(directory);
  const inside = (path: string): boolean => path === topLevel || path.startsWith(`${topLevel}${sep}`);
  while (inside(place)) {
    if (existsSync(join(place, ".planning"))) return relative(topLevel, join(place, ".planning")).split(sep).join("/");
    if (place === topLevel) break;
    place = dirname(place);
  }
  return undefined;
}

/** The setting `planlink.directory`: a folder within the work tree, relative to its top. Other values are refused. */
async function readDirectorySetting(runner: GitRunner, topLevel: string): Promise<RepositoryPath | undefined> {
  const result = await runner.run(["config", "-z", "--get", "planlink.directory"], { cwd: topLevel });
  const value = result.exitCode === 0 ? (Buffer.from(result.stdout).toString("utf8").split("\0")[0] ?? "") : "";
  if (value === "") return undefined;
  const path = relative(topLevel, resolve(topLevel, value)).split(sep).join("/");
  if (path === "" || path === ".." || path.startsWith("../") || isAbsolute(path)) {
    throw new OperationalError(
      "config-invalid",
      `planlink.directory is ${JSON.stringify(value)}, which is no folder within the work tree`,
      { help: "set it right: git config planlink.directory docs/.planning" },
    );
  }
  return path;
}

/** Where the planning documents are, and how that is known: there is a folder, Git's configuration says so, or neither. */
interface PlanningPlace {
  readonly path: RepositoryPath;
  readonly evidence: "found" | "setting" | "default";
}

/** Git is asked only where there is no `.planning` on the way up: in hooks that is rare. */
async function findPlanningDirectory(runner: GitRunner, topLevel: string, directory: string): Promise<PlanningPlace> {
  const nearest = findNearestDirectory(topLevel, directory);
  if (nearest !== undefined) return { path: nearest, evidence: "found" };
  const setting = await readDirectorySetting(runner, topLevel);
  return setting === undefined ? { path: ".planning", evidence: "default" } : { path: setting, evidence: "setting" };
}

/** Reads the config of a planning directory. Throws `config-invalid`. */
export async function readConfig(documents: PlanningDocuments, planningDirectory: RepositoryPath): Promise<Config> {
  const ownPath = `${planningDirectory}/${configFileName}`;
  const gsdPath = `${planningDirectory}/config.json`;
  const contents = await documents.read([ownPath, gsdPath]);
  const own = contents.get(ownPath);
  const gsd = contents.get(gsdPath);
  // yaml is only loaded where there is a config to read: most repositories have none.
  const config =
    own === undefined
      ? defaultConfig
      : (await import("../config/config.ts")).parseConfig(decodeDocument(own, ownPath), ownPath);
  return { ...config, commitDocs: gsd === undefined || readCommitDocs(new TextDecoder().decode(gsd)) };
}

/** A repository with its planning directory, before any config is read. */
interface PlanningRepository {
  readonly repository: GitRepository;
  readonly planning: PlanningPlace;
  readonly documents: PlanningDocuments;
  readonly looked: ReadonlySet<string>;
}

/** Finds the repository around a directory and its planning directory. Throws `no-repository`. */
export async function openPlanningRepository(
  runner: GitRunner,
  directory: string,
  known: KnownFacts = {},
): Promise<PlanningRepository> {
  if (!existsSync(directory))
    throw new OperationalError("no-repository", `there is no directory ${directory}`, {
      help: "name an existing one with --cwd DIR",
    });
  const files: RepositoryFiles = {
    findPlain: findPlainRepository,
    // Needed by few, so loaded late.
    readRecords: async (commonDirectory) =>
      (await import("../files/rewrite-records.ts")).readRewriteRecords(commonDirectory),
  };
  const repository = await GitRepository.open(runner, directory, files, known);
  const planning = await findPlanningDirectory(runner, repository.topLevel, directory);
  const looked = new Set<string>();
  const documents = createWorkTreeDocuments(repository.topLevel, planning.path, (path) => looked.add(path));
  return { repository, planning, documents, looked };
}

/** Opens the repository around a directory; what is known of it is not asked again. Throws `no-repository` and `config-invalid`. */
export async function openWorkspace(runner: GitRunner, directory: string, known: KnownFacts = {}): Promise<Workspace> {
  const { repository, planning, documents, looked } = await openPlanningRepository(runner, directory, known);
  const planningDirectory = planning.path;
  return {
    runner,
    repository,
    planningDirectory,
    statePath: `${planningDirectory}/STATE.md`,
    documents: keepFigures(documents, repository.commonDirectory, repository.topLevel),
    looked,
    config: await readConfig(documents, planningDirectory),
    ...openCaches(repository.commonDirectory, planningDirectory),
    hasState: () => existsSync(join(repository.topLevel, planningDirectory, "STATE.md")),
    documentsAt: async (commit) =>
      createEntryDocuments(runner, await readTreeEntries(runner, commit, planningDirectory)),
  };
}

/** Throws `history-incomplete` in a shallow clone: figures from a part of history would be invented. */
export function requireWholeHistory({ isShallow }: Pick<GitRepository, "isShallow">): void {
  if (isShallow)
    throw new OperationalError(
      "history-incomplete",
      "this clone is shallow: figures from a part of history would be invented",
      { help: "git fetch --unshallow" },
    );
}

/** Resolves a revision that the user typed; throws with the user's own words when it names no commit. */
export async function requireCommit(repository: GitRepository, revision: string): Promise<Oid> {
  const oid = await repository.resolveCommit(revision);
  if (oid === undefined)
    throw new OperationalError("usage", `${JSON.stringify(revision)} names no commit`, {
      help: repository.isShallow
        ? "this clone is shallow; bring all of history: git fetch --unshallow (in GitHub Actions: fetch-depth: 0)"
        : "name a branch, a tag or a commit: git log --oneline",
    });
  return oid;
}
