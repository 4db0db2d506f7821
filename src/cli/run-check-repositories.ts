import { accessSync, constants, readFileSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, resolve } from "node:path";
import { checkRepository, mapAtOnce } from "../commands/check-repositories.ts";
import { nameRepositories, parseRepositoryList, type ListedRepository } from "../commands/repository-list.ts";
import { decodeDocument } from "../files/decode-document.ts";
import { OperationalError } from "../model/operational-error.ts";
import type { LocatedRepository } from "../report/repositories-json.ts";
import { qualifyFinding, statusOf, sumExamined } from "../report/repositories-text.ts";
import type { CommandLine } from "./command-line.ts";
import { type CommandContext, type CommandResult, exitCodeOf, toJsonText } from "./command.ts";
import { openHistory } from "./open-history.ts";
import { isReportFormat } from "./report-format.ts";

/** What one repository may take: it is to keep the others from nothing. */
const secondsEach = 600;
const mostJobs = 64;

/** Variables by which git tells a hook which repository it works on: here there are many. */
const ofOneRepository: ReadonlySet<string> = new Set([
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_COMMON_DIR",
  "GIT_OBJECT_DIRECTORY",
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_QUARANTINE_PATH",
  "GIT_NAMESPACE",
]);

function parseJobs(text: string | undefined): number {
  if (text === undefined) return Math.max(2, Math.min(8, availableParallelism()));
  const jobs = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (jobs >= 1 && jobs <= mostJobs) return jobs;
  throw new OperationalError("usage", `--jobs is ${JSON.stringify(text)}`, { help: `expected 1 to ${mostJobs}` });
}

/** A list and the directory that its paths are relative to. */
async function readList(
  file: string,
  context: CommandContext,
): Promise<{ readonly listed: readonly ListedRepository[]; readonly base: string }> {
  const path = resolve(context.directory, file);
  const read = async (): Promise<string> => {
    if (file === "-") return context.readStandardInput();
    try {
      return readFileSync(path, "utf8");
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new OperationalError("usage", `the list of repositories cannot be read: ${reason}`, {
        help: "name a file with a path on each line, or - for standard input",
      });
    }
  };
  const listed = parseRepositoryList(await read());
  if (listed.length === 0)
    throw new OperationalError("usage", `${file === "-" ? "standard input" : file} lists no repository`, {
      help: "write a path on each line",
    });
  return { listed, base: file === "-" ? resolve(context.directory) : dirname(path) };
}

/** Refuses what is no directory before git is asked: its words would be about the current one. */
function requireDirectory(directory: string, path: string): void {
  if (/^[a-z][a-z0-9+.-]*:\/\/|^[\w.-]+@[\w.-]+:/i.test(path))
    throw new OperationalError("no-repository", `${path} is an address, and nothing is fetched`, {
      help: "mirror it, and list the mirror: git clone --mirror, later git fetch",
    });
  const isDirectory = !path.includes("\0") && statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true;
  if (!isDirectory)
    throw new OperationalError("no-repository", `there is no directory ${directory}`, {
      help: "paths are relative to the list; a revision stands behind a tab",
    });
  try {
    accessSync(directory, constants.R_OK | constants.X_OK);
  } catch (cause) {
    throw new OperationalError("no-repository", `${directory} may not be read`, { cause });
  }
}

/** Runs `state check --repos FILE`. */
export async function runCheckRepositories(
  file: string,
  line: CommandLine,
  context: CommandContext,
): Promise<CommandResult> {
  for (const option of ["range", "explain"])
    if (line.values.has(option) || line.flags.has(option))
      throw new OperationalError("usage", `--${option} is about one repository, and --repos about many`, {
        help: "give one of them",
      });
  const jobs = parseJobs(line.values.get("jobs"));
  const { listed, base } = await readList(file, context);
  const environment = Object.fromEntries(
    Object.entries(context.runner.environment).filter(([name]) => !ofOneRepository.has(name)),
  );
  const located = listed.map((item) => ({ ...item, directory: resolve(base, item.path) }));
  const different = [...new Map(located.map((item) => [`${item.directory}\0${item.ref ?? ""}`, item])).values()];
  const names = nameRepositories(different);
  const outcomes = await mapAtOnce(different, jobs, ({ directory, path, ref }) =>
    checkRepository({
      open: async () => {
        requireDirectory(directory, path);
        return openHistory(directory, environment, secondsEach);
      },
      decode: decodeDocument,
      ref,
    }),
  );
  const repositories = outcomes.flatMap((outcome, index): readonly LocatedRepository[] => {
    const item = different[index];
    return item === undefined ? [] : [{ ...outcome, name: names[index] ?? item.path, path: item.path, ref: item.ref }];
  });
  return report(repositories, line, context);
}

async function report(
  repositories: readonly LocatedRepository[],
  line: CommandLine,
  context: CommandContext,
): Promise<CommandResult> {
  const findings = repositories.flatMap(({ name, documents }) =>
    documents.flatMap(({ path, outcome }) => outcome.findings.map((finding) => qualifyFinding(finding, name, path))),
  );
  const failures = repositories.flatMap(({ name, failures: errors }) =>
    errors.map(({ code, message, help }) => ({ subject: name, code, message, help })),
  );
  // An answer that is not whole is no answer to “is all well?”.
  const exitCode = failures.length > 0 ? 2 : exitCodeOf(findings);
  if (line.flags.has("json"))
    return {
      output: toJsonText((await import("../report/repositories-json.ts")).repositoriesToJson(repositories)),
      exitCode,
    };
  const showInfo = line.flags.has("all");
  if (isReportFormat(line.format)) {
    const shown =
      line.format === "github" && !showInfo ? findings.filter(({ severity }) => severity !== "info") : findings;
    const written = await (
      await import("./report-findings.ts")
    ).reportFindings(line.format, {
      command: "check",
      items: shown.map((finding) => ({ finding, subject: null })),
      examined: {
        repositories: repositories.filter((repository) => statusOf(repository) === "checked").length,
        ...sumExamined(repositories),
      },
      document: null,
      range: null,
      inherited: 0,
      failures,
    });
    return { ...written, exitCode };
  }
  const { formatRepositories } = await import("../report/repositories-text.ts");
  return { output: formatRepositories(repositories, showInfo, context.style), exitCode };
}
