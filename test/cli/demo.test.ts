import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import * as assert from "uvu/assert";
import { displayWidth } from "../../src/report/terminal.ts";
import { type Sandbox, withSandbox } from "../support/git-sandbox.ts";
import { runProgram, type Completed } from "../support/run-program.ts";
import { suite } from "../support/suite.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A user whose own settings would stop commits, hide hooks and ignore files, and who has switched planlink off. */
function createUser({ directory, environment }: Sandbox): Readonly<Record<string, string>> {
  const home = join(directory, "home");
  const settings = "[core]\n\thooksPath = /nonexistent\n[commit]\n\tgpgSign = true\n[init]\n\tdefaultBranch = trunk\n";
  writeFileSync(join(home, ".gitconfig"), settings);
  mkdirSync(join(home, ".config", "git"));
  writeFileSync(join(home, ".config", "git", "ignore"), ".planning\nsrc\ntest\n");
  return {
    PATH: environment["PATH"] ?? "",
    HOME: home,
    XDG_CONFIG_HOME: join(home, ".config"),
    GIT_DIR: "/nonexistent",
    PLANLINK: "0",
  };
}

function runDemonstration(env: Readonly<Record<string, string>>, wanted: string): Promise<Completed> {
  return runProgram(process.execPath, ["--import", "tsx", "scripts/demo.ts", wanted], { cwd: root, env });
}

suite("demonstration", (test) => {
  test("leaves a sample behind that works for anybody, and makes the same one again", async () => {
    await withSandbox(async (sandbox) => {
      const user = createUser(sandbox);
      const taken = join(sandbox.directory, "sample");
      mkdirSync(taken);
      writeFileSync(join(taken, "notes.txt"), "mine\n");

      const { exitCode, stdout, stderr } = await runDemonstration(user, taken);
      assert.is(`${exitCode} ${stderr}`, "0 ", stdout);
      assert.match(stdout, /is there already and not the demonstration's/);
      assert.is(readFileSync(join(taken, "notes.txt"), "utf8"), "mine\n");
      assert.is(stripVTControlCharacters(stdout), stdout, "colour is for terminals");
      const long = stdout.split("\n").filter((line) => displayWidth(line) > 80 && !line.includes("/sample-2/"));
      assert.equal(long, []);

      const sample = sandbox.open("sample-2/tides");
      const head = await sample.git(["rev-parse", "HEAD"]);
      assert.is(await sample.git(["rev-parse", "HEAD", "origin/main"]), `${head}\n${head}`);
      assert.is(await sample.git(["status", "--porcelain"]), "");
      const state = sample.readText(".planning/STATE.md");
      assert.match(state, /^\*\*Stopped at:\*\* Completed 13-03: Quiet Hours$/m);
      assert.not.match(state, /31616115|\| 540 \|/);

      // The user's own settings hold again now, and the hooks run all the same.
      const { GIT_DIR: _directory, PLANLINK: _switch, ...later } = user;
      const commit = ["commit", "--allow-empty", "-m", "feat(13-30): no such plan"];
      const refused = await runProgram("git", commit, { cwd: sample.directory, env: later });
      assert.is(refused.exitCode, 1, refused.stderr);
      assert.match(refused.stderr, /plan 13-30 does not exist/);

      const again = await runDemonstration(user, taken);
      assert.is(`${again.exitCode} ${again.stderr}`, "0 ", again.stdout);
      assert.is(await sample.git(["rev-parse", "HEAD"]), head);
    });
  });
});
