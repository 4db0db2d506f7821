/** GSD's executors work in linked worktrees on branches of these names; their orchestrator alone writes STATE.md (CONTRACT rule 25). */
export const executorBranch: RegExp = /^(?:(?:worktree-)?agent-|worktree-wf_)/;
