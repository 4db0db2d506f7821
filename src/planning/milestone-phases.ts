import { parsePhaseId, type PhaseId } from "../model/plan-id.ts";

/** The milestones that documents give each phase to, in lower case; several where numbers start again. */
export type MilestonesByPhase = ReadonlyMap<PhaseId, ReadonlySet<string>>;

const heading = /^#{1,6}[ \t]/;
const version = /(?<![\w.])v\d{1,4}(?:\.\d{1,4}){0,3}(?![\w.]*\d)/gi;
const range =
  /(?<![A-Za-z])phases?(?:[ \t]+completed:?)?[*: \t]{1,6}(\d{1,4})[ \t]?(?:-{1,2}|–|—|to)[ \t]?(\d{1,4})(?!\w|\.\w)/i;
/** `- [x] **Phase 55: …`, `### Phase 55: …`, `| 8. Utilities |`. */
const single =
  /^[ \t]*(?:#{1,6}[ \t]+|(?:[-*+][ \t]+)?(?:\[[ xX]\][ \t]*)?)(?:\*\*)?Phase[ \t]+(\d{1,4}[A-Z]?(?:\.\d{1,3}){0,2})(?![\w.]*\d)/;
const named = /(?<![A-Za-z])phase[ \t]+(\d{1,4}[A-Z]?(?:\.\d{1,3}){0,2})(?![\w.]*\d|[ \t]?(?:-|–|—|to)[ \t]?\d)/i;
const tableRow = /^[ \t]*\|[ \t]*(?:\*\*)?(?:Phase[ \t]+)?(\d{1,4}[A-Z]?(?:\.\d{1,3}){0,2})(?:[.:]|[ \t]*\|)/;
const longestRange = 200;
const longestLine = 500;

function soleVersion(line: string): string | null {
  const found = new Set([...line.matchAll(version)].map(([text]) => text.toLowerCase()));
  const [only, second] = found;
  return only === undefined || second !== undefined ? null : only;
}

/** The phases that a line speaks of: a range, or one at its beginning; where it names a milestone as well, any one. */
function phasesOf(line: string, hasVersion: boolean): readonly PhaseId[] {
  const span = range.exec(line);
  if (span !== null) {
    const first = Number(span[1]);
    const length = Math.min(longestRange, Number(span[2]) - first + 1);
    return Array.from({ length: Math.max(0, length) }, (_, index) => String(first + index)).flatMap(
      (text) => parsePhaseId(text) ?? [],
    );
  }
  const one = single.exec(line) ?? (hasVersion ? (tableRow.exec(line) ?? named.exec(line)) : null);
  return one === null ? [] : [parsePhaseId(one[1] ?? "")].filter((phase) => phase !== undefined);
}

/**
 * Reads ROADMAP.md or MILESTONES.md: `v1.0 MVP — Phases 1–10`, `### Phase 55: …` under `## v1.20 …`, `**Phases completed:** 8-16`.
 * A line that names a milestone speaks of it; another one of the milestone of the heading that it stands under.
 */
export function readMilestonePhases(texts: readonly string[]): MilestonesByPhase {
  const milestones = new Map<PhaseId, Set<string>>();
  for (const text of texts) {
    let above: { readonly rank: number; readonly milestone: string } | null = null;
    for (const whole of text.split("\n")) {
      const line = whole.slice(0, longestLine);
      const own = soleVersion(line);
      if (heading.test(line)) {
        const rank = line.indexOf(" ");
        if (own !== null) above = { rank, milestone: own };
        else if (above !== null && rank <= above.rank) above = null;
      }
      const milestone = own ?? above?.milestone ?? null;
      if (milestone === null) continue;
      for (const phase of phasesOf(line, own !== null)) {
        const known = milestones.get(phase);
        if (known === undefined) milestones.set(phase, new Set([milestone]));
        else known.add(milestone);
      }
    }
  }
  return milestones;
}
