import { findLabelLines, type LabelLine } from "./label-lines.ts";
import { findSections, type Section, type StateDocument } from "./state-document.ts";
import { parsePhaseId, type PhaseId } from "../model/plan-id.ts";

/** The lines of *Current Position* that say where the project stands; each is the first of its label, as GSD reads it. */
export interface CurrentPosition {
  readonly section: Section;
  readonly lines: readonly LabelLine[];
  readonly phaseLine: LabelLine | undefined;
  readonly planLine: LabelLine | undefined;
  readonly lastActivity: LabelLine | undefined;
  /** The phase that the phase line names. */
  readonly phase: PhaseId | null;
  /** The section speaks of what is to come: a phase that is not planned yet, a milestone not begun. */
  readonly looksAhead: boolean;
}

const ahead =
  /(?:^|[^A-Za-z])(?:not (?:yet )?(?:started|planned)|ready (?:to|for) (?:plan|planning|discuss|discussion|start|begin)|planning|defining|gathering|roadmap|requirements|(?:new|next) milestone|awaiting next|tbd|up next)(?![A-Za-z])/i;
const noPlan = /^(?:[-–—]|none|n\/a|0[ \t]*(?:of|\/))/i;
const leadingPhase =
  /^(?:(?:phase|objective)[ \t:]{1,2})?(\d{1,4}[A-Za-z]?(?:\.\d{1,3}){0,3})(?![A-Za-z0-9_.]|[ \t]?[/%+&]|-\d|[ \t](?:and|to|phases|plans|milestones|objectives)(?![A-Za-z]))/i;

/** A value without emphasis: `**67** of 70` is `67 of 70`. Offsets are lost. */
export function plainText(value: string): string {
  return value.replace(/[*`]{1,3}|(?<![A-Za-z0-9])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![A-Za-z0-9])/g, "").trim();
}

/** The phase that a value begins with: `67-ci-cd`, `2 of 5 (Beta)`, `Phase 57.9 — verified`; `null` for a list or a count. */
export function parseLeadingPhase(value: string): PhaseId | null {
  const match = leadingPhase.exec(plainText(value.slice(0, 200)));
  return match === null ? null : (parsePhaseId(match[1] ?? "") ?? null);
}

/** Finds the first *Current Position* section and its lines; `undefined` when the document has none. */
export function findCurrentPosition(document: StateDocument): CurrentPosition | undefined {
  const [section] = findSections(document, 2, ["Current Position"]);
  if (section === undefined) return undefined;
  const lines = findLabelLines(document, section);
  const first = (...labels: readonly string[]): LabelLine | undefined =>
    lines.find(({ label }) => labels.includes(label.toLowerCase()));
  const phaseLine = first("phase", "current phase", "objective", "current objective");
  const planLine = first("plan", "current plan", "trd", "current trd");
  const status = first("status");
  const heads = [phaseLine, planLine, status].map((line) => line?.value.slice(0, 80) ?? "");
  return {
    section,
    lines,
    phaseLine,
    planLine,
    lastActivity: first("last activity"),
    phase: phaseLine === undefined ? null : parseLeadingPhase(phaseLine.value),
    looksAhead: heads.some((head) => ahead.test(head)) || (planLine !== undefined && noPlan.test(planLine.value)),
  };
}
