import type { OidPrefix } from "../model/oid.ts";
import type { PlanningDocuments, RepositoryPath } from "../model/ports.ts";
import type { Witness } from "../relink/mentions.ts";
import { findSpokenOf } from "../relink/witnesses.ts";

/** So many documents are in memory at once; a longer one is no document that somebody wrote. */
const documentsAtOnce = 200;
const longestText = 2_000_000;

/**
 * Reads the planning documents that speak of any of the commits beside those that are relinked: SUMMARYs of quick
 * tasks, plans, the roadmap. They are no references of the project, but tell what one of them means.
 */
export async function readWitnesses(
  documents: PlanningDocuments,
  isRead: (path: RepositoryPath) => boolean,
  prefixes: ReadonlySet<OidPrefix>,
): Promise<readonly Witness[]> {
  const paths = (await documents.list()).filter((path) => /\.md$/i.test(path) && !isRead(path));
  const decoder = new TextDecoder("utf-8");
  const witnesses: Witness[] = [];
  for (let start = 0; start < paths.length; start += documentsAtOnce) {
    for (const [path, bytes] of await documents.read(paths.slice(start, start + documentsAtOnce))) {
      if (bytes.length > longestText) continue;
      const text = decoder.decode(bytes);
      if (findSpokenOf(text, prefixes).size > 0) witnesses.push({ path, text, planId: null });
    }
  }
  return witnesses;
}
