import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { OperationalError } from "../model/operational-error.ts";
import type { RepositoryPath } from "../model/ports.ts";
import { errorCode, isAbsence } from "./attempt.ts";

/** What GSD itself keeps in a planning directory: none of it is a project. */
const known: ReadonlySet<string> = new Set(
  "phases objectives milestones quick todos research codebase debug archive backlog notes seeds spikes intel reviews threads".split(
    " ",
  ),
);

type OnLook = (path: string) => void;

function listDirectories(path: string, onLook: OnLook): readonly string[] {
  onLook(path);
  try {
    return readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined || isAbsence(error) || code === "ELOOP") return [];
    // Which STATE.md a commit is about is not to be guessed.
    throw new OperationalError("document-unreadable", `${path} cannot be read (${code})`, {
      help: `see its permissions: ls -ld ${path}`,
      cause: error,
    });
  }
}

function hasState(topLevel: string, directory: RepositoryPath, onLook: OnLook): boolean {
  const path = join(topLevel, directory, "STATE.md");
  onLook(path);
  return existsSync(path);
}

/** Workstreams of a planning directory, or of a project in it: each has a STATE.md of its own. */
function findWorkstreams(topLevel: string, directory: RepositoryPath, onLook: OnLook): readonly RepositoryPath[] {
  return listDirectories(join(topLevel, directory, "workstreams"), onLook)
    .map((name) => `${directory}/workstreams/${name}`)
    .filter((path) => hasState(topLevel, path, onLook));
}

/**
 * Finds the planning directories at and under a root, in order: the root itself, its projects and their workstreams, and
 * its workstreams (CONTRACT rule 24). The root alone where none of them has a STATE.md. Links are not followed.
 * `onLook` is told the absolute path of all that is looked at, before it is.
 */
export function findPlanningDirectories(
  topLevel: string,
  root: RepositoryPath,
  onLook: OnLook = () => {},
): readonly RepositoryPath[] {
  const names = listDirectories(join(topLevel, root), onLook);
  const inside = names.flatMap((name): readonly RepositoryPath[] => {
    if (name === "workstreams") return findWorkstreams(topLevel, root, onLook);
    if (known.has(name)) return [];
    const path = `${root}/${name}`;
    return [...(hasState(topLevel, path, onLook) ? [path] : []), ...findWorkstreams(topLevel, path, onLook)];
  });
  if (inside.length === 0) return [root];
  return [...(hasState(topLevel, root, onLook) ? [root] : []), ...inside.toSorted()];
}
