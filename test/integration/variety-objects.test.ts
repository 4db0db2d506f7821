import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import type { Sandbox } from "../support/git-sandbox.ts";
import {
  createPlannedRepository,
  initialize,
  openPlanned,
  type PlannedRepository,
  statePath,
  withPlannedRepository,
} from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";
import { cloneWith, type RepositoryForm, testForms } from "../support/variety.ts";

/** Makes every fetch from the place that a clone comes from leave a mark and fail. */
async function watchFetches(clone: PlannedRepository, sandbox: Sandbox): Promise<void> {
  const program = join(sandbox.directory, "upload-pack");
  writeFileSync(program, `#!/bin/sh\ntouch '${join(sandbox.directory, "fetched")}'\nexit 1\n`);
  chmodSync(program, 0o755);
  await clone.git(["config", "remote.origin.uploadpack", program]);
}

function requireNoFetch(sandbox: Sandbox): void {
  assert.not.ok(existsSync(join(sandbox.directory, "fetched")), "something was fetched");
}

async function clonePartially(source: PlannedRepository, sandbox: Sandbox, filter: string): Promise<PlannedRepository> {
  await source.git(["config", "uploadpack.allowFilter", "true"]);
  const clone = await cloneWith((name) => openPlanned(sandbox, name), source, [`--filter=${filter}`]);
  await watchFetches(clone, sandbox);
  return clone;
}

function createInit(sandbox: Sandbox, option: string): Promise<PlannedRepository> {
  return createPlannedRepository(sandbox, { name: "other", initArgs: [option] });
}

const forms: readonly RepositoryForm[] = [
  {
    name: "SHA-256",
    prepare: (_repository, sandbox) => createInit(sandbox, "--object-format=sha256"),
  },
  {
    name: "refs in reftable format",
    prepare: async (_repository, sandbox) => {
      const form = "--ref-format=reftable";
      const supported = await sandbox.open(".").run("git", ["init", "--quiet", form, "probe"]);
      return supported.exitCode === 0 ? createInit(sandbox, form) : "this git has no reftable";
    },
  },
  {
    name: "a blobless clone",
    prepare: (repository, sandbox) => clonePartially(repository, sandbox, "blob:none"),
    inspect: async (_repository, sandbox) => requireNoFetch(sandbox),
  },
  {
    name: "a clone of a single branch",
    prepare: (repository, sandbox) =>
      cloneWith((name) => openPlanned(sandbox, name), repository, ["--single-branch", "--no-tags"]),
  },
  {
    name: "objects of another repository, by alternates",
    prepare: async (repository, sandbox) => {
      await repository.git(["clone", "--quiet", "--shared", repository.directory, "../borrower"]);
      const borrower = openPlanned(sandbox, "borrower");
      await initialize(borrower);
      return borrower;
    },
  },
  {
    name: "replaced commits",
    prepare: async (repository) => {
      const old = await repository.git(["rev-parse", "HEAD~2"]);
      const text = await repository.git(["cat-file", "commit", old]);
      const input = `${text.replace("Ada Author", "Somebody Else")}\n`;
      const replacement = await repository.git(["hash-object", "-t", "commit", "-w", "--stdin"], { input });
      await repository.git(["replace", old, replacement]);
      return repository;
    },
  },
  {
    name: "grafts",
    prepare: async (repository) => {
      await repository.git(["config", "advice.graftFileDeprecated", "false"]);
      mkdirSync(join(repository.directory, ".git/info"), { recursive: true });
      // What it says is what is so: the history is the same, and counts as altered.
      const line = await repository.git(["rev-list", "--parents", "--max-count=1", "HEAD~1"]);
      repository.write(".git/info/grafts", `${line}\n`);
      return repository;
    },
  },
  {
    name: "packed refs and objects, a commit graph with changed paths, a multi-pack index",
    prepare: async (repository) => {
      await repository.git(["pack-refs", "--all"]);
      await repository.git(["repack", "--quiet", "-a", "-d", "--write-bitmap-index"]);
      await repository.git(["commit-graph", "write", "--reachable", "--changed-paths"]);
      await repository.git(["multi-pack-index", "write"]);
      return repository;
    },
  },
];

suite("the same work with objects and refs of every kind", (test) => {
  testForms(test, forms);
});

suite("clones that lack history", (test) => {
  test("a treeless one: no hook stops a commit, nothing is fetched", () =>
    withPlannedRepository(async (source, sandbox) => {
      const clone = await clonePartially(source, sandbox, "tree:0");
      if (!(await clone.git(["rev-list", "--objects", "--all", "--missing=print"])).includes("?")) {
        process.stderr.write("not tried: a treeless clone (this git fetches all trees with the work tree)\n");
        return;
      }
      assert.is((await clone.run("git", ["commit", "--allow-empty", "-m", "feat(01-99): x"])).exitCode, 1);
      clone.write("src/a.txt", "a\n");
      await clone.git(["add", "src/a.txt"]);
      const { exitCode, stderr } = await clone.run("git", ["commit", "--quiet", "-m", "feat(01-02): add a"]);
      assert.equal({ exitCode, stderr }, { exitCode: 0, stderr: "" });
      requireNoFetch(sandbox);
      for (const command of [["sync"], ["sync", "--check"], ["check"]]) {
        const answer = await clone.state(command);
        assert.equal(
          { command, exitCode: answer.exitCode, stdout: answer.stdout },
          { command, exitCode: 2, stdout: "" },
        );
        assert.match(answer.stderr, "lacks trees of its history");
        assert.match(answer.stderr, "git fetch --refetch --filter=blob:none");
      }
      assert.is((await clone.state(["verify-commits"])).exitCode, 0);
      requireNoFetch(sandbox);
      // What it says mends it, where git knows the option (2.36).
      await clone.git(["config", "--unset", "remote.origin.uploadpack"]);
      if ((await clone.run("git", ["fetch", "--quiet", "--refetch", "--filter=blob:none"])).exitCode === 0)
        assert.is((await clone.state(["sync"])).exitCode, 0);
    }));

  test("a shallow one: hooks leave STATE.md alone, references are checked, figures are not", () =>
    withPlannedRepository(async (source, sandbox) => {
      const clone = await cloneWith((name) => openPlanned(sandbox, name), source, ["--depth=1"]);
      await watchFetches(clone, sandbox);
      const before = clone.readText(statePath);
      assert.is((await clone.run("git", ["commit", "--allow-empty", "-m", "feat(01-99): x"])).exitCode, 1);
      await clone.workCommit("01-02", 1);
      await clone.completePlan("01-02", "paths");
      assert.is(clone.readText(statePath), before);
      assert.is((await clone.state(["check"])).exitCode, 0);
      assert.is((await clone.state(["verify-commits"])).exitCode, 0);
      assert.is((await clone.state(["sync"])).exitCode, 2);
      requireNoFetch(sandbox);
    }));
});
