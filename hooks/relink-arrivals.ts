import type { Workspace } from "../src/api/open-workspace.ts";
import { findNewDead } from "../src/commands/find-new-dead.ts";
import { appendRewriteRecords } from "../src/files/rewrite-records.ts";
import { readDocumentFile } from "../src/files/state-file.ts";
import { readGitText } from "../src/git/git-repository.ts";
import type { Oid } from "../src/model/oid.ts";
import type { RepositoryPath } from "../src/model/ports.ts";
import { listReferringDocuments, readMovableDocuments } from "./follow-rewrites.ts";
import type { HookInput } from "./hook-context.ts";

async function readChangedDocuments(
  { runner, repository, planningDirectory }: Workspace,
  base: Oid,
  head: Oid,
): Promise<ReadonlySet<RepositoryPath>> {
  const args = ["--literal-pathspecs", "diff-tree", "-r", "-z", "--name-only", "--no-renames", base, head];
  const output = await readGitText(runner, [...args, "--", planningDirectory], { cwd: repository.topLevel });
  return new Set(output.split("\0").filter(Boolean));
}

/**
 * Relinks references that came in with commits and are dead here: those of a branch that a server has squashed, rebased
 * or picked, whose documents still name the commits of the branch. No hook has seen that, so what is known of the
 * commits decides, and only where it leaves no doubt (D8).
 *
 * What was dead before stays: a pull is not the time to mend old debts unasked.
 */
export async function relinkArrivals(workspace: Workspace, head: Oid, base: Oid, input: HookInput): Promise<void> {
  const { repository, documents, statePath, documentsAt, config } = workspace;
  if (config.update === "record") return;
  const changed = await readChangedDocuments(workspace, base, head);
  const paths = (await listReferringDocuments(workspace, documents)).filter((path) => changed.has(path));
  if (paths.length === 0) return;
  const before = await readMovableDocuments(await documentsAt(base), paths);
  const dead = await findNewDead(
    repository,
    head,
    before.map(({ text }) => text),
    await readMovableDocuments(documents, paths),
  );
  if (dead.size === 0) return;
  // Loaded where it is needed: most commits leave nothing dead.
  const { relinkWorkTree } = await import("../src/api/relink-work-tree.ts");
  const state = await readDocumentFile(repository.topLevel, statePath);
  const outcome = await relinkWorkTree(workspace, {
    tip: head,
    state,
    withSummaries: true,
    leastConfidence: "high",
    only: dead,
  });
  // On record they are what any rewrite is: the next planning commit moves them in the index as well.
  const pairs = [...outcome.successors].map(([old, successor]) => ({ old, successor }));
  await appendRewriteRecords(repository.commonDirectory, pairs, "relink", Date.now());
  await outcome.write(input.host);
}
