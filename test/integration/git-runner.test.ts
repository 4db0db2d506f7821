import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import type { GitRunner } from "../../src/git/git-runner.ts";
import { createProcessRunner } from "../../src/git/process-runner.ts";
import { createSimpleGitRunner } from "../../src/git/simple-git-runner.ts";
import { OperationalError } from "../../src/model/operational-error.ts";
import { createWatchedRunner } from "../../src/git/watched-runner.ts";
import { withSandbox, type Sandbox, type TestRepository } from "../support/git-sandbox.ts";
import { rejects, suite } from "../support/suite.ts";

type CreateRunner = (directory: string, environment: Readonly<Record<string, string | undefined>>) => GitRunner;

const runners: readonly (readonly [string, CreateRunner])[] = [
  ["the runner of the commands", createSimpleGitRunner],
  ["the runner of the hooks", createProcessRunner],
  ["the runner of a terminal", createWatchedRunner],
];

function isError(code: string, words: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof OperationalError && error.code === code && words.test(error.message);
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("utf8");
}

for (const [name, createRunner] of runners) {
  suite(name, (test) => {
    /** Calls the body with a repository of one commit and a runner in it. */
    const withRunner = (
      body: (runner: GitRunner, repository: TestRepository, sandbox: Sandbox) => Promise<void>,
    ): Promise<void> =>
      withSandbox(async (sandbox) => {
        const repository = await sandbox.createRepository();
        await repository.commit("first", { "a.txt": "a\n" });
        await body(createRunner(repository.directory, sandbox.environment), repository, sandbox);
      });

    test("takes any exit code for an answer", async () => {
      await withRunner(async (runner) => {
        assert.is((await runner.run(["rev-parse", "HEAD"])).exitCode, 0);
        const silent = await runner.run(["rev-parse", "--verify", "--quiet", "no-such"]);
        assert.equal([silent.exitCode, silent.stdout.length, silent.stderr], [1, 0, ""]);
        const loud = await runner.run(["rev-parse", "--verify", "no-such"]);
        assert.is(loud.exitCode, 128);
        assert.match(loud.stderr, /^fatal: /);
        assert.is((await runner.run(["no-such-command"])).exitCode, 1);
        assert.is((await runner.run(["diff", "--quiet", "--no-index", "a.txt", "/dev/null"])).exitCode, 1);
      });
    });

    test("gives output and words apart, and both where git succeeds with a warning", async () => {
      await withRunner(async (runner, repository) => {
        const oid = await repository.git(["rev-parse", "HEAD"]);
        await repository.git(["update-ref", `refs/heads/${oid}`, oid]);
        const { exitCode, stdout, stderr } = await runner.run(["rev-parse", oid]);
        assert.equal([exitCode, textOf(stdout)], [0, `${oid}\n`]);
        assert.match(stderr, /warning: refname/);
      });
    });

    test("closes standard input, with and without something to read", async () => {
      await withRunner(async (runner) => {
        assert.is((await runner.run(["cat-file", "--batch-check"])).stdout.length, 0);
        assert.is(
          textOf((await runner.run(["hash-object", "--stdin"], { input: "a\n" })).stdout),
          "78981922613b2afb6025042ff6bd878ac1994e85\n",
        );
        assert.is(
          textOf((await runner.run(["hash-object", "--stdin"], { input: "" })).stdout),
          "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391\n",
        );
        assert.is((await runner.run(["rev-parse", "HEAD"], { input: "x\n".repeat(500_000) })).exitCode, 0);
      });
    });

    test("gives and takes bytes as they are", async () => {
      await withRunner(async (runner) => {
        const bytes = Buffer.from([0, 1, 0xff, 0xfe, 0x0a, 0xc3, 0x28, 0xef, 0xbb, 0xbf, 0x0d, 0x0a]);
        const oid = textOf((await runner.run(["hash-object", "-w", "--stdin"], { input: bytes })).stdout).trim();
        assert.ok(bytes.equals(Buffer.from((await runner.run(["cat-file", "blob", oid])).stdout)));
        const large = Buffer.alloc(5_000_000, "0123456789\n");
        const largeOid = textOf((await runner.run(["hash-object", "-w", "--stdin"], { input: large })).stdout).trim();
        assert.ok(large.equals(Buffer.from((await runner.run(["cat-file", "blob", largeOid])).stdout)));
      });
    });

    test("honours the index and the directory that git names to a hook", async () => {
      await withRunner(async (runner, repository, sandbox) => {
        const index = join(sandbox.directory, "other-index");
        await runner.run(["read-tree", "--empty"], { environment: { GIT_INDEX_FILE: index } });
        assert.is(textOf((await runner.run(["ls-files"], { environment: { GIT_INDEX_FILE: index } })).stdout), "");
        assert.is(textOf((await runner.run(["ls-files"])).stdout), "a.txt\n");
        const inherited = createRunner(repository.directory, { ...sandbox.environment, GIT_INDEX_FILE: index });
        assert.is(textOf((await inherited.run(["ls-files"])).stdout), "");
        const elsewhere = createRunner(sandbox.directory, {
          ...sandbox.environment,
          GIT_DIR: join(repository.directory, ".git"),
        });
        assert.is((await elsewhere.run(["rev-parse", "HEAD"])).exitCode, 0);
      });
    });

    test("hands on no variable of git's that would change what it answers", async () => {
      await withRunner(async (_runner, repository, sandbox) => {
        const noisy = {
          ...sandbox.environment,
          GIT_PAGER: "false",
          PAGER: "false",
          GIT_EDITOR: "false",
          EDITOR: "false",
          GIT_SSH_COMMAND: "false",
          GIT_EXTERNAL_DIFF: "false",
          GIT_LITERAL_PATHSPECS: "1",
          GIT_ICASE_PATHSPECS: "1",
          GIT_TRACE_CURL: "1",
          LANGUAGE: "de",
          LC_ALL: "de_DE.UTF-8",
        };
        const runner = createRunner(repository.directory, noisy);
        assert.is(textOf((await runner.run(["ls-files", "*.txt"])).stdout), "a.txt\n");
        const { stdout } = await runner.run(["-c", "core.pager=false", "log", "-p", "--format=%s"]);
        assert.match(textOf(stdout), /^first\n\ndiff --git/);
        assert.match((await runner.run(["rev-parse", "--verify", "no-such"])).stderr, /^fatal: Needed/);
      });
    });

    test("takes the git and the settings that variables of the caller's name", async () => {
      await withRunner(async (_runner, repository, sandbox) => {
        const execPath = await repository.git(["--exec-path"]);
        const settings = [
          ["core.hooksPath", "/nowhere"],
          ["core.sshCommand", "false"],
          ["core.fsmonitor", "false"],
          ["core.editor", "false"],
          ["core.pager", "false"],
          ["core.askPass", "false"],
          ["diff.external", "false"],
          ["diff.some.textconv", "false"],
          ["filter.some.clean", "false"],
          ["gpg.program", "false"],
          ["credential.helper", "none"],
          ["alias.some", "!false"],
          ["merge.some.driver", "false"],
          ["include.path", "/nowhere"],
          ["url.some.insteadOf", "other"],
          ["protocol.allow", "never"],
          ["submodule.some.update", "!false"],
          ["init.templateDir", "/nowhere"],
          ["safe.directory", "*"],
        ] as const;
        const runner = createRunner(repository.directory, {
          ...sandbox.environment,
          GIT_EXEC_PATH: execPath,
          GIT_CONFIG_COUNT: String(settings.length),
          ...Object.fromEntries(settings.map(([key], index) => [`GIT_CONFIG_KEY_${index}`, key])),
          ...Object.fromEntries(settings.map(([, value], index) => [`GIT_CONFIG_VALUE_${index}`, value])),
        });
        const { exitCode, stdout } = await runner.run(["config", "--get", "core.hooksPath"]);
        // A git before 2.31 knows no settings in variables.
        if (exitCode === 0) assert.is(textOf(stdout), "/nowhere\n");
        else assert.is(exitCode, 1);
        assert.is((await runner.run(["rev-parse", "--verify", "HEAD"])).exitCode, 0);
        assert.is(textOf((await runner.run(["--exec-path"])).stdout), `${execPath}\n`);
      });
    });

    test("gives data to git as data, whatever it looks like", async () => {
      await withRunner(async (runner) => {
        for (const revision of [
          "--upload-pack=x",
          "--receive-pack=x",
          "--template=x",
          "--exec=x",
          "-u",
          "-c",
          "-c core.pager=x",
          "--config=core.sshCommand=x",
          "ext::sh -c x",
          "$(touch x)",
          "; touch x",
          "\n",
          "\\",
          "'",
          '"',
          "-",
          "--",
          "--help",
        ]) {
          const { exitCode, stdout } = await runner.run([
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            `${revision}^{commit}`,
          ]);
          assert.equal([exitCode === 0, stdout.length], [false, 0], JSON.stringify(revision));
        }
      });
    });

    test("works in the directory that it is told", async () => {
      await withRunner(async (runner, repository) => {
        mkdirSync(join(repository.directory, "sub dir ö"));
        assert.is(
          textOf(
            (await runner.run(["rev-parse", "--show-prefix"], { cwd: join(repository.directory, "sub dir ö") })).stdout,
          ),
          "sub dir ö/\n",
        );
        assert.is(textOf((await runner.run(["rev-parse", "--show-prefix"])).stdout), "\n");
      });
    });

    test("says that git could not be started", async () => {
      await withRunner(async (runner, repository, sandbox) => {
        const withoutGit = createRunner(repository.directory, { ...sandbox.environment, PATH: sandbox.directory });
        await rejects(withoutGit.run(["rev-parse", "HEAD"]), isError("git-missing", /git could not be started/));
        await rejects(
          runner.run(["rev-parse", "HEAD"], { cwd: join(sandbox.directory, "no-such") }),
          isError("git-missing", /git could not be started/),
        );
      });
    });

    test("says that a signal stopped git", async () => {
      await withRunner(async (_runner, repository, sandbox) => {
        const bin = join(sandbox.directory, "bin");
        mkdirSync(bin);
        writeFileSync(join(bin, "git"), "#!/bin/sh\necho half\nkill -KILL $$\n");
        chmodSync(join(bin, "git"), 0o755);
        const runner = createRunner(repository.directory, {
          ...sandbox.environment,
          PATH: `${bin}:${sandbox.environment["PATH"] ?? ""}`,
        });
        await rejects(runner.run(["rev-parse", "HEAD"]), isError("git-failed", /git rev-parse was stopped by/));
      });
    });

    test("answers several questions at once, each its own", async () => {
      await withRunner(async (runner) => {
        const answers = await Promise.all(
          Array.from({ length: 8 }, (_, index) => runner.run(["hash-object", "--stdin"], { input: `${index}` })),
        );
        assert.is(new Set(answers.map(({ stdout }) => textOf(stdout))).size, 8);
      });
    });
  });
}
