import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { snapshot } from "./install-fixture.ts";
import { isInstalled } from "../support/shells.ts";
import { openPlanned, statePath } from "../support/planned-repository.ts";
import { citeUnchecked, initServer, pushUnchecked, remoteLines, withServer } from "../support/receiving-server.ts";
import { displayWidth } from "../../src/report/terminal.ts";
import { suite } from "../support/suite.ts";

const accepted = { exitCode: 0, stdout: "", stderr: "" };

suite("a server takes what makes nothing worse", (test) => {
  test("work and completion of a plan, tags, a new branch, a deletion, a forced push: without a word", () =>
    withServer(async ({ repository, server }) => {
      await repository.workCommit("01-02", 1);
      await repository.completePlan("01-02", "paths");
      assert.equal(await pushUnchecked(repository, "origin", "main"), accepted);
      await repository.git(["tag", "v1"]);
      await repository.git(["tag", "-a", "-m", "two", "v2", "HEAD:src"]);
      await repository.git(["branch", "topic", "HEAD~1"]);
      assert.equal(await pushUnchecked(repository, "origin", "v1", "v2", "topic"), accepted);
      assert.equal(await pushUnchecked(repository, "origin", "--delete", "topic", "v1"), accepted);
      await repository.git(["commit", "--quiet", "--amend", "-m", "docs(01-02): complete, said better"]);
      assert.equal(await pushUnchecked(repository, "--force", "origin", "main"), accepted);
      assert.equal(await pushUnchecked(repository, "origin", "main"), accepted);
      assert.is(await server.git(["rev-parse", "main"]), await repository.git(["rev-parse", "HEAD"]));
    }));

  test("what the server has already, on its branch and on a new one", () =>
    withServer(async ({ repository, server }) => {
      await citeUnchecked(repository, "18c8beca");
      assert.equal(
        await repository.run("git", ["push", "--quiet", "--no-verify", "origin", "main"], { env: { PLANLINK: "0" } }),
        accepted,
      );
      await repository.workCommit("01-02", 1);
      assert.equal(await pushUnchecked(repository, "origin", "main", "main:refs/heads/other"), accepted);
      assert.is(await server.git(["rev-parse", "other"]), await server.git(["rev-parse", "main"]));
    }));

  test("a branch without planning documents, and refs that are not judged", () =>
    withServer(async ({ repository, server }) => {
      await citeUnchecked(repository, "18c8beca");
      await server.git(["config", "planlink.refs", "refs/heads/main"]);
      assert.equal(await pushUnchecked(repository, "origin", "main:topic", "main:refs/heads/mainline"), accepted);
      assert.is((await pushUnchecked(repository, "origin", "main")).exitCode, 1);
      await repository.git(["switch", "--quiet", "--orphan", "pages"]);
      await repository.git(["commit", "--quiet", "--allow-empty", "-m", "chore: pages"]);
      await server.git(["config", "--unset", "planlink.refs"]);
      assert.equal(await pushUnchecked(repository, "origin", "pages"), accepted);
    }));
});

