import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import type { ProcessHost } from "../files/state-file.ts";
import type { GitResult, GitRunner } from "../git/git-runner.ts";
import { runInGroup, type GroupLimits } from "../git/group-runner.ts";
import { createProcessRunner } from "../git/process-runner.ts";
import { OperationalError } from "../model/operational-error.ts";
import { installedHooks } from "./hook-names.ts";
import type { GitHookFacts } from "./install-ports.ts";
import { readTracedHooks, type TrialFacts } from "./trial-facts.ts";

/** What a trial needs to know and to reach. */
export interface TrialInput {
  readonly facts: GitHookFacts;
  /** The git directory of the work tree at hand. */
  readonly gitDirectory: string;
  /** Relative to the top, such as `.planning`. */
  readonly planningDirectory: string;
  readonly head: string | null;
  /** Answers questions about the repository itself. */
  readonly runner: GitRunner;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Its hooks write hooks: they are run from a copy. */
  readonly isManagerWriting: boolean;
  /** Message of the scratch commit. */
  readonly message: string;
  readonly temporaryDirectory: string;
  readonly host: ProcessHost;
  /** Somebody wants the program to end. */
  readonly isStopped: () => boolean;
  /** How long each command of git may take with its hooks. */
  readonly seconds: number;
  readonly endGroup: GroupLimits["endGroup"];
}

const directoryPrefix = "planlink-doctor-";
const branch = "planlink-doctor";
const trialFile = "planlink-doctor.txt";

/** The files that managers of hooks are configured by. */
const managerFile =
  /^(?:package\.json|\.?lefthook(?:-local)?\.\w+|\.?simple-git-hooks\.\w+|\.pre-commit-config\.ya?ml|\.overcommit\.yml|prek\.toml)$/;

/** Removes what trials left that were killed: nobody else can. */
function removeLeftovers({ temporaryDirectory, host }: TrialInput): void {
  for (const name of readdirSync(temporaryDirectory)) {
    const processId = new RegExp(`^${directoryPrefix}(\\d{1,10})-`).exec(name)?.[1];
    if (processId === undefined || host.isAlive(Number(processId))) continue;
    try {
      rmSync(join(temporaryDirectory, name), { recursive: true, force: true });
    } catch {
      // Another user's.
    }
  }
}

/** Writes a path as git reads it in its configuration and its list of alternates. */
function quotePath(path: string): string {
  return `"${path.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\t", "\\t")}"`;
}

/** The environment of the scratch repository: the user's, without what points git elsewhere or switches planlink off. */
function trialEnvironment(
  environment: TrialInput["environment"],
  directory: string,
): Readonly<Record<string, string | undefined>> {
  const kept = ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH"];
  const own = ["PLANLINK", "PLANLINK_ACTIVE"];
  const entries = Object.entries(environment).filter(
    ([name]) => (!name.startsWith("GIT_") || kept.includes(name)) && !own.includes(name),
  );
  const person = { NAME: "planlink doctor", EMAIL: "doctor@planlink.invalid" };
  return {
    ...Object.fromEntries(entries),
    GIT_AUTHOR_NAME: person.NAME,
    GIT_AUTHOR_EMAIL: person.EMAIL,
    GIT_COMMITTER_NAME: person.NAME,
    GIT_COMMITTER_EMAIL: person.EMAIL,
    GIT_TRACE2_EVENT: join(directory, "trace"),
    PLANLINK_TRIAL: join(directory, "fired"),
  };
}

async function readLine(runner: GitRunner, cwd: string, args: readonly string[]): Promise<string> {
  const { exitCode, stdout } = await runner.run(args, { cwd });
  return exitCode === 0
    ? Buffer.from(stdout)
        .toString("utf8")
        .replace(/\r?\n$/, "")
    : "";
}

function copyIfThere(from: string, to: string): void {
  if (existsSync(from)) cpSync(from, to, { recursive: true, verbatimSymlinks: true });
}

/**
 * Makes a repository of its own beside the user's: it borrows objects, configuration and hooks, and has everything else
 * for itself, so that nothing that happens in it, not even its violent end, changes the user's (docs/adr/0040).
 */
