import { type Command, readWorkspaceProject, toJsonText } from "./command.ts";
import { openWorkspace } from "./open-workspace.ts";

/** Runs `state show`. */
export const runShow: Command = async (line, context) => {
  const { project, tip } = await readWorkspaceProject(await openWorkspace(context.runner, context.directory));
  if (line.flags.has("json"))
    return { output: toJsonText((await import("../report/json.ts")).showToJson(project, tip.name)), exitCode: 0 };
  return {
    output: (await import("../report/command-text.ts")).formatShow(project, tip.name, context.style),
    exitCode: 0,
  };
};
