import { readInferredWork } from "../commands/infer-commits.ts";
import { measurePlans as measureProjectPlans, type ProjectMetrics } from "../commands/measure-plans.ts";
import { readDocumentFile } from "../files/state-file.ts";
import type { MetricsAnswer } from "../report/answers.ts";
import { metricsToJson } from "../report/metrics-text.ts";
import { answerInScopes, listPlans } from "./join-answers.ts";
import { requireWholeHistory, type Workspace } from "./open-workspace.ts";
import type { Place } from "./place.ts";
import { readWorkspaceProject } from "./read-workspace.ts";
import { activeFirst, selectWorkspaces } from "./select-workspaces.ts";

/** The figures of one planning directory. Without STATE.md there are no recorded rows, and figures all the same. */
export async function measureWorkspace(workspace: Workspace): Promise<ProjectMetrics> {
  const { repository, statePath } = workspace;
  requireWholeHistory(repository);
  const text = workspace.hasState() ? (await readDocumentFile(repository.topLevel, statePath)).text : null;
  const { project } = await readWorkspaceProject(workspace);
  const { documents, config } = workspace;
  const inferred = config.infer ? await readInferredWork(repository, documents, project) : new Map();
  return measureProjectPlans(project, { path: statePath, text, inferred });
}

/** The figures of all planning directories that are meant. */
export async function measurePlans({ runner, directory, workstream }: Place): Promise<MetricsAnswer> {
  const workspaces = activeFirst(await selectWorkspaces(runner, directory, workstream));
  return answerInScopes(workspaces, async (workspace) => metricsToJson(await measureWorkspace(workspace)), listPlans);
}
