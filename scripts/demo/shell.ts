import { spawnSync } from "node:child_process";
import { stripVTControlCharacters } from "node:util";

/** Colour, for terminals that want it. */
export type Paint = (tone: "bold" | "dim" | "red", text: string) => string;

const toneCodes = { bold: [1, 22], dim: [2, 22], red: [31, 39] } as const;

/** Makes the painter for a terminal, or one that leaves text as it is. */
export function createPaint(color: boolean): Paint {
  return (tone, text) => {
    const [on, off] = toneCodes[tone];
    return color ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  };
}

/** Quotes a text for a POSIX shell. */
export function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/**
 * The environment for everything that the demonstration runs: the user's own, without what would change the outcome.
 *
 * No `GIT_*` variable, no configuration of the user or the system, no switch of planlink's; git's words are English.
 */
export function createDemoEnvironment(environment: NodeJS.ProcessEnv, color: boolean): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => !/^(?:GIT_|PLANLINK|LANG$|LANGUAGE$|LC_)/.test(name));
  return {
    ...Object.fromEntries(kept),
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
    GIT_PAGER: "cat",
    GIT_EDITOR: ":",
    LC_ALL: "C",
    ...(color ? { GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "color.diff", GIT_CONFIG_VALUE_0: "always" } : {}),
  };
}

/** A command as it is typed, and what must come of it. */
export interface Command {
  readonly text: string;
  /** Exit code; default 0. */
  readonly exitCode?: number;
  /** Texts that the output must hold. */
  readonly expects?: readonly string[];
  /** The output must be empty. */
  readonly isSilent?: boolean;
  /** When the commit that it makes is made, in the form of `GIT_AUTHOR_DATE`. */
  readonly date?: string;
}

/** The place where the commands run. */
export interface Shell {
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Absolute path of the program that `state` stands for. */
  readonly program: string;
  readonly color: boolean;
}

/** Runs a command as a person would, by the shell; answers with all that it wrote. Throws when it does not end as it should. */
export function runCommand(shell: Shell, command: Command): string {
  const { text, exitCode = 0, expects = [], isSilent = false, date } = command;
  const color = shell.color ? " --color always" : "";
  // Both streams in one, so that their lines come in the order in which they were written.
  const prelude = `exec 2>&1; state() { node ${quoteForShell(shell.program)} "$@"${color}; }`;
  const dates = date === undefined ? {} : { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  const { status, stdout, error } = spawnSync("sh", ["-c", `${prelude}\n${text}`], {
    cwd: shell.directory,
    env: { ...shell.environment, ...dates },
    input: "",
    encoding: "utf8",
    timeout: 60_000,
  });
  if (error !== undefined) throw new Error(`${text}: ${error.message}`);
  const output = stdout;
  const plain = stripVTControlCharacters(output);
  const missing = expects.filter((expected) => !plain.includes(expected));
  const reasons = [
    ...(status === exitCode ? [] : [`exit code ${status ?? "none"}, expected ${exitCode}`]),
    ...missing.map((expected) => `the output lacks ${JSON.stringify(expected)}`),
    ...(isSilent && plain !== "" ? ["something was written, nothing was expected"] : []),
  ];
  if (reasons.length > 0) throw new Error(`$ ${text}\n${output}${reasons.join("; ")}`);
  return output;
}
