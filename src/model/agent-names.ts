/** The coding agents that can be set up. */
export const agentNames = ["claude", "gemini", "codex", "cursor"] as const;
export type AgentName = (typeof agentNames)[number];

/** The agents as people call them. */
export const agentTitles: Readonly<Record<AgentName, string>> = {
  claude: "Claude Code",
  gemini: "Gemini CLI",
  codex: "Codex",
  cursor: "Cursor",
};

/** Tells whether a word names an agent that can be set up. */
export function isAgentName(word: string): word is AgentName {
  return agentNames.some((name) => name === word);
}
