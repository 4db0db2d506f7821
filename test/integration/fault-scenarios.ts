import { cpSync, existsSync, lstatSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Sandbox } from "../support/git-sandbox.ts";
import {
  createPlannedRepository,
  openPlanned,
  type PlannedRepository,
  statePath,
} from "../support/planned-repository.ts";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));

/** A program of ours that writes, and what may be of its files when it is stopped anywhere. */
export interface FaultScenario {
  readonly name: string;
  /** Brings a planned repository to the moment before the program runs. */
  readonly prepare: (repository: PlannedRepository) => Promise<void>;
  /** What runs, and what it reads. */
  readonly program: (
    repository: PlannedRepository,
  ) => Promise<{ readonly args: readonly string[]; readonly input: string }>;
  /** Files that must be as before, or as after a run without a fault; never anything else. Absent is a state, too. */
  readonly files: readonly string[];
  /** What comes next in real life; it mends what the fault has left undone. */
  readonly next: (repository: PlannedRepository) => Promise<void>;
  /** Whether git is already set up with our hooks when the program runs. Default true. */
  readonly init?: boolean;
}

/** Makes a commit as people do, hooks and all; it must succeed whatever was before. */
async function commitWork(repository: PlannedRepository, plan: string, n: number): Promise<void> {
  repository.write(`src/${plan}/task-${n}.txt`, `task ${n}\n`);
  await repository.git(["add", "src"]);
  await repository.git(["commit", "--quiet", "-m", `feat(${plan}): add task ${n}`], { env: datedBy(plan, n) });
}

