import { readFile } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { readScopeFiles, type Workspace } from "../src/api/open-workspace.ts";
import type { MessageFacts } from "../src/check/check-message.ts";
import { asksMore, lintMessage, lintScopedMessage } from "../src/commands/lint-messages.ts";
import { cleanMessageFile } from "../src/commit/message.ts";
import { readGitState } from "../src/files/git-state.ts";
import type { GitRunner } from "../src/git/git-runner.ts";
import type { RepositoryPath } from "../src/model/ports.ts";
import { formatRefusedMessage, formatWarnedMessage } from "../src/report/hook-text.ts";
import { noteMessage } from "./guard-notes.ts";
import { openHookWorkspaces, type HookExitCode, type HookInput } from "./hook-context.ts";

interface CleanupSettings {
  readonly commentPrefix: string;
  readonly cleanup: "strip" | "scissors" | "verbatim" | "whitespace";
}

async function readCleanupSettings(runner: GitRunner): Promise<CleanupSettings> {
  const result = await runner.run(["config", "-z", "--get-regexp", "^(core\\.comment(char|string)|commit\\.cleanup)$"]);
  const settings = new Map(
    Buffer.from(result.stdout)
      .toString("utf8")
      .split("\0")
      .filter(Boolean)
      .map(
        (entry) => [entry.slice(0, entry.indexOf("\n")).toLowerCase(), entry.slice(entry.indexOf("\n") + 1)] as const,
      ),
  );
  const comment = settings.get("core.commentstring") ?? settings.get("core.commentchar") ?? "#";
  const cleanup = settings.get("commit.cleanup") ?? "strip";
  const known = cleanup === "scissors" || cleanup === "verbatim" || cleanup === "whitespace" ? cleanup : "strip";
  // `auto` picks a character that begins no line of the message; the lines that git adds are gone or marked by `#`.
  return { commentPrefix: comment === "auto" || comment === "" ? "#" : comment, cleanup: known };
}

async function readStaged({ runner, repository }: Workspace): Promise<readonly RepositoryPath[]> {
  const { readStagedPaths } = await import("../src/git/git-index.ts");
  const head = await repository.readHead();
  return (await readStagedPaths(runner, repository.topLevel, head.oid)).map(({ path }) => path);
}

/** Handles git's `commit-msg` hook: refuses a malformed tag and a plan that does not exist. May block, on findings only. */
export async function runCommitMsg(input: HookInput): Promise<HookExitCode> {
  const [messageFile] = input.arguments;
  if (messageFile === undefined) return 0;
  const workspaces = await openHookWorkspaces(input);
  const [workspace] = workspaces;
  const path = resolve(input.directory, messageFile);
  const fileText = await readFile(path, "utf8");
  const text = cleanMessageFile(fileText, await readCleanupSettings(workspace.runner));
  const scopes = await readScopeFiles(workspaces);
  const { severities, tags } = workspace.config;
  const read =
    tags.length === 0 ? undefined : (await import("../src/commands/own-forms.ts")).createMessageReading(tags);
  const message = read === undefined ? text : read(text);
  const isAlone = workspace.documents.siblings === undefined;
  const first = isAlone ? lintMessage(message, scopes[0]?.planFiles ?? [], severities) : null;
  const readFacts = async (): Promise<MessageFacts | undefined> =>
    (await import("../src/api/message-facts.ts")).readMessageFacts(workspaces);
  const outcome =
    first === null || asksMore(first)
      ? await lintScopedMessage(message, scopes, isAlone ? [] : await readStaged(workspace), severities, readFacts)
      : first;
  const errors = outcome.findings.filter(({ severity }) => severity === "error");
  const warnings = outcome.findings.filter(({ severity }) => severity === "warning");
  if (warnings.length > 0) input.say(formatWarnedMessage(warnings, { color: input.color, width: 80 }));
  if (errors.length === 0) {
    const namesPlan = outcome.messages.some(({ tag }) => tag.kind === "plan");
    noteMessage(workspace.repository.gitDirectory, fileText, namesPlan);
    return 0;
  }
  // A message that is reworded in a rebase was made long ago; stopping there would strand the rebase.
  const state = await readGitState(workspace.repository.gitDirectory);
  const blocks = !state.isSequencing;
  input.say(
    formatRefusedMessage(errors, text, relative(input.directory, path), blocks, { color: input.color, width: 80 }),
  );
  return blocks ? 1 : 0;
}
