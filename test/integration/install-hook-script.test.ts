import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as assert from "uvu/assert";
import { installedHooks } from "../../src/install/hook-names.ts";
import { renderHuskyBlock } from "../../src/install/husky-block.ts";
import { renderNativeHook } from "../../src/install/native-hook.ts";
import { type Completed, type RunOptions, runProgram } from "../support/run-program.ts";
import { suite } from "../support/suite.ts";
import {
  buildProgram,
  foreignHook,
  setExit,
  takeCalls,
  takeOrder,
  withSetting,
  writeHook,
  type Setting,
} from "./install-fixture.ts";

/** The shells that run hooks on the systems we know: Debian's, macOS's, Alpine's. */
const shells: readonly (readonly [string, ...string[]])[] = [["dash"], ["bash", "--posix"], ["busybox", "ash"]];

async function isHere(program: string): Promise<boolean> {
  const { exitCode } = await runProgram("sh", ["-c", 'command -v "$1"', "sh", program], {
    env: { PATH: process.env["PATH"] },
  });
  return exitCode === 0;
}

/** A line of pre-push's input that Node is started for. */
const branchPush: string = `refs/heads/main ${"1".repeat(40)} refs/heads/main ${"2".repeat(40)}\n`;

type RunScript = (args: readonly string[], options?: RunOptions) => Promise<Completed>;

// Asked before the first suite is defined: uvu starts to run when nothing more is pending.
const shellsHere = new Set<string>();
for (const [shell] of shells) if (await isHere(shell)) shellsHere.add(shell);

