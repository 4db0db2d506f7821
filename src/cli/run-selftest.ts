import { createHash } from "node:crypto";
import { checkState } from "../commands/check-state.ts";
import { createBreakable, type BreakableDocument, type BreakMaterial } from "../commands/document-breaks.ts";
import { ledgerPath } from "../commands/refresh-ledger.ts";
import { replaceDocument, runSelftest } from "../commands/selftest.ts";
import { verifyDocuments } from "../commands/verify-document.ts";
import { decodeDocument } from "../files/decode-document.ts";
import { readDocumentFile } from "../files/state-file.ts";
import { createCommitEvidence } from "../git/git-evidence.ts";
import type { Oid } from "../model/oid.ts";
import type { Finding } from "../model/finding.ts";
import type { RepositoryPath } from "../model/ports.ts";
import { phaseManifestName } from "../planning/phase-manifest.ts";
import { formatSelftest, selftestToJson } from "../report/selftest-text.ts";
import { readWorkspaceProject } from "../../src/api/read-workspace.ts";
import { type Command, toJsonText } from "./command.ts";
import { openWorkspace, type Workspace } from "../api/open-workspace.ts";

/** A few of each kind are enough. */
const fewest = 5;

async function readBreakable({ documents }: Workspace, path: RepositoryPath): Promise<BreakableDocument | null> {
  const bytes = (await documents.read([path])).get(path);
  return bytes === undefined ? null : createBreakable(path, decodeDocument(bytes, path));
}

/** Object ids that a document must not name: of contents, of commits elsewhere, of several commits, of nothing. */
async function readBadNames(
  { repository, runner, documents, planningDirectory }: Workspace,
  tip: Oid | null,
): Promise<Pick<BreakMaterial, "missing" | "unreachable" | "rewritten" | "ambiguous" | "blobs">> {
  const algorithm = tip !== null && tip.length === 64 ? "sha256" : "sha1";
  const missing = createHash(algorithm).update("planlink names no object").digest("hex");
  const paths = (await documents.list()).filter((path) => path.startsWith(`${planningDirectory}/`)).slice(0, 20);
  const blobs = [...(await documents.read(paths)).values()].map((bytes) =>
    createHash(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest("hex"),
  );
  if (tip === null) return { missing, unreachable: [], rewritten: [], ambiguous: [], blobs: [] };
  const elsewhere = await createCommitEvidence(runner, repository).readUnreachable(tip, [tip]);
  const rewrites = await repository.readRewrites();
  const oids = (await repository.readCommits(tip)).map(({ oid }) => oid).sort();
  const shared = oids.flatMap((oid, index) => {
    const next = oids[index + 1];
    return next !== undefined && next.startsWith(oid.slice(0, 7)) ? [oid.slice(0, 7)] : [];
  });
  return {
    missing,
    unreachable: elsewhere.slice(0, fewest).map(({ oid }) => oid),
    rewritten: rewrites.slice(-fewest).map(({ old }) => old),
    ambiguous: shared.slice(0, fewest),
    blobs: blobs.slice(0, fewest),
  };
}

/** Runs `state check --selftest`: nothing is written. */
export const runSelftestCheck: Command = async (line, context) => {
  const workspace = await openWorkspace(context.runner, context.directory);
  const { repository, documents, statePath, planningDirectory, config } = workspace;
  const { text } = await readDocumentFile(repository.topLevel, statePath);
  const { project, tip } = await readWorkspaceProject(workspace);
  const check = async (path: RepositoryPath, replaced: string): Promise<readonly Finding[]> => {
    const { findings } = await checkState({
      repository,
      referenceCache: null,
      project,
      documents: replaceDocument(documents, path, replaced),
      tip,
      path: statePath,
      text: path === statePath ? replaced : text,
      // Every check counts here, also one that the configuration switches off.
      severities: {},
      position: config.position,
    });
    return findings;
  };
  const [verified] = await verifyDocuments(repository, null, tip, [{ path: statePath, text }]);
  const completed = project.figures
    .filter(({ plan, completedAtMs }) => plan.status === "completed" && completedAtMs !== null)
    .toSorted((a, b) => (a.completedAtMs ?? 0) - (b.completedAtMs ?? 0));
  const material: BreakMaterial = {
    state: createBreakable(statePath, text),
    roadmap: await readBreakable(workspace, `${planningDirectory}/ROADMAP.md`),
    requirements: await readBreakable(workspace, `${planningDirectory}/REQUIREMENTS.md`),
    ledger: await readBreakable(workspace, ledgerPath(planningDirectory)),
    manifest: await readBreakable(workspace, `${planningDirectory}/${phaseManifestName}`),
    completed: [...new Set(completed.map(({ plan }) => plan.planId))],
    titles: new Map(
      project.figures.flatMap(({ plan, summary }) => (summary?.title ? [[plan.planId, summary.title] as const] : [])),
    ),
    timed: new Set(
      project.figures.flatMap(({ plan, durationMinutes }) => (durationMinutes === null ? [] : [plan.planId])),
    ),
    livePhases: new Map(
      project.phases.map(({ phase, plansCompleted, plansTotal }) => [
        phase,
        plansTotal > 0 && plansCompleted === plansTotal,
      ]),
    ),
    sound: (verified?.references ?? []).flatMap(({ reference, resolution, taggedPlanIds }) =>
      resolution.status === "reachable" ? [{ reference, taggedPlanId: taggedPlanIds[0] ?? null }] : [],
    ),
    ...(await readBadNames(workspace, tip.oid)),
  };
  const checks = await runSelftest(material, await check(statePath, text), check);
  const output = line.flags.has("json") ? toJsonText(selftestToJson(checks)) : formatSelftest(checks, context.style);
  return { output, exitCode: checks.some(({ verdict }) => verdict === "silent") ? 1 : 0 };
};
