/**
 * Runs the tests: `node --import tsx scripts/test.ts [text …]` runs the files whose path contains one of the texts.
 *
 * `PLANLINK_TEST_GIT=/path/to/bin/git` runs them with that git instead of the one on `PATH`.
 *
 * Each file has a process of its own, so that no test can see another's environment, and three or more run at a time.
 * One more than there are cores: many wait for a clock or a disk.
 * uvu alone exits 0 when no file matches, when a file defines nothing and when a suite is never run; here each of
 * these is a failure, as is a test that does not come to its end. Output is shown for files that fail.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findTestGit } from "./test-git.ts";
import type { FileReport } from "../test/support/suite.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
/** The nightly profile takes hours. */
const fileTimeoutMs = process.env["PLANLINK_DEEP"] === "1" ? 12 * 3_600_000 : 300_000;
const testGit = findTestGit(process.env);

/** Slow ones first, so that the last minute is not one file alone. */
const folders = ["pack", "browser", "cli", "integration", "property", "unit"] as const;

/** These run the built program. */
const foldersThatNeedBuild: readonly string[] = ["pack", "browser", "cli", "integration"];

interface Outcome {
  readonly path: string;
  readonly report: FileReport | undefined;
  /** Why the file failed; empty when it passed. */
  readonly reasons: readonly string[];
  readonly output: string;
  readonly seconds: number;
}

process.exitCode = await runTests(process.argv.slice(2));

async function runTests(texts: readonly string[]): Promise<number> {
  const startedAt = performance.now();
  const files = findTestFiles().filter((path) => texts.length === 0 || texts.some((text) => path.includes(text)));
  if (files.length === 0) {
    console.error(texts.length === 0 ? "no test file found" : `no test file's path contains ${texts.join(" or ")}`);
    return 1;
  }
  if (files.some((path) => foldersThatNeedBuild.includes(path.split("/")[1] ?? "")) && !buildProgram()) return 1;

  if (testGit !== undefined) console.log(`with ${testGit.version}`);
  const reports = mkdtempSync(join(tmpdir(), "planlink-test-"));
  const outcomes: Outcome[] = [];
  const waiting = files.entries();
  const work = async (): Promise<void> => {
    for (const [index, path] of waiting) {
      const outcome = await runFile(path, join(reports, `${index}.json`));
      showOutcome(outcome);
      outcomes.push(outcome);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) + 1 }, work));
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
  return showSummary(outcomes, (performance.now() - startedAt) / 1000);
}

function findTestFiles(): readonly string[] {
  const paths = readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" })
    .map((path) => `test/${path.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(".test.ts"));
  const rank = (path: string): number => {
    const index = folders.findIndex((folder) => path.startsWith(`test/${folder}/`));
    return index === -1 ? folders.length : index;
  };
  return paths.toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

function buildProgram(): boolean {
  const { status } = spawnSync(process.execPath, ["--import", "tsx", "scripts/build.ts", "--quiet"], {
    cwd: root,
    stdio: "inherit",
  });
  return status === 0;
}

/** The environment without what git sets when the tests run inside one of its hooks. */
function environmentFor(reportPath: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"));
  const own =
    testGit === undefined
      ? {}
      : {
          PATH: `${testGit.folder}${delimiter}${process.env["PATH"] ?? ""}`,
          GIT_EXEC_PATH: testGit.execPath,
        };
  return { ...Object.fromEntries(inherited), ...own, PLANLINK_TEST_REPORT: reportPath };
}

function runFile(path: string, reportPath: string): Promise<Outcome> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--import", "tsx", path], {
      cwd: root,
      env: environmentFor(reportPath),
      stdio: ["ignore", "pipe", "pipe"],
      timeout: fileTimeoutMs,
      killSignal: "SIGKILL",
    });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    const finish = (end: string): void => {
      const report = readReport(reportPath);
      resolve({
        path,
        report,
        reasons: findReasons(end, report),
        output: Buffer.concat(chunks).toString(),
        seconds: (performance.now() - startedAt) / 1000,
      });
    };
    child.on("error", (error) => finish(error.message));
    child.on("close", (code, signal) => finish(signal === null ? `exit ${code}` : `killed by ${signal}`));
  });
}

function readReport(path: string): FileReport | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as FileReport;
  } catch {
    // The file never reached support/suite.ts, or was killed.
    return undefined;
  }
}

function findReasons(end: string, report: FileReport | undefined): readonly string[] {
  const reasons: string[] = [];
  if (report === undefined) reasons.push("no suite was defined");
  else if (report.defined === 0 && report.skipped.length === 0) reasons.push("no test was defined");
  else if (report.failed > 0) reasons.push(`${report.failed} of ${report.defined} tests failed`);
  else if (report.finished < report.defined) reasons.push(`${report.defined - report.finished} tests did not finish`);
  if (end !== "exit 0") reasons.push(end);
  return reasons;
}

function showOutcome({ path, report, reasons, output, seconds }: Outcome): void {
  const count = String(report?.defined ?? 0).padStart(4);
  console.log(`${reasons.length === 0 ? "ok  " : "FAIL"} ${count}  ${seconds.toFixed(1).padStart(5)}s  ${path}`);
  if (reasons.length > 0) console.log(`${output.trimEnd().replace(/^/gm, "    ")}\n    ${reasons.join("; ")}\n`);
}

function showSummary(outcomes: readonly Outcome[], seconds: number): number {
  const failures = outcomes.filter(({ reasons }) => reasons.length > 0);
  const reports = outcomes.flatMap(({ report }) => report ?? []);
  const skipped = reports.flatMap((report) => report.skipped).toSorted();
  const sum = (count: (report: FileReport) => number): number =>
    reports.reduce((total, each) => total + count(each), 0);
  for (const name of skipped) console.log(`skipped: ${name}`);
  for (const { path, reasons } of failures) console.log(`FAIL ${path}: ${reasons.join("; ")}`);
  console.log(`${outcomes.length} files in ${seconds.toFixed(0)} s, ${failures.length} failed`);
  const passed = sum(({ finished, failed }) => finished - failed);
  const failed = sum((report) => report.defined - report.finished + report.failed);
  console.log(`tests: ${passed} passed, ${failed} failed, ${skipped.length} skipped`);
  return failures.length === 0 ? 0 : 1;
}
