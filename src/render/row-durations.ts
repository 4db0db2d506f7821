import { isPlaceholder } from "../document/label-lines.ts";
import { formatDuration, parseDuration } from "../planning/duration.ts";
import {
  estimateFactor,
  isFarBeyond,
  isPlausibleDuration,
  largestCertainMinutes,
  readBareDuration,
  type PlanFigures,
} from "../links/plan-figures.ts";

/** What becomes of the duration that a row records (D3). */
export type DurationVerdict =
  /** Nothing contradicts it: the bytes stay. `minutes` is what it means; `null` where that cannot be told. */
  | { readonly kind: "kept"; readonly minutes: number | null }
  | { readonly kind: "replaced"; readonly minutes: number; readonly newText: string; readonly evidence: string }
  /** It cannot be true and nothing tells the right value. */
  | { readonly kind: "implausible" };

/** A SUMMARY states the duration, so a reading must fit it closely: `2509` may well be lines of code. */
const statedFactor = 1.17;
/** Beside a SUMMARY that disagrees, only a reading that the commits support well is believed. */
const strictFactor = 2.5;

function readByEvidence(value: number, figures: PlanFigures): ReturnType<typeof readBareDuration> {
  const stated = figures.durationEvidence === "summary" ? figures.durationMinutes : null;
  const byStatement = stated === null ? null : readBareDuration(value, stated, statedFactor);
  if (byStatement !== null || figures.estimate === null) return byStatement;
  return readBareDuration(value, figures.estimate.minutes, stated === null ? estimateFactor : strictFactor);
}

function describe(minutes: number): string {
  return formatDuration(minutes);
}

/** What the commits say: how far apart they lie, and where the duration is taken from them, what is added to that. */
function describeCommits({ estimate, durationEvidence }: PlanFigures, isDerived: boolean): string | null {
  if (estimate === null) return null;
  const { commitCount, minutes, leadMinutes } = estimate;
  const lead = describe(leadMinutes);
  if (commitCount === 1) return `its one commit came about ${lead} after work began`;
  const span = `its commits span ${describe(minutes - leadMinutes)}`;
  return isDerived && durationEvidence === "commits" ? `${span}, and work began about ${lead} before` : span;
}

function evidenceOf(figures: PlanFigures, isDerived: boolean): string {
  const commits = describeCommits(figures, isDerived);
  const summary =
    figures.durationEvidence === "summary" && figures.durationMinutes !== null
      ? `SUMMARY says ${describe(figures.durationMinutes)}`
      : null;
  return [summary, commits].filter((part) => part !== null).join(", ");
}

/**
 * Weighs a recorded duration against the plan's summary and commits.
 *
 * A value with a unit is only contradicted when it is impossible: what commits tell is an estimate, so a longer time is no
 * contradiction. A bare number is minutes or seconds, whichever the evidence
 * supports; small ones without evidence are minutes, as GSD writes them. A placeholder is filled in; words stay.
 */
export function weighRecordedDuration(cellText: string, figures: PlanFigures | undefined): DurationVerdict {
  const written = parseDuration(cellText);
  const reference = figures?.durationMinutes ?? null;
  if (written === undefined) {
    if (figures === undefined || reference === null || !isPlaceholder(cellText)) return { kind: "kept", minutes: null };
    return {
      kind: "replaced",
      minutes: reference,
      newText: formatDuration(reference),
      evidence: evidenceOf(figures, true),
    };
  }
  const replaceByReference = (reason: string): DurationVerdict =>
    figures === undefined || reference === null
      ? { kind: "implausible" }
      : {
          kind: "replaced",
          minutes: reference,
          newText: formatDuration(reference),
          evidence: `${reason}; ${evidenceOf(figures, true)}`,
        };

  if (written.kind === "minutes") {
    if (written.minutes === 0 || isPlausibleDuration(written.minutes)) {
      return reference !== null && isFarBeyond(written.minutes, reference)
        ? replaceByReference(`${cellText} is more than a day`)
        : { kind: "kept", minutes: written.minutes };
    }
    return replaceByReference(describeImpossible(written.minutes * 60, cellText));
  }

  const { value } = written;
  if (figures === undefined || reference === null) {
    if (value <= largestCertainMinutes) return { kind: "kept", minutes: value };
    // Hours as minutes, minutes as seconds: without evidence the value is reported, not believed and not changed.
    return { kind: "implausible" };
  }
  const reading = readByEvidence(value, figures);
  if (reading?.unit === "minutes") return { kind: "kept", minutes: value };
  if (reading?.unit === "seconds") {
    return {
      kind: "replaced",
      minutes: reading.minutes,
      newText: formatDuration(reading.minutes),
      evidence: `${value} are seconds; ${evidenceOf(figures, false)}`,
    };
  }
  if (value <= largestCertainMinutes) return { kind: "kept", minutes: value };
  return replaceByReference(describeImpossible(value, cellText));
}

/** Says in words why a number of seconds is impossible as the duration of a plan. */
function describeImpossible(seconds: number, cellText: string): string {
  const years = seconds / (365 * 24 * 3600);
  if (seconds > 1_500_000_000 && seconds < 2_500_000_000) return `${cellText} is a point in time, not a duration`;
  if (/^\d{9,}m/.test(cellText)) return `${cellText} is a point in time, not a duration`;
  if (years >= 0.9) return `${cellText} is ${years < 1.5 ? "a year" : `${Math.round(years)} years`} in seconds`;
  return `${cellText} fits neither as minutes nor as seconds`;
}
