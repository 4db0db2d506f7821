import type { CommitRecord } from "../model/commit-record.ts";
import type { Oid } from "../model/oid.ts";
import type { PlanId } from "../model/plan-id.ts";
import type { CommitFact, ZonedTime } from "../model/ports.ts";
import type { TaggedCommit } from "./link-index.ts";

/** What is remembered of a commit that is here now. */
export function createCommitRecord({ commit, header, tag }: TaggedCommit, patchId: string | null): CommitRecord {
  const planId: PlanId | null = tag.kind === "plan" && tag.workstream === null && tag.milestone === null ? (tag.planIds[0] ?? null) : null;
  return { oid: commit.oid, planId, authored: commit.authored, subject: header, patchId, predecessors: [] };
}

/** What a search for the same commit under another name finds: one, several that nothing tells apart, or none. */
export type Twin =
  | { readonly kind: "found"; readonly oid: Oid; readonly basis: "identity" | "identity-and-patch" | "patch" | "author-date" | "subject" }
  | { readonly kind: "tied"; readonly oids: readonly Oid[] }
  | { readonly kind: "none" };

/** The commits of a history by what survives a rewrite. */
export interface TwinIndex {
  readonly byOid: ReadonlyMap<Oid, TaggedCommit>;
  readonly findByIdentity: (authored: ZonedTime, subject: string) => readonly Oid[];
  readonly findByDate: (authored: ZonedTime) => readonly Oid[];
  readonly findBySubject: (subject: string) => readonly Oid[];
}

function dateKey({ epochMs, offsetMinutes }: ZonedTime): string {
  return `${epochMs} ${offsetMinutes}`;
}

function group(commits: readonly TaggedCommit[], keyOf: (commit: CommitFact, header: string) => string): (key: string) => readonly Oid[] {
  const groups = new Map<string, Oid[]>();
  for (const { commit, header } of commits) {
    const key = keyOf(commit, header);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [commit.oid]);
    else known.push(commit.oid);
  }
  return (key) => groups.get(key) ?? [];
}

export function createTwinIndex(commits: readonly TaggedCommit[]): TwinIndex {
  const byIdentity = group(commits, ({ authored }, header) => `${dateKey(authored)} ${header}`);
  const byDate = group(commits, ({ authored }) => dateKey(authored));
  const bySubject = group(commits, (_, header) => header);
  return {
    byOid: new Map(commits.map((tagged) => [tagged.commit.oid, tagged] as const)),
    findByIdentity: (authored, subject) => byIdentity(`${dateKey(authored)} ${subject}`),
    findByDate: (authored) => byDate(dateKey(authored)),
    findBySubject: bySubject,
  };
}

/**
 * The commits whose patch ids help to tell a record's twin: those of its date, of its subject, or of both. Others would
 * cost a diff of the whole history to rule out.
 */
export function candidatesForPatch(record: CommitRecord, index: TwinIndex): readonly Oid[] {
  const identical = index.findByIdentity(record.authored, record.subject);
  if (identical.length === 1 || record.patchId === null) return [];
  return [...new Set([...identical, ...index.findByDate(record.authored), ...index.findBySubject(record.subject)])];
}

/**
 * Finds the commit that a record speaks of under its new name.
 *
 * The author's date, to the second with its zone, and the header together name one commit in all but rare histories, and
 * survive rebases, filters and cherry-picks; the patch decides between those that share them, and stands for them where
 * the message or the date was changed. The author is not asked: changing a name is what many rewrites are made for.
 */
export function findTwin(record: CommitRecord, index: TwinIndex, patchIds: ReadonlyMap<Oid, string>): Twin {
  const hasPatch = (oid: Oid): boolean => record.patchId !== null && patchIds.get(oid) === record.patchId;
  const identical = index.findByIdentity(record.authored, record.subject);
  const [first, second] = identical;
  if (first !== undefined && second === undefined) return { kind: "found", oid: first, basis: hasPatch(first) ? "identity-and-patch" : "identity" };
  if (first !== undefined) return decide(identical.filter(hasPatch), identical, "identity-and-patch");
  const near = [...new Set([...index.findByDate(record.authored), ...index.findBySubject(record.subject)])];
  const patched = near.filter(hasPatch);
  if (patched.length > 0) return decide(patched, patched, "patch");
  const sameDate = index.findByDate(record.authored);
  if (sameDate.length > 0) return decide(sameDate, sameDate, "author-date");
  const sameSubject = record.subject === "" ? [] : index.findBySubject(record.subject);
  return sameSubject.length > 0 ? decide(sameSubject, sameSubject, "subject") : { kind: "none" };
}

function decide(fitting: readonly Oid[], all: readonly Oid[], basis: Extract<Twin, { kind: "found" }>["basis"]): Twin {
  const [only, second] = fitting;
  return only !== undefined && second === undefined ? { kind: "found", oid: only, basis } : { kind: "tied", oids: all };
}
