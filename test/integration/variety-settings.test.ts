import { chmodSync, chownSync, existsSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { openPlanned, requireFixedPoint, statePath, withPlannedRepository } from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";
import { type RepositoryForm, testForms, withSettings } from "../support/variety.ts";

/** Variables that a person or a program around git may have set, and that git hands on to hooks. */
const leaking = {
  GIT_ICASE_PATHSPECS: "1",
  GIT_DIFF_OPTS: "--unified=0",
  GIT_EXTERNAL_DIFF: "false",
  GIT_PAGER: "false",
  GIT_PREFIX: "src/",
  GIT_REFLOG_ACTION: "elsewhere",
  GIT_NO_REPLACE_OBJECTS: "1",
  GIT_INTERNAL_GETTEXT_SH_SCHEME: "fallthrough",
  GIT_MERGE_VERBOSITY: "5",
  GIT_FLUSH: "1",
  GIT_COMMITTER_NAME: "Somebody",
  GIT_CONFIG_COUNT: "2",
  GIT_CONFIG_KEY_0: "core.abbrev",
  GIT_CONFIG_VALUE_0: "40",
  GIT_CONFIG_KEY_1: "diff.renames",
  GIT_CONFIG_VALUE_1: "copies",
};

const forms: readonly RepositoryForm[] = [
  withSettings("messages: of another alphabet, kept as they are, another comment character", [
    ["i18n.commitEncoding", "ISO-8859-1"],
    ["i18n.logOutputEncoding", "KOI8-R"],
    ["commit.cleanup", "verbatim"],
    ["core.commentChar", ";"],
  ]),
  {
    name: "messages: of an alphabet that nobody knows, whitespace alone cleaned, a comment character that git finds",
    prepare: async (repository) => {
      await repository.git(["config", "i18n.commitEncoding", "x-no-such-encoding"]);
      await repository.git(["config", "commit.cleanup", "whitespace"]);
      await repository.git(["config", "core.commentChar", "auto"]);
      // From 2.52 on git finds none without a warning at every commit.
      const { stderr } = await repository.run("git", ["commit", "--dry-run"]);
      if (stderr !== "") await repository.git(["config", "--unset", "core.commentChar"]);
      return repository;
    },
  },
  withSettings("messages: with scissors, shown with their diff", [
    ["commit.cleanup", "scissors"],
    ["core.commentChar", "%"],
    ["commit.verbose", "true"],
    ["commit.status", "false"],
  ]),
  withSettings("formats, dates, colours, signatures and programs of a person's own", [
    ["color.ui", "always"],
    ["color.diff", "always"],
    ["core.abbrev", "5"],
    ["core.quotePath", "false"],
    ["log.date", "format:%d.%m."],
    ["log.abbrevCommit", "true"],
    ["log.follow", "true"],
    ["log.decorate", "full"],
    ["log.showRoot", "false"],
    ["log.diffMerges", "combined"],
    ["log.showSignature", "true"],
    ["gpg.program", "false"],
    ["user.signingKey", "0000000000000000"],
    ["format.pretty", "fuller"],
    ["format.notes", "*"],
    ["notes.displayRef", "refs/notes/*"],
    ["status.relativePaths", "false"],
    ["status.showUntrackedFiles", "no"],
    ["diff.mnemonicPrefix", "true"],
    ["diff.external", "false"],
    ["diff.failing.textconv", "false"],
    ["diff.failing.command", "false"],
    ["diff.ignoreSubmodules", "all"],
    ["column.ui", "always"],
    ["core.pager", "false"],
    ["pager.log", "true"],
    ["core.attributesFile", "nowhere"],
    ["core.excludesFile", "nowhere"],
  ]),
  withSettings("files, refs, merges and rebases as a person or another system has them", [
    ["core.ignoreCase", "true"],
    ["core.precomposeUnicode", "true"],
    ["core.fileMode", "false"],
    ["core.trustctime", "false"],
    ["core.checkStat", "minimal"],
    ["core.logAllRefUpdates", "false"],
    ["merge.conflictStyle", "diff3"],
    ["merge.ff", "false"],
    ["merge.log", "true"],
    ["pull.rebase", "true"],
    ["rebase.autoStash", "true"],
    ["rebase.updateRefs", "true"],
    ["rebase.abbreviateCommands", "true"],
    ["rerere.enabled", "true"],
  ]),
  {
    name: "core.autocrlf",
    prepare: async (repository) => {
      await repository.git(["config", "core.autocrlf", "true"]);
      await repository.git(["config", "core.safecrlf", "false"]);
      await repository.git(["rm", "--quiet", "--cached", "-r", "."]);
      await repository.git(["reset", "--quiet", "--hard"]);
      assert.match(repository.readText(statePath), "\r\n");
      return repository;
    },
  },
  {
    name: "variables that leak into hooks",
    prepare: async (_repository, sandbox) => openPlanned(sandbox, "repository", leaking),
  },
  {
    name: "settings of the user, and GIT_TRACE into a file",
    prepare: async (_repository, sandbox) => {
      const path = join(sandbox.directory, "home", "settings");
      const trace = join(sandbox.directory, "trace");
      const repository = openPlanned(sandbox, "repository", {
        GIT_CONFIG_GLOBAL: path,
        GIT_TRACE: trace,
        GIT_TRACE_SETUP: trace,
        GIT_TRACE_PERFORMANCE: trace,
        GIT_TRACE2_EVENT: trace,
      });
      for (const [key, value] of [
        ["color.ui", "always"],
        ["core.abbrev", "12"],
        ["log.date", "iso"],
        ["core.commentChar", "%"],
        ["core.fsmonitor", "false"],
      ] as const)
        await repository.git(["config", "--file", path, key, value]);
      return repository;
    },
  },
];

suite("the same work under settings of every kind", (test) => {
  testForms(test, forms);
});

suite("what git refuses by itself stays refused, in its own words", (test) => {
  test("commit.gpgSign with a gpg that fails: no commit, and nothing of the next one is lost", () =>
    withPlannedRepository(async (repository) => {
      await repository.workCommit("01-02", 1);
      await repository.git(["config", "commit.gpgSign", "true"]);
      await repository.git(["config", "gpg.program", "false"]);
      const before = [await repository.git(["rev-parse", "HEAD"]), await repository.status()];
      const failed = await repository.run("git", ["commit", "--quiet", "--allow-empty", "-m", "feat(01-02): signed"]);
      assert.is(failed.exitCode, 128);
      assert.match(failed.stderr, "gpg failed to sign the data");
      assert.not.match(failed.stderr, "planlink");
      assert.equal([await repository.git(["rev-parse", "HEAD"]), await repository.status()], before);
      repository.writeSummary("01-02");
      await repository.git(["add", "--all"]);
      const completion = await repository.run("git", ["commit", "--quiet", "-m", "docs(01-02): complete"]);
      assert.is(completion.exitCode, 128);
      await repository.git(["config", "commit.gpgSign", "false"]);
      await repository.completePlan("01-02", "paths");
      await requireFixedPoint(repository);
    }));

  test("a repository of another owner, until safe.directory names it", () =>
    withPlannedRepository(async (repository, sandbox) => {
      if (process.getuid?.() !== 0) {
        process.stderr.write("not tried: a repository of another owner (only root can make one)\n");
        return;
      }
      for (const path of ["", ".git", ".planning"]) chownSync(join(repository.directory, path), 12_345, 12_345);
      const refusal = await repository.run("git", ["rev-parse", "HEAD"]);
      if (refusal.exitCode === 0) {
        process.stderr.write("not tried: a repository of another owner (this git does not ask)\n");
        return;
      }
      for (const command of [["check"], ["sync"], ["verify-commits"], ["init"], ["relink"]]) {
        const { exitCode, stdout, stderr } = await repository.state(command);
        assert.equal({ command, exitCode, stdout }, { command, exitCode: 2, stdout: "" });
        assert.match(stderr, /(?:dubious|unsafe)/);
      }
      // Git before 2.32 knows no GIT_CONFIG_GLOBAL and reads the one in HOME.
      const settings = join(sandbox.directory, "home", ".gitconfig");
      const trusting = openPlanned(sandbox, "repository", { GIT_CONFIG_GLOBAL: settings });
      await sandbox.open(".").git(["config", "--file", settings, "safe.directory", repository.directory]);
      await trusting.workCommit("01-02", 1);
      await trusting.completePlan("01-02", "paths");
      await requireFixedPoint(trusting);
    }));
});

suite("a git that is too old", (test) => {
  test("state init says so and installs nothing", () =>
    withPlannedRepository(async (_repository, sandbox) => {
      const fresh = await sandbox.createRepository("fresh", { initArgs: ["--template="] });
      await fresh.commit("chore: begin", { "a.txt": "a\n" });
      fresh.write("../old/git", "#!/bin/sh\necho git version 2.29.3\n");
      chmodSync(join(sandbox.directory, "old", "git"), 0o755);
      const PATH = `${join(sandbox.directory, "old")}:${sandbox.environment["PATH"]}`;
      const { exitCode, stdout, stderr } = await fresh.state(["init"], { env: { PATH } });
      assert.equal({ exitCode, stdout }, { exitCode: 2, stdout: "" });
      assert.match(stderr, "git 2.29.3 is too old");
      assert.match(stderr, "install git 2.30 or newer");
      assert.not.ok(existsSync(join(fresh.directory, ".git", "hooks")));
    }));
});
