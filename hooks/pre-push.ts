import { checkRange, type RangeOutcome, type VersionRange } from "../src/commands/check-push.ts";
import { decodeDocument } from "../src/files/decode-document.ts";
import { parseRefUpdates, type RefUpdate } from "../src/git/hook-input.ts";
import type { Oid } from "../src/model/oid.ts";
import type { Repository } from "../src/model/ports.ts";
import { formatPushReport } from "../src/report/hook-text.ts";
import { openHookWorkspaces, type HookExitCode, type HookInput } from "./hook-context.ts";

function shortBranch(ref: string): string {
  return ref.replace(/^refs\/(?:heads|tags|remotes)\//, "");
}

/** What the other side has of a branch: its own tip if we know it, else the newest commit shared with any of its branches. */
async function findBase(repository: Repository, update: RefUpdate, tip: Oid, remote: string): Promise<Oid | null> {
  const known = update.remoteOid === null ? undefined : await repository.resolveCommit(update.remoteOid);
  if (known !== undefined) return known;
  return (await repository.findMergeBase(tip, await repository.readRemoteTips(remote))) ?? null;
}

/** Handles git's `pre-push` hook: stops a push that makes STATE.md less true than it is on the other side (D10). */
export async function runPrePush(input: HookInput): Promise<HookExitCode> {
  const [remote = "origin"] = input.arguments;
  const updates = parseRefUpdates(await input.readStandardInput());
  // Deletions push no document, and a tag names one that its branch has brought or will bring.
  const branches = updates.filter(
    ({ remoteRef, localOid }) => localOid !== null && remoteRef.startsWith("refs/heads/"),
  );
  if (branches.length === 0) return 0;
  const workspaces = await openHookWorkspaces(input);
  const [{ repository }] = workspaces;
  const outcomes: RangeOutcome[] = [];
  const seen = new Set<string>();
  for (const update of branches) {
    const tip = update.localOid === null ? undefined : await repository.resolveCommit(update.localOid);
    if (tip === undefined) continue;
    const base = await findBase(repository, update, tip, remote);
    // The other side has this very version, on this branch or on another.
    if (base === tip) continue;
    if (seen.has(`${base ?? ""} ${tip}`)) continue;
    seen.add(`${base ?? ""} ${tip}`);
    const range: VersionRange = {
      base,
      tip,
      baseName: `${remote}/${shortBranch(update.remoteRef)}`,
      tipName: shortBranch(update.localRef),
    };
    for (const { planningDirectory, cache, referenceCache, config, documentsAt } of workspaces) {
      const { severities, position } = config;
      outcomes.push(
        await checkRange(
          {
            repository,
            documentsAt,
            decode: decodeDocument,
            planningDirectory,
            cache,
            referenceCache,
            severities,
            position,
          },
          range,
        ),
      );
    }
  }
  const blocks = outcomes.some(({ added }) => added.some(({ severity }) => severity === "error"));
  if (blocks) input.say(formatPushReport(outcomes, { color: input.color, width: 80 }));
  return blocks ? 1 : 0;
}
