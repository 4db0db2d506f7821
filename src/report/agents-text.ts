import type { InstallAgentsOutcome, UninstallAgentsOutcome } from "../commands/install-agents.ts";
import { agentTitles } from "../model/agent-names.ts";
import { paint, printable, type TerminalStyle } from "./terminal.ts";

type AgentPart = InstallAgentsOutcome["parts"][number];

const kindWords: Readonly<Record<AgentPart["part"]["kind"], string>> = {
  "session-start": "the brief, at the start of a session",
  mcp: "the MCP server",
  note: "how to live with planlink",
  skill: "how to live with planlink, as a skill",
};

function explainLeft({ part, state }: AgentPart): string {
  const path = printable(part.path);
  if (state === "other") return `${path} has its own form of ${kindWords[part.kind]}: it was left as it is`;
  if (state === "outside") return `${path} is a link, or lies behind one, or is no plain file: it was left as it is`;
  return `${path} has no place for ${kindWords[part.kind]}: add it by hand (docs/agents.md)`;
}

/** What `init --agents` gave to coding agents, or would give. */
export function formatAgents(
  { agents, parts }: InstallAgentsOutcome,
  input: { readonly dryRun: boolean; readonly withServer: boolean },
  style: TerminalStyle,
): string {
  const tick = paint(style, "green", "✔");
  const warn = paint(style, "yellow", "▲");
  const changed = parts.filter(({ change }) => change === "added" || change === "updated");
  const left = parts.filter(({ change }) => change === "left");
  const names = agents.map((name) => agentTitles[name]).join(", ") || "AGENTS.md";
  const lines = [
    ...(agents.length === 0 && parts.length === 0
      ? [`${warn} no coding agent is set up here; name one: state init --agents --agent claude`]
      : changed.length === 0
        ? [`${tick} coding agents are in place (${names})`]
        : [
            `${tick} ${input.dryRun ? "would set up" : "set up"} coding agents (${names})`,
            ...changed.map(({ part }) => `  ${printable(part.path)}: ${kindWords[part.kind]}`),
          ]),
    ...left.map((part) => `${warn} ${explainLeft(part)}`),
    ...(input.withServer && agents.includes("codex")
      ? [`${warn} Codex takes servers from .codex/config.toml, which planlink does not write (docs/agents.md)`]
      : []),
    ...(changed.some(({ part }) => part.kind === "session-start")
      ? ["  agents may ask once whether they shall run a hook of the project"]
      : []),
  ];
  return `${lines.join("\n")}\n`;
}

/** What `uninstall` took from coding agents, or would take; nothing where there was nothing. */
export function formatAgentRemoval(
  { removed, left }: UninstallAgentsOutcome,
  dryRun: boolean,
  style: TerminalStyle,
): string {
  const paths = [...new Set(removed.map(({ path }) => printable(path)))];
  const lines = [
    ...(paths.length === 0
      ? []
      : [
          `${paint(style, "green", "✔")} ${dryRun ? "would remove" : "removed"} what coding agents were given (${paths.join(", ")})`,
        ]),
    ...left.map(
      (path) =>
        `${paint(style, "yellow", "▲")} ${printable(path)} was left: it was edited by hand, so what is ours in it cannot be told`,
    ),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** `agents` of `planlink/init@1` */
export function agentsToJson({ agents, parts }: InstallAgentsOutcome): Record<string, unknown> {
  return {
    found: agents,
    parts: parts.map(({ part, state, change }) => ({ kind: part.kind, path: part.path, state, change })),
  };
}
