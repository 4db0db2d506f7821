import { spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { foreignHook, snapshot, writeHook } from "../integration/install-fixture.ts";
import type { Sandbox } from "../support/git-sandbox.ts";
import { initialize, type PlannedRepository, withPlannedRepository } from "../support/planned-repository.ts";
import type { RunOptions } from "../support/run-program.ts";
import { linkPrograms } from "../support/link-programs.ts";
import { suite } from "../support/suite.ts";

const state = fileURLToPath(new URL("../../dist/state.js", import.meta.url));
const dist = fileURLToPath(new URL("../../dist", import.meta.url));
const husky = fileURLToPath(new URL("../../node_modules/husky/bin.js", import.meta.url));
const hookNames = ["pre-commit", "commit-msg", "post-commit", "post-merge", "post-rewrite", "pre-push"];

interface Check {
  readonly name: string;
  readonly status: string;
  readonly message: string;
  readonly help: string | null;
  readonly hooks?: readonly { readonly name: string; readonly fired: boolean; readonly milliseconds: number | null }[];
}

interface Answer {
  readonly exitCode: number;
  readonly checks: ReadonlyMap<string, Check>;
  readonly statuses: Readonly<Record<string, string>>;
}

/** Runs the doctor and sees that nothing in the repository is another than before, not a byte and not a mode. */
async function diagnose(
  repository: Pick<PlannedRepository, "directory" | "state">,
  options: RunOptions & { readonly args?: readonly string[] } = {},
): Promise<Answer> {
  const before = snapshot(repository.directory);
  const { exitCode, stdout, stderr } = await repository.state(["doctor", "--json", ...(options.args ?? [])], options);
  assert.is(stderr, "");
  assert.equal(snapshot(repository.directory), before, "nothing is left behind");
  const { schema, checks } = JSON.parse(stdout) as { schema: string; checks: readonly Check[] };
  assert.is(schema, "planlink/doctor@1");
  for (const { status, help, name } of checks) assert.is(help === null, status === "ok", name);
  return {
    exitCode,
    checks: new Map(checks.map((check) => [check.name, check])),
    statuses: Object.fromEntries(checks.map(({ name, status }) => [name, status])),
  };
}

/** Without what depends on the machine. */
function problems({ checks }: Answer): Readonly<Record<string, string>> {
  const found = [...checks.values()].filter(({ name, status }) => status !== "ok" && name !== "desktop");
  return Object.fromEntries(found.map(({ name, status, message, help }) => [name, `${status}: ${message} | ${help}`]));
}

/** Lets the sandbox's own directory be the one for temporary files, so that leavings show. */
function ownTemporary(sandbox: Sandbox): {
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
} {
  const directory = join(sandbox.directory, "tmp");
  mkdirSync(directory);
  return { directory, env: { TMPDIR: directory } };
}

suite("state doctor", (test) => {
  test("proves that every hook fires, and how long it takes", () =>
    withPlannedRepository(async (repository, sandbox) => {
      const temporary = ownTemporary(sandbox);
      const answer = await diagnose(repository, { env: temporary.env });
      assert.equal(problems(answer), {});
      assert.is(answer.exitCode, 0);
      const hooks = answer.checks.get("trial")?.hooks ?? [];
      assert.equal(
        hooks.map(({ name, fired }) => [name, fired]),
        hookNames.map((name) => [name, true]),
      );
      for (const { name, milliseconds } of hooks) assert.ok(milliseconds !== null && milliseconds >= 0, name);
      // post-commit starts Node, for the trial's commit is tagged with a plan in progress.
      assert.ok((hooks.find(({ name }) => name === "post-commit")?.milliseconds ?? 0) > 20);
      assert.equal(readdirSync(temporary.directory), []);
    }, 'a repository with "blanks" and ü'));

  test("says it in lines of at most 80 columns", () =>
    withPlannedRepository(async (repository) => {
      const { stdout, exitCode } = await repository.state(["doctor"]);
      assert.is(exitCode, 0);
      assert.match(stdout, /^✔ hooks: native, in \.git\/hooks$/m);
      assert.match(
        stdout,
        /^✔ trial: fired in a scratch commit: pre-commit \d+ ms, commit-msg \d+ ms,\n {2}post-commit/m,
      );
      const long = stdout.split("\n").filter((line) => line.length > 80 && !line.includes(repository.directory));
      assert.equal(long, []);
    }));

  test("works from a linked worktree, on a branch without commits, and in a repository with SHA-256", () =>
    withPlannedRepository(async (repository, sandbox) => {
      await repository.git(["worktree", "add", "--quiet", "-b", "other", "../linked ü"]);
      const linked = sandbox.open("linked ü");
      assert.equal(problems(await diagnose(linked)), {});
      await repository.git(["checkout", "--quiet", "--orphan", "unborn"]);
      assert.is((await diagnose(repository)).statuses["trial"], "ok");
      const other = await sandbox.createRepository("sha256", { initArgs: ["--object-format=sha256"] });
      await other.commit("docs: start", { ".planning/STATE.md": "# Project State\n" });
      await other.state(["init"]);
      assert.equal(problems(await diagnose(other)), {});
    }));

  test("runs the hooks that were there first, and says which of them stops git", () =>
    withPlannedRepository(async (repository) => {
      await repository.state(["uninstall"]);
      mkdirSync(join(repository.directory, ".git/hooks"), { recursive: true });
      writeHook(join(repository.directory, ".git/hooks/pre-commit"), foreignHook("pre-commit"));
      await initialize(repository);
      const fine = await diagnose(repository);
      assert.match(fine.checks.get("hooks")?.message ?? "", /after the hooks that were there first \(pre-commit\)$/);
      writeHook(
        join(repository.directory, ".git/hooks/pre-commit.before-planlink"),
        "#!/bin/sh\necho 'no empty commits' >&2\nexit 1\n",
      );
      const { checks, exitCode } = await diagnose(repository);
      assert.is(exitCode, 1);
      assert.match(
        checks.get("trial")?.message ?? "",
        /^did not fire in a scratch commit: pre-commit \(the hook ended with 1 before planlink\), commit-msg \(pre-commit stopped the commit before\); no empty commits$/,
      );
    }));

  test("stops a hook that never ends, with all that it started, and says which it is", () =>
    withPlannedRepository(async (repository, sandbox) => {
      const hook = join(repository.directory, ".git/hooks/pre-push.before-planlink");
      writeFileSync(hook, `#!/bin/sh\nsleep 600 & echo $! >"${join(sandbox.directory, "pid")}"\nsleep 600\n`);
      chmodSync(hook, 0o755);
      const answer = await diagnose(repository, { args: ["--timeout", "4"] });
      assert.is(answer.exitCode, 1);
      assert.match(answer.checks.get("trial")?.message ?? "", "pre-push (had not ended after 4 s and was stopped)");
      assert.match(answer.checks.get("trial")?.help ?? "", "state doctor --timeout 20");
      const pid = readFileSync(join(sandbox.directory, "pid"), "utf8").trim();
      // Who has nobody to wait for it stays as a name in the list of processes.
      const { stdout } = await repository.run("ps", ["-o", "stat=", "-p", pid]);
      assert.match(stdout.trim(), /^(?:Z.*)?$/);
      const { exitCode, stderr } = await repository.state(["doctor", "--timeout", "soon"]);
      assert.equal([exitCode, stderr], [2, 'state: --timeout is "soon"\n  expected a number of seconds\n']);
    }));

  test("says why hooks do not run", () =>
    withPlannedRepository(async (repository) => {
      const hook = (name: string): string => join(repository.directory, ".git/hooks", name);
      chmodSync(hook("commit-msg"), 0o644);
      assert.equal(problems(await diagnose(repository)), {
        hooks: "error: not executable, so that git does not run them: commit-msg in .git/hooks | state init",
        trial: "error: did not fire in a scratch commit: commit-msg (git ran no such hook) | state init",
      });
      rmSync(hook("commit-msg"));
      assert.match(
        problems(await diagnose(repository))["hooks"] ?? "",
        /^error: missing in \.git\/hooks: commit-msg \| state init$/,
      );
      await initialize(repository);
      writeHook(
        hook("pre-push"),
        '#!/bin/sh\n# planlink hook v2 — managed by "state init", removed by "state uninstall"\nexit 0\n',
      );
      const edited = problems(await diagnose(repository));
      assert.match(edited["hooks"] ?? "", /^warning: edited by hand: pre-push/);
      assert.match(edited["trial"] ?? "", /pre-push \(the hook ran, and planlink in it did not\)/);
      await repository.git(["config", "core.hooksPath", "/dev/null"]);
      assert.equal(problems(await diagnose(repository)), {
        hooks:
          "error: hooks are switched off: core.hooksPath is /dev/null (local), which is no directory | git config --show-origin --get core.hooksPath tells where that is set",
        trial:
          "error: git ran no hook at a scratch commit | git config --show-origin --get core.hooksPath tells where that is set",
      });
      await repository.git(["config", "core.hooksPath", "elsewhere"]);
      assert.match(
        problems(await diagnose(repository))["hooks"] ?? "",
        /planlink has no hooks in elsewhere \(core\.hooksPath, local\)/,
      );
    }));

  test("names the variables that switch hooks off, and shows what they do to those of other managers", () =>
    withPlannedRepository(async (repository) => {
      const answer = await diagnose(repository, { env: { PLANLINK: "0" } });
      assert.equal(problems(answer), {
        switches: "error: PLANLINK=0 in this environment switches hooks off | unset PLANLINK",
      });
      assert.is(answer.statuses["trial"], "ok");
    }));

  test("tells of a PATH without Node, as clients with windows have it", () =>
    withPlannedRepository(async (repository, sandbox) => {
      const bin = linkPrograms(
        join(sandbox.directory, "bare-bin"),
        ["git", "sh", "cat", "sleep"],
        ["/usr/bin", "/bin"].join(delimiter),
      );
      const found = problems(await diagnose(repository, { env: { PATH: bin } }));
      assert.match(found["node"] ?? "", /^error: there is no node on PATH/);
      assert.match(found["trial"] ?? "", /^error: fired, but: node is not on PATH; hook post-commit skipped/);
    }));

  test("tells of a program that is gone", () =>
    withPlannedRepository(async (repository) => {
      const path = ".git/hooks/post-commit";
      for (const name of hookNames) {
        const file = `.git/hooks/${name}`;
        writeHook(
          join(repository.directory, file),
          repository.readText(file).replace(/^recorded=.*$/m, "recorded='/gone/hook.sh'"),
        );
      }
      assert.match(repository.readText(path), /\/gone\//);
      const found = problems(await diagnose(repository));
      assert.match(found["trial"] ?? "", /the hook ran, and planlink in it did not\).*\/gone\/hook\.sh is gone/);
      await repository.git(["config", "merge.planlink.driver", "true"]);
      assert.match(
        problems(await diagnose(repository))["merge-driver"] ?? "",
        /^warning: merge\.planlink\.driver is not as/,
      );
      await repository.git(["config", "--unset", "merge.planlink.driver"]);
      assert.match(problems(await diagnose(repository))["merge-driver"] ?? "", /does not know it.*\| state init$/);
      await initialize(repository);
      assert.equal(problems(await diagnose(repository)), {});
      const { stdout } = await repository.run("git", ["config", "merge.planlink.driver"]);
      const gone = stdout.trimEnd().replace(/\|\| program='[^']*'/, "|| program='/gone/merge.sh'");
      await repository.git(["config", "merge.planlink.driver", gone]);
      assert.match(
        problems(await diagnose(repository))["merge-driver"] ?? "",
        /^error: its program \/gone\/merge\.sh is gone/,
      );
    }));

  test("holds attributes, ledger and configuration against what they must be", () =>
    withPlannedRepository(async (repository) => {
      await repository.state(["sync"]);
      repository.write(".gitattributes", ".planning/STATE.md merge=ours\n");
      const head = await repository.git(["rev-parse", "HEAD"]);
      const dead = "d".repeat(40);
      repository.write(
        ".planning/planlink.ledger.yaml",
        `version: 1\ncommits:\n  - {"oid":"${head}"}\n  - {"oid":"${dead}"}\n`,
      );
      repository.write(".planning/planlink.yaml", "updat: auto\n");
      const found = problems(await diagnose(repository));
      assert.match(
        found["attributes"] ?? "",
        /^error: \.gitattributes does not say: \.planning\/planlink\.ledger\.yaml merge=union/,
      );
      assert.match(
        found["ledger"] ?? "",
        /^warning: 2 commits, of which 0 are not in the history of HEAD and 1 not in this clone/,
      );
      assert.match(found["config"] ?? "", /^error: \.planning\/planlink\.yaml:1:1: /);
      repository.write(".gitattributes", ".planning/STATE.md merge=ours\n.planning/*.yaml merge=union\n");
      repository.write(".planning/planlink.ledger.yaml", `version: 1\ncommits:\n  - {"oid":"${head}"}\n`);
      rmSync(join(repository.directory, ".planning/planlink.yaml"));
      const later = await diagnose(repository);
      assert.match(problems(later)["attributes"] ?? "", /^warning: merged otherwise: \.planning\/STATE\.md merge=ours/);
      assert.is(later.checks.get("ledger")?.message, "1 commit, all found");
    }));

  test("makes a damaged cache anew", () =>
    withPlannedRepository(async (repository) => {
      await repository.state(["show"]);
      assert.match((await diagnose(repository)).checks.get("cache")?.message ?? "", /^\d commits, consistent$/);
      const directory = join(repository.directory, ".git/planlink/cache");
      const names = readdirSync(directory).filter((name) => name.startsWith("history-"));
      for (const name of names) writeFileSync(join(directory, name), "spoilt");
      const { stdout } = await repository.state(["doctor", "--no-trial"]);
      assert.match(stdout, /^✔ cache: \d commits, was damaged and is rebuilt$/m);
      assert.match((await diagnose(repository)).checks.get("cache")?.message ?? "", /consistent$/);
    }));

  test("finds the GSD of the project", () =>
    withPlannedRepository(async (repository) => {
      repository.write(".claude/gsd-core/VERSION", "1.14.0\n");
      const { checks } = await diagnose(repository, { args: ["--no-trial"] });
      assert.match(checks.get("gsd")?.message ?? "", /^gsd-core 1\.14\.0 \(\.claude\/gsd-core\/VERSION\)$/);
      assert.not.ok(checks.has("trial"));
    }));

  test("proves husky's hooks, and says when husky has not run", () =>
    withPlannedRepository(async (repository, sandbox) => {
      await repository.state(["uninstall"]);
      repository.write("package.json", '{"devDependencies":{"husky":"^9.1.7"}}');
      repository.write(".gitignore", "node_modules\n");
      repository.write(".husky/pre-commit", "true\n");
      mkdirSync(join(repository.directory, "node_modules/planlink"), { recursive: true });
      symlinkSync(dist, join(repository.directory, "node_modules/planlink/dist"));
      await repository.run(process.execPath, [husky]);
      const without = problems(await diagnose(repository));
      assert.match(without["hooks"] ?? "", /^error: husky's scripts lack planlink's lines: pre-commit, commit-msg/);
      await initialize(repository);
      const answer = await diagnose(repository);
      assert.equal(problems(answer), {});
      assert.is(answer.checks.get("hooks")?.message, "in husky's scripts in .husky");
      assert.match(problems(await diagnose(repository, { env: { HUSKY: "0" } }))["switches"] ?? "", /HUSKY=0/);
      await repository.git(["add", "--all"]);
      await repository.git(["commit", "--quiet", "-m", "chore: husky"]);
      await repository.git(["worktree", "add", "--quiet", "../linked"]);
      const linked = problems(await diagnose(sandbox.open("linked")));
      assert.match(
        linked["hooks"] ?? "",
        /^error: husky has not run in this work tree \(\.husky\/_ is missing\).*\| npx husky$/,
      );
      assert.match(linked["trial"] ?? "", /^error: git ran no hook at a scratch commit \| npx husky$/);
    }));

  test("leaves nothing in the repository when it is killed, and clears the rest away the next time", () =>
    withPlannedRepository(async (repository, sandbox) => {
      const temporary = ownTemporary(sandbox);
      await repository.state(["show"]);
      const own = repository.readText(".git/hooks/post-commit");
      const reached = join(sandbox.directory, "reached");
      writeHook(join(repository.directory, ".git/hooks/post-commit"), `#!/bin/sh\n: >'${reached}'\nexec sleep 60\n`);
      const before = snapshot(repository.directory);
      const child = spawn(process.execPath, [state, "doctor"], {
        cwd: repository.directory,
        env: { ...sandbox.environment, ...temporary.env },
        stdio: "ignore",
        detached: true,
      });
      const ended = new Promise((resolve) => child.on("close", resolve));
      for (let waited = 0; !existsSync(reached) && waited < 600; waited += 1)
        await new Promise((resolve) => setTimeout(resolve, 50));
      assert.ok(existsSync(reached), "the trial has begun");
      process.kill(-(child.pid ?? 0), "SIGKILL");
      await ended;
      assert.equal(snapshot(repository.directory), before);
      assert.is(readdirSync(temporary.directory).length, 1);
      writeHook(join(repository.directory, ".git/hooks/post-commit"), own);
      assert.equal(problems(await diagnose(repository, { env: temporary.env })), {});
      assert.equal(readdirSync(temporary.directory), []);
    }));

  test("puts everything away when it is interrupted", () =>
    withPlannedRepository(async (repository, sandbox) => {
      const temporary = ownTemporary(sandbox);
      const reached = join(sandbox.directory, "reached");
      writeHook(join(repository.directory, ".git/hooks/post-commit"), `#!/bin/sh\n: >'${reached}'\nexec sleep 60\n`);
      const child = spawn(process.execPath, [state, "doctor"], {
        cwd: repository.directory,
        env: { ...sandbox.environment, ...temporary.env },
        stdio: "ignore",
        detached: true,
      });
      const ended = new Promise((resolve) => child.on("close", resolve));
      for (let waited = 0; !existsSync(reached) && waited < 600; waited += 1)
        await new Promise((resolve) => setTimeout(resolve, 50));
      // As a terminal does: to all of them.
      process.kill(-(child.pid ?? 0), "SIGINT");
      assert.is(await ended, 2);
      assert.equal(readdirSync(temporary.directory), []);
    }));
});
