import { readWorkspaceProject } from "../api/read-workspace.ts";
import { showProject } from "../api/show-project.ts";
import { readCommitHistory } from "../commands/read-history.ts";
import { readPlanTitles } from "../commands/read-plan-titles.ts";
import { findLastWork } from "../links/work-times.ts";
import { type Command, placeOf, toJsonText } from "./command.ts";
import { openActiveFirst, runInScopes } from "./scoped-command.ts";

/** Runs `state show`. */
export const runShow: Command = async (line, context) => {
  if (line.flags.has("json")) return { output: toJsonText(await showProject(placeOf(line, context))), exitCode: 0 };
  const { formatShow } = await import("../report/show-text.ts");
  return runInScopes(await openActiveFirst(line, context), async (workspace) => {
    const { project, tip } = await readWorkspaceProject(workspace);
    const titles = await readPlanTitles(workspace.documents, workspace.planningDirectory);
    const history =
      project.position.inProgress.length === 0 ? null : await readCommitHistory(workspace.repository, project);
    return {
      output: formatShow(project, history, tip.name, titles, findLastWork(project.digest.work), context.style),
      exitCode: 0,
    };
  });
};
