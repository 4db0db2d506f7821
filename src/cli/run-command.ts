import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { checkRange } from "../commands/check-push.ts";
import { checkState, type CheckOutcome } from "../commands/check-state.ts";
import { lintCommits, lintMessage } from "../commands/lint-messages.ts";
import { readProject, type Project } from "../commands/read-project.ts";
import { syncState } from "../commands/sync-state.ts";
import { readSummaryDocuments, verifyCommits } from "../commands/verify-commits.ts";
import type { Tip } from "../commands/verify-document.ts";
import { decodeDocument, readDocumentFile, writeDocumentFile, type ProcessHost } from "../files/state-file.ts";
import type { GitRunner } from "../git/git-runner.ts";
import { readGitText } from "../git/git-repository.ts";
import { formatShortOid } from "../model/oid.ts";
import type { Finding } from "../model/finding.ts";
import { OperationalError } from "../model/operational-error.ts";
import { parsePlanId } from "../model/plan-id.ts";
import { findPlanFiles } from "../planning/plan-files.ts";
import type { TerminalStyle } from "../report/terminal.ts";
import type { CommandLine } from "./command-line.ts";
import { openWorkspace, requireCommit, type Workspace } from "./open-workspace.ts";

/** The world as a command sees it. */
export interface CommandContext {
  readonly directory: string;
  readonly runner: GitRunner;
  readonly style: TerminalStyle;
  readonly host: ProcessHost;
  readonly readStandardInput: () => Promise<string>;
}

/** What a command ends with: text for standard output, and the exit code. */
export interface CommandResult {
  readonly output: string;
  readonly exitCode: 0 | 1;
}

type Command = (line: CommandLine, context: CommandContext) => Promise<CommandResult>;

function exitCodeOf(findings: readonly Finding[]): 0 | 1 {
  return findings.some(({ severity }) => severity === "error") ? 1 : 0;
}

function toJsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** The history to judge by: HEAD, by its branch's name. */
async function readTip({ repository }: Workspace): Promise<Tip> {
  const head = await repository.readHead();
  return { oid: head.oid, name: head.branch ?? (head.oid === null ? "HEAD" : formatShortOid(head.oid)) };
}

interface OpenProject {
  readonly tip: Tip;
  readonly project: Project;
}

async function readWorkspaceProject(workspace: Workspace): Promise<OpenProject> {
  const tip = await readTip(workspace);
  const { repository, documents, planningDirectory } = workspace;
  return { tip, project: await readProject({ repository, documents, tip: tip.oid, planningDirectory }) };
}

const runVerifyCommits: Command = async (line, context) => {
  const workspace = await openWorkspace(context.runner, context.directory);
  const { repository, documents, statePath, config } = workspace;
  // The document first: without one there is nothing to read history for.
  const state = await readDocumentFile(repository.topLevel, statePath);
  const { tip, project } = await readWorkspaceProject(workspace);
  const summaries = line.flags.has("all") ? await readSummaryDocuments(documents, project, decodeDocument) : [];
  const outcome = await verifyCommits({
    repository,
    project,
    tip,
    documents: [{ path: statePath, text: state.text }, ...summaries],
    severities: config.severities,
  });
  const exitCode = exitCodeOf(outcome.findings);
  if (line.flags.has("json"))
    return { output: toJsonText((await import("../report/json.ts")).verifyToJson(outcome)), exitCode };
  return {
    output: (await import("../report/command-text.ts")).formatVerify(outcome, project, context.style),
    exitCode,
  };
};

