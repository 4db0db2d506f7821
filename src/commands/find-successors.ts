import { appendTo } from "../model/append-to.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { createRewrites, findRewritten, followRewrites } from "../links/rewrites.ts";
import { tagCommit, tagCommits, type TaggedCommit } from "../links/tagged-commits.ts";
import { formatShortOid, type Oid, type OidPrefix } from "../model/oid.ts";
import type { CommitEvidence, ObjectLookup, Repository, RepositoryPath } from "../model/ports.ts";
import { answerFromAdoption } from "../relink/adopting-commit.ts";
import type { CommitMap } from "../relink/commit-map.ts";
import { createHistory } from "../relink/history.ts";
import {
  answerFromIdentity,
  answerFromLedgerNames,
  answerFromMessages,
  answerFromRecords,
  type LostIdentity,
} from "../relink/known-answers.ts";
import { groupMentions, type CitedCommit } from "../relink/lost-commits.ts";
import { estimateWork, groupCitations, matchGroup, weighSubjects, type CitationGroup } from "../relink/match-lost.ts";
import { findMentions, type Mention, type MentionSource, type Witness } from "../relink/mentions.ts";
import { createOidFinder, type OidFinder } from "../relink/oid-finder.ts";
import type { RelinkAnswer } from "../relink/relink-answer.ts";
import { createDetailsOf, createRelinkCommits, plansOf, type RelinkCommit } from "../relink/relink-commits.ts";
import { findContaining, type CommitContents } from "../relink/squash-content.ts";
import { readStatedSuccessors } from "../relink/squash-messages.ts";
import { createTwinFinder } from "../relink/twins.ts";
import { findMessageWitnesses } from "../relink/witnesses.ts";

/** What successors are looked for by. */
export interface SuccessorFacts {
  readonly repository: Repository;
  readonly evidence: CommitEvidence;
  readonly tip: Oid;
  readonly planningDirectory: RepositoryPath;
  /** Everything that speaks of commits: STATE.md and all SUMMARY.md files. */
  readonly sources: readonly MentionSource[];
  /** Reads what else of the planning documents speaks of any of these commits. */
  readonly readWitnesses: (prefixes: ReadonlySet<OidPrefix>) => Promise<readonly Witness[]>;
  readonly ledger: Ledger;
  readonly commitMap: CommitMap;
}

/** What was found, with the commits that answers name. */
export interface FoundSuccessors {
  readonly answers: ReadonlyMap<OidPrefix, RelinkAnswer>;
  readonly named: ReadonlyMap<Oid, TaggedCommit>;
  /** How many commits were looked at. */
  readonly commits: number;
  /** Commits whose recorded rewrites lead back to themselves. */
  readonly cyclic: readonly Oid[];
}

/** A prefix that names no commit of the tip's history, and what git says of it. */
export interface LostPrefix {
  readonly prefix: OidPrefix;
  readonly lookup: ObjectLookup;
}

/** The history that is searched, read once. */
interface SearchedHistory {
  readonly tagged: readonly TaggedCommit[];
  readonly reachable: ReadonlySet<Oid>;
  readonly finder: OidFinder;
}

/**
 * Finds what became of commits that documents refer to and the tip does not reach (D8), by the best evidence there is:
 * records of rewrites, the ledger, the old object, commits that took it in, and last what the documents say of it.
 *
 * Reads history once, as a whole; each kind of evidence is gathered only if something is still unanswered.
 */
