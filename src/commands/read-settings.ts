import { configKeys } from "../config/config-keys.ts";
import { configFileName, defaultConfig, findCommitDocs, type Config } from "../config/config-model.ts";
import type { ParsedConfig } from "../config/config.ts";
import type { RepositoryPath } from "../model/ports.ts";

/** Where an effective value comes from. */
export type SettingSource =
  | { readonly kind: "default" }
  | { readonly kind: "file"; readonly path: RepositoryPath; readonly line: number | null }
  /** A setting of Git's configuration. */
  | { readonly kind: "git"; readonly name: string }
  /** Found by looking: there is such a folder. */
  | { readonly kind: "found" };

/** One effective value: `update`, `severity.plan-mismatch`, or what planlink takes from elsewhere. */
export interface Setting {
  readonly name: string;
  readonly value: unknown;
  readonly source: SettingSource;
}

export interface SettingsInput {
  readonly planningDirectory: RepositoryPath;
  /** `null` where there is no `planlink.yaml`. */
  readonly parsed: ParsedConfig | null;
  /** The text of GSD's `config.json`; `null` where there is none. */
  readonly gsdText: string | null;
  readonly directorySource: SettingSource;
}

function listSeverities(config: Config): readonly string[] {
  return Object.keys(config.severities).toSorted();
}

/** Every effective value with where it comes from: the keys of `planlink.yaml` first, then what is set elsewhere. */
export function readSettings({
  planningDirectory,
  parsed,
  gsdText,
  directorySource,
}: SettingsInput): readonly Setting[] {
  const path = `${planningDirectory}/${configFileName}`;
  const config = parsed?.config ?? defaultConfig;
  const sourceOf = (name: string): SettingSource => {
    const line = parsed?.lineBySetting.get(name);
    return line === undefined ? { kind: "default" } : { kind: "file", path, line };
  };
  const own = configKeys.flatMap((key): readonly Setting[] => {
    if (key.type.kind !== "severities")
      return [{ name: key.name, value: key.valueOf(config), source: sourceOf(key.name) }];
    const codes = listSeverities(config);
    if (codes.length === 0) return [{ name: key.name, value: {}, source: sourceOf(key.name) }];
    return codes.map((code) => {
      const name = `${key.name}.${code}`;
      return {
        name,
        value: Object.entries(config.severities).find(([known]) => known === code)?.[1],
        source: sourceOf(name),
      };
    });
  });
  const commitDocs = gsdText === null ? undefined : findCommitDocs(gsdText);
  return [
    ...own,
    {
      name: "commit_docs",
      value: commitDocs ?? defaultConfig.commitDocs,
      source:
        commitDocs === undefined
          ? { kind: "default" }
          : { kind: "file", path: `${planningDirectory}/config.json`, line: null },
    },
    { name: "planlink.directory", value: planningDirectory, source: directorySource },
  ];
}
