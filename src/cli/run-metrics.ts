import { measurePlans, measureWorkspace } from "../api/measure-plans.ts";
import { formatMetrics, formatMetricsCsv } from "../report/metrics-text.ts";
import { type Command, placeOf, toJsonText } from "./command.ts";
import { openActiveFirst, runInScopes } from "./scoped-command.ts";

/** Runs `state metrics`. */
export const runMetrics: Command = async (line, context) => {
  if (line.flags.has("json")) return { output: toJsonText(await measurePlans(placeOf(line, context))), exitCode: 0 };
  const isTable = line.format === "csv";
  const measure: Parameters<typeof runInScopes>[1] = async (workspace) => {
    const metrics = await measureWorkspace(workspace);
    return {
      output: isTable ? formatMetricsCsv(metrics) : formatMetrics(metrics, line.flags.has("all"), context.style),
      exitCode: 0,
    };
  };
  return runInScopes(await openActiveFirst(line, context), measure, isTable);
};
