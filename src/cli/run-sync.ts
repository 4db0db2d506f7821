import { readCommitHistory } from "../commands/read-history.ts";
import { createCellRenderer } from "../commands/render-cells.ts";
import { syncState } from "../commands/sync-state.ts";
import { readDocumentFile, writeDocumentFile } from "../files/state-file.ts";
import { readGitText } from "../git/git-repository.ts";
import type { GitRunner } from "../git/git-runner.ts";
import { OperationalError } from "../model/operational-error.ts";
import { type Command, linkedStyle, readWorkspaceProject, toJsonText } from "./command.ts";
import { prepareLedger } from "./ledger-file.ts";
import { prepareManifest } from "./manifest-file.ts";
import type { Workspace } from "./open-workspace.ts";
import { joinAnswers, runInScopes, type ScopedCommand } from "./scoped-command.ts";

/** Runs `state sync`. */
export const runSync: Command = async (line, context) => runInScopes(syncWorkspace, joinAnswers)(line, context);

const syncWorkspace: ScopedCommand = async (line, context, workspace) => {
  const isDry = line.flags.has("check") || line.flags.has("dry-run");
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
    renderCells: createCellRenderer(project, () => readCommitHistory(repository, project)),
    position: workspace.config.position,
  });
  const isChanged = outcome.newText !== outcome.oldText;
  if (isChanged && !isDry)
    await writeDocumentFile(repository.topLevel, statePath, state.bytes, outcome.newText, context.host);
  const ledger = await prepareLedger(workspace, project, outcome.newText, new Map());
  if (!isDry && !outcome.hasConflict) await ledger.write(context.host);
  const manifest = await prepareManifest(workspace, project, () => readCommitHistory(repository, project));
  if (!isDry && !outcome.hasConflict) await manifest?.write(context.host);
  const committed =
    line.flags.has("commit") && !isDry && !outcome.hasConflict
      ? await commitState(workspace, await context.openChangingRunner(), [
          ledger.path,
          ...(manifest === undefined ? [] : [manifest.path]),
        ])
      : undefined;
  const exitCode = outcome.hasConflict || (line.flags.has("check") && isChanged) ? 1 : 0;
  if (line.flags.has("json"))
    return {
      output: toJsonText((await import("../report/sync-json.ts")).syncToJson(outcome, ledger, manifest)),
      exitCode,
    };
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
  return { output: diff + words + commitWords, exitCode };
};

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
