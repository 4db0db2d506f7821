import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { installHooks, type HookInstallPorts, type InstallHooksOutcome } from "../../src/commands/install-hooks.ts";
import { uninstallHooks, type UninstallHooksOutcome } from "../../src/commands/uninstall-hooks.ts";
import { createProcessRunner } from "../../src/git/process-runner.ts";
import { createGitConfig } from "../../src/install/git-config.ts";
import { readGitHookFacts } from "../../src/install/git-hook-facts.ts";
import { createNodeDisk } from "../../src/install/node-disk.ts";
import { createManagerPrograms } from "../../src/install/manager-programs.ts";
import { OperationalError } from "../../src/model/operational-error.ts";
import { type Sandbox, type TestRepository, withSandbox } from "../support/git-sandbox.ts";

const hookScriptSource = fileURLToPath(new URL("../../hooks/hook.sh", import.meta.url));

/** What the stand-in for `hook.cjs` saw of one call. */
export interface HookCall {
  readonly hook: string;
  readonly args: readonly string[];
  readonly input: string;
  readonly active: string;
  readonly nodeOptions: string | null;
  readonly directory: string;
}

/** Writes what it saw to $HOME/calls, and exits with what $HOME/exit-code says, or kills itself with that signal. */
const standIn = `
const { appendFileSync, existsSync, readFileSync } = require("node:fs");
const home = process.env.HOME;
const [hook, ...args] = process.argv.slice(2);
const input = readFileSync(0, "utf8");
const call = { hook, args, input, active: process.env.PLANLINK_ACTIVE, nodeOptions: process.env.NODE_OPTIONS ?? null, directory: process.cwd() };
appendFileSync(home + "/calls", JSON.stringify(call) + "\\n");
appendFileSync(home + "/order", "planlink " + hook + "\\n");
const end = existsSync(home + "/exit-code") ? readFileSync(home + "/exit-code", "utf8") : "0";
if (end.startsWith("SIG")) process.kill(process.pid, end);
else process.exitCode = Number(end);
`;

const guardSwitch = "guards=$hook\n";

/**
 * Puts `hook.sh` and a stand-in for `hook.cjs` into a directory as the package has them, and returns the script's path.
 *
 * `unguarded`: every hook starts the stand-in, for tests that are about getting there.
 */
export function buildProgram(directory: string, guard: "guarded" | "unguarded" = "unguarded"): string {
  mkdirSync(directory, { recursive: true });
  const script = readFileSync(hookScriptSource, "utf8");
  if (!script.includes(guardSwitch)) throw new Error(`hooks/hook.sh has no ${guardSwitch}`);
  writeFileSync(join(directory, "hook.sh"), guard === "guarded" ? script : script.replace(guardSwitch, "guards=\n"));
  writeFileSync(join(directory, "hook.cjs"), standIn);
  return join(directory, "hook.sh");
}

/** The ports of the commands, for a folder of a repository. */
export function createPorts(sandbox: Sandbox, repository: TestRepository, folder = "."): HookInstallPorts {
  const runner = createProcessRunner(join(repository.directory, folder), sandbox.environment);
  return {
    readGitHookFacts: () => readGitHookFacts(runner, ".planning"),
    disk: createNodeDisk({ processId: process.pid, isAlive: () => true }),
    config: createGitConfig(runner, repository.directory),
    programs: createManagerPrograms(repository.directory, process.execPath, sandbox.environment),
  };
}

/** Makes a file that can be run. */
export function writeHook(path: string, text: string, mode = 0o755): void {
  writeFileSync(path, text);
  chmodSync(path, mode);
}

/** A hook of somebody else's, which notes in $HOME/order that it ran. */
export function foreignHook(name: string, rest = ""): string {
  return `#!/bin/sh\nprintf 'foreign ${name}\\n' >>"$HOME/order"\n${rest}`;
}

function home(sandbox: Sandbox, name: string): string {
  return join(sandbox.environment["HOME"] ?? "", name);
}

/** Lets the stand-in end so from now on. */
export function setExit(sandbox: Sandbox, end: string): void {
  writeFileSync(home(sandbox, "exit-code"), end);
}

function takeLines(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n").slice(0, -1);
  writeFileSync(path, "");
  return lines;
}

/** The calls since the last question. */
export function takeCalls(sandbox: Sandbox): readonly HookCall[] {
  return takeLines(home(sandbox, "calls")).map((line) => JSON.parse(line) as HookCall);
}

/** Who ran since the last question, in order: `foreign pre-push`, `planlink pre-push`. */
export function takeOrder(sandbox: Sandbox): readonly string[] {
  return takeLines(home(sandbox, "order"));
}

/** Everything below a directory: type, mode and content of each path, but for what git's own work changes. */
export function snapshot(directory: string, without: readonly string[] = []): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  const visit = (path: string): void => {
    for (const name of readdirSync(join(directory, path)).sort()) {
      const below = path === "" ? name : `${path}/${name}`;
      if (without.includes(below)) continue;
      const stats = lstatSync(join(directory, below));
      const mode = (stats.mode & 0o7777).toString(8);
      if (stats.isSymbolicLink()) found[below] = `link ${readlinkSync(join(directory, below))}`;
      else if (stats.isDirectory()) {
        found[below] = `directory ${mode}`;
        visit(below);
      } else found[below] = `file ${mode} ${readFileSync(join(directory, below)).toString("latin1")}`;
    }
  };
  visit("");
  return found;
}

/** What commits and pushes change in a git directory of their own accord. */
export const gitsOwn: readonly string[] = [
  ".git/objects",
  ".git/logs",
  ".git/refs",
  ".git/packed-refs",
  ".git/index",
  ".git/COMMIT_EDITMSG",
  ".git/HEAD",
  ".git/ORIG_HEAD",
  ".git/worktrees",
];

/** A repository to install hooks into, and a program to install. */
export interface Setting {
  readonly sandbox: Sandbox;
  readonly repository: TestRepository;
  readonly hooks: string;
  readonly hookScript: string;
  install(manager?: "native" | "husky", folder?: string): Promise<InstallHooksOutcome>;
  uninstall(): Promise<UninstallHooksOutcome>;
}

/** Makes a repository with planning documents, and a program in a directory whose name needs quoting. */
export async function withSetting(body: (setting: Setting) => Promise<void>, name = "repository"): Promise<void> {
  await withSandbox(async (sandbox) => {
    const repository = await sandbox.createRepository(name);
    const hooks = join(repository.directory, ".git/hooks");
    // git's samples would only make a failing comparison unreadable.
    for (const sample of readdirSync(hooks)) rmSync(join(hooks, sample));
    const hookScript = buildProgram(join(sandbox.directory, 'program\'s "dist" $HOME `é` \\ ü'));
    await repository.commit("docs(01-01): start", { ".planning/STATE.md": "# Project State\n" });
    const ports = (folder?: string) => createPorts(sandbox, repository, folder);
    await body({
      sandbox,
      repository,
      hooks,
      hookScript,
      install: (manager, folder) => installHooks(ports(folder), { hookScript, manager, dryRun: false }),
      uninstall: () => uninstallHooks(ports(), { dryRun: false }),
    });
  });
}

/** The error that says who is in the way and what to do. */
export const isConflict = (error: unknown): boolean =>
  error instanceof OperationalError && error.code === "hooks-conflict" && error.help !== null;
