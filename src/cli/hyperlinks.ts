/** The part of the environment that tells what a terminal can do. */
export type TerminalEnvironment = Readonly<Record<string, string | undefined>>;

const programs: ReadonlySet<string> = new Set(["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio", "mintty"]);

/**
 * Whether standard output is a terminal that shows hyperlinks (OSC 8).
 *
 * There is no way to ask; terminals that do so are known by what they set. A terminal that does not know the sequence
 * mostly swallows it, and some print it: where nothing is known there are no links. `FORCE_HYPERLINK`, which other
 * programs honour too, decides for any terminal; nothing puts links into a pipe or a file.
 */
export function showsHyperlinks(environment: TerminalEnvironment, isTerminal: boolean): boolean {
  if (!isTerminal || environment["TERM"] === "dumb") return false;
  const forced = environment["FORCE_HYPERLINK"];
  if (forced !== undefined && forced !== "") return forced !== "0";
  // Both multiplexers forward what they know; of the terminal behind them nothing is known.
  if (environment["TMUX"] !== undefined || /^(?:screen|tmux)/.test(environment["TERM"] ?? "")) return false;
  if (environment["CI"] !== undefined) return false;
  return (
    programs.has(environment["TERM_PROGRAM"] ?? "") ||
    Number(environment["VTE_VERSION"] ?? 0) >= 5000 ||
    Number(environment["KONSOLE_VERSION"] ?? 0) >= 200_400 ||
    ["WT_SESSION", "KITTY_WINDOW_ID", "DOMTERM"].some((name) => environment[name] !== undefined) ||
    /^(?:xterm-kitty|xterm-ghostty|alacritty|foot)/.test(environment["TERM"] ?? "")
  );
}