async function createScratch(input: TrialInput, directory: string, git: GitRunner): Promise<string> {
  const { facts, runner, head, planningDirectory } = input;
  const { topLevel, commonDirectory } = facts;
  const objects = resolve(topLevel, await readLine(runner, topLevel, ["rev-parse", "--git-path", "objects"]));
  const absoluteObjects = existsSync(objects) ? objects : join(commonDirectory, "objects");
  const format = (await readLine(runner, topLevel, ["rev-parse", "--show-object-format"])) || "sha1";
  const work = join(directory, "work");
  const remote = join(directory, "remote.git");
  const formatArgs = format === "sha1" ? [] : [`--object-format=${format}`];
  const quiet = async (
    args: readonly string[],
    options: { readonly input?: string | Uint8Array } = {},
  ): Promise<GitResult> => git.run(["-c", "core.hooksPath=/dev/null", ...args], { cwd: work, ...options });
  const must = async (args: readonly string[]): Promise<GitResult> => {
    const result = await quiet(args);
    if (result.exitCode !== 0)
      throw new OperationalError("git-failed", `the scratch repository cannot be made: ${result.stderr.trim()}`);
    return result;
  };
  mkdirSync(work);
  await must(["init", "--quiet", "--template=", "-b", branch, ...formatArgs, "."]);
  await must(["init", "--quiet", "--template=", "--bare", ...formatArgs, "../remote.git"]);
  const own = join(work, ".git");
  for (const place of [own, remote]) {
    mkdirSync(join(place, "objects/info"), { recursive: true });
    writeFileSync(join(place, "objects/info/alternates"), `${quotePath(absoluteObjects)}\n`);
    copyIfThere(join(commonDirectory, "shallow"), join(place, "shallow"));
  }
  copyIfThere(join(commonDirectory, "info"), join(own, "info"));
  rmSync(join(own, "info/sparse-checkout"), { force: true });
  mkdirSync(join(own, "planlink"));
  for (const name of ["directory", "cache"])
    copyIfThere(join(commonDirectory, "planlink", name), join(own, "planlink", name));
  // lefthook renews hooks where git looks for them; in a copy that is nobody's loss.
  const isCopied = input.isManagerWriting && facts.hooksPath === null;
  if (isCopied) copyIfThere(facts.hooksDirectory, join(own, "hooks"));
  // Included files keep the place from which their own paths count. What follows them has the last word.
  const included = [join(commonDirectory, "config"), join(input.gitDirectory, "config.worktree")];
  writeFileSync(
    join(own, "config"),
    readFileSync(join(own, "config"), "utf8") +
      included.map((path) => `[include]\n\tpath = ${quotePath(path)}\n`).join("") +
      (isCopied ? "" : `[core]\n\thooksPath = ${quotePath(facts.hooksDirectory)}\n`) +
      `[core]\n\tfsmonitor = false\n\tsparseCheckout = false\n\tbare = false\n` +
      "[commit]\n\tgpgSign = false\n[push]\n\tgpgSign = false\n[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n" +
      '[filter "lfs"]\n\tsmudge = cat\n\tprocess =\n\trequired = false\n',
  );
  if (head !== null) {
    await must(["update-ref", "HEAD", head]);
    mkdirSync(join(remote, "refs/heads"), { recursive: true });
    writeFileSync(join(remote, "refs/heads", branch), `${head}\n`);
    await must(["read-tree", "HEAD"]);
    const listed = Buffer.from((await must(["ls-files", "-z"])).stdout)
      .toString("latin1")
      .split("\0");
    const planning = Buffer.from(`${planningDirectory}/`).toString("latin1");
    // What hooks and their managers are configured by lies at the top or in folders with a dot; more only costs time.
    const wanted = listed.filter((path) => path.startsWith(".") || path.startsWith(planning) || !path.includes("/"));
    await quiet(["checkout-index", "--quiet", "-z", "--stdin"], { input: Buffer.from(wanted.join("\0"), "latin1") });
  }
  // What configures the managers of hooks counts as it stands in the work tree.
  for (const entry of readdirSync(topLevel, { withFileTypes: true }))
    if (entry.isFile() && managerFile.test(entry.name)) copyIfThere(join(topLevel, entry.name), join(work, entry.name));
  if (existsSync(join(topLevel, ".config")))
    for (const name of readdirSync(join(topLevel, ".config")).filter((file) => managerFile.test(file))) {
      mkdirSync(join(work, ".config"), { recursive: true });
      copyIfThere(join(topLevel, ".config", name), join(work, ".config", name));
    }
  // pre-commit runs nothing while its configuration is changed and not staged: neither here nor there.
  const config = ".pre-commit-config.yaml";
  const isStaged = (await runner.run(["diff", "--quiet", "--", config], { cwd: topLevel })).exitCode === 0;
  if (isStaged && existsSync(join(work, config))) await must(["add", "--force", "--", config]);
  if (!existsSync(join(work, planningDirectory)))
    copyIfThere(join(topLevel, planningDirectory), join(work, planningDirectory));
  const modules = join(topLevel, "node_modules");
  if (existsSync(modules) && !existsSync(join(work, "node_modules"))) symlinkSync(modules, join(work, "node_modules"));
  // lefthook leaves its jobs out where nothing is staged.
  writeFileSync(join(work, trialFile), "made by planlink to try the hooks\n");
  await must(["add", "--force", "--", trialFile]);
  return work;
}

