import { createPlanId, parsePhaseId, parsePlanName, phaseOfPlan, type PhaseId, type PlanId } from "../model/plan-id.ts";
import type { Gsd2Unit } from "./gsd2-unit.ts";

/** What one element of a scope claims the commit to belong to. */
export type Claim =
  | {
      readonly kind: "plan";
      readonly planId: PlanId;
      /** `player` of `player/13-01`. */
      readonly workstream: string | null;
      /** `v0.28` of `v0.28-01-01`, `m2` of `m2s1-03`. */
      readonly milestone: string | null;
      /** What stands before the phase number in projects that prefix it: `HER` of `HER-2-02`, `Q` of `Q18-01`. */
      readonly prefix: string | null;
    }
  | {
      readonly kind: "phase";
      readonly phase: PhaseId;
      readonly workstream: string | null;
      readonly milestone: string | null;
    }
  | { readonly kind: "milestone"; readonly milestone: string }
  | { readonly kind: "quick"; readonly quickId: string }
  | { readonly kind: "gsd2"; readonly unit: Gsd2Unit };

const none: readonly Claim[] = [];

const datedTask = /^(\d{2})(\d{2})(\d{2})-([a-z0-9]{3})(?=-|$)/i;
const preRelease = /^(?:alpha|beta|rc|pre|dev|snapshot)[-.]?\d{0,4}$/i;
/** A year and a month in front: `2026-05`, `2026-05-07`. */
const yearMonth = /^(?:19|20)\d{2}-(?:0[1-9]|1[0-2])(?!\d)/;
const year = /^(?:19|20)\d{2}(?!\d)/;

/** The claim of one plan that nothing qualifies. */
export function planClaim(planId: PlanId): Claim {
  return { kind: "plan", planId, workstream: null, milestone: null, prefix: null };
}

/** The claim of one phase; none when the text is no phase number. */
export function phaseClaims(text: string): readonly Claim[] {
  const phase = parsePhaseId(text);
  return phase === undefined ? none : [{ kind: "phase", phase, workstream: null, milestone: null }];
}

/** The phases from one number to another; the two alone when they are not in order or far apart. */
export function expandPhases(first: string, last: string): readonly Claim[] {
  const [from, to] = [Number(first), Number(last)];
  const isRange = Number.isInteger(from) && Number.isInteger(to) && to > from && to - from < 100;
  const numbers = isRange ? Array.from({ length: to - from + 1 }, (_, index) => String(from + index)) : [first, last];
  return numbers.flatMap((number) => phaseClaims(number));
}

/** The claim of a quick task, from the text after the word: `260326`, `6b`, `4-01` (a plan of task 4), `7-fix-css`. */
export function quickClaims(rest: string): readonly Claim[] {
  const dated = datedTask.exec(rest);
  const id = dated === null ? /^\d{1,6}[a-z]?(?![\p{L}\d.])/iu.exec(rest)?.[0]?.replace(/^0+(?=\d)/, "") : dated[0];
  return id === undefined ? none : [{ kind: "quick", quickId: id.toLowerCase() }];
}

function isDatedTask(text: string): boolean {
  const match = datedTask.exec(text);
  if (match === null) return false;
  const [month, day] = [Number(match[2]), Number(match[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/** Claims of text that begins with a digit; `isNamed` when the word "phase" stood before it. */
export function numberedClaims(text: string, isNamed: boolean): readonly Claim[] {
  if (yearMonth.test(text)) return none;
  if (!isNamed && isDatedTask(text)) return quickClaims(text);
  const slash = text.indexOf("/");
  if (slash !== -1) return pathClaims(text.slice(0, slash), text.slice(slash + 1), isNamed);
  const space = text.indexOf(" ");
  const planId = parseTagPlan(space === -1 ? text : text.slice(0, space));
  if (planId !== undefined) return [planClaim(planId)];
  return space === -1 ? phaseClaims(phaseTextOf(text, isNamed) ?? "") : none;
}

/** Claims of `43-02/03`, `05-02/05-03`, `67-04/ui`, `05-polish/05.8`, `phase-3/plan-04`, `19-ci/nginx`. */
function pathClaims(left: string, right: string, isNamed: boolean): readonly Claim[] {
  const planId = parseTagPlan(left);
  if (planId !== undefined) {
    const siblings = right.split("/").map((part) => parseTagPlan(part) ?? createPlanId(phaseOfPlan(planId), part));
    return [planId, ...siblings.filter((sibling) => sibling !== undefined)].map((id) => planClaim(id));
  }
  const phaseText = phaseTextOf(left, isNamed);
  if (phaseText === undefined) return none;
  // `2/3` counts parts and `05/07` is a date, so a bare number needs the word or a slug to be a phase.
  const isClear = isNamed || left !== phaseText || /^plan/i.test(right);
  const number = /^(?:plan[-_ ]?)?(\d{1,3}(?:\.\d{1,3})?[a-z]?)$/i.exec(right)?.[1];
  const plan = parseTagPlan(right) ?? (number === undefined ? undefined : createPlanId(phaseText, number));
  if (plan !== undefined) return isClear ? [planClaim(plan)] : none;
  return /^\p{L}/u.test(right) ? phaseClaims(phaseText) : none;
}

/** The plan of a scope's text: the grammar of names, less what scopes use for dates, versions and counts. */
function parseTagPlan(text: string): PlanId | undefined {
  const shape = /^(\d{1,4})([A-Za-z]?)((?:\.\d{1,3}){0,2})-(.+)$/.exec(text);
  if (shape === null || yearMonth.test(text)) return undefined;
  const rest = shape[4] ?? "";
  const isDoubleDecimal = (shape[3] ?? "").lastIndexOf(".") > 0;
  // `1.2.3-4` is a package's revision, `3d-viewer-02` a word; plan numbers of four digits exist only as padding.
  if (isDoubleDecimal && /^\d$/.test(rest)) return undefined;
  if (/^[a-z]$/.test(shape[2] ?? "") && /^\p{L}/u.test(rest)) return undefined;
  if (/^[1-9]\d{3}/.test(rest)) return undefined;
  return parsePlanName(text);
}

/** The phase number that a scope without plan number begins with: `67`, `09.1`, `32A`, `19-ci`, `129-review`. */
function phaseTextOf(text: string, isNamed: boolean): string | undefined {
  const match = /^(\d{1,4}[A-Za-z]?(?:\.\d{1,3}){0,2})(?:-(\p{L}.*))?$/u.exec(text);
  const number = match?.[1];
  if (number === undefined) return undefined;
  if (isNamed) return number;
  const slug = match?.[2];
  if (year.test(number)) return undefined;
  if (slug !== undefined)
    return /[a-z]/.test(number) || (number.includes(".") && preRelease.test(slug)) ? undefined : number;
  // Bare numbers of four digits are issues in most histories (`fix(3496)`); a leading zero shows a phase. Letters go
  // from A on; `10x` and `4k` are words.
  if (/^\d{4}$/.test(number)) return number.startsWith("0") ? number : undefined;
  return /[i-z]/i.test(number) ? undefined : number;
}
