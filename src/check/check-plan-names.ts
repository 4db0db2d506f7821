import { findMentionsOfKnownPlans } from "../document/plan-mentions.ts";
import { appendTo } from "../model/append-to.ts";
import { createFinding, type Finding } from "../model/finding.ts";
import { phaseOfPlan, type PhaseId, type PlanId } from "../model/plan-id.ts";
import type { PositionFacts } from "./check-position.ts";

function words(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/**
 * Finds plans that are called by the name of another one: `Plan 67-05 Docker Build Optimization`, which is what the SUMMARY
 * of 67-02 is about. Only a name of two words and more, which stands right behind the number, can tell.
 */
export function checkPlanNames({ document, facts, standing }: PositionFacts): readonly Finding[] {
  const titles = new Map<PlanId, string>();
  const byPhase = new Map<PhaseId, [PlanId, string][]>();
  for (const [planId, { summary }] of facts.figuresById) {
    const title = words(summary?.title ?? "");
    if (standing.findPlan(planId) === undefined || !title.includes(" ")) continue;
    titles.set(planId, title);
    appendTo(byPhase, phaseOfPlan(planId), [planId, title]);
  }
  if (titles.size === 0) return [];
  return document.source.lines.flatMap((line, lineIndex) => {
    if (document.lineKinds[lineIndex] !== "text" || line.text.length > 20_000) return [];
    return findMentionsOfKnownPlans(line.text, line.start, standing.knownIds).flatMap(({ planId, range }) => {
      const behind = document.source.text.slice(range.end, Math.min(range.end + 160, line.end));
      const lead = /^[ \t]*[(:—–-]{0,2}[ \t]*/.exec(behind)?.[0].length ?? 0;
      // Most of what follows a number begins no title; to take its words apart costs more than to see that.
      const initial = /[\p{L}\p{N}]/u.exec(behind.slice(lead))?.[0].toLowerCase() ?? "\n";
      const near = (byPhase.get(phaseOfPlan(planId)) ?? []).filter(([, title]) => title.startsWith(initial));
      if (near.every(([other]) => other === planId)) return [];
      const name = ` ${words(behind.slice(lead))} `;
      const isCalled = (title: string): boolean => name.startsWith(` ${title} `);
      const own = titles.get(planId);
      const named = near.find(([other, title]) => other !== planId && isCalled(title));
      if (named === undefined || (own !== undefined && isCalled(own))) return [];
      const data = { planId, recorded: behind.slice(lead).trim(), namedPlanId: named[0] };
      return [createFinding("plan-misnamed", data, { path: facts.path, source: document.source, range })];
    });
  });
}