export async function findSuccessors(facts: SuccessorFacts, lost: readonly LostPrefix[]): Promise<FoundSuccessors> {
  const answers: Answers = { settled: new Map(), ties: new Map() };
  if (lost.length === 0) return { answers: answers.settled, named: new Map(), commits: 0, cyclic: [] };
  const tagged = tagCommits(await facts.repository.readCommits(facts.tip));
  const reachable = new Set(tagged.map(({ commit }) => commit.oid));
  const history: SearchedHistory = { tagged, reachable, finder: createOidFinder(reachable) };
  const open = (): readonly LostPrefix[] => lost.filter(({ prefix }) => !answers.settled.has(prefix));

  const cyclic = await answerByRecords(facts, history, open(), answers);
  if (open().length > 0) await answerByIdentity(facts, history, open(), answers);
  if (open().length > 0) await answerByContent(facts, history, open(), answers);
  if (open().length > 0) await answerByDocuments(facts, history, open(), answers);
  const all = new Map([...answers.ties, ...answers.settled]);
  const named = new Set(
    [...all.values()].flatMap((answer) => (answer.kind === "found" ? [answer.oid] : answer.candidates)),
  );
  return {
    answers: all,
    named: new Map(tagged.flatMap((one) => (named.has(one.commit.oid) ? [[one.commit.oid, one] as const] : []))),
    commits: tagged.length,
    cyclic,
  };
}

/** Answers so far. What good evidence leaves undecided may be settled by the next kind, and is told if it is not. */
interface Answers {
  readonly settled: Map<OidPrefix, RelinkAnswer>;
  readonly ties: Map<OidPrefix, RelinkAnswer>;
}

function keep({ settled, ties }: Answers, prefix: OidPrefix, answer: RelinkAnswer | undefined): void {
  if (answer === undefined) return;
  if (answer.kind === "found" || answer.candidates.length === 0) settled.set(prefix, answer);
  else if (!ties.has(prefix)) ties.set(prefix, answer);
}

async function answerByRecords(
  { repository, commitMap }: SuccessorFacts,
  { reachable, finder }: SearchedHistory,
  lost: readonly LostPrefix[],
  answers: Answers,
): Promise<readonly Oid[]> {
  const rewrites = createRewrites([...commitMap.pairs, ...(await repository.readRewrites())]);
  const isReachable = (oid: Oid): boolean => reachable.has(oid);
  for (const { prefix } of lost) {
    const here = finder.findAll(prefix);
    const answer =
      here.length === 1 && here[0] !== undefined
        ? onlyReachable(here[0])
        : answerFromRecords(prefix, rewrites, commitMap.dropped, isReachable);
    keep(answers, prefix, answer);
  }
  const olds = lost.flatMap(({ prefix }) => findRewritten(rewrites, prefix));
  return [...new Set(olds)].filter((oid) => followRewrites(rewrites, oid).isCyclic);
}

/** An abbreviation that several commits share, one of them in this history. */
function onlyReachable(oid: Oid): RelinkAnswer {
  return {
    kind: "found",
    oid,
    confidence: "exact",
    evidence: [`of the objects of that name, ${formatShortOid(oid)} is the only commit in this history`],
  };
}

/** Entries of the ledger by the names that their commits had and have. */
function createLedgerLookup({ entries }: Ledger): (prefix: OidPrefix) => Ledger["entries"] {
  const byName = new Map<Oid, Ledger["entries"][number][]>();
  for (const entry of entries) {
    for (const name of [entry.oid, ...entry.was]) appendTo(byName, name, entry);
  }
  const finder = createOidFinder(byName.keys());
  return (prefix) => [...new Set(finder.findAll(prefix).flatMap((name) => byName.get(name) ?? []))];
}

