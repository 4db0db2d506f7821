import { findCommitReferences } from "../document/commit-references.ts";
import { editsForMoves } from "../document/reference-edits.ts";
import { parseStateDocument } from "../document/state-document.ts";
import type { Oid } from "../model/oid.ts";
import type { Repository, RepositoryPath } from "../model/ports.ts";
import { applyEdits } from "../model/source-text.ts";
import { resolveSuccessors, type SuccessorRepository } from "./resolve-successors.ts";

/** A document whose references are to follow rewrites. */
export interface MovableDocument {
  readonly path: RepositoryPath;
  readonly text: string;
}

/** A document with references that moved. */
export interface MovedDocument extends MovableDocument {
  readonly newText: string;
}

/** The shortest token that is read as a commit reference. */
const shortestToken = 7;

/** A cheap test, before a document is parsed: does it hold any hex that begins like a rewritten commit? */
function mentionsAny(text: string, beginnings: ReadonlySet<string>): boolean {
  for (const [token] of text.matchAll(/[0-9a-f]{7,64}/gi))
    if (beginnings.has(token.slice(0, shortestToken).toLowerCase())) return true;
  return false;
}

/**
 * Lets the references of documents follow rewrites; answers with the documents that change.
 *
 * Only references whose commit the tip does not reach any more move, and only to a commit that it reaches. A document
 * with conflict markers is left alone: there is no telling which side is true.
 */
export async function moveReferences(
  repository: SuccessorRepository & Pick<Repository, "readUniqueLengths">,
  tip: Oid,
  documents: readonly MovableDocument[],
): Promise<readonly MovedDocument[]> {
  const records = await repository.readRewrites();
  if (records.length === 0) return [];
  const beginnings = new Set(records.map(({ old }) => old.slice(0, shortestToken)));
  const parsed = documents
    .filter(({ text }) => mentionsAny(text, beginnings))
    .map((document) => ({ ...document, state: parseStateDocument(document.text) }))
    .filter(({ state }) => state.conflictMarkerLines.length === 0)
    .map((document) => ({ ...document, references: findCommitReferences(document.state) }));
  const prefixes = new Set(parsed.flatMap(({ references }) => references.map(({ prefix }) => prefix)));
  const resolved = await resolveSuccessors(repository, tip, [...prefixes]);
  if (resolved.size === 0) return [];
  const uniqueLengths = await repository.readUniqueLengths([
    ...new Set([...resolved.values()].map(({ successor }) => successor)),
  ]);
  return parsed.flatMap(({ path, text, references }) => {
    const moves = references.flatMap((reference) => {
      const found = resolved.get(reference.prefix);
      return found === undefined ? [] : [{ reference, to: found.successor }];
    });
    if (moves.length === 0) return [];
    return [{ path, text, newText: applyEdits(text, editsForMoves(moves, uniqueLengths)) }];
  });
}
