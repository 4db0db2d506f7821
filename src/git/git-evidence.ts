import { parseOid, type Oid } from "../model/oid.ts";
import type { CommitEvidence, Repository } from "../model/ports.ts";
import { readGitBytes, readGitText } from "./git-repository.ts";
import type { GitRunner } from "./git-runner.ts";

/** A commit of more files is known by its date and subject well enough; its diff would fill the memory. */
const filesCompared = 400;

/** Fixed, whatever the user's configuration is: a patch id must be the same in every clone. */
const patchArguments: readonly string[] = [
  "-c",
  "core.bigFileThreshold=1m",
  "-c",
  "core.quotePath=true",
  "diff-tree",
  "--stdin",
  "-r",
  "-p",
  "--root",
  "--no-renames",
  "--no-ext-diff",
  "--no-textconv",
  "--no-color",
  "--full-index",
  "--diff-algorithm=myers",
  "--unified=3",
  "--src-prefix=a/",
  "--dst-prefix=b/",
];

function parsePatchIds(output: string): ReadonlyMap<Oid, string> {
  return new Map(
    output.split("\n").flatMap((line) => {
      const [patchId = "", name = ""] = line.split(" ");
      const oid = parseOid(name);
      return oid === undefined ? [] : [[oid, patchId] as const];
    }),
  );
}

/** Gathers, through a runner, what tells commits apart. */
export function createCommitEvidence(
  runner: GitRunner,
  repository: Pick<Repository, "readChangedPaths">,
): CommitEvidence {
  return {
    async readPatchIds(oids) {
      const changed = await repository.readChangedPaths(oids);
      const small = oids.filter((oid) => {
        const files = changed.get(oid)?.length ?? 0;
        return files > 0 && files <= filesCompared;
      });
      if (small.length === 0) return new Map();
      const patches = await readGitBytes(runner, patchArguments, { input: `${small.join("\n")}\n` });
      return parsePatchIds(await readGitText(runner, ["patch-id", "--stable"], { input: patches }));
    },
  };
}
