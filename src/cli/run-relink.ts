import { readDocumentFile } from "../files/state-file.ts";
import { OperationalError } from "../model/operational-error.ts";
import type { Confidence } from "../relink/relink-answer.ts";
import { type Command, readTip, toJsonText } from "./command.ts";
import { renewLedger } from "./ledger-file.ts";
import { relinkWorkTree } from "./relink-work-tree.ts";
import { joinAnswers, runInScopes, type ScopedCommand } from "./scoped-command.ts";

const confidences: readonly Confidence[] = ["exact", "high", "low"];

function parseConfidence(text: string): Confidence {
  const confidence = confidences.find((known) => known === text);
  if (confidence === undefined)
    throw new OperationalError("usage", `--min-confidence is ${JSON.stringify(text)}`, {
      help: "expected exact, high or low",
    });
  return confidence;
}

/** Runs `state relink`. */
export const runRelink: Command = async (line, context) => runInScopes(relink, joinAnswers)(line, context);

const relink: ScopedCommand = async (line, context, workspace) => {
  const leastConfidence = parseConfidence(line.values.get("min-confidence") ?? "high");
  const isDry = line.flags.has("dry-run");
  const state = await readDocumentFile(workspace.repository.topLevel, workspace.statePath);
  const tip = await readTip(workspace);
  const withSummaries = line.flags.has("all");
  const outcome = await relinkWorkTree(workspace, { tip: tip.oid, state, withSummaries, leastConfidence, only: null });
  const isApplied = !isDry && outcome.changed.length > 0;
  if (isApplied) {
    await outcome.write(context.host);
    await renewLedger(workspace, tip.oid, outcome.successors, context.host);
  }
  if (line.flags.has("json"))
    return { output: toJsonText((await import("../report/json.ts")).relinkToJson(outcome, isApplied)), exitCode: 0 };
  const { formatRelink } = await import("../report/relink-text.ts");
  return { output: formatRelink(outcome, { isApplied, isDry, withSummaries }, context.style), exitCode: 0 };
};
