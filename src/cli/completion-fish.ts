import type { Choices } from "./command-line.ts";
import { programNames, type CompletionTable } from "./completion.ts";

/** Quotes a text for fish, where a backslash has a meaning within single quotes. */
function quote(text: string): string {
  return `'${text.replace(/[\\']/g, (character) => `\\${character}`)}'`;
}

/** The arguments of `complete` for a value or a word. */
function offer(choices: Choices): string {
  switch (choices) {
    case "code":
      return "-f -a '(__planlink_codes)'";
    case "command":
      return "-f -a '(__planlink_commands)'";
    case "directory":
      return "-f -a '(__fish_complete_directories)'";
    case "file":
      return "-F";
    case "plan":
      return "-f -a '(__planlink_plans)'";
    default:
      return choices.length === 0 ? "-f" : `-f -a ${quote(choices.join(" "))}`;
  }
}

/** The completion script for fish 3.0 and later. */
export function formatFishCompletion({ commands, codes }: CompletionTable): string {
  const [program = "state", ...others] = programNames;
  const list = (name: string, words: CompletionTable["codes"]): string =>
    `function __planlink_${name}\n${words.map(({ word, summary }) => `    printf '%s\\t%s\\n' ${word} ${quote(summary)}`).join("\n")}\nend\n`;
  const lines = commands.flatMap(({ word, options, words }) => {
    const condition = `complete -c ${program} -n '__planlink_runs ${word}'`;
    return [
      ...options.map(
        (option) =>
          `${condition} -l ${option.word.slice(2)}${option.value === null ? "" : ` -r ${offer(option.value)}`} -d ${quote(option.summary)}`,
      ),
      ...(words === null ? [] : [`${condition} ${offer(words)}`]),
    ];
  });
  return `# fish completion for state and planlink, made by: state completion fish
# Use it at once:   state completion fish | source
# Keep it:          state completion fish > ~/.config/fish/completions/state.fish

${list("commands", commands)}
${list("codes", codes)}
function __planlink_plans
    set -l words (commandline -opc)
    command $words[1] completion --plans 2>/dev/null
end

function __planlink_runs
    set -l words (commandline -opc)
    test (count $words) -ge 2; and test "$words[2]" = "$argv[1]"
end

function __planlink_runs_nothing
    test (count (commandline -opc)) -eq 1
end

complete -c ${program} -f
complete -c ${program} -n __planlink_runs_nothing -a '(__planlink_commands)'
complete -c ${program} -n __planlink_runs_nothing -s h -l help -d 'show this help'
complete -c ${program} -n __planlink_runs_nothing -s v -l version -d 'show the version'
${lines.join("\n")}
${others.map((name) => `complete -c ${name} -w ${program}`).join("\n")}
`;
}
