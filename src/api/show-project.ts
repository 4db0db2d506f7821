import type { ShowAnswer } from "../report/answers.ts";
import { showToJson } from "../report/json.ts";
import { answerInScopes, listAnswers } from "./join-answers.ts";
import type { Place } from "./place.ts";
import { readWorkspaceProject } from "./read-workspace.ts";
import { activeFirst, selectWorkspaces } from "./select-workspaces.ts";

/** Says where the project stands. */
export async function showProject({ runner, directory, workstream }: Place): Promise<ShowAnswer> {
  const workspaces = activeFirst(await selectWorkspaces(runner, directory, workstream));
  const show = async (workspace: (typeof workspaces)[number]): Promise<ShowAnswer> => {
    const { project, tip } = await readWorkspaceProject(workspace);
    return showToJson(project, tip.name);
  };
  return answerInScopes(workspaces, show, listAnswers);
}
