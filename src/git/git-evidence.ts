import { parseOid, parseOidPrefix, type Oid, type OidPrefix } from "../model/oid.ts";
import type { CommitEvidence, Repository, RepositoryPath } from "../model/ports.ts";
import { logArguments, parseCommits, requireOid } from "./commit-log.ts";
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

/** Parses `git diff-tree --raw -z` with full oids: a commit, then pairs of `:modes old new status` and path. */
function parseChangedContents(output: string): ReadonlyMap<Oid, ReadonlyMap<RepositoryPath, string>> {
  const contents = new Map<Oid, Map<RepositoryPath, string>>();
  let current: Map<RepositoryPath, string> | undefined;
  const tokens = output.split("\0");
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] ?? "";
    if (token.startsWith(":")) {
      index += 1;
      current?.set(tokens[index] ?? "", token.split(" ")[3] ?? "");
    } else if (token !== "") {
      current = new Map();
      contents.set(requireOid(token), current);
    }
  }
  return contents;
}

const citationArguments: readonly string[] = [
  "-c",
  "log.showSignature=false",
  "log",
  "--reverse",
  "--topo-order",
  "--no-merges",
  "--no-notes",
  "-p",
  "--unified=0",
  "--no-renames",
  "--no-ext-diff",
  "--no-textconv",
  "--no-color",
  "--format=tformat:%x00%H",
];

/** Longer lines are cut: a document's line that long is no list of commits. */
const longestLine = 1024 * 1024;

/** Reads lines of any length from bytes as they come; a line beyond the limit loses its end. */
async function readLines(output: AsyncIterable<Uint8Array>, take: (line: string) => void): Promise<void> {
  const decoder = new TextDecoder("latin1");
  let rest = "";
  for await (const chunk of output) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = (lines.pop() ?? "").slice(0, longestLine);
    lines.forEach(take);
  }
  if (rest !== "") take(rest);
}

/** The commits of a branch beyond these are not looked at. */
const mostUnreachable = 2000;

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

    async hasFewerCommits(tip, most) {
      const count = await readGitText(runner, ["rev-list", "--count", `--max-count=${most}`, "--end-of-options", tip]);
      return Number(count.trim()) < most;
    },

    async readChangedContents(oids) {
      if (oids.length === 0) return new Map();
      const args = ["diff-tree", "--stdin", "--always", "-r", "-z", "--root", "--raw", "--no-renames", "--full-index"];
      return parseChangedContents(await readGitText(runner, args, { input: `${oids.join("\n")}\n` }));
    },

    async readCitations(tip, directory, prefixes) {
      const first = new Map<OidPrefix, Oid>();
      if (prefixes.size === 0) return first;
      // The stream runs where the user stands; the directory is named from the top.
      const log = await runner.stream([
        ...citationArguments,
        "--end-of-options",
        tip,
        "--",
        `:(top,literal)${directory}`,
      ]);
      log.endInput();
      let commit: Oid | undefined;
      await readLines(log.output, (line) => {
        if (line.startsWith("\0")) commit = parseOid(line.slice(1));
        else if (commit !== undefined && line.startsWith("+") && !line.startsWith("+++ ")) {
          for (const [token] of line.matchAll(/[0-9a-f]{7,64}/gi)) {
            const prefix = parseOidPrefix(token);
            if (prefix !== undefined && prefixes.has(prefix) && !first.has(prefix)) first.set(prefix, commit);
          }
        }
      });
      // In an incomplete clone git stops where history does; what it said before that counts.
      await log.end;
      return first;
    },

    async readUnreachable(tip, oids) {
      const args = [...logArguments(["--all", "--reflog", `--max-count=${mostUnreachable}`]), "--stdin"];
      const result = await runner.run(args, { input: `${oids.join("\n")}\n^${tip}\n` });
      // A branch whose history is pruned in part tells nothing.
      return result.exitCode === 0 ? parseCommits(new TextDecoder().decode(result.stdout)) : [];
    },
  };
}
