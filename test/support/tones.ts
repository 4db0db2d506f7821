import type { TerminalStyle } from "../../src/report/terminal.ts";

/** A terminal with colour and so many columns. */
export function paintedStyle(width = 80): TerminalStyle {
  return { color: true, width };
}

const names: Readonly<Record<string, string>> = {
  1: "bold",
  2: "dim",
  31: "red",
  32: "green",
  33: "yellow",
  36: "cyan",
};

/** Shows what is painted, so that a screen can stand in a test as it is seen: `{red ✖} 3 errors`. */
export function showTones(screen: string): string {
  const [first = "", ...parts] = screen.split("\u001b[");
  return (
    first +
    parts
      .map((part) => {
        const code = part.slice(0, part.indexOf("m"));
        const name = names[code];
        return (name === undefined ? "}" : `{${name} `) + part.slice(code.length + 1);
      })
      .join("")
  );
}
