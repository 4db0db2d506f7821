import { parseArgs, type ParseArgsConfig } from "node:util";
import { agentNames } from "../model/agent-names.ts";
import { installManagers } from "../install/install-record.ts";
import { findNearest } from "../model/nearest-word.ts";
import { OperationalError } from "../model/operational-error.ts";
import { wrap } from "../report/terminal.ts";

/** In what form a command writes its answer: for people, or for another program. */
export type OutputFormat = "text" | "json" | "github" | "gitlab" | "sarif" | "junit" | "csv" | "html" | "session-start";

/** What a word may be, for completion and the manual: one of a list, or something that is looked up. */
export type Choices = readonly string[] | "code" | "command" | "directory" | "file" | "plan";

/** One option of a command. */
export interface OptionSpecification {
  readonly type: "boolean" | "string";
  readonly summary: string;
  /** What stands for the value in help and in the manual; the name of the option without it. */
  readonly argument?: string;
  readonly choices?: Choices;
}

/** One command: what it is for, its options beside the common ones, and its words. */
export interface CommandSpecification {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  readonly options: Readonly<Record<string, OptionSpecification>>;
  /** How many words the command takes after its name. */
  readonly maximumWords: number;
  /** What the words may be. */
  readonly words?: Choices;
  /** For git and for scripts, not for people: left out of completion. */
  readonly isPlumbing?: boolean;
  /** Without it: text and JSON. */
  readonly formats?: readonly OutputFormat[];
}

/** What a command without formats of its own writes. */
const plainFormats: readonly OutputFormat[] = ["text", "json"];

/** All options of a command, its own first. */
export function optionsOf(command: CommandSpecification): CommandSpecification["options"] {
  const formats = command.formats ?? plainFormats;
  const { format, ...others } = commonOptions;
  return {
    ...command.options,
    ...(format === undefined ? {} : { format: { ...format, summary: formatChoices(formats), choices: formats } }),
    ...others,
  };
}

/** Options that every command takes. */
export const commonOptions: CommandSpecification["options"] = {
  cwd: { type: "string", argument: "DIR", summary: "work in this directory", choices: "directory" },
  workstream: { type: "string", argument: "NAME", summary: "which STATE.md: of a workstream, project or directory" },
  json: { type: "boolean", summary: "one JSON object on standard output" },
  format: { type: "string", argument: "FORM", summary: "text, json, or another form that the command has" },
  color: { type: "string", argument: "WHEN", summary: "auto, always or never", choices: ["auto", "always", "never"] },
  quiet: { type: "boolean", summary: "print nothing but errors" },
  help: { type: "boolean", summary: "show this help" },
  version: { type: "boolean", summary: "show the version" },
};

