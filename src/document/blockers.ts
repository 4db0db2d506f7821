import { isPlaceholder } from "./label-lines.ts";
import type { StateDocument } from "./state-document.ts";

/** `### Blockers/Concerns`, `## Blockers`, `## Open concerns`. */
const titlePattern = /^(?:(?:open|active|current|known) )?(?:blockers|concerns)\b/i;
const itemPattern = /^[ \t]{0,3}(?:[-*+]|\d{1,3}[.)])[ \t]+(\S.*)$/;
/** Struck through, ticked, or called so, before it or right after its name: somebody has settled it. */
const settledPattern =
  /^[*_]{0,3}(?:~~|\[[xX]\]|[✓✔✅☑]|\[?(?:RESOLVED|CLOSED|FIXED|DONE)(?![A-Za-z])|\[?(?:[Rr]esolved|[Cc]losed|[Ff]ixed|[Dd]one)[*_]{0,3}[:\]]|[^:]{1,80}:[*_]{0,3}[ \t][*_]{0,3}(?:RESOLVED|FIXED)(?![A-Za-z]))/;

/** What stands under a heading of blockers: the first line of each item, in order, without those that are settled. */
export function findBlockers(document: StateDocument): readonly string[] {
  return document.sections
    .filter(({ title }) => titlePattern.test(title))
    .flatMap(({ headingLine, endLine }) => {
      const items: string[] = [];
      for (let index = headingLine + 1; index < endLine; index += 1) {
        if (document.lineKinds[index] !== "text") continue;
        const item = itemPattern.exec(document.source.lines[index]?.text ?? "")?.[1]?.trim();
        if (item === undefined || isNone(item) || settledPattern.test(item)) continue;
        items.push(item.replace(/^\[ \]\s+/, ""));
      }
      return items;
    });
}

/** `None`, `None yet.`, `(none)`: that there are none is no blocker. */
function isNone(item: string): boolean {
  const word = item.replace(/[()*_.`]/g, "").trim();
  return (
    isPlaceholder(word) || /^(?:no|none|nothing)(?: (?:yet|currently|at present|open|blockers|known))*$/i.test(word)
  );
}
