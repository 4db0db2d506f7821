import { logPlans, readLoggedPlans, selectHolders } from "../api/log-plans.ts";
import { readPlanTitles } from "../commands/read-plan-titles.ts";
import { type Command, placeOf, toJsonText } from "./command.ts";
import { runInScopes } from "./scoped-command.ts";

/** Runs `state log`. */
export const runLog: Command = async (line, context) => {
  const [plan] = line.words;
  const place = placeOf(line, context);
  if (line.flags.has("json")) return { output: toJsonText(await logPlans(place, plan)), exitCode: 0 };
  const { formatLog } = await import("../report/log-text.ts");
  return runInScopes(await selectHolders(place, plan), async (workspace) => {
    const logged = await readLoggedPlans(workspace, plan);
    const titles = await readPlanTitles(workspace.documents, workspace.planningDirectory);
    const shown = plan === undefined ? null : await logged.readCommits();
    return { output: formatLog(logged.figures, titles, shown, context.style), exitCode: 0 };
  });
};
