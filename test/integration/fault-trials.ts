import * as assert from "uvu/assert";
import type { Sandbox } from "../support/git-sandbox.ts";
import type { PlannedRepository } from "../support/planned-repository.ts";
import { type Fault, runWithFault, type TracedCall, traceCalls } from "../support/strace.ts";
import { createMoment, type FaultScenario, findLeftovers, readFiles, type Snapshot } from "./fault-scenarios.ts";

/** What a set of faults is made of, and what a program may answer to them. */
export interface FaultTrial {
  readonly listFaults: (calls: readonly TracedCall[]) => readonly Fault[];
  /** How many of them are tried, spread evenly; `all` for every one. */
  readonly wanted: string;
  /** Tells whether an end of the program is nothing that it could help. What is on the disk afterwards is looked at all the same. */
  readonly isExcused: (fault: Fault, end: FaultEnd) => boolean;
}

/** How a program ended that a fault was injected into. */
export interface FaultEnd {
  readonly exitCode: number;
  readonly stderr: string;
}

/** Takes as many as are wanted, spread evenly. */
function sample(faults: readonly Fault[], wanted: string): readonly Fault[] {
  if (wanted === "all" || faults.length <= Number(wanted)) return faults;
  const step = faults.length / Number(wanted);
  return Array.from({ length: Number(wanted) }, (_, index) => faults[Math.floor((index + 0.5) * step)]).flatMap(
    (fault) => fault ?? [],
  );
}

type Start = (
  repository: PlannedRepository,
) => Promise<{ readonly args: readonly string[]; readonly options: Parameters<typeof runWithFault>[2] }>;

/** Runs a scenario once without a fault and then with each; throws with all that went wrong, answers with what was tried. */
export async function tryScenario(sandbox: Sandbox, scenario: FaultScenario, trial: FaultTrial): Promise<string> {
  const copy = await createMoment(sandbox, scenario);
  const start: Start = async (repository) => {
    const { args, input } = await scenario.program(repository);
    // Dates come from the sandbox; commits of a scenario fix their own.
    return { args, options: { cwd: repository.directory, env: sandbox.environment, input } };
  };
  // Twice: what is kept by the first run is there in the second, as it is for each copy.
  const whole = await copy("case");
  const before = readFiles(whole.directory, scenario.files);
  const { args, options } = await start(whole);
  const calls = await traceCalls(args, options);
  const after = readFiles(whole.directory, scenario.files);
  assert.not.equal(after, before, `${scenario.name} changes nothing`);
  await scenario.next(whole);
  const end = readFiles(whole.directory, scenario.files);
  assert.equal(findLeftovers(whole.directory), [], scenario.name);

  const faults = sample(trial.listFaults(calls), trial.wanted);
  const failures: string[] = [];
  let excused = 0;
  for (const fault of faults) {
    const repository = await copy("case");
    const { reason, isExcused } = await tryFault(repository, scenario, fault, { before, after, end }, start, trial);
    if (isExcused) excused += 1;
    if (reason !== undefined)
      failures.push(`${scenario.name}: ${fault.effect} at ${fault.name} ${fault.nth}: ${reason}`);
  }
  if (failures.length > 0) throw new Error(`${failures.length} of ${faults.length} faults\n${failures.join("\n")}`);
  const ends = excused === 0 ? "" : `, ${excused} of them ended by Node itself`;
  return `${scenario.name}: ${faults.length} faults at ${calls.length} system calls${ends}`;
}

function difference(found: string | null | undefined, wanted: string | null | undefined): string {
  if (found === null || found === undefined || wanted === null || wanted === undefined)
    return found === wanted ? "none" : found === null ? "absent" : "there";
  const [are, were] = [found.split("\n"), wanted.split("\n")];
  return [
    ...are.filter((line) => !were.includes(line)).map((line) => `+${line}`),
    ...were.filter((line) => !are.includes(line)).map((line) => `-${line}`),
  ]
    .slice(0, 8)
    .join("\n");
}

async function tryFault(
  repository: PlannedRepository,
  scenario: FaultScenario,
  fault: Fault,
  { before, after, end }: { readonly before: Snapshot; readonly after: Snapshot; readonly end: Snapshot },
  start: Start,
  trial: FaultTrial,
): Promise<{ readonly reason?: string; readonly isExcused: boolean }> {
  const { args, options } = await start(repository);
  const { exitCode, stderr } = await runWithFault(args, fault, options);
  const isHook = /(?:post|pre|commit)-/.test(scenario.name);
  const isWrong = isHook && fault.effect !== "SIGKILL" && exitCode !== 0;
  const isExcused = isWrong && trial.isExcused(fault, { exitCode, stderr });
  const fail = (reason: string) => ({ reason: `${reason}\n${stderr}`, isExcused });
  const found = readFiles(repository.directory, scenario.files);
  for (const path of scenario.files)
    if (found[path] !== before[path] && found[path] !== after[path])
      return fail(`${path} is a mix: ${difference(found[path], before[path])}`);
  if (isWrong && !isExcused) return fail(`exit ${exitCode}`);
  try {
    await scenario.next(repository);
  } catch (error) {
    return fail(`what comes next fails: ${String(error)}`);
  }
  const mended = readFiles(repository.directory, scenario.files);
  for (const path of scenario.files)
    if (mended[path] !== end[path]) return fail(`${path} is not mended: ${difference(mended[path], end[path])}`);
  const left = findLeftovers(repository.directory);
  return left.length === 0 ? { isExcused } : fail(`left over: ${left.join(", ")}`);
}
