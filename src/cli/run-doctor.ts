import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { diagnose, type DoctorFacts } from "../commands/diagnose.ts";
import { inspectAgents } from "../commands/install-agents.ts";
import { inspectCache, inspectLedger, type CacheFacts } from "../commands/inspect-kept.ts";
import { planningRootOf } from "../planning/planning-root.ts";
import { readInOwnForms } from "../commands/own-forms.ts";
import { readAssigner } from "../commands/read-project.ts";
import { readDigest } from "../commands/read-history.ts";
import { ledgerPath } from "../commands/refresh-ledger.ts";
import { configFileName } from "../config/config-model.ts";
import { removeCaches } from "../files/commit-cache.ts";
import { decodeDocument } from "../files/decode-document.ts";
import { readDriverFacts } from "../install/driver-facts.ts";
import { createGitConfig } from "../install/git-config.ts";
import { readGitHookFacts } from "../install/git-hook-facts.ts";
import { tryHooks, type TrialInput } from "../install/hook-trial.ts";
import { detectHookSetup } from "../install/hook-setup.ts";
import { readMachineFacts } from "../install/machine-facts.ts";
import { createNodeDisk } from "../install/node-disk.ts";
import type { Oid } from "../model/oid.ts";
import { OperationalError } from "../model/operational-error.ts";
import type { PlanningDocuments, RepositoryPath } from "../model/ports.ts";
import { findPlanFiles } from "../planning/plan-files.ts";
import { openCaches } from "../api/caches.ts";
import { type Command, type CommandContext, toJsonText } from "./command.ts";
import type { CommandLine } from "./command-line.ts";
import { openPlanningRepository, readConfig } from "../api/open-workspace.ts";
import { processHost } from "../api/process-host.ts";

type Planning = Awaited<ReturnType<typeof openPlanningRepository>>;

async function readConfigFacts(
  documents: PlanningDocuments,
  directory: RepositoryPath,
): Promise<DoctorFacts["config"]> {
  const path = `${directory}/${configFileName}`;
  const content = (await documents.read([path])).get(path);
  if (content === undefined) return { path, exists: false, problems: [] };
  try {
    const { readConfigText, formatConfigProblem } = await import("../config/config.ts");
    const { problems } = readConfigText(decodeDocument(content, path));
    return { path, exists: true, problems: problems.map((problem) => formatConfigProblem(path, problem)) };
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    return { path, exists: true, problems: [error.message] };
  }
}

/** A tag that the hooks accept and that gives `post-commit` its whole work, where a plan is in progress. */
async function chooseMessage(documents: PlanningDocuments, directory: RepositoryPath): Promise<string> {
  const plans = findPlanFiles(await documents.list(), directory).filter(
    ({ planPath, planId, milestone }) => planPath !== null && planId !== null && milestone === null,
  );
  const plan = plans.find(({ summaryPath }) => summaryPath === null) ?? plans.at(-1);
  return plan === undefined ? "chore: prove that hooks fire" : `chore(${plan.planId ?? ""}): prove that hooks fire`;
}

async function inspectAndRebuildCache(
  { repository: plain, planning, documents }: Planning,
  tip: Oid | null,
): Promise<CacheFacts> {
  const { commonDirectory, isShallow } = plain;
  // A config that is wrong is reported elsewhere; what is kept by it cannot be told.
  const tags = await readConfig(documents, planning.path).then(
    (config) => config.tags,
    () => [],
  );
  const { cache } = openCaches(commonDirectory, planning.path, tags);
  const repository = readInOwnForms(plain, tags);
  const assigner = await readAssigner({ documents, planningDirectory: planning.path });
  const facts = await inspectCache(repository, tip, planning.path, isShallow ? null : cache, assigner);
  if (facts.kind === "wrong") {
    removeCaches(commonDirectory);
    await readDigest({ repository, tip, planningDirectory: planning.path, cache, assigner });
  }
  return facts;
}

