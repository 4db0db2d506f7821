import { appendTo } from "../model/append-to.ts";
import type { Oid } from "../model/oid.ts";
import type { PhaseId } from "../model/plan-id.ts";
import type { RepositoryPath, ZonedTime } from "../model/ports.ts";
import { isPlanningPath } from "../planning/plan-files.ts";
import { type ListedWork, listsFile, normalizeWords } from "../planning/listed-work.ts";
import type { LinkedPlan } from "./link-index.ts";
import { placeInPhase } from "./phase-places.ts";
import type { TaggedCommit } from "./tagged-commits.ts";

/**
 * Why a commit is taken to belong to a plan that its message does not name, best first: the SUMMARY cites its oid, or its
 * subject; or all files that it changes; or it changes none, and its scope is that of the plan's commits around it.
 */
export type InferenceGround = "hash" | "subject" | "files" | "scope";

/** A work commit without a plan's tag that belongs to a plan all the same. */
export interface InferredCommit {
  readonly oid: Oid;
  readonly header: string;
  readonly authored: ZonedTime;
  readonly committed: ZonedTime;
  readonly isBookkeeping: false;
  readonly evidence: "inferred";
  /** All that speaks for it, best first. */
  readonly inferredFrom: readonly InferenceGround[];
}

/** From what commits are inferred. */
export interface InferenceFacts {
  /** Plans with what their SUMMARYs list. */
  readonly plans: readonly { readonly plan: LinkedPlan; readonly listed: ListedWork }[];
  /** All commits, newest first. */
  readonly tagged: readonly TaggedCommit[];
  /** Of all commits. */
  readonly changedPaths: ReadonlyMap<Oid, readonly RepositoryPath[]>;
  readonly planningDirectory: RepositoryPath;
}

interface Candidate {
  readonly source: TaggedCommit;
  readonly atMs: number;
  /** The phase that its tag names; it belongs to no plan of another. */
  readonly phase: PhaseId | null;
  readonly scope: string;
  /** Its subject without type and scope; empty where it is too short to be anybody's own. */
  readonly subject: string;
  readonly paths: readonly RepositoryPath[];
}

/** A plan with the time in which its work was done, in UTC milliseconds. */
interface Place {
  readonly plan: LinkedPlan;
  readonly listed: ListedWork;
  readonly fromMs: number;
  readonly untilMs: number;
  /** Both ends are known, so that time says something. */
  readonly isBounded: boolean;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** A plan of which nothing else is known began no longer before its SUMMARY. */
const longestWorkMs = 24 * hourMs;
/** Clocks and notes differ by minutes. */
const slackMs = 10 * minuteMs;
/** Shorter subjects (“fix tests”) are many commits'. */
const shortestSubject = 16;
const fewestWords = 3;

function readSubject(header: string): { readonly scope: string; readonly subject: string } {
  const match = /^[\p{L}][\p{L}\p{N}_./+-]{0,60}(?:\(([^()]{0,100})\))?!?:\s+(.*)$/u.exec(header);
  const subject = normalizeWords(match?.[2] ?? header);
  const isTelling = subject.length >= shortestSubject && subject.split(" ").length >= fewestWords;
  return { scope: (match?.[1] ?? "").toLowerCase(), subject: isTelling ? subject : "" };
}

function findCandidates({ tagged, changedPaths, planningDirectory }: InferenceFacts): readonly Candidate[] {
  return tagged.flatMap((source): readonly Candidate[] => {
    const { commit, header, tag } = source;
    const isOpen = tag.kind === "untagged" || tag.kind === "malformed" || tag.kind === "phase";
    if (!isOpen || commit.parents.length > 1) return [];
    const paths = changedPaths.get(commit.oid) ?? [];
    const work = paths.filter((path) => !isPlanningPath(path, planningDirectory));
    if (paths.length > 0 && work.length === 0) return [];
    const phase = tag.kind === "phase" ? tag.phase : null;
    return [{ source, atMs: commit.authored.epochMs, phase, paths: work, ...readSubject(header) }];
  });
}

/** When each planning document first appeared, by its place in its phase, in UTC milliseconds. */
function findFirstTimes({ tagged, changedPaths, planningDirectory }: InferenceFacts): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const { commit } of tagged) {
    for (const path of changedPaths.get(commit.oid) ?? []) {
      if (!path.endsWith(".md") || !isPlanningPath(path, planningDirectory)) continue;
      const place = placeInPhase(path);
      times.set(place, Math.min(times.get(place) ?? Number.POSITIVE_INFINITY, commit.authored.epochMs));
    }
  }
  return times;
}