async function answerByIdentity(
  facts: SuccessorFacts,
  { tagged, reachable }: SearchedHistory,
  lost: readonly LostPrefix[],
  answers: Answers,
): Promise<void> {
  const entriesOf = createLedgerLookup(facts.ledger);
  const isReachable = (oid: Oid): boolean => reachable.has(oid);
  const objects = await readLostObjects(facts.repository, lost);
  const identities = new Map<OidPrefix, readonly LostIdentity[]>();
  for (const one of lost) {
    const { prefix } = one;
    const entries = entriesOf(prefix);
    keep(answers, prefix, answerFromLedgerNames(prefix, entries, isReachable));
    if (answers.settled.has(prefix)) continue;
    const object = objects.get(prefix);
    identities.set(prefix, [
      ...entries.map(({ authored, subject, patchId }) => ({ authored, subject, patchId, source: "ledger" })),
      ...(object === undefined
        ? []
        : [{ authored: object.commit.authored, subject: object.header, patchId: "", source: "the old commit" }]),
    ]);
  }
  const twins = createTwinFinder(tagged);
  const none: ReadonlyMap<Oid, string> = new Map();
  const settle = (patchIds: ReadonlyMap<Oid, string>): void => {
    for (const [prefix, known] of identities) {
      if (answers.settled.has(prefix)) continue;
      const object = objects.get(prefix)?.commit.oid;
      const patchId = object === undefined ? null : (patchIds.get(object) ?? null);
      // The patch of an old object is known once it is asked for.
      const filled = known.map((identity) => (identity.patchId === "" ? { ...identity, patchId } : identity));
      const answer = answerFromIdentity(filled, twins, patchIds);
      // What date and subject tell for certain needs no patch; anything less is asked again with it.
      if (patchIds !== none || (answer?.kind === "found" && answer.confidence === "exact"))
        keep(answers, prefix, answer);
    }
  };
  settle(none);
  const unclear = [...identities].filter(([prefix]) => !answers.settled.has(prefix));
  const compared = unclear.flatMap(([prefix, known]) => {
    const object = objects.get(prefix);
    return [...known.flatMap(twins.findComparable), ...(object === undefined ? [] : [object.commit.oid])];
  });
  if (unclear.length === 0) return;
  const oids = [...new Set<Oid>(compared)];
  settle(oids.length === 0 ? new Map() : await facts.evidence.readPatchIds(oids));
}

async function readLostObjects(
  repository: Repository,
  lost: readonly LostPrefix[],
): Promise<ReadonlyMap<OidPrefix, TaggedCommit>> {
  const oids = [...new Set(lost.flatMap(({ lookup }) => (lookup.kind === "commit" ? [lookup.oid] : [])))].sort();
  const byOid = new Map((await repository.readSingleCommits(oids)).map((commit) => [commit.oid, tagCommit(commit)]));
  return new Map(
    lost.flatMap(({ prefix, lookup }) => {
      const object = lookup.kind === "commit" ? byOid.get(lookup.oid) : undefined;
      return object === undefined ? [] : [[prefix, object] as const];
    }),
  );
}

