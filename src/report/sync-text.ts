import type { LedgerOutcome } from "../commands/refresh-ledger.ts";
import type { ManifestOutcome } from "../commands/refresh-manifest.ts";
import type { SyncOutcome } from "../commands/sync-state.ts";
import type { Finding } from "../model/finding.ts";
import { findingsShown, formatFindings } from "./findings-text.ts";
import { count, displayWidth, paint, printable, showPath, type TerminalStyle, wrap } from "./terminal.ts";

/** A value without evidence stays as it is; every other finding on an owned element goes with the change, whichever edit carries it. */
function isLeft({ code }: Finding): boolean {
  return code === "duration-implausible";
}

/** `sync` for people: what was mended and why, what stayed, and what it was held against. */
export function formatSync(
  outcome: SyncOutcome,
  verb: "wrote" | "would write" | "is stale",
  style: TerminalStyle,
): string {
  const { examined, findings, created, path } = outcome;
  if (outcome.hasConflict)
    return `${paint(style, "red", "✖")} ${showPath(style, path)} has unresolved conflict markers: it is left alone\n  resolve them, then:   ${paint(style, "cyan", "state sync")}\n`;
  const left = findings.filter(isLeft).length;
  const mended = findings.length - left;
  const basis = `  ${paint(style, "dim", `examined ${count(examined.plans, "plan")}, ${count(examined.commits, "commit")}, ${count(examined.rows, "recorded row")}`)}\n`;
  // What this very run mends needs neither a mark that it can be mended nor the command that mends it.
  const body = formatFindings(
    findings.map((finding) => (isLeft(finding) ? finding : { ...finding, help: null, edits: [] })),
    style,
    findingsShown,
  );
  if (outcome.newText === outcome.oldText) {
    return `${body}${paint(style, "green", "✔")} ${showPath(style, path)} agrees with history${left > 0 ? `; ${count(left, "value")} without evidence left as written` : ""}\n${basis}`;
  }
  const words = [
    created.length > 0 ? `created ${created.join(", ")}` : null,
    mended > 0 ? `${count(mended, "value")} ${verb === "wrote" ? "mended" : "to mend"}` : null,
    left > 0 ? `${left} without evidence left as ${left === 1 ? "it is" : "they are"}` : null,
  ].filter((word) => word !== null);
  const sign = verb === "is stale" ? paint(style, "red", "✖") : paint(style, "green", "✔");
  const head = verb === "is stale" ? `${showPath(style, path)} is stale` : `${verb} ${showPath(style, path)}`;
  const mend = verb === "is stale" ? `  mend it:   ${paint(style, "cyan", "state sync")}\n` : "";
  const said = wrap(words.join(", "), style.width - 2);
  const isShort = said.length === 1 && displayWidth(`${path} ${verb}: ${said[0] ?? ""}`) + 2 <= style.width;
  const total = isShort ? `: ${said[0] ?? ""}` : `\n${said.map((line) => `  ${line}`).join("\n")}`;
  return `${body}${sign} ${head}${total}\n${basis}${mend}`;
}

/** What `sync` did to GSD's manifest of phases, in the same way. */
export function formatManifestChange(
  manifest: ManifestOutcome & { readonly isChanged: boolean },
  isDry: boolean,
  style: TerminalStyle,
): string {
  const change = manifest.isChanged ? `  ${isDry ? "would write" : "wrote"} ${printable(manifest.path)}\n` : "";
  return formatFindings(manifest.findings, style, findingsShown) + change;
}

/** What `sync` did to the ledger, in a line; nothing where nothing changed and nothing is wrong with it. */
export function formatLedgerChange(
  ledger: LedgerOutcome & { readonly isChanged: boolean },
  isDry: boolean,
  style: TerminalStyle,
): string {
  const verb = isDry ? "would write" : "wrote";
  const change = ledger.isChanged ? `  ${verb} ${printable(ledger.path)}: ${count(ledger.commits, "commit")}\n` : "";
  return formatFindings(ledger.findings, style, findingsShown) + change;
}
