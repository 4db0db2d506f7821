import { isAbsolute, join } from "node:path";
import { pathBelow } from "../files/path-below.ts";
import type { ConfigManager } from "./config-form.ts";
import type { GitHookFacts } from "./install-ports.ts";
import { parseRecordFields } from "./record-fields.ts";

/** Through what hooks are installed. */
export const installManagers = ["native", "husky", "lefthook", "pre-commit", "simple-git-hooks"] as const;
export type InstallManager = (typeof installManagers)[number];

/** Tells whether a word names a manager that hooks can be installed through. */
export function isInstallManager(word: unknown): word is InstallManager {
  return installManagers.some((manager) => manager === word);
}

/** Tells whether a manager is told of hooks in a configuration that people write. */
export function isConfigManager(manager: InstallManager): manager is ConfigManager {
  return manager !== "native" && manager !== "husky";
}

/** A path that stays true when the repository is moved and from each of its worktrees: parts joined by `/`. */
export interface Place {
  readonly base: "git" | "work-tree" | "absolute";
  readonly path: string;
}

/** What `state init` wrote into `.gitattributes`. */
export interface AttributesRecord {
  readonly lines: readonly string[];
  /** There was no such file. */
  readonly isCreated: boolean;
}

/** Nothing was written into `.gitattributes`. */
export const noAttributes: AttributesRecord = { lines: [], isCreated: false };

/**
 * What `state init` did to this clone, as far as the files themselves do not show it. Kept in the git directory.
 * Losing it loses only tidiness: hooks are known by their text, but directories that were created would stay.
 */
export interface InstallRecord {
  readonly version: 1;
  readonly manager: InstallManager;
  /** Directories of hook files, and of husky's scripts, that hooks were put into. */
  readonly hookDirectories: readonly Place[];
  readonly huskyDirectories: readonly Place[];
  /** Outer directories first. */
  readonly createdDirectories: readonly Place[];
  /** Hook files that a manager of hooks put in place for us: they go with us. */
  readonly activatedHooks: readonly Place[];
  /** Scripts of husky's, and configurations, that were there before, but empty: they are empty again, and stay. */
  readonly emptyScripts: readonly Place[];
  readonly attributes: AttributesRecord;
}

type Bases = Pick<GitHookFacts, "commonDirectory" | "topLevel">;

/** Turns a path into a place. The git directory comes first, as it usually lies in the work tree. */
export function toPlace(path: string, { commonDirectory, topLevel }: Bases): Place {
  const inGit = pathBelow(commonDirectory, path);
  if (inGit !== undefined) return { base: "git", path: inGit };
  const inWorkTree = pathBelow(topLevel, path);
  if (inWorkTree !== undefined) return { base: "work-tree", path: inWorkTree };
  return { base: "absolute", path };
}

/** The path of a place in the worktree at hand. */
export function resolvePlace({ base, path }: Place, { commonDirectory, topLevel }: Bases): string {
  return base === "absolute" ? path : join(base === "git" ? commonDirectory : topLevel, path);
}

/** Adds places to a list, each once, in the order of their first appearance. */
export function addPlaces(places: readonly Place[], added: readonly Place[]): readonly Place[] {
  const key = ({ base, path }: Place): string => `${base}:${path}`;
  return [...new Map([...places, ...added].map((place) => [key(place), place])).values()];
}

function parsePlaces(value: unknown): readonly Place[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const places: Place[] = [];
  for (const item of value as readonly unknown[]) {
    if (typeof item !== "object" || item === null || !("base" in item) || !("path" in item)) return undefined;
    const { base, path } = item;
    if ((base !== "git" && base !== "work-tree" && base !== "absolute") || typeof path !== "string") return undefined;
    // A record that leads out of its base was not written by us; uninstalling must not follow it.
    if (base !== "absolute" && (isAbsolute(path) || path.split(/[\\/]/).includes(".."))) return undefined;
    places.push({ base, path });
  }
  return places;
}

/** Records of earlier versions have none. */
function parseAttributes(value: unknown): AttributesRecord | undefined {
  if (value === undefined) return noAttributes;
  if (typeof value !== "object" || value === null || !("lines" in value) || !("isCreated" in value)) return undefined;
  const { lines, isCreated } = value;
  const isText = (line: unknown): line is string => typeof line === "string" && line !== "" && !/[\r\n]/.test(line);
  if (!Array.isArray(lines) || !lines.every(isText) || typeof isCreated !== "boolean") return undefined;
  return { lines, isCreated };
}

/** Parses the record; `undefined` for a damaged one, or one of another version, which then counts as lost. */
export function parseInstallRecord(text: string): InstallRecord | undefined {
  const fields = parseRecordFields(text);
  if (fields === undefined) return undefined;
  const { version, manager } = fields;
  const hookDirectories = parsePlaces(fields["hookDirectories"]);
  const huskyDirectories = parsePlaces(fields["huskyDirectories"]);
  const createdDirectories = parsePlaces(fields["createdDirectories"]);
  // Records of earlier versions have none.
  const activatedHooks = parsePlaces(fields["activatedHooks"] ?? []);
  const emptyScripts = parsePlaces(fields["emptyScripts"]);
  const attributes = parseAttributes(fields["attributes"]);
  if (version !== 1 || !isInstallManager(manager)) return undefined;
  if (!hookDirectories || !huskyDirectories || !createdDirectories || !emptyScripts || !attributes) return undefined;
  if (!activatedHooks) return undefined;
  return {
    version,
    manager,
    hookDirectories,
    huskyDirectories,
    createdDirectories,
    activatedHooks,
    emptyScripts,
    attributes,
  };
}

/** Formats the record for its file. The same record gives the same bytes. */
export function formatInstallRecord(record: InstallRecord): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}
