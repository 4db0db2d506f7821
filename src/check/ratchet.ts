import type { Finding } from "../model/finding.ts";

/** Findings of a push, told apart by whether the version on the remote has them already. */
export interface RatchetOutcome {
  /** What the push makes worse: these block where their severity is `error`. */
  readonly added: readonly Finding[];
  /** Old debts: shown and counted, never blocking. */
  readonly inherited: readonly Finding[];
}

/** Parts of a finding's data that say how things are now, not what the debt is about. */
const circumstances: ReadonlySet<string> = new Set(["lines", "tip", "derived", "evidence", "completedAt", "expected", "values", "commits", "oid", "candidates"]);

/** What makes two findings the same debt: code, file and subject; not the line, which moves with every edit. */
function identify({ code, path, data }: Finding): string {
  const subject = Object.entries(data).filter(([key]) => !circumstances.has(key) && !(code === "stopped-at-contradicted" && key === "planId"));
  return JSON.stringify([code, path, subject]);
}

/** Compares the findings of two versions (D10). Each old finding excuses one new one. */
export function compareFindings(before: readonly Finding[], after: readonly Finding[]): RatchetOutcome {
  const excused = new Map<string, number>();
  for (const finding of before) excused.set(identify(finding), (excused.get(identify(finding)) ?? 0) + 1);
  const added: Finding[] = [];
  const inherited: Finding[] = [];
  for (const finding of after) {
    const key = identify(finding);
    const left = excused.get(key) ?? 0;
    if (left > 0) {
      excused.set(key, left - 1);
      inherited.push(finding);
    } else added.push(finding);
  }
  return { added, inherited };
}
