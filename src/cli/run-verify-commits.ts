import { join } from "node:path";
import type { Workspace } from "../api/open-workspace.ts";
import type { WorkTreeRelinkInput } from "../api/relink-work-tree.ts";
import { verifyWorkspaces, type VerifiedWorkspace } from "../api/verify-commits.ts";
import type { RelinkOutcome } from "../commands/relink-documents.ts";
import { readPlanTitles, type VerifyOutcome } from "../commands/verify-commits.ts";
import type { GitRunner } from "../git/git-runner.ts";
import type { PlanId } from "../model/plan-id.ts";
import { objectPlaces } from "./answer-place.ts";
import type { CommandLine } from "./command-line.ts";
import { type AnswerBasis, type Command, type CommandContext, exitCodeOf, linkedStyle, toJsonText } from "./command.ts";
import { isReportFormat } from "./report-format.ts";
import { openSelectedWorkspaces } from "./scoped-command.ts";

/** Runs `state verify-commits`. */
export const runVerifyCommits: Command = async (line, context) => {
  const startedAtMs = Date.now();
  const readAhead = createTitleReader();
  const choices = { withSummaries: line.flags.has("all"), fix: line.flags.has("fix") };
  const verification = await verifyWorkspaces(
    await openSelectedWorkspaces(line, context),
    // Titles are for people.
    line.format === "text" ? { ...choices, whileWaiting: async (...of) => void (await readAhead(...of)) } : choices,
    context.host,
  );
  const { each: verified, outcome: joined, fixed } = verification;
  const [{ outcome, workspace }] = verified;
  const exitCode = exitCodeOf(joined.findings);
  const basisOf = async (hasHints = false): Promise<{ readonly basis?: AnswerBasis }> =>
    fixed > 0 || verified.length > 1
      ? {}
      : findBasis(workspace, outcome, { directory: context.directory, hasHints, startedAtMs });
  if (line.flags.has("json")) {
    const { verifyToJson } = await import("../report/json.ts");
    return { output: toJsonText(verifyToJson(joined, fixed)), exitCode, ...(await basisOf()) };
  }
  if (isReportFormat(line.format)) {
    const report = await (
      await import("./report-findings.ts")
    ).reportFindings(line.format, {
      command: "verify-commits",
      items: joined.findings.map((finding) => ({ finding, subject: null })),
      examined: joined.examined,
      document: workspace.statePath,
      range: null,
      inherited: 0,
    });
    return { ...report, exitCode };
  }
  const texts: FormattedVerification[] = [];
  for (const each of verified) texts.push(await formatVerified(each, line, context, readAhead));
  return {
    output: texts.map(({ text }) => text).join("\n"),
    exitCode,
    ...(await basisOf(texts.some(({ hasHints }) => hasHints))),
  };
};

type TitleReader = (workspace: Workspace, planIds: ReadonlySet<PlanId>) => Promise<ReadonlyMap<PlanId, string>>;

/** Creates what reads the titles of plans, those of a workspace once: asked again for no others, it has them at hand. */
function createTitleReader(): TitleReader {
  const read = new Map<Workspace, { readonly of: ReadonlySet<PlanId>; readonly titles: ReadonlyMap<PlanId, string> }>();
  return async (workspace, planIds) => {
    const known = read.get(workspace);
    if (known !== undefined && [...planIds].every((planId) => known.of.has(planId))) return known.titles;
    const titles = await readPlanTitles(workspace.documents, workspace.planningDirectory, planIds);
    read.set(workspace, { of: planIds, titles });
    return titles;
  };
}

interface FormattedVerification {
  readonly text: string;
  readonly hasHints: boolean;
}

async function formatVerified(
  { workspace, outcome, state, fixed }: VerifiedWorkspace,
  line: CommandLine,
  context: CommandContext,
  readTitles: TitleReader,
): Promise<FormattedVerification> {
  const { repository } = workspace;
  const withSummaries = line.flags.has("all");
  const planIds = new Set(
    outcome.documents.flatMap(({ references }) =>
      references.flatMap(({ reference }) => (reference.planId === null ? [] : [reference.planId])),
    ),
  );
  const titles = await readTitles(workspace, planIds);
  const hints = await readHints(workspace, context.runner, outcome, { tip: outcome.tip.oid, state, withSummaries });
  const text = (await import("../report/verify-text.ts")).formatVerify(
    outcome,
    titles,
    { fixed, hints, withSummaries },
    linkedStyle(context, repository.topLevel),
  );
  return { text, hasHints: hints !== undefined };
}

