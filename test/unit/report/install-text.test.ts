import * as assert from "uvu/assert";
import type { InstallAgentsOutcome } from "../../../src/commands/install-agents.ts";
import type { InstallNote, PlannedHook } from "../../../src/install/install-plan.ts";
import { agentsToJson, formatAgentRemoval, formatAgents } from "../../../src/report/agents-text.ts";
import { formatInstall, formatUninstall } from "../../../src/report/install-text.ts";
import { suite } from "../../support/suite.ts";
import { paintedStyle, showTones } from "../../support/tones.ts";

const style = paintedStyle(100);

function hook(name: string, change: PlannedHook["change"], previousPath: string | null = null): PlannedHook {
  return { name, path: `/r/.git/hooks/${name}`, change, previousPath };
}

const nothing = {
  manager: "native",
  former: null,
  directory: "/r/.git/hooks",
  hooks: [],
  merge: { change: "unchanged", attributeLines: [], settings: [] },
  notes: [],
  operations: [],
  activation: null,
  isApplied: false,
} as unknown as Parameters<typeof formatInstall>[0];
const merge = {
  change: "updated",
  attributeLines: [".planning/STATE.md merge=planlink", "\u001b[2J"],
} as unknown as (typeof nothing)["merge"];

suite("formatInstall", (test) => {
  const show = (more: Partial<typeof nothing>, dryRun = false): string =>
    showTones(formatInstall({ ...nothing, ...more }, dryRun, style));

  test("says which hooks are new, and which were there before", () => {
    const hooks = [
      hook("commit-msg", "created", "/r/.git/hooks/commit-msg.before"),
      hook("post-commit", "updated"),
      hook("pre-push", "unchanged"),
      hook("post-merge", "kept"),
    ];
    assert.is(
      show({ hooks, merge }),
      `{green ✔} installed 2 hooks (native, /r/.git/hooks)
  commit-msg, post-commit
  commit-msg runs the hook that was there first: /r/.git/hooks/commit-msg.before
{green ✔} set up the merging of STATE.md (git config merge.planlink)
  .gitattributes: .planning/STATE.md merge=planlink
  .gitattributes: \\x1b[2J
`,
    );
    assert.is(
      show({ hooks: [hook("pre-push", "updated")], merge, former: "husky" }, true),
      `{green ✔} would install 1 hook (native, /r/.git/hooks)
  pre-push
  would take them out of husky before
{green ✔} would set up the merging of STATE.md (git config merge.planlink)
  .gitattributes: .planning/STATE.md merge=planlink
  .gitattributes: \\x1b[2J
`,
    );
  });

  test("says that all is in place", () => {
    assert.is(
      show({ hooks: [hook("pre-push", "unchanged")], directory: "/r/\u001b[1m" }),
      `{green ✔} hooks are in place (native, /r/\\x1b[1m)
`,
    );
    assert.is(
      show({ former: "lefthook" }),
      `{green ✔} hooks are in place (native, /r/.git/hooks)
  took them out of lefthook before
`,
    );
  });

  test("breaks what is long at the width of the terminal", () => {
    const previous = `/r/${"long name ".repeat(12)}x`;
    const note: InstallNote = { code: "program-absent", path: "/r" };
    assert.is(
      show({ hooks: [hook("pre-push", "unchanged", previous)], notes: [note] }),
      `{green ✔} hooks are in place (native, /r/.git/hooks)
  pre-push runs the hook that was there first: /r/long name long name long name long name long
    name long name long name long name long name long name long name long name x
{yellow ▲} these hooks find no planlink here, neither in node_modules nor on PATH: install it in the project
  (npm install --save-dev planlink)
`,
    );
  });

  test("has words for each thing to know", () => {
    const codes: readonly InstallNote["code"][] = [
      "hook-edited",
      "hook-run-by-other",
      "husky-inactive",
      "husky-may-hide",
      "lefthook-inactive",
      "pre-commit-inactive",
      "simple-git-hooks-inactive",
      "hook-would-go",
      "config-unstaged",
      "program-absent",
      "block-may-not-run",
      "hooks-in-work-tree",
      "hooks-shared",
      "program-temporary",
      "attributes-kept",
      "attributes-blocked",
    ];
    assert.is(
      showTones(
        formatInstall({ ...nothing, notes: codes.map((code) => ({ code, path: "/r/it" })) }, false, paintedStyle(200)),
      ),
      `{green ✔} hooks are in place (native, /r/.git/hooks)
{yellow ▲} /r/it was edited by hand after it was installed: it was left as it is
{yellow ▲} another hook manager runs our hook from /r/it
{yellow ▲} husky has not run in this clone, so git runs none of its hooks yet: npx husky
{yellow ▲} husky is a dependency here: once it runs, it hides these hooks: state init --manager husky
{yellow ▲} lefthook has not put all its hooks into this clone yet: npx lefthook install
{yellow ▲} pre-commit has not put all its hooks into this clone yet: pre-commit install
{yellow ▲} simple-git-hooks has not put all its hooks into this clone yet: npx simple-git-hooks
{yellow ▲} simple-git-hooks deletes hooks that it has no command for: move what /r/it does into its configuration
{yellow ▲} pre-commit stops every commit until its configuration is staged: git add .pre-commit-config.yaml
{yellow ▲} these hooks find no planlink here, neither in node_modules nor on PATH: install it in the project (npm install --save-dev planlink)
{yellow ▲} /r/it leaves early (exit or exec) before our lines
{yellow ▲} /r/it is part of the work tree: its files show in git status
{yellow ▲} /r/it serves other repositories too
{yellow ▲} /r/it is a download cache and will vanish: install planlink in the project (npm install --save-dev planlink)
{yellow ▲} attributes of this repository say how /r/it is merged: they stand
{yellow ▲} /r/it is no plain file: git merges STATE.md as text
`,
    );
  });
});

