import { relink, relinkWorkspace } from "../api/relink.ts";
import { OperationalError } from "../model/operational-error.ts";
import type { Confidence } from "../relink/relink-answer.ts";
import { type Command, placeOf, toJsonText } from "./command.ts";
import { openActiveFirst, runInScopes } from "./scoped-command.ts";

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
export const runRelink: Command = async (line, context) => {
  const leastConfidence = parseConfidence(line.values.get("min-confidence") ?? "high");
  const isDry = line.flags.has("dry-run");
  const withSummaries = line.flags.has("all");
  const choices = { leastConfidence, isDry, withSummaries };
  if (line.flags.has("json")) return { output: toJsonText(await relink(placeOf(line, context), choices)), exitCode: 0 };
  const { formatRelink } = await import("../report/relink-text.ts");
  return runInScopes(await openActiveFirst(line, context), async (workspace) => {
    const outcome = await relinkWorkspace(workspace, choices, context.host);
    const { isApplied } = outcome;
    return {
      output: formatRelink(outcome, { isApplied, isDry, withSummaries, leastConfidence }, context.style),
      exitCode: 0,
    };
  });
};
