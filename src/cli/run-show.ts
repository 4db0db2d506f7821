import { readCommitHistory } from "../commands/read-history.ts";
import { type Command, readWorkspaceProject, toJsonText } from "./command.ts";
import { listAnswers, runInScopes, type ScopedCommand } from "./scoped-command.ts";

/** Runs `state show`. */
export const runShow: Command = async (line, context) => runInScopes(showProject, listAnswers)(line, context);

const showProject: ScopedCommand = async (line, context, workspace) => {
  const { project, tip } = await readWorkspaceProject(workspace);
  if (line.flags.has("json"))
    return { output: toJsonText((await import("../report/json.ts")).showToJson(project, tip.name)), exitCode: 0 };
  const history =
    project.position.inProgress.length === 0 ? null : await readCommitHistory(workspace.repository, project);
  const { formatShow } = await import("../report/show-text.ts");
  return { output: formatShow(project, history, tip.name, context.style), exitCode: 0 };
};