const runSync: Command = async (line, context) => {
  const isDry = line.flags.has("check") || line.flags.has("dry-run");
  const workspace = await openWorkspace(context.runner, context.directory);
  const { repository, documents, statePath } = workspace;
  const state = await readDocumentFile(repository.topLevel, statePath);
  if (repository.isShallow) {
    throw new OperationalError(
      "history-incomplete",
      "this clone is shallow: figures from a part of history would be invented",
      { help: "git fetch --unshallow" },
    );
  }
  const { project } = await readWorkspaceProject(workspace);
  const outcome = await syncState(project, documents, {
    path: statePath,
    text: state.text,
    create: line.flags.has("create"),
  });
  const isChanged = outcome.newText !== outcome.oldText;
  if (isChanged && !isDry)
    await writeDocumentFile(repository.topLevel, statePath, state.bytes, outcome.newText, context.host);
  const committed =
    line.flags.has("commit") && !isDry && !outcome.hasConflict
      ? await commitState(workspace, context.runner)
      : undefined;
  const exitCode = outcome.hasConflict || (line.flags.has("check") && isChanged) ? 1 : 0;
  if (line.flags.has("json"))
    return { output: toJsonText((await import("../report/json.ts")).syncToJson(outcome)), exitCode };
  const { formatDiff, formatSync } = await import("../report/command-text.ts");
  const verb = line.flags.has("check") ? "is stale" : isDry ? "would write" : "wrote";
  const diff = line.flags.has("dry-run") && isChanged ? `${formatDiff(outcome, context.style)}\n` : "";
  const commitWords =
    committed === undefined
      ? ""
      : `  ${committed === null ? `${statePath} is as it was committed: there is nothing to commit` : `committed as ${committed}`}\n`;
  return { output: diff + formatSync(outcome, verb, context.style) + commitWords, exitCode };
};

/** Commits STATE.md alone, as GSD does. Answers with the commit as `git log --oneline` shows it; `null` when nothing differs from HEAD. */
async function commitState({ repository, statePath, config }: Workspace, runner: GitRunner): Promise<string | null> {
  if (!config.commitDocs)
    throw new OperationalError("usage", "GSD is configured not to commit planning documents (commit_docs: false)", {
      help: "run state sync without --commit",
    });
  const status = await readGitText(runner, ["--literal-pathspecs", "status", "--porcelain", "-z", "--", statePath], {
    cwd: repository.topLevel,
  });
  if (status === "") return null;
  await readGitText(
    runner,
    [
      "--literal-pathspecs",
      "commit",
      "--quiet",
      "-m",
      "docs(state): bring STATE.md in step with history",
      "--",
      statePath,
    ],
    { cwd: repository.topLevel },
  );
  const [subject = ""] = (await readGitText(runner, ["log", "-1", "--no-show-signature", "--format=%h %s"])).split(
    "\n",
  );
  return subject;
}

const runCheck: Command = async (line, context) => {
  const rangeText = line.values.get("range");
  if (rangeText !== undefined) return runCheckRange(rangeText, line, context);
  const workspace = await openWorkspace(context.runner, context.directory);
  const { repository, documents, statePath, config } = workspace;
  const { text } = await readDocumentFile(repository.topLevel, statePath);
  const { project, tip } = await readWorkspaceProject(workspace);
  const outcome = await checkState({
    repository,
    project,
    documents,
    tip,
    path: statePath,
    text,
    severities: config.severities,
  });
  return reportCheck(outcome, statePath, line, context);
};

async function reportCheck(
  outcome: CheckOutcome,
  statePath: string,
  line: CommandLine,
  context: CommandContext,
): Promise<CommandResult> {
  const exitCode = exitCodeOf(outcome.findings);
  if (line.flags.has("json"))
    return { output: toJsonText((await import("../report/json.ts")).checkToJson(outcome)), exitCode };
  return {
    output: (await import("../report/command-text.ts")).formatCheck(
      outcome,
      statePath,
      line.flags.has("all"),
      context.style,
    ),
    exitCode,
  };
}

async function runCheckRange(rangeText: string, line: CommandLine, context: CommandContext): Promise<CommandResult> {
  const match = /^(.+?)\.\.\.?(.*)$/.exec(rangeText);
  if (match === null)
    throw new OperationalError("usage", `${JSON.stringify(rangeText)} is no range`, {
      help: "write it as A..B, such as origin/main..HEAD",
    });
  const { repository, documentsAt, planningDirectory, statePath, config } = await openWorkspace(
    context.runner,
    context.directory,
  );
  const baseName = match[1] ?? "";
  const tipName = match[2] || "HEAD";
  const range = {
    base: await requireCommit(repository, baseName),
    tip: await requireCommit(repository, tipName),
    baseName,
    tipName,
  };
  const result = await checkRange(
    { repository, documentsAt, decode: decodeDocument, planningDirectory, severities: config.severities },
    range,
  );
  if (result.outcome === null)
    throw new OperationalError("no-state-document", `there is no ${statePath} in ${tipName}`, {
      help: "name a range whose end holds the planning documents",
    });
  const judged = line.flags.has("all") ? result.outcome.findings : result.added;
  return reportCheck({ ...result.outcome, findings: judged }, statePath, line, context);
}

