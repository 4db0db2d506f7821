import { createPlanId } from "../model/plan-id.ts";
import { parseGsd2Scope } from "./gsd2-unit.ts";
import { expandPhases, numberedClaims, phaseClaims, planClaim, quickClaims, type Claim } from "./numbered-claim.ts";

const elementLimit = 120;
const none: readonly Claim[] = [];

const phaseWord = /^(phase)(s?)[-_/ ]?(?=v?\d)/i;
const planWord = /^plans?[-_/ ]?(?=\d)/i;
const quickWord = /^quick(?:[-_ ]?tasks?)?[-_/ ]?(?=\d)/i;
const version = /^(v\d{1,4}(?:\.\d{1,4}){0,3})(?:([-/])(.{1,80}))?$/i;
const milestoneSprint = /^(m\d{1,3})s(\d{1,3}(?:\.\d{1,3})?)(?:-(\d{1,3}[a-z]?))?$/i;
const projectPrefix = /^((?:[A-Z][A-Z0-9_]{0,11}-){1,3})(\d{1,4}[A-Za-z]?(?:\.\d{1,3}){0,2}-\d{2}[A-Za-z]?)$/;
/** Names whose numbers are their own: trackers, standards, calendars. `CVE-24-01` is no plan. */
const foreignNumbers =
  /^(?:issues?|prs?|pulls?|bugs?|gh|tickets?|adrs?|rfcs?|cve|cwe|ghsa|iso|utf|sha|aes|days?|weeks?|audit|waves?|sprints?|slices?|batch|rounds?|tasks?|steps?|parts?)$/i;

/**
 * Parses one element of a scope: what stands between the commas of `35-03,35-04`.
 *
 * Empty when the element is an ordinary scope. Mostly one claim; `43-02/03` and `phases-15-17` make several.
 */
export function parseScopeElement(text: string): readonly Claim[] {
  if (text.length === 0 || text.length > elementLimit) return none;
  const unit = parseGsd2Scope(text);
  if (unit !== undefined) return [{ kind: "gsd2", unit }];
  if (quickWord.test(text)) return quickClaims(text.replace(quickWord, ""));
  if (/^\d/.test(text)) return numberedClaims(text, false);
  if (phaseWord.test(text)) return namedPhaseClaims(text);
  if (planWord.test(text))
    return numberedClaims(text.replace(planWord, ""), false).filter(({ kind }) => kind === "plan");
  return qualifiedClaims(text);
}

/** Claims of `phase-46-01`, `phase 13/plan-01`, `phases-15-21`, `phase-v0.39-01`. */
function namedPhaseClaims(text: string): readonly Claim[] {
  const isPlural = phaseWord.exec(text)?.[2] !== "";
  const rest = text.replace(phaseWord, "").replace(/ +/g, "-");
  const range = isPlural ? /^(\d{1,4})-(\d{1,4})$/.exec(rest) : null;
  if (range !== null) return expandPhases(range[1] ?? "", range[2] ?? "");
  return /^v/i.test(rest) ? qualifiedClaims(rest) : numberedClaims(rest, true);
}

/** Claims of text that begins with a letter and has a number of ours behind a qualifier. */
function qualifiedClaims(text: string): readonly Claim[] {
  const milestone = version.exec(text);
  if (milestone !== null) return milestoneClaims(milestone[1] ?? "", milestone[2], milestone[3] ?? "");

  const sprint = milestoneSprint.exec(text);
  if (sprint !== null) {
    const plan = createPlanId(sprint[2] ?? "", sprint[3] ?? "");
    return withMilestone(
      plan === undefined ? phaseClaims(sprint[2] ?? "") : [planClaim(plan)],
      (sprint[1] ?? "").toLowerCase(),
    );
  }

  const abbreviated = /^([PQ])(\d.*)$/.exec(text);
  if (abbreviated !== null) return abbreviatedClaims(abbreviated[1] ?? "", abbreviated[2] ?? "");

  const prefixed = projectPrefix.exec(text);
  if (prefixed !== null) return prefixedClaims((prefixed[1] ?? "").slice(0, -1), prefixed[2] ?? "");

  const slash = text.indexOf("/");
  if (slash < 1 || foreignNumbers.test(text.slice(0, slash))) return none;
  const rest = text.slice(slash + 1);
  // `packages/2`, `python/3.11`: only a padded number behind a word is a phase of ours.
  if (/^(?:\d|[1-9]\d{0,3}\.[\d.]{1,8})$/.test(rest)) return none;
  return withWorkstream(parseScopeElement(rest), text.slice(0, slash));
}

function milestoneClaims(milestone: string, separator: string | undefined, rest: string): readonly Claim[] {
  const inner = separator === undefined ? none : parseScopeElement(rest);
  const ours = inner.filter(({ kind }) => kind === "plan" || kind === "phase");
  if (ours.length > 0) return withMilestone(ours, milestone);
  // `v1.3-uat` speaks of the milestone; `v2/auth` is a path of an interface.
  return separator === "/" ? none : [{ kind: "milestone", milestone }];
}

function withMilestone(claims: readonly Claim[], milestone: string): readonly Claim[] {
  return claims.map((claim) => (claim.kind === "plan" || claim.kind === "phase" ? { ...claim, milestone } : claim));
}

/** Only plans and phases stand in a workstream; anything else behind a word is a path. */
function withWorkstream(claims: readonly Claim[], outer: string): readonly Claim[] {
  return claims.flatMap((claim): Claim[] => {
    if (claim.kind !== "plan" && claim.kind !== "phase") return [];
    return [{ ...claim, workstream: claim.workstream === null ? outer : `${outer}/${claim.workstream}` }];
  });
}

/** `P44-01` is phase 44, `P41-D-03` phase 41D; `Q18-01` counts its own phases. `P0` to `P4` alone are priorities, `P474` an audit's finding. */
function abbreviatedClaims(letter: string, rest: string): readonly Claim[] {
  if (/^(?:[0-4]|\d{3,})$/.test(rest)) return none;
  const claims = numberedClaims(rest.replace(/^(\d{1,4})-([A-Z])(?=-|$)/, "$1$2"), letter === "P");
  if (letter === "P") return claims;
  return claims.flatMap((claim) => (claim.kind === "plan" ? [{ ...claim, prefix: letter }] : []));
}

function prefixedClaims(prefix: string, number: string): readonly Claim[] {
  if (foreignNumbers.test(prefix) || /^(?:19|20)\d{2}(?!\d)/.test(number)) return none;
  const dash = number.indexOf("-");
  // `GAP-02-01` is gap plan 1 of phase 2.
  const planText = prefix === "GAP" ? `gap-${number.slice(dash + 1)}` : number.slice(dash + 1);
  const planId = createPlanId(number.slice(0, dash), planText);
  if (planId === undefined) return none;
  return [{ kind: "plan", planId, workstream: null, milestone: null, prefix: prefix === "GAP" ? null : prefix }];
}