function placePlans(facts: InferenceFacts): readonly Place[] {
  const firstTimes = findFirstTimes(facts);
  const timeOf = (path: RepositoryPath | null | undefined): number | undefined =>
    path == null ? undefined : firstTimes.get(placeInPhase(path));
  return facts.plans.map(({ plan, listed }) => {
    const recordedAt = timeOf(plan.files?.summaryPath);
    const plannedAt = timeOf(plan.files?.planPath);
    const untilMs = recordedAt ?? Number.POSITIVE_INFINITY;
    // Documents that came together, after the work, say nothing of its beginning.
    const isPlannedBefore = plannedAt !== undefined && plannedAt < untilMs;
    const fromMs = isPlannedBefore ? plannedAt : untilMs - longestWorkMs;
    return { plan, listed, fromMs, untilMs, isBounded: recordedAt !== undefined };
  });
}

function mayHold({ plan, fromMs, untilMs }: Place, { atMs, phase }: Candidate): boolean {
  return atMs >= fromMs && atMs <= untilMs && (phase === null || phase === plan.phase);
}

/** The SUMMARY says when work began and ended, and that is a time before it was written. */
function isTimed({ listed: { startedAtMs, endedAtMs }, untilMs, isBounded }: Place): boolean {
  if (!isBounded || startedAtMs === null || endedAtMs === null) return false;
  return endedAtMs <= untilMs + hourMs && startedAtMs >= untilMs - longestWorkMs;
}

/** The commit was made when the SUMMARY says that work went on; of one that does not say, in the day before it was written. */
function isClose(place: Place, { atMs }: Candidate): boolean {
  const { listed, untilMs, isBounded } = place;
  const fromMs = isTimed(place) ? (listed.startedAtMs ?? 0) - slackMs : untilMs - longestWorkMs;
  return isBounded && atMs >= fromMs && atMs <= untilMs;
}

/** Tells whether a text holds another, and not as a part of longer words. */
function holdsWords(text: string, words: string): boolean {
  for (let at = text.indexOf(words); at !== -1; at = text.indexOf(words, at + 1)) {
    const [before, after] = [text[at - 1] ?? " ", text[at + words.length] ?? " "];
    if (!/[\p{L}\p{N}]/u.test(before) && !/[\p{L}\p{N}]/u.test(after)) return true;
  }
  return false;
}

function citesOid({ prefixes }: ListedWork, oid: Oid, lengths: readonly number[]): boolean {
  return lengths.some((length) => prefixes.has(oid.slice(0, length)));
}

function speaksFor(place: Place, candidate: Candidate, lengths: readonly number[]): readonly InferenceGround[] {
  const { listed } = place;
  const { source, subject, paths } = candidate;
  const cites = citesOid(listed, source.commit.oid, lengths);
  const names = subject !== "" && holdsWords(listed.words, subject);
  const holdsFiles = paths.length > 0 && isClose(place, candidate) && paths.every((path) => listsFile(listed, path));
  return [
    ...(cites ? (["hash"] as const) : []),
    ...(names ? (["subject"] as const) : []),
    ...(holdsFiles ? (["files"] as const) : []),
  ];
}

const rank: Readonly<Record<InferenceGround, number>> = { hash: 0, subject: 1, files: 2, scope: 3 };

interface Claim {
  readonly place: Place;
  readonly candidate: Candidate;
  readonly grounds: readonly InferenceGround[];
}

/**
 * Chooses the plan of a commit: the one for which the best speaks. Of several whose SUMMARYs cite its oid, the first to
 * be written; between others that are alike nobody guesses.
 */
