import type { Finding } from "../model/finding.ts";
import { parsePlanName, planNumberOf, splitMilestone, type PlanId } from "../model/plan-id.ts";
import { printable } from "./terminal.ts";

/** Headers that git makes from another commit's: their words must stay those of that commit. */
const quotesAnother = /^(?:fixup|squash|amend)! /;
const tokenLimit = 120;

/** The header with a wrong plan replaced, its phase in the spelling of the author: `01-20` becomes `01-02`. */
function replacePlan(header: string, wrong: PlanId, right: PlanId): string | null {
  const named = splitMilestone(wrong);
  for (const match of header.slice(0, tokenLimit).matchAll(/\d[\dA-Za-z._-]*/g)) {
    // The number of a milestone (`v0.28-01-40`) goes before the plan's.
    const lead = named === undefined ? 0 : match[0].indexOf("-") + 1;
    for (const skipped of new Set([lead, 0])) {
      const token = match[0].slice(skipped);
      if (parsePlanName(token) !== (named?.planId ?? wrong)) continue;
      const mended = `${token.slice(0, token.indexOf("-"))}-${planNumberOf(right)}`;
      return header.slice(0, match.index + skipped) + mended + header.slice(match.index + match[0].length);
    }
  }
  return null;
}

/** The header with a malformed scope replaced, and what stands around it in its proper form. */
function replaceScope(header: string, scope: string, mended: string): string | null {
  const type = /^[A-Za-z]+/.exec(header)?.[0];
  if (type === undefined) return null;
  const start = header.indexOf(scope, type.length);
  if (start === -1) return null;
  const after = /^[ \t]*[)\]}]?(!?)[ \t]*:?[ \t]*/.exec(header.slice(start + scope.length));
  const subject = header.slice(start + scope.length + (after?.[0].length ?? 0));
  return `${type}(${mended})${after?.[1] ?? ""}: ${subject}`;
}

/** Quotes a text for an interactive shell: within double quotes bash would take `!: ` for an event of its history. */
function quote(text: string): string {
  return /[\\"$`!]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : `"${text}"`;
}

/**
 * Proposes the command that commits a refused message with its tag mended; `null` where nothing sure can be proposed.
 *
 * The header's control characters are shown escaped.
 */
export function proposeCommand(finding: Finding, header: string): string | null {
  if (quotesAnother.test(header)) return null;
  const { data } = finding;
  if (!("suggestion" in data) || data.suggestion === null) return null;
  const mended =
    "scope" in data
      ? replaceScope(header, data.scope, data.suggestion)
      : replacePlan(header, data.planId, data.suggestion);
  return mended === null ? null : `git commit -m ${quote(printable(mended))}`;
}