suite("a server refuses what makes STATE.md less true", (test) => {
  test("with all refs of the push, and leaves nothing of it", () =>
    withServer(async ({ repository, server }) => {
      const before = snapshot(server.directory);
      await repository.git(["branch", "good"]);
      const tip = await citeUnchecked(repository, "18c8beca");
      const refused = await pushUnchecked(repository, "origin", "main", "good");
      assert.is(refused.exitCode, 1);
      assert.equal(remoteLines(refused), [
        "planlink: this push would make STATE.md less true on main",
        "  checked 1 new commit, 1 reference, 6 plans",
        ".planning/STATE.md",
        "✖ 63:18  18c8beca names no object in this repository",
        "         find what took its place, or fetch the branch that holds it:",
        "           state relink",
      ]);
      assert.match(refused.stderr, "pre-receive hook declined");
      assert.equal(snapshot(server.directory), before);
      assert.is((await server.run("git", ["cat-file", "-e", tip])).exitCode, 1);
      repository.replace(statePath, "18c8beca", (await repository.git(["rev-parse", "HEAD"])).slice(0, 8));
      await repository.silently(["commit", "--quiet", "-am", "docs: mend the reference"]);
      assert.equal(await pushUnchecked(repository, "origin", "main", "good"), accepted);
    }));

  test("each ref alone, with --per-ref", () =>
    withServer(
      async ({ repository, server }) => {
        await repository.git(["branch", "good"]);
        await citeUnchecked(repository, "18c8beca");
        const refused = await pushUnchecked(repository, "origin", "main", "good");
        assert.is(refused.exitCode, 1);
        assert.match(refused.stderr, "hook declined");
        assert.match(remoteLines(refused).join("\n"), "18c8beca names no object");
        assert.is(await server.git(["for-each-ref", "--format=%(refname)"]), "refs/heads/good\nrefs/heads/main");
        assert.is(await server.git(["rev-parse", "main"]), await repository.git(["rev-parse", "good"]));
      },
      ["--per-ref"],
    ));

  test("on a new branch, against what it shares with those that are here; in a forced push; on the first push of all", () =>
    withServer(async ({ repository, sandbox }) => {
      await citeUnchecked(repository, "18c8beca");
      await repository.run("git", ["push", "--quiet", "--no-verify", "origin", "main"], { env: { PLANLINK: "0" } });
      await repository.git(["switch", "--quiet", "-c", "topic"]);
      await citeUnchecked(repository, "deadbee5");
      const words = remoteLines(await pushUnchecked(repository, "origin", "topic")).join("\n");
      assert.match(words, "deadbee5 names no object");
      assert.not.match(words, /✖.*18c8beca/);
      assert.match(words, "1 older finding was here already and does not count.");
      await repository.git(["commit", "--quiet", "--amend", "-m", "docs: the same again"], { env: { PLANLINK: "0" } });
      assert.is((await pushUnchecked(repository, "--force", "origin", "topic:main")).exitCode, 1);
      const empty = await sandbox.createRepository("empty.git", { bare: true });
      await initServer(empty);
      assert.match(remoteLines(await pushUnchecked(repository, empty.directory, "topic:main")).join("\n"), "18c8beca");
    }));

  test("in whichever of several planning directories", () =>
    withServer(async ({ repository, server }) => {
      repository.write("packages/a b/.planning/STATE.md", repository.readText(statePath));
      repository.write(
        "packages/c/.planning/STATE.md",
        repository.readText(statePath).replace("- Keep", "- In deadbee5 we\n- Keep"),
      );
      await repository.git(["add", "packages"]);
      await repository.git(["commit", "--quiet", "-m", "docs: plan the packages"], { env: { PLANLINK: "0" } });
      const refused = await pushUnchecked(repository, "origin", "main");
      assert.is(refused.exitCode, 1);
      const words = remoteLines(refused).join("\n");
      assert.match(words, "packages/c/.planning/STATE.md");
      assert.not.match(words, "packages/a b");
      await server.git(["config", "planlink.directory", ".planning"]);
      assert.equal(await pushUnchecked(repository, "origin", "main"), accepted);
    }));

  test("in lines of 80 columns at most, whatever names and texts hold", () =>
    withServer(async ({ repository }) => {
      repository.replace(
        statePath,
        "**Stopped at:** Completed 01-01-PLAN.md",
        `**Stopped at:** Completed 02-03 \u001b[31m${"long ".repeat(40)}\u202e`,
      );
      await repository.git(["commit", "--quiet", "-am", "docs: lie"], { env: { PLANLINK: "0" } });
      const refused = await pushUnchecked(repository, "origin", "main:refs/heads/wide-\u202e-name");
      assert.is(refused.exitCode, 1);
      const lines = refused.stderr.split("\n").filter((line) => line.startsWith("remote: "));
      assert.not.match(lines.join("\n"), "\u202e");
      assert.not.match(lines.join("\n"), "\u001b[31m");
      assert.match(lines.join("\n"), "wide-\\u202e-name");
      assert.equal(
        lines.filter((line) => displayWidth(line.trimEnd()) > 80),
        [],
      );
      assert.match(lines.join("\n"), "state sync --commit");
    }));
});

