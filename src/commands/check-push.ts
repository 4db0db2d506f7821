import { compareFindings } from "../check/ratchet.ts";
import type { Config } from "../config/config-model.ts";
import type { Finding } from "../model/finding.ts";
import { formatShortOid, type Oid } from "../model/oid.ts";
import type { CommitCache, PlanningDocuments, Repository, RepositoryPath } from "../model/ports.ts";
import { checkState, type CheckOutcome } from "./check-state.ts";
import { readProject } from "./read-project.ts";

/** Two versions of the project: what is being pushed, and what the other side has. */
export interface VersionRange {
  /** `null` when nothing of the history is on the other side yet. */
  readonly base: Oid | null;
  readonly tip: Oid;
  /** How messages name the base, such as `origin/main`. */
  readonly baseName: string;
  readonly tipName: string;
}

/** What checking a range comes to. `null` outcome: the tip has no STATE.md, there is nothing to check. */
export interface RangeOutcome {
  readonly range: VersionRange;
  readonly outcome: CheckOutcome | null;
  readonly added: readonly Finding[];
  readonly inherited: readonly Finding[];
  readonly newCommits: number;
}

export interface RangeInput {
  readonly repository: Repository;
  readonly documentsAt: (commit: Oid) => Promise<PlanningDocuments>;
  readonly decode: (bytes: Uint8Array, path: RepositoryPath) => string;
  readonly planningDirectory: RepositoryPath;
  readonly cache: CommitCache | null;
  readonly referenceCache: CommitCache | null;
  readonly severities: Config["severities"];
  readonly position: Config["position"];
  /** What was found of bases, for several ranges of one repository; without it none is kept. */
  readonly keptOutcomes?: Map<string, CheckOutcome | null>;
}

/** Checks one version of STATE.md as its commit has it; `null` where it has none. */
export async function checkVersion(input: RangeInput, tip: Oid, tipName: string): Promise<CheckOutcome | null> {
  const { repository, planningDirectory } = input;
  const documents = await input.documentsAt(tip);
  const path = `${planningDirectory}/STATE.md`;
  const bytes = (await documents.read([path])).get(path);
  if (bytes === undefined) return null;
  const project = await readProject({ repository, documents, tip, planningDirectory, cache: input.cache });
  return checkState({
    repository,
    referenceCache: input.referenceCache,
    project,
    documents,
    tip: { oid: tip, name: tipName },
    path,
    text: input.decode(bytes, path),
    severities: input.severities,
    position: input.position,
  });
}

/** Checks a base once, however many ranges begin with it. */
async function checkBase(input: RangeInput, base: Oid, baseName: string): Promise<CheckOutcome | null> {
  const { keptOutcomes, planningDirectory, severities, position } = input;
  const key = JSON.stringify([base, planningDirectory, severities, position]);
  const kept = keptOutcomes?.get(key);
  if (kept !== undefined) return kept;
  const outcome = await checkVersion(input, base, baseName);
  keptOutcomes?.set(key, outcome);
  return outcome;
}

/**
 * Checks what a range makes worse (D10): the findings of its tip less those that its base has already.
 *
 * The base is only read when there is something that it could excuse.
 */
export async function checkRange(input: RangeInput, range: VersionRange): Promise<RangeOutcome> {
  const outcome = await checkVersion(input, range.tip, range.tipName);
  const newCommits = await input.repository.countCommits(range.tip, range.base === null ? [] : [range.base]);
  if (outcome === null || outcome.findings.length === 0 || range.base === null) {
    return { range, outcome, added: outcome?.findings ?? [], inherited: [], newCommits };
  }
  const before = await checkBase(input, range.base, range.baseName || formatShortOid(range.base));
  return { range, outcome, ...compareFindings(before?.findings ?? [], outcome.findings), newCommits };
}
