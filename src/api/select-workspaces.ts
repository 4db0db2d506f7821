import { join } from "node:path";
import { readText } from "../files/read-text.ts";
import type { GitRunner } from "../git/git-runner.ts";
import { OperationalError } from "../model/operational-error.ts";
import { planningRootOf } from "../planning/planning-root.ts";
import { openWorkspaces, type Workspace } from "./open-workspace.ts";

/** Planning directories that one question is about; at least one. */
export type Workspaces = readonly [Workspace, ...Workspace[]];

/** Opens the planning directories around a place: that of one workstream, or with `undefined` all that are meant there. */
export async function selectWorkspaces(
  runner: GitRunner,
  directory: string,
  workstream: string | undefined,
): Promise<Workspaces> {
  const workspaces = await openWorkspaces(runner, directory);
  if (workstream === undefined) return workspaces;
  const { findNamedScope, scopeNameOf } = await import("../planning/planning-scopes.ts");
  const directories = workspaces.map(({ planningDirectory }) => planningDirectory);
  const path = workstream.replace(/\/+$/, "");
  const wanted = directories.find((known) => known === path) ?? findNamedScope(workstream, directories);
  const found = workspaces.find(({ planningDirectory }) => planningDirectory === wanted);
  if (found !== undefined) return [found];
  const names = directories.map((known) => scopeNameOf(known) ?? known);
  throw new OperationalError("usage", `there is no workstream ${JSON.stringify(workstream)} with a STATE.md`, {
    help: `known are ${names.join(", ")}`,
  });
}

/** GSD's own note of the workstream that is worked on. */
function readActive({ repository, planningDirectory }: Workspace): string | undefined {
  try {
    const path = join(repository.topLevel, planningRootOf(planningDirectory), "active-workstream");
    return readText(path).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** The workspaces with the one of the active workstream first, where there is such. */
export function activeFirst(workspaces: Workspaces): Workspaces {
  const name = workspaces.length < 2 ? undefined : readActive(workspaces[0]);
  const active = workspaces.find(({ planningDirectory }) => planningDirectory.endsWith(`/workstreams/${name ?? ""}`));
  return active === undefined ? workspaces : [active, ...workspaces.filter((workspace) => workspace !== active)];
}
