import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import {
  initialize,
  openPlanned,
  requireFixedPoint,
  statePath,
  withPlannedRepository,
} from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";
import { type RepositoryForm, testForms } from "../support/variety.ts";

const forms: readonly RepositoryForm[] = [
  {
    name: "a submodule",
    prepare: async (repository, sandbox) => {
      const outer = await sandbox.createRepository("outer");
      await outer.commit("chore: begin", { "a.txt": "a\n" });
      const allow = ["-c", "protocol.file.allow=always"];
      await outer.git([...allow, "submodule", "--quiet", "add", repository.directory, "inner"]);
      await outer.commit("chore: add the submodule");
      const inner = openPlanned(sandbox, "outer/inner");
      await initialize(inner);
      return inner;
    },
    inspect: async (_repository, sandbox) => {
      assert.is(await sandbox.open("outer").git(["status", "--porcelain"]), " M inner");
    },
  },
  {
    name: "a linked worktree of a bare repository, whose main has moved on",
    prepare: async (repository, sandbox) => {
      await sandbox.open(".").git(["clone", "--quiet", "--bare", repository.directory, "bare.git"]);
      const bare = sandbox.open("bare.git");
      const tree = await bare.git(["worktree", "add", "--quiet", "-b", "work", "../tree"]);
      assert.is(tree, "");
      await bare.git(["worktree", "add", "--quiet", "../other", "main"]);
      await sandbox.open("other").commit("chore: move on", { "elsewhere.txt": "x\n" }, { date: "2026-01-05T08:58:00" });
      const linked = openPlanned(sandbox, "tree");
      await initialize(linked);
      return linked;
    },
  },
  {
    name: "extensions.worktreeConfig, in a linked worktree with hooks and a directory of its own",
    prepare: async (repository, sandbox) => {
      await repository.state(["uninstall"]);
      await repository.git(["config", "extensions.worktreeConfig", "true"]);
      await repository.git(["worktree", "add", "--quiet", "-b", "work", "../tree"]);
      const linked = openPlanned(sandbox, "tree");
      await linked.git(["config", "--worktree", "core.hooksPath", ".hooks"]);
      await linked.git(["config", "--worktree", "user.name", "Wanda Worktree"]);
      mkdirSync(join(linked.directory, ".hooks"));
      await linked.git(["config", "core.excludesFile", join(sandbox.directory, "ignored")]);
      linked.write("../ignored", ".hooks/\n");
      await initialize(linked);
      return linked;
    },
  },
  {
    name: "GIT_DIR and GIT_WORK_TREE",
    prepare: async (repository, sandbox) => {
      cpSync(join(repository.directory, ".git"), join(sandbox.directory, "elsewhere.git"), { recursive: true });
      const bareTree = join(sandbox.directory, "plain-tree");
      cpSync(repository.directory, bareTree, { recursive: true, filter: (path) => !path.endsWith("/.git") });
      const told = openPlanned(sandbox, "plain-tree", {
        GIT_DIR: join(sandbox.directory, "elsewhere.git"),
        GIT_WORK_TREE: bareTree,
      });
      await initialize(told);
      await told.git(["update-index", "-q", "--refresh"]);
      return told;
    },
  },
  {
    name: "a git directory elsewhere, by a .git file and core.worktree",
    prepare: async (repository, sandbox) => {
      const place = join(sandbox.directory, "elsewhere.git");
      await repository.git(["init", "--quiet", `--separate-git-dir=${place}`]);
      await repository.git(["config", "core.worktree", repository.directory]);
      await initialize(repository);
      return repository;
    },
  },
  {
    name: "a sparse checkout in cones",
    prepare: async (repository) => {
      await repository.git(["sparse-checkout", "set", "--cone", ".planning", "src"]);
      return repository;
    },
  },
  {
    name: "a sparse checkout in cones with a sparse index",
    prepare: async (repository) => {
      // Where git itself expands the index, to commit paths for instance, newer ones give advice.
      await repository.git(["config", "advice.sparseIndexExpanded", "false"]);
      const { exitCode } = await repository.run("git", [
        "sparse-checkout",
        "set",
        "--cone",
        "--sparse-index",
        ".planning",
        "src/01-02",
        "src/01-03",
      ]);
      return exitCode === 0 ? repository : "this git has no sparse index";
    },
  },
  {
    name: "a sparse checkout by patterns, which leaves a plan's files out",
    prepare: async (repository) => {
      await repository.git([
        "sparse-checkout",
        "set",
        "--no-cone",
        "/*",
        "!/.planning/phases/02-beta/",
        "!/src/01-01/",
      ]);
      return repository;
    },
  },
  {
    name: "a split index, an untracked cache, and an index without trees",
    prepare: async (repository) => {
      await repository.git(["config", "core.splitIndex", "true"]);
      await repository.git(["config", "core.untrackedCache", "true"]);
      await repository.git(["config", "index.threads", "2"]);
      await repository.git(["update-index", "--split-index", "--untracked-cache", "--index-version", "4"]);
      return repository;
    },
  },
  {
    name: "an index of many files' features",
    prepare: async (repository) => {
      await repository.git(["config", "feature.manyFiles", "true"]);
      await repository.git(["config", "index.skipHash", "true"]);
      await repository.git(["reset", "--quiet"]);
      return repository;
    },
  },
];

suite("the same work in work trees of every kind", (test) => {
  testForms(test, forms);
});

suite("work trees that have no place for it", (test) => {
  test("a bare repository: every command says so, and changes nothing", () =>
    withPlannedRepository(async (repository, sandbox) => {
      await sandbox.open(".").git(["clone", "--quiet", "--bare", repository.directory, "bare.git"]);
      const bare = sandbox.open("bare.git");
      for (const command of [["init"], ["sync"], ["check"], ["verify-commits"], ["relink"]]) {
        const { exitCode, stderr } = await bare.state(command);
        assert.equal({ command, exitCode }, { command, exitCode: 2 });
        assert.match(stderr, "is a bare repository");
      }
    }));

  test("a branch that moved under a worktree: the next commit finds its way", () =>
    withPlannedRepository(async (repository, sandbox) => {
      await repository.git(["worktree", "add", "--quiet", "-b", "work", "../tree"]);
      const linked = openPlanned(sandbox, "tree");
      await linked.workCommit("01-02", 1);
      await linked.completePlan("01-02", "paths");
      await repository.silently(["merge", "--quiet", "--ff-only", "work"]);
      await requireFixedPoint(repository);
      // As a program would that knows nothing of work trees.
      const base = await repository.git(["rev-parse", "HEAD~2"]);
      await repository.git(["update-ref", "refs/heads/work", base]);
      await linked.git(["reset", "--quiet", "--hard"]);
      await linked.workCommit("01-03", 1);
      assert.is((await linked.state(["sync"])).exitCode, 0);
      assert.match(linked.readText(statePath), "**Stopped at:** Completed 01-01-PLAN.md");
    }));
});
