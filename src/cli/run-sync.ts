import { syncState } from "../commands/sync-state.ts";
import { readDocumentFile, writeDocumentFile } from "../files/state-file.ts";
import { readGitText } from "../git/git-repository.ts";
import type { GitRunner } from "../git/git-runner.ts";
import { OperationalError } from "../model/operational-error.ts";
import { type Command, readWorkspaceProject, toJsonText } from "./command.ts";
import { openWorkspace, type Workspace } from "./open-workspace.ts";

/** Runs `state sync`. */
export const runSync: Command = async (line, context) => {
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
