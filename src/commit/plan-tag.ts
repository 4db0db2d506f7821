import { phaseOfPlan, type PhaseId, type PlanId } from "../model/plan-id.ts";
import { mergeGsd2Units, type Gsd2Unit } from "./gsd2-unit.ts";
import { parseHeader, type HeaderFlaw } from "./header.ts";
import { parseGsd2Line, parsePlanLine } from "./claim-line.ts";
import { messageLines, type CommitMessage } from "./message.ts";
import { findNearMiss, type ScopeFlaw } from "./near-miss.ts";
import type { Claim } from "./numbered-claim.ts";
import { parseScope } from "./scope.ts";
import { parseScopeElement } from "./scope-claim.ts";
import { parseSquashBody } from "./squash-body.ts";

/** Why a header that is meant to carry a tag carries none. Stable words: shown in JSON and documented. */
export type MalformedReason = HeaderFlaw | ScopeFlaw;

/** What a commit message claims its commit to belong to. */
export type PlanTag =
  | {
      readonly kind: "plan";
      /** At least one, each once, in the order written. */
      readonly planIds: readonly PlanId[];
      /** The phase of all the plans; `null` when they are of several. */
      readonly phase: PhaseId | null;
      readonly workstream: string | null;
      readonly milestone: string | null;
      /** A project's own prefix of the phase number: `HER` of `HER-2-02`. */
      readonly prefix: string | null;
    }
  | {
      readonly kind: "phase";
      /** `null` when the scope names several. */
      readonly phase: PhaseId | null;
      /** At least one, each once, in the order written. */
      readonly phases: readonly PhaseId[];
      readonly workstream: string | null;
      readonly milestone: string | null;
    }
  | { readonly kind: "milestone"; readonly milestone: string }
  /** Tasks outside the phases: `63` or `260621-kmm`, at least one. */
  | { readonly kind: "quick"; readonly quickIds: readonly string[] }
  | { readonly kind: "gsd2"; readonly unit: Gsd2Unit }
  | { readonly kind: "untagged" }
  | {
      readonly kind: "malformed";
      /** The scope as written, or what of it there is. */
      readonly scope: string;
      readonly reason: MalformedReason;
      /** The scope to write instead, such as `67-04`; `null` where only the author knows it. */
      readonly suggestion: string | null;
    };

const untagged: PlanTag = { kind: "untagged" };

/** GSD writes these itself (`wip: 03-slug paused at …`, `state(04): …`); nobody can mend them. */
const gsdOwnTypes: ReadonlySet<string> = new Set(["wip", "state"]);

/**
 * Parses the tag of a header: the first line of a message, or its paragraph joined as git does.
 *
 * Total: any text gives a tag. Sees through `fixup! `, `squash! `, `amend! `, `Revert "…"` and `Reapply "…"`, and never
 * calls what stands inside them malformed, as whoever makes such a commit did not write it.
 */
export function parsePlanTag(header: string): PlanTag {
  const parsed = parseHeader(header);
  switch (parsed.kind) {
    case "conventional": {
      if (parsed.scope === null) return untagged;
      const mayBlame = !parsed.isQuoted && !gsdOwnTypes.has(parsed.type.toLowerCase());
      return readScopeTag(parsed.scope, mayBlame);
    }
    case "flawed": {
      const tag = toPlanTag(parseScope(parsed.scope.trim()).claims);
      if (parsed.isQuoted) return untagged;
      if (isUnmistakable(tag, parsed.scope)) {
        return { kind: "malformed", scope: parsed.scope, reason: parsed.flaw, suggestion: parsed.scope.trim() };
      }
      // `docs(00) research`: readable, and too common among ordinary parentheses to block.
      return parsed.flaw === "colon-absent" && tag.kind === "phase" ? tag : untagged;
    }
    case "label":
      return readLabel(parsed.label);
    case "prose":
      return untagged;
  }
}

/** The scopes of a history recur; each is read once. Bounded, whatever the history holds. */
const knownScopes = new Map<string, PlanTag>();
const mostScopes = 4096;
const longestScope = 80;

function readScopeTag(scope: string, mayBlame: boolean): PlanTag {
  const key = `${mayBlame ? "!" : "?"}${scope}`;
  const known = knownScopes.get(key);
  if (known !== undefined) return known;
  const tag = readScope(scope, mayBlame);
  if (knownScopes.size >= mostScopes) knownScopes.clear();
  if (scope.length <= longestScope) knownScopes.set(key, tag);
  return tag;
}

function readScope(scope: string, mayBlame: boolean): PlanTag {
  const reading = parseScope(scope);
  if (!reading.isComplete) {
    const nearMiss = findNearMiss(scope);
    if (nearMiss !== undefined) return mayBlame ? { kind: "malformed", scope, ...nearMiss } : untagged;
  }
  return toPlanTag(reading.claims);
}

/** A phase's bare number in a flawed header may be anything (`fix (12): …`); with the word or a plan number it is ours. */
function isUnmistakable(tag: PlanTag, scope: string): boolean {
  if (tag.kind === "gsd2") return scope.includes("/");
  return tag.kind === "plan" || tag.kind === "quick" || (tag.kind === "phase" && /phase/i.test(scope));
}

