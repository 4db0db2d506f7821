import { existsSync, realpathSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { configFileName, defaultConfig, readCommitDocs, type Config } from "../config/config-model.ts";
import { findPlanningDirectories } from "../files/planning-directories.ts";
import { findPlainRepository } from "../files/plain-repository.ts";
import { decodeDocument } from "../files/decode-document.ts";
import { readText } from "../files/read-text.ts";
import { readDocumentFile, type ReadDocument } from "../files/state-file.ts";
import { createWorkTreeDocuments } from "../files/work-tree-documents.ts";
import { createScopedDocuments, listPlanningRoots, readTreeEntries } from "../git/git-documents.ts";
import { GitRepository, type KnownFacts, type RepositoryFiles } from "../git/git-repository.ts";
import type { GitRunner } from "../git/git-runner.ts";
import type { Oid } from "../model/oid.ts";
import { OperationalError } from "../model/operational-error.ts";
import type { CommitCache, PlanningDocuments, Repository, RepositoryPath, RepositoryPlaces } from "../model/ports.ts";
import type { ScopeFiles } from "../check/check-scopes.ts";
import { findPlanFiles } from "../planning/plan-files.ts";
import { isGsd2Directory, planningRootOf } from "../planning/planning-root.ts";
import { keepFigures, openCaches } from "./caches.ts";

/** A repository with its planning directory and config: what every command and hook starts from. */
export interface Workspace {
  readonly runner: GitRunner;
  readonly repository: Repository;
  /** Relative to the top level, such as `.planning`. */
  readonly planningDirectory: RepositoryPath;
  /** The other planning directories of the repository; mostly none. */
  readonly siblings: readonly RepositoryPath[];
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

/** The planning directory in a folder: its `.planning`, or where there is none gsd-2's `.gsd`. */
function findDirectoryIn(place: string): string | undefined {
  const planning = join(place, ".planning");
  if (existsSync(planning)) return planning;
  const gsd2 = join(place, ".gsd");
  return existsSync(join(gsd2, "milestones")) ? gsd2 : undefined;
}

/** The planning directory nearest to where the user stands, up to the top of the work tree. */
function findNearestDirectory(topLevel: string, directory: string): RepositoryPath | undefined {
  // Git gives the top of the work tree without symbolic links.
  let place = realpathSync(directory);
  const inside = (path: string): boolean => path === topLevel || path.startsWith(`${topLevel}${sep}`);
  while (inside(place)) {
    const found = findDirectoryIn(place);
    if (found !== undefined) return relative(topLevel, found).split(sep).join("/");
    if (place === topLevel) break;
    place = dirname(place);
  }
  return undefined;
}

/** The setting `planlink.directory`: folders within the work tree, relative to its top. Other values are refused. */
async function readDirectorySetting(runner: GitRunner, topLevel: string): Promise<readonly RepositoryPath[]> {
  const result = await runner.run(["config", "-z", "--get-all", "planlink.directory"], { cwd: topLevel });
  const values = result.exitCode === 0 ? Buffer.from(result.stdout).toString("utf8").split("\0") : [];
  return values.filter(Boolean).map((value) => toPlanningPath(value, topLevel));
}

function toPlanningPath(value: string, topLevel: string): RepositoryPath {
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
  /** The first of `all`. */
  readonly path: RepositoryPath;
  /** Every planning directory that is meant: those of workstreams, projects and folders. At least one. */
  readonly all: readonly RepositoryPath[];
  /** All planning directories of the repository that are known. */
  readonly known: readonly RepositoryPath[];
  readonly evidence: "found" | "setting" | "default";
}

/** The planning directories that `state init` has written down for the hooks, where these are not `.planning` alone. */
function readMarkedDirectories(
  topLevel: string,
  commonDirectory: string,
  looked: Set<string>,
): readonly RepositoryPath[] {
  const marker = join(commonDirectory, "planlink", "directory");
  looked.add(marker);
  try {
    const lines = readText(marker).split("\n");
    return lines.filter(Boolean).map((line) => toPlanningPath(line, topLevel));
  } catch (error) {
    if (error instanceof OperationalError) throw error;
    return [];
  }
}

/**
 * Git is asked only where there is no `.planning` on the way up: in hooks that is rare. At the top of the work tree the
 * planning directories of all its folders are meant, within one of them the one that is nearest.
 */
async function findPlanningPlace(
  runner: GitRunner,
  { topLevel, commonDirectory }: RepositoryPlaces,
  directory: string,
  looked: Set<string>,
): Promise<PlanningPlace> {
  const nearest = findNearestDirectory(topLevel, directory);
  const expand = (roots: readonly RepositoryPath[]): readonly RepositoryPath[] => [
    // gsd-2 keeps one state for all of its milestones.
    ...new Set(
      roots.flatMap((root) =>
        isGsd2Directory(root) ? [root] : findPlanningDirectories(topLevel, root, (path) => looked.add(path)),
      ),
    ),
  ];
  const describe = (
    evidence: PlanningPlace["evidence"],
    own: readonly RepositoryPath[],
    known: readonly RepositoryPath[],
  ): PlanningPlace => {
    const here = relative(topLevel, realpathSync(directory)).split(sep).join("/");
    const inside = own.filter((path) => here === path || here.startsWith(`${path}/`));
    const [deepest] = inside.toSorted((a, b) => b.length - a.length);
    const all = deepest === undefined || deepest === planningRootOf(deepest) ? own : [deepest];
    return { path: all[0] ?? ".planning", all, known, evidence };
  };
  const marked = readMarkedDirectories(topLevel, commonDirectory, looked).filter((path) => {
    looked.add(join(topLevel, path));
    return existsSync(join(topLevel, path));
  });
  if (nearest !== undefined) {
    const own = expand([nearest]);
    const known = marked.length === 0 ? own : expand([nearest, ...marked]);
    return describe("found", realpathSync(directory) === topLevel ? known : own, known);
  }
  const settings = await readDirectorySetting(runner, topLevel);
  if (settings.length > 0) return describe("setting", expand(settings), expand(settings));
  const roots = marked.length > 0 ? marked : await listPlanningRoots(runner, topLevel);
  if (roots.length > 0) return describe("found", expand(roots), expand(roots));
  return { path: ".planning", all: [".planning"], known: [".planning"], evidence: "default" };
}

/** A config beside STATE.md, or else the one that workstreams and projects share. Throws `config-invalid`. */
export async function readConfig(documents: PlanningDocuments, planningDirectory: RepositoryPath): Promise<Config> {
  const root = planningRootOf(planningDirectory);
  const places = root === planningDirectory ? [planningDirectory] : [planningDirectory, root];
  const find = (name: string): RepositoryPath | undefined =>
    places.map((place) => `${place}/${name}`).find((path) => contents.has(path));
  const contents = await documents.read(
    places.flatMap((place) => [`${place}/${configFileName}`, `${place}/config.json`]),
  );
  const ownPath = find(configFileName) ?? "";
  const own = contents.get(ownPath);
  const gsd = contents.get(find("config.json") ?? "");
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
  readonly looked: Set<string>;
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
  const looked = new Set<string>();
  const planning = await findPlanningPlace(runner, repository, directory, looked);
  const documents = readDocumentsOf(repository.topLevel, planning.path, planning.known, looked);
  return { repository, planning, documents, looked };
}

/** The documents of a planning directory in the work tree, with those of the others beside it. */
function readDocumentsOf(
  topLevel: string,
  directory: RepositoryPath,
  known: readonly RepositoryPath[],
  looked: Set<string>,
): PlanningDocuments {
  const documents = createWorkTreeDocuments(topLevel, directory, (path) => looked.add(path));
  if (known.length < 2 && directory === ".planning") return documents;
  const siblings = known
    .filter((sibling) => sibling !== directory)
    .map((sibling) => ({ directory: sibling, documents: createWorkTreeDocuments(topLevel, sibling) }));
  return { ...documents, siblings };
}

/**
 * Opens the repository around a directory; what is known of it is not asked again. Throws `no-repository` and
 * `config-invalid`. Where several planning directories are meant it is the first of them.
 */
export async function openWorkspace(runner: GitRunner, directory: string, known: KnownFacts = {}): Promise<Workspace> {
  const opened = await openPlanningRepository(runner, directory, known);
  return openDirectory(runner, opened, opened.planning.path);
}

/** As `openWorkspace`, all of the planning directories that are meant; at least one. */
export async function openWorkspaces(
  runner: GitRunner,
  directory: string,
  known: KnownFacts = {},
): Promise<readonly [Workspace, ...Workspace[]]> {
  const opened = await openPlanningRepository(runner, directory, known);
  const [first = opened.planning.path, ...others] = opened.planning.all;
  return [
    await openDirectory(runner, opened, first),
    ...(await Promise.all(others.map((other) => openDirectory(runner, opened, other)))),
  ];
}

async function openDirectory(
  runner: GitRunner,
  { repository, planning: { known }, looked }: PlanningRepository,
  planningDirectory: RepositoryPath,
): Promise<Workspace> {
  const documents = readDocumentsOf(repository.topLevel, planningDirectory, known, looked);
  const siblings = known.filter((sibling) => sibling !== planningDirectory);
  const config = await readConfig(documents, planningDirectory);
  return {
    runner,
    // Loaded late: few projects have forms of their own.
    repository:
      config.tags.length === 0
        ? repository
        : (await import("../commands/own-forms.ts")).readInOwnForms(repository, config.tags),
    planningDirectory,
    siblings,
    statePath: `${planningDirectory}/STATE.md`,
    documents: keepFigures(documents, repository.commonDirectory, repository.topLevel),
    looked,
    config,
    ...openCaches(repository.commonDirectory, planningDirectory, config.tags),
    hasState: () => existsSync(join(repository.topLevel, planningDirectory, "STATE.md")),
    documentsAt: async (commit) =>
      createScopedDocuments(
        runner,
        await readTreeEntries(runner, commit, planningDirectory, ...siblings),
        planningDirectory,
        siblings,
      ),
  };
}

/** Throws `document-read-only` where the planning directory is gsd-2's, which keeps its files itself. */
export function requireWritable({ planningDirectory }: Pick<Workspace, "planningDirectory">): void {
  if (isGsd2Directory(planningDirectory))
    throw new OperationalError(
      "document-read-only",
      `${planningDirectory} is kept by gsd-2: planlink reads it, and writes nothing there`,
      { help: "what reads it: state log, state show, state metrics, state resume, state verify-commits, state check" },
    );
}

/** STATE.md of the work tree. That of gsd-2 is made from its database and often not committed: there is none to read then. */
export async function readState({
  repository,
  planningDirectory,
  statePath,
  hasState,
}: Workspace): Promise<ReadDocument> {
  if (isGsd2Directory(planningDirectory) && !hasState()) return { text: "", bytes: new Uint8Array() };
  return readDocumentFile(repository.topLevel, statePath);
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

/** The plan files of planning directories, each with its own. */
export async function readScopeFiles(workspaces: readonly Workspace[]): Promise<readonly ScopeFiles[]> {
  return Promise.all(
    workspaces.map(async ({ documents, planningDirectory: directory }) => ({
      directory,
      planFiles: findPlanFiles(await documents.list(), directory),
    })),
  );
}

/** Resolves a revision that the user typed; throws with the user's own words when it names no commit. */
export async function requireCommit(repository: Repository, revision: string): Promise<Oid> {
  const oid = await repository.resolveCommit(revision);
  if (oid === undefined)
    throw new OperationalError("usage", `${JSON.stringify(revision)} names no commit`, {
      help: repository.isShallow
        ? "this clone is shallow; bring all of history: git fetch --unshallow (in GitHub Actions: fetch-depth: 0)"
        : "name a branch, a tag or a commit: git log --oneline",
    });
  return oid;
}
