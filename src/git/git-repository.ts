import { isAbsolute, resolve } from "node:path";
import { parseOid, type Oid, type OidPrefix } from "../model/oid.ts";
import { OperationalError } from "../model/operational-error.ts";
import type {
  CommitFact,
  CommitReader,
  HeadFact,
  ObjectLookup,
  PlainRepository,
  ReferenceAnswers,
  Repository,
  RepositoryPath,
  RepositoryPlaces,
  StartedReferences,
} from "../model/ports.ts";
import {
  changedPathArguments,
  logArguments,
  parseChangedPaths,
  parseCommits,
  requireOid,
  requireSuccess,
  scanCommits,
  type CommitWithPaths,
} from "./commit-log.ts";
import type { RewriteRecord } from "../model/rewrite-record.ts";
import { batchArguments, ObjectBatch } from "./object-batch.ts";
import { MetOids } from "./met-oids.ts";
import type { GitInvocation, GitRunner } from "./git-runner.ts";

const decoder = new TextDecoder("utf-8");

/** Runs git and returns its output as text; a non-zero exit is an operational error with git's own words. */
export async function readGitText(
  runner: GitRunner,
  args: readonly string[],
  invocation: GitInvocation = {},
): Promise<string> {
  return decoder.decode(await readGitBytes(runner, args, invocation));
}

/** As `readGitText`, for output that need not be UTF-8. */
export async function readGitBytes(
  runner: GitRunner,
  args: readonly string[],
  invocation: GitInvocation = {},
): Promise<Uint8Array> {
  const result = await runner.run(args, invocation);
  if (result.exitCode === 0) return result.stdout;
  const words = result.stderr.trim().split("\n")[0] ?? "";
  const command = args.find((word, index) => !word.startsWith("-") && args[index - 1] !== "-c") ?? "";
  throw new OperationalError(
    "git-failed",
    `git ${command} failed with exit code ${result.exitCode}${words === "" ? "" : `: ${words}`}`,
  );
}

const bareHint = "to check what is pushed to it: state init --server";

async function readPlaces(
  runner: GitRunner,
  directory: string,
  plain: PlainRepository | undefined,
): Promise<RepositoryPlaces> {
  if (plain !== undefined) {
    const { topLevel, gitDirectory, isShallow } = plain;
    return { topLevel, gitDirectory, commonDirectory: gitDirectory, isShallow };
  }
  const places = [
    "rev-parse",
    "--absolute-git-dir",
    "--git-common-dir",
    "--is-shallow-repository",
    "--is-bare-repository",
  ];
  const result = await runner.run([...places, "--show-toplevel"]);
  if (result.exitCode !== 0) {
    const bare = await runner.run(places);
    const isBare = bare.exitCode === 0 && decoder.decode(bare.stdout).split("\n")[3] === "true";
    throw new OperationalError(
      "no-repository",
      isBare ? `${directory} is a bare repository: it has no work tree` : `${directory} is not in a Git work tree`,
      {
        // A directory of another owner and a damaged repository fail here too: git's own words tell which it is.
        help: `go to a clone of the project, or name one with --cwd DIR (${isBare ? bareHint : (result.stderr.trim().split("\n")[0] ?? "")})`,
      },
    );
  }
  const lines = decoder.decode(result.stdout).split("\n");
  const [gitDirectory = "", common = "", shallow = "", , topLevel = ""] = lines;
  if (lines.length === places.length + 1)
    return toPlaces({ gitDirectory, common, topLevel }, shallow === "true", directory);
  // A path with a newline: only one at a time can be told from the next answer.
  const [first, second, last] = await Promise.all(
    ["--absolute-git-dir", "--git-common-dir", "--show-toplevel"].map((name) =>
      readGitText(runner, ["rev-parse", name]),
    ),
  );
  const withoutEnding = (answer: string | undefined): string => (answer ?? "").replace(/\n$/, "");
  const paths = { gitDirectory: withoutEnding(first), common: withoutEnding(second), topLevel: withoutEnding(last) };
  return toPlaces(
    paths,
    (await readGitText(runner, ["rev-parse", "--is-shallow-repository"])).trim() === "true",
    directory,
  );
}

function toPlaces(
  { gitDirectory, common, topLevel }: Readonly<Record<"gitDirectory" | "common" | "topLevel", string>>,
  isShallow: boolean,
  directory: string,
): RepositoryPlaces {
  return {
    topLevel,
    gitDirectory,
    commonDirectory: isAbsolute(common) ? common : resolve(directory, common),
    isShallow,
  };
}

