import { findCommitPlaceholders, type CommitPlaceholder } from "../document/commit-cells.ts";
import type { StateDocument } from "../document/state-document.ts";
import type { PlanCommits } from "../links/plan-commits.ts";
import type { TaggedCommit } from "../links/tagged-commits.ts";
import type { PlanFigures } from "../links/plan-figures.ts";
import { createFinding, type Finding } from "../model/finding.ts";
import type { Oid } from "../model/oid.ts";
import { formatPlanName, type PlanId } from "../model/plan-id.ts";
import type { RepositoryPath, ZonedTime } from "../model/ports.ts";

/** What placeholders in *Commit* columns are held against. */
export interface CommitCellFacts {
  readonly path: RepositoryPath;
  readonly document: StateDocument;
  /** All of history, commit by commit. */
  readonly history: Pick<PlanCommits, "commitsOf"> & { readonly tagged: readonly TaggedCommit[] };
  readonly figuresById: ReadonlyMap<PlanId, PlanFigures>;
}

/** The commits that a row may mean, and whether there is only one that it can mean. */
interface Fit {
  readonly candidates: readonly Oid[];
  readonly evidence: string;
  readonly isCertain: boolean;
}

interface Candidate {
  readonly oid: Oid;
  readonly header: string;
  readonly authored: ZonedTime;
}

/** Oldest first, in an order that does not depend on the one in which history was read. */
function sortCandidates<Item extends Candidate>(candidates: readonly Item[]): readonly Item[] {
  return candidates.toSorted((a, b) => a.authored.epochMs - b.authored.epochMs || (a.oid < b.oid ? -1 : 1));
}

function localDays({ epochMs, offsetMinutes }: ZonedTime): readonly string[] {
  return [epochMs + offsetMinutes * 60_000, epochMs].map((time) => new Date(time).toISOString().slice(0, 10));
}

