import { readInferredWork } from "../commands/infer-commits.ts";
import { measurePlans } from "../commands/measure-plans.ts";
import { readDocumentFile } from "../files/state-file.ts";
import { formatMetrics, formatMetricsCsv, metricsToJson } from "../report/metrics-text.ts";
import { type Command, readWorkspaceProject, toJsonText } from "./command.ts";
import { requireWholeHistory } from "./open-workspace.ts";
import { listPlans, runInScopes, type ScopedCommand } from "./scoped-command.ts";

/** Runs `state metrics`. Without STATE.md there are no recorded rows, and figures all the same. */
export const runMetrics: Command = async (line, context) => runInScopes(measure, listPlans)(line, context);

const measure: ScopedCommand = async (line, context, workspace) => {
  const { repository, statePath } = workspace;
  requireWholeHistory(repository);
  const text = workspace.hasState() ? (await readDocumentFile(repository.topLevel, statePath)).text : null;
  const { project } = await readWorkspaceProject(workspace);
  const { documents, config } = workspace;
  const inferred = config.infer ? await readInferredWork(repository, documents, project) : new Map();
  const metrics = measurePlans(project, { path: statePath, text, inferred });
  const output =
    line.format === "csv"
      ? formatMetricsCsv(metrics)
      : line.flags.has("json")
        ? toJsonText(metricsToJson(metrics))
        : formatMetrics(metrics, line.flags.has("all"), context.style);
  return { output, exitCode: 0 };
};
