import type { Relink, RelinkOutcome, Unresolved } from "../commands/relink-documents.ts";
import { formatPlanName, type PlanId } from "../model/plan-id.ts";
import type { Finding } from "../model/finding.ts";
import { findingsShown, formatFindings } from "./findings-text.ts";
import { clip, count, displayWidth, pad, paint, printable, type TerminalStyle, type Tone } from "./terminal.ts";

/** What is to be said of a relink besides what it came to. */
export interface RelinkWords {
  readonly isApplied: boolean;
  readonly isDry: boolean;
  /** Where it is another than usual: the command that applies what was shown must name it. */
  readonly leastConfidence: Relink["confidence"];
  readonly withSummaries: boolean;
}

const tones: Readonly<Record<Relink["confidence"], Tone>> = { exact: "green", high: "green", low: "yellow" };
const planWidth = 8;
const longestToken = 12;
const confidenceWidth = 7;

function planColumn(planId: PlanId | null): string {
  return pad(planId === null ? "-" : formatPlanName(planId), planWidth);
}

function shorten(text: string): string {
  return printable(text.slice(0, longestToken));
}

/** Remarks in as many lines as it takes, under the reference that they are about. */
function formatRemarks(parts: readonly string[], style: TerminalStyle): readonly string[] {
  const width = Math.max(30, style.width - planWidth);
  const lines: string[] = [];
  for (const part of parts.map(printable)) {
    const last = lines.at(-1);
    const joined = last === undefined ? part : `${last}; ${part}`;
    if (last !== undefined && displayWidth(joined) <= width) lines[lines.length - 1] = joined;
    else lines.push(clip(part, width));
  }
  return lines.map((line) => `${" ".repeat(planWidth)}${paint(style, "dim", line)}`);
}

function formatFound(
  { planId, text, to, header, confidence, evidence }: Relink,
  style: TerminalStyle,
): readonly string[] {
  const tokens = `${shorten(text)} → ${to.slice(0, Math.min(text.length, longestToken))}`;
  const head = `${planColumn(planId)}${tokens}  `;
  const rest = style.width - displayWidth(head) - confidenceWidth;
  const sure = paint(style, tones[confidence], pad(confidence, confidenceWidth));
  return [`${head}${sure}${clip(printable(header), Math.max(20, rest))}`, ...formatRemarks(evidence, style)];
}

function formatUnresolved({ planId, text, reason, candidates }: Unresolved, style: TerminalStyle): readonly string[] {
  const names = candidates.slice(0, 4).map((oid) => oid.slice(0, 8));
  const words = names.length === 0 ? reason : `${reason}: ${names.join(", ")}${candidates.length > 4 ? ", …" : ""}`;
  return [
    `${planColumn(planId)}${shorten(text)}  ${paint(style, "red", "unresolved")}`,
    ...formatRemarks([words], style),
  ];
}

/** The last lines: how many of all, and what to do next. */
function formatSum(outcome: RelinkOutcome, words: RelinkWords, style: TerminalStyle): string {
  const { relinks, unresolved, examined } = outcome;
  const total = relinks.length + unresolved.length;
  const basis = `examined ${count(examined.references, "reference")} in ${count(examined.documents, "document")}, ${count(examined.commits, "commit")}`;
  if (total === 0)
    return `${paint(style, "green", "✔")} no dead reference\n  ${paint(style, "dim", `examined ${count(examined.references, "reference")} in ${count(examined.documents, "document")}`)}\n`;
  const sure = relinks.filter(({ confidence }) => confidence !== "low").length;
  const low = relinks.length - sure;
  const parts = [
    `${sure} of ${total} with certainty`,
    ...(low > 0 ? [`${low} low`] : []),
    ...(unresolved.length > 0 ? [`${unresolved.length} unresolved`] : []),
  ];
  const applied = relinks.filter(({ isApplied }) => isApplied).length;
  const least = words.leastConfidence === "high" ? "" : ` --min-confidence ${words.leastConfidence}`;
  const option = `${words.withSummaries ? " --all" : ""}${least}`;
  const next = words.isDry && applied > 0 ? `      apply: ${paint(style, "cyan", `state relink${option}`)}` : "";
  const files = outcome.changed.map(({ path }) => printable(path));
  const wrote = words.isApplied
    ? `${paint(style, "green", "✔")} relinked ${count(applied, "reference")} in ${files.length === 1 ? (files[0] ?? "") : count(files.length, "document")}\n`
    : "";
  return `${wrote}${parts.join(" · ")}${next}\n  ${paint(style, "dim", basis)}\n`;
}

/** `relink` for people: each dead reference with what took its place and why, then the sum. */
export function formatRelink(
  outcome: RelinkOutcome & { readonly findings: readonly Finding[] },
  words: RelinkWords,
  style: TerminalStyle,
): string {
  const lines: string[] = [];
  let document = "";
  const inOrder = [...outcome.relinks, ...outcome.unresolved].toSorted((a, b) =>
    a.document < b.document
      ? -1
      : a.document > b.document
        ? 1
        : a.point.line - b.point.line || a.point.column - b.point.column,
  );
  for (const item of inOrder) {
    if (words.withSummaries && item.document !== document) {
      document = item.document;
      lines.push(paint(style, "bold", printable(document)));
    }
    lines.push(...("to" in item ? formatFound(item, style) : formatUnresolved(item, style)));
  }
  const body = lines.map((line) => `${line}\n`).join("");
  return `${formatFindings(outcome.findings, style, findingsShown)}${body}${formatSum(outcome, words, style)}`;
}