/** GSD ends a quick task with a commit of its documents: `docs(quick-63): …`, which is not what the row means. */
function isDocumentation(header: string): boolean {
  return /^docs(?:\(|!|:)/i.test(header);
}

function describe(evidence: string, { header }: { readonly header: string }): string {
  return `${evidence}: ${header.slice(0, 100)}`;
}

function fitByQuickId({ quickIds, text }: CommitPlaceholder, facts: CommitCellFacts): Fit | null {
  const own: readonly Candidate[] = facts.history.tagged.flatMap(({ commit, header, tag }) =>
    tag.kind === "quick" && commit.parents.length < 2 && tag.quickIds.some((id) => quickIds.includes(id))
      ? [{ oid: commit.oid, header, authored: commit.authored }]
      : [],
  );
  // `this commit` is the one that wrote the row, and that is mostly the one of the documents.
  const work = /this commit/i.test(text) ? [] : own.filter(({ header }) => !isDocumentation(header));
  const candidates = sortCandidates(work.length > 0 ? work : own);
  const [only, second] = candidates;
  if (only === undefined) return null;
  const oids = candidates.map(({ oid }) => oid);
  return second === undefined
    ? { candidates: oids, evidence: describe("the only commit with its id", only), isCertain: true }
    : { candidates: oids, evidence: `${oids.length} commits carry its id`, isCertain: false };
}

function fitByPlan(planId: PlanId, facts: CommitCellFacts): Fit | null {
  const plan = facts.figuresById.get(planId)?.plan;
  const own = plan === undefined ? [] : facts.history.commitsOf(plan);
  const commits = sortCandidates(own.filter(({ isBookkeeping }) => !isBookkeeping));
  const [only, second] = commits;
  if (only === undefined) return null;
  const oids = commits.map(({ oid }) => oid);
  return second === undefined
    ? { candidates: oids, evidence: describe(`the only commit of ${formatPlanName(planId)}`, only), isCertain: true }
    : { candidates: oids, evidence: `${formatPlanName(planId)} has ${oids.length} commits`, isCertain: false };
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The share of words that two texts have in common, of all that they have. */
function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const common = [...a].filter((word) => b.has(word)).length;
  return common / Math.max(1, a.size + b.size - common);
}

/** A row without an id that any commit carries: the commit whose subject is its description, on its day. */
function fitBySubject({ description, day }: CommitPlaceholder, facts: CommitCellFacts): Fit | null {
  const wanted = new Set(wordsOf(description.slice(0, 400)));
  if (wanted.size < 3) return null;
  const scored = sortCandidates(
    facts.history.tagged.flatMap(({ commit, header }) => {
      if (commit.parents.length > 1 || (day !== null && !localDays(commit.authored).includes(day))) return [];
      const subject = wordsOf(header.replace(/^[a-z]{1,20}(?:\([^()]{0,80}\))?!?:/i, "").slice(0, 400));
      const score = similarity(wanted, new Set(subject));
      return score >= 0.6 ? [{ oid: commit.oid, header, authored: commit.authored, score }] : [];
    }),
  );
  const best = Math.max(0, ...scored.map(({ score }) => score));
  const [only, second] = scored.filter(({ score }) => score === best);
  if (only === undefined) return null;
  const candidates = scored.map(({ oid }) => oid);
  const isCertain = best === 1 && second === undefined && day !== null;
  const alike = best === 1 ? "its subject is the same" : "its subject is similar";
  return { candidates, evidence: describe(day === null ? alike : `of ${day}, and ${alike}`, only), isCertain };
}

/** Names as programs have them, `retry_worker` or `TestRetryWorker`: longer ones are seldom said of two things on one day. */
const programName =
  /(?<![\p{L}\p{N}_])(?=[A-Za-z\d]{0,40}(?:_|[a-z][A-Z]))[A-Za-z_][A-Za-z\d_]{9,80}(?![\p{L}\p{N}_])/gu;

/** A row whose words no subject has, as in another language: commits of its day that name what it names. */
function fitByName({ description, day }: CommitPlaceholder, facts: CommitCellFacts): Fit | null {
  const names = new Set(description.slice(0, 400).match(programName));
  if (day === null || names.size === 0) return null;
  const found = sortCandidates(
    facts.history.tagged.flatMap(({ commit, header }) => {
      if (commit.parents.length > 1 || !localDays(commit.authored).includes(day)) return [];
      const name = header
        .slice(0, 400)
        .match(programName)
        ?.find((each) => names.has(each));
      return name === undefined ? [] : [{ oid: commit.oid, header, authored: commit.authored, name }];
    }),
  );
  const [first] = found;
  if (first === undefined) return null;
  const evidence = describe(`of ${day}, and it names ${first.name}`, first);
  return { candidates: found.map(({ oid }) => oid), evidence, isCertain: false };
}

/** An abbreviation of the column's length, or longer where other commits begin alike. */
function abbreviate(oid: Oid, digits: number, tagged: readonly TaggedCommit[]): string {
  let length = digits;
  const isShared = (): boolean =>
    tagged.some(({ commit }) => commit.oid !== oid && commit.oid.startsWith(oid.slice(0, length)));
  while (length < oid.length && isShared()) length += 1;
  return oid.slice(0, length);
}

/**
 * Finds placeholders in *Commit* columns, each with the commit that fits. It is filled in where only one can be meant: the
 * one commit with the task's id, the one commit of the plan, or the one of that day with that very subject.
 */
export function renderCommitCells(facts: CommitCellFacts): readonly Finding[] {
  const { path, document, history } = facts;
  return findCommitPlaceholders(document).map((cell) => {
    const fit =
      (cell.planId === null ? null : fitByPlan(cell.planId, facts)) ??
      fitByQuickId(cell, facts) ??
      fitBySubject(cell, facts) ??
      fitByName(cell, facts);
    const [oid] = fit?.candidates ?? [];
    const newText = oid === undefined || fit?.isCertain !== true ? null : abbreviate(oid, cell.digits, history.tagged);
    const name = cell.planId === null ? (cell.quickIds[0] ?? null) : formatPlanName(cell.planId);
    return createFinding(
      "commit-placeholder",
      {
        recorded: cell.text,
        task: name ?? (cell.description === "" ? null : cell.description),
        candidates: fit?.candidates ?? [],
        evidence: fit?.evidence ?? null,
      },
      { path, source: document.source, range: cell.range },
      newText === null ? [] : [{ range: cell.range, newText }],
    );
  });
}
