/**
 * A canonical plan id: `67-04`, `67.1-04`, `47A-03`, `31-31b`, `24.2-gap-02`.
 *
 * The phase has no leading zeros and its letter is upper case; the plan has at least two digits and its letter is
 * lower case. Plans that mend a phase afterwards are counted apart from its own (`14-01` and `14-fix-01` stand in one
 * directory), so their word is part of the id: `gap` for `G4`, `GAP-04` and `GAP_CLOSURE-04`, `fix` for `fix-04`.
 * Two ids are the same plan exactly when the strings are equal, so `083-03` and `83-3` both become `83-03`, and
 * `67-04` is never a part of `167-04`. Made only by this module's functions.
 *
 * Two more forms (docs/adr/0083): `v0.28-1-04` names its milestone, and `M001/S02` is a slice of gsd-2, `S02` one whose
 * milestone is not said.
 */
export type PlanId = string & { readonly __brand: "PlanId" };

/** A canonical phase number: `67`, `67.1`, `47A`, `v0.28-1`; of gsd-2 a milestone, `M001`. Made only by this module's functions. */
export type PhaseId = string & { readonly __brand: "PhaseId" };

const phasePattern = /^(\d{1,6})([A-Za-z]?)((?:\.\d{1,4})*)$/;
const planPattern = /^(?:(g|gaps?|gap[-_]?closure|fix(?:es)?)[-_]?)?(\d{1,4})((?:\.\d{1,3})?)([a-z]?)$/i;

function stripZeros(digits: string): string {
  return digits.replace(/^0+(?=\d)/, "");
}

/** Parses a phase number in any padding and case; `undefined` when the text is not one. */
export function parsePhaseId(text: string): PhaseId | undefined {
  const match = phasePattern.exec(text);
  if (match === null) return undefined;
  const decimals = (match[3] ?? "")
    .split(".")
    .slice(1)
    .map((part) => `.${stripZeros(part)}`)
    .join("");
  return `${stripZeros(match[1] ?? "")}${(match[2] ?? "").toUpperCase()}${decimals}` as PhaseId;
}

/** Makes the canonical id of a plan from the texts of its phase and plan numbers; `undefined` when either is none. */
export function createPlanId(phaseText: string, planText: string): PlanId | undefined {
  const phase = parsePhaseId(phaseText);
  const match = planPattern.exec(planText);
  if (phase === undefined || match === null) return undefined;
  const series = match[1] === undefined ? "" : /^g/i.test(match[1]) ? "gap-" : "fix-";
  const number = stripZeros(match[2] ?? "").padStart(2, "0");
  return `${phase}-${series}${number}${match[3] ?? ""}${(match[4] ?? "").toLowerCase()}` as PlanId;
}

/** Parses `67-04` in any padding and case, the whole text and nothing else. */
export function parsePlanId(text: string): PlanId | undefined {
  const dash = text.indexOf("-");
  return dash < 1 ? undefined : createPlanId(text.slice(0, dash), text.slice(dash + 1));
}

const markedPlanNumber = /^(?:p|plan[-_]?)(\d{1,4}[a-z]?)$/i;
const leadingPlanNumber = /^(\d{1,4}(?:\.\d{1,3})?[A-Za-z]?)-(?=.)/;
/** One digit, or a version such as `3.11`, at the end belongs to the words: `19-python-3.11`. */
const trailingPlanNumber = /^(?:\d{2}[A-Za-z]?|0\d\.\d{1,3})$/;
const partOfPlan = /^(?:t|task|wave|step|gap)[-_]?\d/i;
/** Gap plans are counted within the phase, also where the name says which plan left the gap: `14-03-GAPCLOSURE-01`. */
const gapOfPlan = /^gap[-_]?closure[-_]?(\d{1,4})$/i;
/** Findings of GSD's code review (critical, blocker, warning, info) are numbered within the phase; they are no plans. */
const reviewFinding = /^(?:review-)?(?:CR|BL|WR|IN)-\d/i;
const isoDate = /(?:^|\D)(?:19|20)\d{2}-\d{2}-\d{2}(?:\D|$)/;

