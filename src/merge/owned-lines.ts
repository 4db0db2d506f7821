import { findContinuityElements } from "../document/continuity-elements.ts";
import { findLabelLines, parseLabelLine, type LabelLine } from "../document/label-lines.ts";
import { findMetricsElements } from "../document/metrics-elements.ts";
import { findSections, type StateDocument } from "../document/state-document.ts";
import { findFrontMatterKeys } from "./front-matter-keys.ts";

/** How two versions of an owned line are weighed against each other. */
export type OwnedKind = "plan-row" | "phase-row" | "velocity" | "standing";

/** A line that holds one owned element: in all three versions it is the same line, whatever it says. */
export interface OwnedLine {
  readonly kind: OwnedKind;
  /** Which element: the same in every version of the document. */
  readonly element: string;
}

/** The labels that GSD writes in *Current Position* (CONTRACT rule 4). */
const positionLabels: ReadonlySet<string> = new Set([
  "current phase",
  "current phase name",
  "total phases",
  "current plan",
  "total plans in phase",
  "phase",
  "plan",
  "status",
  "progress",
  "last activity",
  "last activity description",
]);

/** The keys of GSD's front matter (CONTRACT rule 14): mirrors of the body and counts. */
const frontMatterKeys =
  /^(?:gsd_state_version|milestone|milestone_name|current_phase|current_phase_name|current_plan|status|stopped_at|paused_at|last_updated|last_activity|last_activity_desc|state_head|progress\.[a-z_]+)$/;

/** Finds the lines that hold an owned element, by line index; those of the front matter only if asked for. */
export function findOwnedLines(document: StateDocument, withFrontMatter: boolean): ReadonlyMap<number, OwnedLine> {
  const owned = new Map<number, OwnedLine>();
  const add = (lineIndex: number | undefined, kind: OwnedKind, element: string): void => {
    if (lineIndex !== undefined && !owned.has(lineIndex)) owned.set(lineIndex, { kind, element });
  };
  const metrics = findMetricsElements(document);
  for (const { planId, row } of metrics?.planRows ?? [])
    if (planId !== null) add(row.lineIndex, "plan-row", `plan ${planId}`);
  for (const { phase, isPlaceholder, row } of metrics?.byPhase?.rows ?? [])
    if (phase !== null || isPlaceholder) add(row.lineIndex, "phase-row", `phase ${phase ?? "-"}`);
  add(metrics?.totalPlans?.lineIndex, "velocity", "total plans");
  add(metrics?.averageDuration?.lineIndex, "velocity", "average duration");
  add(metrics?.totalTime?.lineIndex, "velocity", "total time");
  add(metrics?.lastPlans?.lineIndex, "velocity", "last plans");
  add(metrics?.trend?.lineIndex, "velocity", "trend");
  const continuity = findContinuityElements(document);
  add(continuity?.lastSession?.lineIndex, "standing", "last session");
  add(continuity?.stoppedAt?.lineIndex, "standing", "stopped at");
  add(continuity?.resumeFile?.lineIndex, "standing", "resume file");
  for (const line of findPositionLines(document))
    add(line.lineIndex, "standing", `position ${line.label.toLowerCase()}`);
  // GSD writes it in *Project Reference*, and reads the first wherever it stands.
  const focus = document.source.lines.findIndex(
    ({ text }, index) =>
      text.slice(0, 20).toLowerCase().includes("current focus") &&
      parseLabelLine(document, index)?.label.toLowerCase() === "current focus",
  );
  add(focus === -1 ? undefined : focus, "standing", "current focus");
  for (const [lineIndex, key] of withFrontMatter ? findFrontMatterKeys(document) : [])
    if (frontMatterKeys.test(key)) add(lineIndex, "standing", `front matter ${key}`);
  return owned;
}

/** The position's lines in *Current Position*, each the first of its label, as GSD reads it. */
function findPositionLines(document: StateDocument): readonly LabelLine[] {
  const [section] = findSections(document, 2, ["Current Position"]);
  if (section === undefined) return [];
  const first = new Map<string, LabelLine>();
  for (const line of findLabelLines(document, section)) {
    const label = line.label.toLowerCase();
    if (positionLabels.has(label) && !first.has(label)) first.set(label, line);
  }
  return [...first.values()];
}
