import { runProcess } from "./run-process.ts";

// In one file, which `start.ts` starts from compiled code.
void runProcess({
  "verify-commits": async () => (await import("./run-verify-commits.ts")).runVerifyCommits,
});