/**
 * Parses a plan id that has words beside its numbers, as file names and scopes do: `67-ci-cd-04` (the directory's name
 * and the plan), `67-04-audit` (the plan and a remark), `67-04-task-1`, `67-P04`, `67-plan-04`, `67-04-GAPCLOSURE-01`
 * (a gap plan of the phase).
 *
 * Where a directory's own words begin with a number (`08-80-percent-coverage-04`) the last number is the plan's: the
 * first one is, when it has a leading zero or no number follows the words.
 */
export function parsePlanName(text: string): PlanId | undefined {
  const whole = parsePlanId(text);
  if (whole !== undefined) return whole;
  const dash = text.indexOf("-");
  if (dash < 1 || isoDate.test(text)) return undefined;
  const phase = text.slice(0, dash);
  const rest = text.slice(dash + 1);
  if (reviewFinding.test(rest)) return undefined;
  const marked = markedPlanNumber.exec(rest)?.[1];
  if (marked !== undefined) return createPlanId(phase, marked);

  const lastPart = rest.slice(rest.lastIndexOf("-") + 1);
  const tail = trailingPlanNumber.test(lastPart) ? lastPart : undefined;
  const leading = leadingPlanNumber.exec(rest);
  if (leading === null) return /^\p{L}/u.test(rest) && tail !== undefined ? createPlanId(phase, tail) : undefined;
  const remark = rest.slice(leading[0].length);
  const gap = gapOfPlan.exec(remark)?.[1];
  if (gap !== undefined) return createPlanId(phase, `gap-${gap}`);
  const isDirectory = !rest.startsWith("0") && /^\p{L}/u.test(remark) && !partOfPlan.test(remark);
  if (isDirectory && tail !== undefined) return createPlanId(phase, tail);
  // `13-01-02` is a task of plan 13-01; with more digits, or a plan of one digit, it is a date or a version.
  if (/^\d/.test(remark) && !/^\d{2}[A-Za-z]?-\d{1,2}$/.test(rest)) return undefined;
  return createPlanId(phase, leading[1] ?? "");
}

/** A milestone as directories and tags write it before a phase: `v0.28`, `m2`. */
const milestoneName = /^[vm]\d{1,4}(?:\.\d{1,4}){0,3}$/i;
/** A milestone of gsd-2: `M001`, `M001-1ya5a3`; a slice: `S02`. Case matters, as it does to gsd-2. */
const gsd2Milestone = /^M\d{3,6}(?:-[a-z0-9]{6})?$/;
const gsd2Slice = /^S\d{1,6}$/;

/** A plan of a phase that counts within its milestone: `v0.28` and `1-04` make `v0.28-1-04`; without a milestone itself. */
export function qualifyPlan(milestone: string | undefined, planId: PlanId): PlanId {
  return (milestone === undefined ? planId : `${milestone.toLowerCase()}-${planId}`) as PlanId;
}

/** As `qualifyPlan`, of a phase. */
export function qualifyPhase(milestone: string | undefined, phase: PhaseId): PhaseId {
  return (milestone === undefined ? phase : `${milestone.toLowerCase()}-${phase}`) as PhaseId;
}

/** The milestone that an id names, and the id without it; `undefined` for an id that names none. */
export function splitMilestone(planId: PlanId): { readonly milestone: string; readonly planId: PlanId } | undefined {
  if (!/^[vm]/.test(planId)) return undefined;
  const dash = planId.indexOf("-");
  return { milestone: planId.slice(0, dash), planId: planId.slice(dash + 1) as PlanId };
}

/** The id of a slice of gsd-2, with its milestone where that is known. `undefined` for texts that are none. */
export function createSliceId(milestone: string | null, slice: string): PlanId | undefined {
  if (!gsd2Slice.test(slice) || (milestone !== null && !gsd2Milestone.test(milestone))) return undefined;
  return (milestone === null ? slice : `${milestone}/${slice}`) as PlanId;
}

