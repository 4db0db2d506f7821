import { findMetricsElements } from "../document/metrics-elements.ts";
import { parseStateDocument } from "../document/state-document.ts";
import type { Finding } from "../model/finding.ts";
import { formatPlanName, type PlanId } from "../model/plan-id.ts";
import { parseDuration } from "../planning/duration.ts";
import { weighRecordedDuration } from "../render/row-durations.ts";
import type { Project } from "./read-project.ts";

/** A figure of STATE.md that cannot be true, or that evidence contradicts. */
export interface DoubtfulFigure {
  /** A plan by its name, or a figure by its label. */
  readonly subject: string;
  readonly planId: PlanId | null;
  readonly recorded: string;
  /** What stands there now, or is due; `null` where nothing tells the right value, or the row went. */
  readonly replacement: string | null;
  readonly evidence: string | null;
  /** When a version without it came, in UTC milliseconds; `null` while STATE.md still says so. */
  readonly replacedAtMs: number | null;
}

/** What STATE.md said at a time. */
export interface DatedText {
  readonly atMs: number;
  readonly text: string;
}

/** The recorded duration of each plan; of several rows of one plan, the last. */
function readDurations(text: string): ReadonlyMap<PlanId, string> {
  const rows = findMetricsElements(parseStateDocument(text))?.planRows ?? [];
  return new Map(
    rows.flatMap(({ planId, duration }) =>
      planId === null || duration === undefined ? [] : [[planId, duration.text] as const],
    ),
  );
}

function findOpenFigures(findings: readonly Finding[]): readonly DoubtfulFigure[] {
  const isOf = <Code extends Finding["code"]>(finding: Finding, code: Code): finding is Finding<Code> =>
    finding.code === code;
  return findings.flatMap((finding): readonly DoubtfulFigure[] => {
    if (isOf(finding, "duration-contradicted")) {
      const { planId, recorded, derived, evidence } = finding.data;
      if (parseDuration(recorded) === undefined) return [];
      return [
        { subject: formatPlanName(planId), planId, recorded, replacement: derived, evidence, replacedAtMs: null },
      ];
    }
    if (isOf(finding, "duration-implausible")) {
      const { planId, recorded } = finding.data;
      const subject = planId === null ? "a plan" : formatPlanName(planId);
      return [{ subject, planId, recorded, replacement: null, evidence: null, replacedAtMs: null }];
    }
    if (isOf(finding, "figure-contradicted")) {
      const { figure, recorded, derived, evidence } = finding.data;
      return [{ subject: figure, planId: null, recorded, replacement: derived, evidence, replacedAtMs: null }];
    }
    return [];
  });
}

/**
 * Finds the figures that STATE.md holds or once held although they cannot be true: those that `findings` report of its
 * present text first, then the durations of earlier versions, oldest first, by what they became. Numbers that several
 * plans bear are left out of the latter: which of them a row meant cannot be told.
 */
export function findDoubtfulFigures(
  project: Pick<Project, "figuresById" | "recurringIds">,
  versions: readonly DatedText[],
  findings: readonly Finding[],
): readonly DoubtfulFigure[] {
  const replaced: DoubtfulFigure[] = [];
  const verdicts = new Map<string, ReturnType<typeof weighRecordedDuration>>();
  const seen = new Set<string>();
  let before: ReadonlyMap<PlanId, string> = new Map();
  for (const { atMs, text } of versions) {
    const now = readDurations(text);
    for (const [planId, recorded] of before) {
      const key = `${planId}\0${recorded}`;
      if (now.get(planId) === recorded || seen.has(key) || project.recurringIds.has(planId)) continue;
      const verdict = verdicts.get(key) ?? weighRecordedDuration(recorded, project.figuresById.get(planId));
      verdicts.set(key, verdict);
      if (verdict.kind === "kept" || parseDuration(recorded) === undefined) continue;
      seen.add(key);
      replaced.push({
        subject: formatPlanName(planId),
        planId,
        recorded,
        replacement: now.get(planId) ?? null,
        evidence: verdict.kind === "replaced" ? verdict.evidence : null,
        replacedAtMs: atMs,
      });
    }
    before = now;
  }
  return [...findOpenFigures(findings), ...replaced];
}