/** As many names as fit on a command line with room to spare. */
const disambiguatedAtOnce = 500;

/** What is read from files, not from git. */
export interface RepositoryFiles {
  /** The repository around a directory, where its files leave no doubt; `undefined` where git is to be asked. */
  readonly findPlain: (
    directory: string,
    environment: Readonly<Record<string, string | undefined>>,
  ) => PlainRepository | undefined;
  /** The rewrites on record, which are in a file of ours. */
  readonly readRecords: (commonDirectory: string) => Promise<readonly RewriteRecord[]>;
}

/** The commits that HEAD reaches and one of its ancestors does not. */
export interface ToldRange {
  readonly base: Oid;
  readonly commits: readonly CommitWithPaths[];
}

/** What is known of a repository before git is asked. */
export interface KnownFacts {
  readonly places?: RepositoryPlaces;
  readonly head?: HeadFact;
  /** The commit of HEAD, as git has just told of it. */
  readonly newest?: CommitWithPaths;
  /** All commits since an ancestor of HEAD, HEAD's own included, as git has just told of them. */
  readonly told?: ToldRange;
}

/** Asks git, through a runner, what the repository port promises: every method in a fixed number of processes. */
export class GitRepository implements Repository {
  readonly topLevel: string;
  readonly gitDirectory: string;
  readonly commonDirectory: string;
  readonly isShallow: boolean;
  readonly #runner: GitRunner;
  readonly #readRecords: RepositoryFiles["readRecords"];
  readonly #plain: PlainRepository | undefined;
  readonly #head: HeadFact | undefined;
  readonly #newest: CommitWithPaths | undefined;
  readonly #told: ToldRange | undefined;

  private constructor(
    runner: GitRunner,
    places: RepositoryPlaces,
    plain: PlainRepository | undefined,
    readRecords: RepositoryFiles["readRecords"],
    known: KnownFacts,
  ) {
    this.#plain = plain;
    this.#head = known.head;
    this.#newest = known.newest;
    this.#told = known.told;
    this.#runner = runner;
    this.#readRecords = readRecords;
    this.topLevel = places.topLevel;
    this.gitDirectory = places.gitDirectory;
    this.commonDirectory = places.commonDirectory;
    this.isShallow = places.isShallow;
  }

  /** Opens the repository that holds the directory; throws `no-repository` where there is none, or no work tree. */
  static async open(
    runner: GitRunner,
    directory: string,
    files: RepositoryFiles,
    known: KnownFacts = {},
  ): Promise<GitRepository> {
    const plain = files.findPlain(directory, runner.environment);
    const places = known.places ?? (await readPlaces(runner, directory, plain));
    return new GitRepository(runner, places, plain, files.readRecords, known);
  }

  async readRewrites(): Promise<readonly RewriteRecord[]> {
    return this.#readRecords(this.commonDirectory);
  }

  async readHead(): Promise<HeadFact> {
    const head = this.#head ?? this.#plain?.readHead();
    if (head !== undefined) return head;
    const branch = await this.#runner.run(["symbolic-ref", "--quiet", "--short", "HEAD"]);
    const oid = await this.resolveCommit("HEAD");
    return { oid: oid ?? null, branch: branch.exitCode === 0 ? decoder.decode(branch.stdout).trimEnd() : null };
  }

