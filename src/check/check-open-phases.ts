import { findPhaseMentions } from "../document/plan-mentions.ts";
import type { StateDocument } from "../document/state-document.ts";
import { findTextUnits, type TextUnit } from "../document/text-units.ts";
import { createFinding, type Finding } from "../model/finding.ts";
import type { PositionFacts } from "./check-position.ts";
import { plainText } from "../document/current-position.ts";
import { isPhaseComplete } from "../links/project-standing.ts";

const openPhases =
  /(?:^|[^A-Za-z])((?:incomplete|unfinished|remaining|outstanding|upcoming|pending|unstarted)[ \t](?:phases|objectives))(?![A-Za-z])/i;
const doneMark =
  /\[[xX]\]|✅|✓|~~|(?:^|[^A-Za-z])(?:complete|completed|done|shipped|resolution|gap|follow)(?![A-Za-z])/i;

function textOf(document: StateDocument, { range }: TextUnit): string {
  return document.source.text.slice(range.start, Math.min(range.end, range.start + 600));
}

/** The words that call a unit's phases open: its own, or those of what it stands under. */
function findOpenWords(document: StateDocument, unit: TextUnit): string | null {
  for (let at: TextUnit | null = unit; at !== null; at = at.parent) {
    const text = textOf(document, at);
    const words = at === unit ? openPhases.exec(text.slice(0, 80)) : openPhases.exec(text.slice(0, 160));
    if (words !== null) return words[1] ?? null;
    // Further up stands the section, which holds more than this list.
    if (at.kind === "heading") return null;
  }
  return null;
}

function listPhases(phases: readonly string[]): string {
  const last = phases.at(-1) ?? "";
  return phases.length < 2 ? `phase ${last} is` : `phases ${phases.slice(0, -1).join(", ")} and ${last} are`;
}

/** Finds entries of lists such as *Remaining phases* whose phases are complete. */
export function checkOpenPhases({ document, facts, standing, position }: PositionFacts): readonly Finding[] {
  if (position === undefined) return [];
  return findTextUnits(document).flatMap((unit) => {
    if (unit.kind !== "item" && unit.kind !== "pair" && unit.kind !== "paragraph") return [];
    const text = textOf(document, unit);
    if (doneMark.test(text) || !/phase|objective/i.test(text)) return [];
    const label = findOpenWords(document, unit);
    if (label === null) return [];
    const body = plainText(text.replace(/^[ \t>]*(?:[-+*]|\d{1,9}[.)])[ \t]+/, ""));
    const complete = findPhaseMentions(body, 0)
      .map(({ phaseId }) => standing.findPhase(phaseId))
      .filter((known) => known !== undefined && isPhaseComplete(known));
    const names = [...new Set(complete.map((known) => known?.phase ?? ""))];
    if (names.length === 0) return [];
    const [first] = complete;
    const evidence = `${listPhases(names)} complete: every plan has its SUMMARY`;
    return [
      createFinding(
        "position-contradicted",
        { label, recorded: body, planId: null, phase: first?.phase ?? null, evidence },
        { path: facts.path, source: document.source, range: unit.range },
      ),
    ];
  });
}
