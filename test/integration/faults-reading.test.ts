import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { withSandbox } from "../support/git-sandbox.ts";
import { isDeep } from "../support/law-runs.ts";
import {
  type PlannedRepository,
  requireFixedPoint,
  statePath,
  withPlannedRepository,
} from "../support/planned-repository.ts";
import type { Completed } from "../support/run-program.ts";
import { type Fault, isChange, type TracedCall, whyNoStrace } from "../support/strace.ts";
import { suite } from "../support/suite.ts";
import { faultScenarios } from "./fault-scenarios.ts";
import { type FaultEnd, type FaultTrial, tryScenario } from "./fault-trials.ts";

/** As in `faults.test.ts`; there are some thousand of them. */
const wantedCases = process.env["PLANLINK_TEST_FAULTS"] ?? (isDeep ? "300" : "4");
const only = process.env["PLANLINK_TEST_FAULTS_ONLY"] ?? "";
const names = isDeep ? ["post-commit", "state hook post-commit", "pre-commit"] : ["state hook post-commit"];

/** Calls that look at files, directories and what comes from another program. */
const readings: ReadonlySet<string> = new Set([
  "access",
  "faccessat2",
  "fstat",
  "getcwd",
  "getdents64",
  "lseek",
  "newfstatat",
  "openat",
  "pread64",
  "read",
  "readlink",
  "readlinkat",
  "stat",
  "lstat",
  "statx",
]);
const errors = ["EIO", "ENOMEM", "EACCES", "EINTR"] as const;

function listReadFaults(calls: readonly TracedCall[]): readonly Fault[] {
  return calls.flatMap((call): readonly Fault[] =>
    !call.isStart && readings.has(call.name) && !isChange(call)
      ? errors.map((effect) => ({ name: call.name, nth: call.nth, effect }))
      : [],
  );
}

/**
 * Ends that no program in JavaScript can bring about or prevent: Node, V8 or libuv aborts (libuv where it cannot read the
 * pipe by which its threads wake it, V8 where it cannot have memory), or the program itself cannot be read, which Node says
 * with its own stack before a line of ours has run, and our starter in our words (docs/adr/0077).
 */
function isNodesEnd(_fault: Fault, { exitCode, stderr }: FaultEnd): boolean {
  const isAbort = exitCode === 134 || exitCode === 133 || exitCode === 132 || exitCode === 139;
  // What hook.sh lets pass, with our own words.
  const isSaid = exitCode === 3 && stderr.startsWith("planlink: ") && !stderr.includes("a defect");
  const isUnread = exitCode === 1 && /^node:[a-z/_]+:\d+\n/.test(stderr) && !/\n +at .*\/lazy\//.test(stderr);
  return isAbort || isSaid || isUnread;
}

const trial: FaultTrial = { listFaults: listReadFaults, wanted: wantedCases, isExcused: isNodesEnd };

suite("system calls that read, and fail", (test) => {
  const reason = whyNoStrace();
  for (const scenario of faultScenarios) {
    if (!names.includes(scenario.name) || !scenario.name.includes(only)) continue;
    const name = `${scenario.name}: the old file or the new one, nothing left behind, and what comes next mends it`;
    if (reason !== undefined) test.skip(name, reason);
    else
      test(name, () =>
        withSandbox(async (sandbox) => void process.stderr.write(`${await tryScenario(sandbox, scenario, trial)}\n`)),
      );
  }
});

const program = fileURLToPath(new URL("../../dist/state.js", import.meta.url));

/** Runs a command where every look at a file fails: at its name, or what it holds. Tells whether there was one. */
async function stateWithout(
  repository: PlannedRepository,
  path: string,
  error: string,
  args: readonly string[],
): Promise<Completed & { readonly isLookedAt: boolean }> {
  const calls = "openat,statx,newfstatat,read";
  const record = join(repository.directory, "../failed-calls");
  const filter = [
    "-P",
    join(repository.directory, path),
    "-e",
    `trace=${calls}`,
    "-e",
    `inject=${calls}:error=${error}`,
  ];
  const traced = ["--signal=KILL", "20", "strace", "-f", "-qq", "-o", record, ...filter, process.execPath, program];
  const completed = await repository.run("timeout", [...traced, ...args]);
  return { ...completed, isLookedAt: readFileSync(record, "utf8").includes("(INJECTED)") };
}

suite("a document that is there and cannot be read", (test) => {
  const reason = whyNoStrace();
  const needed = [statePath, ".planning/phases/01-alpha/01-01-SUMMARY.md", ".planning/phases/01-alpha"];
  const documents = [...needed, ".planning/ROADMAP.md", ".planning/phases/01-alpha/01-02-PLAN.md"];
  const name = "is not taken for one that is absent: nothing is written from what is left";
  if (reason !== undefined) test.skip(name, reason);
  else
    test(name, () =>
      withPlannedRepository(async (repository) => {
        await repository.workCommit("01-02", 1);
        await repository.git(["commit", "--quiet", "-am", "docs: state"]);
        await requireFixedPoint(repository);
        const before = repository.readText(statePath);
        for (const path of documents)
          for (const error of isDeep ? ["EIO", "EACCES", "ENOMEM"] : ["EIO"]) {
            rmSync(join(repository.directory, ".git/planlink/cache"), { recursive: true, force: true });
            const { exitCode, stdout, stderr, isLookedAt } = await stateWithout(repository, path, error, ["sync"]);
            const what = `${path} ${error}: exit ${exitCode}\n${stdout}${stderr}`;
            assert.is(repository.readText(statePath), before, what);
            if (needed.includes(path)) assert.ok(isLookedAt, what);
            if (!isLookedAt) continue;
            assert.is(exitCode, 2, what);
            assert.ok(stderr.includes(path), what);
            assert.match(stderr, "cannot be read");
          }
      }),
    );
});
