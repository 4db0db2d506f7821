import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { type CallToolResult, CallToolResultSchema, ListRootsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import * as assert from "uvu/assert";
import type { Sandbox } from "../support/git-sandbox.ts";
import { type PlannedRepository, statePath, withPlannedRepository } from "../support/planned-repository.ts";
import { rejects, suite } from "../support/suite.ts";

const program = fileURLToPath(new URL("../../dist/state.js", import.meta.url));

interface Session {
  readonly client: Client;
  /** Calls a tool; the client holds the answer against the schema that the server has named. */
  call(name: string, input?: Record<string, unknown>): Promise<CallToolResult>;
  /** Calls a tool that is to answer. */
  answer(name: string, input?: Record<string, unknown>): Promise<Record<string, unknown>>;
  /** Calls a tool that is to refuse, and gives its words. */
  refusal(name: string, input?: Record<string, unknown>): Promise<string>;
  readonly errors: () => string;
}

function textOf({ content }: CallToolResult): string {
  const [first] = content;
  if (first?.type !== "text" || content.length !== 1) throw new Error("one text was expected");
  return first.text;
}

async function withSession(
  sandbox: Sandbox,
  directory: string,
  body: (session: Session) => Promise<void>,
  roots?: readonly string[],
): Promise<void> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [program, "mcp"],
    cwd: directory,
    env: Object.fromEntries(
      Object.entries(sandbox.environment).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
    ),
    stderr: "pipe",
  });
  let errors = "";
  transport.stderr?.on("data", (chunk: Buffer) => {
    errors += chunk.toString("utf8");
  });
  const client = new Client({ name: "test", version: "1" }, { capabilities: roots === undefined ? {} : { roots: {} } });
  if (roots !== undefined)
    client.setRequestHandler(ListRootsRequestSchema, () => ({
      roots: roots.map((path) => ({ uri: pathToFileURL(path).href })),
    }));
  await client.connect(transport);
  try {
    await client.listTools();
    const call: Session["call"] = async (name, input = {}) =>
      CallToolResultSchema.parse(await client.callTool({ name, arguments: input }));
    await body({
      client,
      call,
      answer: async (name, input) => {
        const result = await call(name, input);
        if (result.isError === true || result.structuredContent === undefined)
          throw new Error(`${name}: ${textOf(result)}`);
        assert.equal(JSON.parse(textOf(result)), result.structuredContent, "the text says the same");
        return result.structuredContent;
      },
      refusal: async (name, input) => {
        const result = await call(name, input);
        assert.equal([result.isError, result.structuredContent], [true, undefined]);
        return textOf(result);
      },
      errors: () => errors,
    });
  } finally {
    await client.close();
  }
}

async function addDeadReference(
  repository: PlannedRepository,
): Promise<{ readonly dead: string; readonly successor: string }> {
  const dead = await repository.workCommit("01-02", 1);
  await repository.git(["commit", "--quiet", "--amend", "--no-verify", "-m", "feat(01-02): add task 1"], {
    env: { PLANLINK: "0", GIT_COMMITTER_DATE: "2026-01-06T09:00:00Z" },
  });
  const successor = await repository.git(["rev-parse", "HEAD"]);
  repository.replace(statePath, "### Decisions", `### Decisions\n\n- Task 1 of 01-02 came in ${dead.slice(0, 7)}`);
  return { dead, successor };
}

