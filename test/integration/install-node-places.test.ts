import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import * as assert from "uvu/assert";
import { processHost } from "../../src/api/process-host.ts";
import { findManagedNode } from "../../src/install/machine-facts.ts";
import { createNodeDisk } from "../../src/install/node-disk.ts";
import { initialize, withPlannedRepository } from "../support/planned-repository.ts";
import { linkPrograms } from "../support/link-programs.ts";
import { suite } from "../support/suite.ts";

/** Where hooks look beside the home; a Node there would be found whatever is tested. */
const systemWide = ["/opt/homebrew/bin/node", "/usr/local/bin/node"].some((path) => existsSync(path));

/** Each place below the home, with the variable that may move it. */
const places: readonly (readonly [manager: string, path: string, variables: Readonly<Record<string, string>>])[] = [
  ["Volta", ".volta/bin/node", {}],
  ["Volta elsewhere", "tools/volta/bin/node", { VOLTA_HOME: "tools/volta" }],
  ["fnm", ".local/share/fnm/aliases/default/bin/node", {}],
  ["fnm on macOS", "Library/Application Support/fnm/aliases/default/bin/node", {}],
  ["mise", ".local/share/mise/shims/node", {}],
  ["asdf", ".asdf/shims/node", {}],
  ["nvm", ".nvm/versions/node/v22.4.0/bin/node", {}],
  ["nvm elsewhere", "n v m/versions/node/v20.11.1/bin/node", { NVM_DIR: "n v m" }],
];

function link(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(process.execPath, path);
}

suite("hooks of a client whose PATH has no Node", (test) => {
  if (systemWide) return test.skip("find Node where version managers keep it", "a Node for all lies in /usr/local/bin");

  test("find Node where version managers keep it, and what state doctor says rests on the same", () =>
    withPlannedRepository(async (repository, { directory, environment }) => {
      const programs = linkPrograms(
        join(directory, "programs"),
        ["git", "sh", "cat", "sleep", "rm", "mkdir"],
        environment["PATH"] ?? "",
      );
      await initialize(repository);
      const refuse = async (env: Readonly<Record<string, string>>): Promise<string> =>
        (
          await repository.run("git", ["commit", "--quiet", "--allow-empty", "-m", "feat(01-77): x"], {
            env: { PATH: programs, ...env },
          })
        ).stderr;
      const disk = createNodeDisk(processHost);
      assert.is(await findManagedNode(disk, { HOME: join(directory, "nobody") }), null);
      assert.match(await refuse({ HOME: join(directory, "nobody") }), "node is not on PATH; hook commit-msg skipped");
      for (const [manager, path, variables] of places) {
        const home = join(directory, "home of", manager);
        link(join(home, path));
        const moved = Object.entries(variables).map(([name, place]) => [name, join(home, place)] as const);
        const env = { HOME: home, ...Object.fromEntries(moved) };
        assert.match(await refuse(env), "plan 01-77 does not exist", manager);
        assert.is(await findManagedNode(disk, env), join(home, path), manager);
      }
    }));

  test("take nvm's newest, and none that is too old", () =>
    withPlannedRepository(async (repository, { directory, environment }) => {
      await initialize(repository);
      const home = join(directory, "many");
      const versions = join(home, ".nvm/versions/node");
      for (const version of ["v8.17.0", "v9.0.0", "v18.20.4"]) link(join(versions, version, "bin/node"));
      const programs = linkPrograms(join(directory, "programs"), ["git", "sh", "cat"], environment["PATH"] ?? "");
      const commit = ["commit", "--quiet", "--allow-empty", "-m", "feat(01-77): x"];
      const env = { PATH: programs, HOME: home };
      assert.match((await repository.run("git", commit, { env })).stderr, "node is not on PATH");
      link(join(versions, "v20.20.2/bin/node"));
      assert.match((await repository.run("git", commit, { env })).stderr, "plan 01-77 does not exist");
    }));
});
