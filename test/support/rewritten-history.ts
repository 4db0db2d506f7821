import type { TestRepository } from "./git-sandbox.ts";

/**
 * Gives every commit of `main` another committer, as `git filter-branch` does, and checks the result out. Documents
 * stay as they are. Answers with the new oid of each old one.
 */
export async function rewriteHistory(repository: TestRepository): Promise<ReadonlyMap<string, string>> {
  const list = async (): Promise<readonly string[]> =>
    (await repository.git(["rev-list", "--reverse", "--topo-order", "main"])).split("\n");
  const before = await list();
  const { stdout } = await repository.run("git", ["fast-export", "--show-original-ids", "main"]);
  const stream = stdout.replace(/^committer .* <[^>\n]*> /gm, "committer Other Person <other@example.org> ");
  const marks = `${repository.directory}.marks`;
  await repository.git(["fast-import", "--quiet", "--force", `--export-marks=${marks}`], { input: stream });
  const { stdout: markText } = await repository.run("cat", [marks]);
  const oidByMark = new Map(
    markText
      .split("\n")
      .filter(Boolean)
      .map((line) => line.split(" ") as [string, string]),
  );
  const truth = new Map<string, string>();
  const known = new Set(before);
  for (const [, mark = "", old = ""] of stream.matchAll(/^mark (:\d+)\noriginal-oid ([0-9a-f]+)$/gm))
    if (known.has(old)) truth.set(old, oidByMark.get(mark) ?? "");
  await repository.git(["reset", "--quiet", "--hard", "main"]);
  if (truth.size !== before.length) throw new Error(`${truth.size} of ${before.length} commits were rewritten`);
  return truth;
}
