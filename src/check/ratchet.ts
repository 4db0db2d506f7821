import type { Finding } from "../model/finding.ts";

/** Findings of a push, told apart by whether the version on the remote has them already. */
export interface RatchetOutcome {
  /** What the push makes worse: these block where their severity is `error`. */
  readonly added: readonly Finding[];
  /** Old debts: shown and counted, never blocking. */
  readonly inherited: readonly Finding[];
}

/** Parts of a finding's data that say how things are now, not what the debt is about. */
const circumstances: ReadonlySet<string> = new Set([
  "lines",
  "tip",
  "derived",
  "evidence",
  "completedAt",
  "expected",
  "values",
  "commits",
  "oid",
  "successor",
  "candidates",
  "requirements",
]);

/** Subjects that a finding of a kind does not have to share: a dead hash is one debt under whatever heading it stands. */
function isSubject(code: string, key: string): boolean {
  if (circumstances.has(key)) return false;
  return key !== "planId" || !(code === "stopped-at-contradicted" || code.startsWith("reference-"));
}

/** Ways in which one reference is dead: which of them depends on what else is in the repository. */
const deadReferences: ReadonlySet<string> = new Set([
  "reference-missing",
  "reference-unreachable",
  "reference-rewritten",
]);

/** What makes two findings the same debt: code, file and subject; not the line, which moves with every edit. */
export function identifyDebt({ code, path, data }: Finding): string {
  return JSON.stringify([
    deadReferences.has(code) ? "reference-dead" : code,
    path,
    Object.entries(data).filter(([key]) => isSubject(code, key)),
  ]);
}

/** Takes one from the count of a key; `false` when none is left. */
function take(counts: Map<string, number>, key: string): boolean {
  const left = counts.get(key) ?? 0;
  if (left > 0) counts.set(key, left - 1);
  return left > 0;
}

/**
 * Compares the findings of two versions (D10). Each old finding excuses one new one, a warning no error: what was merely
 * behind and misleads now was made worse.
 */
export function compareFindings(before: readonly Finding[], after: readonly Finding[]): RatchetOutcome {
  const errors = new Map<string, number>();
  const others = new Map<string, number>();
  for (const finding of before) {
    const counts = finding.severity === "error" ? errors : others;
    counts.set(identifyDebt(finding), (counts.get(identifyDebt(finding)) ?? 0) + 1);
  }
  // Errors first: none of their excuses goes to a finding that blocks nothing.
  const excused = new Set(
    after.filter((finding) => finding.severity === "error" && take(errors, identifyDebt(finding))),
  );
  for (const finding of after) {
    if (finding.severity !== "error" && (take(others, identifyDebt(finding)) || take(errors, identifyDebt(finding))))
      excused.add(finding);
  }
  return {
    added: after.filter((finding) => !excused.has(finding)),
    inherited: after.filter((finding) => excused.has(finding)),
  };
}
