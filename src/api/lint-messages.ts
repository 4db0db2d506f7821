import { lintCommits, lintScopedMessage, type LintOutcome } from "../commands/lint-messages.ts";
import { OperationalError } from "../model/operational-error.ts";
import type { LintAnswer } from "../report/answers.ts";
import { readMessageFacts } from "./message-facts.ts";
import { readScopeFiles, requireCommit, type Workspace } from "./open-workspace.ts";
import type { Place } from "./place.ts";
import { selectWorkspaces, type Workspaces } from "./select-workspaces.ts";

/** Checks the tag of a message that is about to be committed, as an editor left it. */
export async function lintText(text: string, workspaces: Workspaces): Promise<LintOutcome> {
  const [{ cleanMessageFile }, { createMessageReading }] = await Promise.all([
    import("../commit/message.ts"),
    import("../commands/own-forms.ts"),
  ]);
  const [{ config }] = workspaces;
  const message = createMessageReading(config.tags)(cleanMessageFile(text, { commentPrefix: "#", cleanup: "strip" }));
  return lintScopedMessage(message, await readScopeFiles(workspaces), [], config.severities, () =>
    readMessageFacts(workspaces),
  );
}

/** Checks the messages of `A..B`, or of one revision and everything that it reaches. */
export async function lintRange(rangeText: string, { repository, config }: Workspace): Promise<LintOutcome> {
  const match = /^(.+?)\.\.(?!\.)(.*)$/.exec(rangeText);
  const tip = await requireCommit(
    repository,
    match === null ? rangeText : match[2] === "" ? "HEAD" : (match[2] ?? "HEAD"),
  );
  const base = match === null ? [] : [await requireCommit(repository, match[1] ?? "")];
  return lintCommits(await repository.readCommits(tip, base), config.severities);
}

/** Checks messages, or those of a range of commits. */
export async function lintMessages(
  { runner, directory, workstream }: Place,
  messages: readonly string[] | undefined,
  range: string | undefined,
): Promise<LintAnswer> {
  if ((messages === undefined) === (range === undefined))
    throw new OperationalError("usage", "messages and a range at once, or neither", { help: "give one of them" });
  const { lintToJson } = await import("../report/json.ts");
  const workspaces = await selectWorkspaces(runner, directory, workstream);
  if (range !== undefined) return lintToJson(await lintRange(range, workspaces[0]));
  const outcomes: LintOutcome[] = [];
  for (const message of messages ?? []) outcomes.push(await lintText(message, workspaces));
  return lintToJson({
    messages: outcomes.flatMap((outcome) => outcome.messages),
    findings: outcomes.flatMap((outcome) => outcome.findings),
  });
}
