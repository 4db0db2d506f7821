import type { RangeOutcome } from "../commands/check-push.ts";
import type { Finding } from "../model/finding.ts";
import { formatFindings } from "./findings-text.ts";
import { count, paint, printable, type TerminalStyle } from "./terminal.ts";

/** The header with the scope that the finding proposes, as a command to paste; `null` where it proposes none. */
function proposeCommand(finding: Finding, text: string): string | null {
  const header = text.split("\n")[0] ?? "";
  const suggestion = "suggestion" in finding.data ? finding.data.suggestion : null;
  const match = /^([A-Za-z]+)\s*\(?[^)]*?\)?(!?)\s*:?\s+(.*)$/.exec(header);
  const scoped = /^([A-Za-z]+)\s*\(([^)]*)\)(!?)\s*:?\s*(.*)$/.exec(header);
  const parts = scoped === null ? (match === null ? null : [match[1], match[2], match[3]]) : [scoped[1], scoped[3], scoped[4]];
  if (suggestion === null || parts === null) return null;
  const [type = "", breaking = "", subject = ""] = parts;
  const quoted = `${type}(${suggestion})${breaking}: ${printable(subject)}`.replace(/[\\"$`]/g, "\\$&");
  return `git commit -m "${quoted}"`;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What `commit-msg` says when it refuses a message; `blocks` is false in a rebase, where it only warns. */
export function formatRefusedMessage(findings: readonly Finding[], text: string, messageFile: string, blocks: boolean, style: TerminalStyle): string {
  const lines: string[] = [];
  for (const finding of findings) {
    lines.push(`${paint(style, "red", "✖")} ${printable(finding.message)}`);
    if (finding.help !== null) lines.push(`  ${sentence(printable(finding.help))}`);
    const command = proposeCommand(finding, text);
    if (command !== null) lines.push(`    ${paint(style, "cyan", command)}`);
  }
  lines.push(paint(style, "dim", blocks ? `  The message is kept in ${printable(messageFile)} · PLANLINK=0 switches the check off` : "  A rebase is under way: this does not block"));
  return `${lines.join("\n")}\n`;
}

/** What `pre-push` says when it stops a push. */
export function formatPushReport(outcomes: readonly RangeOutcome[], style: TerminalStyle): string {
  const parts = outcomes.flatMap(({ range, outcome, added, inherited, newCommits }) => {
    const errors = added.filter(({ severity }) => severity === "error");
    if (outcome === null || errors.length === 0) return [];
    const { references, plans } = outcome.examined;
    const fileName = errors[0]?.path?.split("/").at(-1) ?? "STATE.md";
    const fixable = errors.some(({ edits }) => edits.length > 0);
    const debts = inherited.filter(({ severity }) => severity !== "info").length;
    const head = `planlink: checked ${count(newCommits, "new commit")} against ${fileName} (${count(references, "reference")}, ${count(plans, "plan")})\n`;
    const old = debts === 0 ? "" : paint(style, "dim", `  ${count(debts, "older finding")} ${debts === 1 ? "was" : "were"} already on ${printable(range.baseName)} and ${debts === 1 ? "does" : "do"} not block.`) + "\n";
    const mend = fixable ? `  mend what is fixable in one commit:   ${paint(style, "cyan", "state sync --commit")}\n` : "";
    return [`${head}${formatFindings(errors, style, 20)}${old}\n${mend}`];
  });
  return `${parts.join("\n")}  push all the same:                    ${paint(style, "cyan", "git push --no-verify")}\n`;
}