interface BasisInput {
  /** Where the user stands. */
  readonly directory: string;
  readonly hasHints: boolean;
  readonly startedAtMs: number;
}

/** What the answer was worked out from; empty where something of it was found elsewhere than usual. */
async function findBasis(
  workspace: Workspace,
  { tip, documents, counts, examined }: VerifyOutcome,
  { directory, hasHints, startedAtMs }: BasisInput,
): Promise<{ readonly basis?: AnswerBasis }> {
  const { repository, statePath, planningDirectory, looked } = workspace;
  const { topLevel, gitDirectory, commonDirectory } = repository;
  // From further down, a folder that is made on the way would be found first.
  if (tip.oid === null || join(directory, ".planning") !== join(topLevel, planningDirectory)) return {};
  const isAllReachable =
    counts.reachable === examined.references &&
    documents.every(({ asked, references }) => asked.length === references.length);
  const hintPlaces = hasHints ? await findHintPlaces(workspace) : [];
  if (hintPlaces === undefined) return {};
  const names = [tip.oid, ...documents.flatMap(({ asked }) => asked)];
  const paths = new Set([
    ...looked,
    join(topLevel, statePath),
    join(gitDirectory, "config"),
    ...objectPlaces(gitDirectory, isAllReachable ? names : null),
    // What became of dead ones is told by records, and by commits of any name.
    ...(isAllReachable ? [] : (await import("../files/rewrite-records.ts")).recordPaths(commonDirectory)),
    ...hintPlaces,
  ]);
  return { basis: { startedAtMs, tip: tip.oid, paths } };
}

/** What hints rest on beside history, documents and objects: what git holds, and how it is told to compare files. */
async function findHintPlaces({ repository }: Workspace): Promise<readonly string[] | undefined> {
  const [{ findRefPlaces }, { commitMapName }] = await Promise.all([
    import("../files/ref-places.ts"),
    import("../files/commit-map.ts"),
  ]);
  const { topLevel, gitDirectory, commonDirectory } = repository;
  const { HOME = "", XDG_CONFIG_HOME = join(HOME, ".config") } = process.env;
  const refs = findRefPlaces(gitDirectory);
  if (refs === undefined) return undefined;
  return [
    ...refs,
    join(commonDirectory, commitMapName),
    join(gitDirectory, "info/attributes"),
    join(topLevel, ".gitattributes"),
    join(topLevel, ".planning/.gitattributes"),
    join(HOME, ".gitconfig"),
    ...["config", "attributes"].map((name) => join(XDG_CONFIG_HOME, "git", name)),
    "/etc/gitconfig",
    "/etc/gitattributes",
  ];
}

/** A larger history is read when somebody asks for it: `state relink`. */
const commitsForHints = 20_000;
/** So are more references than people write. */
const referencesForHints = 5000;

/** What dead references may have meant, for people; nothing is read where none is dead. */
async function readHints(
  workspace: Workspace,
  runner: GitRunner,
  { counts, examined }: VerifyOutcome,
  input: Omit<WorkTreeRelinkInput, "leastConfidence" | "only">,
): Promise<RelinkOutcome | undefined> {
  if (input.tip === null || counts.reachable + counts.unknown === examined.references) return undefined;
  if (examined.references > referencesForHints) return undefined;
  const [{ createCommitEvidence }, { relinkWorkTree }] = await Promise.all([
    import("../git/git-evidence.ts"),
    import("../api/relink-work-tree.ts"),
  ]);
  const evidence = createCommitEvidence(runner, workspace.repository);
  if (!(await evidence.hasFewerCommits(input.tip, commitsForHints))) return undefined;
  return relinkWorkTree(workspace, { ...input, leastConfidence: "high", only: null });
}
