import type { AgentName } from "../model/agent-names.ts";
import type { JsonValue } from "./json-text.ts";
import { renderNote, renderSkill } from "./agent-note.ts";

/** What an agent is given: the brief at the start of a session, the server of tools, or words on how to work here. */
export type AgentPartKind = "session-start" | "mcp" | "note" | "skill";

/** How a part stands in its file: as an item of a list in JSON, a member of an object there, a block of text, or the whole file. */
export type AgentPartForm =
  | { readonly kind: "json-item"; readonly keys: readonly string[]; readonly value: JsonValue }
  | { readonly kind: "json-member"; readonly keys: readonly string[]; readonly value: JsonValue }
  | { readonly kind: "block"; readonly text: string }
  | { readonly kind: "file"; readonly text: string };

/** One thing that is put into one file; paths are below the top of the work tree. */
export interface AgentPart {
  readonly kind: AgentPartKind;
  readonly path: string;
  readonly form: AgentPartForm;
  /** A file for people as well is not made unless the agent is named. */
  readonly isMadeOnRequest: boolean;
}

interface AgentKind {
  readonly name: AgentName;
  /** What shows that somebody uses it here. */
  readonly signs: readonly string[];
  /** Where its hooks are configured, in the one form that several agents share; `null` where it has another or none. */
  readonly hooksPath: string | null;
  /** Where its servers are configured in JSON; `null` where it takes none from the project, or not in JSON. */
  readonly serversPath: string | null;
  /** What it reads in every session, written by people. */
  readonly notePath: string | null;
  readonly skillPath: string | null;
}

/** Each as its documentation has it; docs/agents.md says which were left out, and why. */
export const agentKinds: readonly AgentKind[] = [
  {
    name: "claude",
    signs: [".claude", "CLAUDE.md"],
    hooksPath: ".claude/settings.json",
    serversPath: ".mcp.json",
    notePath: null,
    skillPath: ".claude/skills/planlink/SKILL.md",
  },
  {
    name: "gemini",
    signs: [".gemini", "GEMINI.md"],
    hooksPath: ".gemini/settings.json",
    serversPath: ".gemini/settings.json",
    notePath: "GEMINI.md",
    skillPath: null,
  },
  {
    name: "codex",
    signs: [".codex"],
    hooksPath: ".codex/hooks.json",
    serversPath: null,
    notePath: "AGENTS.md",
    skillPath: null,
  },
  {
    name: "cursor",
    signs: [".cursor", ".cursorrules"],
    hooksPath: null,
    serversPath: ".cursor/mcp.json",
    notePath: "AGENTS.md",
    skillPath: null,
  },
];

/** By name, so that no program of another package answers; never from the network. */
const briefCommand = "npx --no-install planlink resume --format session-start";

const briefHook: JsonValue = { hooks: [{ type: "command", command: briefCommand }] };

const server: JsonValue = { command: "npx", args: ["--no-install", "planlink", "mcp"] };

/** What many agents read. */
const sharedNotePath = "AGENTS.md";

function notePart(path: string, isMadeOnRequest: boolean): AgentPart {
  return { kind: "note", path, form: { kind: "block", text: renderNote() }, isMadeOnRequest };
}

/** What these agents are given, each file's parts in the order in which they are put in. */
export function listAgentParts(
  agents: readonly AgentName[],
  named: ReadonlySet<AgentName>,
  withServer: boolean,
): readonly AgentPart[] {
  const kinds = agentKinds.filter(({ name }) => agents.includes(name));
  const notes = new Map<string, AgentPart>([[sharedNotePath, notePart(sharedNotePath, true)]]);
  for (const { name, notePath } of kinds)
    if (notePath !== null && (named.has(name) || !notes.has(notePath)))
      notes.set(notePath, notePart(notePath, !named.has(name)));
  return [
    ...kinds.flatMap(({ hooksPath, serversPath, skillPath }): readonly AgentPart[] => [
      ...(hooksPath === null
        ? []
        : [
            {
              kind: "session-start",
              path: hooksPath,
              form: { kind: "json-item", keys: ["hooks", "SessionStart"], value: briefHook },
              isMadeOnRequest: false,
            } as const,
          ]),
      ...(serversPath === null || !withServer
        ? []
        : [
            {
              kind: "mcp",
              path: serversPath,
              form: { kind: "json-member", keys: ["mcpServers", "planlink"], value: server },
              isMadeOnRequest: false,
            } as const,
          ]),
      ...(skillPath === null
        ? []
        : [
            {
              kind: "skill",
              path: skillPath,
              form: { kind: "file", text: renderSkill() },
              isMadeOnRequest: false,
            } as const,
          ]),
    ]),
    ...notes.values(),
  ];
}
