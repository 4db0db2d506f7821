import { plainText } from "../document/current-position.ts";
import { isPlaceholder } from "../document/label-lines.ts";
import { findPlanMentions } from "../document/plan-mentions.ts";
import type { StateDocument } from "../document/state-document.ts";
import type { PlanId } from "../model/plan-id.ts";
import type { PlanFiles } from "./plan-files.ts";
import type { PlanSummary } from "./summary.ts";

/** What plans are called before they have a SUMMARY.md, by the roadmap. */
export type PlanTitles = ReadonlyMap<PlanId, string>;

/** A plan, as far as its name goes. */
interface TitledPlan {
  readonly plan: { readonly planId: PlanId; readonly files: Pick<PlanFiles, "milestone"> | null };
  readonly summary: Pick<PlanSummary, "title"> | null;
}

const itemLine = /^[ \t>]*(?:[-+*]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?(\S.*)$/;
const leadingLink = /^\[([^\][]{1,200})\]\([^()]{0,300}\)/;
/** Between the name of a plan, which may be its file, and what it is called. */
const separator = /^(?:-(?:PLAN|TRD)(?:\.md)?)?[ \t]{0,3}(?::|[-–—]{1,2}(?=[ \t]))[ \t]{0,3}/i;
/** What is more than a title. */
const trailingRemark = /[ \t]+\([^()]{0,300}\)[ \t.]*$/;
const longestTitle = 160;

function readItem(item: string): readonly [PlanId, string] | undefined {
  const text = plainText(item.slice(0, 600).replace(leadingLink, "$1"));
  const [mention] = findPlanMentions(text.slice(0, 200), 0);
  if (mention === undefined || !/^(?:(?:plan|trd)[ \t]{1,2})?$/i.test(text.slice(0, mention.range.start)))
    return undefined;
  const rest = text.slice(mention.range.end);
  const gap = separator.exec(rest)?.[0];
  if (gap === undefined) return undefined;
  const title = rest.slice(gap.length).replace(trailingRemark, "").trim();
  return title === "" || title.length > longestTitle || isPlaceholder(title) ? undefined : [mention.planId, title];
}

/**
 * Finds what a roadmap calls its plans, `- [ ] 67-05-PLAN.md — CI documentation (runbook)`. Of a plan that is called
 * several things nothing is told, nor of those within `<details>`: roadmaps fold a milestone that is over.
 */
export function findRoadmapTitles(document: StateDocument): PlanTitles {
  const titles = new Map<PlanId, string>();
  const doubtful = new Set<PlanId>();
  let folds = 0;
  document.source.lines.forEach(({ text }, lineIndex) => {
    const kind = document.lineKinds[lineIndex];
    if (kind === "html") {
      if (/<details(?![\w-])/i.test(text)) folds += 1;
      if (/<\/details>/i.test(text)) folds = Math.max(0, folds - 1);
    }
    const item = kind === "text" && folds === 0 && text.length <= 2000 ? itemLine.exec(text)?.[1] : undefined;
    const found = item === undefined ? undefined : readItem(item);
    if (found === undefined) return;
    const [planId, title] = found;
    if (titles.has(planId) && titles.get(planId) !== title) doubtful.add(planId);
    titles.set(planId, title);
  });
  for (const planId of doubtful) titles.delete(planId);
  return titles;
}

/** What a plan is called: by its SUMMARY.md, else by the roadmap, which speaks of the milestone at hand. */
export function titleOf({ plan, summary }: TitledPlan, titles: PlanTitles): string | null {
  return summary?.title ?? (plan.files?.milestone == null ? (titles.get(plan.planId) ?? null) : null);
}
