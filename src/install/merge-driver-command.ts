import { quoteForShell } from "./shell-quote.ts";

/** The keys of git's configuration that make the driver known; the name is what git shows of it. */
export const mergeDriverKeys = { name: "merge.planlink.name", driver: "merge.planlink.driver" } as const;

/** What git says about the driver. */
export const mergeDriverName = "STATE.md by its lines and owned elements (planlink)";

/**
 * Renders the command by which git runs the driver: through `sh -c`, at the top of the work tree of whatever worktree is
 * merging. A copy under its own `node_modules` comes first; `mergeScript` is the absolute path of the program at work.
 *
 * Where both are gone, git's own merge is made, as if no driver were set: one that writes nothing would lose theirs.
 */
export function renderMergeDriver(mergeScript: string): string {
  // git replaces what follows a percent sign.
  const recorded = quoteForShell(mergeScript).replaceAll("%", "%%");
  return [
    "program=node_modules/planlink/dist/merge.sh",
    `[ -f "$program" ] || program=${recorded}`,
    'if [ -f "$program" ]; then sh "$program" %O %A %B %L %P; ' +
      "else git merge-file --marker-size=%L -L HEAD -L base -L theirs -- %A %O %B || exit 1; fi",
  ].join("; ");
}
