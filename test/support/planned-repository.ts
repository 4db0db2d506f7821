import { cpSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Sandbox, type TestRepository, withSandbox } from "./git-sandbox.ts";
import type { Completed, RunOptions } from "./run-program.ts";

/** How GSD commits a completed plan: with everything that is tracked, by path, or the SUMMARY's path alone. */
export type CompletionStyle = "all" | "paths" | "summary-only";

/** A repository that is planned with GSD: two phases of three plans, 01-01 completed, and the hooks installed. */
export interface PlannedRepository extends TestRepository {
  /** Commits task `n` of a plan, as an executor does: its own file staged, nothing else. Returns the oid. */
  workCommit(plan: string, n: number, at?: string): Promise<string>;
  /** Writes the plan's SUMMARY.md and ticks the plan in ROADMAP.md. Returns the SUMMARY's path. */
  writeSummary(plan: string, durationMinutes?: number): string;
  /** What GSD's own verbs leave in STATE.md before the completion commit: a row, the session lines. */
  recordLikeGsd(plan: string, duration: string, lastSession: string): void;
  /** Writes the SUMMARY and makes GSD's `docs(P): complete` commit. Returns the oid. */
  completePlan(plan: string, style?: CompletionStyle, at?: string): Promise<string>;
  /** Runs git and throws unless it ends well and says nothing: hooks are silent when all is well. */
  silently(args: readonly string[], options?: RunOptions): Promise<void>;
  /** Replaces text in a file; throws when it is not there. */
  replace(path: string, from: string, to: string): void;
  /** `git status --porcelain`. */
  status(): Promise<string>;
}

export const statePath = ".planning/STATE.md";

export interface PlannedOptions {
  /** Name of the directory; default `repository`. */
  readonly name?: string;
  readonly initArgs?: readonly string[];
  /** Runs `state init`; default true. */
  readonly init?: boolean;
}

/** The directory of a plan's phase. */
function phaseDirectory(plan: string): string {
  return plan.startsWith("01-") ? ".planning/phases/01-alpha" : ".planning/phases/02-beta";
}

const plans: readonly string[] = ["01-01", "01-02", "01-03", "02-01", "02-02", "02-03"];

/** STATE.md in the layout that every build of GSD reads (CONTRACT §0), true of the base history. */
export const baseState: string = `---
gsd_state_version: 1.0
milestone: v1.0
milestone_name: MVP
status: executing
stopped_at: Completed 01-01-PLAN.md
last_updated: "2026-01-04T09:16:00.000Z"
last_activity: 2026-01-04
progress:
  total_phases: 2
  completed_phases: 0
  total_plans: 6
  completed_plans: 1
  percent: 17
---

# Project State

## Project Reference

See: .planning/PROJECT.md (updated 2026-01-04)

## Current Position

**Phase:** 1 of 2 (Alpha)
**Plan:** 2 of 3 in current phase
**Status:** Ready to execute
**Last activity:** 2026-01-04 — Completed 01-01

**Progress:** [██░░░░░░░░] 17%

## Performance Metrics

**Velocity:**

- Total plans completed: 1
- Average duration: 7 min
- Total execution time: 0.1 hours

**By Phase:**

| Phase | Plans | Total | Avg/Plan |
|-------|-------|-------|----------|
| 1 | 1 | 7min | 7min |

**Recent Trend:**

- Last 5 plans: 7min
- Trend: Stable

*Updated after each plan completion*

**Per-Plan Metrics:**

| Plan | Duration | Tasks | Files |
|------|----------|-------|-------|
| Phase 01 P01 | 7min | 2 tasks | 2 files |

## Accumulated Context

### Decisions

- Keep the text of a person as it is

## Session Continuity

**Last session:** 2026-01-04 09:16
**Stopped at:** Completed 01-01-PLAN.md
**Resume file:** None
`;

const roadmap = `# Roadmap

## Phase 1: Alpha

- [x] 01-01-PLAN.md
- [ ] 01-02-PLAN.md
- [ ] 01-03-PLAN.md

## Phase 2: Beta

- [ ] 02-01-PLAN.md
- [ ] 02-02-PLAN.md
- [ ] 02-03-PLAN.md
`;

