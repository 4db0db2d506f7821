import { checkReferences, type ResolvedReference } from "../check/check-references.ts";
import { findCommitLists } from "../document/commit-references.ts";
import { parseStateDocument } from "../document/state-document.ts";
import type { Finding } from "../model/finding.ts";
import type { Oid, OidPrefix } from "../model/oid.ts";
import type { ObjectLookup, Repository, RepositoryPath } from "../model/ports.ts";
import { plansOfTag } from "../links/history-digest.ts";
import { resolveReference } from "../links/resolve-reference.ts";
import { tagCommits } from "../links/tagged-commits.ts";
import { resolveSuccessors } from "./resolve-successors.ts";

/** The references of one document, each with its answer, and what is wrong with them. */
export interface VerifiedDocument {
  readonly path: RepositoryPath;
  readonly text: string;
  readonly references: readonly ResolvedReference[];
  readonly findings: readonly Finding[];
}

/** A document to verify. */
export interface DocumentText {
  readonly path: RepositoryPath;
  readonly text: string;
}

/** The tip against which references are verified, and its name for messages. */
export interface Tip {
  readonly oid: Oid | null;
  readonly name: string;
}

/**
 * Verifies the commit references of documents against the history of a tip.
 *
 * Git is asked for all documents together, and never for all of history: which objects there are, which of them the tip
 * does not reach, and for the messages of these commits alone.
 * References that need git's word (`needs-git`) and do not get it are numbers, not references, and left out.
 */
export async function verifyDocuments(
  repository: Repository,
  tip: Tip,
  documents: readonly DocumentText[],
): Promise<readonly VerifiedDocument[]> {
  const parsed = documents.map(({ path, text }) => {
    const document = parseStateDocument(text);
    return { path, text, source: document.source, lists: findCommitLists(document) };
  });
  const prefixes = [
    ...new Set(
      parsed.flatMap(({ lists }) => lists.flatMap(({ references }) => references.map(({ prefix }) => prefix))),
    ),
  ];
  const lookups = await repository.lookUpObjects(prefixes);
  const existing = [
    ...new Set([...lookups.values()].flatMap((lookup) => (lookup.kind === "commit" ? [lookup.oid] : []))),
  ].sort();
  // Of an unborn branch nothing is an ancestor.
  const unreachable = tip.oid === null ? new Set(existing) : await repository.findUnreachable(tip.oid, existing);
  const isDead = (prefix: OidPrefix): boolean => {
    const lookup = lookups.get(prefix);
    return lookup?.kind === "missing" || (lookup?.kind === "commit" && unreachable.has(lookup.oid));
  };
  const successors = await resolveSuccessors(repository, tip.oid, prefixes.filter(isDead));
  const newOids = [...new Set([...successors.values()].map(({ successor }) => successor))].sort();
  const uniqueLengths = await repository.readUniqueLengths(newOids);
  const referenced = tagCommits(await repository.readSingleCommits([...new Set([...existing, ...newOids])]));
  const planIdsByOid = new Map(referenced.map(({ commit, tag }) => [commit.oid, plansOfTag(tag)] as const));
  const facts = { lookups, unreachable, successors, isIncomplete: await repository.readIsIncomplete() };
  return parsed.map(({ path, text, source, lists }) => {
    const confirmed = lists
      .map((list) => ({
        ...list,
        references: list.references.filter(
          ({ certainty, prefix }) => certainty === "certain" || isCommit(lookups, prefix) || successors.has(prefix),
        ),
      }))
      .filter(({ references }) => references.length > 0);
    const references = confirmed
      .flatMap((list) => list.references)
      .map((reference): ResolvedReference => {
        const resolution = resolveReference(reference.prefix, facts);
        const oid = resolution.successor ?? resolution.oid;
        const taggedPlanIds = oid === null ? [] : (planIdsByOid.get(oid) ?? []);
        return { reference, resolution, taggedPlanIds };
      });
    const findings = checkReferences(references, confirmed, { path, source, uniqueLengths, tipName: tip.name });
    return { path, text, references, findings };
  });
}

function isCommit(lookups: ReadonlyMap<OidPrefix, ObjectLookup>, prefix: OidPrefix): boolean {
  return lookups.get(prefix)?.kind === "commit";
}
