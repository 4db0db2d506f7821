import { readShownCommits, showTaggedCommits, type ShownCommits } from "../commands/infer-commits.ts";
import { readCommitHistory } from "../commands/read-history.ts";
import type { Project } from "../commands/read-project.ts";
import { findNearest } from "../model/nearest-word.ts";
import { OperationalError } from "../model/operational-error.ts";
import { formatPlanName, parseAnyPlanId, parsePlanName, type PlanId } from "../model/plan-id.ts";
import type { LogAnswer } from "../report/answers.ts";
import { answerInScopes, listPlans } from "./join-answers.ts";
import type { Workspace } from "./open-workspace.ts";
import type { Place } from "./place.ts";
import { readWorkspaceProject } from "./read-workspace.ts";
import { activeFirst, selectWorkspaces, type Workspaces } from "./select-workspaces.ts";

function parseWord(word: string): PlanId | undefined {
  return parsePlanName(word) ?? parseAnyPlanId(word);
}

/** Lets several planning directories share the reading of history; of one it is read as it comes, and not held. */
async function withSharedHistory(workspaces: Workspaces): Promise<Workspaces> {
  if (workspaces.length < 2) return workspaces;
  const share = (await import("../commands/share-history.ts")).createHistorySharing();
  const [first, ...others] = workspaces;
  const withShared = (workspace: Workspace): Workspace => ({ ...workspace, repository: share(workspace.repository) });
  return [withShared(first), ...others.map(withShared)];
}

/** The planning directories that have the plan; where none has it, the first one says so. */
export async function selectHolders(place: Place, plan: string | undefined): Promise<Workspaces> {
  const selected = activeFirst(await selectWorkspaces(place.runner, place.directory, place.workstream));
  const workspaces = await withSharedHistory(selected);
  if (plan === undefined || workspaces.length < 2) return workspaces;
  const wanted = parseWord(plan);
  const holders: Workspace[] = [];
  for (const workspace of workspaces) {
    const { project } = await readWorkspaceProject(workspace);
    if (project.figures.some(({ plan: known }) => known.planId === wanted)) holders.push(workspace);
  }
  const [first, ...others] = holders;
  return first === undefined ? [workspaces[0]] : [first, ...others];
}

/** Plans of one planning directory, and their commits. */
export interface LoggedPlans {
  readonly figures: Project["figures"];
  readonly readCommits: () => Promise<ShownCommits>;
}

async function readShown({ repository, documents, config }: Workspace, project: Project): Promise<ShownCommits> {
  const history = await readCommitHistory(repository, project);
  return config.infer ? readShownCommits(repository, documents, project, history) : showTaggedCommits(history);
}

/** All plans of a planning directory, or the one that is named. Throws `usage` where there is no such plan. */
export async function readLoggedPlans(workspace: Workspace, plan: string | undefined): Promise<LoggedPlans> {
  const wanted = plan === undefined ? undefined : parseWord(plan);
  const { project } = await readWorkspaceProject(workspace);
  const figures = project.figures.filter(({ plan: known }) => plan === undefined || known.planId === wanted);
  if (plan !== undefined && figures.length === 0) {
    const names = project.figures.map(({ plan: known }) => formatPlanName(known.planId));
    const nearest = findNearest(wanted === undefined ? plan : formatPlanName(wanted), names);
    const help = nearest === undefined ? "see all plans: state log" : `did you mean: state log ${nearest}`;
    throw wanted === undefined
      ? new OperationalError("usage", `${JSON.stringify(plan)} is no plan id, such as 67-04`, { help })
      : new OperationalError("usage", `there is no plan ${formatPlanName(wanted)}, on disk or in history`, { help });
  }
  return { figures, readCommits: async () => readShown(workspace, project) };
}

/** Lists plans with their commits. */
export async function logPlans(place: Place, plan: string | undefined): Promise<LogAnswer> {
  const { logToJson } = await import("../report/json.ts");
  const log = async (workspace: Workspace): Promise<LogAnswer> => {
    const logged = await readLoggedPlans(workspace, plan);
    return logToJson(logged.figures, await logged.readCommits());
  };
  return answerInScopes(await selectHolders(place, plan), log, listPlans);
}
