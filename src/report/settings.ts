import type { Setting } from "../commands/read-settings.ts";
import { displayWidth, pad, paint, printable, showPath, type TerminalStyle } from "./terminal.ts";

/** Where a value comes from, as a path with its line where there is one. */
function formatSource({ source }: Setting, style: TerminalStyle): string {
  switch (source.kind) {
    case "default":
      return "default";
    case "found":
      return "the nearest one";
    case "git":
      return `git config ${source.name}`;
    case "file":
      return showPath(style, source.path, source.line === null ? source.path : `${source.path}:${source.line}`);
  }
}

function formatValue(value: unknown): string {
  if (typeof value === "object" && value !== null && Object.keys(value).length === 0) return "none set";
  return printable(typeof value === "string" ? value : JSON.stringify(value));
}

/** The effective settings for people: name, value, where it comes from. */
export function formatSettings(settings: readonly Setting[], style: TerminalStyle): string {
  const nameWidth = Math.max(...settings.map(({ name }) => displayWidth(name)));
  const valueWidth = Math.max(...settings.map(({ value }) => displayWidth(formatValue(value))));
  const lines = settings.map((setting) => {
    const tone = setting.source.kind === "default" ? "dim" : "cyan";
    return `${pad(setting.name, nameWidth)}  ${pad(formatValue(setting.value), valueWidth)}  ${paint(style, tone, formatSource(setting, style))}\n`;
  });
  return lines.join("");
}

/** `planlink/config@1` */
export function settingsToJson(settings: readonly Setting[]): Record<string, unknown> {
  return {
    schema: "planlink/config@1",
    settings: settings.map(({ name, value, source }) => ({
      name,
      value,
      source: source.kind,
      path: source.kind === "file" ? source.path : null,
      line: source.kind === "file" ? source.line : null,
    })),
  };
}
