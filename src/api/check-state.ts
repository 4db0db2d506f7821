import type { UnreadLine } from "../check/find-unread.ts";
import { checkRange } from "../commands/check-push.ts";
import { checkState as checkDocument, type CheckOutcome } from "../commands/check-state.ts";
import { decodeDocument } from "../files/decode-document.ts";
import { sortFindings } from "../model/finding.ts";
import { OperationalError } from "../model/operational-error.ts";
import type { RepositoryPath } from "../model/ports.ts";
import type { CheckAnswer } from "../report/answers.ts";
import { readState, requireCommit, type Workspace } from "./open-workspace.ts";
import type { Place } from "./place.ts";
import { readWorkspaceProject } from "./read-workspace.ts";
import { selectWorkspaces, type Workspaces } from "./select-workspaces.ts";

/** What to check: as the command line and the package's functions say. */
export interface CheckChoices {
  /** `A..B`: what B makes worse than A; without it the work tree. */
  readonly range: string | undefined;
  /** Of a range everything that is found of its end. */
  readonly all: boolean;
  /** What was not understood is told as well. */
  readonly explains: boolean;
}

/** What was not understood, and the sections in which it was looked for. */
interface Unread {
  readonly lines: readonly UnreadLine[];
  readonly sections: readonly string[];
}

/** What is judged, and how many findings a range leaves out. */
export interface Judged {
  readonly statePath: RepositoryPath;
  readonly outcome: CheckOutcome;
  readonly inherited: number;
  /** What was not understood; `null` where nobody asked. */
  readonly unread: Unread | null;
}

async function readUnread(text: string): Promise<Unread> {
  const [{ findKeptSections, findUnread }, { parseStateDocument }] = await Promise.all([
    import("../check/find-unread.ts"),
    import("../document/state-document.ts"),
  ]);
  const document = parseStateDocument(text);
  return { lines: findUnread(document), sections: findKeptSections(document) };
}

/** Checks planning directories, one after the other. Throws `no-state-document` where none has a STATE.md in what is judged. */
export async function judgeWorkspaces(workspaces: Workspaces, choices: CheckChoices): Promise<readonly Judged[]> {
  const { range } = choices;
  const judge =
    range === undefined
      ? async (workspace: Workspace) => judgeWorkTree(workspace, choices.explains)
      : await createRangeJudge(range, choices.all, workspaces);
  const judged: Judged[] = [];
  for (const workspace of workspaces) {
    const answer = await judge(workspace);
    if (answer !== null) judged.push(answer);
  }
  if (judged.length === 0)
    throw new OperationalError(
      "no-state-document",
      `there is no ${workspaces[0].statePath} in ${range === undefined ? "the work tree" : tipOf(range)}`,
      { help: "name a range whose end holds the planning documents" },
    );
  return withoutRepeats(judged);
}

/** Plans that several planning directories have are told once, not of each of them. */
function withoutRepeats(judged: readonly Judged[]): readonly Judged[] {
  const told = new Set<string>();
  return judged.map((each) => ({
    ...each,
    outcome: {
      ...each.outcome,
      findings: each.outcome.findings.filter(({ code, data }) => {
        if (code !== "plan-ambiguous") return true;
        const key = JSON.stringify(data);
        const isNew = !told.has(key);
        told.add(key);
        return isNew;
      }),
    },
  }));
}

/** Checks everything that can be checked of STATE.md. */
export async function checkState(place: Place, choices: CheckChoices): Promise<CheckAnswer> {
  const workspaces = await selectWorkspaces(place.runner, place.directory, place.workstream);
  return answerCheck(await judgeWorkspaces(workspaces, choices), choices.explains);
}

/** What was found, as one answer. */
export async function answerCheck(judged: readonly Judged[], explains: boolean): Promise<CheckAnswer> {
  const { checkToJson } = await import("../report/json.ts");
  return checkToJson(joinJudged(judged), explains ? judged.flatMap(({ unread }) => unread?.lines ?? []) : null);
}

/** Of several planning directories one answer is made: findings name their documents. */
export function joinJudged(judged: readonly Judged[]): CheckOutcome {
  const [first, second] = judged;
  if (first !== undefined && second === undefined) return first.outcome;
  const sum = (key: keyof CheckOutcome["examined"]): number =>
    judged.reduce((total, { outcome }) => total + outcome.examined[key], 0);
  return {
    findings: sortFindings(judged.flatMap(({ outcome }) => outcome.findings)),
    examined: {
      references: sum("references"),
      plans: sum("plans"),
      rows: sum("rows"),
      // They share one history.
      commits: Math.max(0, ...judged.map(({ outcome }) => outcome.examined.commits)),
    },
  };
}

/** Judges one planning directory; `null` where it has no STATE.md in what is judged. */
type Judge = (workspace: Workspace) => Promise<Judged | null>;

async function judgeWorkTree(workspace: Workspace, explains: boolean): Promise<Judged> {
  const { repository, documents, statePath, config, referenceCache } = workspace;
  const { text } = await readState(workspace);
  const { project, tip } = await readWorkspaceProject(workspace);
  const outcome = await checkDocument({
    repository,
    referenceCache,
    project,
    documents,
    tip,
    path: statePath,
    text,
    severities: config.severities,
    position: config.position,
  });
  return { statePath, outcome, inherited: 0, unread: explains ? await readUnread(text) : null };
}

const rangeForm = /^(.+?)\.\.\.?(.*)$/;

function tipOf(rangeText: string): string {
  return rangeForm.exec(rangeText)?.[2] || "HEAD";
}

async function createRangeJudge(rangeText: string, all: boolean, [{ repository }]: Workspaces): Promise<Judge> {
  const match = rangeForm.exec(rangeText);
  if (match === null)
    throw new OperationalError("usage", `${JSON.stringify(rangeText)} is no range`, {
      help: "write it as A..B, such as origin/main..HEAD",
    });
  const baseName = match[1] ?? "";
  const tipName = tipOf(rangeText);
  const range = {
    base: await requireCommit(repository, baseName),
    tip: await requireCommit(repository, tipName),
    baseName,
    tipName,
  };
  return async ({ documentsAt, planningDirectory, statePath, config, cache, referenceCache }) => {
    const result = await checkRange(
      {
        repository,
        documentsAt,
        decode: decodeDocument,
        planningDirectory,
        cache,
        referenceCache,
        severities: config.severities,
        position: config.position,
      },
      range,
    );
    if (result.outcome === null) return null;
    if (all) return { statePath, outcome: result.outcome, inherited: 0, unread: null };
    return {
      statePath,
      outcome: { ...result.outcome, findings: result.added },
      inherited: result.inherited.filter(({ severity }) => severity !== "info").length,
      unread: null,
    };
  };
}
