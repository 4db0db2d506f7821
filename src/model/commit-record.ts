import type { Oid } from "./oid.ts";
import type { PlanId } from "./plan-id.ts";
import type { ZonedTime } from "./ports.ts";

/** What is remembered of a commit, so that it can be found again when history was rewritten. */
export interface CommitRecord {
  readonly oid: Oid;
  /** The first plan of its tag; `null` where it has none. */
  readonly planId: PlanId | null;
  readonly authored: ZonedTime;
  /** The header of its message. */
  readonly subject: string;
  /** As `git patch-id --stable` gives it; `null` where it is not known: merges and empty commits have none. */
  readonly patchId: string | null;
  /** What the commit was called before it was rewritten, the latest first. */
  readonly predecessors: readonly Oid[];
}