const runLint: Command = async (line, context) => {
  const rangeText = line.values.get("range");
  const [source] = line.words;
  if (rangeText !== undefined && source !== undefined)
    throw new OperationalError("usage", "a file and --range at once", {
      help: "usage: state lint [FILE | - | --range A..B]",
    });
  const workspace = await openWorkspace(context.runner, context.directory);
  const outcome =
    rangeText === undefined ? await lintFile(source ?? "-", workspace, context) : await lintRange(rangeText, workspace);
  const exitCode = exitCodeOf(outcome.findings);
  if (line.flags.has("json"))
    return { output: toJsonText((await import("../report/json.ts")).lintToJson(outcome)), exitCode };
  return { output: (await import("../report/command-text.ts")).formatLint(outcome, context.style), exitCode };
};

async function lintFile(
  source: string,
  workspace: Workspace,
  context: CommandContext,
): Promise<ReturnType<typeof lintMessage>> {
  const text =
    source === "-"
      ? await context.readStandardInput()
      : await readMessageFile(resolve(context.directory, source), source);
  const { cleanMessageFile } = await import("../commit/message.ts");
  const planFiles = findPlanFiles(await workspace.documents.list(), workspace.planningDirectory);
  return lintMessage(
    cleanMessageFile(text, { commentPrefix: "#", cleanup: "strip" }),
    planFiles,
    workspace.config.severities,
  );
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

/** `A..B`, or one revision: then everything that it reaches. */
async function lintRange(
  rangeText: string,
  { repository, config }: Workspace,
): Promise<ReturnType<typeof lintCommits>> {
  const match = /^(.+?)\.\.(?!\.)(.*)$/.exec(rangeText);
  const tip = await requireCommit(
    repository,
    match === null ? rangeText : match[2] === "" ? "HEAD" : (match[2] ?? "HEAD"),
  );
  const base = match === null ? [] : [await requireCommit(repository, match[1] ?? "")];
  return lintCommits(await repository.readCommits(tip, base), config.severities);
}

const runLog: Command = async (line, context) => {
  const [word] = line.words;
  const wanted = word === undefined ? undefined : parsePlanId(word);
  if (word !== undefined && wanted === undefined)
    throw new OperationalError("usage", `${JSON.stringify(word)} is no plan id`, {
      help: "write it as phase-plan, such as 67-04",
    });
  const { project } = await readWorkspaceProject(await openWorkspace(context.runner, context.directory));
  const figures = project.figures.filter(({ plan }) => wanted === undefined || plan.planId === wanted);
  if (wanted !== undefined && figures.length === 0) {
    const { findNearest } = await import("./command-line.ts");
    const nearest = findNearest(
      wanted,
      project.figures.map(({ plan }) => plan.planId),
    );
    throw new OperationalError("usage", `there is no plan ${wanted}, on disk or in history`, {
      help: nearest === undefined ? "see all plans: state log" : `did you mean: state log ${nearest}`,
    });
  }
  if (line.flags.has("json"))
    return { output: toJsonText((await import("../report/json.ts")).logToJson(figures)), exitCode: 0 };
  return {
    output: (await import("../report/command-text.ts")).formatLog(figures, wanted !== undefined, context.style),
    exitCode: 0,
  };
};

const runShow: Command = async (line, context) => {
  const { project, tip } = await readWorkspaceProject(await openWorkspace(context.runner, context.directory));
  if (line.flags.has("json"))
    return { output: toJsonText((await import("../report/json.ts")).showToJson(project, tip.name)), exitCode: 0 };
  return {
    output: (await import("../report/command-text.ts")).formatShow(project, tip.name, context.style),
    exitCode: 0,
  };
};

/** Where `hook.sh` lies: beside the bundle that is running. */
function findHookScript(): string {
  return join(dirname(fileURLToPath(import.meta.url)).replace(/[/\\]chunks$/, ""), "hook.sh");
}

const runInit: Command = async (line, context) => {
  const manager = line.values.get("manager");
  if (manager !== undefined && manager !== "native" && manager !== "husky")
    throw new OperationalError("usage", `--manager is ${JSON.stringify(manager)}`, {
      help: "expected native or husky",
    });
  const dryRun = line.flags.has("dry-run");
  const workspace = await openWorkspace(context.runner, context.directory);
  const [{ installHooks }, { readGitHookFacts }, { createNodeDisk }] = await Promise.all([
    import("../commands/install-hooks.ts"),
    import("../install/git-hook-facts.ts"),
    import("../install/node-disk.ts"),
  ]);
  const ports = { readGitHookFacts: () => readGitHookFacts(context.runner), disk: createNodeDisk() };
  const outcome = await installHooks(ports, { hookScript: findHookScript(), manager, dryRun });
  const created = await createAbsentSections(workspace, context, dryRun);
  if (line.flags.has("json"))
    return {
      output: toJsonText({
        schema: "planlink/init@1",
        applied: outcome.isApplied,
        manager: outcome.manager,
        hooks: outcome.hooks,
        notes: outcome.notes,
        created,
      }),
      exitCode: 0,
    };
  const { formatInstall } = await import("../report/install-text.ts");
  const sections =
    created.length === 0
      ? ""
      : `✔ ${dryRun ? "would create" : "created"} in ${workspace.statePath}: ${created.join(", ")}\n`;
  const next = dryRun || !workspace.hasState() ? "" : `  see what differs from history:   state sync --dry-run\n`;
  return { output: formatInstall(outcome, dryRun, context.style) + sections + next, exitCode: 0 };
};

/** Adds the sections that STATE.md lacks altogether; what is there is left as it is until the next sync. */
async function createAbsentSections(
  workspace: Workspace,
  context: CommandContext,
  dryRun: boolean,
): Promise<readonly string[]> {
  const { repository, documents, statePath } = workspace;
  const state = await readDocumentFile(repository.topLevel, statePath).catch((error: unknown) => {
    // A project may be set up before its first STATE.md.
    if (error instanceof OperationalError && error.code === "no-state-document") return undefined;
    throw error;
  });
  if (state === undefined || repository.isShallow) return [];
  const { project } = await readWorkspaceProject(workspace);
  const { readArchivedIds } = await import("../commands/sync-state.ts");
  const { createDocumentSections } = await import("../commands/sync-document.ts");
  const archivedIds = await readArchivedIds(documents, workspace.planningDirectory);
  const { newText, created } = await createDocumentSections(project, {
    path: statePath,
    text: state.text,
    archivedIds,
  });
  if (!dryRun && newText !== state.text)
    await writeDocumentFile(repository.topLevel, statePath, state.bytes, newText, context.host);
  return created;
}

const runUninstall: Command = async (line, context) => {
  const dryRun = line.flags.has("dry-run");
  const [{ uninstallHooks }, { readGitHookFacts }, { createNodeDisk }] = await Promise.all([
    import("../commands/uninstall-hooks.ts"),
    import("../install/git-hook-facts.ts"),
    import("../install/node-disk.ts"),
  ]);
  await openWorkspace(context.runner, context.directory);
  const outcome = await uninstallHooks(
    { readGitHookFacts: () => readGitHookFacts(context.runner), disk: createNodeDisk() },
    { dryRun },
  );
  if (line.flags.has("json"))
    return {
      output: toJsonText({
        schema: "planlink/uninstall@1",
        applied: outcome.isApplied,
        hooks: outcome.hooks,
        left: outcome.left,
      }),
      exitCode: 0,
    };
  return {
    output: (await import("../report/install-text.ts")).formatUninstall(outcome, dryRun, context.style),
    exitCode: 0,
  };
};

/** The commands by name; `help`, `version` and `hook` belong to `main`. */
export const commands: Readonly<Record<string, Command>> = {
  init: runInit,
  uninstall: runUninstall,
  "verify-commits": runVerifyCommits,
  sync: runSync,
  check: runCheck,
  lint: runLint,
  log: runLog,
  show: runShow,
};
