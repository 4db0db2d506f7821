import { join } from "node:path";
import { keepBeforeInit } from "../files/created-sections.ts";
import { readDocumentFile, writeDocumentFile } from "../files/state-file.ts";
import { findGitVersion, installGitHelp, isSupportedGit } from "../install/git-version.ts";
import { agentNames, isAgentName } from "../model/agent-names.ts";
import { installManagers, isInstallManager } from "../install/install-record.ts";
import type { AgentRequest } from "../install/plan-agents.ts";
import { OperationalError } from "../model/operational-error.ts";
import { readWorkspaceProject } from "../api/read-workspace.ts";
import { type Command, type CommandContext, toJsonText } from "./command.ts";
import { openWorkspace, requireWritable, type Workspace } from "../api/open-workspace.ts";
import type { CommandLine } from "./command-line.ts";

/** Where `hook.sh` lies: beside the bundle that is running. */
function findHookScript(): string {
  return join(import.meta.dirname.replace(/[/\\]chunks$/, ""), "hook.sh");
}

/** Runs `state init`. */
export const runInit: Command = async (line, context) => {
  if (line.flags.has("server")) return (await import("./server-setup.ts")).runServerInit(line, context);
  if (line.flags.has("per-ref"))
    throw new OperationalError("usage", "--per-ref is for servers", { help: "write: state init --server --per-ref" });
  const manager = line.values.get("manager");
  if (manager !== undefined && !isInstallManager(manager))
    throw new OperationalError("usage", `--manager is ${JSON.stringify(manager)}`, {
      help: `expected ${installManagers.join(", ")}`,
    });
  const agentRequest = readAgentRequest(line);
  const dryRun = line.flags.has("dry-run");
  await requireSupportedGit(context);
  const workspace = await openWorkspace(context.runner, context.directory);
  requireWritable(workspace);
  const [{ installHooks }, { createInstallPorts }] = await Promise.all([
    import("../commands/install-hooks.ts"),
    import("./install-ports.ts"),
  ]);
  const ports = createInstallPorts(workspace);
  const outcome = await installHooks(ports, { hookScript: findHookScript(), manager, dryRun });
  const agents =
    agentRequest === null
      ? null
      : await (await import("../commands/install-agents.ts")).installAgents(ports, { ...agentRequest, dryRun });
  const created = await createAbsentSections(workspace, context, dryRun);
  if (line.flags.has("json"))
    return {
      output: toJsonText({
        schema: "planlink/init@1",
        applied: outcome.isApplied || agents?.isApplied === true,
        manager: outcome.manager,
        former: outcome.former,
        hooks: outcome.hooks,
        merge: outcome.merge,
        notes: outcome.notes,
        created,
        agents: agents === null ? null : (await import("../report/agents-text.ts")).agentsToJson(agents),
      }),
      exitCode: 0,
    };
  const { formatInstall } = await import("../report/install-text.ts");
  const sections =
    created.length === 0
      ? ""
      : `✔ ${dryRun ? "would create" : "created"} in ${workspace.statePath}: ${created.join(", ")}\n`;
  const next = dryRun || !workspace.hasState() ? "" : `  see what differs from history:   state sync --dry-run\n`;
  const agentText =
    agents === null || agentRequest === null
      ? ""
      : (await import("../report/agents-text.ts")).formatAgents(
          agents,
          { dryRun, withServer: agentRequest.withServer },
          context.style,
        );
  return { output: formatInstall(outcome, dryRun, context.style) + agentText + sections + next, exitCode: 0 };
};

/** Throws where git is too old: what its hooks would call fails there in words that tell nothing. */
async function requireSupportedGit({ runner }: CommandContext): Promise<void> {
  const { stdout } = await runner.run(["--version"]);
  const version = findGitVersion(Buffer.from(stdout).toString("utf8"));
  if (version !== null && !isSupportedGit(version))
    throw new OperationalError("git-missing", `git ${version} is too old`, {
      help: `${installGitHelp} and see that it is on PATH`,
    });
}

/** Which coding agents are to be set up; `null`: none. */
function readAgentRequest(line: CommandLine): AgentRequest | null {
  const names = line.values.get("agent");
  if (!line.flags.has("agents") && names === undefined) {
    if (line.flags.has("mcp"))
      throw new OperationalError("usage", "--mcp is for coding agents", { help: "write: state init --agents --mcp" });
    return null;
  }
  const named = (names ?? "").split(",").filter((name) => name !== "");
  const unknown = named.find((name) => !isAgentName(name));
  if (unknown !== undefined || (names !== undefined && named.length === 0))
    throw new OperationalError("usage", `--agent is ${JSON.stringify(unknown ?? names)}`, {
      help: `expected ${agentNames.join(", ")}, or several with commas`,
    });
  return { named: new Set(named.filter(isAgentName)), withServer: line.flags.has("mcp") };
}

/** Adds the sections that STATE.md lacks altogether; what is there is left as it is until the next sync. */
async function createAbsentSections(
  workspace: Workspace,
  context: CommandContext,
  dryRun: boolean,
): Promise<readonly string[]> {
  const { repository, documents, statePath } = workspace;
  const state = await readDocumentFile(repository.topLevel, statePath).catch((error: unknown) => {
    // A project may be set up before its first STATE.md.
    if (error instanceof OperationalError && error.code === "no-state-document") return undefined;
    throw error;
  });
  if (state === undefined || repository.isShallow) return [];
  const project = await readWorkspaceProject(workspace).then(
    (read) => read.project,
    (error: unknown) => {
      // A treeless clone can have hooks; what they write from is not there.
      if (error instanceof OperationalError && error.code === "history-incomplete") return undefined;
      throw error;
    },
  );
  if (project === undefined) return [];
  const { readArchivedIds } = await import("../commands/sync-state.ts");
  const { createDocumentSections } = await import("../commands/sync-document.ts");
  const archivedIds = await readArchivedIds(documents, workspace.planningDirectory);
  const { newText, created } = await createDocumentSections(project, {
    path: statePath,
    text: state.text,
    archivedIds,
  });
  if (!dryRun && newText !== state.text) {
    keepBeforeInit(repository.commonDirectory, { path: statePath, bytes: state.bytes }, newText);
    await writeDocumentFile(repository.topLevel, statePath, state.bytes, newText, context.host);
  }
  return created;
}
