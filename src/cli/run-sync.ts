import { answerInScopes, joinAnswers } from "../api/join-answers.ts";
import type { Workspace } from "../api/open-workspace.ts";
import { syncWorkspace, type SyncedWorkspace } from "../api/sync-state.ts";
import { refuseAwaitedRules } from "../files/awaited-rules.ts";
import { readGitText } from "../git/git-repository.ts";
import type { GitRunner } from "../git/git-runner.ts";
import { OperationalError } from "../model/operational-error.ts";
import type { SyncAnswer } from "../report/answers.ts";
import type { CommandLine } from "./command-line.ts";
import { type Command, type CommandContext, type CommandResult, linkedStyle, toJsonText } from "./command.ts";
import { openActiveFirst, runInScopes } from "./scoped-command.ts";

/** Runs `state sync`. */
export const runSync: Command = async (line, context) => {
  const workspaces = await openActiveFirst(line, context);
  if (!line.flags.has("json"))
    return runInScopes(workspaces, async (workspace) => syncInText(workspace, line, context));
  const { syncToJson } = await import("../report/sync-json.ts");
  let exitCode: 0 | 1 = 0;
  const answer = async (workspace: Workspace): Promise<SyncAnswer> => {
    const { synced } = await syncAndCommit(workspace, line, context);
    if (exitCodeOfSync(synced, line) === 1) exitCode = 1;
    return syncToJson(synced.outcome, synced.ledger, synced.manifest);
  };
  const answers = await answerInScopes(workspaces, answer, joinAnswers);
  return { output: toJsonText(answers), exitCode };
};

function wantsNothingWritten({ flags }: CommandLine): boolean {
  return flags.has("check") || flags.has("dry-run");
}

function exitCodeOfSync({ outcome, isChanged }: SyncedWorkspace, line: CommandLine): 0 | 1 {
  return outcome.hasConflict || (line.flags.has("check") && isChanged) ? 1 : 0;
}

/** What a run comes to: `committed` is absent where no commit was asked for or can be made. */
interface Synced {
  readonly synced: SyncedWorkspace;
  readonly committed?: string | null;
}

async function syncAndCommit(workspace: Workspace, line: CommandLine, context: CommandContext): Promise<Synced> {
  const isDry = wantsNothingWritten(line);
  const synced = await syncWorkspace(workspace, { isDry, create: line.flags.has("create") }, context.host);
  const { outcome, ledger, manifest } = synced;
  if (!line.flags.has("commit") || isDry || outcome.hasConflict) return { synced };
  const companions = [ledger.path, ...(manifest === undefined ? [] : [manifest.path])];
  return { synced, committed: await commitState(workspace, await context.openChangingRunner(), companions) };
}

async function syncInText(workspace: Workspace, line: CommandLine, context: CommandContext): Promise<CommandResult> {
  const { synced, committed } = await syncAndCommit(workspace, line, context);
  const { outcome, isChanged, ledger, manifest } = synced;
  const { statePath, repository } = workspace;
  const isDry = wantsNothingWritten(line);
  const { formatLedgerChange, formatManifestChange, formatSync } = await import("../report/sync-text.ts");
  const style = linkedStyle(context, repository.topLevel);
  const verb = line.flags.has("check") ? "is stale" : isDry ? "would write" : "wrote";
  const diff =
    line.flags.has("dry-run") && isChanged
      ? `${(await import("../report/diff-text.ts")).formatDiff(outcome, context.style)}\n`
      : "";
  const commitWords =
    committed === undefined
      ? ""
      : `  ${committed === null ? `${statePath} is as it was committed: there is nothing to commit` : `committed as ${committed}`}\n`;
  const ledgerWords = outcome.hasConflict ? "" : formatLedgerChange(ledger, isDry, style);
  const manifestWords =
    outcome.hasConflict || manifest === undefined ? "" : formatManifestChange(manifest, isDry, style);
  const words = formatSync(outcome, verb, style) + ledgerWords + manifestWords;
  return { output: diff + words + commitWords, exitCode: exitCodeOfSync(synced, line) };
}

/**
 * Commits STATE.md and the files that go with it, and nothing else, as GSD does. Answers with the commit as `git log --oneline` shows
 * it; `null` when none of them differs from HEAD.
 */
async function commitState(
  { repository, statePath, config }: Workspace,
  runner: GitRunner,
  companions: readonly string[],
): Promise<string | null> {
  if (!config.commitDocs)
    throw new OperationalError("usage", "GSD is configured not to commit planning documents (commit_docs: false)", {
      help: "run state sync without --commit",
    });
  const { topLevel: cwd } = repository;
  refuseAwaitedRules(cwd, [statePath, ...companions]);
  const git = async (args: readonly string[]): Promise<string> =>
    readGitText(runner, ["--literal-pathspecs", ...args], { cwd });
  const status = await git(["status", "--porcelain", "--untracked-files=all", "-z", "--", statePath, ...companions]);
  // An ignored file is not in the status, and stays out of the commit.
  const changes = status.split("\0").filter(Boolean);
  const paths = changes.map((change) => change.slice(3));
  if (paths.length === 0) return null;
  const untracked = companions.filter((path) => changes.includes(`?? ${path}`));
  if (untracked.length > 0) await git(["add", "--", ...untracked]);
  const message = "docs(state): bring STATE.md in step with history";
  await git(["commit", "--quiet", "-m", message, "--", ...paths]);
  const [subject = ""] = (await readGitText(runner, ["log", "-1", "--no-show-signature", "--format=%h %s"])).split(
    "\n",
  );
  return subject;
}