suite("what a push costs a server", (test) => {
  test("is no more git processes for 10,000 commits than for one", () =>
    withServer(async ({ repository, server, sandbox }) => {
      const home = sandbox.open("home");
      const countProcesses = async (name: string): Promise<readonly string[]> => {
        const trace = join(home.directory, name);
        await repository.run("git", ["push", "--quiet", "--no-verify", "origin", `HEAD:${name}`], {
          env: { GIT_TRACE2_EVENT: trace },
        });
        assert.is(await server.git(["rev-parse", name]), await repository.git(["rev-parse", "HEAD"]));
        const events = readFileSync(trace, "utf8").split("\n").filter(Boolean);
        return events
          .map((line) => JSON.parse(line) as { readonly event: string; readonly argv?: readonly string[] })
          .flatMap(({ event, argv = [] }) =>
            event === "start" ? [argv.find((word) => /^[a-z][a-z-]*$/.test(word) && word !== "git") ?? ""] : [],
          )
          .filter((word) =>
            ["log", "cat-file", "ls-tree", "rev-parse", "merge-base", "for-each-ref", "diff-tree"].includes(word),
          )
          .toSorted();
      };
      await repository.workCommit("01-02", 1);
      const one = await countProcesses("one");
      const tip = await repository.git(["rev-parse", "HEAD"]);
      const tagged = Array.from({ length: 10_000 }, (_, index) => {
        const message = `feat(02-0${1 + (index % 3)}): step ${index}\n`;
        const from = index === 0 ? `from ${tip}\n` : "";
        return `commit refs/heads/many\ncommitter A <a@example.org> ${1_800_000_000 + index} +0000\ndata ${message.length}\n${message}${from}M 100644 inline src/many.txt\ndata 6\n${String(index).padStart(5, "0")}\n\n`;
      });
      await repository.git(["fast-import", "--quiet"], { input: tagged.join("") });
      await repository.git(["switch", "--quiet", "many"]);
      await repository.state(["sync", "--commit"], { env: { PLANLINK: "0" } });
      const many = await countProcesses("many");
      assert.ok(one.length > 10, String(one.length));
      // What is asked of the base depends on what there is to excuse.
      assert.ok(many.length <= one.length + 2, `${one.join(" ")}\n${many.join(" ")}`);
    }));
});

