import { statSync } from "node:fs";
import { join } from "node:path";
import { createBookmark, type AwaitedRecord } from "../src/commands/bookmark.ts";
import type { Project } from "../src/commands/read-project.ts";
import type { Workspace } from "../src/api/open-workspace.ts";
import { configFileName } from "../src/config/config-model.ts";
import { attempt } from "../src/files/attempt.ts";
import { showsChange, stampOf } from "../src/files/file-stamp.ts";
import type { Oid } from "../src/model/oid.ts";
import { readPlanningFile } from "../src/files/read-regular.ts";
import type { PlanningDocuments, RepositoryPath } from "../src/model/ports.ts";
import { parsePlanSummary } from "../src/planning/summary.ts";
import { joinNames, writeBookmark, type FreshFiles, type StampedFiles } from "./bookmark-file.ts";
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
  /** A commit that `project` has already, and that is about to be made on top of `head`. */
  readonly awaits?: AwaitedRecord;
}

/** Tells whether the next commit may find a bookmark at all: in a project with the settings and places that most have. */
export function mayLeaveBookmark({ planningDirectory, siblings, config, cache }: Workspace, input: HookInput): boolean {
  const isUsual = (config.update === "auto" || config.update === "live") && config.tags.length === 0;
  const isPlain = planningDirectory === ".planning" && siblings.length === 0;
  return input.programKey !== undefined && cache !== null && !config.position && isUsual && isPlain;
}

/**
 * Leaves a bookmark for the next commit, where that is certain to find things as they are now: nothing that STATE.md
 * depends on may have been written so lately that a further write would not show, unless it can be compared itself.
 */
export function leaveBookmark(workspace: Workspace, state: BookmarkedState, input: HookInput): void {
  const { programKey } = input;
  const { project, text, head, directories, awaits = null } = state;
  if (programKey === undefined || !mayLeaveBookmark(workspace, input) || project.assigner !== null) return;
  const { gitDirectory, topLevel } = workspace.repository;
  const bookmark = createBookmark(project, text, awaits);
  // When the process began; `performance` would say so, too, once it is loaded.
  const startedAtMs = Date.now() - process.uptime() * 1000;
  const stamped = stampFiles(topLevel, listFiles(project, directories), startedAtMs);
  const fresh = stamped === undefined ? undefined : noteFresh(topLevel, stamped.fresh, state);
  if (bookmark === undefined || stamped === undefined || fresh === undefined) return;
  const names = listNames(project, directories);
  const { base, place } = bookmark;
  const kept = { programKey, commit: head, files: stamped.files, fresh, names, base };
  attempt(() => writeBookmark(gitDirectory, kept, place, input.host));
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

interface StampedAndFresh {
  readonly files: StampedFiles;
  /** Without a stamp that tells. */
  readonly fresh: readonly RepositoryPath[];
}

function stampFiles(
  topLevel: string,
  paths: readonly RepositoryPath[],
  startedAtMs: number,
): StampedAndFresh | undefined {
  const files: (readonly [RepositoryPath, number, number, number, number])[] = [];
  const fresh: RepositoryPath[] = [];
  for (const path of paths) {
    const stats = attempt(() => statSync(join(topLevel, path)));
    if (stats === undefined) return undefined;
    const stamp = stampOf(stats);
    if (showsChange(stamp, startedAtMs)) files.push([path, ...stamp]);
    else fresh.push(path);
  }
  return { files, fresh };
}

/** More than this is written at once by a checkout alone, and no longer new at the next commit. */
const mostFresh = 8;
const longestFresh = 64 * 1024;

/**
 * Notes what stands in fresh files, as far as the project was worked out of just that: what was written meanwhile is not
 * taken for what was read. `undefined` where it cannot be told.
 */
function noteFresh(
  topLevel: string,
  paths: readonly RepositoryPath[],
  { project: { figures, planningPaths }, directories }: BookmarkedState,
): FreshFiles | undefined {
  if (paths.length > mostFresh) return undefined;
  const fresh: (readonly [RepositoryPath, string])[] = [];
  for (const path of paths) {
    if (directories.has(path)) {
      const start = `${path}/`;
      const inside = [...planningPaths].filter((other) => other.startsWith(start));
      const names = [
        ...inside,
        ...[...directories].filter((other) => other.startsWith(start)).map((other) => `${other}/`),
      ];
      fresh.push([
        start,
        joinNames(new Set(names.map((name) => /^[^/]+\/?/.exec(name.slice(start.length))?.[0] ?? ""))),
      ]);
      continue;
    }
    const text = readPlanningFile(topLevel, path)?.toString("utf8");
    const read = figures.find(({ plan }) => plan.files?.summaryPath === path)?.summary;
    if (text === undefined || text.length > longestFresh || read === undefined || read === null) return undefined;
    if (JSON.stringify(parsePlanSummary(text.replace(/^\uFEFF/, ""))) !== JSON.stringify(read)) return undefined;
    fresh.push([path, text]);
  }
  return fresh;
}
