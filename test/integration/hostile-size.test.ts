import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import * as assert from "uvu/assert";
import { runForPeakMemory } from "../../scripts/bench/peak-memory.ts";
import { allCommands } from "../support/hostile-repository.ts";
import { baseState, statePath, withPlannedRepository, type PlannedRepository } from "../support/planned-repository.ts";
import type { Sandbox } from "../support/git-sandbox.ts";
import { isDeep } from "../support/law-runs.ts";
import { suite } from "../support/suite.ts";

/** Those that cost the most; the others are tried in the nightly profile. */
const usual: readonly string[] = [
  "bullets",
  "references",
  "blank lines",
  "many rows",
  "braces",
  "10 MB",
  "a ledger of lines",
  "rewrites of one commit",
  "a configuration",
  "a configuration of one line",
  "scope",
  "trailers",
];

function chosen<Value>(all: Readonly<Record<string, Value>>): readonly (readonly [string, Value])[] {
  return Object.entries(all).filter(([name]) => isDeep || usual.includes(name));
}

const megabyte = 1024 * 1024;
/** What is promised for 10 MB of anything. */
const mostSeconds = 2;
const mostBytes = 256 * megabyte;
/** Other work on a machine makes processor time longer, never shorter: the least of these counts. */
const attempts = 3;

function fill(unit: string, length: number): string {
  return unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
}

const row = "| Phase 01 P01 | 7min | 2 tasks | 2 files |\n";
const body = baseState.slice(baseState.indexOf("# Project"));
/** As large as a document may be whose lines nobody counts, and as dense as we could think of; then larger ones. */
const half = megabyte / 2 - baseState.length - 100;
const documents: Readonly<Record<string, () => string>> = {
  references: () => baseState + fill("abc1234 deadbeef1 ", half).slice(0, 180_000),
  "blank lines": () => baseState + fill("\n", half),
  fences: () => baseState + fill("```\n", half),
  quotes: () => baseState + fill("> ", half),
  rows: () => baseState.replace(row, fill(row, half)),
  columns: () =>
    `${baseState}|${" a |".repeat(20_000)}\n|${"-|".repeat(20_000)}\n${`|${" b |".repeat(20_000)}\n`.repeat(4)}`,
  "small tables": () => baseState.replace(row, `${row}\n${fill("|a|b|\n|-|-|\n|1|2|\n\n", half)}`),
  bullets: () => baseState.replace("- Total plans", `${fill("- a: b\n", half)}- Total plans`),
  "session lines": () => baseState + fill("**Stopped at:** x\n", half),
  sections: () => baseState + fill("## Performance Metrics\n", half),
  "front matter": () => `---\n${fill("a: b\n", half)}---\n${body}`,
  braces: () => `---\nstopped_at: ${"[{".repeat(400)}\n---\n${body}`,
  "many rows": () => baseState.replace(row, row.repeat(39_500)),
  "many headings": () => baseState + "## Performance\n".repeat(95_000),
  "many words": () => baseState + fill("- commit some words, and then some more of them\n", 4 * megabyte),
  "10 MB": () => baseState + fill("- commit abc1234\n", 10 * megabyte),
};

interface Cost {
  readonly seconds: number;
  readonly bytes: number;
}

/** Runs a program and says what it and all that it started took. */
async function measure(
  repository: PlannedRepository,
  sandbox: Sandbox,
  command: string,
  args: readonly string[],
): Promise<Cost> {
  const record = join(sandbox.directory, "times");
  // The shell tells what its children took, those of git and of hooks included.
  const script = 'record=$1; shift; "$@" >/dev/null 2>&1; times >"$record"; exit 0';
  const env = {
    ...sandbox.environment,
    GIT_AUTHOR_DATE: "1770000000 +0000",
    GIT_COMMITTER_DATE: "1770000000 +0000",
  };
  const peaks = await runForPeakMemory("sh", ["-c", script, "sh", record, command, ...args], {
    cwd: repository.directory,
    env,
  });
  const { stdout } = await repository.run("cat", [record]);
  const times = [...(stdout.split("\n")[1] ?? "").matchAll(/(\d+)m([\d.]+)s/g)];
  const seconds = times.reduce((sum, [, minutes, rest]) => sum + Number(minutes) * 60 + Number(rest), 0);
  return { seconds, bytes: Math.max(...peaks.values()) };
}

