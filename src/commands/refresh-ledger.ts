import { formatLedger } from "../ledger/format-ledger.ts";
import { emptyLedger, ledgerFileName, ledgerVersion, type Ledger } from "../ledger/ledger.ts";
import { parseLedger } from "../ledger/parse-ledger.ts";
import { findUnknownCommits, updateLedger, type ReferencedCommit } from "../ledger/update-ledger.ts";
import { createFinding, type Finding } from "../model/finding.ts";
import { createOidFinder } from "../links/oid-finder.ts";
import { tagCommits } from "../links/tagged-commits.ts";
import { parseOidPrefix, type Oid, type OidPrefix } from "../model/oid.ts";
import type { PlanId } from "../model/plan-id.ts";
import type { CommitCache, CommitEvidence, RepositoryPath } from "../model/ports.ts";
import type { Project } from "./read-project.ts";
import { createReferenceReader } from "./read-reference-lists.ts";
import { readReferences, type ReferenceRepository } from "./read-references.ts";
import type { DocumentText } from "./verify-document.ts";

/** A ledger with what is wrong with its file. */
export interface ReadLedger {
  readonly ledger: Ledger;
  readonly findings: readonly Finding[];
  /** A newer planlink wrote it: it is read as far as it goes, and never written. */
  readonly isNewer: boolean;
}

/** Where the ledger of a planning directory is. */
export function ledgerPath(planningDirectory: RepositoryPath): RepositoryPath {
  return `${planningDirectory}/${ledgerFileName}`;
}

/** Reads a ledger's text; `undefined` for a file that is not there. Loads yaml only where the text is not of our own form. */
export async function readLedger(text: string | undefined, path: RepositoryPath): Promise<ReadLedger> {
  if (text === undefined) return { ledger: emptyLedger, findings: [], isNewer: false };
  const ledger = await parseLedger(text, async () => (await import("../ledger/ledger-yaml.ts")).readYaml);
  const isNewer = (ledger.version ?? 0) > ledgerVersion;
  const { version, damagedLines: lines } = ledger;
  const findings: readonly Finding[] = [
    ...(isNewer ? [createFinding("ledger-newer", { version: version ?? 0, known: ledgerVersion }, { path })] : []),
    ...(lines.length > 0 && !isNewer ? [createFinding("ledger-damaged", { lines }, { path })] : []),
  ];
  return { ledger, findings, isNewer };
}

/** What a ledger is refreshed from. */
export interface LedgerInput {
  readonly project: Pick<Project, "planningDirectory" | "tip">;
  /** STATE.md and the SUMMARY.md files; with `isWhole: false` some of them. */
  readonly documents: readonly DocumentText[];
  /** The ledger as it is; `undefined` where there is none. */
  readonly text: string | undefined;
  /** What rewritten commits are known to have become. */
  readonly successors: ReadonlyMap<Oid, Oid>;
  /** The documents are all that refer to commits: what none of them refers to is dropped. */
  readonly isWhole: boolean;
}

/** What refreshing a ledger comes to. */
export interface LedgerOutcome {
  readonly path: RepositoryPath;
  /** What the file is to hold; `undefined` where it needs no file, or must not be written. */
  readonly text: string | undefined;
  readonly findings: readonly Finding[];
  /** Commits that the ledger holds afterwards. */
  readonly commits: number;
}

/** What is asked of git for a ledger, beside the patches of commits. */
export type LedgerRepository = ReferenceRepository;

/** The commits of the tip's history that these prefixes and oids name. */
async function readReachable(
  repository: LedgerRepository,
  cache: CommitCache | null,
  tip: Oid | null,
  names: readonly (OidPrefix | Oid)[],
): Promise<ReadonlySet<Oid>> {
  if (tip === null) return new Set();
  const prefixes = [...new Set(names.flatMap((name) => parseOidPrefix(name) ?? []))];
  const { lookups, unreachable, readPlanIds } = await readReferences(repository, cache, tip, prefixes);
  const answers = [...lookups.values()];
  const commits = answers.flatMap((lookup) => (lookup.kind === "commit" ? [lookup.oid] : []));
  await readPlanIds([...new Set(commits)]);
  // Of the objects that a prefix may mean, one may be a commit of this history.
  const candidates = answers.flatMap((lookup) => (lookup.kind === "ambiguous" ? lookup.candidates : []));
  const others = await repository.findUnreachable(tip, candidates);
  return new Set([...commits.filter((oid) => !unreachable.has(oid)), ...candidates.filter((oid) => !others.has(oid))]);
}

/**
 * Works out what the ledger must hold: every commit of the tip's history that the documents refer to, and what is known
 * of those that they refer to in vain. Git is asked for these commits alone, never for all of history, and for the
 * patches of those that the ledger does not know yet.
 */
export async function refreshLedger(
  repository: LedgerRepository,
  cache: CommitCache | null,
  evidence: CommitEvidence,
  input: LedgerInput,
): Promise<LedgerOutcome> {
  const { project, documents, text, successors, isWhole } = input;
  const path = ledgerPath(project.planningDirectory);
  const { ledger, findings, isNewer } = await readLedger(text, path);
  if (isNewer) return { path, text: undefined, findings, commits: ledger.entries.length };
  const read = createReferenceReader();
  const references = documents.flatMap((document) => read(document.text).lists.flatMap((list) => list.references));
  const reachable = await readReachable(repository, cache, project.tip, [
    ...references.map(({ prefix }) => prefix),
    ...ledger.entries.map(({ oid }) => oid),
    ...successors.values(),
  ]);
  const finder = createOidFinder([...reachable]);
  const listedUnder = new Map<Oid, PlanId | null>();
  const deadPrefixes: OidPrefix[] = [];
  for (const reference of references) {
    const oid = finder.find(reference.prefix);
    if (oid === undefined) deadPrefixes.push(reference.prefix);
    else if (listedUnder.get(oid) == null) listedUnder.set(oid, reference.planId);
  }
  // What a cited commit became belongs in the ledger too: the record of it is in this clone alone.
  const rewritten = createOidFinder([...successors.keys()]);
  for (const prefix of deadPrefixes) {
    const old = rewritten.find(prefix);
    const successor = old === undefined ? undefined : successors.get(old);
    if (successor !== undefined && reachable.has(successor) && !listedUnder.has(successor))
      listedUnder.set(successor, null);
  }
  const tagged = tagCommits(await repository.readSingleCommits([...listedUnder.keys()]));
  const referenced = tagged.map(({ commit, header, tag }): ReferencedCommit => {
    const own = tag.kind === "plan" ? tag.planIds[0] : undefined;
    return { oid: commit.oid, planId: own ?? listedUnder.get(commit.oid) ?? null, authored: commit.authored, header };
  });
  const patchIds = await evidence.readPatchIds(findUnknownCommits(ledger, referenced));
  const isReachable = (oid: Oid): boolean => reachable.has(oid);
  const entries = updateLedger(ledger, { referenced, deadPrefixes, isReachable, successors, isWhole }, patchIds);
  const isNeeded = text !== undefined || entries.length > 0;
  return {
    path,
    text: isNeeded ? formatLedger({ entries, comments: ledger.comments }) : undefined,
    findings,
    commits: entries.length,
  };
}
