import type { Readable, Writable } from "node:stream";
// The server of the SDK that takes JSON schemas as they are: the one above it would take them apart with zod, which is
// three times as much to load (docs/adr/0066).
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import {
  CallToolRequestSchema,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  type CallToolResult,
} from "@modelcontextprotocol/sdk/types.js";
import { Ajv } from "ajv";
import { serverInstructions, tools, type Tool, type ToolInput } from "./tools.ts";

declare global {
  /** Named by the SDK's types for transports that are not used here; Node's own types of this version lack it. */
  type HeadersInit = ConstructorParameters<typeof Headers>[0];
}

/** What a tool answers: an object of its schema, or why there is none, in words. */
export type ToolAnswer =
  | { readonly kind: "answer"; readonly value: Readonly<Record<string, unknown>> }
  | { readonly kind: "failure"; readonly message: string };

export interface ServeInput {
  readonly version: string;
  readonly input: Readable;
  readonly output: Writable;
  /** Answers a call. `readRoots` asks the client for the directories that it works in; none where it names none. */
  readonly answer: (tool: Tool, input: ToolInput, readRoots: () => Promise<readonly string[]>) => Promise<ToolAnswer>;
}

/** A client that does not answer is not waited for. */
const rootsTimeoutMs = 10_000;

async function readRoots(server: Server): Promise<readonly string[]> {
  if (server.getClientCapabilities()?.roots === undefined) return [];
  const { roots } = await server.listRoots(undefined, { timeout: rootsTimeoutMs });
  return roots.map(({ uri }) => uri);
}

function toResult(answer: ToolAnswer): CallToolResult {
  if (answer.kind === "failure") return { isError: true, content: [{ type: "text", text: answer.message }] };
  // Clients that know no structured content read the same as text.
  return { structuredContent: { ...answer.value }, content: [{ type: "text", text: JSON.stringify(answer.value) }] };
}

/**
 * Serves the tools over the Model Context Protocol, until the client closes the stream. Calls are answered one after
 * the other: they may write, and each may keep the machine busy. Those that came before the end are answered.
 */
export async function serveTools({ version, input, output, answer }: ServeInput): Promise<void> {
  const server = new Server(
    { name: "planlink", title: "planlink", version },
    { capabilities: { tools: {} }, instructions: serverInstructions },
  );
  const ajv = new Ajv({ allErrors: true });
  const checks = new Map(tools.map(({ name, inputSchema }) => [name, ajv.compile<ToolInput>(inputSchema)]));
  let last: Promise<unknown> = Promise.resolve();

  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: tools.map(({ name, title, description, inputSchema, outputSchema, isReadOnly }) => ({
      name,
      title,
      description,
      inputSchema,
      outputSchema,
      annotations: {
        title,
        readOnlyHint: isReadOnly,
        destructiveHint: false,
        idempotentHint: true,
        openWorldHint: false,
      },
    })),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
    const tool = tools.find(({ name }) => name === params.name);
    const check = checks.get(params.name);
    if (tool === undefined || check === undefined)
      throw new McpError(ErrorCode.InvalidParams, `there is no tool ${JSON.stringify(params.name)}`);
    const given: unknown = params.arguments ?? {};
    if (!check(given))
      return toResult({
        kind: "failure",
        message: `the arguments of ${tool.name} are not as its schema says: ${ajv.errorsText(check.errors)}`,
      });
    const current = last.then(() => answer(tool, given, () => readRoots(server)));
    last = current.catch(() => undefined);
    return toResult(await current);
  });

  let end = (): void => undefined;
  const closed = new Promise<void>((resolve) => {
    end = resolve;
  });
  const finish = async (): Promise<void> => {
    // Requests that came with the last bytes are taken up in the turn that follows.
    await new Promise((resolve) => setImmediate(resolve));
    await last;
    await new Promise((resolve) => setImmediate(resolve));
    await server.close();
    end();
  };
  input.once("end", () => void finish());
  await server.connect(new StdioServerTransport(input, output));
  await closed;
}