async function requireCheap(
  repository: PlannedRepository,
  sandbox: Sandbox,
  command: string,
  args: readonly string[],
): Promise<void> {
  let what = "";
  // The first measurement changes the repository, and leaves in it what makes the same question cheap.
  const copy = join(sandbox.directory, "copy");
  cpSync(repository.directory, copy, { recursive: true, preserveTimestamps: true });
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    if (attempt > 1) {
      rmSync(repository.directory, { recursive: true });
      cpSync(copy, repository.directory, { recursive: true, preserveTimestamps: true });
    }
    const { seconds, bytes } = await measure(repository, sandbox, command, args);
    what = `${args.slice(-6).join(" ")}: ${seconds.toFixed(1)} s, ${Math.round(bytes / megabyte)} MB`;
    if (process.env["PLANLINK_SHOW_COST"] === "1") process.stderr.write(`${what}\n`);
    if (seconds > mostSeconds || bytes > mostBytes) continue;
    rmSync(copy, { recursive: true });
    return;
  }
  assert.unreachable(what);
}

const program = join(import.meta.dirname, "../../dist/state.js");
const cheapest: readonly string[] = ["show", "config", "log", "lint", "init"];

suite("the cost of hostile input", (test) => {
  if (!existsSync("/proc/self/status")) {
    test.skip("is bounded", "memory of other processes is read in /proc");
    return;
  }

  for (const [name, make] of chosen(documents)) {
    test(`is bounded for a STATE.md of ${name}`, () =>
      withPlannedRepository(async (repository, sandbox) => {
        repository.write(statePath, make());
        for (const args of allCommands) {
          const isChanging = ["relink", "sync"].includes(args[0] ?? "");
          if (cheapest.includes(args[0] ?? "") || (args.length > 1 && args[0] !== "verify-commits" && !isChanging))
            continue;
          await requireCheap(repository, sandbox, process.execPath, [program, ...args]);
        }
        repository.write(statePath, make());
        await requireCheap(repository, sandbox, "git", ["commit", "-q", "--allow-empty", "-m", "feat(01-02): x"]);
        await requireCheap(repository, sandbox, "git", ["commit", "-q", "-a", "-m", "docs(01): x"]);
      }));
  }

  const others: Readonly<Record<string, readonly [path: string, text: () => string]>> = {
    "a ledger of lines": [
      ".planning/planlink.ledger.yaml",
      () => fill(`- {"oid":"${"ab12".repeat(10)}","plan":"01-01","subject":"x"}\n`, 4 * megabyte),
    ],
    "a ledger of YAML": [".planning/planlink.ledger.yaml", () => fill("- {a: [b, {c: d}]\n", 4 * megabyte)],
    "a large ledger": [".planning/planlink.ledger.yaml", () => fill("- {a: [b, {c: d}]\n", 10 * megabyte)],
    "a configuration": [".planning/planlink.yaml", () => fill("a: [{", 30_000)],
    "a configuration of one line": [".planning/planlink.yaml", () => fill("a: b ", 10 * megabyte)],
    "a configuration of lines": [".planning/planlink.yaml", () => fill("\n", 10 * megabyte)],
    "GSD's configuration": [".planning/config.json", () => fill("[", 10 * megabyte)],
    "a roadmap": [".planning/ROADMAP.md", () => fill("- [x] 01-01-PLAN.md 1/2\n", half)],
    requirements: [".planning/REQUIREMENTS.md", () => fill("| REQ-1 | Phase 1 | Complete |\n", half)],
    "a record of rewrites": [
      ".git/planlink/rewrites",
      () => fill(`${"a".repeat(40)} ${"b".repeat(40)} amend 1\n`, 10 * megabyte),
    ],
    "rewrites of one commit": [
      ".git/planlink/rewrites",
      () =>
        Array.from(
          { length: 110_000 },
          (_, index) => `${"a".repeat(40)} ${index.toString(16).padStart(40, "b")} amend 1\n`,
        ).join(""),
    ],
    "a map of commits": [
      ".git/filter-repo/commit-map",
      () => fill(`${"a".repeat(40)} ${"b".repeat(40)}\n`, 10 * megabyte),
    ],
  };
  for (const [name, [path, make]] of chosen(others)) {
    test(`is bounded for ${name}`, () =>
      withPlannedRepository(async (repository, sandbox) => {
        mkdirSync(join(repository.directory, dirname(path)), { recursive: true });
        repository.write(path, make());
        for (const args of [["check"], ["relink", "--dry-run"], ["sync"]])
          await requireCheap(repository, sandbox, process.execPath, [program, ...args]);
        await requireCheap(repository, sandbox, "git", ["commit", "-q", "--allow-empty", "-m", "feat(01-02): x"]);
        repository.write(".planning/PROJECT.md", "x\n");
        await requireCheap(repository, sandbox, "git", ["commit", "-q", "-a", "-m", "docs(01): x"]);
      }));
  }

  test("is bounded for 400 summaries of 10 MB together", () =>
    withPlannedRepository(async (repository, sandbox) => {
      for (let plan = 0; plan < 400; plan += 1)
        repository.write(`.planning/phases/03-x/03-${plan}-SUMMARY.md`, fill("- `abc1234` feat(03-01): x\n", 25_000));
      for (const args of [["check"], ["verify-commits", "--all"], ["relink", "--all"], ["sync"], ["metrics"]])
        await requireCheap(repository, sandbox, process.execPath, [program, ...args]);
      await requireCheap(repository, sandbox, "git", ["commit", "-q", "--allow-empty", "-m", "feat(01-02): x"]);
    }));

  if (isDeep)
    test("is bounded for 100,000 folders of phases", () =>
      withPlannedRepository(async (repository, sandbox) => {
        for (let phase = 3; phase < 100_000; phase += 1)
          mkdirSync(join(repository.directory, `.planning/phases/${phase}-x`));
        for (const args of [["check"], ["sync"], ["verify-commits"], ["resume"], ["metrics"]])
          await requireCheap(repository, sandbox, process.execPath, [program, ...args]);
        await requireCheap(repository, sandbox, "git", ["commit", "-q", "--allow-empty", "-m", "feat(01-02): x"]);
      }));

  const messages: Readonly<Record<string, string>> = {
    subject: `feat(01-02): ${fill("x (y) ", 10 * megabyte)}\n`,
    scope: `feat(${fill("67-04,", 10 * megabyte)}): x\n`,
    prefixes: fill("fixup! ", 10 * megabyte),
    "blank lines": `${fill("\n", 10 * megabyte)}feat(01-02): x\n`,
    "long lines": `fix: x\n\n${fill(`${fill("x (y) ", 60_000)}\n`, 10 * megabyte)}`,
    trailers: `fix: x\n\n${fill("Plan: 01-02\n", 10 * megabyte)}`,
    items: `squash\n\n${fill("* feat(01-02): y\n", 10 * megabyte)}`,
  };
  for (const [name, text] of chosen(messages)) {
    test(`is bounded for a message of 10 MB of ${name}`, () =>
      withPlannedRepository(async (repository, sandbox) => {
        repository.write("message", text);
        await requireCheap(repository, sandbox, "git", ["commit", "-q", "--allow-empty", "-F", "message"]);
        await repository.git(["commit", "-q", "--allow-empty", "-F", "message"], { env: { PLANLINK: "0" } });
        for (const args of [["lint", "message"], ["lint", "--range", "HEAD~1..HEAD"], ["log"], ["check"], ["sync"]])
          await requireCheap(repository, sandbox, process.execPath, [program, ...args]);
      }));
  }
});