suite("formatUninstall", (test) => {
  const removed = (name: string, isRestored: boolean) => ({ name, path: `/r/${name}`, isRestored });
  const left = [
    { path: "/r/pre-push", reason: "edited" },
    { path: "/r/commit-msg.before", reason: "replaced" },
    { path: "/r/.gitattributes", reason: "other-worktree" },
  ] as const;
  const none = { hooks: [], left: [], isMergeRemoved: false, operations: [], isApplied: true };

  test("says what went, what was put back, and what stays", () => {
    const hooks = [removed("commit-msg", true), removed("pre-push", false)];
    assert.is(
      showTones(formatUninstall({ ...none, hooks, left, isMergeRemoved: true }, false, style)),
      `{green ✔} removed 2 hooks; 1 earlier hook put back
{green ✔} removed the merging of STATE.md (.gitattributes, git config merge.planlink)
{yellow ▲} /r/pre-push was left: it was edited by hand, so what is ours in it cannot be told
{yellow ▲} /r/commit-msg.before was left: another hook stands where ours did
{yellow ▲} /r/.gitattributes was left: it is another worktree's, and still names the merge driver: take its
  lines out there
`,
    );
    assert.is(
      showTones(formatUninstall({ ...none, hooks: [removed("pre-push", false)] }, true, style)),
      `{green ✔} would remove 1 hook
`,
    );
    assert.is(
      showTones(formatUninstall({ ...none, isMergeRemoved: true }, true, style)),
      `no hooks of planlink are installed here
{green ✔} would remove the merging of STATE.md (.gitattributes, git config merge.planlink)
`,
    );
  });
});

type Part = InstallAgentsOutcome["parts"][number];

function part(kind: Part["part"]["kind"], path: string, state: Part["state"], change: Part["change"]): Part {
  return { part: { kind, path, form: { kind: "file", text: "" }, isMadeOnRequest: false }, state, change };
}

