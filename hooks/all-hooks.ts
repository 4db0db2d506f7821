import type { RunHook } from "./hook-process.ts";

/** Each hook loads what it alone needs: git starts most of them to do nothing. */
export const allHooks: Readonly<Record<string, RunHook>> = {
  "commit-msg": async (input) => (await import("./commit-msg.ts")).runCommitMsg(input),
  "pre-commit": async (input) => (await import("./pre-commit.ts")).runPreCommit(input),
  "post-commit": async (input) => (await import("./post-commit.ts")).runPostCommit(input),
  "post-merge": async (input) => (await import("./post-merge.ts")).runPostMerge(input),
  "post-rewrite": async (input) => (await import("./post-rewrite.ts")).runPostRewrite(input),
  "pre-push": async (input) => (await import("./pre-push.ts")).runPrePush(input),
  "pre-receive": async (input) => (await import("./receive.ts")).runPreReceive(input),
  update: async (input) => (await import("./receive.ts")).runUpdate(input),
};
