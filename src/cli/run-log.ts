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
  const { project } = await readWorkspaceProject(await openWorkspace(context.runner, context.directory));
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
  if (line.flags.has("json"))
    return { output: toJsonText((await import("../report/json.ts")).logToJson(figures)), exitCode: 0 };
  return {
    output: (await import("../report/command-text.ts")).formatLog(figures, wanted !== undefined, context.style),
    exitCode: 0,
  };
};