/** Every command, in the order in which help lists them. */
export const commandSpecifications: readonly CommandSpecification[] = [
  {
    name: "init",
    summary: "set up a repository: hooks, and what STATE.md lacks",
    usage: "state init [--manager NAME] [--agents [--mcp]] [--dry-run]\nstate init --server [--per-ref] [--dry-run]",
    options: {
      manager: {
        type: "string",
        argument: "NAME",
        summary: "through whom git runs the hooks (default: what is there)",
        choices: installManagers,
      },
      agents: { type: "boolean", summary: "set up the coding agents found here, too" },
      agent: {
        type: "string",
        argument: "NAMES",
        summary: "set up these, found or not, with commas between",
        choices: agentNames,
      },
      mcp: { type: "boolean", summary: "with --agents: register state mcp with them" },
      server: { type: "boolean", summary: "in a bare repository: check what is pushed to it" },
      "per-ref": { type: "boolean", summary: "with --server: take or refuse each ref alone (update)" },
      "dry-run": { type: "boolean", summary: "only say what would be done" },
    },
    maximumWords: 0,
  },
  {
    name: "uninstall",
    summary: "take the hooks out again, exactly",
    usage: "state uninstall [--dry-run]",
    options: { "dry-run": { type: "boolean", summary: "only say what would be done" } },
    maximumWords: 0,
  },
  {
    name: "doctor",
    summary: "prove that the hooks fire, and say what is wrong",
    usage: "state doctor [--no-trial | --timeout SECONDS]",
    options: {
      "no-trial": { type: "boolean", summary: "only look; make no scratch commit" },
      timeout: { type: "string", argument: "SECONDS", summary: "how long a hook may take in the trial (default: 60)" },
    },
    maximumWords: 0,
  },
  {
    name: "verify-commits",
    summary: "cross-reference the commits that STATE.md lists with history",
    usage: "state verify-commits [--all] [--fix]",
    options: {
      all: { type: "boolean", summary: "the SUMMARY.md files too" },
      fix: { type: "boolean", summary: "relink what can be relinked with certainty, then verify" },
    },
    maximumWords: 0,
    formats: ["text", "json", "github", "gitlab", "sarif", "junit"],
  },
  {
    name: "relink",
    summary: "find what dead commit references meant, and correct them",
    usage: "state relink [--all] [--dry-run] [--min-confidence exact|high|low]",
    options: {
      all: { type: "boolean", summary: "the SUMMARY.md files too" },
      "dry-run": { type: "boolean", summary: "write nothing; show each with its evidence" },
      "min-confidence": {
        type: "string",
        argument: "LEVEL",
        summary: "how sure to be: exact, high (default) or low",
        choices: ["exact", "high", "low"],
      },
    },
    maximumWords: 0,
  },
  {
    name: "sync",
    summary: "regenerate Session Continuity and Performance Metrics",
    usage: "state sync [--check | --dry-run] [--create] [--commit]",
    options: {
      check: { type: "boolean", summary: "write nothing; exit 1 if STATE.md is stale" },
      "dry-run": { type: "boolean", summary: "write nothing; show the change as a diff" },
      create: { type: "boolean", summary: "add the sections and elements that are absent" },
      commit: { type: "boolean", summary: "commit STATE.md and the ledger alone afterwards" },
    },
    maximumWords: 0,
  },
  {
    name: "check",
    summary: "everything that pre-push checks",
    usage: "state check [--range A..B | --repos FILE | --selftest] [--all] [--explain]",
    options: {
      range: { type: "string", argument: "A..B", summary: "only what B makes worse than A" },
      repos: {
        type: "string",
        argument: "FILE",
        summary: "the repositories that FILE lists; - is standard input",
        choices: "file",
      },
      jobs: { type: "string", argument: "N", summary: "with --repos: how many are checked at once" },
      all: { type: "boolean", summary: "old findings block too; show what is for information" },
      explain: { type: "boolean", summary: "also list what was not understood, and why" },
      selftest: { type: "boolean", summary: "break claims in memory, and see that each check fires" },
    },
    maximumWords: 0,
    formats: ["text", "json", "github", "gitlab", "sarif", "junit"],
  },
  {
    name: "lint",
    summary: "check the plan tags of commit messages",
    usage: "state lint [FILE | - | --range A..B]",
    options: { range: { type: "string", argument: "A..B", summary: "the messages of these commits" } },
    maximumWords: 1,
    words: "file",
    // No file holds what is found here, and GitLab and SARIF's readers need one.
    formats: ["text", "json", "github", "junit"],
  },
  {
    name: "log",
    summary: "plans and their commits",
    usage: "state log [PLAN]",
    options: {},
    maximumWords: 1,
    words: "plan",
  },
  { name: "show", summary: "where the project stands", usage: "state show", options: {}, maximumWords: 0 },
  {
    name: "resume",
    summary: "a brief for the next session: what was done, what is next",
    usage: "state resume",
    options: {},
    maximumWords: 0,
    formats: ["text", "json", "session-start"],
  },
  {
    name: "mcp",
    summary: "serve coding agents as an MCP server on stdin and stdout",
    usage: "state mcp",
    options: {},
    maximumWords: 0,
    formats: ["text"],
  },
  {
    name: "metrics",
    summary: "durations of plans and phases, velocity and trend",
    usage: "state metrics [--all]",
    options: { all: { type: "boolean", summary: "every plan, not the last twenty alone" } },
    maximumWords: 0,
    formats: ["text", "json", "csv"],
  },
  {
    name: "report",
    summary: "write one HTML page: charts, references, figures, findings",
    usage: "state report [--output FILE] [--force] [--open]",
    options: {
      output: {
        type: "string",
        argument: "FILE",
        summary: "the file to write (default: planlink-report.html)",
        choices: "file",
      },
      force: { type: "boolean", summary: "replace a file that is no report of planlink" },
      open: { type: "boolean", summary: "open the page with the program of this desktop" },
    },
    maximumWords: 0,
    formats: ["text", "json", "html"],
  },
  {
    name: "explain",
    summary: "what a finding means, how to mend it, and why it is one",
    usage: "state explain [CODE]",
    options: {},
    maximumWords: 1,
    words: "code",
  },
  {
    name: "config",
    summary: "the effective configuration, and where each value comes from",
    usage: "state config",
    options: {},
    maximumWords: 0,
  },
  {
    name: "completion",
    summary: "a script that completes commands, options, plans and codes",
    usage: "state completion bash|zsh|fish",
    options: { plans: { type: "boolean", summary: "list the plans, as the scripts ask for them" } },
    maximumWords: 1,
    words: ["bash", "zsh", "fish"],
  },
  {
    name: "merge",
    summary: "merge STATE.md, as git calls a merge driver (plumbing)",
    usage: "state merge %O %A %B %L %P",
    options: {},
    maximumWords: 5,
    isPlumbing: true,
  },
  {
    name: "hook",
    isPlumbing: true,
    summary: "run one hook, as git does (plumbing)",
    usage: "state hook NAME [ARGUMENT ...]",
    options: {},
    maximumWords: Number.POSITIVE_INFINITY,
  },
];

