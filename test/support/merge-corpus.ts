import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Sandbox } from "./git-sandbox.ts";
import { runProgram } from "./run-program.ts";

/** Where the real histories are, for those who have them: beside the repository. */
const replayDirectory: string = fileURLToPath(new URL("../../../shared/corpus/replay", import.meta.url));

/** Three versions of one STATE.md, and how they came about. */
export interface MergeCase {
  readonly name: string;
  readonly kind: "branches" | "siblings" | "replanted";
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/** The history of STATE.md in one repository. */
interface StateHistory {
  readonly name: string;
  /** Newest first, in topological order; those without a STATE.md too. */
  readonly commits: readonly string[];
  readonly parents: ReadonlyMap<string, readonly string[]>;
  readonly blobByCommit: ReadonlyMap<string, string>;
  readonly textByBlob: ReadonlyMap<string, string>;
  /** Distinct versions along the first parents, oldest first. */
  readonly line: readonly string[];
}

/** Numbers from 0 to 1 that depend on the seed alone. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 0x1_0000_0000;
  };
}

/** The replays' names; none where the corpus is absent. */
export function listReplays(): readonly string[] {
  return existsSync(replayDirectory) ? readdirSync(replayDirectory).filter((name) => name.endsWith(".bundle")).map((name) => name.slice(0, -".bundle".length)) : [];
}

async function readHistory(sandbox: Sandbox, name: string): Promise<StateHistory> {
  const directory = join(sandbox.directory, `${name}.git`);
  const git = async (args: readonly string[], input = "", cwd = directory): Promise<string> => {
    const { exitCode, stdout, stderr } = await runProgram("git", args, { cwd, env: sandbox.environment, input });
    if (exitCode !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
    return stdout;
  };
  await git(["clone", "--quiet", "--bare", join(replayDirectory, `${name}.bundle`), directory], "", sandbox.directory);
  const parents = new Map((await git(["rev-list", "--all", "--parents", "--topo-order"])).split("\n").filter(Boolean).map((line) => [line.slice(0, 40), line.slice(41).split(" ").filter(Boolean)] as const));
  const commits = [...parents.keys()];
  const answers = (await git(["cat-file", "--batch-check=%(objectname)"], commits.map((commit) => `${commit}:.planning/STATE.md\n`).join(""))).split("\n");
  const blobByCommit = new Map(commits.flatMap((commit, index) => (/^[0-9a-f]{40}$/.test(answers[index] ?? "") ? [[commit, answers[index] ?? ""] as const] : [])));
  const textByBlob = new Map<string, string>();
  const blobs = [...new Set(blobByCommit.values())];
  const output = Buffer.from(await git(["cat-file", "--batch"], blobs.map((blob) => `${blob}\n`).join("")));
  for (let position = 0; position < output.length; ) {
    const headerEnd = output.indexOf(10, position);
    const [blob = "", , size = "0"] = output.toString("latin1", position, headerEnd).split(" ");
    textByBlob.set(blob, output.toString("utf8", headerEnd + 1, headerEnd + 1 + Number(size)));
    position = headerEnd + 2 + Number(size);
  }
  const line: string[] = [];
  for (let commit = (await git(["rev-parse", "refs/heads/main"])).trim(); commit !== ""; commit = parents.get(commit)?.[0] ?? "") {
    const blob = blobByCommit.get(commit);
    if (blob !== undefined && line.at(-1) !== blob) line.push(blob);
  }
  return { name, commits, parents, blobByCommit, textByBlob, line: line.reverse() };
}

/** Reads the STATE.md histories of all replays. */
export async function readHistories(sandbox: Sandbox): Promise<readonly StateHistory[]> {
  const histories: StateHistory[] = [];
  for (const name of listReplays()) histories.push(await readHistory(sandbox, name));
  return histories;
}

function ancestorsOf(history: StateHistory, commit: string): ReadonlySet<string> {
  const found = new Set([commit]);
  for (const ancestor of found) for (const parent of history.parents.get(ancestor) ?? []) found.add(parent);
  return found;
}

function pick<Item>(random: () => number, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
}

/** A commit from either side of a real merge, with the newest common one: what `git merge` would have been given then. */
function createBranchCase(random: () => number, history: StateHistory): MergeCase | undefined {
  const merges = [...history.parents.values()].filter(({ length }) => length > 1);
  const [first = "", second = ""] = pick(random, merges);
  const [ourAncestors, theirAncestors] = [ancestorsOf(history, first), ancestorsOf(history, second)];
  const [ourSide, theirSide] = [
    history.commits.filter((commit) => ourAncestors.has(commit) && !theirAncestors.has(commit)),
    history.commits.filter((commit) => theirAncestors.has(commit) && !ourAncestors.has(commit)),
  ];
  if (ourSide.length === 0 || theirSide.length === 0) return undefined;
  const [ours, theirs] = [pick(random, ourSide), pick(random, theirSide)];
  const [ofOurs, ofTheirs] = [ancestorsOf(history, ours), ancestorsOf(history, theirs)];
  const base = history.commits.find((commit) => ofOurs.has(commit) && ofTheirs.has(commit));
  const text = (commit: string | undefined): string => history.textByBlob.get(history.blobByCommit.get(commit ?? "") ?? "") ?? "";
  return { name: `${history.name} ${ours.slice(0, 8)} ${theirs.slice(0, 8)}`, kind: "branches", base: text(base), ours: text(ours), theirs: text(theirs) };
}

/** Two later versions with an earlier one for their base. */
function createSiblingCase(random: () => number, history: StateHistory, reach: number): MergeCase | undefined {
  const { line, textByBlob, name } = history;
  const start = Math.floor(random() * line.length);
  const steps = [1 + Math.floor(random() * reach), 1 + Math.floor(random() * reach)].map((step) => Math.min(start + step, line.length - 1));
  const [base, ours, theirs] = [start, ...steps].map((index) => textByBlob.get(line[index] ?? "") ?? "");
  return { name: `${name} #${start} #${steps.join(" #")}`, kind: "siblings", base: base ?? "", ours: ours ?? "", theirs: theirs ?? "" };
}

/** A change made at another time, replanted onto the base with git's own merge, where that is clean. */
async function createReplantedCase(random: () => number, history: StateHistory, mergeByGit: GitMerge): Promise<MergeCase | undefined> {
  const { line, textByBlob, name } = history;
  const start = Math.floor(random() * (line.length - 1));
  const other = Math.max(0, Math.min(line.length - 2, start + Math.floor(random() * 41) - 20));
  const [base = "", ours = "", before = "", after = ""] = [start, start + 1 + Math.floor(random() * 2), other, other + 1].map((index) => textByBlob.get(line[index] ?? "") ?? "");
  const replanted = await mergeByGit({ base: before, ours: base, theirs: after });
  if (replanted.conflicts > 0) return undefined;
  return { name: `${name} #${start} with the change of #${other}`, kind: "replanted", base, ours, theirs: replanted.text };
}

/** What git's own merge makes of three texts. */
export interface GitMergeResult {
  readonly text: string;
  readonly conflicts: number;
}

export type GitMerge = (texts: Pick<MergeCase, "base" | "ours" | "theirs">) => Promise<GitMergeResult>;

/** Makes so many cases in which all three texts differ, of every kind and every history that has some. */
export async function createMergeCases(random: () => number, histories: readonly StateHistory[], count: number, mergeByGit: GitMerge): Promise<readonly MergeCase[]> {
  const cases: MergeCase[] = [];
  const branched = histories.filter(({ parents }) => [...parents.values()].some(({ length }) => length > 1));
  const makers: readonly (() => Promise<MergeCase | undefined> | MergeCase | undefined)[] = [
    ...(branched.length > 0 ? [() => createBranchCase(random, pick(random, branched))] : []),
    () => createReplantedCase(random, pick(random, histories), mergeByGit),
    () => createSiblingCase(random, pick(random, histories), 4),
    () => createSiblingCase(random, pick(random, histories), 20),
  ];
  while (cases.length < count) {
    const made = await retry(pick(random, makers), 50);
    if (made !== undefined) cases.push(made);
  }
  return cases;
}

/** The first case in which all three texts differ, and both sides have one. */
async function retry(make: () => Promise<MergeCase | undefined> | MergeCase | undefined, attempts: number): Promise<MergeCase | undefined> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const made = await make();
    if (made !== undefined && new Set([made.base, made.ours, made.theirs]).size === 3 && made.ours !== "" && made.theirs !== "") return made;
  }
  return undefined;
}