suite("who may decide what is checked", (test) => {
  test("no push loosens its own measure; what the server has taken holds from the next one on", () =>
    withServer(async ({ repository }) => {
      repository.write(".planning/planlink.yaml", "severity:\n  reference-missing: off\n");
      await repository.git(["add", "."]);
      await repository.git(["commit", "--quiet", "-m", "docs: loosen"], { env: { PLANLINK: "0" } });
      const loosened = await repository.git(["rev-parse", "HEAD"]);
      await citeUnchecked(repository, "18c8beca");
      assert.is((await pushUnchecked(repository, "origin", "main")).exitCode, 1);
      assert.is((await pushUnchecked(repository, "origin", "main:topic")).exitCode, 1);
      assert.equal(await pushUnchecked(repository, "origin", `${loosened}:main`), accepted);
      assert.equal(await pushUnchecked(repository, "origin", "main"), accepted);
    }));

  test("the server's own severities go first", () =>
    withServer(async ({ repository, server }) => {
      await citeUnchecked(repository, "18c8beca");
      await server.git(["config", "planlink.severity.reference-missing", "warning"]);
      assert.equal(await pushUnchecked(repository, "origin", "main:a"), accepted);
      await server.git(["config", "planlink.severity.reference-missing", "error"]);
      assert.is((await pushUnchecked(repository, "origin", "main:b")).exitCode, 0, "it is an old debt by then");
      assert.is((await pushUnchecked(repository, "origin", "main")).exitCode, 1);
    }));

  test("a config that the push breaks is said, and refuses it where strict is set; its mending passes", () =>
    withServer(async ({ repository, server }) => {
      repository.write(".planning/planlink.yaml", "updaet: live\n");
      await repository.git(["add", "."]);
      await repository.git(["commit", "--quiet", "-m", "docs: configure"], { env: { PLANLINK: "0" } });
      await server.git(["config", "planlink.strict", "true"]);
      const refused = await pushUnchecked(repository, "origin", "main");
      assert.is(refused.exitCode, 1);
      assert.match(
        remoteLines(refused).join("\n"),
        /planlink\.yaml:1:1: unknown key "updaet"[^]*planlink\.strict is set here/,
      );
      await server.git(["config", "planlink.strict", "false"]);
      const warned = await pushUnchecked(repository, "origin", "main");
      assert.is(warned.exitCode, 0);
      assert.match(remoteLines(warned).join("\n"), "this does not refuse the push");
      await server.git(["config", "planlink.strict", "true"]);
      await repository.workCommit("01-02", 1).catch(() => undefined);
      repository.write(".planning/planlink.yaml", "update: live\n");
      await repository.git(["commit", "--quiet", "-am", "docs: mend it"], { env: { PLANLINK: "0" } });
      assert.equal(await pushUnchecked(repository, "origin", "main"), accepted);
    }));

  test("wrong settings of the server are said to who pushes, and refuse where strict is set", () =>
    withServer(async ({ repository, server }) => {
      await server.git(["config", "planlink.timeout", "soon"]);
      await repository.workCommit("01-02", 1);
      const warned = await pushUnchecked(repository, "origin", "main");
      assert.is(warned.exitCode, 0);
      assert.match(remoteLines(warned).join("\n"), /planlink\.timeout is "soon"; expected a number/);
      await server.git(["config", "planlink.strict", "true"]);
      await repository.workCommit("01-02", 2);
      assert.is((await pushUnchecked(repository, "origin", "main")).exitCode, 1);
    }));
});