function planText(plan: string): string {
  return `---\nphase: ${plan}\n---\n\n<task type="auto">\n<name>Task 1</name>\n</task>\n<task type="auto">\n<name>Task 2</name>\n</task>\n<task type="auto">\n<name>Task 3</name>\n</task>\n`;
}

function summaryText(plan: string, durationMinutes: number): string {
  return `---\nphase: ${plan}\nduration: ${durationMinutes}min\n---\n\n# Phase ${plan.slice(0, 2)} Plan ${plan.slice(3)}: Title of ${plan} Summary\n\nDone.\n`;
}

/** Author and committer date of one command, such as `2026-01-05T09:00:00+05:30`; else the sandbox's clock. */
function dated(at: string | undefined): RunOptions {
  return at === undefined ? {} : { env: { GIT_AUTHOR_DATE: at, GIT_COMMITTER_DATE: at } };
}

function extend(repository: TestRepository): PlannedRepository {
  const { git, write, readText } = repository;
  const replace: PlannedRepository["replace"] = (path, from, to) => {
    const text = readText(path);
    if (!text.includes(from)) throw new Error(`${path} does not hold ${JSON.stringify(from)}:\n${text}`);
    write(
      path,
      text.replace(from, () => to),
    );
  };
  const writeSummary: PlannedRepository["writeSummary"] = (plan, durationMinutes = 6) => {
    const path = `${phaseDirectory(plan)}/${plan}-SUMMARY.md`;
    write(path, summaryText(plan, durationMinutes));
    replace(".planning/ROADMAP.md", `- [ ] ${plan}-PLAN.md`, `- [x] ${plan}-PLAN.md`);
    return path;
  };
  const silently: PlannedRepository["silently"] = async (args, options) => {
    const completed = await repository.run("git", args, options);
    // Only `git` moves the sandbox's clock; this is its shortest command that does.
    await git(["tag", "--list", "none"]);
    const { exitCode, stdout, stderr } = completed;
    if (exitCode !== 0 || stdout !== "" || stderr !== "")
      throw new Error(`git ${args.join(" ")}: ${describe(completed)}`);
  };
  return {
    ...repository,
    silently,
    replace,
    writeSummary,
    status: () => git(["status", "--porcelain"]),
    async workCommit(plan, n, at) {
      const path = `src/${plan}/task-${n}.txt`;
      write(path, `task ${n} of ${plan}\n`);
      await git(["add", "--", path]);
      await silently(["commit", "--quiet", "-m", `feat(${plan}): add task ${n}`], dated(at));
      return git(["rev-parse", "HEAD"]);
    },
    recordLikeGsd(plan, duration, lastSession) {
      const text = readText(statePath);
      const rows = [...text.matchAll(/^\| Phase .*\n/gm)];
      const last = rows.at(-1);
      if (last === undefined) throw new Error("STATE.md has no per-plan row");
      const end = last.index + last[0].length;
      const row = `| Phase ${plan.slice(0, 2)} P${plan.slice(3)} | ${duration} | 3 tasks | 3 files |\n`;
      write(
        statePath,
        (text.slice(0, end) + row + text.slice(end))
          .replace(/^(\*\*Last session:\*\* ).*$/m, `$1${lastSession}`)
          .replace(/^(\*\*Stopped at:\*\* ).*$/m, `$1Completed ${plan}-PLAN.md`)
          .replace(/^(stopped_at: ).*$/m, `$1Completed ${plan}-PLAN.md`)
          .replace(/^(\*\*Last activity:\*\* ).*$/m, `$1${lastSession.slice(0, 10)} — Completed ${plan}`),
      );
    },
    async completePlan(plan, style = "paths", at) {
      const summary = readdirSync(join(repository.directory, phaseDirectory(plan))).includes(`${plan}-SUMMARY.md`)
        ? `${phaseDirectory(plan)}/${plan}-SUMMARY.md`
        : writeSummary(plan);
      const message = `docs(${plan}): complete title of ${plan} plan`;
      const paths = style === "summary-only" ? [summary] : [summary, statePath, ".planning/ROADMAP.md"];
      await git(["add", "--", ...paths]);
      if (style === "all") await silently(["commit", "--quiet", "-am", message], dated(at));
      else await silently(["commit", "--quiet", "-m", message, "--", ...paths], dated(at));
      return git(["rev-parse", "HEAD"]);
    },
  };
}

