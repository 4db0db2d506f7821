import { readCommitHistory } from "../commands/read-history.ts";
import { findNearest } from "../model/nearest-word.ts";
import { OperationalError } from "../model/operational-error.ts";
import { parsePlanId } from "../model/plan-id.ts";
import { type Command, readWorkspaceProject, toJsonText } from "./command.ts";
import { openWorkspace } from "./open-workspace.ts";

/** Runs `state log`. */
export const runLog: Command = async (line, context) => {
  const [word] = line.words;
  const wanted = word === undefined ? undefined : parsePlanId(word);
  if (word !== undefined && wanted === undefined)
    throw new OperationalError("usage", `${JSON.stringify(word)} is no plan id`, {
      help: "write it as phase-plan, such as 67-04",
    });
  const workspace = await openWorkspace(context.runner, context.directory);
  const { project } = await readWorkspaceProject(workspace);
  const figures = project.figures.filter(({ plan }) => wanted === undefined || plan.planId === wanted);
  if (wanted !== undefined && figures.length === 0) {
    const nearest = findNearest(
      wanted,
      project.figures.map(({ plan }) => plan.planId),
    );
    throw new OperationalError("usage", `there is no plan ${wanted}, on disk or in history`, {
      help: nearest === undefined ? "see all plans: state log" : `did you mean: state log ${nearest}`,
    });
  }
  const wantsJson = line.flags.has("json");
  const history = wantsJson || wanted !== undefined ? await readCommitHistory(workspace.repository, project) : null;
  if (wantsJson && history !== null)
    return { output: toJsonText((await import("../report/json.ts")).logToJson(figures, history)), exitCode: 0 };
  return { output: (await import("../report/log-text.ts")).formatLog(figures, history, context.style), exitCode: 0 };
};
