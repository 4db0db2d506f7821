import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Environment, runForOutput, runTimed } from "./environment.ts";
import { cloneForWork, type GeneratedRepository } from "./generated-repository.ts";
import { describePlan, formatPlan, formatRoadmap, formatState, formatSummary } from "./planning-texts.ts";
import type { Recipe } from "./recipes.ts";

const statePath = ".planning/STATE.md";
const plansPerPhase = 50;
/** Numbers of the phases that are added; no recipe has as many. */
const firstPhase = 900;

/** A clone in which each round has a plan of its own to carry out. */
export interface PlannedClone {
  readonly directory: string;
  readonly env: Environment;
  git(args: readonly string[]): string;
  /** The plan of a round. */
  planOf(round: number): string;
  /** Changes a source file and stages it. */
  stageWork(round: number): void;
  /** What GSD's executor leaves behind at the end of a plan: its SUMMARY.md and a row in STATE.md, both staged. */
  stageCompletion(round: number): void;
  /** Commits what is staged, a few minutes after the commit before, and answers with the milliseconds that it took. */
  commit(message: string, extra?: Environment): number;
  readState(): string;
}

function planOf(round: number): { readonly planId: string; readonly stem: string } {
  const phase = firstPhase + Math.floor(round / plansPerPhase);
  const planId = `${phase}-${String((round % plansPerPhase) + 1).padStart(2, "0")}`;
  return { planId, stem: `.planning/phases/${phase}-bench/${planId}` };
}

/** Environment variables that keep every hook manager and planlink from running. */
export const withoutHooks: Environment = { PLANLINK: "0", HUSKY: "0", LEFTHOOK: "0" };

/** Clones a generated repository and commits a plan for each round. */
export function createPlannedClone(
  source: GeneratedRepository,
  directory: string,
  env: Environment,
  rounds: number,
): PlannedClone {
  cloneForWork(source, directory, env);
  const git = (args: readonly string[]): string => runForOutput("git", args, { cwd: directory, env });
  const write = (path: string, content: string): void => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  };
  let epochSeconds = Number(git(["log", "-1", "--format=%ct"])) + 86_400;
  const clone: PlannedClone = {
    directory,
    env,
    git,
    planOf: (round) => planOf(round).planId,
    stageWork(round) {
      const path = `src/module-00/bench-${round % 20}.ts`;
      mkdirSync(join(directory, dirname(path)), { recursive: true });
      appendFileSync(join(directory, path), `export const value${epochSeconds} = ${round};\n`);
      git(["add", path]);
    },
    stageCompletion(round) {
      const { planId, stem } = planOf(round);
      write(
        `${stem}-SUMMARY.md`,
        `---\nphase: ${planId.slice(0, 3)}\nduration: 7min\n---\n\n# Phase ${planId.slice(0, 3)} Plan ${planId.slice(4)}: Bench Summary\n`,
      );
      const row = `| Phase ${planId.slice(0, 3)} P${planId.slice(4)} | 7min | 3 tasks | 1 files |\n`;
      write(
        statePath,
        clone.readState().replace("\n## Accumulated Context", () => `${row}\n## Accumulated Context`),
      );
      git(["add", `${stem}-SUMMARY.md`, statePath]);
    },
    commit(message, extra = {}) {
      epochSeconds += 420;
      const date = `${epochSeconds} +0000`;
      return runTimed("git", ["commit", "--quiet", "-m", message], {
        cwd: directory,
        env: { ...env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date, ...extra },
      });
    },
    readState: () => readFileSync(join(directory, statePath), "utf8"),
  };
  for (let round = 0; round < rounds; round += 1) {
    const { planId, stem } = planOf(round);
    write(
      `${stem}-PLAN.md`,
      `---\nphase: ${planId.slice(0, 3)}\n---\n\n<task type="auto"><name>Task 1</name></task>\n`,
    );
  }
  git(["add", "--all"]);
  clone.commit(`docs(${firstPhase}): plan the phase`, withoutHooks);
  return clone;
}

/**
 * Gives a clone the planning documents of a small project and commits them: two clones of different histories then
 * differ in nothing else.
 */
export function replacePlanning(clone: PlannedClone, recipe: Recipe): void {
  const completed = recipe.plans - 2;
  clone.git(["rm", "-r", "--quiet", "--ignore-unmatch", ":(glob).planning/phases/[0-8]*/**"]);
  const write = (path: string, content: string): void => {
    mkdirSync(dirname(join(clone.directory, path)), { recursive: true });
    writeFileSync(join(clone.directory, path), content);
  };
  for (let index = 0; index < recipe.plans; index += 1) {
    const plan = describePlan(index);
    write(`${plan.stem}-PLAN.md`, formatPlan(plan));
    if (index < completed) write(`${plan.stem}-SUMMARY.md`, formatSummary(plan));
  }
  write(".planning/ROADMAP.md", formatRoadmap(recipe, completed));
  const lastSession = clone.git(["log", "-1", "--date=format:%Y-%m-%d %H:%M", "--format=%ad"]).trim();
  write(statePath, formatState(recipe, { completed, lastSession, commits: new Map(), references: 0 }));
  clone.git(["add", "--all"]);
  clone.commit("docs: replace the planning documents", withoutHooks);
}

/** Brings STATE.md in step, so that the rounds start from a file that is true, and installs planlink's hooks. */
export function installPlanlink(clone: PlannedClone, dist: string, manager: "native" | "husky"): void {
  const state = (args: readonly string[]): string =>
    runForOutput(process.execPath, [join(dist, "state.js"), ...args], { cwd: clone.directory, env: clone.env });
  state(["sync"]);
  clone.git(["add", statePath]);
  clone.commit("docs(state): bring STATE.md in step", withoutHooks);
  state(["init", "--manager", manager]);
}

/** Names a plan that does not exist, in a phase that does. */
export const unknownPlanMessage: string = `feat(${firstPhase}-99): no such plan`;

/** Throws unless the commit is refused: hooks that do not run would make a fine benchmark. */
export function assertRefuses(clone: PlannedClone, message: string): void {
  const before = clone.git(["rev-parse", "HEAD"]);
  clone.stageWork(0);
  let isRefused = false;
  try {
    clone.commit(message);
  } catch {
    isRefused = true;
  }
  if (!isRefused || clone.git(["rev-parse", "HEAD"]) !== before) {
    throw new Error(`the hooks in ${clone.directory} let “${message}” pass`);
  }
}
