import type { FindingCode, FindingData, Severity } from "../model/finding.ts";

// The forms of docs/json.md: what `--json` writes and what the functions of the package return. Keys may be added within
// a version; none is removed or changes its meaning. Oids are full, plan ids canonical, paths relative to the top of the
// work tree, times in UTC (ISO 8601), lines and columns from 1.

/** A finding of one code; `severity`, `code` and `data` are stable, the words are for people and may change. */
export interface FindingAnswerOf<Code extends FindingCode> {
  readonly code: Code;
  readonly severity: Severity;
  readonly path: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
  readonly help: string | null;
  /** `state sync` removes it. */
  readonly fixable: boolean;
  readonly data: FindingData[Code];
}

/** A finding; `code` tells what is in `data`. */
export type FindingAnswer = { [Code in FindingCode]: FindingAnswerOf<Code> }[FindingCode];

/** Where a token stands. */
interface PlaceAnswer {
  readonly document: string;
  readonly line: number;
  readonly column: number;
}

/** What a commit reference comes to. */
export type ReferenceStatusAnswer =
  | "reachable"
  | "unreachable"
  | "rewritten"
  | "missing"
  | "ambiguous"
  | "not-a-commit"
  | "unknown";

/** A commit reference of a document, with what history says of it. */
export interface ReferenceAnswer extends PlaceAnswer {
  readonly text: string;
  readonly status: ReferenceStatusAnswer;
  readonly oid: string | null;
  /** The plan under which the document lists it. */
  readonly planId: string | null;
  /** The plan that the commit's own message names. */
  readonly taggedPlanId: string | null;
  /** The commit that took the place of a `rewritten` one. */
  readonly successor: string | null;
  readonly candidates: readonly string[];
}

/** `planlink/verify-commits@1` */
export interface VerifyCommitsAnswer {
  readonly schema: "planlink/verify-commits@1";
  /** `null` on a branch without commits. */
  readonly head: string | null;
  readonly shallow: boolean;
  readonly references: readonly ReferenceAnswer[];
  readonly summary: { readonly references: number } & Readonly<Record<ReferenceStatusAnswer, number>>;
  /** How many references were relinked before. */
  readonly relinked: number;
  readonly findings: readonly FindingAnswer[];
}

/** How sure it is what a dead reference meant. */
export type ConfidenceAnswer = "exact" | "high" | "low";

/** A dead reference and the commit that it meant. */
export interface RelinkedAnswer extends PlaceAnswer {
  readonly from: string;
  readonly to: string;
  readonly planId: string | null;
  /** For people. */
  readonly evidence: readonly string[];
  readonly confidence: ConfidenceAnswer;
}

/** A dead reference that stays as it is. */
export interface UnresolvedAnswer extends PlaceAnswer {
  readonly text: string;
  readonly planId: string | null;
  /** For people. */
  readonly reason: string;
  readonly candidates: readonly string[];
}

/** `planlink/relink@1` */
export interface RelinkAnswer {
  readonly schema: "planlink/relink@1";
  /** The documents were written. */
  readonly applied: boolean;
  readonly relinked: readonly RelinkedAnswer[];
  readonly unresolved: readonly UnresolvedAnswer[];
  /** What is wrong with the files that evidence is read from. */
  readonly findings: readonly FindingAnswer[];
  readonly examined: { readonly references: number; readonly documents: number; readonly commits: number };
}

/** `planlink/sync@1` */
export interface SyncAnswer {
  readonly schema: "planlink/sync@1";
  /** The regenerated text differs from the file. */
  readonly changed: boolean;
  readonly documents: readonly {
    readonly path: string;
    /** Runs of whole lines; `line` counts in the old text. */
    readonly edits: readonly { readonly line: number; readonly before: string; readonly after: string }[];
  }[];
  readonly findings: readonly FindingAnswer[];
  readonly ledger: { readonly path: string; readonly changed: boolean; readonly commits: number };
  readonly manifest: { readonly path: string; readonly changed: boolean } | null;
  /** Sections and elements that were added. */
  readonly created: readonly string[];
  readonly examined: { readonly rows: number; readonly plans: number; readonly commits: number };
}

/** `planlink/check@1` */
export interface CheckAnswer {
  readonly schema: "planlink/check@1";
  readonly findings: readonly FindingAnswer[];
  readonly examined: {
    readonly references: number;
    readonly plans: number;
    readonly commits: number;
    readonly rows: number;
  };
  /** With `explain`: lines that were not understood. */
  readonly unread?: readonly { readonly line: number; readonly text: string; readonly reason: string }[];
}

/** What the scope of a message was read as. */
export interface TagAnswer {
  readonly kind: "plan" | "phase" | "milestone" | "quick" | "gsd2" | "untagged" | "malformed";
  readonly planIds: readonly string[];
  readonly phase: string | null;
}

/** `planlink/lint@1` */
export interface LintAnswer {
  readonly schema: "planlink/lint@1";
  readonly messages: readonly {
    /** `null` of a message that is no commit's. */
    readonly oid: string | null;
    readonly header: string;
    readonly tag: TagAnswer;
    readonly findings: readonly FindingAnswer[];
  }[];
}

