/** ASCII alone: a character of ours is a byte in every encoding of the file around it. */
const rules: readonly string[] = [
  "Git hooks keep `.planning/STATE.md` true to history (planlink).",
  "",
  "- Tag each commit of a plan with the plan's id: `feat(13-02): send the mail`. `npx state log` lists the plans;",
  "  commits that belong to none have an ordinary scope or none.",
  "- A commit that is refused says which line to type instead. Do not use `--no-verify`.",
  "- Do not edit the values under *Performance Metrics* and *Session Continuity* of STATE.md, nor the ledger",
  '  `.planning/planlink.ledger.yaml`: hooks regenerate them. "Stopped at" in your own words stays if it names the right plan.',
  "- STATE.md may differ after a commit: the plan's completion commit carries it. `npx state sync --commit` commits it alone.",
  "- Do not write hashes from memory: `npx state log PLAN` shows the commits of a plan.",
  "- On findings: `npx state check` lists them, each with what mends it; `npx state explain CODE` says what one means.",
  "  `npx state sync` mends values, `npx state relink --dry-run` shows what dead hashes meant, `npx state relink` corrects them.",
  "  What people wrote is theirs: say what is wrong instead of deleting it.",
];

const beginMark = "<!-- planlink begin: state uninstall takes this out -->";
const endMark = "<!-- planlink end -->";

/** Marks a block of ours, whatever became of its text. */
export const blockPattern: RegExp = /<!-- planlink begin\b[^\n]*-->[^]*?<!-- planlink end -->/;

/** How to live with planlink, as a block for a file that people write; lines end with `\n`. */
export function renderNote(): string {
  return [beginMark, "", "## planlink", "", ...rules, "", endMark].join("\n");
}

/** The same as a skill, a file of its own, with what tells an agent when to read it. */
export function renderSkill(): string {
  return [
    "---",
    "name: planlink",
    "description: How to commit and how to treat .planning/STATE.md in this repository. Use before committing work of a plan, before editing STATE.md or writing commit hashes into planning documents, and when a commit or push is refused or planlink reports findings.",
    "---",
    "",
    "# Working with planlink",
    "",
    ...rules,
    "",
    "Where work stopped, for a session that begins: `npx state resume`. Every command takes `--json`.",
    "",
  ].join("\n");
}

function lineEndingOf(text: string): string {
  return /^[^\n]*\r\n/.test(text) ? "\r\n" : "\n";
}

/**
 * Adds a block at the end of a text, with an empty line before it; every byte that is there stays. A text without a
 * final line break has none afterwards, which tells `removeBlock` what is ours.
 */
export function addBlock(text: string, block: string): string {
  const lineEnding = lineEndingOf(text);
  const written = block.replaceAll("\n", lineEnding);
  if (text === "") return written + lineEnding;
  return text.endsWith("\n") ? text + lineEnding + written + lineEnding : text + lineEnding + lineEnding + written;
}

/** Takes out what `addBlock` put in, at the place of a block; what others wrote around it meanwhile stays. */
export function removeBlock(text: string, written: string): string | undefined {
  const lineEnding = lineEndingOf(text);
  const start = text.indexOf(written);
  if (start === -1) return undefined;
  const before = text.slice(0, start);
  const after = text.slice(start + written.length);
  const gap = lineEnding + lineEnding;
  if (after.startsWith(lineEnding))
    return (before.endsWith(gap) ? before.slice(0, -lineEnding.length) : before) + after.slice(lineEnding.length);
  return (before.endsWith(gap) ? before.slice(0, -gap.length) : before) + after;
}
