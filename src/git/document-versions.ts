import type { Oid } from "../model/oid.ts";
import type { DocumentVersion, DocumentVersions, RepositoryPath, ZonedTime } from "../model/ports.ts";
import { parseRawDate, requireOid } from "./commit-log.ts";
import { readBlobs } from "./git-documents.ts";
import { readGitText } from "./git-repository.ts";
import type { GitRunner } from "./git-runner.ts";

/**
 * The arguments by which git lists the steps of a branch that change one file, each with the object that it left: a merge
 * counts as what it brought to the branch.
 */
const versionArguments: readonly string[] = [
  "-c",
  "log.showSignature=false",
  "log",
  "-z",
  "--first-parent",
  "-m",
  "--raw",
  "--no-abbrev",
  "--no-renames",
  "--no-color",
  "--no-notes",
  "--date=raw",
  "--format=tformat:commit %H %cd",
];

/** Parses what they answer: a line for the commit, then `:modes old new status` and the path. */
function parseVersions(output: string): readonly Omit<DocumentVersion, "size">[] {
  const versions: Omit<DocumentVersion, "size">[] = [];
  let commit: { readonly oid: Oid; readonly committed: ZonedTime } | undefined;
  const fields = output.split("\0");
  for (let index = 0; index < fields.length; index += 1) {
    const field = fields[index] ?? "";
    const head = /^\n?commit ([0-9a-f]+) (.*)$/.exec(field);
    if (head !== null) commit = { oid: requireOid(head[1] ?? ""), committed: parseRawDate(head[2] ?? "") };
    if (!/^\n?:/.test(field)) continue;
    // The path follows, and may look like anything.
    index += 1;
    const contents = /^\n?:\d{6} 100\d{3} [0-9a-f]+ ([0-9a-f]+) [A-Z]/.exec(field)?.[1];
    if (contents !== undefined && commit !== undefined)
      versions.push({ commit: commit.oid, committed: commit.committed, contents: requireOid(contents) });
  }
  return versions.reverse();
}

/** The sizes of objects; what is not here has none. */
async function readSizes(runner: GitRunner, oids: readonly Oid[]): Promise<ReadonlyMap<string, number>> {
  if (oids.length === 0) return new Map();
  const format = "--batch-check=%(objectname) %(objectsize)";
  const output = await readGitText(runner, ["cat-file", format], { input: `${[...new Set(oids)].join("\n")}\n` });
  return new Map(
    output.split("\n").flatMap((line) => {
      const [oid = "", size = ""] = line.split(" ");
      return /^\d+$/.test(size) ? [[oid, Number(size)] as const] : [];
    }),
  );
}

/** Reads earlier versions of a document through a runner. */
export function createDocumentVersions(runner: GitRunner): DocumentVersions {
  return {
    async list(tip: Oid, path: RepositoryPath) {
      // The command runs where the user stands; the path is named from the top.
      const output = await readGitText(runner, [
        ...versionArguments,
        "--end-of-options",
        tip,
        "--",
        `:(top,literal)${path}`,
      ]);
      const versions = parseVersions(output);
      const sizes = await readSizes(
        runner,
        versions.map(({ contents }) => contents),
      );
      return versions.map((version) => ({ ...version, size: sizes.get(version.contents) ?? null }));
    },
    read: async (versions) => {
      const blobs = await readBlobs(
        runner,
        versions.map(({ contents }) => contents),
      );
      return versions.map(({ contents }) => blobs.get(contents));
    },
  };
}
