import type { TriedCheck } from "../commands/selftest.ts";
import { clip, count, paint, printable, wrap, type TerminalStyle } from "./terminal.ts";

const longest = 60;

/** One line of a broken claim, short enough for a line of text. */
function shorten(text: string): string {
  const line = text.trim().split("\n")[0] ?? "";
  return clip(printable(line), longest);
}

function counts(checks: readonly TriedCheck[]): Readonly<Record<TriedCheck["verdict"], number>> {
  const of = (verdict: TriedCheck["verdict"]): number => checks.filter((check) => check.verdict === verdict).length;
  return {
    fired: of("fired"),
    silent: of("silent"),
    "nothing-to-corrupt": of("nothing-to-corrupt"),
    "not-of-documents": of("not-of-documents"),
  };
}

function formatCheck({ code, verdict, broken, tried }: TriedCheck, style: TerminalStyle): readonly string[] {
  if (verdict === "nothing-to-corrupt") return [`${paint(style, "dim", "·")} ${code}: nothing to corrupt`];
  const place = broken === null ? "" : `${printable(broken.path)}:${broken.line}`;
  const claim = broken === null ? [] : [`    - ${shorten(broken.before)}`, `    + ${shorten(broken.after)}`];
  if (verdict === "fired") return [`${paint(style, "green", "✔")} ${code}: fired at ${place}`, ...claim];
  const tries = count(tried, "broken claim");
  return [`${paint(style, "red", "✖")} ${code}: stayed silent at ${tries}, first ${place}`, ...claim];
}

/** `check --selftest` for people: the checks in the catalogue's order, and what was broken for each. */
export function formatSelftest(checks: readonly TriedCheck[], style: TerminalStyle): string {
  const shown = checks.filter(({ verdict }) => verdict !== "not-of-documents");
  const { fired, silent, "nothing-to-corrupt": nothing } = counts(checks);
  const others = checks.filter(({ verdict }) => verdict === "not-of-documents").map(({ code }) => code);
  return [
    ...shown.flatMap((check) => formatCheck(check, style)),
    "",
    `${fired} fired, ${silent} stayed silent, ${nothing} with nothing to corrupt; no file was changed`,
    ...wrap(`no claim of a document leads to: ${others.join(", ")}`, style.width),
    "",
  ].join("\n");
}

/** `check --selftest` for programs. */
export function selftestToJson(checks: readonly TriedCheck[]): object {
  return { schema: "planlink/selftest@1", checks, summary: counts(checks) };
}
