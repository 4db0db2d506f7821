import { chmodSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { PlannedRepository } from "./planned-repository.ts";

/** Every command that a person may type; those that change a document come last. */
export const allCommands: readonly (readonly string[])[] = [
  ["check", "--all"],
  ["check", "--range", "HEAD~1..HEAD"],
  ["check", "--format", "github"],
  ["check", "--explain"],
  ["verify-commits", "--all"],
  ["relink", "--all", "--dry-run"],
  ["sync", "--dry-run"],
  ["sync", "--check"],
  ["lint", "--range", "HEAD~2..HEAD"],
  ["show"],
  ["log"],
  ["log", "01-01"],
  ["resume"],
  ["resume", "--format", "session-start"],
  ["metrics"],
  ["config"],
  ["doctor", "--no-trial"],
  ["report", "--force"],
  ["check", "--selftest"],
  ["init", "--dry-run"],
  ["verify-commits", "--fix"],
  ["relink"],
  ["sync", "--create"],
  ["sync"],
];

/** Programs that a repository's configuration names, by setting. */
const programSettings: readonly string[] = [
  "core.fsmonitor",
  "diff.external",
  "diff.evil.textconv",
  "diff.evil.command",
  "filter.evil.clean",
  "filter.evil.smudge",
  "core.sshCommand",
  "core.pager",
  "pager.log",
  "pager.diff",
  "core.editor",
  "sequence.editor",
  "core.askPass",
  "core.gitProxy",
  "core.alternateRefsCommand",
  "credential.helper",
  "gpg.program",
  "gpg.ssh.program",
  "trailer.evil.command",
  "trailer.evil.cmd",
  "interactive.diffFilter",
  "merge.evil.driver",
  "uploadpack.packObjectsHook",
  "remote.origin.uploadpack",
  "remote.origin.receivepack",
  "alias.status",
  "alias.log",
  "alias.cat-file",
];

/** Programs that leave word when they run. */
export interface Traps {
  /** The settings whose programs have run since the last question. */
  readonly take: () => readonly string[];
}

/** Sets programs that leave word wherever Git's configuration may name one, and whatever makes Git run them. */
export async function setTraps(repository: PlannedRepository): Promise<Traps> {
  const record = join(repository.directory, "..", "ran");
  const folder = join(repository.directory, "..", "traps");
  for (const setting of programSettings) {
    const path = join(folder, setting);
    // A filter or a textconv hands on what it is given.
    repository.write(`../traps/${setting}`, `#!/bin/sh\necho ${setting} >>'${record}'\ncat "$@" 2>/dev/null\nexit 0\n`);
    chmodSync(path, 0o755);
    await repository.git(["config", setting, setting.startsWith("alias.") ? `!${path}` : path]);
  }
  const others: readonly (readonly [string, string])[] = [
    ["log.showSignature", "true"],
    ["protocol.ext.allow", "always"],
    ["remote.origin.url", `ext::${join(folder, "core.sshCommand")} %S`],
    ["remote.origin.promisor", "true"],
    ["remote.origin.partialclonefilter", "blob:none"],
    ["core.attributesFile", join(folder, "attributes")],
    ["init.templateDir", folder],
    ["diff.mnemonicPrefix", "true"],
    ["color.ui", "always"],
    ["core.quotePath", "false"],
  ];
  for (const [name, value] of others) await repository.git(["config", name, value]);
  repository.write("../traps/attributes", "* diff=evil filter=evil\n.planning/PROJECT.md merge=evil\n");
  const take = (): readonly string[] => {
    const text = existsSync(record) ? readFileSync(record, "utf8") : "";
    rmSync(record, { force: true });
    return [...new Set(text.split("\n").filter(Boolean))].toSorted();
  };
  take();
  return { take };
}
