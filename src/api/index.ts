import type {
  CheckAnswer,
  LintAnswer,
  LogAnswer,
  MetricsAnswer,
  RelinkAnswer,
  ResumeAnswer,
  ShowAnswer,
  SyncAnswer,
  VerifyCommitsAnswer,
} from "../report/answers.ts";
import type {
  CheckStateOptions,
  LintMessagesOptions,
  LogPlansOptions,
  RelinkOptions,
  RepositoryOptions,
  SyncStateOptions,
  VerifyCommitsOptions,
} from "./options.ts";
import { answerCaller } from "./answer-caller.ts";
import { toPlace } from "./place.ts";

export { OperationalError } from "../model/operational-error.ts";
export type { OperationalErrorCode } from "../model/operational-error.ts";
export type * from "../report/answers.ts";
export type * from "./options.ts";

// The functions of the package (docs/api.md): they print nothing, end no process, and return what `--json` writes
// (docs/json.md). What each needs is loaded when it is called. All reject with `OperationalError` where there is no answer.

/** Looks up every commit that STATE.md lists. Writes with `fix` only. */
export async function verifyCommits(options: VerifyCommitsOptions): Promise<VerifyCommitsAnswer> {
  return answerCaller(async () => {
    const { verifyCommits: verify } = await import("./verify-commits.ts");
    return verify(toPlace(options), { withSummaries: options.all ?? false, fix: options.fix ?? false });
  });
}

/** Finds the commits that dead references meant, and unless `dryRun` is set makes STATE.md name them. */
export async function relink(options: RelinkOptions): Promise<RelinkAnswer> {
  return answerCaller(async () => {
    const { relink: relinkDocuments } = await import("./relink.ts");
    return relinkDocuments(toPlace(options), {
      withSummaries: options.all ?? false,
      leastConfidence: options.minConfidence ?? "high",
      isDry: options.dryRun ?? false,
    });
  });
}

/** Regenerates the owned elements of STATE.md, and unless `dryRun` is set writes them, with the ledger. Commits nothing. */
export async function syncState(options: SyncStateOptions): Promise<SyncAnswer> {
  return answerCaller(async () => {
    const { syncState: sync } = await import("./sync-state.ts");
    return sync(toPlace(options), { isDry: options.dryRun ?? false, create: options.create ?? false });
  });
}

/** Checks everything that pre-push checks. */
export async function checkState(options: CheckStateOptions): Promise<CheckAnswer> {
  return answerCaller(async () => {
    const { checkState: check } = await import("./check-state.ts");
    return check(toPlace(options), { range: options.range, all: options.all ?? false, explains: false });
  });
}

/** Checks the plan tags of messages, or of the commits of a range. */
export async function lintMessages(options: LintMessagesOptions): Promise<LintAnswer> {
  return answerCaller(async () => {
    const { lintMessages: lint } = await import("./lint-messages.ts");
    return lint(toPlace(options), options.messages, options.range);
  });
}

/** Lists plans with their commits and durations. */
export async function logPlans(options: LogPlansOptions): Promise<LogAnswer> {
  return answerCaller(async () => {
    const { logPlans: log } = await import("./log-plans.ts");
    return log(toPlace(options), options.plan);
  });
}

/** Says where the project stands. */
export async function showProject(options: RepositoryOptions): Promise<ShowAnswer> {
  return answerCaller(async () => {
    const { showProject: show } = await import("./show-project.ts");
    return show(toPlace(options));
  });
}

/** Says what the next session needs to know. */
export async function briefSession(options: RepositoryOptions): Promise<ResumeAnswer> {
  return answerCaller(async () => {
    const { briefSession: brief } = await import("./brief-session.ts");
    return brief(toPlace(options));
  });
}

/** Works out the figures that `syncState` writes. */
export async function measurePlans(options: RepositoryOptions): Promise<MetricsAnswer> {
  return answerCaller(async () => {
    const { measurePlans: measure } = await import("./measure-plans.ts");
    return measure(toPlace(options));
  });
}
