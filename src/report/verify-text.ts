import type { ResolvedReference } from "../check/check-references.ts";
import type { VerifyOutcome } from "../commands/verify-commits.ts";
import { formatShortOid } from "../model/oid.ts";
import { comparePlanIds, formatPlanName, type PlanId } from "../model/plan-id.ts";
import { findingsShown, formatFindings, formatTitle } from "./findings-text.ts";
import { count, pad, paint, printable, type TerminalStyle, showPath } from "./terminal.ts";

interface ReferenceGroup {
  readonly planId: PlanId | null;
  readonly references: readonly ResolvedReference[];
}

function groupReferences(references: readonly ResolvedReference[]): readonly ReferenceGroup[] {
  const groups = new Map<PlanId | null, ResolvedReference[]>();
  for (const resolved of references) {
    const group = groups.get(resolved.reference.planId);
    if (group === undefined) groups.set(resolved.reference.planId, [resolved]);
    else group.push(resolved);
  }
  return [...groups]
    .map(([planId, items]) => ({ planId, references: items }))
    .sort((a, b) => (a.planId === null ? 1 : b.planId === null ? -1 : comparePlanIds(b.planId, a.planId)));
}

function describeDead({ reference, resolution }: ResolvedReference): string {
  const { status, oid, candidates } = resolution;
  const detail =
    status === "unreachable"
      ? `unreachable  exists as ${oid?.slice(0, 8) ?? ""}, not in this history`
      : status === "ambiguous"
        ? `ambiguous  ${candidates.map((candidate) => candidate.slice(0, 12)).join(", ")}`
        : status === "not-a-commit"
          ? `not a commit  it is a ${resolution.objectType ?? "object"}`
          : status;
  return `${pad(printable(reference.text), 10)} ${detail}`;
}

/** The tip by its name and its oid, as far as both say something. */
function formatTip({ oid, name }: VerifyOutcome["tip"]): string {
  const short = oid === null ? null : formatShortOid(oid);
  return short === null || short === name ? printable(name) : `${printable(name)} at ${short}`;
}

/** `verify-commits` for people: grouped by plan, the newest first; whole plans in one line, dead references each. */
export function formatVerify(
  outcome: VerifyOutcome,
  titles: ReadonlyMap<PlanId, string>,
  style: TerminalStyle,
): string {
  const lines: string[] = [];
  const { examined, tip } = outcome;
  for (const { path, references } of outcome.documents) {
    const groups = groupReferences(references);
    const plans = groups.filter(({ planId }) => planId !== null).length;
    if (outcome.documents.length > 1 && references.length === 0) continue;
    lines.push(
      `${paint(style, "bold", showPath(style, path))}   ${count(references.length, "reference")} in ${count(plans, "plan")} · history of ${formatTip(tip)}`,
      "",
    );
    for (const group of groups) {
      const alive = group.references.filter(({ resolution }) => resolution.status === "reachable").length;
      const total = group.references.length;
      const title = group.planId === null ? "no plan named" : (titles.get(group.planId) ?? null);
      const tone = alive === total ? "green" : "red";
      lines.push(
        `  ${pad(group.planId === null ? "-" : formatPlanName(group.planId), 8)} ${formatTitle(title, 42)}  ${paint(style, tone, `${alive} of ${total} reachable`)}`,
      );
      for (const dead of group.references.filter(({ resolution }) => resolution.status !== "reachable"))
        lines.push(`           ${describeDead(dead)}`);
    }
    lines.push("");
  }
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
      `  which commits a plan has now:   ${paint(style, "cyan", "state log PLAN")}`,
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
