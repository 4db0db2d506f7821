import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { type PlannedRepository, withPlannedRepository } from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";
import { snapshot } from "./install-fixture.ts";

const settings = ".claude/settings.json";
const command = "npx --no-install planlink resume --format session-start";
const group = { hooks: [{ type: "command", command }] };
const server = { command: "npx", args: ["--no-install", "planlink", "mcp"] };

interface InitAnswer {
  readonly applied: boolean;
  readonly agents: {
    readonly found: readonly string[];
    readonly parts: readonly Readonly<Record<"kind" | "path" | "state" | "change", string>>[];
  };
}

async function init(repository: PlannedRepository, ...args: readonly string[]): Promise<InitAnswer> {
  const { exitCode, stdout, stderr } = await repository.state(["init", "--agents", "--json", ...args]);
  assert.equal([exitCode, stderr], [0, ""]);
  return JSON.parse(stdout) as InitAnswer;
}

async function uninstall(repository: PlannedRepository): Promise<string> {
  const { exitCode, stdout, stderr } = await repository.state(["uninstall"]);
  assert.equal([exitCode, stderr], [0, ""]);
  return stdout;
}

/** All files but git's. */
function read(repository: PlannedRepository): Readonly<Record<string, string>> {
  return snapshot(repository.directory, [".git"]);
}

function changesOf({ agents }: InitAnswer): readonly string[] {
  return agents.parts.map(({ kind, path, change }) => `${change} ${kind} ${path}`);
}

/** Settings as people have them: each with its own layout. */
const layouts: Readonly<Record<string, string>> = {
  "empty object": "{}\n",
  "no final line break": '{"model":"opus"}',
  tabs: '{\n\t"model": "opus",\n\t"hooks": {\n\t\t"Stop": []\n\t}\n}\n',
  "Windows lines": '{\r\n    "hooks": {\r\n        "SessionStart": []\r\n    }\r\n}\r\n',
  "comments and last commas":
    '// ours\n{\n  "hooks": {\n    "SessionStart": [\n      { "hooks": [{ "type": "command", "command": "date" }] }, // when\n    ],\n  }, /* end */\n}\n',
  "byte order mark, odd blanks": '\uFEFF{ "permissions" : {"allow":["Bash(ls:*)"]} ,"hooks":{ }  }\n\n',
  "beyond ASCII": '{\n  "env": { "NAME": "Žofie — 名前" }\n}\n',
};

