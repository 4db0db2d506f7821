import type { Severity } from "../model/finding.ts";

/** What the page of findings says about one of them, as Markdown without line breaks within a paragraph's sentence. */
export interface FindingExplanation {
  readonly code: string;
  readonly severity: Severity;
  /** What it means, without the severity. */
  readonly meaning: string;
  /** How it reads. */
  readonly example: string;
  readonly mend: string;
  readonly why: string;
}

/** The parts of a section: paragraphs, lists and tables, as they stand. */
function splitBlocks(text: string): readonly string[] {
  return text
    .split(/\n{2,}/)
    .map((block) => block.trim())
    .filter((block) => block !== "");
}

function parseSection(part: string): FindingExplanation | undefined {
  const [code = "", ...rest] = part.split("\n");
  const blocks = splitBlocks(rest.join("\n"));
  const [first = ""] = blocks;
  const head = /^(Error|Warning|Info)(?:, (fixable))?\. /.exec(first);
  if (head === null) return undefined;
  const severity = head[1]?.toLowerCase();
  if (severity !== "error" && severity !== "warning" && severity !== "info") return undefined;
  const example = blocks.find((block) => block.startsWith("> ")) ?? "";
  const mendAt = blocks.findIndex((block) => block.startsWith("**Mend:**"));
  const whyAt = blocks.findIndex((block) => block.startsWith("**Why:**"));
  const words = (start: number, end: number): string =>
    start === -1
      ? ""
      : blocks
          .slice(start, end)
          .join("\n\n")
          .replace(/^\*\*[A-Z][a-z]+:\*\* */, "");
  const mend = words(mendAt, whyAt);
  const why = words(whyAt, blocks.length);
  const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
  return {
    code: code.trim(),
    severity,
    meaning: first.slice(head[0].length),
    example: example.replace(/^> /gm, ""),
    mend: sentence(mend),
    why: sentence(why),
  };
}

/**
 * Parses `docs/findings.md`, the one place where findings are explained: a section for each code.
 *
 * Sections of another form are left out; a test holds the page to the catalogue.
 */
export function parseFindingExplanations(page: string): ReadonlyMap<string, FindingExplanation> {
  const [, ...parts] = page.replaceAll("\r\n", "\n").split(/^## /m);
  return new Map(
    parts.flatMap((part) => {
      const explanation = parseSection(part);
      return explanation === undefined ? [] : [[explanation.code, explanation] as const];
    }),
  );
}
