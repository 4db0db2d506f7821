import { processHost } from "../api/process-host.ts";
import { resolveWithin } from "../files/directory-bounds.ts";
import { commandOptions, createProcessRunner } from "../git/process-runner.ts";
import { serveTools, type ToolAnswer } from "../mcp/serve.ts";
import type { Tool, ToolInput } from "../mcp/tools.ts";
import { OperationalError } from "../model/operational-error.ts";
import { printable } from "../report/terminal.ts";
import type { Command, CommandContext } from "./command.ts";
import { parseCommandLine, type CommandLine } from "./command-line.ts";

import { letReaderLeave } from "./early-reader.ts";
import type { CommandTable } from "./run-process.ts";
import { version } from "./version.ts";

/** Serves the tools on standard input and output. `commands` are those that answer. */
export async function runMcp(line: CommandLine, commands: CommandTable): Promise<number> {
  letReaderLeave();
  const home = line.values.get("cwd") ?? process.cwd();
  await serveTools({
    version,
    input: process.stdin,
    output: process.stdout,
    answer: async (tool, input, readRoots) => {
      try {
        return await answerCall(tool, input, await findDirectory(input["directory"], home, readRoots), commands);
      } catch (error) {
        return { kind: "failure", message: describeFailure(error) };
      }
    },
  });
  return 0;
}

async function findDirectory(
  wanted: unknown,
  home: string,
  readRoots: () => Promise<readonly string[]>,
): Promise<string> {
  if (typeof wanted !== "string") return home;
  const found = await resolveWithin(wanted, home, readRoots);
  if (found !== undefined) return found;
  throw new OperationalError("usage", `${JSON.stringify(wanted)} is no directory that this server may read`, {
    help: `name one in ${home}, where the server was started, or in the directories that the client works in`,
  });
}

async function answerCall(
  tool: Tool,
  input: ToolInput,
  directory: string,
  commands: CommandTable,
): Promise<ToolAnswer> {
  const [command = "", ...args] = tool.toArguments(input);
  const workstream = typeof input["workstream"] === "string" ? [`--workstream=${input["workstream"]}`] : [];
  const line = parseCommandLine([command, "--json", ...workstream, ...args]);
  const run: Command | undefined = await commands[line.command]?.();
  if (run === undefined) throw new Error(`no command ${line.command} for the tool ${tool.name}`);
  const { output } = await run(line, createContext(directory));
  const answer: unknown = escapeTexts(JSON.parse(output));
  if (typeof answer !== "object" || answer === null) throw new Error("an answer in JSON is one object");
  const value = Object.fromEntries(Object.entries(answer));
  return { kind: "answer", value: tool.shorten?.(value, input) ?? value };
}

function createContext(directory: string): CommandContext {
  const runner = createProcessRunner(directory, process.env, commandOptions);
  return {
    directory,
    runner,
    openChangingRunner: async () => runner,
    style: { color: false, width: 80 },
    linkHost: null,
    host: processHost,
    // Standard input is the client's.
    readStandardInput: async () => "",
  };
}

/** Every text of an answer as a person would see it: a model takes marks of direction and control characters for text. */
function escapeTexts(value: unknown): unknown {
  if (typeof value === "string") return printable(value);
  if (Array.isArray(value)) return value.map(escapeTexts);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [printable(key), escapeTexts(item)]));
}

function describeFailure(error: unknown): string {
  const show = (text: string): string => text.split("\n").map(printable).join("\n");
  if (error instanceof OperationalError)
    return error.help === null ? show(error.message) : `${show(error.message)}\n${show(error.help)}`;
  const words = error instanceof Error ? error.message : String(error);
  return show(`a defect in planlink ${version} (node ${process.version}), please report it: ${words}`);
}