/** Commits of a branch that took others in: by their message, or because they leave the same in the same files. */
async function answerByContent(
  facts: SuccessorFacts,
  { tagged }: SearchedHistory,
  lost: readonly LostPrefix[],
  answers: Answers,
): Promise<void> {
  const stated = readStatedSuccessors(tagged);
  const statedNames = createOidFinder(stated.keys());
  const entriesOf = createLedgerLookup(facts.ledger);
  for (const { prefix } of lost) {
    const names = [...statedNames.findAll(prefix), ...entriesOf(prefix).flatMap(({ oid, was }) => [oid, ...was])];
    keep(answers, prefix, answerFromMessages(names, stated));
  }
  const objects = lost.flatMap(({ prefix, lookup }) =>
    lookup.kind === "commit" && !answers.settled.has(prefix) ? [{ prefix, oid: lookup.oid }] : [],
  );
  if (objects.length === 0) return;
  const dead = await facts.evidence.readUnreachable(
    facts.tip,
    objects.map(({ oid }) => oid),
  );
  const since = Math.min(...dead.map(({ committed }) => committed.epochMs));
  const later = tagged.map(({ commit }) => commit).filter(({ committed }) => committed.epochMs >= since);
  const contents = await facts.evidence.readChangedContents([...dead, ...later].map(({ oid }) => oid));
  const toContents = ({ oid, committed }: (typeof dead)[number]): CommitContents => ({
    oid,
    committedMs: committed.epochMs,
    contents: contents.get(oid) ?? new Map(),
  });
  const history = later.toReversed().map(toContents);
  const branch = dead.map(toContents);
  for (const { prefix, oid } of objects) {
    const own = branch.find((commit) => commit.oid === oid);
    if (own === undefined) continue;
    const after = branch.filter(({ committedMs }) => committedMs >= own.committedMs);
    const containing = findContaining(own, after, history, facts.planningDirectory);
    if (containing === undefined) continue;
    const files = count(own.contents.size, "file");
    const evidence = [`${formatShortOid(containing)} is the first to leave the same in its ${files}`];
    keep(answers, prefix, { kind: "found", oid: containing, confidence: "high", evidence });
  }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** What the documents say beside the references, and when they first did. */
async function answerByDocuments(
  facts: SuccessorFacts,
  { tagged, finder }: SearchedHistory,
  lost: readonly LostPrefix[],
  answers: Answers,
): Promise<void> {
  const open = new Set(lost.map(({ prefix }) => prefix));
  const found = (prefix: OidPrefix): Oid | undefined => {
    const answer = answers.settled.get(prefix);
    return answer?.kind === "found" ? answer.oid : finder.findOnly(prefix);
  };
  const objects = await readLostObjects(facts.repository, lost);
  const entriesOf = createLedgerLookup(facts.ledger);
  const headerOf = (prefix: OidPrefix): string | undefined =>
    open.has(prefix)
      ? (objects.get(prefix)?.header ?? entriesOf(prefix).find(({ subject }) => subject !== null)?.subject ?? undefined)
      : undefined;
  const reader = createMentionReader();
  const references = facts.sources.flatMap(reader.read);
  const prefixes = new Set(references.map(({ reference }) => reference.prefix));
  const messages = findMessageWitnesses(tagged, open);
  const witnesses = [...(await facts.readWitnesses(open)), ...messages.sources].flatMap(reader.read);
  const mentions = [...references, ...witnesses.filter(({ reference }) => prefixes.has(reference.prefix))];
  const cited = groupMentions(mentions, found, headerOf);
  const citations = await facts.evidence.readCitations(facts.tip, facts.planningDirectory, prefixes);
  const history = createHistory(tagged);
  const commits = createRelinkCommits(tagged);
  const groups = chooseBearing(
    groupCitations(cited, commits, history, findFirstCitations(cited, [citations, messages.first], history.positionOf)),
    open,
  );
  const citingAt = new Map(
    commits.flatMap((commit) => (commit.isWithinSquash ? [] : [[commit.position, commit] as const])),
  );
  const inspected = new Set(
    groups.flatMap(({ candidates, citedAt }) => {
      const citing = citedAt === null ? undefined : tagged[citedAt];
      return [...candidates.map(({ oid }) => oid), ...(citing === undefined ? [] : [citing.commit.oid])];
    }),
  );
  const changedPaths = await facts.repository.readChangedPaths([...inspected]);
  const named = new Map<object, Set<Oid>>();
  const nameIn = ({ mentions: own }: CitedCommit, oid: Oid): void => {
    for (const { unit } of own) named.set(unit, (named.get(unit) ?? new Set()).add(oid));
  };
  for (const one of cited) if (one.known !== null) nameIn(one, one.known);
  const matchFacts = {
    weights: weighSubjects(commits),
    detailsOf: createDetailsOf(changedPaths, facts.planningDirectory),
    changedPaths,
    planningDirectory: facts.planningDirectory,
    // Where the old commit is still here, its content has been looked for, and is in no commit.
    isHere: (one: CitedCommit) => one.mentions.some(({ reference }) => objects.has(reference.prefix)),
    isRoot: (oid: Oid) => tagged[history.positionOf(oid) ?? -1]?.commit.parents.length === 0,
    tagsItsWork: tagsItsWork(facts.sources, new Set(commits.flatMap(plansOf))),
    isTaken: (one: CitedCommit, commit: RelinkCommit) =>
      !commit.isWithinSquash && one.mentions.some(({ unit }) => named.get(unit)?.has(commit.oid) === true),
  };
  let work = 0;
  // The oldest first: what is settled there is not free for those that come after it.
  for (const group of groups.toSorted((a, b) => (b.citedAt ?? -1) - (a.citedAt ?? -1))) {
    work += estimateWork(group);
    if (work > mostWork) continue;
    for (const [one, answer] of matchGroup(group, matchFacts)) {
      const isSure = answer.kind === "found" && answer.confidence !== "low";
      if (isSure) nameIn(one, answer.oid);
      const citing = group.citedAt === null ? undefined : citingAt.get(group.citedAt);
      const adopted = isSure ? undefined : answerFromAdoption(group, one, citing, matchFacts);
      for (const prefix of new Set(one.mentions.map(({ reference }) => reference.prefix)))
        if (open.has(prefix)) keep(answers, prefix, adopted ?? answer);
    }
  }
  if (!reader.isOver && work <= mostWork) return;
  for (const prefix of open)
    if (!answers.settled.has(prefix) && !answers.ties.has(prefix)) keep(answers, prefix, notCompared);
}

const notCompared: RelinkAnswer = {
  kind: "unresolved",
  reason: "the documents have more references than are compared with commits",
  candidates: [],
};

/** Real projects have a fifth of it: the largest of 64 names some 900 commits. */
const mostMentions = 5000;

/** Reads the mentions of documents as they come; a document that has more than are left of so many is passed over. */
function createMentionReader(): { isOver: boolean; readonly read: (source: Witness) => readonly Mention[] } {
  let left = mostMentions;
  const reader = {
    isOver: false,
    read: (source: Witness): readonly Mention[] => {
      const tokens = source.text.match(/[0-9A-Fa-f]{7,}/g)?.length ?? 0;
      if (tokens > left) {
        reader.isOver = true;
        return [];
      }
      left -= tokens;
      return findMentions(source);
    },
  };
  return reader;
}

/** How much may be compared, by the measure of `estimateWork`: about a second. */
const mostWork = 500_000;

/**
 * The groups that bear on any of these references: their own, those that speak of other commits in the same places, and
 * so on. What all others are matched with changes nothing for them.
 */
function chooseBearing(groups: readonly CitationGroup[], open: ReadonlySet<OidPrefix>): readonly CitationGroup[] {
  const unitsOf = ({ cited }: CitationGroup): readonly object[] =>
    cited.flatMap(({ mentions }) => mentions.map(({ unit }) => unit));
  const groupsByUnit = new Map<object, CitationGroup[]>();
  for (const group of groups) {
    for (const unit of unitsOf(group)) {
      const own = groupsByUnit.get(unit);
      if (own === undefined) groupsByUnit.set(unit, [group]);
      else if (own.at(-1) !== group) own.push(group);
    }
  }
  const isOpen = ({ cited }: CitationGroup): boolean =>
    cited.some(({ mentions }) => mentions.some(({ reference }) => open.has(reference.prefix)));
  const bearing = new Set(groups.filter(isOpen));
  // A set hands on what is added while it is walked.
  for (const group of bearing)
    for (const unit of unitsOf(group)) for (const other of groupsByUnit.get(unit) ?? []) bearing.add(other);
  return groups.filter((group) => bearing.has(group));
}

/** The oldest commit that wrote down any abbreviation of each. */
function findFirstCitations(
  cited: readonly CitedCommit[],
  citations: readonly ReadonlyMap<OidPrefix, Oid>[],
  positionOf: (oid: Oid) => number | undefined,
): ReadonlyMap<CitedCommit, Oid> {
  return new Map(
    cited.flatMap((one) => {
      const first = [
        ...new Set(one.mentions.flatMap(({ reference }) => citations.flatMap((by) => by.get(reference.prefix) ?? []))),
      ].toSorted((a, b) => (positionOf(b) ?? 0) - (positionOf(a) ?? 0))[0];
      return first === undefined ? [] : [[one, first] as const];
    }),
  );
}

/** Tells whether most plans that have a SUMMARY have commits with their tag; of a project without other plans it is taken to be so. */
function tagsItsWork(sources: readonly MentionSource[], tagged: ReadonlySet<string>): boolean {
  const plans = [...new Set(sources.flatMap(({ planId }) => planId ?? []))];
  const without = plans.filter((planId) => !tagged.has(planId)).length;
  return without <= 1 || without * 2 <= plans.length;
}
