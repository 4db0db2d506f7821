import { parsePlanId, planNumberOf } from "../model/plan-id.ts";
import { listSeparator, parseScope } from "./scope.ts";

/** How a scope fails to be a plan id although it is meant as one. Stable words: shown in JSON and documented. */
export type ScopeFlaw =
  | "dash-not-hyphen"
  | "full-width-punctuation"
  | "invisible-character"
  | "phase-number-absent"
  | "placeholder-unfilled"
  | "plan-number-absent"
  | "separator-not-hyphen"
  | "separator-doubled"
  | "separator-trailing"
  | "space-in-scope";

export interface NearMiss {
  readonly reason: ScopeFlaw;
  /** The scope as it was meant; `null` where a number is missing that only the author knows. */
  readonly suggestion: string | null;
}

const nearMissLimit = 80;
const invisible = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;
const typographicDash = /[\u2010-\u2015\u2212\ufe58\ufe63]/g;

/**
 * Finds out that a scope was meant as a plan id and misses its form; `undefined` for an ordinary scope.
 *
 * A wrong answer blocks somebody's commit, so the mended scope must be a plan id, and where the
 * hyphen itself is missing the numbers must look like nothing else.
 */
export function findNearMiss(scope: string): NearMiss | undefined {
  if (scope.length > nearMissLimit) return undefined;
  const absent = scope
    .split(/[,;+&]/)
    .map(findAbsentNumber)
    .find((miss) => miss !== undefined);
  if (absent !== undefined) return absent;

  const visible = scope.replace(invisible, "");
  const narrow = visible.normalize("NFKC");
  const hyphened = narrow.replace(typographicDash, "-");
  const joined = hyphened.trim().replace(/(?<=[\d-])\s{1,8}(?=[-_])|(?<=[-_])\s{1,8}(?=\d)/g, "");
  const separated = joined.replace(/(?<=\d)_{1,4}(?=\d)|(?<=\d)\s(?=\d)/g, "-");
  const single = separated.replace(/-{2,4}/g, "-");
  const mended = single.replace(/[-,.;+&\s]{1,8}$/, "");
  if (!isPlanList(mended)) return undefined;

  const isLoose = separated !== joined || hyphened !== narrow;
  if (isLoose && !mended.split(listSeparator).every((element) => isUnmistakable(element.trim()))) return undefined;

  const steps: readonly (readonly [ScopeFlaw, boolean])[] = [
    ["invisible-character", visible !== scope],
    ["dash-not-hyphen", hyphened !== narrow || /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/.test(visible)],
    ["full-width-punctuation", narrow !== visible],
    ["space-in-scope", joined !== hyphened],
    ["separator-not-hyphen", separated !== joined],
    ["separator-doubled", single !== separated],
    ["separator-trailing", mended !== single],
  ];
  const reason = steps.find(([, applies]) => applies)?.[0];
  return reason === undefined ? undefined : { reason, suggestion: mended };
}

function findAbsentNumber(scope: string): NearMiss | undefined {
  if (/^\s?(?:phase-)?\d{1,4}[A-Za-z]?(?:\.\d{1,3}){0,2}\s?[-–—]\s?$/i.test(scope)) {
    return { reason: "plan-number-absent", suggestion: null };
  }
  if (/^\s?[-–—]\s?0\d[a-z]?\s?$/i.test(scope)) return { reason: "phase-number-absent", suggestion: null };
  const isPlaceholder =
    /^(?:\d{1,4}|[{<[$]{1,2}(?:phase|padded_phase|N|NN|X|XX)[}>\]]{1,2})-[{<[$]{1,2}(?:plan|M|N|NN|X|XX|YY)[}>\]]{1,2}$/i.test(
      scope,
    );
  return isPlaceholder ? { reason: "placeholder-unfilled", suggestion: null } : undefined;
}

/** Only plan ids written out, so that mending never makes a tag of a slug. */
function isPlanList(text: string): boolean {
  const { claims, isComplete } = parseScope(text);
  return (
    isComplete &&
    claims.length > 0 &&
    claims.every(({ kind }) => kind === "plan") &&
    /^[\d.,;+&\sA-Za-z-]+$/.test(text) &&
    !/[A-Za-z]{2}/.test(text)
  );
}

/** `67-04` or `67-12`, but not `10-15`: numbers that rise are a range or a version (`10–15`, `10_15`) too. */
function isUnmistakable(element: string): boolean {
  const planId = /-\d{2}[a-z]?$/i.test(element) ? parsePlanId(element) : undefined;
  if (planId === undefined) return false;
  return /-0\d/.test(element) || Number.parseInt(planNumberOf(planId), 10) < Number.parseInt(planId, 10);
}
