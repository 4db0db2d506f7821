import { commandSpecifications, optionsOf, type Choices } from "./command-line.ts";

/** A word with what it is for, in one line. */
export interface CompletionWord {
  readonly word: string;
  readonly summary: string;
}

export interface CompletionOption extends CompletionWord {
  /** What its value may be; `null` for a switch, an empty list where anything may stand. */
  readonly value: Choices | null;
}

export interface CompletionCommand extends CompletionWord {
  readonly options: readonly CompletionOption[];
  readonly words: Choices | null;
}

/** What the scripts of all shells are made from. */
export interface CompletionTable {
  readonly commands: readonly CompletionCommand[];
  readonly codes: readonly CompletionWord[];
}

/** Both names of the program. */
export const programNames: readonly string[] = ["state", "planlink"];

/** The table of the command line, from the specifications that parse it. */
export function createCompletionTable(codes: readonly CompletionWord[]): CompletionTable {
  const commands = commandSpecifications
    .filter(({ isPlumbing }) => isPlumbing !== true)
    .map((command) => ({
      word: command.name,
      summary: command.summary,
      options: Object.entries(optionsOf(command)).map(([name, { type, summary, choices }]) => ({
        word: `--${name}`,
        summary,
        value: type === "boolean" ? null : (choices ?? []),
      })),
      words: command.words ?? null,
    }));
  const help: CompletionCommand = {
    word: "help",
    summary: "show the help of a command",
    options: [],
    words: "command",
  };
  return { commands: [...commands, help], codes };
}

/** Quotes a text for a POSIX shell and zsh: nothing in it has a meaning. */
export function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
