import { answerCheck, joinJudged, judgeWorkspaces, type Judged } from "../api/check-state.ts";
import { OperationalError } from "../model/operational-error.ts";
import type { TerminalStyle } from "../report/terminal.ts";
import type { CommandLine } from "./command-line.ts";
import { type Command, type CommandResult, exitCodeOf, linkedStyle, toJsonText } from "./command.ts";
import { isReportFormat } from "./report-format.ts";
import { openSelectedWorkspaces } from "./scoped-command.ts";

/** Runs `state check`. */
export const runCheck: Command = async (line, context) => {
  if (line.flags.has("selftest")) {
    const { runSelftestCheck } = await import("./run-selftest.ts");
    return runSelftestCheck(line, context);
  }
  const rangeText = line.values.get("range");
  const list = line.values.get("repos");
  if (list !== undefined)
    return (await import("./run-check-repositories.ts")).runCheckRepositories(list, line, context);
  if (line.values.has("jobs"))
    throw new OperationalError("usage", "--jobs is for many repositories", { help: "give --repos FILE with it" });
  if (rangeText !== undefined && line.flags.has("explain"))
    throw new OperationalError("usage", "--explain reads the working STATE.md, and --range none", {
      help: "give one of them",
    });
  const workspaces = await openSelectedWorkspaces(line, context);
  const choices = { range: rangeText, all: line.flags.has("all"), explains: line.flags.has("explain") };
  const judged = await judgeWorkspaces(workspaces, choices);
  return reportCheck(judged, line, linkedStyle(context, workspaces[0].repository.topLevel));
};

async function reportCheck(judged: readonly Judged[], line: CommandLine, style: TerminalStyle): Promise<CommandResult> {
  const outcome = joinJudged(judged);
  const exitCode = exitCodeOf(outcome.findings);
  if (line.flags.has("json"))
    return { output: toJsonText(await answerCheck(judged, line.flags.has("explain"))), exitCode };
  if (isReportFormat(line.format)) {
    // Annotations are for people: like the text they hold what is for information on request only.
    const shown =
      line.format === "github" && !line.flags.has("all")
        ? outcome.findings.filter(({ severity }) => severity !== "info")
        : outcome.findings;
    const report = await (
      await import("./report-findings.ts")
    ).reportFindings(line.format, {
      command: "check",
      items: shown.map((finding) => ({ finding, subject: null })),
      examined: outcome.examined,
      document: judged[0]?.statePath ?? null,
      range: line.values.get("range") ?? null,
      inherited: judged.reduce((sum, { inherited }) => sum + inherited, 0),
    });
    return { ...report, exitCode };
  }
  const { formatCheck } = await import("../report/check-text.ts");
  const texts = await Promise.all(
    judged.map(async (each) => {
      const explained =
        each.unread === null ? "" : (await import("../report/unread-text.ts")).formatUnread(each.unread, style);
      return `${formatCheck(each.outcome, each.statePath, line.flags.has("all"), style)}${explained}`;
    }),
  );
  return { output: texts.join("\n"), exitCode };
}
