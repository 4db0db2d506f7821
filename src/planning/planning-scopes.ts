import type { RepositoryPath } from "../model/ports.ts";
import { planningRootOf } from "./planning-root.ts";

/**
 * The name of a scope, as it stands before a plan id: `player` of `.planning/workstreams/player`, `web/player` of that
 * workstream of a project `web`, `web` of `apps/web/.planning`. `null` for the planning directory at the top.
 */
export function scopeNameOf(directory: RepositoryPath): string | null {
  const root = planningRootOf(directory);
  const parts = directory.slice(root.length).split("/").filter(Boolean);
  const inside = parts.filter((part, index) => part !== "workstreams" || index === parts.length - 1);
  if (inside.length > 0) return inside.join("/");
  const around = /([^/]+)\/\.planning$/.exec(root)?.[1];
  return around ?? null;
}

function comparable(name: string): string {
  return name.toLowerCase().replace(/^(?:ws|workstreams?)[-_/]/, "");
}

/**
 * The scope that a tag such as `player/13-01` or `ws-player/13-01` means; `undefined` where none or several have the name,
 * as where the word is an area of the program.
 */
export function findNamedScope(word: string, directories: readonly RepositoryPath[]): RepositoryPath | undefined {
  const wanted = comparable(word);
  const named = directories.flatMap((directory) => {
    const name = scopeNameOf(directory);
    return name === null ? [] : [{ directory, name: comparable(name) }];
  });
  const exact = named.filter(({ name }) => name === wanted);
  const [found, second] = exact.length > 0 ? exact : named.filter(({ name }) => name.endsWith(`/${wanted}`));
  return second === undefined ? found?.directory : undefined;
}

/** What lies beside the workstreams in a planning directory and is shared by all of them. */
const phaseEntry = /^(?:milestones|(?:v\d[^/]*-)?(?:phases|objectives))\//;
const ownEntry = /^(?:STATE|ROADMAP|REQUIREMENTS|STATE-ARCHIVE)\.md$/;

/** A planning document within its scope. */
export interface ScopedPath {
  readonly scope: RepositoryPath;
  /** It belongs to a phase, not to the scope as a whole. */
  readonly isOfPhase: boolean;
}

/** The scope that a path belongs to; `undefined` for work, and for documents that all scopes share. */
export function findScopeOfPath(path: RepositoryPath, directories: readonly RepositoryPath[]): ScopedPath | undefined {
  let scope: RepositoryPath | undefined;
  for (const directory of directories)
    if (path.startsWith(`${directory}/`) && directory.length > (scope?.length ?? -1)) scope = directory;
  if (scope === undefined) return undefined;
  const inside = path.slice(scope.length + 1);
  const isOfPhase = phaseEntry.test(inside);
  return isOfPhase || ownEntry.test(inside) ? { scope, isOfPhase } : undefined;
}