/** The clock of a sandbox goes on with every command; here each commit has its own time, whatever was before. */
function datedBy(plan: string, n: number): Readonly<Record<string, string>> {
  const date = `2026-01-05T1${plan.at(-1) ?? ""}:0${n}:00Z`;
  return { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
}

/** The same without hooks. */
async function commitUnseen(repository: PlannedRepository, plan: string, n: number): Promise<string> {
  repository.write(`src/${plan}/task-${n}.txt`, `task ${n}\n`);
  await repository.git(["add", "src"]);
  await repository.git(["commit", "--quiet", "-m", `feat(${plan}): add task ${n}`], {
    env: { PLANLINK: "0", ...datedBy(plan, n) },
  });
  return repository.git(["rev-parse", "HEAD"]);
}

const ledger = ".planning/planlink.ledger.yaml";
const summary = ".planning/phases/01-alpha/01-02-SUMMARY.md";
const manifest = ".planning/.phase-manifest.json";
const node = process.execPath;
const command =
  (...args: readonly string[]): FaultScenario["program"] =>
  async () => ({
    args: [node, join(dist, "state.js"), ...args],
    input: "",
  });

/** The hook's own process, as `hook.sh` starts it; without the news of git that the shell passes on. */
const hook =
  (program: string, ...args: readonly string[]): FaultScenario["program"] =>
  async () => ({
    args: [node, join(dist, program), ...args],
    input: "",
  });

async function stageCompletion(repository: PlannedRepository): Promise<void> {
  await commitWork(repository, "01-02", 1);
  const oid = await repository.git(["rev-parse", "HEAD"]);
  repository.writeSummary("01-02");
  repository.replace(summary, "Done.", `Done.\n\n1. **Task 1** - \`${oid.slice(0, 7)}\` (feat)`);
  repository.write(".planning/planlink.yaml", "manifest: true\n");
  await repository.git(["add", ".planning"]);
}

/** A SUMMARY that names the newest commit, which is about to be amended. */
async function citeNewest(repository: PlannedRepository): Promise<string> {
  await commitWork(repository, "01-02", 1);
  const oid = await repository.git(["rev-parse", "HEAD"]);
  repository.replace(statePath, "- Keep the text of a person as it is", `- Commit ${oid.slice(0, 7)} keeps the text`);
  await repository.git(["commit", "--quiet", "-am", "docs: note a commit"]);
  await repository.git(["reset", "--quiet", "--soft", "HEAD~1"]);
  return oid;
}

export const faultScenarios: readonly FaultScenario[] = [
  {
    name: "post-commit",
    prepare: async (repository) => {
      await commitWork(repository, "01-02", 1);
      await commitUnseen(repository, "01-02", 2);
    },
    program: hook("commit-hook.cjs", "post-commit"),
    files: [statePath],
    next: (repository) => commitWork(repository, "01-02", 3),
  },
  {
    name: "state hook post-commit",
    prepare: async (repository) => {
      await commitUnseen(repository, "01-02", 1);
    },
    program: command("hook", "post-commit"),
    files: [statePath],
    next: (repository) => commitWork(repository, "01-02", 2),
  },
  {
    name: "pre-commit",
    prepare: stageCompletion,
    program: hook("commit-hook.cjs", "pre-commit"),
    files: [statePath, ledger, manifest],
    next: async (repository) => {
      await repository.git(["commit", "--quiet", "-am", "docs(01-02): complete title of 01-02 plan"], {
        env: datedBy("01-02", 8),
      });
    },
  },
  {
    name: "post-rewrite",
    prepare: async (repository) => {
      const old = await citeNewest(repository);
      await repository.git(["commit", "--quiet", "--amend", "-m", "feat(01-02): add the first task"], {
        env: { PLANLINK: "0" },
      });
      const successor = await repository.git(["rev-parse", "HEAD"]);
      repository.write(".git/rewritten", `${old} ${successor}\n`);
    },
    program: async (repository) => ({
      args: [node, join(dist, "hook.cjs"), "post-rewrite", "amend"],
      input: repository.readText(".git/rewritten"),
    }),
    files: [statePath],
    next: async (repository) => {
      // A record that was never written is lost; the old commit itself tells as much.
      await repository.state(["relink"]);
      await commitWork(repository, "01-02", 2);
    },
  },
  {
    name: "state sync",
    prepare: async (repository) => {
      await stageCompletion(repository);
      await repository.git(["commit", "--quiet", "-m", "docs(01-02): complete"], {
        env: { PLANLINK: "0", ...datedBy("01-02", 8) },
      });
    },
    program: command("sync"),
    files: [statePath, ledger, manifest],
    next: async (repository) => {
      await repository.state(["sync"]);
      await commitWork(repository, "01-03", 1);
    },
  },
  {
    name: "state relink",
    prepare: async (repository) => {
      await citeNewest(repository);
      await repository.git(
        ["commit", "--quiet", "--amend", "-m", "feat(01-02): add task 1", "--date=2026-01-05T09:00:00Z"],
        {
          env: { PLANLINK: "0" },
        },
      );
    },
    program: command("verify-commits", "--fix"),
    files: [statePath],
    next: async (repository) => {
      await repository.state(["verify-commits", "--fix"]);
      await commitWork(repository, "01-02", 2);
    },
  },
  {
    name: "state init",
    init: false,
    prepare: async (repository) => {
      repository.write(".git/hooks/pre-commit", "#!/bin/sh\nexit 0\n");
      await repository.run("chmod", ["+x", ".git/hooks/pre-commit"]);
      repository.write(".gitattributes", "*.png binary\n");
    },
    program: command("init"),
    files: [
      ".gitattributes",
      ".git/hooks/pre-commit",
      ".git/hooks/post-commit",
      ".git/hooks/commit-msg",
      ".git/config",
      ".git/planlink/install.json",
    ],
    next: async (repository) => {
      await commitWork(repository, "01-02", 1);
      const { exitCode, stderr } = await repository.state(["init"]);
      if (exitCode !== 0) throw new Error(`state init once more: exit ${exitCode}\n${stderr}`);
      await commitWork(repository, "01-02", 2);
    },
  },
  {
    name: "state uninstall",
    prepare: async (repository) => {
      await commitWork(repository, "01-02", 1);
    },
    program: command("uninstall"),
    files: [
      ".gitattributes",
      ".git/hooks/post-commit",
      ".git/hooks/commit-msg",
      ".git/config",
      ".git/planlink/install.json",
    ],
    next: async (repository) => {
      await commitWork(repository, "01-02", 2);
      const { exitCode, stderr } = await repository.state(["uninstall"]);
      if (exitCode !== 0) throw new Error(`state uninstall once more: exit ${exitCode}\n${stderr}`);
      await commitWork(repository, "01-02", 3);
    },
  },
];

export type Snapshot = Readonly<Record<string, string | null>>;

/** The contents of the files of a scenario; `null` for one that is absent. */
export function readFiles(directory: string, paths: readonly string[]): Snapshot {
  return Object.fromEntries(
    paths.map((path) => [
      path,
      existsSync(join(directory, path)) ? readFileSync(join(directory, path), "latin1") : null,
    ]),
  );
}

/** Whatever looks left over: locks, and files in the making. */
export function findLeftovers(directory: string): readonly string[] {
  const places = [".", ".planning", ".git", ".git/hooks", ".git/planlink", ".git/planlink/cache"];
  return places.flatMap((place) =>
    existsSync(join(directory, place)) && lstatSync(join(directory, place)).isDirectory()
      ? readdirSync(join(directory, place))
          .filter((name) => /\.lock$|\.planlink-\d+$|\.new$|\.tmp/.test(name))
          .map((name) => `${place}/${name}`)
      : [],
  );
}

/** Builds the moment before a scenario's program once; gives copies of it. */
export async function createMoment(
  sandbox: Sandbox,
  scenario: FaultScenario,
): Promise<(name: string) => Promise<PlannedRepository>> {
  const name = `${basename(scenario.name.replaceAll(" ", "-"))}-base`;
  const base = await createPlannedRepository(sandbox, { name, initArgs: ["--template="], init: scenario.init ?? true });
  await scenario.prepare(base);
  return async (copy) => {
    const directory = join(sandbox.directory, copy);
    rmSync(directory, { recursive: true, force: true });
    cpSync(base.directory, directory, { recursive: true, preserveTimestamps: true });
    const repository = openPlanned(sandbox, copy);
    await repository.git(["update-index", "-q", "--refresh"], { expectExit: "any" });
    return repository;
  };
}