for (const [shell, ...shellArgs] of shells) {
  const name = [shell, ...shellArgs].join(" ");

  suite(`hook.sh under ${name}`, (test) => {
    const scripted = (sentence: string, body: (run: RunScript, setting: Setting) => Promise<void>): void => {
      if (!shellsHere.has(shell)) return test.skip(sentence, `${shell} is not here`);
      test(sentence, () =>
        withSetting((setting) => {
          buildProgram(dirname(setting.hookScript), "guarded");
          return body(
            (args, options) => setting.repository.run(shell, [...shellArgs, setting.hookScript, ...args], options),
            setting,
          );
        }),
      );
    };

    scripted(
      "starts Node with the hook, its arguments and its input, and with clean options",
      async (run, { sandbox }) => {
        const env = { NODE_OPTIONS: "--require /nowhere.js", NODE_EXTRA_CA_CERTS: "/nowhere.pem" };
        const pushed = `(delete) ${"0".repeat(40)} refs/heads/gone ${"1".repeat(40)}\n${branchPush}\nlast \\n`;
        const { exitCode, stderr } = await run(["pre-push", "a b", "$c", "", "-d"], { input: pushed, env });
        assert.is(stderr, "");
        assert.is(exitCode, 0);
        assert.equal(
          takeCalls(sandbox).map(({ hook, args, input, active, nodeOptions }) => ({
            hook,
            args,
            input,
            active,
            nodeOptions,
          })),
          [
            {
              hook: "pre-push",
              args: ["a b", "$c", "", "-d"],
              input: `${branchPush}\nlast \\n`,
              active: "1",
              nodeOptions: null,
            },
          ],
        );
      },
    );

    scripted(
      "does nothing when switched off, within our own Node, and without planning documents",
      async (run, { sandbox, repository }) => {
        const silent = { exitCode: 0, stdout: "", stderr: "" };
        assert.equal(await run(["commit-msg", "x"], { env: { PLANLINK: "0" } }), silent);
        assert.equal(await run(["commit-msg", "x"], { env: { PLANLINK_ACTIVE: "1" } }), silent);
        rmSync(join(repository.directory, ".planning"), { recursive: true });
        assert.equal(await run(["commit-msg", "x"]), silent);
        assert.equal(takeCalls(sandbox), []);
      },
    );

    scripted(
      "stops git on exit code 40 of a blocking hook alone: with 1 Node ends by itself",
      async (run, { sandbox, repository }) => {
        repository.write(".git/SQUASH_MSG", "");
        for (const end of ["0", "1", "2", "40", "SIGKILL"]) {
          setExit(sandbox, end);
          for (const hook of ["commit-msg", "pre-push", "pre-commit", "post-commit"]) {
            const blocks = hook === "commit-msg" || hook === "pre-push";
            const { exitCode, stderr } = await run([hook], { input: branchPush });
            assert.is(exitCode, blocks && end === "40" ? 1 : 0, `${hook} ${end}`);
            const lineCount = stderr.split("\n").filter((line) => line.startsWith("planlink: ")).length;
            assert.is(lineCount, end === "0" || (blocks && end === "40") ? 0 : 1, `${hook} ${end}: ${stderr}`);
          }
        }
      },
    );

    scripted("does not stop git when Node is too old to run us, or no real Node", async (run, { sandbox }) => {
      const programs = join(sandbox.directory, "old");
      mkdirSync(programs);
      const env = { PATH: `${programs}:${sandbox.environment["PATH"] ?? ""}` };
      writeHook(
        join(programs, "node"),
        '#!/bin/sh\ncase $1 in -p) echo 12 ;; *) echo "SyntaxError" >&2; exit 1 ;; esac\n',
      );
      const old = await run(["commit-msg", "x"], { env });
      assert.is(old.exitCode, 0);
      assert.is(
        old.stderr,
        "SyntaxError\nplanlink: node on PATH has version 12, 20.11 is needed; commit-msg does not block\n",
      );
      writeHook(join(programs, "node"), "#!/bin/sh\necho 'no version is set' >&2; exit 1\n");
      assert.is((await run(["pre-push", "x"], { env, input: branchPush })).exitCode, 0);
    });

    scripted(
      "says in one line that Node or the program is missing, and lets git go on",
      async (run, { sandbox, hookScript }) => {
        const programs = join(sandbox.directory, "few");
        mkdirSync(programs);
        const found = (await sandbox.open(".").run("sh", ["-c", `command -v ${shell}`])).stdout.trim();
        symlinkSync(found, join(programs, shell));
        const withoutNode = await run(["commit-msg", "x"], { env: { PATH: programs } });
        assert.equal(withoutNode, {
          exitCode: 0,
          stdout: "",
          stderr: "planlink: node is not on PATH; hook commit-msg skipped, nothing was checked\n",
        });
        rmSync(join(dirname(hookScript), "hook.cjs"));
        const { exitCode, stderr } = await run(["pre-push"], { input: branchPush });
        assert.is(
          stderr,
          `planlink: ${dirname(hookScript)}/hook.cjs is missing or empty; hook pre-push skipped, nothing was checked\n`,
        );
        assert.is(exitCode, 0);
        assert.is((await run([])).exitCode, 0);
      },
    );

    scripted(
      "finds its program beside itself however it is called",
      async (_run, { sandbox, repository, hookScript }) => {
        mkdirSync(join(dirname(hookScript), ".planning"));
        const { exitCode } = await repository.run(shell, [...shellArgs, "hook.sh", "post-merge", "0"], {
          cwd: dirname(hookScript),
        });
        assert.is(exitCode, 0);
        assert.is(takeCalls(sandbox).length, 1);
      },
    );

    scripted(
      "finds planning documents elsewhere by the file that init writes, also from a linked worktree",
      async (run, { sandbox, repository }) => {
        await repository.git(["mv", ".planning", "docs"]);
        await repository.commit("chore: move");
        const call = async (): Promise<number> => {
          await run(["post-merge"]);
          return takeCalls(sandbox).length;
        };
        assert.is(await call(), 0);
        mkdirSync(join(repository.directory, ".git/planlink"));
        writeFileSync(join(repository.directory, ".git/planlink/directory"), "elsewhere\n");
        assert.is(await call(), 0);
        writeFileSync(join(repository.directory, ".git/planlink/directory"), "docs\n");
        assert.is(await call(), 1);
        await repository.git(["worktree", "add", "--quiet", "../linked", "-b", "linked"]);
        const cwd = join(sandbox.directory, "linked");
        await run(["post-merge"], { cwd, env: { GIT_DIR: join(repository.directory, ".git/worktrees/linked") } });
        assert.is(takeCalls(sandbox).length, 1);
      },
    );

    scripted(
      "hook files work, with an earlier hook and its input",
      async (_run, { sandbox, repository, hooks, hookScript }) => {
        for (const hook of installedHooks) {
          const path = join(hooks, hook.name);
          writeHook(path, renderNativeHook(hook, hookScript));
          const call = (input: string): Promise<Completed> =>
            repository.run(shell, [...shellArgs, path, "one", "two three"], { input });
          // Work for every hook, so that each starts its program.
          repository.write(".git/planlink/pending", "");
          assert.equal(await call("text\n"), { exitCode: 0, stdout: "", stderr: "" });
          const [first] = takeCalls(sandbox);
          assert.equal(first?.args, ["one", "two three"]);
          writeHook(`${path}.before-planlink`, foreignHook(hook.name, "exit 7\n"));
          takeOrder(sandbox);
          assert.is((await call("text\n")).exitCode, 7);
          assert.equal(takeOrder(sandbox), [
            `foreign ${hook.name}`,
            ...(hook.stopsGit ? [] : [`planlink ${hook.name}`]),
          ]);
          writeHook(`${path}.before-planlink`, foreignHook(hook.name));
          takeCalls(sandbox);
          assert.is((await call("a\n\n")).exitCode, 0);
          assert.is(takeCalls(sandbox)[0]?.input, "a\n\n");
        }
      },
    );

    scripted(
      "scripts of husky's work, and give the lines after ours the input anew",
      async (_run, { sandbox, repository }) => {
        buildProgram(join(repository.directory, "node_modules/planlink/dist"), "guarded");
        repository.write(".git/planlink/pending", "");
        for (const hook of installedHooks) {
          const path = join(sandbox.directory, hook.name);
          writeFileSync(path, `${renderHuskyBlock(hook)}cat >"$HOME/rest"\n`);
          for (const input of ["", "one\n", "a `b` $c \\d\n".repeat(20_000)]) {
            const { exitCode, stderr } = await repository.run(shell, [...shellArgs, "-e", path, "x y"], {
              input: hook.readsInput ? input : "",
            });
            assert.is(stderr, "");
            assert.is(exitCode, 0);
            const [call] = takeCalls(sandbox);
            assert.equal(call?.args, ["x y"]);
            assert.ok(call?.input === (hook.readsInput ? input : ""));
            assert.ok(readFileSync(join(sandbox.directory, "home/rest"), "utf8") === (hook.readsInput ? input : ""));
          }
        }
      },
    );
  });
}
