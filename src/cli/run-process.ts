import { appendFileSync } from "node:fs";
import { hostname } from "node:os";
import { commandOptions, createProcessRunner, withoutNetwork } from "../git/process-runner.ts";
import type { GitRunner } from "../git/git-runner.ts";
import { toOperationalError } from "../model/operational-error.ts";
import { keepAnswer, type Answer } from "../files/kept-answers.ts";
import { findAnswerPlace } from "./answer-place.ts";
import type { AnswerBasis, Command } from "./command.ts";
import { findWantedFormat, formatHelp, parseCommandLine, type CommandLine, type OutputFormat } from "./command-line.ts";
import { letReaderLeave } from "./early-reader.ts";
import { keepHeapSmall } from "./heap-growth.ts";
import { showsHyperlinks } from "./hyperlinks.ts";
import { printable, wrap } from "../report/terminal.ts";
import { isReportFormat } from "./report-format.ts";
import { processHost } from "../api/process-host.ts";
import { readStandardInput } from "./standard-input.ts";
import { startProgress } from "./progress.ts";
import { showsUnicode } from "./terminal-signs.ts";
import { version } from "./version.ts";

function wantsColor(choice: string | undefined, stream: { readonly isTTY?: boolean }): boolean {
  if (choice === "always" || choice === "never") return choice === "always";
  return stream.isTTY === true && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";
}

/** The commands of one program by name, each loaded when it is run. */
export type CommandTable = Readonly<Record<string, () => Promise<Command>>>;

/** Programs that write on their own, and answer with the exit code: what git and coding agents start. */
export type OtherPrograms = Readonly<Record<string, (words: readonly string[], line: CommandLine) => Promise<number>>>;

/** Commands that change a repository: they run git through simple-git. All others only ask (docs/adr/0030). */
const changing: readonly string[] = ["init", "uninstall"];

async function createRunner(command: string, directory: string): Promise<GitRunner> {
  if (!changing.includes(command))
    return process.stderr.isTTY
      ? (await import("../git/watched-runner.ts")).createWatchedRunner(directory, process.env, commandOptions)
      : createProcessRunner(directory, process.env, commandOptions);
  // What these ask and write is on this disk, and they run no hook.
  return (await import("../git/simple-git-runner.ts")).createSimpleGitRunner(directory, process.env, withoutNetwork);
}

async function runLine(line: CommandLine, commands: CommandTable, others: OtherPrograms): Promise<number> {
  // Before there is a stream for standard output: what git starts has none to write to, and the system may refuse it.
  const answer = others[line.command];
  if (answer !== undefined) return answer(line.words, line);
  letReaderLeave();
  if (line.command === "help") {
    process.stdout.write(formatHelp(line.words[0]));
    return 0;
  }
  if (line.command === "version") {
    process.stdout.write(`planlink ${version}\n`);
    return 0;
  }
  const load = commands[line.command];
  if (load === undefined) throw new Error(`command ${line.command} is specified but not implemented`);
  const directory = line.values.get("cwd") ?? process.cwd();
  const run = await load();
  const endProgress = startProgress(process.stderr, line.flags.has("quiet") || process.env["TERM"] === "dumb");
  const { output, exitCode, summary, basis } = await run(line, {
    directory,
    runner: await createRunner(line.command, directory),
    // It commits, and hooks of a person's run.
    openChangingRunner: async () =>
      (await import("../git/simple-git-runner.ts")).createSimpleGitRunner(directory, process.env),
    style: {
      color: wantsColor(line.values.get("color"), process.stdout),
      width: columnsOf(process.stdout),
    },
    linkHost:
      line.values.get("color") !== "never" && showsHyperlinks(process.env, process.stdout.isTTY)
        ? encodeURIComponent(hostname())
        : null,
    host: processHost,
    readStandardInput: () => {
      // From here on it is a person, or another program, that takes its time.
      endProgress();
      return readStandardInput();
    },
  }).finally(endProgress);
  const written =
    line.format !== "text" ? output : line.flags.has("quiet") ? "" : await adapt(await defuse(output), process.stdout);
  process.stdout.write(written);
  if (summary !== undefined) appendJobSummary(summary);
  if (basis !== undefined && exitCode !== 2) keepForNextTime(basis, { output: Buffer.from(written), exitCode });
  return exitCode;
}