/** A command line, understood. */
export interface CommandLine {
  readonly command: string;
  readonly words: readonly string[];
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, string>;
  readonly format: OutputFormat;
}

function usageError(message: string, help: string): OperationalError {
  return new OperationalError("usage", message, { help });
}

function describeUsage({ usage }: CommandSpecification): string {
  return `usage: ${usage.replaceAll("\n", "\n         ")}`;
}

function requireCommand(name: string): CommandSpecification {
  const command = commandSpecifications.find((specification) => specification.name === name);
  if (command !== undefined) return command;
  const nearest = findNearest(
    name,
    commandSpecifications.map((specification) => specification.name),
  );
  throw usageError(
    `there is no command ${JSON.stringify(name)}`,
    nearest === undefined ? "see the commands: state --help" : `did you mean: state ${nearest}`,
  );
}

const withoutOptions: Pick<CommandLine, "flags" | "values" | "format"> = {
  flags: new Set(),
  values: new Map(),
  format: "text",
};

/** Parses the arguments after the program's name. Throws `usage` on anything that it does not know. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const position = args.findIndex((argument) => !argument.startsWith("-"));
  const [first] = args;
  if (first === undefined || first === "--help" || first === "-h" || first === "help")
    return { command: "help", words: args.slice(1), ...withoutOptions };
  if (first === "--version" || first === "-v") return { command: "version", words: [], ...withoutOptions };
  if (position !== 0)
    throw usageError(`${JSON.stringify(first)} stands before the command`, "write: state COMMAND [OPTIONS]");
  const specification = requireCommand(first);
  // Arguments of a hook and of the merge driver are git's: none of them is an option of ours.
  if (first === "hook" || (first === "merge" && args.length > 2))
    return { command: first, words: args.slice(1), ...withoutOptions };
  const known = optionsOf(specification);
  const options: ParseArgsConfig["options"] = Object.fromEntries(
    Object.entries(known).map(([name, { type }]) => [name, name === "help" ? { type, short: "h" } : { type }]),
  );
  const { values, positionals } = parseKnown(args.slice(1), options, specification);
  if (positionals.length > specification.maximumWords)
    throw usageError(
      `state ${first} does not take ${JSON.stringify(positionals[specification.maximumWords])}`,
      describeUsage(specification),
    );
  const flags = new Set<string>();
  const texts = new Map<string, string>();
  for (const [name, value] of Object.entries(values)) {
    if (value === true) flags.add(name);
    else if (typeof value === "string") texts.set(name, value);
  }
  const color = texts.get("color") ?? "auto";
  if (!["auto", "always", "never"].includes(color))
    throw usageError(`--color is ${JSON.stringify(color)}`, "expected auto, always or never");
  const format = parseFormat(texts.get("format"), flags.has("json"), specification.formats ?? plainFormats);
  if (format === "json") flags.add("json");
  if (flags.has("version")) return { command: "version", words: [], ...withoutOptions };
  if (flags.has("help")) return { command: "help", words: [first], ...withoutOptions };
  return { command: first, words: positionals, flags, values: texts, format };
}

function parseFormat(value: string | undefined, wantsJson: boolean, formats: readonly OutputFormat[]): OutputFormat {
  if (value === undefined) return wantsJson ? "json" : "text";
  const format = formats.find((known) => known === value);
  if (format === undefined)
    throw usageError(`--format is ${JSON.stringify(value)}`, `expected ${formatChoices(formats)}`);
  if (wantsJson && format !== "json") throw usageError(`--json and --format ${format} at once`, "take one of them");
  return format;
}

/** A list of words to choose from: `auto, always or never`. */
function formatChoices(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;
}