/** Runs something that Ctrl-C is to end only after it has put everything away. */
async function withSignals<Result>(run: (isStopped: () => boolean) => Promise<Result>): Promise<Result> {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  let isStopped = false;
  const stop = (): void => {
    isStopped = true;
  };
  for (const signal of signals) process.on(signal, stop);
  try {
    return await run(() => isStopped);
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
}

async function tryOrExplain(
  input: Omit<TrialInput, "isStopped">,
): Promise<Pick<DoctorFacts, "trial" | "trialFailure">> {
  return withSignals(async (isStopped) => {
    try {
      return { trial: await tryHooks({ ...input, isStopped }), trialFailure: null };
    } catch (error) {
      // The signal that ended git is ours, too, and arrives at the next turn of the event loop.
      await new Promise((go) => setImmediate(go));
      if (isStopped()) throw error;
      return { trial: null, trialFailure: error instanceof Error ? error.message : String(error) };
    }
  });
}

/** Whether `npx --no-install planlink` has something to start: a package above or here, or one for the whole machine. */
function hasProgramForAgents(topLevel: string): boolean {
  const directories = (process.env["PATH"] ?? "").split(delimiter).filter((directory) => directory !== "");
  for (let directory = topLevel; ; directory = dirname(directory)) {
    directories.push(join(directory, "node_modules/.bin"));
    if (dirname(directory) === directory) break;
  }
  return directories.some((directory) =>
    ["planlink", "planlink.cmd"].some((name) => existsSync(join(directory, name))),
  );
}

/** As long as somebody is ready to wait for a commit. */
const defaultSeconds = 60;

/** How long a hook may take, `null` where none is tried. Throws `usage` on what is no time. */
function readSeconds({ flags, values }: CommandLine): number | null {
  if (flags.has("no-trial")) return null;
  const text = values.get("timeout");
  if (text === undefined) return defaultSeconds;
  const seconds = /^\d{1,5}(?:\.\d{1,3})?$/.test(text) ? Number(text) : 0;
  if (seconds > 0) return seconds;
  throw new OperationalError("usage", `--timeout is ${JSON.stringify(text)}`, { help: "expected a number of seconds" });
}

function endGroup(processId: number): void {
  // Windows has no groups.
  for (const target of [-processId, processId])
    try {
      process.kill(target, "SIGKILL");
      return;
    } catch {
      // It has ended by itself.
    }
}

async function readDoctorFacts(
  planning: Planning,
  context: CommandContext,
  seconds: number | null,
): Promise<DoctorFacts> {
  const { runner } = context;
  const { repository, documents } = planning;
  const { topLevel } = repository;
  const directory = planning.planning.path;
  const disk = createNodeDisk(processHost);
  const facts = await readGitHookFacts(runner, planningRootOf(directory));
  const setup = await detectHookSetup(facts, disk, createGitConfig(runner, topLevel));
  const { oid: head } = await repository.readHead();
  const ledgerAt = ledgerPath(directory);
  const ledgerBytes = (await documents.read([ledgerAt])).get(ledgerAt);
  const ledgerText = ledgerBytes === undefined ? undefined : new TextDecoder().decode(ledgerBytes);
  // The trial last: what it measures is not disturbed by us.
  const rest = {
    machine: await readMachineFacts(runner, disk, topLevel, process.env),
    nodeVersion: process.version,
    setup,
    driver: await readDriverFacts(disk, topLevel, setup.merge),
    config: await readConfigFacts(documents, directory),
    hasState: existsSync(join(topLevel, directory, "STATE.md")),
    ledger: await inspectLedger(repository, head, ledgerAt, ledgerText),
    cache: await inspectAndRebuildCache(planning, head),
    agents: await inspectAgents(
      { disk, topLevel, ownDirectory: join(facts.commonDirectory, "planlink") },
      hasProgramForAgents(topLevel),
    ),
  };
  if (seconds === null) return { ...rest, trial: null, trialFailure: null };
  const trial = await tryOrExplain({
    facts,
    gitDirectory: repository.gitDirectory,
    planningDirectory: directory,
    head,
    runner,
    environment: process.env,
    isManagerWriting: setup.manager?.name === "lefthook",
    message: await chooseMessage(documents, directory),
    temporaryDirectory: tmpdir(),
    host: context.host,
    seconds,
    endGroup,
  });
  return { ...rest, ...trial };
}

/** Runs `state doctor`. */
export const runDoctor: Command = async (line, context) => {
  const seconds = readSeconds(line);
  const planning = await openPlanningRepository(context.runner, context.directory);
  const checks = diagnose(await readDoctorFacts(planning, context, seconds));
  const { doctorToJson, formatDoctor } = await import("../report/doctor-text.ts");
  return {
    output: line.flags.has("json") ? toJsonText(doctorToJson(checks)) : formatDoctor(checks, context.style),
    exitCode: checks.some(({ status }) => status === "error") ? 1 : 0,
  };
};
