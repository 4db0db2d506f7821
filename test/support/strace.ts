import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Completed, type RunOptions, runProgram } from "./run-program.ts";

/** Why no fault can be injected here; `undefined` where they can. A container may forbid to trace. */
export function whyNoStrace(): string | undefined {
  const { status, error } = spawnSync("strace", [
    "-f",
    "-qq",
    "-o",
    "/dev/null",
    "-e",
    "inject=getpid:error=EIO",
    "true",
  ]);
  if (error !== undefined) return "strace is not installed";
  return status === 0 ? undefined : "programs may not be traced here";
}

/** One system call of a run: the N-th of its name in its thread, or its process. */
export interface TracedCall {
  readonly name: string;
  /** From 1. Injection counts each thread by itself, too. */
  readonly nth: number;
  /** Node has not opened the program yet: what fails there is Node's own start. */
  readonly isStart: boolean;
  /** What stands between the brackets, cut. */
  readonly text: string;
}

export interface Fault {
  readonly name: string;
  readonly nth: number;
  /** An error such as `EIO`, which the call fails with; or `SIGKILL`, which ends the program where it is called. */
  readonly effect: string;
}

/** One thread does all the work that Node gives to a pool: so the N-th call is the same in every run. */
const oneThread: Readonly<Record<string, string>> = { UV_THREADPOOL_SIZE: "1" };

/** Runs a program once and lists the system calls of it and of all that it starts, each place of injection once. */
export async function traceCalls(program: readonly string[], options: RunOptions): Promise<readonly TracedCall[]> {
  const scratch = mkdtempSync(join(tmpdir(), "planlink-strace-"));
  try {
    const path = join(scratch, "calls");
    const { exitCode, stderr } = await runProgram("strace", ["-f", "-y", "-qq", "-s", "128", "-o", path, ...program], {
      ...options,
      env: { ...options.env, ...oneThread },
    });
    if (exitCode !== 0) throw new Error(`${program.join(" ")} under strace: exit ${exitCode}\n${stderr}`);
    return parseCalls(readFileSync(path, "utf8"), program[1] ?? "");
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function parseCalls(text: string, program: string): readonly TracedCall[] {
  let isStart = true;
  const ownPipes = new Set<string>();
  const counts = new Map<string, number>();
  const calls = new Map<string, TracedCall>();
  for (const line of text.split("\n")) {
    const [, thread, name, rest] = /^(\d+) +([a-z0-9_]+)\((.*)$/.exec(line) ?? [];
    if (thread === undefined || name === undefined) continue;
    const nth = (counts.get(`${thread} ${name}`) ?? 0) + 1;
    counts.set(`${thread} ${name}`, nth);
    if (name.startsWith("open") && line.includes(program)) isStart = false;
    const call = { name, nth, isStart, text: rest ?? "" };
    const key = `${name} ${nth}`;
    // In another thread this may be what Node wakes itself by: where that fails it sleeps for ever.
    if (name === "write" && /^\d+<(?:pipe|anon_inode)/.test(call.text)) ownPipes.add(key);
    const known = calls.get(key);
    // Of several threads with an N-th call of this name one stands for all: the one that writes, if any.
    if (known === undefined || (!isChange(known) && isChange(call))) calls.set(key, call);
  }
  return [...calls.entries()].flatMap(([key, call]) => (ownPipes.has(key) ? [] : [call]));
}

const changes: ReadonlySet<string> = new Set([
  "chmod",
  "chown",
  "fchmod",
  "fchmodat",
  "fchown",
  "fsync",
  "fdatasync",
  "ftruncate",
  "link",
  "linkat",
  "mkdir",
  "mkdirat",
  "rename",
  "renameat",
  "renameat2",
  "rmdir",
  "symlink",
  "truncate",
  "unlink",
  "unlinkat",
]);

/** Tells whether a call changes something on the disk, or may. */
export function isChange({ name, text }: TracedCall): boolean {
  if (name === "open" || name === "openat")
    return /O_(?:WRONLY|RDWR|CREAT|TRUNC)/.test(text) && !text.includes("/dev/");
  // Node writes to pipes of its own to wake itself; where that fails it sleeps for ever, and no program can help it.
  if (name === "write" || name === "writev" || name === "pwrite64")
    return /^\d+<\//.test(text) && !text.includes("</dev/");
  return changes.has(name);
}

/** Runs a program with one fault, in it and in all that it starts. */
export function runWithFault(program: readonly string[], fault: Fault, options: RunOptions): Promise<Completed> {
  const effect = fault.effect.startsWith("SIG") ? `signal=${fault.effect}` : `error=${fault.effect}`;
  const inject = `inject=${fault.name}:${effect}:when=${fault.nth}`;
  const filter = ["-e", `trace=${fault.name}`, "-e", inject];
  // A program that hangs is a failure to be seen, not to be waited for.
  const limited = [
    "--signal=KILL",
    "30",
    "strace",
    "-f",
    "-qq",
    "--seccomp-bpf",
    "-o",
    "/dev/null",
    ...filter,
    ...program,
  ];
  return runProgram("timeout", limited, {
    ...options,
    env: { ...options.env, ...oneThread },
  });
}