function choose(claims: readonly Claim[]): Claim | undefined {
  const rankOf = ({ grounds: [best] }: Claim): number => (best === undefined ? 9 : rank[best]);
  const best = Math.min(...claims.map(rankOf));
  const first = claims.filter((claim) => rankOf(claim) === best);
  if (first.length < 2) return first[0];
  const [second, ...others] = first.filter(({ grounds }) => grounds.length > 1);
  if (second !== undefined && others.length === 0) return second;
  const [timed, ...alsoTimed] = first.filter(({ place }) => isTimed(place));
  if (timed !== undefined && alsoTimed.length === 0) return timed;
  if (best !== rank.hash) return undefined;
  return first.toSorted((a, b) => a.place.untilMs - b.place.untilMs)[0];
}

/** Finds the commits of plans whose messages do not name them. Each belongs to one plan at most; in order of history, oldest first. */
export function inferCommits(facts: InferenceFacts): ReadonlyMap<LinkedPlan, readonly InferredCommit[]> {
  const candidates = findCandidates(facts).toReversed();
  const places = placePlans(facts);
  const lengths = [...new Set(places.flatMap(({ listed }) => [...listed.prefixes].map(({ length }) => length)))];
  const claims = new Map<Candidate, readonly Claim[]>();
  for (const candidate of candidates) {
    const own = places
      .filter((place) => mayHold(place, candidate))
      .map((place) => ({ place, candidate, grounds: speaksFor(place, candidate, lengths) }))
      .filter(({ grounds }) => grounds.length > 0);
    if (own.length > 0) claims.set(candidate, own);
  }
  const named = [...claims.values()].flatMap((own) => choose(own.filter(isNamed)) ?? []);
  // A SUMMARY that lists its commits means these; what it does not list is not its own.
  const counts = new Map<Place, number>();
  for (const { place } of named) counts.set(place, (counts.get(place) ?? 0) + 1);
  const listing = new Set([...counts].filter(([, count]) => count > 1).map(([place]) => place));
  const taken = new Set(named.map(({ candidate }) => candidate));
  const byFiles = [...claims].flatMap(([candidate, own]) =>
    taken.has(candidate) ? [] : (choose(own.filter(({ place }) => !listing.has(place))) ?? []),
  );
  const chosen = [...named, ...byFiles];
  chosen.push(...inferByScope(candidates, chosen));
  return collect(candidates, chosen);
}

function isNamed({ grounds: [best] }: Claim): boolean {
  return best === "hash" || best === "subject";
}

/** Commits that change nothing, between two of one plan that have their scope, if no other plan's commits have it then. */
function inferByScope(candidates: readonly Candidate[], chosen: readonly Claim[]): readonly Claim[] {
  const taken = new Set(chosen.map(({ candidate }) => candidate));
  return candidates.flatMap((candidate) => {
    if (taken.has(candidate) || candidate.paths.length > 0 || candidate.scope === "") return [];
    const kin = chosen.filter(
      ({ candidate: other, place }) => other.scope === candidate.scope && mayHold(place, candidate),
    );
    const [only, ...others] = new Set(kin.map(({ place }) => place));
    const isBetween =
      kin.some(({ candidate: { atMs } }) => atMs <= candidate.atMs) &&
      kin.some(({ candidate: { atMs } }) => atMs >= candidate.atMs);
    return only === undefined || others.length > 0 || !isBetween
      ? []
      : [{ place: only, candidate, grounds: ["scope" as const] }];
  });
}

function collect(
  candidates: readonly Candidate[],
  chosen: readonly Claim[],
): ReadonlyMap<LinkedPlan, readonly InferredCommit[]> {
  const claimOf = new Map(chosen.map((claim) => [claim.candidate, claim]));
  const byPlan = new Map<LinkedPlan, InferredCommit[]>();
  for (const candidate of candidates) {
    const claim = claimOf.get(candidate);
    if (claim === undefined) continue;
    const { commit, header } = candidate.source;
    const inferred: InferredCommit = {
      oid: commit.oid,
      header,
      authored: commit.authored,
      committed: commit.committed,
      isBookkeeping: false,
      evidence: "inferred",
      inferredFrom: claim.grounds,
    };
    appendTo(byPlan, claim.place.plan, inferred);
  }
  return byPlan;
}
