import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { withSandbox } from "../support/git-sandbox.ts";
import { type PlannedRepository, statePath, withPlannedRepository } from "../support/planned-repository.ts";
import type { Completed } from "../support/run-program.ts";
import { type Fault, isChange, type TracedCall, whyNoStrace } from "../support/strace.ts";
import { suite } from "../support/suite.ts";
import { faultScenarios } from "./fault-scenarios.ts";
import { type FaultTrial, tryScenario } from "./fault-trials.ts";

/** Cases of each scenario; `PLANLINK_TEST_FAULTS=all` tries every one. */
const wantedCases = process.env["PLANLINK_TEST_FAULTS"] ?? "2";
const only = process.env["PLANLINK_TEST_FAULTS_ONLY"] ?? "";
const starts: readonly string[] = ["clone", "vfork", "fork", "execve", "pipe2"];
const errors = ["EIO", "ENOSPC", "EACCES", "EROFS"] as const;

/**
 * What is tried: at each call that changes something every error, and the end of the program; at each start of a program an
 * error. Between two changes the disk is the same, so that the end of the program there is the same as at the later one.
 */
function listFaults(calls: readonly TracedCall[]): readonly Fault[] {
  return calls.flatMap((call): readonly Fault[] => {
    const { name, nth, isStart } = call;
    if (isStart) return [];
    const effects = isChange(call) ? [...errors, "SIGKILL"] : starts.includes(name) ? ["EAGAIN"] : [];
    return effects.map((effect) => ({ name, nth, effect }));
  });
}

/** The program could not be read, by its starter or by Node itself, which then ends with 1: hook.sh lets git go on. */
function isUnread(exitCode: number, stderr: string): boolean {
  if (exitCode === 1)
    return /^node:fs:\d+\n.*\n.*\n\nError: [A-Z]+: [^\n]* open '[^'\n]*\/dist\/commit-hook\.cjs'\n/.test(stderr);
  return exitCode === 3 && stderr.startsWith("planlink: the program of the hooks cannot be read (");
}

/** Node wakes its threads by writing to pipes and counters of its own; where that fails it aborts, or sleeps for ever. */
function isNodesOwn({ name }: Fault, exitCode: number): boolean {
  return name === "write" && (exitCode === 134 || exitCode === 137);
}

const trial: FaultTrial = {
  listFaults,
  wanted: wantedCases,
  isExcused: (fault, { exitCode, stderr }) => isNodesOwn(fault, exitCode) || isUnread(exitCode, stderr),
};

suite("system calls that fail, and programs that are killed between any two", (test) => {
  const reason = whyNoStrace();
  for (const scenario of faultScenarios) {
    if (!scenario.name.includes(only)) continue;
    const name = `${scenario.name}: the old file or the new one, nothing left behind, and what comes next mends it`;
    if (reason !== undefined) test.skip(name, reason);
    else
      test(name, () =>
        withSandbox(async (sandbox) => void process.stderr.write(`${await tryScenario(sandbox, scenario, trial)}\n`)),
      );
  }
});

suite("looks at the lock that fail", (test) => {
  const reason = whyNoStrace();
  const tried = (sentence: string, body: (repository: PlannedRepository, lock: string) => Promise<void>): void => {
    if (reason !== undefined) test.skip(sentence, reason);
    else
      test(sentence, () =>
        withPlannedRepository(async (repository) => {
          repository.write(statePath, repository.readText(statePath).replace(/^(\*\*Stopped at:\*\* ).*$/m, "$1"));
          await body(repository, join(repository.directory, `${statePath}.lock`));
        }),
      );
  };
  /** Runs `state sync` where one kind of system call on the lock fails, every time or the N-th. */
  const syncWith = async (repository: PlannedRepository, lock: string, fault: string): Promise<Completed> => {
    const [name = ""] = fault.split(":");
    const filter = ["-P", lock, "-e", `trace=${name}`, "-e", `inject=${fault}`];
    const program = fileURLToPath(new URL("../../dist/state.js", import.meta.url));
    const traced = [
      "--signal=KILL",
      "20",
      "strace",
      "-f",
      "-qq",
      "-o",
      "/dev/null",
      ...filter,
      process.execPath,
      program,
    ];
    return repository.run("timeout", [...traced, "sync"]);
  };

  tried("always: it is waited for as long as for any, and named", async (repository, lock) => {
    writeFileSync(lock, String(process.pid));
    const { exitCode, stderr } = await syncWith(repository, lock, "statx:error=EIO");
    assert.is(exitCode, 2, stderr);
    assert.match(stderr, "is locked by another program");
  });

  tried("once: the lock is removed all the same", async (repository, lock) => {
    for (const name of ["openat", "statx", "read"])
      for (let nth = 1; nth <= 4; nth += 1) {
        await syncWith(repository, lock, `${name}:error=EIO:when=${nth}`);
        assert.not.ok(existsSync(lock), `${name} ${nth}`);
      }
    assert.is((await repository.state(["sync"])).exitCode, 0);
  });
});
