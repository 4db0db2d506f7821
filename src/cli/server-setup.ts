import { join } from "node:path";
import { installServer, uninstallServer, type ServerInstallPorts } from "../commands/install-server.ts";
import type { UninstallHooksOutcome } from "../commands/uninstall-hooks.ts";
import { createGitConfig } from "../install/git-config.ts";
import { createNodeDisk } from "../install/node-disk.ts";
import { isBareRepository, readServerFacts } from "../install/plan-server.ts";
import { OperationalError } from "../model/operational-error.ts";
import { formatInstall } from "../report/install-text.ts";
import type { CommandLine } from "./command-line.ts";
import { type CommandContext, type CommandResult, toJsonText } from "./command.ts";
import { processHost } from "../api/process-host.ts";

async function openPorts({ runner, directory }: CommandContext): Promise<ServerInstallPorts> {
  const facts = await readServerFacts(runner, directory);
  return { facts, disk: createNodeDisk(processHost), config: createGitConfig(runner, facts.commonDirectory) };
}

/** Where `server.sh` lies: beside the bundle that is running. On Windows hooks read `\` as an escape. */
function findServerScript(): string {
  return toHookPath(join(import.meta.dirname.replace(/[/\\]chunks$/, ""), "server.sh"));
}

function toHookPath(path: string): string {
  return /^(?:[A-Za-z]:\\|\\\\)/.test(path) ? path.replaceAll("\\", "/") : path;
}

/** Runs `state init --server`. */
export async function runServerInit(line: CommandLine, context: CommandContext): Promise<CommandResult> {
  if (line.values.has("manager"))
    throw new OperationalError("usage", "--manager is for clones, and --server for what they push to", {
      help: "give one of them",
    });
  if (!(await isBareRepository(context.runner)))
    throw new OperationalError("no-repository", `${context.directory} is no bare repository`, {
      help: "name the one that is pushed to: state init --server --cwd DIR; a clone needs none: state init",
    });
  const dryRun = line.flags.has("dry-run");
  const outcome = await installServer(await openPorts(context), {
    isPerRef: line.flags.has("per-ref"),
    programs: { serverScript: findServerScript(), node: toHookPath(process.execPath) },
    dryRun,
  });
  if (line.flags.has("json"))
    return {
      output: toJsonText({
        schema: "planlink/init@1",
        applied: outcome.isApplied,
        manager: outcome.manager,
        former: outcome.former,
        hooks: outcome.hooks,
        merge: outcome.merge,
        notes: outcome.notes,
        created: [],
      }),
      exitCode: 0,
    };
  return { output: formatInstall(outcome, dryRun, context.style), exitCode: 0 };
}

/** Takes a server's hook out, where the directory is in a bare repository; `undefined` elsewhere. */
export async function uninstallFromServer(
  context: CommandContext,
  dryRun: boolean,
): Promise<UninstallHooksOutcome | undefined> {
  if (!(await isBareRepository(context.runner))) return undefined;
  return uninstallServer(await openPorts(context), dryRun);
}