/** Tells whether an id is that of a slice whose milestone is not said. */
export function isSliceAlone(planId: PlanId): boolean {
  return planId.startsWith("S");
}

/** As `parsePlanId`, of every form that an id may have: what we wrote ourselves, and what somebody types. */
export function parseAnyPlanId(text: string): PlanId | undefined {
  const slash = text.lastIndexOf("/");
  if (gsd2Slice.test(text.slice(slash + 1)))
    return createSliceId(slash === -1 ? null : text.slice(0, slash), text.slice(slash + 1));
  const dash = text.indexOf("-");
  if (!milestoneName.test(text.slice(0, Math.max(0, dash)))) return parsePlanId(text);
  const planId = parsePlanId(text.slice(dash + 1));
  return planId === undefined ? undefined : qualifyPlan(text.slice(0, dash), planId);
}

/** Where the phase of an id ends; all of it is the phase where a slice stands without its milestone. */
function endOfPhase(planId: PlanId): number {
  const first = planId.charCodeAt(0);
  // Nearly all ids begin with a digit.
  if (first <= 57) return planId.indexOf("-");
  if (first <= 90) return planId.includes("/") ? planId.indexOf("/") : planId.length;
  return planId.indexOf("-", planId.indexOf("-") + 1);
}

/** The phase that a plan belongs to. */
export function phaseOfPlan(planId: PlanId): PhaseId {
  return planId.slice(0, endOfPhase(planId)) as PhaseId;
}

/** The plan's own number within its phase, as it stands in the canonical id: `04`, `31b`, `S02`. */
export function planNumberOf(planId: PlanId): string {
  const end = endOfPhase(planId);
  return end === planId.length ? planId : planId.slice(end + 1);
}

const digitsAlone = /^\d+$/;

function comparePart(a: string, b: string): number {
  // Most pairs are of one phase, or of plain numbers; this is compared some thousand times on the way of a commit.
  if (a === b) return 0;
  if (digitsAlone.test(a) && digitsAlone.test(b)) return Number(a) - Number(b);
  const aParts: readonly string[] = a.match(/\d+|[A-Za-z]+/g) ?? [];
  const bParts: readonly string[] = b.match(/\d+|[A-Za-z]+/g) ?? [];
  for (let index = 0; index < Math.max(aParts.length, bParts.length); index += 1) {
    const [left, right] = [aParts[index], bParts[index]];
    if (left === undefined) return -1;
    if (right === undefined) return 1;
    const bothNumbers = /^\d/.test(left) && /^\d/.test(right);
    const order = bothNumbers ? Number(left) - Number(right) : left < right ? -1 : left > right ? 1 : 0;
    if (order !== 0) return order;
  }
  return 0;
}

/** Orders phases by value: 2 before 2.1 before 10. */
export function comparePhaseIds(a: PhaseId, b: PhaseId): number {
  return comparePart(a, b);
}

/** Orders plans by value: phase first, then plan number. */
export function comparePlanIds(a: PlanId, b: PlanId): number {
  return comparePhaseIds(phaseOfPlan(a), phaseOfPlan(b)) || comparePart(planNumberOf(a), planNumberOf(b));
}

/** Writes a phase number the way GSD pads it in files and commits: `4` → `04`, `9.1` → `09.1`; `47A` stays. */
export function formatPhaseName(phase: PhaseId): string {
  return phase.replace(
    /^((?:[vm][\d.]+-)?)(\d)(?!\d)/,
    (_, milestone: string, digit: string) => `${milestone}0${digit}`,
  );
}

/** Writes a plan id the way people and file names have it: `1-04` → `01-04`. The canonical id is for comparing and JSON. */
export function formatPlanName(planId: PlanId): string {
  if (/^[A-Z]/.test(planId)) return planId;
  return `${formatPhaseName(phaseOfPlan(planId))}-${planNumberOf(planId)}`;
}
