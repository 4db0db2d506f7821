import { formatShortOid } from "../model/oid.ts";
import { formatPlanName } from "../model/plan-id.ts";
import type { Oid } from "../model/oid.ts";
import type { RepositoryPath } from "../model/ports.ts";
import { isPlanningPath } from "../planning/plan-files.ts";
import type { CitationGroup, MatchFacts } from "./match-lost.ts";
import type { CitedCommit } from "./lost-commits.ts";
import type { RelinkAnswer } from "./relink-answer.ts";
import { plansOf, type RelinkCommit } from "./relink-commits.ts";

/** A commit of more files brings a whole project along: what it holds says nothing of one plan. */
const filesOfOnePlan = 300;

/** Signs of a squash on a server: the number of its request, or the headers of what it took in. */
function isMarked({ header, body }: RelinkCommit): boolean {
  return /\([#!]\d{1,7}\)$/.test(header.trim()) || /^[ \t]{0,4}[*-][ \t]+[a-z]{2,12}\([^()]{1,80}\)!?:/im.test(body);
}

/**
 * Answers with the commit that first cited the reference, where that one is a squash of the plan: it brings the plan's
 * SUMMARY together with work, it is no root, and no commit before it carries the plan's tag.
 *
 * Without the tag nobody can have committed the work before; so it is in this commit, and the commits that the SUMMARY
 * lists were squashed into it.
 */
export function answerFromAdoption(
  group: CitationGroup,
  one: CitedCommit,
  citing: RelinkCommit | undefined,
  facts: MatchFacts & {
    readonly changedPaths: ReadonlyMap<Oid, readonly RepositoryPath[]>;
    readonly planningDirectory: RepositoryPath;
    readonly isRoot: (oid: Oid) => boolean;
    readonly isHere: (cited: CitedCommit) => boolean;
    /** Work of this project carries the tag of its plan, as a rule. */
    readonly tagsItsWork: boolean;
  },
): RelinkAnswer | undefined {
  if (citing === undefined || citing.isMerge || facts.isRoot(citing.oid)) return undefined;
  const paths = facts.changedPaths.get(citing.oid) ?? [];
  const work = paths.filter((path) => !isPlanningPath(path, facts.planningDirectory));
  const summary = one.mentions.find(
    ({ isOwnSummary, document, planId }) =>
      isOwnSummary && planId !== null && document !== null && paths.includes(document),
  );
  if (summary === undefined || work.length === 0 || work.length > filesOfOnePlan) return undefined;
  const { planId } = summary;
  if (planId === null) return undefined;
  // What closes a plan may touch a file of its work, and is no squash.
  if (citing.type === "docs" && plansOf(citing).includes(planId) && !isMarked(citing)) return undefined;
  const isTaggedBefore = group.candidates.some(
    (commit) =>
      commit.position !== citing.position && plansOf(commit).includes(planId) && !facts.detailsOf(commit).isBookkeeping,
  );
  if (isTaggedBefore || !(facts.tagsItsWork || plansOf(citing).includes(planId) || isMarked(citing))) return undefined;
  return {
    kind: "found",
    oid: citing.oid,
    confidence: facts.isHere(one) ? "low" : "high",
    evidence: [
      `${formatShortOid(citing.oid)} brought the SUMMARY that first names it, and ${work.length === 1 ? "1 file" : `${work.length} files`} of work`,
      `no commit before it carries ${formatPlanName(planId)}`,
    ],
  };
}
