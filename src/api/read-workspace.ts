import { type Project, readProject } from "../commands/read-project.ts";
import type { Tip } from "../commands/verify-document.ts";
import { formatShortOid } from "../model/oid.ts";
import type { Workspace } from "./open-workspace.ts";

/** The history to judge by: HEAD, by its branch's name. */
export async function readTip({ repository }: Workspace): Promise<Tip> {
  const head = await repository.readHead();
  return { oid: head.oid, name: head.branch ?? (head.oid === null ? "HEAD" : formatShortOid(head.oid)) };
}

/** The project of a workspace, and the tip by which it was read. */
interface OpenProject {
  readonly tip: Tip;
  readonly project: Project;
}

/** Reads the project of the work tree as of HEAD. */
export async function readWorkspaceProject(workspace: Workspace): Promise<OpenProject> {
  const tip = await readTip(workspace);
  const { repository, documents, planningDirectory, cache } = workspace;
  return { tip, project: await readProject({ repository, documents, tip: tip.oid, planningDirectory, cache }) };
}
