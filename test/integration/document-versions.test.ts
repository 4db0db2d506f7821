import * as assert from "uvu/assert";
import { createDocumentVersions } from "../../src/git/document-versions.ts";
import { createProcessRunner } from "../../src/git/process-runner.ts";
import { parseOid, type Oid } from "../../src/model/oid.ts";
import type { DocumentVersion } from "../../src/model/ports.ts";
import { withSandbox, type Sandbox, type TestRepository } from "../support/git-sandbox.ts";
import { suite } from "../support/suite.ts";

function requireOid(text: string): Oid {
  const oid = parseOid(text);
  if (oid === undefined) throw new Error(`${text} is no oid`);
  return oid;
}

async function readVersions(
  { environment }: Sandbox,
  repository: TestRepository,
  path: string,
  directory = repository.directory,
): Promise<readonly (DocumentVersion & { readonly text: string | undefined })[]> {
  const port = createDocumentVersions(createProcessRunner(directory, environment));
  const versions = await port.list(requireOid(await repository.git(["rev-parse", "HEAD"])), path);
  const contents = await port.read(versions);
  return versions.map((version, index) => {
    const bytes = contents[index];
    return { ...version, text: bytes === undefined ? undefined : Buffer.from(bytes).toString() };
  });
}

suite("versions of a document", (test) => {
  test("lists what a branch made of it, oldest first, a merge as one step", () =>
    withSandbox(async (sandbox) => {
      const repository = await sandbox.createRepository();
      const path = ".planning/STATE.md";
      const first = await repository.commit("one", { [path]: "1\n" }, { date: "2026-01-04T09:00:00" });
      await repository.commit("other file", { "a.txt": "a\n", "x/.planning/STATE.md": "not this one\n" });
      await repository.git(["switch", "--quiet", "-c", "topic"]);
      await repository.commit("two", { [path]: "1\n2\n" });
      await repository.commit("three", { [path]: "1\n2\n3\n" });
      await repository.git(["switch", "--quiet", "main"]);
      await repository.commit("meanwhile", { "b.txt": "b\n" });
      await repository.git(["merge", "--quiet", "--no-ff", "-m", "merge topic", "topic"]);
      const merge = await repository.git(["rev-parse", "HEAD"]);
      await repository.git(["rm", "--quiet", path]);
      await repository.commit("gone");
      const last = await repository.commit("again", { [path]: "4\n" });

      repository.write("deep/below/x", "");
      for (const directory of [repository.directory, `${repository.directory}/deep/below`]) {
        const versions = await readVersions(sandbox, repository, path, directory);
        assert.equal(
          versions.map(({ commit, text }) => [commit, text]),
          [
            [first, "1\n"],
            [merge, "1\n2\n3\n"],
            [last, "4\n"],
          ],
        );
        assert.is(versions[0]?.committed.epochMs, Date.UTC(2026, 0, 4, 9));
        assert.equal(
          versions.map(({ size }) => size),
          [2, 6, 2],
        );
      }
    }));

  test("takes a path as it is, whatever it looks like", () =>
    withSandbox(async (sandbox) => {
      const repository = await sandbox.createRepository();
      const commit = "0".repeat(40);
      for (const path of [
        "a b/*.md",
        ":(top)x",
        `commit ${commit} 0 +0000`,
        `:100644 100644 ${commit} ${commit} M`,
        "zwei\nzeilen.md",
      ]) {
        await repository.commit("first", { [path]: "1\n" });
        await repository.commit("second", { [path]: "2\n" });
        const versions = await readVersions(sandbox, repository, path);
        assert.equal(
          versions.map(({ text }) => text),
          ["1\n", "2\n"],
          path,
        );
      }
    }));

  test("leaves out links, and knows SHA-256", () =>
    withSandbox(async (sandbox) => {
      const repository = await sandbox.createRepository("long", { initArgs: ["--object-format=sha256"] });
      await repository.commit("text", { "STATE.md": "1\n" });
      await repository.run("sh", ["-c", "rm STATE.md && ln -s elsewhere STATE.md"]);
      await repository.commit("a link");
      const versions = await readVersions(sandbox, repository, "STATE.md");
      assert.equal(
        versions.map(({ text, contents }) => [text, contents.length]),
        [["1\n", 64]],
      );
    }));
});