/** The format that was asked for, also where the line cannot be understood: its error is written in that form. */
export function findWantedFormat(args: readonly string[]): OutputFormat {
  const after = args.findLast((argument, index) => args[index - 1] === "--format" || argument.startsWith("--format="));
  const value = after?.replace(/^--format=/, "");
  const formats: readonly OutputFormat[] = [
    "json",
    "github",
    "gitlab",
    "sarif",
    "junit",
    "csv",
    "html",
    "session-start",
  ];
  return formats.find((known) => known === value) ?? (args.includes("--json") ? "json" : "text");
}

function parseKnown(
  args: readonly string[],
  options: NonNullable<ParseArgsConfig["options"]>,
  specification: CommandSpecification,
): { values: Record<string, unknown>; positionals: readonly string[] } {
  // What takes words apart is a part of Node that takes a millisecond to load; flags alone need none of it.
  const flags = args.map((word) => (word.startsWith("--") ? word.slice(2) : ""));
  if (flags.every((name) => Object.hasOwn(options, name) && options[name]?.type === "boolean"))
    return { values: Object.fromEntries(flags.map((name) => [name, true])), positionals: [] };
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    return { values, positionals };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const unknown = /Unknown option '(-[^' ]*)/.exec(error.message)?.[1];
    const nearest = unknown === undefined ? undefined : findNearest(unknown.replace(/^-+/, ""), Object.keys(options));
    const message =
      unknown === undefined
        ? (error.message.split(/\.\s/)[0] ?? error.message)
        : `state ${specification.name} has no option ${unknown}`;
    throw usageError(message, nearest === undefined ? describeUsage(specification) : `did you mean --${nearest}?`);
  }
}

/** What an option is for, with what its value may be unless that is said already. */
export function describeOption({ summary, choices }: OptionSpecification): string {
  if (typeof choices !== "object" || summary.includes(choices[0] ?? "")) return summary;
  return `${summary}: ${formatChoices(choices)}`;
}

/** The value of an option, by what stands for it; nothing for a switch. */
export function nameArgument(name: string, { type, argument }: OptionSpecification): string {
  return type === "boolean" ? "" : (argument ?? name.toUpperCase());
}

/** Options with what they are for, in two columns of 80. */
function formatOptionLines(options: CommandSpecification["options"]): readonly string[] {
  const entries = Object.entries(options).map(([key, option]) => ({
    term: `  --${key} ${nameArgument(key, option)}`.trimEnd(),
    words: describeOption(option),
  }));
  const width = Math.max(16, ...entries.map(({ term }) => term.length)) + 2;
  return entries.flatMap(({ term, words }) =>
    wrap(words, 80 - width).map((line, index) => `${(index === 0 ? term : "").padEnd(width)}${line}`),
  );
}

/** The help of the program, or of one command. */
export function formatHelp(name: string | undefined): string {
  const command = name === undefined ? undefined : requireCommand(name);
  if (command === undefined) {
    const lines = commandSpecifications.map(
      ({ name: commandName, summary }) => `  ${commandName.padEnd(16)} ${summary}`,
    );
    return [
      "state: keeps .planning/STATE.md true to its Git history",
      "",
      "usage: state COMMAND [OPTIONS]",
      "",
      ...lines,
      "",
      "options of every command:",
      ...formatOptionLines(commonOptions),
      "",
      "options of one command:   state COMMAND --help",
      "what a finding means:     state explain CODE",
      "",
      "exit codes: 0 no finding of severity error · 1 findings · 2 no check was made",
      "hooks: PLANLINK=0 switches them off",
      "",
    ].join("\n");
  }
  const own = Object.keys(command.options).length;
  const lines = formatOptionLines(optionsOf(command));
  const common = formatOptionLines(Object.fromEntries(Object.entries(optionsOf(command)).slice(own))).length;
  return [
    command.usage,
    "",
    command.summary,
    ...(own === 0 ? [] : ["", ...lines.slice(0, -common)]),
    "",
    ...lines.slice(-common),
    "",
  ].join("\n");
}
