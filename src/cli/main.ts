import { createSimpleGitRunner } from "../git/simple-git-runner.ts";
import { OperationalError } from "../model/operational-error.ts";
import type { Command } from "./command.ts";
import { formatHelp, parseCommandLine, type CommandLine } from "./command-line.ts";
import { processHost, readStandardInput } from "./process-host.ts";

declare const PLANLINK_VERSION: string | undefined;
const version = typeof PLANLINK_VERSION === "undefined" ? "0.0.0-source" : PLANLINK_VERSION;

function wantsColor(choice: string | undefined, stream: { readonly isTTY?: boolean }): boolean {
  if (choice === "always" || choice === "never") return choice === "always";
  return stream.isTTY === true && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";
}

/** The commands by name, each loaded when it is run; `help`, `version` and `hook` are answered here. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  init: async () => (await import("./run-init.ts")).runInit,
  uninstall: async () => (await import("./run-uninstall.ts")).runUninstall,
  "verify-commits": async () => (await import("./run-verify-commits.ts")).runVerifyCommits,
  sync: async () => (await import("./run-sync.ts")).runSync,
  check: async () => (await import("./run-check.ts")).runCheck,
  lint: async () => (await import("./run-lint.ts")).runLint,
  log: async () => (await import("./run-log.ts")).runLog,
  show: async () => (await import("./run-show.ts")).runShow,
};

async function runLine(line: CommandLine): Promise<number> {
  if (line.command === "help") {
    process.stdout.write(formatHelp(line.words[0]));
    return 0;
  }
  if (line.command === "version") {
    process.stdout.write(`planlink ${version}\n`);
    return 0;
  }
  if (line.command === "hook") {
    const { runHookProcess } = await import("../../hooks/hook-process.ts");
    return runHookProcess(line.words);
  }
  const load = commands[line.command];
  if (load === undefined) throw new Error(`command ${line.command} is specified but not implemented`);
  const directory = line.values.get("cwd") ?? process.cwd();
  const run = await load();
  const { output, exitCode } = await run(line, {
    directory,
    runner: createSimpleGitRunner(directory, process.env),
    style: {
      color: wantsColor(line.values.get("color"), process.stdout),
      width: Math.max(60, Math.min(process.stdout.columns ?? 80, 120)),
    },
    host: processHost,
    readStandardInput,
  });
  if (!line.flags.has("quiet") || line.flags.has("json")) process.stdout.write(output);
  return exitCode;
}

/** Says why there is no answer: on stderr for people, and with `--json` as the one object on standard output. */
function report(error: unknown, wantsJson: boolean): number {
  if (error instanceof OperationalError) {
    if (wantsJson)
      process.stdout.write(
        `${JSON.stringify({ schema: "planlink/error@1", error: { code: error.code, message: error.message, help: error.help } }, null, 2)}\n`,
      );
    process.stderr.write(`state: ${error.message}\n${error.help === null ? "" : `  ${error.help}\n`}`);
    return 2;
  }
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    `state: a defect in planlink ${version} (node ${process.version}), please report it\n${words}\n`,
  );
  return 2;
}

async function main(): Promise<void> {
  // A reader that goes away early (`state log | head`) is no failure.
  process.stdout.on("error", (error: Error) => {
    if (!("code" in error && error.code === "EPIPE")) throw error;
  });
  try {
    // `process.exit` would cut off output that is still on its way into a pipe.
    process.exitCode = await runLine(parseCommandLine(process.argv.slice(2)));
  } catch (error) {
    process.exitCode = report(error, process.argv.includes("--json"));
  }
}

void main();
