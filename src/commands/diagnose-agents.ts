import { agentTitles } from "../model/agent-names.ts";
import { createOk, createWarning, type DoctorCheck } from "./doctor-check.ts";
import type { AgentFacts } from "./install-agents.ts";

function join(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}

/** Judges what coding agents were given: whether it is as planlink writes it, and whether they can run it. */
export function diagnoseAgents({ agents, parts, hasProgram }: AgentFacts): DoctorCheck {
  const data = {
    agents,
    parts: parts.flatMap(({ part, state }) =>
      state === "absent" || state === "not-asked" ? [] : [{ kind: part.kind, path: part.path, state }],
    ),
  };
  if (agents.length === 0 && data.parts.length === 0) return createOk("agents", "no coding agent is set up here", data);
  const briefs = parts.filter(({ part }) => part.kind === "session-start");
  const other = parts.find(({ state }) => state === "other");
  const present = parts.filter(({ state }) => state === "present");
  const runnable = present.filter(({ part }) => part.kind === "session-start" || part.kind === "mcp");
  if (runnable.length > 0 && !hasProgram)
    return createWarning(
      "agents",
      `${join([...new Set(runnable.map(({ part }) => part.path))])} name planlink, which npx does not find here`,
      "npm install --save-dev planlink",
      data,
    );
  if (other !== undefined)
    return createWarning(
      "agents",
      `${other.part.path} has its own form of ${other.part.kind === "session-start" ? "the brief" : `what state init --agents writes (${other.part.kind})`}`,
      "state init --agents --dry-run says what it would write elsewhere; docs/agents.md has the form",
      data,
    );
  const reading = briefs.filter(({ state }) => state === "present");
  const titlesOf = join(agents.map((agent) => agentTitles[agent]));
  if (briefs.length > 0 && reading.length === 0)
    return createOk("agents", `${titlesOf} is used here and reads no brief; state init --agents gives it one`, data);
  return createOk(
    "agents",
    reading.length === 0
      ? `${titlesOf || "AGENTS.md"}: ${present.length === 0 ? "given nothing; state init --agents" : join(present.map(({ part }) => part.path))}`
      : `${titlesOf} reads the brief (${join(reading.map(({ part }) => part.path))})`,
    data,
  );
}
