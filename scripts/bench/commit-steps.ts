import type { StepGroup } from "./paired-runs.ts";
import type { PlannedClone } from "./planned-clone.ts";

/**
 * Without a plan tag; on a plan in progress; the same once more, carrying along what hooks have made of STATE.md, as
 * `git commit -a` does; with the SUMMARY.md that completes the plan.
 */
export type CommitStep = "untagged" | "tagged" | "carrying" | "completion";

export const allCommitSteps: readonly CommitStep[] = ["untagged", "tagged", "carrying", "completion"];

/** The commits that are timed in one clone. */
export interface CommitSteps {
  /** Stands before the name of each step: `plain: tagged`. */
  readonly name: string;
  readonly steps: readonly CommitStep[];
  /** planlink's hooks are installed: STATE.md must follow. */
  readonly hasPlanlink: boolean;
}

/** Makes the commits of one clone, in the order in which they stand in each round, and sees that the hooks do their work. */
export function createCommitSteps({ name, steps, hasPlanlink }: CommitSteps, clone: PlannedClone): StepGroup {
  let before = "";
  const changesState = (): void => {
    if (hasPlanlink && clone.readState() === before) throw new Error(`${name}: STATE.md was not regenerated`);
  };
  const isClean = (): void => {
    const status = clone.git(["status", "--porcelain", "--untracked-files=no"]);
    if (hasPlanlink && status !== "")
      throw new Error(`${name}: the completion commit left something behind:\n${status}`);
  };
  const stageWork = (round: number): void => {
    before = clone.readState();
    clone.stageWork(round);
  };
  const byName = {
    untagged: {
      prepare: stageWork,
      run: () => clone.commit("chore: tidy the list"),
      verify: () => {},
    },
    tagged: {
      prepare: stageWork,
      run: (round: number) => clone.commit(`feat(${clone.planOf(round)}): add the list`),
      verify: changesState,
    },
    carrying: {
      prepare: (round: number) => {
        stageWork(round);
        clone.git(["add", "--update"]);
      },
      run: (round: number) => clone.commit(`feat(${clone.planOf(round)}): go on with the list`),
      verify: changesState,
    },
    completion: {
      prepare: (round: number) => clone.stageCompletion(round),
      run: (round: number) => clone.commit(`docs(${clone.planOf(round)}): complete the list plan`),
      verify: isClean,
    },
  };
  return steps.map((step) => ({ name: `${name}: ${step}`, ...byName[step] }));
}
