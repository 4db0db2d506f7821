import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { lintRange, lintText } from "../api/lint-messages.ts";
import type { LintOutcome } from "../commands/lint-messages.ts";
import { formatShortOid } from "../model/oid.ts";
import { OperationalError } from "../model/operational-error.ts";
import { type Command, type CommandContext, exitCodeOf, toJsonText } from "./command.ts";
import { isReportFormat } from "./report-format.ts";
import type { Workspaces } from "../api/select-workspaces.ts";
import { openSelectedWorkspaces } from "./scoped-command.ts";

/** Runs `state lint`. */
export const runLint: Command = async (line, context) => {
  const rangeText = line.values.get("range");
  const [source] = line.words;
  if (rangeText !== undefined && source !== undefined)
    throw new OperationalError("usage", "a file and --range at once", {
      help: "usage: state lint [FILE | - | --range A..B]",
    });
  const workspaces = await openSelectedWorkspaces(line, context);
  const outcome =
    rangeText === undefined
      ? await lintFile(source ?? "-", workspaces, context)
      : await lintRange(rangeText, workspaces[0]);
  const exitCode = exitCodeOf(outcome.findings);
  if (line.flags.has("json"))
    return { output: toJsonText((await import("../report/json.ts")).lintToJson(outcome)), exitCode };
  if (isReportFormat(line.format)) {
    const report = await (
      await import("./report-findings.ts")
    ).reportFindings(line.format, {
      command: "lint",
      items: outcome.messages.flatMap(({ oid, header, findings }) =>
        findings.map((finding) => ({ finding, subject: oid === null ? header : `${formatShortOid(oid)} ${header}` })),
      ),
      examined: { messages: outcome.messages.length },
      document: null,
      range: rangeText ?? null,
      inherited: 0,
    });
    return { ...report, exitCode };
  }
  return { output: (await import("../report/lint-text.ts")).formatLint(outcome, context.style), exitCode };
};

async function lintFile(source: string, workspaces: Workspaces, context: CommandContext): Promise<LintOutcome> {
  const text =
    source === "-"
      ? await context.readStandardInput()
      : await readMessageFile(resolve(context.directory, source), source);
  return lintText(text, workspaces);
}

async function readMessageFile(path: string, name: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new OperationalError("document-unreadable", `${name} cannot be read`, {
      help: "name the file that holds the message, or - for standard input",
      cause,
    });
  }
}
