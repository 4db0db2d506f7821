import type { ReceivedOutcome } from "../commands/check-received.ts";
import { formatFindings } from "./findings-text.ts";
import { clip, count, paint, printable, wrap, type TerminalStyle } from "./terminal.ts";

/** Git sets `remote: ` before each line that a server says. */
export const remoteWidth = 72;
/** Of more findings of one kind, or of more refs, the rest is counted: a push of a thousand refs is to stay readable. */
const mostFindings = 8;
const mostRefs = 10;

function shortRef(ref: string): string {
  return clip(printable(ref.replace(/^refs\/heads\//, "")), 32);
}

/** Wraps a sentence; lines after the first are set in. */
function paragraph(text: string): readonly string[] {
  return wrap(text, remoteWidth - 2).map((line, index) => (index === 0 ? line : `  ${line}`));
}

function formatRefused(
  { ref, range: { outcome, added, inherited, newCommits } }: ReceivedOutcome["checked"][number],
  style: TerminalStyle,
): string {
  const errors = added.filter(({ severity }) => severity === "error");
  const { references = 0, plans = 0 } = outcome?.examined ?? {};
  const debts = inherited.filter(({ severity }) => severity !== "info").length;
  const fileName = printable(errors[0]?.path?.split("/").at(-1) ?? "STATE.md");
  const head = [
    ...paragraph(`planlink: this push would make ${fileName} less true on ${shortRef(ref)}`),
    `  checked ${count(newCommits, "new commit")}, ${count(references, "reference")}, ${count(plans, "plan")}`,
  ];
  const old =
    debts === 0
      ? []
      : [
          `  ${count(debts, "older finding")} ${debts === 1 ? "was" : "were"} here already and ${debts === 1 ? "does" : "do"} not count.`,
        ];
  return `${head.join("\n")}\n${formatFindings(errors, style, mostFindings)}${old.map((line) => `${line}\n`).join("")}`;
}

/** The check that could not be made, for who pushes: it may be for who keeps the server to mend. */
function formatFailed({ ref, error }: ReceivedOutcome["failed"][number], isStrict: boolean): readonly string[] {
  const end = isStrict ? "planlink.strict is set here, so this refuses the push" : "this does not refuse the push";
  const subject = ref === "" ? "" : `${shortRef(ref)}: `;
  const help = error.help === null ? [] : wrap(printable(error.help), remoteWidth - 2).map((line) => `  ${line}`);
  return [...paragraph(`planlink: ${subject}${printable(error.message)}; ${end}`), ...help];
}

/** Whether a push is refused: it makes something worse, or could not be checked where that is asked for. */
export function isRefused({ checked, failed }: ReceivedOutcome, isStrict: boolean): boolean {
  return (
    (isStrict && failed.length > 0) ||
    checked.some(({ range }) => range.added.some(({ severity }) => severity === "error"))
  );
}

/** What a server says to who pushes: nothing where all is well. */
export function formatReceived(outcome: ReceivedOutcome, isStrict: boolean, style: TerminalStyle): string {
  const refused = outcome.checked.filter(({ range }) => range.added.some(({ severity }) => severity === "error"));
  const parts = refused.slice(0, mostRefs).map((item) => formatRefused(item, style));
  const more = (hidden: number, noun: string): readonly string[] =>
    hidden <= 0 ? [] : [`  … and ${count(hidden, noun)}`];
  const isFixable = refused.some(({ range }) =>
    range.added.some(({ severity, edits }) => severity === "error" && edits.length > 0),
  );
  const lines = [
    ...more(refused.length - mostRefs, "more ref"),
    ...(isFixable
      ? ["mend what is fixable in one commit, then push again:", `  ${paint(style, "cyan", "state sync --commit")}`]
      : []),
    ...outcome.failed.slice(0, mostRefs).flatMap((item) => formatFailed(item, isStrict)),
    ...more(outcome.failed.length - mostRefs, "more failed check"),
  ];
  return `${parts.join("")}${lines.map((line) => `${line}\n`).join("")}`;
}