/** Makes the base history: the plans, then 01-01 from its first task to its completion, all on the day before a sandbox's clock starts. */
export async function createPlannedRepository(
  sandbox: Sandbox,
  { name = "repository", initArgs = [], init = true }: PlannedOptions = {},
): Promise<PlannedRepository> {
  const clock = sandbox.open(name);
  const repository = extend(await sandbox.createRepository(name, { initArgs }));
  const planFiles = plans.map((plan) => [`${phaseDirectory(plan)}/${plan}-PLAN.md`, planText(plan)] as const);
  await clock.commit(
    "docs: plan the project",
    {
      "README.md": "# Sample\n",
      // As `state init` would write it: what is committed is in place.
      ".gitattributes": ".planning/STATE.md merge=planlink\n.planning/planlink.ledger.yaml merge=union\n",
      ".planning/PROJECT.md": "# Sample\n",
      ".planning/ROADMAP.md": roadmap,
      ...Object.fromEntries(planFiles),
    },
    { date: "2026-01-04T09:00:00" },
  );
  await clock.commit("feat(01-01): add task 1", { "src/01-01/task-1.txt": "1\n" }, { date: "2026-01-04T09:09:00" });
  await clock.commit("test(01-01): add task 2", { "src/01-01/task-2.txt": "2\n" }, { date: "2026-01-04T09:16:00" });
  await clock.commit(
    "docs(01-01): complete title of 01-01 plan",
    { [`${phaseDirectory("01-01")}/01-01-SUMMARY.md`]: summaryText("01-01", 7), [statePath]: baseState },
    { date: "2026-01-04T09:17:00" },
  );
  if (init) await initialize(repository);
  return repository;
}

/** Runs `state init` and sees that it worked. */
export async function initialize(repository: TestRepository): Promise<void> {
  const { exitCode, stdout, stderr } = await repository.state(["init"]);
  if (exitCode !== 0) throw new Error(`state init: exit ${exitCode}\n${stdout}${stderr}`);
}

let template: Promise<string> | undefined;

async function createTemplate(): Promise<string> {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "planlink-template-")));
  process.on("exit", () => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }));
  await withSandbox(async (sandbox) => {
    const { directory: made } = await createPlannedRepository(sandbox, { initArgs: ["--template="] });
    cpSync(made, directory, { recursive: true });
  });
  return directory;
}

/** Calls the body with a planned repository in a sandbox of its own. The repository is built once a process and copied. */
export async function withPlannedRepository(
  body: (repository: PlannedRepository, sandbox: Sandbox) => Promise<void>,
  name = "repository",
): Promise<void> {
  template ??= createTemplate();
  const source = await template;
  await withSandbox(async (sandbox) => {
    cpSync(source, join(sandbox.directory, name), { recursive: true });
    const repository = extend(sandbox.open(name));
    // The copies are newer than the index says; whoever does not refresh it takes them for changed.
    await repository.git(["update-index", "-q", "--refresh"]);
    await body(repository, sandbox);
  });
}

/** Drives a directory that exists as a planned repository: a clone, a linked worktree. */
export function openPlanned(
  sandbox: Sandbox,
  name: string,
  variables: Readonly<Record<string, string>> = {},
): PlannedRepository {
  return extend(sandbox.open(name, variables));
}

/** Throws unless the work tree is clean and both `state sync --check` and `state check` exit 0. */
export async function requireFixedPoint(
  repository: PlannedRepository,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const status = await repository.status();
  const sync = await repository.state(["sync", "--check"], { env });
  const check = await repository.state(["check"], { env });
  if (status === "" && sync.exitCode === 0 && check.exitCode === 0) return;
  const diff = await repository.git(["diff", "HEAD"]);
  const { stdout } = await repository.state(["sync", "--dry-run"], { env });
  throw new Error(
    `not a fixed point\n--- status\n${status}\n${diff}\n--- sync --check: ${describe(sync)}\n${stdout}\n--- check: ${describe(check)}`,
  );
}

function describe({ exitCode, stdout, stderr }: Completed): string {
  return `exit ${exitCode}\n${stdout}${stderr}`;
}
