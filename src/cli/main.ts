import { type CommandTable, type OtherPrograms, runProcess } from "./run-process.ts";

const commands: CommandTable = {
  init: async () => (await import("./run-init.ts")).runInit,
  uninstall: async () => (await import("./run-uninstall.ts")).runUninstall,
  "verify-commits": async () => (await import("./run-verify-commits.ts")).runVerifyCommits,
  relink: async () => (await import("./run-relink.ts")).runRelink,
  sync: async () => (await import("./run-sync.ts")).runSync,
  check: async () => (await import("./run-check.ts")).runCheck,
  lint: async () => (await import("./run-lint.ts")).runLint,
  log: async () => (await import("./run-log.ts")).runLog,
  show: async () => (await import("./run-show.ts")).runShow,
  resume: async () => (await import("./run-resume.ts")).runResume,
  metrics: async () => (await import("./run-metrics.ts")).runMetrics,
  report: async () => (await import("./run-report.ts")).runReport,
  explain: async () => (await import("./run-explain.ts")).runExplain,
  completion: async () => (await import("./run-completion.ts")).runCompletion,
  config: async () => (await import("./run-config.ts")).runConfig,
  doctor: async () => (await import("./run-doctor.ts")).runDoctor,
};

const others: OtherPrograms = {
  // The hooks themselves are other programs, which `start.ts` starts.
  hook: async (words) => (await import("./run-pre-commit-stage.ts")).runPreCommitStage(words.slice(1)),
  merge: async (words) => (await import("../../hooks/merge-driver.ts")).runMergeProcess(words),
  mcp: async (_, line) => (await import("./run-mcp.ts")).runMcp(line, commands),
};

void runProcess(commands, others);
