import { chmodSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { commandSpecifications } from "../../src/cli/command-line.ts";
import { findingCatalogue } from "../../src/model/finding.ts";
import type { Sandbox } from "../support/git-sandbox.ts";
import { type PlannedRepository, withPlannedRepository } from "../support/planned-repository.ts";
import { isInstalled, readOffers, type ShellName } from "../support/shells.ts";
import { suite } from "../support/suite.ts";

const program = fileURLToPath(new URL("../../dist/state.js", import.meta.url));
const shells: readonly ShellName[] = ["bash", "zsh", "fish"];

/** A planned repository, `state` on the PATH, and the shell's script beside it. */
async function withShell(
  shell: ShellName,
  body: (repository: PlannedRepository, sandbox: Sandbox) => Promise<void>,
): Promise<void> {
  await withPlannedRepository(async (repository, sandbox) => {
    const { exitCode, stdout, stderr } = await repository.state(["completion", shell]);
    assert.equal([exitCode, stderr], [0, ""]);
    const place = sandbox.open("");
    place.write("_state", stdout);
    place.write("bin/state", `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`);
    chmodSync(join(sandbox.directory, "bin/state"), 0o755);
    await body(repository, sandbox);
  });
}

for (const shell of shells) {
  suite(`state completion ${shell}`, (test) => {
    if (!isInstalled(shell)) {
      test.skip("completes in the real shell", `${shell} is not installed`);
      return;
    }

    test("completes commands, options and their values", () =>
      withShell(shell, async (repository, sandbox) => {
        const offers = (line: string): Promise<readonly string[]> => readOffers(shell, repository, sandbox, line);
        const commands = commandSpecifications.filter(({ isPlumbing }) => isPlumbing !== true).map(({ name }) => name);
        assert.equal(await offers("state "), [...commands, "help"].toSorted());
        assert.equal(await offers("state ver"), ["verify-commits"]);
        assert.equal(await offers("state sync --dr"), ["--dry-run"]);
        assert.equal(await offers("state check --format "), ["github", "gitlab", "json", "junit", "sarif", "text"]);
        assert.equal(await offers("state lint --format ju"), ["junit"]);
        assert.equal(await offers("state completion "), ["bash", "fish", "zsh"]);
        assert.equal(await offers("state hook "), []);
      }));

    test("completes plans as they are on disk, codes of findings, and files", () =>
      withShell(shell, async (repository, sandbox) => {
        const offers = (line: string): Promise<readonly string[]> => readOffers(shell, repository, sandbox, line);
        assert.equal(await offers("state log 02-"), ["02-01", "02-02", "02-03"]);
        assert.equal(await offers("state explain "), Object.keys(findingCatalogue).toSorted());
        assert.equal(await offers("state explain plan-un"), ["plan-unfinished", "plan-unknown", "plan-unlisted"]);
        assert.equal(await offers("state lint READ"), ["README.md"]);
        assert.equal(await offers("state help ex"), ["explain"]);
        // Names of files are data: nothing in them is expanded or run.
        repository.write(".planning/phases/03-$(touch owned)/03-$(touch owned)-PLAN.md", "x\n");
        repository.write(".planning/phases/03-;touch owned;/03-01-PLAN.md", "x\n");
        assert.equal(await offers("state log 03"), ["03-01"]);
        assert.not.match(await repository.status(), "owned\n");
      }));

    if (shell === "zsh")
      test("is found by zsh itself in a folder of $fpath", () =>
        withShell(shell, async (repository, sandbox) => {
          assert.equal(await readOffers(shell, repository, sandbox, "state explain front", true), [
            "front-matter-doubled",
            "front-matter-invalid",
          ]);
        }));
  });
}

suite("state completion", (test) => {
  test("lists the plans with their folder, and refuses a shell that it does not know", () =>
    withPlannedRepository(async (repository) => {
      const { stdout } = await repository.state(["completion", "--plans"]);
      assert.is(stdout.split("\n")[0], "01-01\t01-alpha, completed");
      assert.is(stdout.split("\n")[1], "01-02\t01-alpha");
      const { exitCode, stderr } = await repository.state(["completion", "tcsh"]);
      assert.is(exitCode, 2);
      assert.is(stderr, 'state: there is no completion for "tcsh"\n  usage: state completion bash|zsh|fish\n');
    }));
});
