import type { ProcessHost } from "../files/state-file.ts";

/** This process, for locks. */
export const processHost: ProcessHost = {
  processId: process.pid,
  isAlive: (processId) => {
    try {
      process.kill(processId, 0);
      return true;
    } catch (error) {
      // EPERM: the process is there, and somebody else's.
      return !(error instanceof Error && "code" in error && error.code === "ESRCH");
    }
  },
};

/** The variables that a git runs with, where the caller gives none: as of every program that a process starts. */
export const processEnvironment: Readonly<Record<string, string | undefined>> = process.env;
