import { findContinuityElements } from "../document/continuity-elements.ts";
import type { StateDocument } from "../document/state-document.ts";
import { findFrontMatterKeys } from "./front-matter-keys.ts";
import { findMetricsLines } from "./metrics-lines.ts";
import { findPositionLines } from "./position-lines.ts";

/** How two versions of an owned line are weighed against each other. */
export type OwnedKind = "plan-row" | "phase-row" | "velocity" | "standing";

/** A line that holds one owned element: in all three versions it is the same line, whatever it says. */
export interface OwnedLine {
  readonly kind: OwnedKind;
  /** Which element: the same in every version of the document. */
  readonly element: string;
}

/** The keys of GSD's front matter (CONTRACT rule 14): mirrors of the body and counts. */
const frontMatterKeys =
  /^(?:\d+: )?(?:gsd_state_version|milestone|milestone_name|current_phase|current_phase_name|current_plan|status|stopped_at|paused_at|last_updated|last_activity|last_activity_desc|state_head|progress\.[a-z_]+)$/;

/**
 * Finds the lines that hold an owned element, by line index. Here owned is also what planlink does not regenerate, but GSD
 * writes: it is nobody's prose.
 */
export function findOwnedLines(document: StateDocument): ReadonlyMap<number, OwnedLine> {
  const owned = new Map<number, OwnedLine>();
  const elements = new Set<string>();
  const add = (lineIndex: number | undefined, kind: OwnedKind, element: string): void => {
    // Rows of one plan may well stand there twice; of anything else the first is the one that GSD reads.
    if (lineIndex === undefined || owned.has(lineIndex) || (kind !== "plan-row" && elements.has(element))) return;
    elements.add(element);
    owned.set(lineIndex, { kind, element });
  };
  for (const { lineIndex, kind, element } of findMetricsLines(document)) add(lineIndex, kind, element);
  const continuity = findContinuityElements(document);
  add(continuity?.lastSession?.lineIndex, "standing", "last session");
  add(continuity?.stoppedAt?.lineIndex, "standing", "stopped at");
  add(continuity?.resumeFile?.lineIndex, "standing", "resume file");
  for (const { lineIndex, element } of findPositionLines(document)) add(lineIndex, "standing", element);
  for (const [lineIndex, key] of findFrontMatterKeys(document))
    if (frontMatterKeys.test(key)) add(lineIndex, "standing", `front matter ${key}`);
  return owned;
}
