import type { GitRunner } from "../git/git-runner.ts";
import { refuseAwaitedRules } from "../files/awaited-rules.ts";
import { OperationalError } from "../model/operational-error.ts";
import type { GitConfig } from "./install-ports.ts";

/** Configuration and attributes by git itself, run at the top of the work tree. */
export function createGitConfig(git: GitRunner, topLevel: string): GitConfig {
  const run = async (args: readonly string[], accepted: readonly number[], input?: string): Promise<string> => {
    const result = await git.run(args, { cwd: topLevel, ...(input === undefined ? {} : { input }) });
    if (accepted.includes(result.exitCode)) return Buffer.from(result.stdout).toString("utf8");
    throw new OperationalError(
      "git-failed",
      `git ${args[0] ?? ""} failed with exit code ${result.exitCode}: ${result.stderr.trim().split("\n")[0] ?? ""}`,
      { help: "see who owns .git/config and whether another program has locked it, then run the command again" },
    );
  };
  return {
    async readValues(key) {
      // 1: there is no such key.
      const output = await run(["config", "--local", "-z", "--get-all", key], [0, 1]);
      return output.split("\0").slice(0, -1);
    },
    async writeValues(key, values) {
      const [first, ...others] = values;
      // 5: there was none to take out.
      if (first === undefined) await run(["config", "--local", "--unset-all", key], [0, 5]);
      else await run(["config", "--local", "--replace-all", key, first], [0]);
      for (const value of others) await run(["config", "--local", "--add", key, value], [0]);
    },
    async readMergeAttributes(paths) {
      refuseAwaitedRules(topLevel, paths);
      const output = await run(
        ["check-attr", "-z", "--stdin", "merge"],
        [0],
        paths.map((path) => `${path}\0`).join(""),
      );
      // Path, attribute and value, three at a time.
      return output.split("\0").filter((_, index) => index % 3 === 2);
    },
  };
}
