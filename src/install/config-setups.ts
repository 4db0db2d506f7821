import { join } from "node:path";
import { decodeBytes } from "./byte-text.ts";
import type { ConfigForm, ConfigManager, ConfigSetup } from "./config-form.ts";
import type { PackageFacts } from "./hook-managers.ts";
import type { Disk } from "./install-ports.ts";
import { lefthookJsonForm, lefthookTomlForm } from "./lefthook-json.ts";
import { lefthookYamlForm } from "./lefthook-text.ts";
import { createPreCommitForm } from "./pre-commit-text.ts";
import { createSimpleGitHooksForm, simpleGitHooksByHand, simpleGitHooksKey } from "./simple-git-hooks-text.ts";

/** The configurations of managers that are there, each at most once. */
export type ConfigSetups = Readonly<Record<ConfigManager, ConfigSetup | null>>;

interface Candidate {
  readonly name: string;
  readonly form: ConfigForm;
}

/** In the order in which lefthook looks for them. */
const lefthookCandidates: readonly Candidate[] = ["lefthook", ".lefthook", ".config/lefthook"].flatMap((base) => [
  { name: `${base}.yml`, form: lefthookYamlForm },
  { name: `${base}.yaml`, form: lefthookYamlForm },
  { name: `${base}.toml`, form: lefthookTomlForm },
  { name: `${base}.json`, form: lefthookJsonForm },
  { name: `${base}.jsonc`, form: lefthookJsonForm },
]);

/** In the order in which simple-git-hooks looks for them; `package.json` comes last. */
const simpleGitHooksCandidates: readonly Candidate[] = [
  ...[".simple-git-hooks", "simple-git-hooks"].flatMap((base) =>
    ["cjs", "js", "mjs"].map((extension) => ({ name: `${base}.${extension}`, form: simpleGitHooksByHand })),
  ),
  { name: ".simple-git-hooks.json", form: createSimpleGitHooksForm(null) },
  { name: "simple-git-hooks.json", form: createSimpleGitHooksForm(null) },
];

const preCommitName = ".pre-commit-config.yaml";

async function readSetup(
  disk: Disk,
  manager: ConfigManager,
  topLevel: string,
  { name, form }: Candidate,
): Promise<ConfigSetup | null> {
  const path = join(topLevel, name);
  const entry = await disk.readEntry(path);
  if (entry.kind !== "file") return null;
  const text = decodeBytes(entry.content);
  return { manager, path, exists: true, text, hooks: form.find(text), form };
}

async function readFirst(
  disk: Disk,
  manager: ConfigManager,
  topLevel: string,
  candidates: readonly Candidate[],
): Promise<ConfigSetup | null> {
  for (const candidate of candidates) {
    const setup = await readSetup(disk, manager, topLevel, candidate);
    if (setup !== null) return setup;
  }
  return null;
}

/** Reads the configurations of hook managers at the top of the work tree. */
export async function readConfigSetups(disk: Disk, topLevel: string, declared: PackageFacts): Promise<ConfigSetups> {
  const inPackage: Candidate = { name: "package.json", form: createSimpleGitHooksForm(simpleGitHooksKey) };
  const isInPackage = declared.keys.has(simpleGitHooksKey) || declared.dependencies.has(simpleGitHooksKey);
  const preCommit: Candidate = { name: preCommitName, form: createPreCommitForm("current") };
  return {
    lefthook: await readFirst(disk, "lefthook", topLevel, lefthookCandidates),
    "simple-git-hooks":
      (await readFirst(disk, "simple-git-hooks", topLevel, simpleGitHooksCandidates)) ??
      (isInPackage ? await readSetup(disk, "simple-git-hooks", topLevel, inPackage) : null),
    "pre-commit":
      (await readSetup(disk, "pre-commit", topLevel, preCommit)) ?? createAbsent(join(topLevel, preCommitName)),
  };
}

/** pre-commit's configuration may be begun by us: pre-commit itself is no part of the repository. */
function createAbsent(path: string): ConfigSetup {
  const form = createPreCommitForm("current");
  return { manager: "pre-commit", path, exists: false, text: "", hooks: form.find(""), form };
}