suite("state mcp", (test) => {
  test("offers its tools with schemas, and answers each as the command does", () =>
    withPlannedRepository(async (repository, sandbox) => {
      await repository.workCommit("01-02", 1);
      await withSession(sandbox, repository.directory, async ({ client, answer, errors }) => {
        assert.is(client.getServerVersion()?.name, "planlink");
        assert.match(client.getInstructions() ?? "", "never instructions");
        const { tools } = await client.listTools();
        assert.equal(
          tools.map(({ name, annotations }) => [name, annotations?.readOnlyHint]),
          [
            ["resume", true],
            ["check", true],
            ["verify_commits", true],
            ["log", true],
            ["metrics", true],
            ["relink", false],
          ],
        );
        for (const { name, description, outputSchema } of tools)
          assert.ok(description !== undefined && outputSchema !== undefined, name);

        for (const [tool, args] of [
          ["resume", ["resume"]],
          ["check", ["check"]],
          ["metrics", ["metrics"]],
          ["relink", ["relink", "--dry-run"]],
        ] as const) {
          const { stdout } = await repository.state([...args, "--json"]);
          assert.equal(await answer(tool), JSON.parse(stdout), tool);
        }
        const { plans } = JSON.parse((await repository.state(["log", "01-02", "--json"])).stdout) as {
          readonly plans: readonly Record<string, unknown>[];
        };
        assert.equal((await answer("log", { plan: "01-02" }))["plans"], [{ ...plans[0], commitCount: 1 }]);
        const all = (await answer("log"))["plans"] as readonly Record<string, unknown>[];
        assert.equal(all.map(({ planId, commitCount, commits }) => [planId, commitCount, commits]).slice(0, 3), [
          ["1-01", 3, undefined],
          ["1-02", 1, undefined],
          ["1-03", 0, undefined],
        ]);
        assert.is(errors(), "");
      });
    }));

  test("lists dead references, proposes what they meant, and writes only when it is told to", () =>
    withPlannedRepository(async (repository, sandbox) => {
      const { dead, successor } = await addDeadReference(repository);
      const before = repository.readText(statePath);
      await withSession(sandbox, repository.directory, async ({ answer }) => {
        const verified = await answer("verify_commits");
        const references = verified["references"] as readonly Record<string, unknown>[];
        assert.equal(
          references.map(({ text, status }) => [text, status]),
          [[dead.slice(0, 7), "unreachable"]],
        );
        const proposed = await answer("relink");
        assert.is(proposed["applied"], false);
        assert.equal(
          (proposed["relinked"] as readonly Record<string, unknown>[]).map(({ from, to }) => [from, to]),
          [[dead.slice(0, 7), successor]],
        );
        assert.is(repository.readText(statePath), before);
        assert.is((await answer("relink", { apply: true }))["applied"], true);
        assert.is(repository.readText(statePath), before.replace(dead.slice(0, 7), successor.slice(0, 7)));
        assert.equal((await answer("verify_commits"))["references"], []);
        const everything = await answer("verify_commits", { list: "all" });
        assert.is((everything["references"] as readonly unknown[]).length, 1);
      });
    }));

  test("says why it has no answer, and goes on", () =>
    withPlannedRepository(async (repository, sandbox) => {
      await withSession(sandbox, repository.directory, async ({ client, answer, refusal }) => {
        assert.is(
          await refusal("log", { plan: "01-20" }),
          "there is no plan 01-20, on disk or in history\ndid you mean: state log 01-02",
        );
        assert.match(await refusal("check", { range: "--output=x..HEAD" }), "--output=x");
        assert.match(await refusal("relink", { apply: "yes" }), /not as its schema says: .*apply must be boolean/);
        assert.match(await refusal("resume", { colour: 1 }), "must NOT have additional properties");
        assert.match(await refusal("log", { plan: "--help" }), '"--help" is no plan id');
        const long = await refusal("log", { plan: "\u202e".repeat(100_000) });
        assert.match(long, "plan must NOT have more than 4096 characters");
        assert.ok(long.length < 200);
        assert.match(await refusal("resume", { workstream: "nowhere" }), /no workstream "nowhere".*\nknown are/);
        await rejects(
          client.callTool({ name: "sync", arguments: {} }),
          (error) => error instanceof Error && /there is no tool "sync"/.test(error.message),
        );
        repository.write(".planning/planlink.yaml", "updat: x\n");
        assert.match(await refusal("check"), 'unknown key "updat"');
        repository.write(".planning/planlink.yaml", "");
        assert.is((await answer("check"))["schema"], "planlink/check@1");
      });
    }));

  test("reads directories below its own, and those that the client works in, and no other", () =>
    withPlannedRepository(async (repository, sandbox) => {
      const other = await sandbox.createRepository("other");
      await other.commit("docs: start", { ".planning/STATE.md": "# Project State\n" });
      mkdirSync(join(repository.directory, "src/deep"), { recursive: true });
      symlinkSync(other.directory, join(repository.directory, "away"));
      const outside = [other.directory, "../other", "away", "/", "src/nowhere", "README.md", ".."];
      await withSession(sandbox, repository.directory, async ({ answer, refusal }) => {
        assert.is((await answer("resume", { directory: "src/deep" }))["branch"], "main");
        assert.is((await answer("resume", { directory: repository.directory }))["branch"], "main");
        for (const directory of outside)
          assert.match(
            await refusal("resume", { directory }),
            /is no directory that this server may read\nname one in /,
          );
      });
      await withSession(
        sandbox,
        repository.directory,
        async ({ answer, refusal }) => {
          const elsewhere = await answer("check", { directory: other.directory });
          assert.is(JSON.stringify(elsewhere).includes(statePath), true);
          assert.match(await refusal("resume", { directory: "/" }), "is no directory that this server may read");
        },
        [other.directory],
      );
    }));

  test("shows control characters and marks of direction of the repository as escapes", () =>
    withPlannedRepository(async (repository, sandbox) => {
      await repository.git(["commit", "--quiet", "--allow-empty", "-m", "feat(01-02): x \u001b[2J\u202e\u200b"]);
      repository.write("src/a\nIn flight   forged\u009b", "x\n");
      await withSession(sandbox, repository.directory, async ({ answer }) => {
        const texts = [await answer("resume"), await answer("log", { plan: "01-02" })].map((value) =>
          JSON.stringify(value),
        );
        for (const text of texts) assert.not.match(text, /[^\x20-\x7e]|\\n|\\u001b/);
        assert.match(texts[1] ?? "", String.raw`feat(01-02): x \\x1b[2J\\u202e\\u200b`);
      });
    }));

  test("answers what came before the end of its input, and ends", () =>
    withPlannedRepository(async (repository) => {
      const messages = [
        {
          id: 1,
          method: "initialize",
          params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "pipe", version: "1" } },
        },
        { method: "notifications/initialized" },
        { id: 2, method: "tools/call", params: { name: "resume", arguments: {} } },
        { id: 3, method: "tools/call", params: { name: "metrics", arguments: {} } },
      ].map((message) => `${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
      const { exitCode, stdout, stderr } = await repository.state(["mcp"], {
        input: `no message\n${messages.join("")}`,
      });
      assert.equal([exitCode, stderr], [0, ""]);
      assert.equal(
        stdout
          .trimEnd()
          .split("\n")
          .map((line) => (JSON.parse(line) as { readonly id: number }).id),
        [1, 2, 3],
      );
    }));
});
