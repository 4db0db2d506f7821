const longestHeading = 300;
const separator = /[:：]\s*|\s[—–-]{1,2}\s/;
/** What names the plan rather than says what it is about: `Phase 67 Plan 04`, `TRD 10-06`, `67-04`, `Wave 3`, gsd-2's `S02`. */
const planWords =
  /^(?:(?:phase|objective|plan|trd|wave)\s+\S*\d|\d[\w.]*-\S*\d\w*(?:\s|$|[:：])|v\d[\d.]*-\d\S*(?:\s|$|[:：])|S\d{2,3}(?:\s|$|[:：–])|summary\b)/i;
const summaryWords = /[\s:：—–-]*(?<![A-Za-z])(?:(?:execution|plan|phase)\s+)?summary(?:\.md)?$/i;
/** Here the word belongs to the title: `Final Validation and Phase Summary`. */
const summaryAsSubject = /\s(?:and|&)\s+(?:phase\s+)?summary$/i;
/** "Summary of what was done", as Chinese projects end their headings. */
const chineseSummaryWords = /[\s:：—–-]*(?:完成|执行|实现)?总结$/;
const leadingPlan = /^\d{1,3}[A-Za-z]?(?:\.\d{1,3}){0,2}-\d{1,3}[A-Za-z]?\s+/;
const trailingPlan = /[\s:：—–-]*\b(?:plan|trd)\s+\d[\w.-]*$/i;

/** Takes the plan's number and the word "summary" away from a title; `null` when nothing else is left. */
function cleanTitle(heading: string): string | null {
  let title = heading
    .slice(0, longestHeading)
    .replace(/\s+#+$/, "")
    .trim();
  // `Phase 29: Plan 02: Title` has the number twice.
  for (let round = 0; round < 4 && planWords.test(title); round += 1) {
    const match = separator.exec(title);
    if (match === null) break;
    title = title.slice(match.index + match[0].length).trim();
  }
  if (!summaryAsSubject.test(title)) title = title.replace(summaryWords, "");
  title = title.replace(chineseSummaryWords, "").replace(trailingPlan, "").replace(leadingPlan, "").trim();
  const rest = title
    .replace(/\b(?:phase|objective|plan|trd|wave)\s+[\w.-]*\d[\w.-]*/gi, "")
    .replace(/[\s,:：—–-]/g, "");
  return rest === "" || /^\d[\w.-]*$/.test(title) ? null : title;
}

/**
 * The line on which the front matter ends; `null` when it never does.
 *
 * Summaries are often left unclosed, so that YAML comments (`# Dependency graph`) stand where headings would. A line of
 * Markdown before the closing `---` shows that this is a rule further down.
 */
function findFrontMatterEnd(lines: readonly string[]): number | null {
  for (let index = 1; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    if (/^---[ \t]*$/.test(line)) return index;
    if (/^(?:#{2,6} |```|~~~|\*\*)/.test(line)) return null;
  }
  return null;
}

/** The title of a plan from its document's first heading: `# Phase 67 Plan 04: Monitoring Summary` → `Monitoring`. */
export function parseDocumentTitle(text: string): string | null {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const hasFrontMatter = /^---[ \t]*$/.test(lines[0] ?? "");
  const end = hasFrontMatter ? findFrontMatterEnd(lines) : null;
  let isCode = false;
  for (const line of lines.slice(end === null ? 0 : end + 1)) {
    if (/^(?:```|~~~)/.test(line)) isCode = !isCode;
    const heading = isCode ? undefined : /^#[ \t]+(\S[^]*)$/.exec(line)?.[1];
    if (heading === undefined) continue;
    // In front matter without an end, only a heading that names its plan is surely one.
    if (hasFrontMatter && end === null && !planWords.test(heading)) continue;
    return cleanTitle(heading);
  }
  return null;
}

/** The title that the front matter states (`title: "67-04: Monitoring"`), without the plan's number. */
export function parseStatedTitle(value: string | undefined): string | null {
  return value === undefined ? null : cleanTitle(value);
}
