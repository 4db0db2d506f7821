import type { MessageFacts } from "../check/check-message.ts";
import { readMilestones } from "../commands/read-milestones.ts";
import type { Workspace } from "./open-workspace.ts";
import { readWorkspaceProject } from "./read-workspace.ts";

/** Reads what a message is checked against where its plan may not exist; `undefined` where history cannot be read. */
export async function readMessageFacts(workspaces: readonly Workspace[]): Promise<MessageFacts | undefined> {
  try {
    const read = await Promise.all(
      workspaces.map(async (workspace) => ({
        plans: (await readWorkspaceProject(workspace)).project.index.plans,
        milestones: await readMilestones(workspace.documents, workspace.planningDirectory),
      })),
    );
    const begun = read.flatMap(({ plans }) => plans.filter(({ status }) => status === "in-progress"));
    return {
      inProgress: new Set(begun.map(({ planId }) => planId)),
      milestones: { ofPhase: (phase) => new Set(read.flatMap(({ milestones }) => [...milestones.ofPhase(phase)])) },
    };
  } catch {
    // A message is not refused, nor let pass, for what cannot be read.
    return undefined;
  }
}