/** Tags without a type: `67-04: …`, `1.1-37-fix: …`, `Phase 67: …`, `Phase 9.2 Plan 40: …`. */
function readLabel(label: string): PlanTag {
  const named = /^(?:phase|plan) /i.test(label) ? label.replace(/ +/g, "-") : label;
  if (!/^(?:\d{1,4}[A-Za-z]?(?:\.\d{1,3}){0,2}-\d{2}|(?:phase|plan)-\d)/i.test(named)) return untagged;
  const tag = toPlanTag(parseScopeElement(named));
  return tag.kind === "plan" || tag.kind === "phase" ? tag : untagged;
}

/** The most exact claims win: a plan before a unit of gsd-2, a quick task, a phase, a milestone. */
function toPlanTag(claims: readonly Claim[]): PlanTag {
  const plans = claims.filter((claim) => claim.kind === "plan");
  if (plans.length > 0) {
    const planIds = [...new Set(plans.map(({ planId }) => planId))];
    return {
      kind: "plan",
      planIds,
      phase: sole(planIds.map((planId) => phaseOfPlan(planId))),
      workstream: sole(plans.map(({ workstream }) => workstream)),
      milestone: sole(plans.map(({ milestone }) => milestone)),
      prefix: sole(plans.map(({ prefix }) => prefix)),
    };
  }
  const unit = claims.find((claim) => claim.kind === "gsd2")?.unit;
  if (unit !== undefined) return { kind: "gsd2", unit };
  const quickIds = claims.filter((claim) => claim.kind === "quick").map(({ quickId }) => quickId);
  if (quickIds.length > 0) return { kind: "quick", quickIds: [...new Set(quickIds)] };
  const phaseClaims = claims.filter((claim) => claim.kind === "phase");
  if (phaseClaims.length > 0) {
    const phases = [...new Set(phaseClaims.map(({ phase }) => phase))];
    return {
      kind: "phase",
      phase: sole(phases),
      phases,
      workstream: sole(phaseClaims.map(({ workstream }) => workstream)),
      milestone: sole(phaseClaims.map(({ milestone }) => milestone)),
    };
  }
  const milestone = claims.find((claim) => claim.kind === "milestone")?.milestone;
  return milestone === undefined ? untagged : { kind: "milestone", milestone };
}

/** The one value that all share, else `null`. */
function sole<Value>(values: readonly Value[]): Value | null {
  return new Set(values).size === 1 ? (values[0] ?? null) : null;
}

/**
 * Reads the tag of a whole message: its header first, then its `Plan:` and `GSD-…:` lines.
 *
 * A line names a plan where the header names none, or only its phase or milestone, or misspells it. The lines of gsd-2
 * add what its header leaves out, as `chore(M001): …` with `GSD-Task: S01/T02`.
 */
export function readPlanTag(message: CommitMessage): PlanTag {
  const tag = parsePlanTag(message.header);
  if (tag.kind === "plan" || tag.kind === "quick") return tag;
  const lines = messageLines(message);
  const planned = tag.kind === "gsd2" ? untagged : toPlanTag(lines.flatMap((line) => parsePlanLine(line)));
  if (planned.kind === "plan") return planned;
  const units = lines.map((line) => parseGsd2Line(line)).filter((unit) => unit !== undefined);
  const [first, ...others] = tag.kind === "gsd2" ? [tag.unit, ...units] : units;
  return first === undefined ? tag : { kind: "gsd2", unit: others.reduce(mergeGsd2Units, first) };
}

/**
 * Reads the tag of a commit in history: that of its message or, for a squash whose message has none, those of the commits
 * that it lists. Nobody wrote these for the squash, so a message about to be committed is not judged by them.
 *
 * The bullets of a pull request count when they are all of one plan: a whole phase in one commit is no plan's work more
 * than another's.
 */
export function readHistoryTag(message: CommitMessage): PlanTag {
  const tag = readPlanTag(message);
  return tag.kind === "untagged" ? readSquashTag(message) : tag;
}

function readSquashTag(message: CommitMessage): PlanTag {
  const squash = parseSquashBody(message);
  if (squash === undefined) return untagged;
  const tags = squash.headers.map(parsePlanTag).filter((tag) => tag.kind === "plan");
  const planIds = [...new Set(tags.flatMap((tag) => tag.planIds))];
  const [first] = tags;
  if (first === undefined || (squash.kind === "forge" && planIds.length > 1)) return untagged;
  return {
    ...first,
    planIds,
    phase: sole(planIds.map((planId) => phaseOfPlan(planId))),
    workstream: sole(tags.map(({ workstream }) => workstream)),
    milestone: sole(tags.map(({ milestone }) => milestone)),
    prefix: sole(tags.map(({ prefix }) => prefix)),
  };
}

/** Tells whether the tag names this plan. A phase's tag names none of its plans. */
export function planTagCoversPlan(tag: PlanTag, planId: PlanId): boolean {
  return tag.kind === "plan" && tag.planIds.includes(planId);
}
