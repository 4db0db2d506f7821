import { findCommitReferences } from "../document/commit-references.ts";
import { parseStateDocument } from "../document/state-document.ts";
import type { Oid, OidPrefix } from "../model/oid.ts";
import type { Repository } from "../model/ports.ts";
import type { DocumentText } from "./verify-document.ts";

/** Every token of a text that might be an oid, in lower case. */
function hexTokens(text: string): ReadonlySet<string> {
  return new Set((text.match(/[0-9a-f]{7,64}/gi) ?? []).map((token) => token.toLowerCase()));
}

/**
 * The prefixes by which documents refer to commits that the tip does not reach, and which were not in the documents
 * before: references that died on their way here, as those of a branch that a server has squashed. Older debts are left
 * out. Costs no process where no reference is new, else two.
 */
export async function findNewDead(
  repository: Pick<Repository, "lookUpObjects" | "findUnreachable">,
  tip: Oid,
  before: readonly string[],
  after: readonly DocumentText[],
): Promise<ReadonlySet<OidPrefix>> {
  const old = new Set(before.flatMap((text) => [...hexTokens(text)]));
  const fresh = after.flatMap(({ text }) => {
    if ([...hexTokens(text)].every((token) => old.has(token))) return [];
    const document = parseStateDocument(text);
    if (document.conflictMarkerLines.length > 0) return [];
    return findCommitReferences(document).filter(({ prefix }) => !old.has(prefix));
  });
  if (fresh.length === 0) return new Set();
  const lookups = await repository.lookUpObjects([...new Set(fresh.map(({ prefix }) => prefix))]);
  const existing = [...lookups.values()].flatMap((lookup) => (lookup.kind === "commit" ? [lookup.oid] : []));
  const unreachable = await repository.findUnreachable(tip, [...new Set(existing)].sort());
  return new Set(
    fresh.flatMap(({ prefix, certainty }) => {
      const lookup = lookups.get(prefix);
      const isDead =
        lookup?.kind === "commit" ? unreachable.has(lookup.oid) : lookup?.kind === "missing" && certainty === "certain";
      return isDead ? [prefix] : [];
    }),
  );
}
