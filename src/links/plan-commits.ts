import { appendTo } from "../model/append-to.ts";
import type { Oid } from "../model/oid.ts";
import type { PlanId } from "../model/plan-id.ts";
import type { RepositoryPath, ZonedTime } from "../model/ports.ts";
import type { PlanFiles } from "../planning/plan-files.ts";
import { isBookkeeping, plansOfTag } from "./history-digest.ts";
import { createPlanChooser, type LinkedPlan } from "./link-index.ts";
import type { PhaseMilestones } from "./plan-names.ts";
import type { TaggedCommit } from "./tagged-commits.ts";

/** A commit and why it belongs to its plan. */
export interface LinkedCommit {
  readonly oid: Oid;
  readonly header: string;
  readonly authored: ZonedTime;
  readonly committed: ZonedTime;
  /** Changes planning documents only: it records work, it is not work (D4). Merges count as bookkeeping too. */
  readonly isBookkeeping: boolean;
  readonly evidence: "tag";
}

/** The facts from which commits are listed. `tagged` is newest first, as git gives it. */
export interface CommitListFacts {
  readonly tagged: readonly TaggedCommit[];
  readonly changedPaths: ReadonlyMap<Oid, readonly RepositoryPath[]>;
  /** When each phase directory appeared, as the digest of this history has it. */
  readonly births: ReadonlyMap<string, number>;
  readonly planFiles: readonly PlanFiles[];
  readonly milestones: PhaseMilestones;
  readonly planningDirectory: RepositoryPath;
}

/** The commits of every plan, for commands that show them one by one. */
export interface PlanCommits {
  /** Oldest first, in the order of history. */
  readonly commitsOf: (plan: Pick<LinkedPlan, "planId" | "files">) => readonly LinkedCommit[];
  readonly planIdsByOid: ReadonlyMap<Oid, readonly PlanId[]>;
}

/** Lists the commits of every plan. What it holds grows with history; the digest does not (docs/adr/0027). */
export function listPlanCommits(facts: CommitListFacts): PlanCommits {
  const chooser = createPlanChooser(facts.births, facts.planFiles, facts.milestones);
  const planIdsByOid = new Map<Oid, readonly PlanId[]>();
  const commitsByPlan = new Map<string, LinkedCommit[]>();
  const keyOf = (planId: PlanId, files: PlanFiles | null | undefined): string => `${planId}\0${files?.directory ?? ""}`;

  for (const { commit, header, tag } of facts.tagged.toReversed()) {
    const second = Math.floor(commit.authored.epochMs / 1000);
    const named = plansOfTag(tag, facts.planningDirectory).map((planId) => {
      const files = chooser.choose(planId, second);
      return { planId: files?.planId ?? planId, files };
    });
    if (named.length === 0) continue;
    planIdsByOid.set(
      commit.oid,
      named.map(({ planId }) => planId),
    );
    const paths = facts.changedPaths.get(commit.oid) ?? [];
    const linked: LinkedCommit = {
      oid: commit.oid,
      header,
      authored: commit.authored,
      committed: commit.committed,
      isBookkeeping: isBookkeeping({ isMerge: commit.parents.length > 1, paths }, facts.planningDirectory),
      evidence: "tag",
    };
    for (const { planId, files } of named) {
      const key = keyOf(planId, files);
      appendTo(commitsByPlan, key, linked);
    }
  }
  return { commitsOf: ({ planId, files }) => commitsByPlan.get(keyOf(planId, files)) ?? [], planIdsByOid };
}