suite("state init --agents", (test) => {
  test("gives each agent that is found what it reads, a second time nothing, and uninstall takes it back", () =>
    withPlannedRepository(async (repository) => {
      repository.write(settings, '{\n  "model": "opus"\n}\n');
      repository.write("GEMINI.md", "# Rules\n\nBe brief.\n");
      repository.write(".codex/config.toml", "model = 'x'\n");
      mkdirSync(join(repository.directory, ".cursor"));
      const before = read(repository);

      const dry = await init(repository, "--mcp", "--dry-run");
      assert.equal(read(repository), before);
      const first = await init(repository, "--mcp");
      assert.equal(first.agents.found, ["claude", "gemini", "codex", "cursor"]);
      assert.equal(changesOf(first), changesOf(dry));
      assert.equal(changesOf(first), [
        "added session-start .claude/settings.json",
        "added mcp .mcp.json",
        "added skill .claude/skills/planlink/SKILL.md",
        "added session-start .gemini/settings.json",
        "added mcp .gemini/settings.json",
        "added session-start .codex/hooks.json",
        "added mcp .cursor/mcp.json",
        "added note GEMINI.md",
      ]);
      assert.is(
        repository.readText(settings),
        `{\n  "model": "opus",\n  "hooks": {\n    "SessionStart": [\n      {\n        "hooks": [\n          {\n            "type": "command",\n            "command": "${command}"\n          }\n        ]\n      }\n    ]\n  }\n}\n`,
      );
      assert.equal(JSON.parse(repository.readText(".gemini/settings.json")), {
        hooks: { SessionStart: [group] },
        mcpServers: { planlink: server },
      });
      assert.equal(JSON.parse(repository.readText(".codex/hooks.json")), { hooks: { SessionStart: [group] } });
      for (const path of [".mcp.json", ".cursor/mcp.json"])
        assert.equal(JSON.parse(repository.readText(path)), { mcpServers: { planlink: server } });
      assert.match(
        repository.readText(".claude/skills/planlink/SKILL.md"),
        /^---\nname: planlink\ndescription: [^\n]{50,1000}\n---\n/,
      );
      assert.match(
        repository.readText("GEMINI.md"),
        /^# Rules\n\nBe brief\.\n\n<!-- planlink begin[^]*planlink end -->\n$/,
      );
      assert.is(existsSync(join(repository.directory, "AGENTS.md")), false, "made when asked");

      const installed = read(repository);
      const second = await init(repository, "--mcp");
      assert.is(second.applied, false);
      assert.ok(changesOf(second).every((change) => change.startsWith("unchanged ")));
      assert.equal(read(repository), installed);

      assert.match(await uninstall(repository), /removed what coding agents were given \(GEMINI\.md, /);
      assert.equal(read(repository), before);
      assert.is(existsSync(join(repository.directory, ".git/planlink")), false);
    }));

  test("keeps the layout of settings, and gives back every byte", () =>
    withPlannedRepository(async (repository) => {
      const places = [settings, ".gemini/settings.json", ".codex/hooks.json"];
      const entries = Object.entries(layouts);
      // Three at a time, one for each agent: each run costs a second.
      for (let at = 0; at < entries.length; at += places.length) {
        const batch = entries.slice(at, at + places.length).map(([name, text], index) => ({
          name,
          text,
          path: places[index] ?? "",
        }));
        const note = batch[0]?.text ?? "";
        for (const { path, text } of batch) repository.write(path, text);
        repository.write("AGENTS.md", note);
        await init(repository);
        for (const { name, path, text } of batch) {
          const now = repository.readText(path);
          assert.ok(now.includes(JSON.stringify(command)), name);
          if (text.includes("\r\n")) assert.not.match(now, /[^\r]\n/, name);
          for (const word of text.match(/"[^"]+"|\/\/ \w+|\/\*.*\*\//g) ?? [])
            assert.ok(now.includes(word), `${name}: ${word}`);
        }
        await uninstall(repository);
        for (const { name, path, text } of batch) assert.is(repository.readText(path), text, name);
        assert.is(repository.readText("AGENTS.md"), note);
      }
    }));

  test("takes out what it put in when people have edited around it", () =>
    withPlannedRepository(async (repository) => {
      mkdirSync(join(repository.directory, ".claude"));
      repository.write("AGENTS.md", "# Rules");
      await init(repository, "--mcp");
      const other = { hooks: [{ type: "command", command: "date" }] };
      // Formatted anew, with hooks and servers of others before and behind ours.
      repository.write(
        settings,
        JSON.stringify({ hooks: { Stop: [other], SessionStart: [other, group, other] }, model: "opus" }),
      );
      repository.write(".mcp.json", JSON.stringify({ mcpServers: { planlink: server, other: server } }, null, 4));
      repository.write("AGENTS.md", `Before\n${repository.readText("AGENTS.md")}\nMore\n`);
      await uninstall(repository);
      assert.is(
        repository.readText(settings),
        JSON.stringify({ hooks: { Stop: [other], SessionStart: [other, other] }, model: "opus" }),
      );
      assert.equal(JSON.parse(repository.readText(".mcp.json")), { mcpServers: { other: server } });
      assert.is(repository.readText("AGENTS.md"), "Before\n# Rules\nMore\n");
      assert.is(existsSync(join(repository.directory, ".claude/skills")), false);
    }));

  test("leaves what somebody has edited, or has in an own form, and says so", () =>
    withPlannedRepository(async (repository) => {
      const own = JSON.stringify({
        hooks: { SessionStart: [{ hooks: [{ type: "command", command: "npx state resume --format session-start" }] }] },
      });
      repository.write(settings, own);
      repository.write(".gemini/settings.json", '{ "hooks": [] }\n');
      repository.write(".codex/hooks.json", "no JSON\n");
      repository.write("AGENTS.md", "# Rules\n");
      assert.equal(
        changesOf(await init(repository)).filter((change) => change.startsWith("left")),
        [
          "left session-start .claude/settings.json",
          "left session-start .gemini/settings.json",
          "left session-start .codex/hooks.json",
        ],
      );
      assert.equal(
        [settings, ".gemini/settings.json", ".codex/hooks.json"].map((path) => repository.readText(path)),
        [own, '{ "hooks": [] }\n', "no JSON\n"],
      );
      const { stdout } = await repository.state(["init", "--agents"]);
      assert.match(
        stdout,
        "settings.json has its own form of the brief, at the start of a session: it was left as it is",
      );
      assert.match(stdout, ".codex/hooks.json has no place for the brief");
      repository.replace("AGENTS.md", "Do not use `--no-verify`", "Use what you like");
      const edited = repository.readText("AGENTS.md");
      assert.match(await uninstall(repository), "AGENTS.md was left: it was edited by hand");
      assert.is(repository.readText("AGENTS.md"), edited);
    }));

  test("writes nothing behind a link, nor where nobody uses an agent, unless one is named", () =>
    withPlannedRepository(async (repository, sandbox) => {
      assert.equal((await init(repository)).agents, { found: [], parts: [] });
      assert.match(
        (await repository.state(["init", "--agents"])).stdout,
        "no coding agent is set up here; name one: state init --agents --agent claude",
      );

      const shared = join(sandbox.directory, "shared");
      mkdirSync(shared);
      symlinkSync(shared, join(repository.directory, ".claude"));
      symlinkSync(join(shared, "agents.md"), join(repository.directory, "AGENTS.md"));
      const answer = await init(repository, "--agent", "codex");
      assert.equal(changesOf(answer), [
        "left session-start .claude/settings.json",
        "left skill .claude/skills/planlink/SKILL.md",
        "added session-start .codex/hooks.json",
        "left note AGENTS.md",
      ]);
      assert.equal(snapshot(shared), {});
      await uninstall(repository);
      assert.is(existsSync(join(repository.directory, ".codex")), false);
    }));

  test("makes a note for an agent that is named, and refuses what it does not know", () =>
    withPlannedRepository(async (repository) => {
      const before = read(repository);
      const answer = await init(repository, "--agent", "codex,gemini");
      assert.equal(changesOf(answer), [
        "added session-start .gemini/settings.json",
        "added session-start .codex/hooks.json",
        "added note AGENTS.md",
        "added note GEMINI.md",
      ]);
      await uninstall(repository);
      assert.equal(read(repository), before);

      const refused = await repository.state(["init", "--agents", "--agent", "codex,clod"]);
      assert.equal([refused.exitCode, refused.stdout], [2, ""]);
      assert.match(refused.stderr, /--agent is "clod"\n {2}expected claude, gemini, codex, cursor/);
      const alone = await repository.state(["init", "--mcp"]);
      assert.equal(
        [alone.exitCode, alone.stderr],
        [2, "state: --mcp is for coding agents\n  write: state init --agents --mcp\n"],
      );
    }));

  test("what it puts into the settings is what an agent can run", () =>
    withPlannedRepository(async (repository) => {
      mkdirSync(join(repository.directory, ".claude"));
      await init(repository, "--mcp");
      // As npm would link it.
      mkdirSync(join(repository.directory, "node_modules/.bin"), { recursive: true });
      symlinkSync(
        join(import.meta.dirname, "../../dist/state.js"),
        join(repository.directory, "node_modules/.bin/planlink"),
      );
      const { hooks } = JSON.parse(repository.readText(settings)) as {
        hooks: { SessionStart: readonly (typeof group)[] };
      };
      const line = hooks.SessionStart[0]?.hooks[0]?.command ?? "";
      const { exitCode, stdout } = await repository.run("sh", ["-c", line], {
        input: '{"hook_event_name":"SessionStart","source":"startup"}',
      });
      assert.is(exitCode, 0);
      const answer = JSON.parse(stdout) as { hookSpecificOutput: { hookEventName: string; additionalContext: string } };
      assert.is(answer.hookSpecificOutput.hookEventName, "SessionStart");
      assert.match(answer.hookSpecificOutput.additionalContext, /^planlink · main at /);
      const { mcpServers } = JSON.parse(repository.readText(".mcp.json")) as {
        mcpServers: { planlink: typeof server };
      };
      const started = await repository.run(mcpServers.planlink.command, mcpServers.planlink.args, {
        input: `${JSON.stringify({ jsonrpc: "2.0", id: 1, method: "initialize", params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "a", version: "1" } } })}\n`,
      });
      assert.equal(JSON.parse(started.stdout).result.serverInfo.name, "planlink");
    }));

  test("says in state doctor what agents were given, and whether they can run it", () =>
    withPlannedRepository(async (repository) => {
      const look = async (): Promise<Readonly<Record<string, unknown>> | undefined> => {
        const { stdout } = await repository.state(["doctor", "--no-trial", "--json"]);
        const { checks } = JSON.parse(stdout) as { checks: readonly Readonly<Record<string, unknown>>[] };
        return checks.find(({ name }) => name === "agents");
      };
      assert.equal((await look())?.["message"], "no coding agent is set up here");
      mkdirSync(join(repository.directory, ".claude"));
      assert.match(
        String((await look())?.["message"]),
        "Claude Code is used here and reads no brief; state init --agents gives it one",
      );
      await init(repository);
      const missing = await look();
      assert.equal([missing?.["status"], missing?.["help"]], ["warning", "npm install --save-dev planlink"]);
      mkdirSync(join(repository.directory, "node_modules/.bin"), { recursive: true });
      symlinkSync(
        join(import.meta.dirname, "../../dist/state.js"),
        join(repository.directory, "node_modules/.bin/planlink"),
      );
      const well = await look();
      assert.equal(
        [well?.["status"], well?.["message"]],
        ["ok", "Claude Code reads the brief (.claude/settings.json)"],
      );
      repository.replace(settings, "--format session-start", "--format text");
      const edited = await look();
      assert.is(edited?.["status"], "warning");
      assert.match(String(edited?.["message"]), ".claude/settings.json has its own form of the brief");
      assert.match(readFileSync(join(repository.directory, settings), "utf8"), "--format text");
    }));
});
