import { findCommitLists, type CommitList } from "../document/commit-references.ts";
import { parseStateDocument } from "../document/state-document.ts";
import { OperationalError } from "../model/operational-error.ts";
import type { PlanId } from "../model/plan-id.ts";
import type { SourceText } from "../model/source-text.ts";

/** Ten times as many as the documents of any project that is known: each costs time and memory to look up. */
const mostNames = 20_000;
/** To match a reference costs less than to look up its name, but it costs something. */
const mostReferences = 50_000;

/** What a document says of commits. */
export interface ReferenceLists {
  readonly source: SourceText;
  readonly lists: readonly CommitList[];
  /** There is no telling which side is true. */
  readonly hasConflicts: boolean;
}

/**
 * Creates what reads the commit references of several documents, one after the other. Throws `document-too-large` once
 * there are more in all than people write. Among `knownPlanIds` are those that `hasDatedIds` asks for.
 */
export function createReferenceReader(knownPlanIds?: ReadonlySet<PlanId>): (text: string) => ReferenceLists {
  const names = new Set<string>();
  let left = mostReferences;
  return (text) => {
    const document = parseStateDocument(text);
    const lists = findCommitLists(document, knownPlanIds);
    for (const { references } of lists) {
      left -= references.length;
      for (const { text: name } of references) names.add(name);
    }
    if (names.size <= mostNames && left >= 0)
      return { source: document.source, lists, hasConflicts: document.conflictMarkerLines.length > 0 };
    throw new OperationalError(
      "document-too-large",
      `the planning documents name more than ${left < 0 ? mostReferences : mostNames} commits; planlink looks up so many at once`,
      { help: "move what is old to an archive file" },
    );
  };
}
