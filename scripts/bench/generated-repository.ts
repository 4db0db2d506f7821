import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { runForOutput, type Environment } from "./environment.ts";
import { formatSession, generateHistory, type GeneratedCommit } from "./generated-history.ts";
import { toBlobs, toImport } from "./import-stream.ts";
import { describePlan, formatRoadmap, formatState, formatSummary, type CommitsByPlan } from "./planning-texts.ts";
import type { Recipe } from "./recipes.ts";

/** Counts the forms that generated repositories have had: a repository of another form is made anew. */
const form = 1;
const commitsKeptPerPlan = 3;
const chunkSize = 1 << 20;

/** A bare repository in the cache, with a commit-graph. Nobody may write to it: work in a clone. */
export interface GeneratedRepository {
  readonly recipe: Recipe;
  readonly directory: string;
  /** The first work commits of each plan, by their oids. */
  readonly commits: CommitsByPlan;
}

/** Where generated repositories are kept: `PLANLINK_BENCH_CACHE`, or a directory in the user's cache directory. */
export function findCacheDirectory(environment: NodeJS.ProcessEnv): string {
  const { PLANLINK_BENCH_CACHE: own, XDG_CACHE_HOME: cache } = environment;
  return own ? own : join(cache ? cache : join(homedir(), ".cache"), "planlink-bench");
}

/** Finds a repository in the cache, or makes it there. */
export async function openGeneratedRepository(
  recipe: Recipe,
  cache: string,
  env: Environment,
): Promise<GeneratedRepository> {
  const directory = join(cache, `${recipe.name}-${form}.git`);
  if (!existsSync(directory)) {
    mkdirSync(cache, { recursive: true });
    // Made beside its place and then renamed, so that one that was broken off is never taken for whole.
    const unfinished = `${directory}.${process.pid}`;
    try {
      await createRepository(recipe, unfinished, env);
      renameSync(unfinished, directory);
    } finally {
      rmSync(unfinished, { recursive: true, force: true });
    }
  }
  const commits = JSON.parse(readFileSync(join(directory, "plan-commits.json"), "utf8")) as Record<string, string[]>;
  return { recipe, directory, commits: new Map(Object.entries(commits)) };
}

async function createRepository(recipe: Recipe, directory: string, env: Environment): Promise<void> {
  const git = (args: readonly string[]): string => runForOutput("git", ["-C", directory, ...args], { cwd: ".", env });
  runForOutput("git", ["init", "--quiet", "--bare", "--template=", "-b", "main", directory], { cwd: ".", env });
  git(["config", "gc.auto", "0"]);
  const marksPath = join(directory, "marks");
  const workMarks = new Map<string, number[]>();
  await importStream(directory, env, marksPath, toFirstImport(recipe, workMarks));
  const commits = resolveMarks(workMarks, readFileSync(marksPath, "latin1"));
  rmSync(marksPath);
  await importStream(directory, env, null, [toLastImport(recipe, commits)]);
  git(["commit-graph", "write", "--reachable"]);
  writeFileSync(join(directory, "plan-commits.json"), JSON.stringify(Object.fromEntries(commits)));
}

/** Feeds `git fast-import` from texts that are made as it reads them. */
async function importStream(
  directory: string,
  env: Environment,
  marksPath: string | null,
  texts: Iterable<string>,
): Promise<void> {
  const marks = marksPath === null ? [] : [`--export-marks=${marksPath}`];
  const child = spawn("git", ["-C", directory, "fast-import", "--quiet", ...marks], {
    env,
    stdio: ["pipe", "inherit", "inherit"],
  });
  const ended = once(child, "close");
  await pipeline(texts, child.stdin);
  const [code] = await ended;
  if (code !== 0) throw new Error(`git fast-import: exit ${String(code)}`);
}

function* toFirstImport(recipe: Recipe, workMarks: Map<string, number[]>): Generator<string> {
  const firstBlobMark = recipe.commits + 1;
  let chunk = toBlobs(firstBlobMark);
  for (const commit of generateHistory(recipe)) {
    noteWork(commit, workMarks);
    chunk += toImport(commit, firstBlobMark);
    if (chunk.length < chunkSize) continue;
    yield chunk;
    chunk = "";
  }
  yield chunk;
}

function noteWork({ workOf, mark }: GeneratedCommit, workMarks: Map<string, number[]>): void {
  if (workOf === null) return;
  const marks = workMarks.get(workOf) ?? [];
  if (marks.length < commitsKeptPerPlan) marks.push(mark);
  workMarks.set(workOf, marks);
}

/** Looks up in what fast-import exports: lines of the form `:12 <oid>`, in order of the marks. */
function resolveMarks(workMarks: ReadonlyMap<string, readonly number[]>, exported: string): CommitsByPlan {
  const wanted = new Set([...workMarks.values()].flat().map(String));
  const oids = new Map<string, string>();
  for (let start = 0; start < exported.length;) {
    const end = exported.indexOf("\n", start);
    const blank = exported.indexOf(" ", start);
    const mark = exported.slice(start + 1, blank);
    if (wanted.has(mark)) oids.set(mark, exported.slice(blank + 1, end));
    start = end + 1;
  }
  const resolve = (mark: number): string => {
    const oid = oids.get(String(mark));
    if (oid === undefined) throw new Error(`git fast-import gave no oid for mark ${mark}`);
    return oid;
  };
  return new Map([...workMarks].map(([planId, marks]) => [planId, marks.map(resolve)]));
}

/** The last commit: STATE.md with its references, and the SUMMARY.md files that list a commit. */
function toLastImport(recipe: Recipe, commits: CommitsByPlan): string {
  const completed = recipe.plans - 2;
  const lastSession = formatSession(recipe.commits - 1);
  const summaries = Array.from({ length: recipe.listingSummaries }, (_, index) => {
    const plan = describePlan(Math.floor((index * completed) / recipe.listingSummaries));
    const [oid = ""] = commits.get(plan.planId) ?? [];
    return [`${plan.stem}-SUMMARY.md`, { text: formatSummary(plan, oid.slice(0, 10)) }] as const;
  });
  const state = formatState(recipe, { completed, lastSession, commits, references: recipe.references });
  const commit: GeneratedCommit = {
    mark: recipe.commits,
    parents: [],
    message: "docs(state): record the commits\n",
    epochSeconds: Date.parse(`${lastSession.replace(" ", "T")}:00Z`) / 1000 + 3600,
    person: 0,
    changes: [
      [".planning/STATE.md", { text: state }],
      [".planning/ROADMAP.md", { text: formatRoadmap(recipe, completed) }],
      ...summaries,
    ],
    workOf: null,
  };
  return toImport(commit, 0).replace("\nM 100644", "\nfrom refs/heads/main^0\nM 100644");
}

/** Clones a generated repository into a working tree of its own; objects are linked, not copied, where the disk allows it. */
export function cloneForWork(
  source: GeneratedRepository,
  directory: string,
  env: Environment,
  { hasCommitGraph = true }: { readonly hasCommitGraph?: boolean } = {},
): void {
  runForOutput("git", ["clone", "--quiet", "--local", "--template=", source.directory, directory], { cwd: ".", env });
  for (const [key, value] of [
    ["gc.auto", "0"],
    ["maintenance.auto", "false"],
  ] as const) {
    runForOutput("git", ["-C", directory, "config", key, value], { cwd: ".", env });
  }
  const graph = join(directory, ".git", "objects", "info", "commit-graph");
  if (!existsSync(graph)) throw new Error(`${directory} has no commit-graph`);
  if (!hasCommitGraph) rmSync(graph);
}
