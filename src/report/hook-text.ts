import type { RangeOutcome } from "../commands/check-push.ts";
import type { Finding } from "../model/finding.ts";
import { formatFindings } from "./findings-text.ts";
import { proposeCommand } from "./proposed-message.ts";
import { count, paint, printable, type TerminalStyle } from "./terminal.ts";

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What `commit-msg` says when it refuses a message; `blocks` is false in a rebase, where it only warns. */
export function formatRefusedMessage(
  findings: readonly Finding[],
  text: string,
  messageFile: string,
  blocks: boolean,
  style: TerminalStyle,
): string {
  const lines: string[] = [];
  for (const finding of findings) {
    lines.push(`${paint(style, "red", "✖")} ${printable(finding.message)}`);
    if (finding.help !== null) lines.push(`  ${sentence(printable(finding.help))}`);
    const command = proposeCommand(finding, text.split("\n")[0] ?? "");
    if (command !== null) lines.push(`    ${paint(style, "cyan", command)}`);
  }
  lines.push(
    paint(
      style,
      "dim",
      blocks
        ? `  The message is kept in ${printable(messageFile)} · PLANLINK=0 switches the check off`
        : "  A rebase is under way: this does not block",
    ),
  );
  return `${lines.join("\n")}\n`;
}

/** What `commit-msg` says of a message that it lets pass with a doubt. */
export function formatWarnedMessage(findings: readonly Finding[], style: TerminalStyle): string {
  return findings
    .map(({ message, help }) => {
      const mend = help === null ? "" : `  ${sentence(printable(help))}\n`;
      return `${paint(style, "yellow", "▲")} ${printable(message)}\n${mend}`;
    })
    .join("");
}

/** What `pre-push` says when it stops a push; of several refs each is named. */
export function formatPushReport(outcomes: readonly RangeOutcome[], style: TerminalStyle): string {
  const parts = outcomes.flatMap(({ range, outcome, added, inherited, newCommits }) => {
    const errors = added.filter(({ severity }) => severity === "error");
    if (outcome === null || errors.length === 0) return [];
    const { references, plans } = outcome.examined;
    const fileName = errors[0]?.path?.split("/").at(-1) ?? "STATE.md";
    const fixable = errors.some(({ edits }) => edits.length > 0);
    const debts = inherited.filter(({ severity }) => severity !== "info").length;
    const of = outcomes.length > 1 ? ` of ${printable(range.tipName)}` : "";
    const head = `planlink: checked ${count(newCommits, "new commit")}${of} against ${fileName} (${count(references, "reference")}, ${count(plans, "plan")})\n`;
    const old =
      debts === 0
        ? ""
        : paint(
            style,
            "dim",
            `  ${count(debts, "older finding")} ${debts === 1 ? "was" : "were"} already on ${printable(range.baseName)} and ${debts === 1 ? "does" : "do"} not block.`,
          ) + "\n";
    const mend = fixable
      ? `  mend what is fixable in one commit:   ${paint(style, "cyan", "state sync --commit")}\n`
      : "";
    return [`${head}${formatFindings(errors, style, 20)}${old}\n${mend}`];
  });
  return `${parts.join("\n")}  push all the same:                    ${paint(style, "cyan", "git push --no-verify")}\n`;
}
