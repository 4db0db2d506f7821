import { briefSession as briefFacts, type SessionBrief } from "../commands/brief-session.ts";
import { checkState } from "../commands/check-state.ts";
import { readCommitHistory } from "../commands/read-history.ts";
import { readPlanTitles } from "../commands/read-plan-titles.ts";
import { refuseAwaitedRules } from "../files/awaited-rules.ts";
import { readGitState } from "../files/git-state.ts";
import { readDocumentFile } from "../files/state-file.ts";
import { readWorkTreeStatus } from "../git/work-tree-status.ts";
import type { ResumeAnswer } from "../report/answers.ts";
import { briefToJson } from "../report/brief-text.ts";
import { answerInScopes, listAnswers } from "./join-answers.ts";
import type { Workspace } from "./open-workspace.ts";
import type { Place } from "./place.ts";
import { readWorkspaceProject } from "./read-workspace.ts";
import { activeFirst, selectWorkspaces } from "./select-workspaces.ts";

/** What the next session needs to know of one planning directory. */
export async function briefWorkspace(workspace: Workspace): Promise<SessionBrief> {
  const { repository, referenceCache, documents, statePath, config } = workspace;
  const text = workspace.hasState() ? (await readDocumentFile(repository.topLevel, statePath)).text : null;
  const { project, tip } = await readWorkspaceProject(workspace);
  const check = {
    repository,
    referenceCache,
    project,
    documents,
    tip,
    path: statePath,
    severities: config.severities,
    position: config.position,
  };
  refuseAwaitedRules(repository.topLevel, [statePath]);
  const [status, gitState, findings, history, titles] = await Promise.all([
    readWorkTreeStatus(workspace.runner, repository.topLevel),
    readGitState(repository.gitDirectory),
    text === null ? [] : checkState({ ...check, text }).then((outcome) => outcome.findings),
    project.position.inProgress.length === 0 ? null : readCommitHistory(repository, project),
    readPlanTitles(documents, workspace.planningDirectory),
  ]);
  return briefFacts({ project, titles, tip, history, text, findings, status, gitState });
}

/** Says what the next session needs to know. */
export async function briefSession({ runner, directory, workstream }: Place): Promise<ResumeAnswer> {
  const workspaces = activeFirst(await selectWorkspaces(runner, directory, workstream));
  return answerInScopes(workspaces, async (workspace) => briefToJson(await briefWorkspace(workspace)), listAnswers);
}
