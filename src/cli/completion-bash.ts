import { programNames, quoteForShell, type CompletionTable } from "./completion.ts";
import type { Choices } from "./command-line.ts";

function complete(choices: Choices): string {
  switch (choices) {
    case "code":
      return "_planlink_offer $_planlink_codes";
    case "command":
      return "_planlink_offer $_planlink_commands";
    case "directory":
      return "_planlink_paths -d";
    case "file":
      return "_planlink_paths -f";
    case "plan":
      return "_planlink_plans";
    default:
      return choices.length === 0 ? ":" : `_planlink_offer ${choices.join(" ")}`;
  }
}

/**
 * The completion script for bash 3.2 and later.
 *
 * Words are compared, not handed to `compgen -W`, which would expand them: plan ids come from names of files.
 */
export function formatBashCompletion({ commands, codes }: CompletionTable): string {
  const options = commands.map(
    ({ word, options: known }) => `    ${word}) _planlink_offer ${known.map((option) => option.word).join(" ")} ;;`,
  );
  const values = commands.flatMap(({ word, options: known }) =>
    known.flatMap((option) =>
      option.value === null ? [] : [`    ${word}:${option.word}) ${complete(option.value)}; return ;;`],
    ),
  );
  const words = commands.flatMap(({ word, words: choices }) =>
    choices === null ? [] : [`    ${word}) ${complete(choices)} ;;`],
  );
  return `# bash completion for state and planlink, made by: state completion bash
# Use it at once:   source <(state completion bash)
# Keep it:          state completion bash > ~/.local/share/bash-completion/completions/state

_planlink_commands=${quoteForShell(commands.map(({ word }) => word).join(" "))}
_planlink_codes=${quoteForShell(codes.map(({ word }) => word).join(" "))}

_planlink_offer() {
  local word
  for word in "$@"; do
    [[ $word == "$current"* ]] && COMPREPLY+=("$word")
  done
}

_planlink_paths() {
  local path
  compopt -o filenames 2> /dev/null
  while IFS= read -r path; do COMPREPLY+=("$path"); done < <(compgen "$1" -- "$current")
}

_planlink_plans() {
  local line
  while IFS= read -r line; do
    _planlink_offer "\${line%%$'\\t'*}"
  done < <("\${COMP_WORDS[0]}" completion --plans 2> /dev/null)
}

_planlink() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} command=
  COMPREPLY=()
  if ((COMP_CWORD > 1)); then command=\${COMP_WORDS[1]}; fi
  # bash cuts --format=json into three words.
  if [[ $current == = ]]; then
    current=
  elif [[ $previous == = ]]; then
    previous=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  if [[ -z $command ]]; then
    if [[ $current == -* ]]; then _planlink_offer --help --version; else _planlink_offer $_planlink_commands; fi
    return
  fi
  case $command:$previous in
${values.join("\n")}
  esac
  if [[ $current == -* ]]; then
    case $command in
${options.join("\n")}
    esac
    return
  fi
  case $command in
${words.join("\n")}
  esac
}

complete -F _planlink ${programNames.join(" ")}
`;
}
