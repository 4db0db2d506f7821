import type { InstallHooksOutcome } from "../commands/install-hooks.ts";
import type { UninstallHooksOutcome } from "../commands/uninstall-hooks.ts";
import { count, paint, printable, wrap, type TerminalStyle } from "./terminal.ts";

type InstallNoteCode = InstallHooksOutcome["notes"][number]["code"];

const noteWords: Readonly<Record<InstallNoteCode, (path: string) => string>> = {
  "hook-edited": (path) => `${path} was edited by hand after it was installed: it was left as it is`,
  "hook-run-by-other": (path) => `another hook manager runs our hook from ${path}`,
  "husky-inactive": () => "husky has not run in this clone, so git runs none of its hooks yet: npx husky",
  "husky-may-hide": () => "husky is a dependency here: once it runs, it hides these hooks: state init --manager husky",
  "lefthook-inactive": () => "lefthook has not put all its hooks into this clone yet: npx lefthook install",
  "pre-commit-inactive": () => "pre-commit has not put all its hooks into this clone yet: pre-commit install",
  "simple-git-hooks-inactive": () =>
    "simple-git-hooks has not put all its hooks into this clone yet: npx simple-git-hooks",
  "hook-would-go": (path) =>
    `simple-git-hooks deletes hooks that it has no command for: move what ${path} does into its configuration`,
  "config-unstaged": () =>
    "pre-commit stops every commit until its configuration is staged: git add .pre-commit-config.yaml",
  "program-absent": () =>
    "these hooks find no planlink here, neither in node_modules nor on PATH: install it in the project (npm install --save-dev planlink)",
  "block-may-not-run": (path) => `${path} leaves early (exit or exec) before our lines`,
  "hooks-in-work-tree": (path) => `${path} is part of the work tree: its files show in git status`,
  "hooks-shared": (path) => `${path} serves other repositories too`,
  "program-temporary": (path) =>
    `${path} is a download cache and will vanish: install planlink in the project (npm install --save-dev planlink)`,
  "attributes-kept": (path) => `attributes of this repository say how ${path} is merged: they stand`,
  "attributes-blocked": (path) => `${path} is no plain file: git merges STATE.md as text`,
};

/** Something to know, with a sign in a column of its own. */
function formatNote(words: string, style: TerminalStyle): readonly string[] {
  return wrap(printable(words), style.width - 2).map((line, index) =>
    index === 0 ? `${paint(style, "yellow", "▲")} ${line}` : `  ${line}`,
  );
}

/** What `init` did to the hooks, or would do. */
export function formatInstall(
  outcome: Omit<InstallHooksOutcome, "manager"> & { readonly manager: string },
  dryRun: boolean,
  style: TerminalStyle,
): string {
  const changed = outcome.hooks.filter(({ change }) => change === "created" || change === "updated");
  const chained = outcome.hooks.filter(({ previousPath }) => previousPath !== null);
  const tick = paint(style, "green", "✔");
  const verb = dryRun ? "would install" : "installed";
  const lines = [
    ...(changed.length === 0
      ? [`${tick} hooks are in place (${outcome.manager}, ${printable(outcome.directory)})`]
      : [
          `${tick} ${verb} ${count(changed.length, "hook")} (${outcome.manager}, ${printable(outcome.directory)})`,
          `  ${changed.map(({ name }) => name).join(", ")}`,
        ]),
    ...(outcome.former === null ? [] : [`  ${dryRun ? "would take" : "took"} them out of ${outcome.former} before`]),
    ...chained.flatMap(({ name, previousPath }) =>
      wrap(printable(`${name} runs the hook that was there first: ${previousPath ?? ""}`), style.width - 4).map(
        (line, index) => `${index === 0 ? "  " : "    "}${line}`,
      ),
    ),
    ...(outcome.merge.change === "unchanged"
      ? []
      : [
          `${tick} ${dryRun ? "would set up" : "set up"} the merging of STATE.md (git config merge.planlink)`,
          ...outcome.merge.attributeLines.map((line) => `  .gitattributes: ${printable(line)}`),
        ]),
    ...outcome.notes.flatMap(({ code, path }) => formatNote(noteWords[code](path), style)),
  ];
  return `${lines.join("\n")}\n`;
}

const leftWords: Readonly<Record<UninstallHooksOutcome["left"][number]["reason"], string>> = {
  edited: "it was edited by hand, so what is ours in it cannot be told",
  replaced: "another hook stands where ours did",
  "other-worktree": "it is another worktree's, and still names the merge driver: take its lines out there",
};

/** What `uninstall` did, or would do. */
export function formatUninstall(outcome: UninstallHooksOutcome, dryRun: boolean, style: TerminalStyle): string {
  const restored = outcome.hooks.filter(({ isRestored }) => isRestored).length;
  const verb = dryRun ? "would remove" : "removed";
  const lines = [
    outcome.hooks.length === 0
      ? "no hooks of planlink are installed here"
      : `${paint(style, "green", "✔")} ${verb} ${count(outcome.hooks.length, "hook")}${restored > 0 ? `; ${count(restored, "earlier hook")} put back` : ""}`,
    ...(outcome.isMergeRemoved
      ? [`${paint(style, "green", "✔")} ${verb} the merging of STATE.md (.gitattributes, git config merge.planlink)`]
      : []),
    ...outcome.left.flatMap(({ path, reason }) => formatNote(`${path} was left: ${leftWords[reason]}`, style)),
  ];
  return `${lines.join("\n")}\n`;
}
