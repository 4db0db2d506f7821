import type { Workspace } from "../src/api/open-workspace.ts";
import { readCommitHistory } from "../src/commands/read-history.ts";
import { readProject } from "../src/commands/read-project.ts";
import { manifestPath, refreshManifest } from "../src/commands/refresh-manifest.ts";
import { writeDocumentFile } from "../src/files/state-file.ts";
import { createScopedDocuments, readIndexEntries } from "../src/git/git-documents.ts";
import { isIgnored, writeBlob } from "../src/git/git-index.ts";
import type { Oid } from "../src/model/oid.ts";
import type { HookInput } from "./hook-context.ts";
import { stageEntries } from "./stage-entries.ts";

/** The BOM stays: a manifest that says the same keeps its bytes. */
const decode = (bytes: Uint8Array): string => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);

/**
 * Brings GSD's manifest of phases up to date within a planning commit, where `manifest: true` is configured. An ignored
 * manifest is written and not staged; one that cannot be read is left alone, and `state check` says so.
 */
export async function stageManifest(workspace: Workspace, tip: Oid, input: HookInput): Promise<void> {
  const { runner, repository, planningDirectory, siblings, documents, config, cache } = workspace;
  if (!config.manifest) return;
  const path = manifestPath(planningDirectory);
  const entries = await readIndexEntries(runner, repository.topLevel, [planningDirectory, ...siblings]);
  const committing = createScopedDocuments(runner, entries, planningDirectory, siblings);
  const project = await readProject({ repository, documents: committing, tip, planningDirectory, cache });
  const history = await readCommitHistory(repository, project);
  const entry = entries.find((candidate) => candidate.path === path);
  const [staged, working] = [(await committing.read([path])).get(path), (await documents.read([path])).get(path)];
  const refresh = (bytes: Uint8Array | undefined): string | undefined => {
    const text = bytes === undefined ? null : decode(bytes);
    const newText = refreshManifest(project, history, text).text;
    return newText === text ? undefined : newText;
  };
  // The working file first: when another program holds its lock, nothing is staged either, and both stay alike.
  const newWorking = refresh(working);
  if (newWorking !== undefined)
    await writeDocumentFile(repository.topLevel, path, working ?? null, newWorking, input.host);
  if (entry === undefined && (await isIgnored(runner, repository.topLevel, path))) return;
  // One that is not tracked yet is added as the work tree has it.
  const added =
    entry === undefined ? (newWorking ?? (working === undefined ? undefined : decode(working))) : refresh(staged);
  if (added === undefined) return;
  const target = entry ?? { path, mode: "100644", oid: "" };
  await stageEntries(workspace, [{ entry: target, oid: await writeBlob(runner, added) }], input.environment);
}
