import { runProgram, type ProgramResult } from "../git/program-runner.ts";
import type { Activation } from "./install-plan.ts";

/** Programs of hook managers as installing reaches them. */
export interface ManagerPrograms {
  /** Runs what puts a manager's hooks in place. Never throws. */
  activate(activation: Activation): Promise<ProgramResult>;
  /** What a program on `PATH` says when asked for its version; `null` where it says nothing. */
  readVersion(program: string): Promise<string | null>;
}

/** The programs themselves, run at the top of the work tree. */
export function createManagerPrograms(
  topLevel: string,
  nodeProgram: string,
  environment: Readonly<Record<string, string | undefined>>,
): ManagerPrograms {
  // Options that are meant for other programs are not theirs.
  const run = (program: string, args: readonly string[]): Promise<ProgramResult> =>
    runProgram(program, args, topLevel, { ...environment, NODE_OPTIONS: undefined });
  return {
    activate: ({ program, isNodeScript, args }) =>
      isNodeScript ? run(nodeProgram, [program, ...args]) : run(program, args),
    readVersion: async (program) => {
      const { exitCode, output } = await run(program, ["--version"]);
      return exitCode === 0 ? (/\d+(?:\.\d+)+/.exec(output)?.[0] ?? null) : null;
    },
  };
}
