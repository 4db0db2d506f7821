import { findNearest } from "../model/nearest-word.ts";
import { OperationalError } from "../model/operational-error.ts";
import { parseFindingExplanations } from "../report/finding-explanations.ts";
import { explanationsToJson, formatExplanation, formatExplanationList } from "../report/explanation-text.ts";
import { type Command, toJsonText } from "./command.ts";
import { readPage } from "./read-page.ts";

/** Runs `state explain`. It needs no repository. */
export const runExplain: Command = (line, { style }) => {
  const explanations = parseFindingExplanations(readPage("findings.md"));
  const [word] = line.words;
  const wanted = word === undefined ? undefined : explanations.get(word.toLowerCase());
  if (word !== undefined && wanted === undefined) {
    const nearest = findNearest(word.toLowerCase(), [...explanations.keys()]);
    throw new OperationalError("usage", `there is no finding ${JSON.stringify(word)}`, {
      help: nearest === undefined ? "see all of them: state explain" : `did you mean: state explain ${nearest}`,
    });
  }
  const shown = wanted === undefined ? [...explanations.values()] : [wanted];
  if (line.flags.has("json")) return Promise.resolve({ output: toJsonText(explanationsToJson(shown)), exitCode: 0 });
  const output = wanted === undefined ? formatExplanationList(shown, style) : formatExplanation(wanted, style);
  return Promise.resolve({ output, exitCode: 0 });
};