suite("where no check can be made a server takes the push, or refuses it with planlink.strict", (test) => {
  test("without Node on its PATH the one that installed it is used; with neither, it is said", () =>
    withServer(async ({ repository, server, sandbox }) => {
      // git's hooks get the PATH of the push, with git's own programs before it.
      const bin = join(sandbox.directory, "bare-path");
      sandbox.open("bare-path").write("note", "");
      for (const program of ["git", "sh", "cat", "dirname"]) {
        const { stdout } = await repository.run("sh", ["-c", `command -v ${program}`]);
        writeFileSync(join(bin, program), `#!/bin/sh\nexec ${stdout.trim()} "$@"\n`);
        chmodSync(join(bin, program), 0o755);
      }
      const env = { PATH: bin };
      await citeUnchecked(repository, "18c8beca");
      const push = ["push", "--quiet", "--no-verify", "origin", "main"];
      assert.is((await repository.run("git", push, { env })).exitCode, 1);
      const hook = join(server.directory, "hooks/pre-receive");
      writeFileSync(hook, readFileSync(hook, "utf8").replace(/^PLANLINK_NODE=.*$/m, "PLANLINK_NODE=/nowhere/node"));
      await server.git(["config", "planlink.strict", "true"]);
      const refused = await repository.run("git", push, { env });
      assert.is(refused.exitCode, 1);
      assert.match(remoteLines(refused).join("\n"), "node is not on the PATH of this server");
      await server.git(["config", "--unset", "planlink.strict"]);
      const warned = await repository.run("git", push, { env });
      assert.is(warned.exitCode, 0);
      assert.match(remoteLines(warned).join("\n"), "checked nothing; this does not refuse the push");
    }));

  test("when planlink is gone, or does not end as it should", () =>
    withServer(async ({ repository, server, sandbox }) => {
      const hook = join(server.directory, "hooks/pre-receive");
      const installed = readFileSync(hook, "utf8");
      const failing = sandbox.open("failing");
      failing.write("server.sh", readFileSync("dist/server.sh"));
      failing.write("hook.cjs", "process.exit(1);\n");
      let number = 0;
      for (const [program, words] of [
        [join(failing.directory, "server.sh"), "the check did not end (exit code 1)"],
        ["/nowhere/server.sh", "/nowhere/server.sh is gone"],
      ] as const) {
        writeFileSync(hook, installed.replace(/^program=.*$/m, `program='${program}'`));
        for (const strict of ["false", "true"]) {
          await server.git(["config", "planlink.strict", strict]);
          await repository.workCommit("01-02", (number += 1));
          const completed = await pushUnchecked(repository, "origin", "main");
          assert.is(completed.exitCode, strict === "true" ? 1 : 0, `${program} ${strict}`);
          assert.match(remoteLines(completed).join("\n"), words);
        }
      }
    }));

  test("after so many seconds as are set, and no git is left running", () =>
    withServer(async ({ repository, server, sandbox }) => {
      await server.git(["config", "planlink.timeout", "1"]);
      const bin = sandbox.open("slow");
      const real = (await repository.run("sh", ["-c", "command -v git"])).stdout.trim();
      bin.write("git", `#!/bin/sh\ncase "$*" in *ls-tree*) exec sleep 30 ;; esac\nexec ${real} "$@"\n`);
      chmodSync(join(bin.directory, "git"), 0o755);
      // git puts its own programs first on the PATH of a hook; ours asks for `git` there.
      const hook = join(server.directory, "hooks/pre-receive");
      const text = readFileSync(hook, "utf8").replace(
        "hook=pre-receive",
        `PATH='${bin.directory}':$PATH\nhook=pre-receive`,
      );
      writeFileSync(hook, text);
      await citeUnchecked(repository, "18c8beca");
      const startedAt = performance.now();
      const completed = await pushUnchecked(repository, "origin", "main");
      assert.ok(performance.now() - startedAt < 15_000);
      assert.is(completed.exitCode, 0);
      assert.match(remoteLines(completed).join(" "), /main: git was stopped: the check took longer than 1 s/);
    }));
});

