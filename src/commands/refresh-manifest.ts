import { needsPaths } from "../links/history-digest.ts";
import { createFinding, type Finding } from "../model/finding.ts";
import type { Oid } from "../model/oid.ts";
import { formatPhaseName, type PhaseId } from "../model/plan-id.ts";
import type { PlanningDocuments, RepositoryPath } from "../model/ports.ts";
import {
  findPhaseManifestProblem,
  phaseManifestName,
  updatePhaseManifest,
  type PhaseCommits,
} from "../planning/phase-manifest.ts";
import type { CommitHistory } from "./read-history.ts";
import type { Project } from "./read-project.ts";

/** Where the manifest of a planning directory is. */
export function manifestPath(planningDirectory: RepositoryPath): RepositoryPath {
  return `${planningDirectory}/${phaseManifestName}`;
}

/** What is wrong with the manifest of some documents; nothing where there is none. */
export async function findManifestFindings(
  documents: PlanningDocuments,
  planningDirectory: RepositoryPath,
): Promise<readonly Finding[]> {
  const path = manifestPath(planningDirectory);
  const bytes = (await documents.read([path])).get(path);
  const reason = bytes === undefined ? undefined : findPhaseManifestProblem(new TextDecoder("utf-8").decode(bytes));
  return reason === undefined ? [] : [createFinding("manifest-unreadable", { reason }, { path })];
}

/** What refreshing a manifest comes to. */
export interface ManifestOutcome {
  readonly path: RepositoryPath;
  /** What the file is to hold; `undefined` where it needs no file, or must not be written. */
  readonly text: string | undefined;
  readonly findings: readonly Finding[];
}

/** The commits tagged with plans of the phase, by what the numbers mean today. */
function findPlanOids(project: Project, history: CommitHistory, phase: PhaseId): readonly Oid[] {
  return project.index.plans
    .filter((plan) => plan.phase === phase && plan.files !== null && plan.files.milestone === null)
    .flatMap((plan) => history.commitsOf(plan).map(({ oid }) => oid));
}

/** The commits tagged with the phase itself since its directory is there. */
function findPhaseOids(project: Project, history: CommitHistory, phase: PhaseId, directory: string): readonly Oid[] {
  const birth = project.digest.births.get(directory) ?? 0;
  return history.tagged.flatMap(({ commit, tag }) =>
    tag.kind === "phase" &&
    tag.workstream === null &&
    tag.milestone === null &&
    tag.phases.includes(phase) &&
    commit.authored.epochMs >= birth * 1000
      ? [commit.oid]
      : [],
  );
}

/** The tagged commits of every phase that is not archived, work and bookkeeping. Merges are left out: nobody reverts them by name. */
function listPhaseCommits(project: Project, history: CommitHistory): readonly PhaseCommits[] {
  const inOrder = history.tagged
    .filter(({ commit, tag }) => needsPaths(tag) && commit.parents.length <= 1)
    .map(({ commit }) => commit.oid)
    .toReversed();
  return project.phases.map(({ phase, directoryName }) => {
    const oids = new Set([
      ...findPlanOids(project, history, phase),
      ...findPhaseOids(project, history, phase, directoryName),
    ]);
    return { phase, name: formatPhaseName(phase), oids: inOrder.filter((oid) => oids.has(oid)) };
  });
}

/** Works out GSD's manifest from history; `text` is the file as it is, `null` where there is none. */
export function refreshManifest(project: Project, history: CommitHistory, text: string | null): ManifestOutcome {
  const path = manifestPath(project.planningDirectory);
  const updated = updatePhaseManifest(text, listPhaseCommits(project, history));
  if (updated.kind === "unreadable")
    return {
      path,
      text: undefined,
      findings: [createFinding("manifest-unreadable", { reason: updated.problem }, { path })],
    };
  return { path, text: updated.text === "" ? undefined : updated.text, findings: [] };
}
