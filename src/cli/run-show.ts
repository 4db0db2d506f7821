import { readCommitHistory } from "../commands/read-history.ts";
import { type Command, readWorkspaceProject, toJsonText } from "./command.ts";
import { openWorkspace } from "./open-workspace.ts";

/** Runs `state show`. */
export const runShow: Command = async (line, context) => {
  const workspace = await openWorkspace(context.runner, context.directory);
  const { project, tip } = await readWorkspaceProject(workspace);
  if (line.flags.has("json"))
    return { output: toJsonText((await import("../report/json.ts")).showToJson(project, tip.name)), exitCode: 0 };
  const history =
    project.position.inProgress.length === 0 ? null : await readCommitHistory(workspace.repository, project);
  const { formatShow } = await import("../report/show-text.ts");
  return { output: formatShow(project, history, tip.name, context.style), exitCode: 0 };
};
