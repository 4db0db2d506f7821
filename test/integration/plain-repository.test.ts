import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { findPlainRepository } from "../../src/files/plain-repository.ts";
import { withSandbox, type Sandbox, type TestRepository } from "../support/git-sandbox.ts";
import { suite } from "../support/suite.ts";

/** Whether the files leave no doubt; what they say is then held against git's own answers. */
async function isPlain(sandbox: Sandbox, repository: TestRepository): Promise<boolean> {
  const plain = findPlainRepository(repository.directory, sandbox.environment);
  if (plain === undefined) return false;
  const ask = async (...args: readonly string[]): Promise<string> => repository.git(args);
  assert.is(plain.topLevel, await ask("rev-parse", "--show-toplevel"));
  assert.is(plain.gitDirectory, await ask("rev-parse", "--absolute-git-dir"));
  assert.is(String(plain.isShallow), await ask("rev-parse", "--is-shallow-repository"));
  const head = plain.readHead();
  if (head !== undefined) {
    assert.is(head.oid, await ask("rev-parse", "HEAD"));
    const branch = await repository.git(["symbolic-ref", "--quiet", "--short", "HEAD"], { expectExit: "any" });
    assert.is(head.branch ?? "", branch);
  }
  return true;
}

const commits = { "a.txt": "a\n", "sub/b.txt": "b\n" };

suite("findPlainRepository", (test) => {
  test("agrees with git on branches, packed refs, a detached HEAD, and from within", () =>
    withSandbox(async (sandbox) => {
      const repository = await sandbox.createRepository();
      assert.is(findPlainRepository(repository.directory, sandbox.environment)?.readHead(), undefined);
      await repository.commit("chore: begin", commits);
      assert.ok(await isPlain(sandbox, repository));
      assert.ok(await isPlain(sandbox, sandbox.open("repository/sub")));
      await repository.git(["switch", "--quiet", "-c", "feature/a-b.c"]);
      await repository.commit("chore: more", { "c.txt": "c\n" });
      assert.is(findPlainRepository(repository.directory, {})?.readHead()?.branch, "feature/a-b.c");
      assert.ok(await isPlain(sandbox, repository));
      await repository.git(["pack-refs", "--all"]);
      assert.ok(await isPlain(sandbox, repository));
      // A loose ref goes before the packed one of its name.
      await repository.commit("chore: later", { "d.txt": "d\n" });
      assert.ok(await isPlain(sandbox, repository));
      await repository.git(["checkout", "--quiet", "--detach", "HEAD~1"]);
      assert.ok(await isPlain(sandbox, repository));
      await repository.git(["symbolic-ref", "HEAD", "refs/heads/none"]);
      assert.is(findPlainRepository(repository.directory, {})?.readHead(), undefined);
      await repository.git(["symbolic-ref", "refs/heads/alias", "refs/heads/main"]);
      await repository.git(["symbolic-ref", "HEAD", "refs/heads/alias"]);
      assert.is(findPlainRepository(repository.directory, {})?.readHead(), undefined);
    }));

  test("leaves everything else to git", () =>
    withSandbox(async (sandbox) => {
      const repository = await sandbox.createRepository();
      await repository.commit("chore: begin", commits);
      const { directory } = repository;
      const plain = (place = directory, environment: Readonly<Record<string, string>> = {}): boolean =>
        findPlainRepository(place, environment) !== undefined;
      assert.ok(plain());
      for (const name of ["GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_CONFIG_COUNT", "GIT_CEILING_DIRECTORIES"])
        assert.not.ok(plain(directory, { [name]: "." }), name);
      assert.ok(plain(directory, { GIT_INDEX_FILE: ".git/index", GIT_AUTHOR_NAME: "A" }));

      await repository.git(["worktree", "add", "--quiet", "../linked"]);
      assert.not.ok(plain(join(sandbox.directory, "linked")));
      assert.not.ok(plain(join(directory, ".git")));
      assert.not.ok(plain(join(directory, ".git/objects")));
      await sandbox.createRepository("bare", { bare: true });
      assert.not.ok(plain(join(sandbox.directory, "bare")));
      assert.not.ok(plain(join(sandbox.directory, "none")));
      mkdirSync(join(sandbox.directory, "empty"));
      assert.not.ok(plain(join(sandbox.directory, "empty")));

      for (const [name, value] of [
        ["core.worktree", "../elsewhere"],
        ["core.bare", "true"],
        ["include.path", "../other"],
        ["includeIf.onbranch:main.path", "../other"],
        ["extensions.worktreeConfig", "true"],
      ] as const) {
        await repository.git(["config", name, value]);
        assert.not.ok(plain(), name);
        rmSync(join(directory, ".git/config.worktree"), { force: true });
        writeFileSync(
          join(directory, ".git/config"),
          "[core]\n\trepositoryformatversion = 0\n\tbare = false\n[user]\n\tname = A\n\temail = a@example.org\n",
        );
        assert.ok(plain(), `without ${name}`);
      }
      const sha256 = await sandbox.createRepository("sha256", { initArgs: ["--object-format=sha256"] });
      assert.not.ok(plain(sha256.directory));

      renameSync(join(directory, ".git"), join(sandbox.directory, "moved"));
      symlinkSync(join(sandbox.directory, "moved"), join(directory, ".git"));
      assert.not.ok(plain());
      rmSync(join(directory, ".git"));
      writeFileSync(join(directory, ".git"), `gitdir: ${join(sandbox.directory, "moved")}\n`);
      assert.not.ok(plain());
    }));

  test("sees what makes a clone incomplete", () =>
    withSandbox(async (sandbox) => {
      const repository = await sandbox.createRepository();
      await repository.commit("chore: begin", commits);
      await repository.commit("chore: more", { "c.txt": "c\n" });
      const clone = async (name: string, ...options: readonly string[]): Promise<TestRepository> => {
        const source = `file://${repository.directory}`;
        await sandbox.open(".").git(["clone", "--quiet", ...options, source, name]);
        return sandbox.open(name);
      };
      const shallow = await clone("shallow", "--depth=1");
      assert.ok(await isPlain(sandbox, shallow));
      assert.is(findPlainRepository(shallow.directory, {})?.isShallow, true);
      await repository.git(["config", "uploadpack.allowFilter", "true"]);
      const partial = findPlainRepository(
        (await clone("partial", "--filter=blob:none", "--no-checkout")).directory,
        {},
      );
      assert.ok(partial === undefined || partial.mayBePartial);
      assert.is(findPlainRepository((await clone("whole")).directory, {})?.mayBePartial, false);
    }));
});
