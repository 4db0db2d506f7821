import { appendTo } from "../model/append-to.ts";
import type { ResolvedReference } from "../check/check-references.ts";
import type { Relink, RelinkOutcome, Unresolved } from "../commands/relink-documents.ts";
import type { VerifyOutcome } from "../commands/verify-commits.ts";
import { formatShortOid } from "../model/oid.ts";
import { comparePlanIds, formatPlanName, type PlanId } from "../model/plan-id.ts";
import type { RepositoryPath } from "../model/ports.ts";
import { createSourceText, pointAt, type Point } from "../model/source-text.ts";
import { findingsShown, formatFindings, formatTitle } from "./findings-text.ts";
import { clip, count, displayWidth, pad, paint, printable, showPath, type TerminalStyle } from "./terminal.ts";

interface ReferenceGroup {
  readonly planId: PlanId | null;
  readonly references: readonly ResolvedReference[];
}

function groupReferences(references: readonly ResolvedReference[]): readonly ReferenceGroup[] {
  const groups = new Map<PlanId | null, ResolvedReference[]>();
  for (const resolved of references) {
    appendTo(groups, resolved.reference.planId, resolved);
  }
  return [...groups]
    .map(([planId, items]) => ({ planId, references: items }))
    .sort((a, b) => (a.planId === null ? 1 : b.planId === null ? -1 : comparePlanIds(b.planId, a.planId)));
}

/** A reference of a document, by its place: two of one name may have been found by different evidence. */
function placeOf(document: RepositoryPath, { line, column }: Point): string {
  return `${document}\0${line}\0${column}`;
}

type Hints = ReadonlyMap<string, Relink | Unresolved>;

/** What a dead reference may have meant; nothing where that is no answer, as the likeliest of several is none. */
function describeHint(hint: Relink | Unresolved | undefined): string {
  if (hint === undefined) return "";
  if (!("to" in hint)) {
    if (hint.candidates.length === 0) return "";
    const names = hint.candidates.slice(0, 3).map((oid) => oid.slice(0, 7));
    return `${count(hint.candidates.length, "commit")} fit: ${names.join(", ")}`;
  }
  if (hint.confidence === "low") return "";
  return `was ${hint.to.slice(0, 7)}${hint.confidence === "exact" ? "" : "?"} ${printable(hint.header)}`;
}

function describeDead({ reference, resolution }: ResolvedReference, hint: string, style: TerminalStyle): string {
  const { status, oid, candidates } = resolution;
  const head = `           ${pad(printable(reference.text), 10)} `;
  if (hint !== "") {
    const words = `${head}${pad(status, 9)} `;
    return `${words}${paint(style, "dim", clip(hint, Math.max(20, style.width - displayWidth(words))))}`;
  }
  const detail =
    status === "unreachable"
      ? `unreachable  exists as ${oid?.slice(0, 8) ?? ""}, not in this history`
      : status === "ambiguous"
        ? `ambiguous  ${candidates.map((candidate) => candidate.slice(0, 12)).join(", ")}`
        : status === "not-a-commit"
          ? `not a commit  it is a ${resolution.objectType ?? "object"}`
          : status;
  return `${head}${detail}`;
}

/** The tip by its name and its oid, as far as both say something. */
function formatTip({ oid, name }: VerifyOutcome["tip"]): string {
  const short = oid === null ? null : formatShortOid(oid);
  return short === null || short === name ? printable(name) : `${printable(name)} at ${short}`;
}

/** What else is to be said of a verification. */
export interface VerifyWords {
  /** References that were relinked before. */
  readonly fixed: number;
  /** What dead references may have meant; `undefined` where it was not looked for. */
  readonly hints: RelinkOutcome | undefined;
  readonly withSummaries: boolean;
}

