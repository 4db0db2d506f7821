import { findCheckBoxes, type CheckBox } from "../document/check-boxes.ts";
import { findPlanMentions } from "../document/plan-mentions.ts";
import type { StateDocument } from "../document/state-document.ts";
import { parsePhaseId, type PhaseId, type PlanId } from "../model/plan-id.ts";
import { plainText } from "../document/current-position.ts";

/** A check mark of a roadmap: the plan or the phase that the item is about. */
export interface RoadmapMark {
  readonly box: CheckBox;
  /** As written: `67-04-PLAN.md`, `Phase 67`. */
  readonly name: string;
  readonly subject:
    | { readonly kind: "plan"; readonly planId: PlanId | null; readonly fileName: string | null }
    | { readonly kind: "phase"; readonly phase: PhaseId };
  /** The words behind the name. */
  readonly remark: string;
}

const leadingLink = /^\[([^\][]{1,200})\]\([^()]{0,300}\)/;
const leadingFile = /^[A-Za-z0-9._-]{1,160}-(?:PLAN|TRD)(?:\.md)?(?![A-Za-z0-9])/i;
const leadingPhase =
  /^(?:phase|objective)[ \t]{1,2}(\d{1,4}[A-Za-z]?(?:\.\d{1,3}){0,3})(?![\w-]|[.]\d|[ \t]?[/&+,–—-][ \t]?\d)/i;

function readMark(box: CheckBox): RoadmapMark | undefined {
  const text = plainText(box.text.slice(0, 600).replace(leadingLink, "$1"));
  const phase = leadingPhase.exec(text);
  const [mention] = findPlanMentions(text.slice(0, 200), 0);
  const file = leadingFile.exec(text)?.[0];
  if (file !== undefined) {
    const fileName = /\.md$/i.test(file) ? file : `${file}.md`;
    const planId = mention !== undefined && mention.range.start < file.length ? mention.planId : null;
    return { box, name: file, subject: { kind: "plan", planId, fileName }, remark: text.slice(file.length) };
  }
  if (mention !== undefined && /^(?:(?:plan|trd)[ \t]{1,2})?$/i.test(text.slice(0, mention.range.start))) {
    const name = text.slice(0, mention.range.end);
    return {
      box,
      name,
      subject: { kind: "plan", planId: mention.planId, fileName: null },
      remark: text.slice(mention.range.end),
    };
  }
  const phaseId = parsePhaseId(phase?.[1] ?? "");
  return phase === null || phaseId === undefined
    ? undefined
    : { box, name: phase[0], subject: { kind: "phase", phase: phaseId }, remark: text.slice(phase[0].length) };
}

/** Finds the check marks of plans and phases; items about anything else are not a roadmap's. */
export function findRoadmapMarks(document: StateDocument): readonly RoadmapMark[] {
  return findCheckBoxes(document).flatMap((box) => readMark(box) ?? []);
}
