import { readShownCommits, showTaggedCommits, type ShownCommits } from "../commands/infer-commits.ts";
import { readCommitHistory } from "../commands/read-history.ts";
import type { Project } from "../commands/read-project.ts";
import { findNearest } from "../model/nearest-word.ts";
import { OperationalError } from "../model/operational-error.ts";
import { formatPlanName, parsePlanId, parsePlanName, type PlanId } from "../model/plan-id.ts";
import { type Command, readWorkspaceProject, toJsonText } from "./command.ts";
import type { Workspace } from "./open-workspace.ts";
import { listPlans, runInScopes, type ChooseScopes, type ScopedCommand } from "./scoped-command.ts";

async function readCommits({ repository, documents, config }: Workspace, project: Project): Promise<ShownCommits> {
  const history = await readCommitHistory(repository, project);
  return config.infer ? readShownCommits(repository, documents, project, history) : showTaggedCommits(history);
}

/** Runs `state log`. */
export const runLog: Command = async (line, context) => runInScopes(logPlans, listPlans, chooseHolders)(line, context);

/** The planning directories that have the plan; where none has it, the first one says so. */
const chooseHolders: ChooseScopes = async ({ words: [word] }, workspaces) => {
  if (word === undefined) return workspaces;
  const wanted = parseWord(word);
  const holders: Workspace[] = [];
  for (const workspace of workspaces) {
    const { project } = await readWorkspaceProject(workspace);
    if (project.figures.some(({ plan }) => plan.planId === wanted)) holders.push(workspace);
  }
  return holders.length > 0 ? holders : workspaces.slice(0, 1);
};

function parseWord(word: string): PlanId | undefined {
  return parsePlanName(word) ?? parsePlanId(word);
}

const logPlans: ScopedCommand = async (line, context, workspace) => {
  const [word] = line.words;
  const wanted = word === undefined ? undefined : parseWord(word);
  const { project } = await readWorkspaceProject(workspace);
  const figures = project.figures.filter(({ plan }) => word === undefined || plan.planId === wanted);
  if (word !== undefined && figures.length === 0) {
    const names = project.figures.map(({ plan }) => formatPlanName(plan.planId));
    const nearest = findNearest(wanted === undefined ? word : formatPlanName(wanted), names);
    const help = nearest === undefined ? "see all plans: state log" : `did you mean: state log ${nearest}`;
    throw wanted === undefined
      ? new OperationalError("usage", `${JSON.stringify(word)} is no plan id, such as 67-04`, { help })
      : new OperationalError("usage", `there is no plan ${formatPlanName(wanted)}, on disk or in history`, { help });
  }
  const wantsJson = line.flags.has("json");
  const shown = wantsJson || wanted !== undefined ? await readCommits(workspace, project) : null;
  if (wantsJson && shown !== null)
    return { output: toJsonText((await import("../report/json.ts")).logToJson(figures, shown)), exitCode: 0 };
  return { output: (await import("../report/log-text.ts")).formatLog(figures, shown, context.style), exitCode: 0 };
};
