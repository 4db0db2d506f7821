import type { CommitHistory } from "../commands/read-history.ts";
import type { Project } from "../commands/read-project.ts";
import { manifestPath, refreshManifest, type ManifestOutcome } from "../commands/refresh-manifest.ts";
import { writeDocumentFile, type ProcessHost } from "../files/state-file.ts";
import type { Workspace } from "./open-workspace.ts";

/** What becomes of the manifest's file. */
export interface ManifestChange extends ManifestOutcome {
  readonly isChanged: boolean;
  readonly write: (host: ProcessHost) => Promise<void>;
}

/** Works out the manifest of the work tree; nothing is written before `write` is called. `undefined` where none is wanted. */
export async function prepareManifest(
  { repository, documents, planningDirectory, config }: Workspace,
  project: Project,
  readHistory: () => Promise<CommitHistory>,
): Promise<ManifestChange | undefined> {
  if (!config.manifest) return undefined;
  const path = manifestPath(planningDirectory);
  const bytes = (await documents.read([path])).get(path);
  const old = bytes === undefined ? null : new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const outcome = refreshManifest(project, await readHistory(), old);
  const { text } = outcome;
  const isChanged = text !== undefined && text !== old;
  return {
    ...outcome,
    isChanged,
    write: async (host) => {
      if (text !== undefined && isChanged)
        await writeDocumentFile(repository.topLevel, path, bytes ?? null, text, host);
    },
  };
}
