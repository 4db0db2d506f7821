import { runProcess } from "./run-process.ts";

// In one file, which `start.ts` starts from compiled code.
void runProcess({
  sync: async () => (await import("./run-sync.ts")).runSync,
  "verify-commits": async () => (await import("./run-verify-commits.ts")).runVerifyCommits,
});