function describeMend(
  hints: RelinkOutcome | undefined,
  withSummaries: boolean,
  style: TerminalStyle,
): readonly string[] {
  const command = `state relink${withSummaries ? " --all" : ""}`;
  const sure = hints?.relinks.filter(({ confidence }) => confidence !== "low").length ?? 0;
  const lines: readonly (readonly [string, string])[] =
    hints === undefined
      ? [["what they may have meant:", `${command} --dry-run`]]
      : sure > 0
        ? [
            [`${sure} can be relinked with certainty:`, command],
            ["see each with its evidence:", `${command} --dry-run`],
          ]
        : [["which commits a plan has now:", "state log PLAN"]];
  const width = Math.max(...lines.map(([words]) => words.length)) + 3;
  return lines.map(([words, mend]) => `  ${pad(words, width)}${paint(style, "cyan", mend)}`);
}

/** `verify-commits` for people: grouped by plan, the newest first; whole plans in one line, dead references each. */
export function formatVerify(
  outcome: VerifyOutcome,
  titles: ReadonlyMap<PlanId, string>,
  { fixed, hints, withSummaries }: VerifyWords,
  style: TerminalStyle,
): string {
  const lines: string[] = [];
  const hintByPlace: Hints = new Map(
    [...(hints?.relinks ?? []), ...(hints?.unresolved ?? [])].map((hint) => [placeOf(hint.document, hint.point), hint]),
  );
  const { examined, tip } = outcome;
  for (const { path, text, references } of outcome.documents) {
    const source = createSourceText(text);
    const groups = groupReferences(references);
    const plans = groups.filter(({ planId }) => planId !== null).length;
    if (outcome.documents.length > 1 && references.length === 0) continue;
    const sum = `${count(references.length, "reference")} in ${count(plans, "plan")} · history of ${formatTip(tip)}`;
    const isShort = displayWidth(path) + 3 + displayWidth(sum) <= style.width;
    lines.push(`${paint(style, "bold", showPath(style, path))}${isShort ? "   " : "\n  "}${sum}`, "");
    for (const group of groups) {
      const alive = group.references.filter(({ resolution }) => resolution.status === "reachable").length;
      const total = group.references.length;
      const title = group.planId === null ? "no plan named" : (titles.get(group.planId) ?? null);
      const tone = alive === total ? "green" : "red";
      lines.push(
        `  ${pad(group.planId === null ? "-" : formatPlanName(group.planId), 8)} ${formatTitle(title, 42)}  ${paint(style, tone, `${alive} of ${total} reachable`)}`,
      );
      for (const dead of group.references.filter(({ resolution }) => resolution.status !== "reachable"))
        lines.push(
          describeDead(
            dead,
            describeHint(hintByPlace.get(placeOf(path, pointAt(source, dead.reference.range.start)))),
            style,
          ),
        );
    }
    lines.push("");
  }
  if (fixed > 0) lines.push(`${paint(style, "green", "✔")} ${count(fixed, "reference")} relinked`);
  const { reachable, unknown } = outcome.counts;
  const dead = examined.references - reachable - unknown;
  const others = outcome.findings.filter(({ code, severity }) => !code.startsWith("reference-") && severity !== "info");
  if (others.length > 0) lines.push(formatFindings(others, style, findingsShown));
  if (dead > 0) {
    const plans = new Set(
      outcome.documents.flatMap(({ references }) =>
        references
          .filter(({ resolution }) => resolution.status !== "reachable" && resolution.status !== "unknown")
          .map(({ reference }) => reference.planId),
      ),
    ).size;
    lines.push(
      `${paint(style, "red", "✖")} ${count(dead, "dead reference")} in ${count(plans, "plan")}.`,
      ...describeMend(hints, withSummaries, style),
    );
  } else
    lines.push(
      `${paint(style, "green", "✔")} ${examined.references === 0 ? "no commit references to check" : `every reference is reachable from ${printable(tip.name)}`}`,
    );
  if (unknown > 0)
    lines.push(
      `${paint(style, "yellow", "▲")} ${count(unknown, "reference")} cannot be checked in this incomplete clone:   ${paint(style, "cyan", "git fetch --unshallow")}`,
    );
  return `${lines.join("\n")}\n`;
}
