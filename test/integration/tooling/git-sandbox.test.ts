import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { type Sandbox, withSandbox } from "../../support/git-sandbox.ts";
import { rejects, suite } from "../../support/suite.ts";

async function commitTwice(sandbox: Sandbox): Promise<readonly string[]> {
  const repository = await sandbox.createRepository();
  const first = await repository.commit("feat(67-04): first", { "a.txt": "a\n" });
  await repository.git(["log", "--oneline"]);
  return [first, await repository.commit("feat(67-04): second", { "deep/b.txt": "b\n" })];
}

suite("git sandbox", (test) => {
  test("gives the same oids in every run", async () => {
    const runs: (readonly string[])[] = [];
    for (let run = 0; run < 2; run += 1)
      await withSandbox(async (sandbox) => void runs.push(await commitTwice(sandbox)));
    assert.equal(runs[0], runs[1]);
    assert.is(runs[0]?.[0], "330969dca66891f8e8e6c338cfee0638636f4e1e");
  });

  test("writes dates in the zone that is asked for and goes on from there", async () => {
    await withSandbox(async (sandbox) => {
      const repository = await sandbox.createRepository();
      await repository.commit("one", {}, { date: "2026-02-20T21:41:00", offset: "-0330" });
      await repository.commit("two");
      assert.is(
        await repository.git(["log", "--format=%aI %cI"]),
        [
          "2026-02-20T21:42:00-03:30 2026-02-20T21:42:00-03:30",
          "2026-02-20T21:41:00-03:30 2026-02-20T21:41:00-03:30",
        ].join("\n"),
      );
    });
  });

  test("keeps a message byte for byte but for white space at the ends of lines", async () => {
    await withSandbox(async (sandbox) => {
      const repository = await sandbox.createRepository();
      await repository.commit("-m is no option\n\n# not a comment\nPlan: 67-04");
      assert.is(
        await repository.git(["log", "-1", "--format=%B"]),
        "-m is no option\n\n# not a comment\nPlan: 67-04\n",
      );
    });
  });

  test("hides the configuration of the user and the system", async () => {
    await withSandbox(async (sandbox) => {
      const repository = await sandbox.createRepository();
      const origins = await repository.git(["config", "--list", "--show-origin"]);
      assert.ok(
        origins.split("\n").every((line) => line.startsWith("file:.git/config")),
        origins,
      );
      assert.is((await repository.run("sh", ["-c", "echo $HOME"])).stdout, `${join(sandbox.directory, "home")}\n`);
      assert.is(realpathSync(sandbox.directory), sandbox.directory);
    });
  });

  test("reports exit codes, output and input, and throws when git fails unexpectedly", async () => {
    await withSandbox(async (sandbox) => {
      const repository = await sandbox.createRepository();
      const completed = await repository.run("sh", ["-c", "cat; echo $EXTRA >&2; exit 3"], {
        input: "in",
        env: { EXTRA: "x" },
      });
      assert.equal(completed, { exitCode: 3, stdout: "in", stderr: "x\n" });
      assert.is((await repository.run("sh", ["-c", "kill -TERM $$"])).exitCode, 143);
      assert.is(await repository.git(["rev-parse", "--verify", "--quiet", "HEAD"], { expectExit: 1 }), "");
      await rejects(
        repository.git(["no-such-command"]),
        (error) => error instanceof Error && /exit 1/.test(error.message),
      );
    });
  });

  test("is removed when the body fails", async () => {
    let directory = "";
    const failing = withSandbox((sandbox) => {
      directory = sandbox.directory;
      throw new Error("from the body");
    });
    await rejects(failing, (error) => error instanceof Error && error.message === "from the body");
    assert.is(existsSync(directory), false);
  });
});