suite("formatAgents", (test) => {
  const show = (
    outcome: Pick<InstallAgentsOutcome, "agents" | "parts">,
    input = { dryRun: false, withServer: false },
  ): string => showTones(formatAgents({ ...outcome, operations: [], isApplied: true }, input, style));
  const parts = [
    part("session-start", ".claude/settings.json", "absent", "added"),
    part("mcp", ".mcp.json", "other", "left"),
    part("note", "AGENTS.md", "present", "updated"),
    part("skill", ".claude/skills/planlink/SKILL.md", "unsuited", "left"),
    part("note", "CLAUDE.md", "outside", "left"),
    part("mcp", ".cursor/mcp.json", "present", "unchanged"),
  ];

  test("says what was written where, and what was left alone", () => {
    assert.is(
      show({ agents: ["claude", "codex"], parts }, { dryRun: false, withServer: true }),
      `{green ✔} set up coding agents (Claude Code, Codex)
  .claude/settings.json: the brief, at the start of a session
  AGENTS.md: how to live with planlink
{yellow ▲} .mcp.json has its own form of the MCP server: it was left as it is
{yellow ▲} .claude/skills/planlink/SKILL.md has no place for how to live with planlink, as a skill: add it by hand (docs/agents.md)
{yellow ▲} CLAUDE.md is a link, or lies behind one, or is no plain file: it was left as it is
{yellow ▲} Codex takes servers from .codex/config.toml, which planlink does not write (docs/agents.md)
  agents may ask once whether they shall run a hook of the project
`,
    );
    assert.is(
      show({ agents: ["claude"], parts: parts.slice(2, 3) }, { dryRun: true, withServer: true }),
      `{green ✔} would set up coding agents (Claude Code)
  AGENTS.md: how to live with planlink
`,
    );
    assert.is(
      show({ agents: ["codex"], parts: parts.slice(5) }),
      `{green ✔} coding agents are in place (Codex)
`,
    );
  });

  test("says so where there is no agent, and where all is the note for everybody", () => {
    assert.is(
      show({ agents: [], parts: [] }),
      `{yellow ▲} no coding agent is set up here; name one: state init --agents --agent claude
`,
    );
    assert.is(
      show({ agents: [], parts: parts.slice(2, 3) }),
      `{green ✔} set up coding agents (AGENTS.md)
  AGENTS.md: how to live with planlink
`,
    );
    assert.is(
      show({ agents: [], parts: parts.slice(5) }),
      `{green ✔} coding agents are in place (AGENTS.md)
`,
    );
  });

  test("of --json has each part with its state", () => {
    assert.equal(agentsToJson({ agents: ["claude"], parts: parts.slice(0, 2), operations: [], isApplied: true }), {
      found: ["claude"],
      parts: [
        { kind: "session-start", path: ".claude/settings.json", state: "absent", change: "added" },
        { kind: "mcp", path: ".mcp.json", state: "other", change: "left" },
      ],
    });
  });
});

suite("formatAgentRemoval", (test) => {
  test("names each file once, and says nothing where there was nothing", () => {
    const show = (paths: readonly string[], left: readonly string[], dryRun: boolean): string =>
      showTones(
        formatAgentRemoval(
          {
            removed: paths.map((path) => ({ kind: "file" as const, path })),
            left,
            operations: [],
            isApplied: !dryRun,
          },
          dryRun,
          style,
        ),
      );
    assert.is(show([], [], false), "");
    assert.is(
      show([".mcp.json", "AGENTS.md", ".mcp.json"], ["CLAUDE.md"], false),
      `{green ✔} removed what coding agents were given (.mcp.json, AGENTS.md)
{yellow ▲} CLAUDE.md was left: it was edited by hand, so what is ours in it cannot be told
`,
    );
    assert.is(
      show([".mcp.json"], [], true),
      `{green ✔} would remove what coding agents were given (.mcp.json)
`,
    );
  });
});
