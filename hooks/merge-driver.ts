import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { hasSameProse } from "../src/merge/merge-lines.ts";
import { mergeDocuments, type ConflictStyle } from "../src/merge/merge-documents.ts";
import { replaceMergeFile } from "../src/files/merge-files.ts";
import { decodeDocument } from "../src/files/decode-document.ts";
import type { GitResult, GitRunner } from "../src/git/git-runner.ts";
import { createProcessRunner } from "../src/git/process-runner.ts";
import { OperationalError, toOperationalError } from "../src/model/operational-error.ts";
import { processHost } from "../src/api/process-host.ts";
import { sayNow } from "../src/cli/say-now.ts";
import { readStandardInput } from "../src/cli/standard-input.ts";
import type { HookInput } from "./hook-context.ts";

/** What git calls the driver with: `%O %A %B %L %P`. */
interface MergeArguments {
  readonly basePath: string;
  /** Where git reads the result from. */
  readonly oursPath: string;
  readonly theirsPath: string;
  readonly markerSize: number;
  /** The path of the document in the repository. */
  readonly documentPath: string;
}

/** Three versions of a STATE.md of this size together are larger than any that people write. */
const largeMerge = 1024 * 1024;

const usage = "state merge %O %A %B %L %P, as git calls a merge driver (gitattributes(5))";

function parseMergeArguments(args: readonly string[]): MergeArguments {
  const [basePath, oursPath, theirsPath, size, documentPath] = args;
  if (
    basePath === undefined ||
    oursPath === undefined ||
    theirsPath === undefined ||
    size === undefined ||
    documentPath === undefined ||
    args.length > 5
  )
    throw new OperationalError("usage", "a merge takes five arguments", { help: `usage: ${usage}` });
  const markerSize = /^\d{1,3}$/.test(size) && Number(size) > 0 ? Number(size) : 7;
  return { basePath, oursPath, theirsPath, markerSize, documentPath };
}

/**
 * Merges STATE.md as a merge driver of git's: reads three files, writes the result to the second.
 *
 * 0: merged; 1: there are conflicts, and they are marked. Whatever goes wrong, git's own merge stands in that file before
 * this ends with 1: a driver that writes nothing loses theirs, and git says nothing about it.
 */
async function runMergeDriver(input: HookInput): Promise<0 | 1> {
  const merge = parseMergeArguments(input.arguments);
  const runner = createProcessRunner(input.directory, input.environment);
  if (input.environment["PLANLINK"] === "0") return mergeAsText(merge, runner, input);
  try {
    return await mergeState(merge, runner, input);
  } catch (error) {
    const reason =
      toOperationalError(error)?.message ??
      `a defect in planlink, please report it\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
    input.say(`planlink: ${merge.documentPath} is merged as text: ${reason}\n`);
    await mergeAsText(merge, runner, input);
    return 1;
  }
}

/** Runs the driver in this process; answers with the exit code that git expects. Throws on wrong arguments. */
export async function runMergeProcess(args: readonly string[]): Promise<0 | 1> {
  return runMergeDriver({
    arguments: args,
    directory: process.cwd(),
    environment: process.env,
    readStandardInput,
    say: sayNow,
    color: false,
    host: processHost,
  });
}

/** How the user named what is being merged, as `git merge` tells its children; “theirs” where it names none, or several. */
function nameOfIncoming(environment: HookInput["environment"]): string {
  const names = Object.entries(environment).flatMap(([name, value]) =>
    name.startsWith("GITHEAD_") && value !== undefined ? [value.replace(/\s+/g, " ")] : [],
  );
  return names.length === 1 ? (names[0] ?? "theirs") : "theirs";
}

/** Git's ordinary merge, with its markers. */
async function mergeAsText(merge: MergeArguments, runner: GitRunner, input: HookInput): Promise<0 | 1> {
  const { exitCode, stderr } = await runMergeFile([], merge, runner, input);
  // Up to 127 it counts conflicts; above, nothing was written.
  if (exitCode > 127)
    input.say(
      `planlink: ${merge.documentPath} holds our version alone: git could not merge it (${stderr.trim().split("\n")[0] ?? ""})\n`,
    );
  return exitCode === 0 ? 0 : 1;
}

async function runMergeFile(
  options: readonly string[],
  { oursPath, basePath, theirsPath, markerSize }: MergeArguments,
  runner: GitRunner,
  input: HookInput,
): Promise<GitResult> {
  const labels = ["-L", "HEAD", "-L", "base", "-L", nameOfIncoming(input.environment)];
  const paths = [oursPath, basePath, theirsPath];
  return runner.run(["merge-file", ...options, `--marker-size=${markerSize}`, ...labels, "--", ...paths]);
}

async function mergeState(merge: MergeArguments, runner: GitRunner, input: HookInput): Promise<0 | 1> {
  const read = async (path: string): Promise<Uint8Array> => {
    try {
      return await readFile(resolve(input.directory, path));
    } catch (cause) {
      throw new OperationalError("document-unreadable", `${path} cannot be read`, { cause });
    }
  };
  const [base, ours, theirs] = [await read(merge.basePath), await read(merge.oursPath), await read(merge.theirsPath)];
  if (base.length + ours.length + theirs.length > largeMerge)
    await (await import("../src/cli/heap-growth.ts")).collectEarly();
  const decode = (bytes: Uint8Array): string => decodeDocument(bytes, merge.documentPath);
  const style: ConflictStyle = {
    markerSize: merge.markerSize,
    oursLabel: "HEAD",
    theirsLabel: nameOfIncoming(input.environment),
  };
  const merged = mergeDocuments({ base: decode(base), ours: decode(ours), theirs: decode(theirs) }, style);
  // Where git has no conflict there is none, and what people wrote stands as git has it: of lines that are there twice it
  // may take another one to be the same.
  const gits = await runMergeFile(["-p"], merge, runner, input);
  const gitsText = gits.exitCode === 0 ? decode(gits.stdout) : undefined;
  const isGits = gitsText !== undefined && (merged.conflicts > 0 || !hasSameProse(merged.text, gitsText));
  const isClean = merged.conflicts === 0 || isGits;
  let text = isGits ? gitsText : merged.text;
  if (isClean) {
    const { regenerateMergedState } = await import("./regenerate-merge.ts");
    text = await regenerateMergedState({ path: merge.documentPath, ours, theirs, text }, runner, input);
  }
  const bytes = Buffer.from(text, "utf8");
  if (!bytes.equals(ours)) await replaceMergeFile(resolve(input.directory, merge.oursPath), bytes, input.host);
  return isClean ? 0 : 1;
}
