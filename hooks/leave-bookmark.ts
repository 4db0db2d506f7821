import { statSync } from "node:fs";
import { join } from "node:path";
import { createBookmark } from "../src/commands/bookmark.ts";
import type { Project } from "../src/commands/read-project.ts";
import type { Workspace } from "../src/api/open-workspace.ts";
import { configFileName } from "../src/config/config-model.ts";
import { attempt } from "../src/files/attempt.ts";
import { showsChange, stampOf } from "../src/files/file-stamp.ts";
import type { Oid } from "../src/model/oid.ts";
import type { PlanningDocuments, RepositoryPath } from "../src/model/ports.ts";
import { writeBookmark, type StampedFiles } from "./bookmark-file.ts";
import type { HookInput } from "./hook-context.ts";

/** Documents of a work tree, and the directories that were looked into. */
export interface WatchedDocuments {
  readonly documents: PlanningDocuments;
  readonly directories: Set<RepositoryPath>;
}

/** Notes into which directories a listing looks. */
export function watchDirectories(documents: PlanningDocuments): WatchedDocuments {
  const directories = new Set<RepositoryPath>();
  const list: PlanningDocuments["list"] = (enters = () => true) =>
    documents.list((directory) => {
      directories.add(directory);
      return enters(directory);
    });
  return { documents: { ...documents, list }, directories };
}

/** What a bookmark is made of. */
interface BookmarkedState {
  readonly project: Project;
  /** STATE.md as the hook has just written it. */
  readonly text: string;
  readonly head: Oid;
  readonly directories: ReadonlySet<RepositoryPath>;
}

/**
 * Leaves a bookmark for the next commit, where that is certain to find things as they are now: nothing that STATE.md
 * depends on may have been written so lately that a further write would not show.
 */
export function leaveBookmark(workspace: Workspace, state: BookmarkedState, input: HookInput): void {
  const { repository, planningDirectory, config, cache } = workspace;
  const { programKey } = input;
  const { project, text, head, directories } = state;
  const isUsual = (config.update === "auto" || config.update === "live") && config.tags.length === 0;
  if (programKey === undefined || cache === null || config.position || !isUsual) return;
  if (planningDirectory !== ".planning" || workspace.siblings.length > 0 || project.assigner !== null) return;
  const bookmark = createBookmark(project, text);
  const files = stampFiles(repository.topLevel, listFiles(project, directories), performance.timeOrigin);
  if (bookmark === undefined || files === undefined) return;
  const names = listNames(project, directories);
  const { gitDirectory } = repository;
  const { base, place } = bookmark;
  attempt(() => writeBookmark(gitDirectory, { programKey, commit: head, files, names, base }, place, input.host));
}

/** All that decides beside STATE.md and history; the planning directory itself changes whenever STATE.md is written. */
function listFiles(
  { planFiles, planningDirectory, planningPaths }: Project,
  directories: ReadonlySet<RepositoryPath>,
): readonly RepositoryPath[] {
  const others = [configFileName, "config.json", "STATE-ARCHIVE.md"].map((name) => `${planningDirectory}/${name}`);
  return [
    ...directories,
    ...planFiles.flatMap(({ summaryPath }) => (summaryPath === null ? [] : [summaryPath])),
    ...others.filter((path) => planningPaths.has(path)),
  ];
}

/** The names in the planning directory, in order. */
function listNames({ planningDirectory, planningPaths }: Project, directories: ReadonlySet<RepositoryPath>): string {
  const start = planningDirectory.length + 1;
  const names = [...planningPaths, ...directories].map((path) => path.slice(start).split("/")[0] ?? "");
  return [...new Set(names)].toSorted().join("/");
}

function stampFiles(topLevel: string, paths: readonly RepositoryPath[], startedAtMs: number): StampedFiles | undefined {
  const files: (readonly [RepositoryPath, number, number, number, number])[] = [];
  for (const path of paths) {
    const stats = attempt(() => statSync(join(topLevel, path)));
    if (stats === undefined) return undefined;
    const stamp = stampOf(stats);
    if (!showsChange(stamp, startedAtMs)) return undefined;
    files.push([path, ...stamp]);
  }
  return files;
}
