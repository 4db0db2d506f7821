import type { Choices } from "./command-line.ts";
import {
  programNames,
  quoteForShell,
  type CompletionOption,
  type CompletionTable,
  type CompletionWord,
} from "./completion.ts";

/** In what `_arguments` and `_describe` take, a colon ends a part and a bracket an explanation. */
function escapePart(text: string): string {
  return text.replace(/[\\:[\]]/g, (character) => `\\${character}`);
}

function action(choices: Choices): string {
  switch (choices) {
    case "code":
      return "_planlink_codes";
    case "command":
      return "_planlink_commands";
    case "directory":
      return "_files -/";
    case "file":
      return "_files";
    case "plan":
      return "_planlink_plans";
    default:
      return choices.length === 0 ? " " : `(${choices.join(" ")})`;
  }
}

function formatOption({ word, summary, value }: CompletionOption): string {
  const name = word.slice(2);
  const explained = `[${escapePart(summary)}]`;
  return quoteForShell(value === null ? `${word}${explained}` : `${word}=${explained}:${name}:${action(value)}`);
}

function formatList(name: string, words: readonly CompletionWord[]): string {
  const items = words.map(({ word, summary }) => `    ${quoteForShell(`${escapePart(word)}:${summary}`)}`);
  return `_planlink_${name}() {
  local -a known=(
${items.join("\n")}
  )
  _describe -t ${name} ${name.replace(/s$/, "")} known
}
`;
}

/** The completion script for zsh: to be sourced, or to lie in a folder of `$fpath` as `_state`. */
export function formatZshCompletion({ commands, codes }: CompletionTable): string {
  const cases = commands.map(({ word, options, words }) => {
    const specifications = [
      ...options.map(formatOption),
      ...(words === null ? [] : [quoteForShell(`1:${word}:${action(words)}`)]),
    ];
    return `    ${word})\n      _arguments \\\n        ${specifications.join(" \\\n        ")}\n      ;;`;
  });
  return `#compdef ${programNames.join(" ")}
# zsh completion for state and planlink, made by: state completion zsh
# Use it at once:   source <(state completion zsh)
# Keep it:          state completion zsh > ~/.zfunc/_state, with fpath+=~/.zfunc before compinit

${formatList("commands", commands)}
${formatList("codes", codes)}
_planlink_plans() {
  local text
  text=$("$_planlink_program" completion --plans 2> /dev/null)
  local -a known=("\${(@f)text}")
  known=("\${(@)known/$'\\t'/:}")
  _describe -t plans plan known
}

_planlink() {
  local curcontext="$curcontext" line _planlink_program="\${(Q)words[1]}"
  local -a state
  typeset -A opt_args
  _arguments -C \\
    '(- *)'{-h,--help}'[show this help]' \\
    '(- *)'{-v,--version}'[show the version]' \\
    '1:command:_planlink_commands' \\
    '*::argument:->argument'
  [[ $state == argument ]] || return
  case $words[1] in
${cases.join("\n")}
  esac
}

if [[ \${zsh_eval_context[-1]} == loadautofunc ]]; then
  _planlink "$@"
else
  compdef _planlink ${programNames.join(" ")}
fi
`;
}
