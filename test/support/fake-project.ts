import { createHash } from "node:crypto";
import { createCellRenderer } from "../../src/commands/render-cells.ts";
import type { CellRenderer } from "../../src/commands/sync-document.ts";
import { readCommitHistory } from "../../src/commands/read-history.ts";
import { readProject, type Project } from "../../src/commands/read-project.ts";
import { parseOid, type Oid } from "../../src/model/oid.ts";
import type {
  CommitFact,
  ObjectLookup,
  PlanningDocuments,
  Repository,
  RepositoryPath,
  ZonedTime,
} from "../../src/model/ports.ts";

/** One commit of a history that exists only as facts; each one's parent is the one before it. */
export interface FakeCommit {
  readonly message: string;
  /** With its zone: `2026-02-20T16:58:42-05:00`. */
  readonly at: string;
  readonly paths: readonly RepositoryPath[];
  /** A merge has no changed paths of its own, and a parent that is not here. */
  readonly isMerge?: boolean;
}

/** A history, oldest first, and the planning documents that go with it. */
export interface FakeFacts {
  readonly commits: readonly FakeCommit[];
  readonly files: Readonly<Record<RepositoryPath, string>>;
}

export interface FakeWorld {
  readonly repository: Repository;
  readonly documents: PlanningDocuments;
  readonly tip: Oid | null;
}

/** Reads a time with its zone; the zone is kept, as git keeps it. */
export function toZonedTime(text: string): ZonedTime {
  const epochMs = Date.parse(text);
  const zone = /([+-])(\d\d):(\d\d)$/.exec(text);
  if (!Number.isFinite(epochMs)) throw new Error(`not a time: ${text}`);
  if (zone === null) return { epochMs, offsetMinutes: 0 };
  return { epochMs, offsetMinutes: (zone[1] === "-" ? -1 : 1) * (Number(zone[2]) * 60 + Number(zone[3])) };
}

function oidOf(text: string): Oid {
  const oid = parseOid(createHash("sha1").update(text).digest("hex"));
  if (oid === undefined) throw new Error("a digest is no oid");
  return oid;
}

/** A repository that answers only what it is given; any other question fails the test that asks it. */
function createPartialRepository(answers: Partial<Repository>): Repository {
  const handler: ProxyHandler<Partial<Repository>> = {
    get(target, name) {
      if (!Reflect.has(target, name)) throw new Error(`the fake repository does not answer ${String(name)}`);
      return Reflect.get(target, name);
    },
  };
  return new Proxy(answers, handler) as Repository;
}

/** The port answered from a table. `order` rearranges the commits that git would list newest first. */
export function createFakeWorld(
  facts: FakeFacts,
  order: (commits: readonly CommitFact[]) => readonly CommitFact[] = (commits) => commits,
): FakeWorld {
  const commits: CommitFact[] = [];
  const paths = new Map<Oid, readonly RepositoryPath[]>();
  facts.commits.forEach(({ message, at, paths: changed, isMerge }, index) => {
    const oid = oidOf(`${index} ${message}`);
    const parents = commits.length === 0 ? [] : [commits.at(-1)?.oid ?? oid];
    const time = toZonedTime(at);
    commits.push({
      oid,
      parents: isMerge === true ? [...parents, oidOf(`side ${index}`)] : parents,
      authored: time,
      committed: time,
      message,
    });
    paths.set(oid, isMerge === true ? [] : changed);
  });
  const newestFirst = order(commits.toReversed());
  const known = new Set(commits.map(({ oid }) => oid));
  const lookUp = (prefix: string): ObjectLookup => {
    const candidates = [...known].filter((oid) => oid.startsWith(prefix)).sort();
    const [only, second] = candidates;
    if (only === undefined) return { kind: "missing" };
    return second === undefined ? { kind: "commit", oid: only } : { kind: "ambiguous", candidates };
  };
  const repository = createPartialRepository({
    topLevel: "/repository",
    gitDirectory: "/repository/.git",
    commonDirectory: "/repository/.git",
    isShallow: false,
    readHead: async () => ({ oid: commits.at(-1)?.oid ?? null, branch: "main" }),
    readIsIncomplete: async () => false,
    resolveCommit: async () => commits.at(-1)?.oid,
    readCommits: async () => newestFirst,
    countCommits: async () => newestFirst.length,
    scanCommits: async (_tip, _exclude, reader) => {
      for (const commit of newestFirst) {
        if (reader.readCommit(commit)) reader.readPaths(commit.oid, paths.get(commit.oid) ?? []);
      }
    },
    readSingleCommits: async (oids) => newestFirst.filter(({ oid }) => oids.includes(oid)),
    readChangedPaths: async (oids) => new Map(oids.map((oid) => [oid, paths.get(oid) ?? []])),
    lookUpObjects: async (prefixes) => new Map(prefixes.map((prefix) => [prefix, lookUp(prefix)])),
    readRewrites: async () => [],
    readUniqueLengths: async (oids) => new Map(oids.map((oid) => [oid, 7])),
    readReferences: async (_tip, prefixes) => ({
      lookups: new Map(prefixes.map((prefix) => [prefix, lookUp(prefix)])),
      unreachable: new Set(),
      messages: new Map(),
    }),
    startReferences: async (_tip, names) => ({ names }),
    findUnreachable: async (_tip, oids) => new Set(oids.filter((oid) => !known.has(oid))),
    findMergeBase: async () => commits[0]?.oid,
    readRemoteTips: async () => [],
  });
  const documents: PlanningDocuments = {
    list: async () => Object.keys(facts.files).sort(),
    read: async (wanted) =>
      new Map(
        wanted.flatMap((path) => {
          const text = facts.files[path];
          return text === undefined ? [] : [[path, Buffer.from(text)] as const];
        }),
      ),
  };
  return { repository, documents, tip: commits.at(-1)?.oid ?? null };
}

/** What fills in placeholders from the commits that the facts make up. */
export function createFakeCellRenderer(world: FakeWorld, project: Project): CellRenderer {
  return createCellRenderer(project, () => readCommitHistory(world.repository, project));
}

/** Reads the project that the facts make up. */
export async function readFakeProject(world: FakeWorld): Promise<Project> {
  return readProject({ ...world, planningDirectory: ".planning", cache: null });
}
