import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runForOutput, runTimed, type Environment } from "./environment.ts";
import { cloneForWork, type GeneratedRepository } from "./generated-repository.ts";
import { formatState, listReferences } from "./planning-texts.ts";
import type { Step } from "./paired-runs.ts";

/** A clone whose STATE.md lists a number of commits, all of them reachable. */
export interface VerifyClone {
  readonly directory: string;
  /** Full oids. */
  readonly oids: readonly string[];
  /** `state verify-commits`; without a cache, or with the one that the run before it left. */
  verify(name: string, cache: "cold" | "warm", args?: readonly string[]): Step;
  /** Git's answer to the same question, from history alone: `rev-list` prints what HEAD does not reach. */
  walkReferences(name: string): Step;
  /** Git walks all of history and counts. */
  walkAll(name: string): Step;
}

export interface VerifyCloneOptions {
  readonly references: number;
  readonly hasCommitGraph: boolean;
}

/** Removes what planlink keeps between runs; the next one starts cold. */
export function removeCache(directory: string): void {
  rmSync(join(directory, ".git", "planlink"), { recursive: true, force: true });
}

/** Clones a generated repository, gives it its STATE.md, and sees that `state verify-commits` finds every reference. */
export function createVerifyClone(
  source: GeneratedRepository,
  directory: string,
  { env, dist }: { readonly env: Environment; readonly dist: string },
  { references, hasCommitGraph }: VerifyCloneOptions,
): VerifyClone {
  cloneForWork(source, directory, env, { hasCommitGraph });
  const { recipe, commits } = source;
  const oids = listReferences(commits, references);
  const completed = recipe.plans - 2;
  const state = formatState(recipe, { completed, lastSession: "2026-01-05 09:00", commits, references });
  writeFileSync(join(directory, ".planning", "STATE.md"), state);
  const program = join(dist, "state.js");
  const options = { cwd: directory, env };
  const answer = runForOutput(process.execPath, [program, "verify-commits", "--json"], options);
  const { summary } = JSON.parse(answer) as { summary: { reachable: number; references: number } };
  if (summary.reachable !== references || summary.references !== references || oids.length !== references) {
    throw new Error(`${summary.reachable} of ${summary.references} references are reachable, ${references} are due`);
  }
  const input = `^HEAD\n${oids.join("\n")}\n`;
  return {
    directory,
    oids,
    verify: (name, cache, args = []) => ({
      name,
      prepare: () => {
        if (cache === "cold") removeCache(directory);
      },
      run: () => runTimed(process.execPath, [program, "verify-commits", ...args], options),
    }),
    walkReferences: (name) => ({ name, run: () => runTimed("git", ["rev-list", "--stdin"], { ...options, input }) }),
    walkAll: (name) => ({ name, run: () => runTimed("git", ["rev-list", "--count", "HEAD"], options) }),
  };
}
