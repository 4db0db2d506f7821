import { appendTo } from "../model/append-to.ts";
import type { TaggedCommit } from "../links/tagged-commits.ts";
import { toLedgerSubject } from "../ledger/ledger.ts";
import type { Oid } from "../model/oid.ts";
import type { ZonedTime } from "../model/ports.ts";
import type { Confidence } from "./relink-answer.ts";
import { wordsOf } from "./words.ts";

/** What identifies a commit across a rewrite: its author's date, its subject, its change. What is not known is `null`. */
export interface CommitIdentity {
  readonly authored: ZonedTime | null;
  readonly subject: string | null;
  readonly patchId: string | null;
}

/** The commits of a history that have the identity of another commit. */
export type Twins =
  | { readonly kind: "one"; readonly oid: Oid; readonly confidence: Confidence; readonly evidence: string }
  | { readonly kind: "several"; readonly oids: readonly Oid[] }
  | { readonly kind: "none" };

/** Finds commits by their identity. */
export interface TwinFinder {
  /** Commits of which the patch would tell whether they are the one: those that share a date or a subject with it. */
  readonly findComparable: (identity: CommitIdentity) => readonly Oid[];
  readonly find: (identity: CommitIdentity, patchIds: ReadonlyMap<Oid, string>) => Twins;
}

/** Shorter subjects (`wip`, `fix tests`) are used again and again. */
const telling = 20;
/** A commit that shares its instant with another is the same one reworded if it still shares words. */
const sharedWords = 0.3;

function keyOf({ epochMs, offsetMinutes }: ZonedTime): string {
  return `${epochMs} ${offsetMinutes}`;
}

/** Creates the finder for the commits of a history. */
export function createTwinFinder(tagged: readonly TaggedCommit[]): TwinFinder {
  const byTime = new Map<string, Oid[]>();
  const bySubject = new Map<string, Oid[]>();
  const subjects = new Map<Oid, string>();
  for (const { commit, header } of tagged) {
    const subject = toLedgerSubject(header);
    appendTo(byTime, keyOf(commit.authored), commit.oid);
    appendTo(bySubject, subject, commit.oid);
    subjects.set(commit.oid, subject);
  }
  const atTime = ({ authored }: CommitIdentity): readonly Oid[] =>
    authored === null ? [] : (byTime.get(keyOf(authored)) ?? []);
  const withSubject = ({ subject }: CommitIdentity): readonly Oid[] =>
    subject === null ? [] : (bySubject.get(subject) ?? []);

  return {
    findComparable: (identity) =>
      identity.patchId === null ? [] : [...new Set([...atTime(identity), ...withSubject(identity)])],
    find(identity, patchIds) {
      const one = (oids: readonly Oid[], confidence: Confidence, evidence: string): Twins | undefined => {
        const [only, second] = oids;
        return only !== undefined && second === undefined
          ? { kind: "one", oid: only, confidence, evidence }
          : undefined;
      };
      const sameChange = (oids: readonly Oid[]): readonly Oid[] =>
        identity.patchId === null ? [] : oids.filter((oid) => patchIds.get(oid) === identity.patchId);
      const dated = atTime(identity);
      const named = withSubject(identity);
      const both = dated.filter((oid) => subjects.get(oid) === identity.subject);
      // A damaged ledger may have lost the subject: the second and the zone of one author are identity enough.
      const reworded = dated.filter(
        (oid) => identity.subject === null || sharesWords(subjects.get(oid) ?? "", identity.subject),
      );
      const found =
        one(both, "exact", "same author date and subject") ??
        one(sameChange(both), "exact", "same author date, subject and change") ??
        (both.length > 1 ? undefined : one(sameChange([...new Set([...dated, ...named])]), "exact", "same change")) ??
        (both.length > 1
          ? undefined
          : one(
              reworded,
              "high",
              identity.subject === null ? "same author date" : "same author date, and a subject much like it",
            )) ??
        (both.length > 1 || (identity.subject ?? "").length < telling
          ? undefined
          : one(named, "high", "same subject, which no other commit has"));
      if (found !== undefined) return found;
      return both.length > 1 ? { kind: "several", oids: both } : { kind: "none" };
    },
  };
}

function sharesWords(a: string, b: string): boolean {
  const [left, right] = [wordsOf(a), wordsOf(b)];
  const shared = [...left].filter((word) => right.has(word)).length;
  return shared > 0 && shared / Math.min(left.size, right.size) >= sharedWords;
}
