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
  // With an encoding set the stream gives strings, and cuts no character in two.
  process.stdin.setEncoding("utf8");
  let text = "";
  for await (const chunk of process.stdin) text += String(chunk);
  return text;
}
