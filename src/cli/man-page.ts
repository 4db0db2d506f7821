import {
  commandSpecifications,
  commonOptions,
  describeOption,
  nameArgument,
  optionsOf,
  type CommandSpecification,
} from "./command-line.ts";

/** Makes text literal in roff: a backslash is its escape, a hyphen would become a dash, a dot at the start a request. */
function escapeRoff(text: string): string {
  return text
    .replaceAll("\\", String.raw`\e`)
    .replaceAll("-", String.raw`\-`)
    .replace(/^([.'])/gm, String.raw`\&$1`);
}

function bold(text: string): string {
  return String.raw`\fB${escapeRoff(text)}\fR`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** A term with its explanation. */
function formatEntry(term: string, text: string): string {
  return `.TP\n${term}\n${escapeRoff(text)}\n`;
}

function formatOptions(options: CommandSpecification["options"]): string {
  return Object.entries(options)
    .map(([name, option]) => {
      const argument = nameArgument(name, option);
      const value = argument === "" ? "" : String.raw` \fI${escapeRoff(argument)}\fR`;
      return formatEntry(`${bold(`--${name}`)}${value}`, describeOption(option));
    })
    .join("");
}

/** Options that are the command's own, and the formats where it has more than text and JSON. */
function ownOptions(command: CommandSpecification): CommandSpecification["options"] {
  const { format } = optionsOf(command);
  return command.formats === undefined || format === undefined ? command.options : { ...command.options, format };
}

function formatCommand(command: CommandSpecification): string {
  const usage = command.usage.split("\n").map(bold).join("\n.SS ");
  return `.SS ${usage}\n${escapeRoff(sentence(command.summary))}\n${formatOptions(ownOptions(command))}`;
}

const exitCodes: readonly (readonly [code: string, meaning: string])[] = [
  ["0", "Nothing of severity error was found."],
  ["1", "There are findings of severity error; sync --check: STATE.md is stale; sync: it holds conflict markers."],
  ["2", "The check could not be made: no repository, no STATE.md, a broken configuration, a wrong option."],
];

const environment: readonly (readonly [name: string, meaning: string])[] = [
  ["PLANLINK", "0 switches the hooks off."],
  ["NO_COLOR", "Set to anything: no colour."],
  ["GITHUB_STEP_SUMMARY", "With --format github, the file to which a summary is appended."],
];

const files: readonly (readonly [path: string, meaning: string])[] = [
  [".planning/STATE.md", "The document that is kept true."],
  [".planning/planlink.yaml", "The configuration; state config prints what holds."],
];

const examples: readonly (readonly [command: string, meaning: string])[] = [
  ["state init", "Sets up the hooks of a repository."],
  ["state sync --dry-run", "Shows as a diff what history contradicts."],
  ["state check --range origin/main..HEAD", "Judges what a branch makes worse, as in CI."],
  ["state explain reference-missing", "Says what a finding means, and how to mend it."],
];

/** The manual page state(1), from the specifications that parse the command line. It states no date: a build has none. */
export function formatManPage(version: string): string {
  const entries = (rows: readonly (readonly [string, string])[]): string =>
    rows.map(([term, text]) => formatEntry(bold(term), text)).join("");
  return [
    `.TH STATE 1 "" "planlink ${escapeRoff(version)}" "User Commands"`,
    // Names of options and files are neither broken at hyphens nor pulled apart.
    ".nh",
    ".ad l",
    ".SH NAME",
    String.raw`state, planlink \- keeps .planning/STATE.md true to its Git history`,
    ".SH SYNOPSIS",
    String.raw`${bold("state")} \fICOMMAND\fR [\fIOPTIONS\fR]`,
    ".br",
    String.raw`${bold("state help")} \fICOMMAND\fR`,
    ".SH DESCRIPTION",
    "planlink links commits to the plans that their messages name,",
    "regenerates the sections Session Continuity and Performance Metrics of STATE.md from history,",
    "and looks up every commit that STATE.md lists.",
    "Git hooks do so when commits are made and pushed; the commands do so by hand and in CI.",
    ".SH COMMANDS",
    ...commandSpecifications.map((command) => formatCommand(command).trimEnd()),
    ".SH OPTIONS OF EVERY COMMAND",
    formatOptions(commonOptions).trimEnd(),
    ".SH EXIT STATUS",
    entries(exitCodes).trimEnd(),
    ".SH ENVIRONMENT",
    entries(environment).trimEnd(),
    ".SH FILES",
    entries(files).trimEnd(),
    ".SH EXAMPLES",
    entries(examples).trimEnd(),
    ".SH SEE ALSO",
    ".BR git (1),",
    ".BR githooks (5)",
    ".PP",
    "The package holds more documents in its folder docs.",
    "",
  ].join("\n");
}