  async readIsIncomplete(): Promise<boolean> {
    if (this.isShallow) return true;
    if (this.#plain?.mayBePartial === false) return false;
    const promisor = await this.#runner.run([
      "config",
      "--get-regexp",
      "^(remote\\..*\\.promisor|extensions\\.partialclone)$",
    ]);
    return promisor.exitCode === 0;
  }

  async resolveCommit(revision: string): Promise<Oid | undefined> {
    // A NUL cannot be an argument; no revision holds one.
    if (revision.includes("\0")) return undefined;
    const result = await this.#runner.run([
      "rev-parse",
      "--verify",
      "--quiet",
      "--end-of-options",
      `${revision}^{commit}`,
    ]);
    return result.exitCode === 0 ? parseOid(decoder.decode(result.stdout).trim()) : undefined;
  }

  async readCommits(tip: Oid, exclude: readonly Oid[] = []): Promise<readonly CommitFact[]> {
    return this.#readLog(["--topo-order"], [tip, ...exclude.map((oid) => `^${oid}`)]);
  }

  async countCommits(tip: Oid, exclude: readonly Oid[]): Promise<number> {
    const input = `${[tip, ...exclude.map((oid) => `^${oid}`)].join("\n")}\n`;
    return Number(await readGitText(this.#runner, ["rev-list", "--count", "--stdin"], { input }));
  }

  async scanCommits(tip: Oid, exclude: readonly Oid[], reader: CommitReader): Promise<void> {
    const newest = this.#newest;
    const [parent, ...others] = newest?.commit.parents ?? [];
    if (newest?.commit.oid === tip && others.length === 0 && parent !== undefined && exclude.includes(parent)) {
      if (reader.readCommit(newest.commit)) reader.readPaths(tip, newest.paths);
      return;
    }
    const told = this.#told;
    if (told !== undefined && newest?.commit.oid === tip && exclude.length === 1 && exclude[0] === told.base) {
      for (const { commit, paths } of told.commits) if (reader.readCommit(commit)) reader.readPaths(commit.oid, paths);
      return;
    }
    await this.#withWholeTrees(scanCommits(this.#runner, [tip, ...exclude.map((oid) => `^${oid}`)], reader));
  }

  /** Awaits an answer for which git looks into trees; a treeless clone has not those of its history. */
  async #withWholeTrees<Answer>(answer: Promise<Answer>): Promise<Answer> {
    try {
      return await answer;
    } catch (error) {
      const hasFailed = error instanceof OperationalError && error.code === "git-failed";
      if (!hasFailed || this.isShallow || !(await this.readIsIncomplete())) throw error;
      throw new OperationalError("history-incomplete", "this clone lacks trees of its history, and none are fetched", {
        help: "git fetch --refetch --filter=blob:none",
        cause: error,
      });
    }
  }

  findToldAncestor(tip: Oid): Oid | undefined {
    return this.#newest?.commit.oid === tip ? this.#told?.base : undefined;
  }

  async readSingleCommits(oids: readonly Oid[]): Promise<readonly CommitFact[]> {
    const newest = this.#newest?.commit;
    if (newest !== undefined && oids.every((oid) => oid === newest.oid)) return oids.map(() => newest);
    return oids.length === 0 ? [] : this.#readLog(["--no-walk=unsorted"], oids);
  }

  async #readLog(options: readonly string[], revisions: readonly string[]): Promise<readonly CommitFact[]> {
    const args = [...logArguments(options), "--stdin"];
    return parseCommits(await readGitText(this.#runner, args, { input: `${revisions.join("\n")}\n` }));
  }

  async findMergeBase(oid: Oid, others: readonly Oid[]): Promise<Oid | undefined> {
    if (others.length === 0) return undefined;
    const result = await this.#runner.run(["merge-base", oid, ...others]);
    return result.exitCode === 0 ? parseOid(decoder.decode(result.stdout).split("\n")[0] ?? "") : undefined;
  }

  async readChangedPaths(oids: readonly Oid[]): Promise<ReadonlyMap<Oid, readonly RepositoryPath[]>> {
    if (oids.length === 0) return new Map();
    const input = `${oids.join("\n")}\n`;
    return parseChangedPaths(await this.#withWholeTrees(readGitText(this.#runner, changedPathArguments, { input })));
  }

  /**
   * Looks hex prefixes up as object names only.
   *
   * A branch may be named like an abbreviated oid and then wins over the object in `cat-file`; so an answer that does
   * not begin with the prefix, and every ambiguous one, is asked again with `rev-parse --disambiguate`.
   */
  async lookUpObjects(prefixes: readonly OidPrefix[]): Promise<ReadonlyMap<OidPrefix, ObjectLookup>> {
    return (await this.#lookUp(prefixes)).lookups;
  }

  /** The answers, and the prefixes by which git itself may mean something else. `told` is what git has said of names already. */
  async #lookUp(
    prefixes: readonly OidPrefix[],
    told?: ReadonlyMap<string, string>,
  ): Promise<{
    readonly lookups: ReadonlyMap<OidPrefix, ObjectLookup>;
    readonly unclear: ReadonlySet<OidPrefix>;
  }> {
    const lookups = new Map<OidPrefix, ObjectLookup>();
    const unclear: OidPrefix[] = [];
    const answers = told === undefined ? await this.#batchCheck(prefixes) : [];
    if (answers === undefined) unclear.push(...prefixes);
    else
      prefixes.forEach((prefix, index) => {
        const answer = told?.get(prefix) ?? answers[index] ?? "";
        const [name = "", type = ""] = answer.split(" ");
        if (answer.endsWith(" missing")) lookups.set(prefix, { kind: "missing" });
        else if (!name.startsWith(prefix) || parseOid(name) === undefined || answer.endsWith(" ambiguous"))
          unclear.push(prefix);
        else lookups.set(prefix, toLookup(requireOid(name), type));
      });
    if (unclear.length > 0) await this.#disambiguate(unclear, lookups);
    return { lookups, unclear: new Set(unclear) };
  }

  /** `undefined` where git gives up: in a partial clone, on the name of an object that is promised and not here. */
  async #batchCheck(names: readonly string[]): Promise<readonly string[] | undefined> {
    if (names.length === 0) return [];
    // Whatever the user's configuration prefers: of several objects we choose ourselves.
    const args = ["-c", "core.disambiguate=none", "cat-file", "--buffer", "--batch-check=%(objectname) %(objecttype)"];
    const input = `${names.join("\n")}\n`;
    const result = await this.#runner.run(args, { input });
    if (result.exitCode !== 0 && (await this.readIsIncomplete())) return undefined;
    return (
      result.exitCode === 0 ? decoder.decode(result.stdout) : await readGitText(this.#runner, args, { input })
    ).split("\n");
  }

  async #disambiguate(prefixes: readonly OidPrefix[], lookups: Map<OidPrefix, ObjectLookup>): Promise<void> {
    // One object may be named by several of the prefixes.
    const found = new Set<Oid>();
    for (let start = 0; start < prefixes.length; start += disambiguatedAtOnce) {
      const args = prefixes.slice(start, start + disambiguatedAtOnce).map((prefix) => `--disambiguate=${prefix}`);
      for (const line of (await readGitText(this.#runner, ["rev-parse", ...args])).split("\n").filter(Boolean))
        found.add(requireOid(line));
    }
    // In order, so that those that begin alike stand together.
    const candidates = [...found].sort();
    // These are all here, so that git gives an answer.
    const answers = (await this.#batchCheck(candidates)) ?? [];
    for (const prefix of prefixes) {
      const named: { readonly oid: Oid; readonly type: string }[] = [];
      for (let index = firstAtOrAfter(candidates, prefix); index < candidates.length; index += 1) {
        const oid = candidates[index];
        if (oid?.startsWith(prefix) !== true) break;
        named.push({ oid, type: answers[index]?.split(" ")[1] ?? "" });
      }
      // git, too, lets a short name stand for its only commit when other objects share the prefix.
      const commits = named.filter(({ type }) => type === "commit");
      const [only] = commits.length === 1 ? commits : named;
      if (only === undefined) lookups.set(prefix, { kind: "missing" });
      else if (commits.length === 1 || named.length === 1) lookups.set(prefix, toLookup(only.oid, only.type));
      else
        lookups.set(prefix, {
          kind: "ambiguous",
          candidates: (commits.length > 0 ? commits : named).map(({ oid }) => oid).sort(),
        });
    }
  }

  async readUniqueLengths(oids: readonly Oid[]): Promise<ReadonlyMap<Oid, number>> {
    if (oids.length === 0) return new Map();
    const args = ["log", "--no-walk=unsorted", "--no-color", "--abbrev=7", "--format=tformat:%H %h", "--stdin"];
    const output = await readGitText(this.#runner, ["-c", "log.showSignature=false", ...args], {
      input: `${oids.join("\n")}\n`,
    });
    return new Map(
      output
        .split("\n")
        .filter(Boolean)
        .map((line) => {
          const [oid = "", abbreviated = ""] = line.split(" ");
          return [requireOid(oid), abbreviated.length] as const;
        }),
    );
  }

  async findUnreachable(tip: Oid, oids: readonly Oid[]): Promise<ReadonlySet<Oid>> {
    if (oids.length === 0) return new Set();
    const unreachable = await (await this.#startWalk(tip, oids)).finish(new Set(oids));
    if (unreachable !== undefined) return unreachable;
    // The history of a dead commit may be pruned in part; that of the tip is whole.
    const whole = await this.#runner.stream(["rev-list", tip]);
    const met = new MetOids(oids);
    whole.read((chunk) => met.take(chunk));
    whole.endInput();
    await requireSuccess(whole, "rev-list");
    const reachable = met.among(new Set(oids));
    return new Set(oids.filter((oid) => !reachable.has(oid)));
  }

  /** Lets git walk from what is named, and not from the tip, while something else is done; `finish` tells which of some commits it met. */
  async #startWalk(tip: Oid, names: readonly (Oid | OidPrefix)[]): Promise<UnfinishedWalk> {
    const walk = await this.#runner.stream(["rev-list", "--ignore-missing", "--stdin"]);
    // From the first moment on: when git ends, Node throws away what nobody reads.
    const met = new MetOids(names);
    walk.read((chunk) => met.take(chunk));
    const isGiven = walk.write(`^${tip}\n${names.join("\n")}\n`).then(walk.endInput);
    return {
      finish: async (wanted) => {
        await isGiven;
        return (await walk.end).exitCode === 0 ? met.among(wanted) : undefined;
      },
    };
  }

  async startReferences(tip: Oid, names: ReadonlySet<OidPrefix>): Promise<StartedLookup> {
    const walk = await this.#startWalk(tip, [...names]);
    const git = await this.#runner.stream(batchArguments);
    const batch = new ObjectBatch();
    git.read((chunk) => batch.take(chunk));
    const isGiven = git.write(`${[...names].join("\n")}\n`).then(git.endInput);
    return {
      names,
      walk,
      finish: async () => {
        await isGiven;
        const { exitCode } = await git.end;
        return exitCode === 0 && batch.isWhole && batch.lines.length === names.size ? batch : undefined;
      },
    };
  }

  async readReferences(
    tip: Oid | null,
    prefixes: readonly OidPrefix[],
    doubtful: readonly OidPrefix[],
    started?: StartedReferences,
  ): Promise<ReferenceAnswers> {
    const begun =
      started !== undefined && isStarted(started) && prefixes.every((prefix) => started.names.has(prefix))
        ? started
        : undefined;
    const walk =
      begun?.walk ?? (tip === null || doubtful.length === 0 ? undefined : await this.#startWalk(tip, doubtful));
    const batch = await begun?.finish();
    const told = begun === undefined || batch === undefined ? undefined : tellLines(begun.names, batch.lines);
    const { lookups, unclear } = await this.#lookUp(prefixes, told);
    const dead = await this.#findDead(tip, doubtful, lookups, unclear, walk);
    return { ...dead, messages: batch?.messages ?? new Map() };
  }

  async #findDead(
    tip: Oid | null,
    doubtful: readonly OidPrefix[],
    lookups: ReadonlyMap<OidPrefix, ObjectLookup>,
    unclear: ReadonlySet<OidPrefix>,
    walk: UnfinishedWalk | undefined,
  ): Promise<Omit<ReferenceAnswers, "messages">> {
    const commitsOf = (names: readonly OidPrefix[]): readonly Oid[] =>
      names.flatMap((prefix) => {
        const lookup = lookups.get(prefix);
        return lookup?.kind === "commit" ? [lookup.oid] : [];
      });
    const commits = new Set(commitsOf(doubtful));
    // Of an unborn branch nothing is an ancestor.
    if (tip === null) return { lookups, unreachable: commits };
    const unreachable = await walk?.finish(commits);
    if (walk !== undefined && unreachable === undefined)
      return { lookups, unreachable: await this.findUnreachable(tip, [...commits]) };
    // What also is the name of a branch was walked from there.
    const others = commitsOf(doubtful.filter((prefix) => unclear.has(prefix)));
    return { lookups, unreachable: new Set([...(unreachable ?? []), ...(await this.findUnreachable(tip, others))]) };
  }

  async readRemoteTips(remote: string): Promise<readonly Oid[]> {
    const prefix = `refs/remotes/${remote}/`;
    const output = await readGitText(this.#runner, [
      "for-each-ref",
      "--format=%(objectname) %(refname)",
      "refs/remotes",
    ]);
    return output.split("\n").flatMap((line) => {
      const space = line.indexOf(" ");
      return line.slice(space + 1).startsWith(prefix) ? [requireOid(line.slice(0, space))] : [];
    });
  }
}

/** A walk that git is on. */
interface UnfinishedWalk {
  /** `undefined` where git could not walk to the end: a part of the history is not here. */
  readonly finish: (wanted: ReadonlySet<Oid>) => Promise<ReadonlySet<Oid> | undefined>;
}

/** Names that git looks up, all at once, while it walks from them. */
interface StartedLookup extends StartedReferences {
  readonly walk: UnfinishedWalk;
  /** `undefined` where git could not answer for all of them. */
  readonly finish: () => Promise<ObjectBatch | undefined>;
}

function isStarted(started: StartedReferences): started is StartedLookup {
  return "walk" in started && "finish" in started;
}

/** What git said of each name. */
function tellLines(names: ReadonlySet<OidPrefix>, lines: readonly string[]): ReadonlyMap<string, string> {
  return new Map([...names].map((name, index) => [name, lines[index] ?? ""]));
}

/** Index of the first of some sorted names that is not before a text. */
function firstAtOrAfter(sorted: readonly string[], text: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? "") < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

function toLookup(oid: Oid, type: string): ObjectLookup {
  return type === "commit" ? { kind: "commit", oid } : { kind: "other", oid, type };
}