/** A commit of a plan. */
export interface PlanCommitAnswer {
  readonly oid: string;
  readonly header: string;
  readonly authoredAt: string | null;
  readonly committedAt: string | null;
  /** It changes planning documents only, or is a merge. */
  readonly bookkeeping: boolean;
  /** `inferred`: its message names no plan, and the SUMMARY.md gives it to this one. */
  readonly evidence: "tag" | "inferred";
  /** By what it is inferred, best first. */
  readonly inferredFrom: readonly ("hash" | "subject" | "files" | "scope")[];
}

/** A plan with its commits. */
export interface PlanAnswer {
  readonly planId: string;
  readonly phase: string;
  readonly plan: string;
  readonly title: string | null;
  readonly status: "planned" | "in-progress" | "completed";
  readonly startedAt: string | null;
  readonly completedAt: string | null;
  readonly durationMinutes: number | null;
  readonly durationEvidence: DurationEvidenceAnswer;
  readonly tasks: number | null;
  readonly files: number | null;
  /** In the order of history, the oldest first. */
  readonly commits: readonly PlanCommitAnswer[];
  readonly inferredCommits: number;
}

/** `planlink/log@1` */
export interface LogAnswer {
  readonly schema: "planlink/log@1";
  readonly plans: readonly PlanAnswer[];
}

/** `planlink/show@1` */
export interface ShowAnswer {
  readonly schema: "planlink/show@1";
  readonly head: string | null;
  readonly branch: string;
  readonly lastCompleted: string | null;
  readonly lastWorked: string | null;
  readonly inProgress: readonly {
    readonly planId: string;
    readonly commits: number;
    readonly tasks: number | null;
  }[];
  readonly plans: { readonly completed: number; readonly completedEver: number; readonly total: number };
}

/** `planlink/resume@1` */
export interface ResumeAnswer {
  readonly schema: "planlink/resume@1";
  readonly head: string | null;
  readonly branch: string;
  readonly lastWorkAt: string | null;
  readonly lastCompleted: {
    readonly planId: string;
    readonly title: string | null;
    readonly completedAt: string | null;
    readonly tasks: number | null;
    readonly durationMinutes: number | null;
  } | null;
  readonly inFlight: readonly {
    readonly planId: string;
    /** What the roadmap calls it. */
    readonly title: string | null;
    readonly path: string | null;
    readonly commits: number;
    readonly tasks: number | null;
    readonly lastCommit: { readonly oid: string; readonly header: string } | null;
  }[];
  readonly next: { readonly planId: string; readonly title: string | null; readonly path: string | null } | null;
  readonly dirty: {
    readonly paths: readonly string[];
    readonly staged: number;
    readonly planning: readonly string[];
  };
  readonly underWay: "rebase" | "merge" | "cherry-pick, revert or bisect" | null;
  readonly stoppedAt: string | null;
  readonly resumeFile: string | null;
  readonly blockers: readonly string[];
  readonly findings: { readonly errors: number; readonly warnings: number };
  readonly deadReferences: number;
}

/** Where a duration comes from: recorded in STATE.md alone, from the SUMMARY.md, from commits, or not known. */
export type DurationEvidenceAnswer = "recorded" | "summary" | "commits" | "none";

/** How many durations come from where. */
export type EvidenceCountsAnswer = Readonly<Record<DurationEvidenceAnswer, number>>;

/** Durations of several plans. An average is `null` unless half of them are known, a total unless all are. */
interface DurationsAnswer {
  readonly averageMinutes: number | null;
  readonly totalMinutes: number | null;
  /** Minutes in which several plans ran, which the total counts once. */
  readonly sharedMinutes: number;
  readonly evidence: EvidenceCountsAnswer;
}

/** The figures of a completed plan. */
export interface PlanMetricsAnswer {
  readonly planId: string;
  readonly title: string | null;
  readonly durationMinutes: number | null;
  readonly evidence: DurationEvidenceAnswer | "inferred";
  readonly tasks: number | null;
  readonly tasksEvidence: "summary" | "commits" | "inferred" | "none";
  readonly files: number | null;
  readonly filesEvidence: "summary" | "commits" | "inferred" | "none";
  readonly inferredCommits: number;
  /** What the row of STATE.md says. */
  readonly recorded: string | null;
  readonly milestone: string | null;
}

/** `planlink/metrics@1` */
export interface MetricsAnswer {
  readonly schema: "planlink/metrics@1";
  readonly velocity: DurationsAnswer & { readonly plansCompleted: number };
  readonly phases: readonly (DurationsAnswer & { readonly phase: string; readonly plans: number })[];
  /** In order of completion, archived ones first. */
  readonly plans: readonly PlanMetricsAnswer[];
  readonly trend: {
    readonly lastMinutes: readonly number[];
    readonly direction: "improving" | "stable" | "degrading" | "unknown";
    readonly evidence: EvidenceCountsAnswer;
  };
  /** Durations of rows that cannot be true. */
  readonly findings: readonly FindingAnswer[];
}
