import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Sandbox, TestRepository } from "./git-sandbox.ts";

export type ShellName = "bash" | "zsh" | "fish";

/** Whether a program can be started here. */
export function isInstalled(program: string): boolean {
  return spawnSync(program, ["--version"], { stdio: "ignore" }).error === undefined;
}

/** Calls the completion function as bash does when the words of a line stand there and Tab is pressed after the last. */
const bashDriver = `
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_planlink
printf '%s\\n' "\${COMPREPLY[@]}"
`;

/**
 * Types a line into an interactive zsh on a terminal of its own and asks for its choices.
 *
 * `compadd` is what every completion ends in; here it says what it was given, too.
 */
const zshDriver = `
zmodload zsh/zpty
zpty child zsh -f -i
await() { local text= part=; while zpty -r child part; do text+=$part; [[ $text == *$1* ]] && break; done; print -r -- "$text" }
zpty -w child "PS1=; stty -echo; fpath=($TMPDIR \\$fpath); autoload -Uz compinit; compinit -u -d $TMPDIR/zcompdump"
[[ -n $1 ]] && zpty -w child "source $1"
zpty -w child 'compadd() {
  if [[ " $* " == *" -"[OAD]" "* ]]; then builtin compadd "$@"; return; fi
  local -a hits; builtin compadd -O hits "$@"; local hit; for hit in $hits; do print -r -- "+$hit+"; done; builtin compadd "$@"
}
finish() { zle list-choices; print "=end="; exit }
zle -N finish; bindkey "^X^X" finish; print "=rea""dy="'
await "=ready=" > /dev/null
zpty -w -n child "$2"$'\\C-x\\C-x'
await "=end=" | tr -d '\\r' | sed -n 's/^.*+\\(.*\\)+.*$/\\1/p'
zpty -d child
`;

const fishDriver = "source $argv[1]; complete -C $argv[2]";

/** What a shell offers at the end of a line, sorted, once it has the script; with `isAutoloaded` zsh finds it by itself. */
export async function readOffers(
  shell: ShellName,
  repository: TestRepository,
  sandbox: Sandbox,
  line: string,
  isAutoloaded = false,
): Promise<readonly string[]> {
  const bin = join(sandbox.directory, "bin");
  const script = join(sandbox.directory, "_state");
  const home = sandbox.open("");
  const options = {
    env: { PATH: `${bin}:${sandbox.environment["PATH"] ?? ""}`, TERM: "xterm", TMPDIR: sandbox.directory },
  };
  home.write("driver", shell === "bash" ? bashDriver : zshDriver);
  const driver = join(sandbox.directory, "driver");
  const { stdout } =
    shell === "bash"
      ? await repository.run("bash", ["--norc", driver, script, ...line.split(" ")], options)
      : shell === "zsh"
        ? await repository.run("zsh", ["-f", driver, isAutoloaded ? "" : script, line], options)
        : await repository.run("fish", ["--no-config", "-c", fishDriver, script, line], options);
  const words = stdout.split("\n").map((text) => (text.split("\t")[0] ?? "").trim());
  return [...new Set(words.filter((word) => word !== ""))].toSorted();
}
