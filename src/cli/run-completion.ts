import { OperationalError } from "../model/operational-error.ts";
import { comparePlanIds, formatPlanName } from "../model/plan-id.ts";
import { findPlanFiles, type PlanFiles } from "../planning/plan-files.ts";
import { parseFindingExplanations } from "../report/finding-explanations.ts";
import { clip, printable } from "../report/terminal.ts";
import type { Command, CommandContext } from "./command.ts";
import { createCompletionTable, type CompletionTable } from "./completion.ts";
import { openPlanningRepository } from "../api/open-workspace.ts";
import { readPage } from "./read-page.ts";

/** Beside the longest code this fits into a terminal of 100 columns. */
const summaryColumns = 72;

/** Runs `state completion`: a script for a shell, or what such a script asks for. */
export const runCompletion: Command = async (line, context) => {
  if (line.flags.has("plans")) return { output: await listPlans(context), exitCode: 0 };
  const explanations = [...parseFindingExplanations(readPage("findings.md")).values()];
  const codes = explanations.map(({ code, meaning }) => ({
    word: code,
    summary: clip(meaning.replace(/\s+/g, " ").replace(/[`*]/g, ""), summaryColumns),
  }));
  return { output: await formatScript(line.words[0], createCompletionTable(codes)), exitCode: 0 };
};

const scripts: Readonly<Record<string, () => Promise<(table: CompletionTable) => string>>> = {
  bash: async () => (await import("./completion-bash.ts")).formatBashCompletion,
  zsh: async () => (await import("./completion-zsh.ts")).formatZshCompletion,
  fish: async () => (await import("./completion-fish.ts")).formatFishCompletion,
};

async function formatScript(shell: string | undefined, table: CompletionTable): Promise<string> {
  const load = shell !== undefined && Object.hasOwn(scripts, shell) ? scripts[shell] : undefined;
  if (load !== undefined) return (await load())(table);
  throw new OperationalError(
    "usage",
    shell === undefined ? "for which shell?" : `there is no completion for ${JSON.stringify(shell)}`,
    { help: "usage: state completion bash|zsh|fish" },
  );
}

/** The plans on disk that a command line may name: an id and its phase's folder in each line, between them a tab. */
async function listPlans({ runner, directory }: CommandContext): Promise<string> {
  const { planning, documents } = await openPlanningRepository(runner, directory);
  const files = findPlanFiles(await documents.list(), planning.path);
  const filesById = new Map(files.flatMap((file) => (file.planId === null ? [] : [[file.planId, file] as const])));
  const describe = ({ directory: phase, summaryPath }: PlanFiles): string =>
    `${printable(phase.split("/").at(-1) ?? "")}${summaryPath === null ? "" : ", completed"}`;
  return [...filesById]
    .sort(([a], [b]) => comparePlanIds(a, b))
    .map(([planId, file]) => `${printable(formatPlanName(planId))}\t${describe(file)}\n`)
    .join("");
}
