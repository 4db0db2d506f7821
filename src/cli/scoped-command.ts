import { readFileSync } from "node:fs";
import { join } from "node:path";
import { OperationalError } from "../model/operational-error.ts";
import { planningRootOf } from "../planning/planning-root.ts";
import type { CommandLine } from "./command-line.ts";
import { toJsonText, type Command, type CommandContext, type CommandResult } from "./command.ts";
import { openWorkspaces, type Workspace } from "./open-workspace.ts";

/** Planning directories that one run of a command is about; at least one. */
export type Workspaces = readonly [Workspace, ...Workspace[]];

/** Opens the planning directories that a command line means: that of `--workstream`, or all where it is run. */
export async function openSelectedWorkspaces(line: CommandLine, context: CommandContext): Promise<Workspaces> {
  const workspaces = await openWorkspaces(context.runner, context.directory);
  const wanted = line.values.get("workstream");
  if (wanted === undefined) return workspaces;
  const { findNamedScope, scopeNameOf } = await import("../planning/planning-scopes.ts");
  const directories = workspaces.map(({ planningDirectory }) => planningDirectory);
  const path = wanted.replace(/\/+$/, "");
  const directory = directories.find((known) => known === path) ?? findNamedScope(wanted, directories);
  const found = workspaces.find(({ planningDirectory }) => planningDirectory === directory);
  if (found !== undefined) return [found];
  const names = directories.map((known) => scopeNameOf(known) ?? known);
  throw new OperationalError("usage", `there is no workstream ${JSON.stringify(wanted)} with a STATE.md`, {
    help: `known are ${names.join(", ")}`,
  });
}

/** One command for one of the planning directories. */
export type ScopedCommand = (
  line: CommandLine,
  context: CommandContext,
  workspace: Workspace,
) => Promise<CommandResult>;

/** How the JSON of several planning directories becomes one object. */
export type JoinJson = (
  answers: readonly { readonly directory: string; readonly answer: Record<string, unknown> }[],
) => Record<string, unknown>;

/** GSD's own note of the workstream that is worked on. */
function readActive({ repository, planningDirectory }: Workspace): string | undefined {
  try {
    const path = join(repository.topLevel, planningRootOf(planningDirectory), "active-workstream");
    return readFileSync(path, "utf8").trim() || undefined;
  } catch {
    return undefined;
  }
}

/** The workspaces with the one of the active workstream first, where there is such. */
function activeFirst(workspaces: Workspaces): readonly Workspace[] {
  const name = workspaces.length < 2 ? undefined : readActive(workspaces[0]);
  const active = workspaces.find(({ planningDirectory }) => planningDirectory.endsWith(`/workstreams/${name ?? ""}`));
  return active === undefined ? workspaces : [active, ...workspaces.filter((workspace) => workspace !== active)];
}

/** Which of several planning directories a command line is about; at least one of them. */
export type ChooseScopes = (line: CommandLine, workspaces: readonly Workspace[]) => Promise<readonly Workspace[]>;

/**
 * Makes a command for every planning directory of one for a single one: with a single one there is no difference. Text
 * follows text; of JSON one object is made.
 */
export function runInScopes(run: ScopedCommand, joinJson: JoinJson, choose?: ChooseScopes): Command {
  return async (line, context) => {
    const selected = activeFirst(await openSelectedWorkspaces(line, context));
    const workspaces = choose === undefined || selected.length < 2 ? selected : await choose(line, selected);
    const [first, second] = workspaces;
    if (first !== undefined && second === undefined) return run(line, context, first);
    const results: { readonly directory: string; readonly result: CommandResult }[] = [];
    // One after the other: they may write, and what they write goes with one history.
    for (const workspace of workspaces)
      results.push({ directory: workspace.planningDirectory, result: await run(line, context, workspace) });
    const exitCode = results.some(({ result }) => result.exitCode === 1) ? 1 : 0;
    if (!line.flags.has("json")) return { output: joinTexts(results, line.format === "csv"), exitCode };
    const answers = results.map(({ directory, result }) => ({ directory, answer: parseAnswer(result.output) }));
    return { output: toJsonText(joinJson(answers)), exitCode };
  };
}

function joinTexts(
  results: readonly { readonly directory: string; readonly result: CommandResult }[],
  isTable: boolean,
): string {
  if (isTable)
    return results
      .map(({ result: { output } }, index) => (index === 0 ? output : output.replace(/^.*\n/, "")))
      .join("");
  return results.map(({ directory, result: { output } }) => `── ${directory}\n${output}`).join("\n");
}

function parseAnswer(output: string): Record<string, unknown> {
  const answer: unknown = JSON.parse(output);
  if (typeof answer !== "object" || answer === null) throw new Error("an answer in JSON is one object");
  return Object.fromEntries(Object.entries(answer));
}

/** Joins answers about separate documents: lists follow each other, counts are added, and what is true of one is true. */
export const joinAnswers: JoinJson = (answers) => answers.map(({ answer }) => answer).reduce(joinObjects);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function joinObjects(first: Record<string, unknown>, second: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(first).map(([key, value]) => [key, joinValues(value, second[key])] as const),
  );
}

function joinValues(first: unknown, second: unknown): unknown {
  if (Array.isArray(first) && Array.isArray(second)) return [...(first as unknown[]), ...(second as unknown[])];
  if (typeof first === "boolean" && typeof second === "boolean") return first || second;
  if (typeof first === "number" && typeof second === "number") return first + second;
  return isObject(first) && isObject(second) ? joinObjects(first, second) : first;
}

/** Joins answers about where work stands: that of the first directory, and in `scopes` those of all. */
export const listAnswers: JoinJson = (answers) => ({
  ...answers[0]?.answer,
  scopes: answers.map(({ directory, answer }) => ({ directory, ...answer })),
});

/** Joins answers that list plans: every plan with its planning directory, and in `scopes` the answers as they are. */
export const listPlans: JoinJson = (answers) => ({
  ...listAnswers(answers),
  plans: answers.flatMap(({ directory, answer: { plans } }) =>
    Array.isArray(plans) ? plans.map((plan: unknown) => ({ ...(isObject(plan) ? plan : {}), directory })) : [],
  ),
});
