/** What can be fuzzed; `targets.ts` has what is done with an input. */
export const targetNames = [
  "message",
  "document",
  "merge",
  "ledger",
  "cache",
  "commit-map",
  "hook-input",
  "config",
  "planning",
] as const;

export type TargetName = (typeof targetNames)[number];
