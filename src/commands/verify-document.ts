import { checkReferences, type ResolvedReference } from "../check/check-references.ts";
import { findCommitLists } from "../document/commit-references.ts";
import { parseStateDocument } from "../document/state-document.ts";
import type { Finding } from "../model/finding.ts";
import type { Oid, OidPrefix } from "../model/oid.ts";
import type { ObjectLookup, Repository, RepositoryPath } from "../model/ports.ts";
import { tagCommits } from "../links/link-index.ts";
import { resolveReference } from "../links/resolve-reference.ts";
import type { Project } from "./read-project.ts";

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
 * Git is asked twice for all documents together: which objects there are, and which of them the tip does not reach.
 * References that need git's word (`needs-git`) and do not get it are numbers, not references, and left out.
 */
export async function verifyDocuments(
  repository: Repository,
  project: Project,
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
  const existing = [...lookups.values()].flatMap((lookup) => (lookup.kind === "commit" ? [lookup.oid] : []));
  // Of an unborn branch nothing is an ancestor.
  const unreachable =
    tip.oid === null ? new Set(existing) : await repository.findUnreachable(tip.oid, [...new Set(existing)]);
  // The index knows the commits of the tip's history; the tags of the others are read from themselves.
  const elsewhere = tagCommits(await repository.readSingleCommits([...unreachable].sort()));
  const taggedElsewhere = new Map(
    elsewhere.map(({ commit, tag }) => [commit.oid, tag.kind === "plan" ? tag.planIds : []] as const),
  );
  const facts = { lookups, unreachable, isIncomplete: await repository.readIsIncomplete() };
  return parsed.map(({ path, text, source, lists }) => {
    const confirmed = lists
      .map((list) => ({
        ...list,
        references: list.references.filter(
          ({ certainty, prefix }) => certainty === "certain" || isCommit(lookups, prefix),
        ),
      }))
      .filter(({ references }) => references.length > 0);
    const references = confirmed
      .flatMap((list) => list.references)
      .map((reference): ResolvedReference => {
        const resolution = resolveReference(reference.prefix, facts);
        const taggedPlanIds =
          resolution.oid === null
            ? []
            : (project.index.planIdsByOid.get(resolution.oid) ?? taggedElsewhere.get(resolution.oid) ?? []);
        return { reference, resolution, taggedPlanIds };
      });
    const findings = checkReferences(references, confirmed, { path, source, index: project.index, tipName: tip.name });
    return { path, text, references, findings };
  });
}

function isCommit(lookups: ReadonlyMap<OidPrefix, ObjectLookup>, prefix: OidPrefix): boolean {
  return lookups.get(prefix)?.kind === "commit";
}
