import { checkRange } from "../commands/check-push.ts";
import type { UnreadLine } from "../check/find-unread.ts";
import { type CheckOutcome, checkState } from "../commands/check-state.ts";
import { decodeDocument, readDocumentFile } from "../files/state-file.ts";
import { OperationalError } from "../model/operational-error.ts";
import type { TerminalStyle } from "../report/terminal.ts";
import type { CommandLine } from "./command-line.ts";
import { sortFindings } from "../model/finding.ts";
import type { RepositoryPath } from "../model/ports.ts";
import {
  type Command,
  type CommandResult,
  exitCodeOf,
  linkedStyle,
  readWorkspaceProject,
  toJsonText,
} from "./command.ts";
import { requireCommit, type Workspace } from "./open-workspace.ts";
import { isReportFormat } from "./report-format.ts";
import { openSelectedWorkspaces, type Workspaces } from "./scoped-command.ts";

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
  const [{ repository }] = workspaces;
  const judge = rangeText === undefined ? createJudge(line) : await createRangeJudge(rangeText, line, workspaces);
  const judged: Judged[] = [];
  for (const workspace of workspaces) {
    const answer = await judge(workspace);
    if (answer !== null) judged.push(answer);
  }
  if (judged.length === 0)
    throw new OperationalError(
      "no-state-document",
      `there is no ${workspaces[0].statePath} in ${rangeText === undefined ? "the work tree" : tipOf(rangeText)}`,
      { help: "name a range whose end holds the planning documents" },
    );
  return reportCheck(judged, line, linkedStyle(context, repository.topLevel));
};

/** Judges one planning directory; `null` where it has no STATE.md in what is judged. */
type Judge = (workspace: Workspace) => Promise<Judged | null>;

function createJudge(line: CommandLine): Judge {
  return async (workspace) => judgeWorkTree(workspace, line.flags.has("explain"));
}

async function judgeWorkTree(workspace: Workspace, explains: boolean): Promise<Judged> {
  const { repository, documents, statePath, config, referenceCache } = workspace;
  const { text } = await readDocumentFile(repository.topLevel, statePath);
  const { project, tip } = await readWorkspaceProject(workspace);
  const outcome = await checkState({
    repository,
    referenceCache,
    project,
    documents,
    tip,
    path: statePath,
    text,
    severities: config.severities,
    position: config.position,
  });
  return { statePath, outcome, inherited: 0, unread: explains ? await readUnread(text) : null };
}

/** What is judged, and how many findings a range leaves out. */
interface Judged {
  readonly statePath: RepositoryPath;
  readonly outcome: CheckOutcome;
  readonly inherited: number;
  /** What was not understood; `null` where nobody asked. */
  readonly unread: readonly UnreadLine[] | null;
}

async function readUnread(text: string): Promise<readonly UnreadLine[]> {
  const [{ findUnread }, { parseStateDocument }] = await Promise.all([
    import("../check/find-unread.ts"),
    import("../document/state-document.ts"),
  ]);
  return findUnread(parseStateDocument(text));
}

/** Of several planning directories one answer is made: findings name their documents. */
function joinOutcomes(judged: readonly Judged[]): CheckOutcome {
  const sum = (key: keyof CheckOutcome["examined"]): number =>
    judged.reduce((total, { outcome }) => total + outcome.examined[key], 0);
  return {
    findings: sortFindings(judged.flatMap(({ outcome }) => outcome.findings)),
    examined: {
      references: sum("references"),
      plans: sum("plans"),
      rows: sum("rows"),
      // They share one history.
      commits: Math.max(0, ...judged.map(({ outcome }) => outcome.examined.commits)),
    },
  };
}

async function reportCheck(judged: readonly Judged[], line: CommandLine, style: TerminalStyle): Promise<CommandResult> {
  const [first, second] = judged;
  const outcome = first !== undefined && second === undefined ? first.outcome : joinOutcomes(judged);
  const unread = line.flags.has("explain") ? judged.flatMap((each) => each.unread ?? []) : null;
  const exitCode = exitCodeOf(outcome.findings);
  if (line.flags.has("json"))
    return { output: toJsonText((await import("../report/json.ts")).checkToJson(outcome, unread)), exitCode };
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
      document: first?.statePath ?? null,
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

const rangeForm = /^(.+?)\.\.\.?(.*)$/;

function tipOf(rangeText: string): string {
  return rangeForm.exec(rangeText)?.[2] || "HEAD";
}

async function createRangeJudge(rangeText: string, line: CommandLine, [{ repository }]: Workspaces): Promise<Judge> {
  const match = rangeForm.exec(rangeText);
  if (match === null)
    throw new OperationalError("usage", `${JSON.stringify(rangeText)} is no range`, {
      help: "write it as A..B, such as origin/main..HEAD",
    });
  const baseName = match[1] ?? "";
  const tipName = tipOf(rangeText);
  const range = {
    base: await requireCommit(repository, baseName),
    tip: await requireCommit(repository, tipName),
    baseName,
    tipName,
  };
  return async ({ documentsAt, planningDirectory, statePath, config, cache, referenceCache }) => {
    const result = await checkRange(
      {
        repository,
        documentsAt,
        decode: decodeDocument,
        planningDirectory,
        cache,
        referenceCache,
        severities: config.severities,
        position: config.position,
      },
      range,
    );
    if (result.outcome === null) return null;
    if (line.flags.has("all")) return { statePath, outcome: result.outcome, inherited: 0, unread: null };
    return {
      statePath,
      outcome: { ...result.outcome, findings: result.added },
      inherited: result.inherited.filter(({ severity }) => severity !== "info").length,
      unread: null,
    };
  };
}