suite("hooks of a server are kept and put back", (test) => {
  test("a hook that was there runs first with git's input; its refusal stands; uninstall restores all bytes", () =>
    withServer(async ({ repository, server, sandbox }) => {
      for (const [name, args] of [
        ["pre-receive", []],
        ["update", ["--per-ref"]],
      ] as const) {
        await server.state(["uninstall"]);
        const hook = join(server.directory, "hooks", name);
        server.write(`hooks/${name}`, `#!/bin/sh\n{ cat; echo "$@"; } >"$HOME/seen"\n[ ! -f "$HOME/refuse" ]\n`);
        chmodSync(hook, 0o755);
        const before = snapshot(server.directory, ["objects", "refs"]);
        await initServer(server, ...args);
        const installed = snapshot(server.directory, ["objects", "refs"]);
        await initServer(server, ...args);
        assert.equal(snapshot(server.directory, ["objects", "refs"]), installed, "twice is once");
        const oid = await repository.workCommit("01-02", args.length + 1);
        assert.equal(await pushUnchecked(repository, "origin", "main"), accepted);
        const home = sandbox.open("home");
        assert.match(home.readText("seen"), oid);
        assert.match(home.readText("seen"), "refs/heads/main");
        home.write("refuse", "");
        await repository.workCommit("01-03", args.length + 1);
        assert.is((await pushUnchecked(repository, "origin", "main")).exitCode, 1);
        rmSync(join(home.directory, "refuse"));
        assert.equal(await pushUnchecked(repository, "origin", "main"), accepted);
        assert.is((await server.state(["uninstall"])).exitCode, 0);
        assert.equal(snapshot(server.directory, ["objects", "refs"]), before);
        rmSync(hook);
      }
    }));

  test("from one hook to the other nothing is checked twice, and a directory that was not there goes again", () =>
    withServer(async ({ server, sandbox }) => {
      await initServer(server, "--per-ref");
      assert.not.ok(Object.keys(snapshot(server.directory)).includes("hooks/pre-receive"));
      const bare = await sandbox.createRepository("new.git", { bare: true, initArgs: ["--template="] });
      const before = snapshot(bare.directory);
      const dry = await bare.state(["init", "--server", "--dry-run"]);
      assert.match(dry.stdout, "would install 1 hook (server, ");
      assert.equal(snapshot(bare.directory), before);
      await initServer(bare);
      await bare.state(["uninstall"]);
      assert.equal(snapshot(bare.directory), before);
      assert.is((await sandbox.open("repository").state(["init", "--server"])).exitCode, 2);
      assert.is((await sandbox.open("repository").state(["init", "--per-ref"])).exitCode, 2);
    }));

  test("a hook that was edited is left, and said", () =>
    withServer(async ({ server }) => {
      const hook = join(server.directory, "hooks/pre-receive");
      writeFileSync(hook, `${readFileSync(hook, "utf8")}# mine\n`);
      assert.match((await server.state(["init", "--server"])).stdout, "was edited by hand");
      assert.is((await server.state(["init", "--server", "--per-ref"])).exitCode, 2);
      assert.match((await server.state(["uninstall"])).stdout, /it\s+was\s+edited\s+by\s+hand/);
      assert.match(readFileSync(hook, "utf8"), "# mine");
    }));

  for (const shell of ["dash", "busybox", "bash"] as const) {
    const name = `the scripts run in ${shell}`;
    if (shell !== "dash" && !isInstalled(shell)) test.skip(name, `${shell} is not installed`);
    else
      test(name, () =>
        withServer(async ({ repository, server }) => {
          const tip = await citeUnchecked(repository, "18c8beca");
          await repository.git(["push", "--quiet", "--no-verify", "origin", `${tip}:refs/kept/tip`]);
          const old = await server.git(["rev-parse", "main"]);
          const words = shell === "busybox" ? ["busybox", "sh"] : [shell];
          const [program = "", ...args] = words;
          const env = { GIT_DIR: "." };
          const refused = await server.run(program, [...args, "hooks/pre-receive"], {
            env,
            input: `${old} ${tip} refs/heads/main\n`,
          });
          assert.is(refused.exitCode, 1);
          assert.match(refused.stderr, "18c8beca names no object");
          const passed = await server.run(program, [...args, "hooks/pre-receive"], {
            env,
            input: `${old} ${"0".repeat(40)} refs/heads/main\n`,
          });
          assert.equal(passed, accepted);
        }),
      );
  }
});

suite("a push from a clone that is planned as well", (test) => {
  test("is judged by both, and the second clone's work passes", () =>
    withServer(async ({ repository, server, sandbox }) => {
      await repository.git(["clone", "--quiet", server.directory, join(sandbox.directory, "second")]);
      const second = openPlanned(sandbox, "second");
      assert.is((await second.state(["init"])).exitCode, 0);
      await second.workCommit("02-01", 1);
      await second.silently(["push", "--quiet", "origin", "main"]);
      await repository.git(["pull", "--quiet", "--ff-only"]);
      await repository.workCommit("01-02", 1);
      await repository.completePlan("01-02", "paths");
      await repository.silently(["push", "--quiet", "origin", "main"]);
    }));
});
