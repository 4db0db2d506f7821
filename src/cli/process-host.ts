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

/** All of standard input as text. */
export async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString("utf8");
}