/**
 * Commits, amends, merges and pushes in a scratch repository with the hooks of this one, and tells which of them fired.
 * The push is a dry run to a scratch repository. Whatever happens, the user's repository is not written to.
 */
export async function tryHooks(input: TrialInput): Promise<TrialFacts> {
  removeLeftovers(input);
  const directory = mkdtempSync(join(input.temporaryDirectory, `${directoryPrefix}${input.host.processId}-`));
  try {
    const git = createProcessRunner(directory, trialEnvironment(input.environment, directory));
    const work = await createScratch(input, directory, git);
    return await runTrial(input, directory, git, work);
  } finally {
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * The interpreter that a hook names and that is not there, such as a `/bin/sh` with a carriage return; `undefined` where
 * all is well. Git (2.39) never ends where it cannot start pre-push: it waits for the other side, and that for it.
 */
function findMissingInterpreter(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  const program = /^#! *([^ \t\n]+)/.exec(readFileSync(path, "latin1"))?.[1];
  return program === undefined || existsSync(program) ? undefined : program;
}

/** Removes the locks that a git which was killed leaves in a repository of ours. */
function removeLocks(gitDirectory: string): void {
  for (const name of readdirSync(gitDirectory))
    if (name.endsWith(".lock")) rmSync(join(gitDirectory, name), { force: true });
  rmSync(join(gitDirectory, "refs/heads", `${branch}.lock`), { force: true });
}

async function runTrial(input: TrialInput, directory: string, git: GitRunner, work: string): Promise<TrialFacts> {
  const failures: { command: string; words: string }[] = [];
  const words: string[] = [];
  let isTimedOut = false;
  const run = async (
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<GitResult> => {
    // Signals arrive between two turns of the event loop, and git is waited for without one.
    await new Promise((go) => setImmediate(go));
    // Where one hook waits for ever the next one may: it is waited for less long.
    const milliseconds = input.seconds * (isTimedOut ? 250 : 1000);
    const limits = { milliseconds, isStopped: input.isStopped, endGroup: input.endGroup };
    const result = await runInGroup(args, work, { ...git.environment, ...environment }, limits);
    if (input.isStopped()) throw new OperationalError("git-failed", "the trial of the hooks was stopped");
    if (result.isTimedOut) {
      isTimedOut = true;
      removeLocks(join(work, ".git"));
    }
    words.push(result.stderr, Buffer.from(result.stdout).toString("utf8"));
    if (result.exitCode !== 0)
      failures.push({ command: args[0] ?? "", words: result.stderr.trim().split("\n").at(-1) ?? "" });
    return result;
  };
  const commit = ["commit", "--quiet", "--allow-empty", "--no-gpg-sign", "-m", input.message];
  const { exitCode } = await run(commit);
  // A hook that stops the commit says nothing of those that follow it.
  if (exitCode !== 0) await run([...commit, "--no-verify"]);
  await run([...commit, "--no-verify", "--amend"]);
  const next = await run(["commit-tree", "HEAD^{tree}", "-p", "HEAD", "-m", input.message]);
  await run(["merge", "--quiet", "--ff-only", Buffer.from(next.stdout).toString("utf8").trim()]);
  const push = ["push", "--quiet", "--dry-run", "--no-signed", "--recurse-submodules=no", "../remote.git"];
  const missing = findMissingInterpreter(join(input.facts.hooksDirectory, "pre-push"));
  if (missing === undefined) await run([...push, `HEAD:refs/heads/${branch}`], { GIT_ALLOW_PROTOCOL: "file" });
  else failures.push({ command: "push", words: `pre-push is run by ${JSON.stringify(missing)}, which is not there` });

  const read = (name: string): string =>
    existsSync(join(directory, name)) ? readFileSync(join(directory, name), "utf8") : "";
  const fired = new Set(read("fired").split("\n"));
  const traced = readTracedHooks(read("trace"));
  const unended = isTimedOut ? traced.find((hook) => hook.exitCode === null) : undefined;
  return {
    stuck: unended === undefined ? null : { hook: unended.name, seconds: input.seconds },
    hooks: installedHooks.map(({ name }) => {
      const first = traced.find((hook) => hook.name === name);
      return {
        name,
        isStarted: first !== undefined,
        isFired: fired.has(name),
        milliseconds: first?.milliseconds ?? null,
        exitCode: first?.exitCode ?? null,
      };
    }),
    notices: [
      ...new Set(
        words
          .join("\n")
          .split("\n")
          .filter((line) => line.startsWith("planlink: ")),
      ),
    ],
    failures,
  };
}