/** Keeps an answer for `kept-answer.ts`, if HEAD is still where it was when the work began. */
function keepForNextTime({ tip, paths, startedAtMs }: AnswerBasis, answer: Answer): void {
  const place = findAnswerPlace(process.argv.slice(2), process.env);
  if (place?.tip !== tip) return;
  const { directory, key } = place;
  keepAnswer({ directory, key, host: processHost }, answer, paths, startedAtMs);
}

/** On a terminal that knows ASCII alone our signs are plain ones; in a pipe the reader may know more. */
async function adapt(text: string, stream: { readonly isTTY?: boolean }): Promise<string> {
  if (stream.isTTY !== true || showsUnicode(process.env)) return text;
  return (await import("../report/ascii-signs.ts")).toAsciiSigns(text);
}

/** In a job of GitHub's, what is written may be read as commands: text that quotes a repository must be none. */
async function defuse(text: string): Promise<string> {
  if (process.env["GITHUB_ACTIONS"] !== "true") return text;
  return (await import("../report/github-annotations.ts")).defuseWorkflowCommands(text);
}

/** Adds to the summary of a GitHub job, where there is one. A summary that cannot be written changes no answer. */
function appendJobSummary(text: string): void {
  const path = process.env["GITHUB_STEP_SUMMARY"] ?? "";
  if (path === "") return;
  try {
    appendFileSync(path, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`state: the job summary was not written: ${reason}\n`);
  }
}

/**
 * Shows the lines of an error. What the repository says may be part of it: only the line breaks are ours. They are broken
 * for people alone: what reads a log finds a message in one line.
 */
function showLines(head: string, text: string): string {
  const width = process.stderr.isTTY ? columnsOf(process.stderr) - 2 : Number.POSITIVE_INFINITY;
  const lines = `${head}${text}`.split("\n").flatMap((line) => {
    const shown = printable(line);
    const indent = shown.slice(0, shown.length - shown.trimStart().length);
    return wrap(shown.trimStart(), width - indent.length).map((part, index) =>
      index === 0 ? `${indent}${part}` : `${indent === "" ? "  " : indent}${part}`,
    );
  });
  return lines.map((line) => `${line}\n`).join("");
}

/** Columns to keep to: those of the terminal within reason, 80 elsewhere. */
function columnsOf(stream: { readonly columns?: number }): number {
  return Math.max(60, Math.min(stream.columns ?? 80, 120));
}

/** Says why there is no answer: on stderr for people, and on standard output in the format that was asked for. */
async function report(thrown: unknown, format: OutputFormat): Promise<number> {
  letReaderLeave();
  const error = toOperationalError(thrown);
  if (error !== undefined) {
    if (isReportFormat(format)) {
      const { reportFailure } = await import("./report-findings.ts");
      const { output, summary } = await reportFailure(format, error);
      process.stdout.write(output);
      if (summary !== undefined) appendJobSummary(summary);
    }
    if (format === "json")
      process.stdout.write(
        `${JSON.stringify({ schema: "planlink/error@1", error: { code: error.code, message: error.message, help: error.help } }, null, 2)}\n`,
      );
    const words = `${showLines("state: ", error.message)}${error.help === null ? "" : showLines("  ", error.help)}`;
    process.stderr.write(await adapt(await defuse(words), process.stderr));
    return 2;
  }
  const words = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  process.stderr.write(
    `state: a defect in planlink ${version} (node ${process.version}), please report it\n${words}\n`,
  );
  return 2;
}

/** Ends where an error came to nobody: what was under way will not be answered. */
async function endWith(error: unknown): Promise<never> {
  const code = await report(error, "text");
  return process.exit(code);
}

/** Runs the command of this process; `help` and `version` are answered here. */
export async function runProcess(commands: CommandTable, others: OtherPrograms = {}): Promise<void> {
  keepHeapSmall();
  process.on("uncaughtException", (error) => void endWith(error));
  try {
    // `process.exit` would cut off output that is still on its way into a pipe.
    process.exitCode = await runLine(parseCommandLine(process.argv.slice(2)), commands, others);
  } catch (error) {
    process.exitCode = await report(error, findWantedFormat(process.argv.slice(2)));
  }
}
