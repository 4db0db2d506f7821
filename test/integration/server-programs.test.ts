import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import {
  createGitolite,
  findGitProgram,
  findProgram,
  hasGitolite,
  withGitDaemon,
  withHttpServer,
  type GitServer,
} from "../support/git-servers.ts";
import type { TestRepository } from "../support/git-sandbox.ts";
import { withPlannedRepository } from "../support/planned-repository.ts";
import {
  citeUnchecked,
  pushUnchecked,
  remoteLines,
  withServer,
  type PushSetting,
} from "../support/receiving-server.ts";
import { suite } from "../support/suite.ts";

const serverScript = fileURLToPath(new URL("../../dist/server.sh", import.meta.url));

/** A good push is taken, a bad one refused with words that reach who pushes, and its mending is taken. */
async function requireJudgement({ repository, server }: PushSetting, { addressOf }: GitServer): Promise<void> {
  const address = addressOf("server.git");
  await repository.workCommit("01-02", 1);
  const taken = await pushUnchecked(repository, address, "main");
  assert.equal(taken, { exitCode: 0, stdout: "", stderr: "" });
  assert.is(await server.git(["rev-parse", "main"]), await repository.git(["rev-parse", "HEAD"]));
  const bad = await citeUnchecked(repository, "18c8beca");
  const refused = await pushUnchecked(repository, address, "main", "main~1:refs/heads/other");
  assert.is(refused.exitCode, 1);
  assert.match(refused.stderr, "pre-receive hook declined");
  assert.equal(remoteLines(refused).slice(0, 4), [
    "planlink: this push would make STATE.md less true on main",
    "  checked 1 new commit, 1 reference, 6 plans",
    ".planning/STATE.md",
    "✖ 63:18  18c8beca names no object in this repository",
  ]);
  assert.is((await server.run("git", ["cat-file", "-e", bad])).exitCode, 1, "nothing of it stays");
  assert.is(await server.git(["for-each-ref", "--format=%(refname)"]), "refs/heads/main");
  await repository.git(["reset", "--quiet", "--hard", "HEAD~1"]);
  assert.equal(await pushUnchecked(repository, address, "main:refs/heads/other"), {
    exitCode: 0,
    stdout: "",
    stderr: "",
  });
}

suite("git daemon", (test) => {
  const name = "takes and refuses pushes";
  if (findGitProgram("git-daemon") === undefined) test.skip(name, "git came without its daemon");
  else
    test(name, () =>
      withServer((setting) => withGitDaemon(setting.sandbox, (server) => requireJudgement(setting, server))),
    );
});

suite("git http-backend behind nginx", (test) => {
  const name = "takes and refuses pushes";
  const missing = [
    ...["nginx", "fcgiwrap"].filter((program) => findProgram(program) === undefined),
    ...(findGitProgram("git-http-backend") === undefined ? ["git-http-backend"] : []),
  ];
  if (missing.length > 0) test.skip(name, `${missing.join(" and ")} not installed`);
  else
    test(name, () =>
      withServer(async (setting) => {
        // Without a login a server takes pushes only where it is told to.
        await setting.server.git(["config", "http.receivepack", "true"]);
        await withHttpServer(setting.sandbox, (server) => requireJudgement(setting, server));
      }),
    );
});

function writeProgram(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, 0o755);
}

const hookText = `#!/bin/sh\nexec sh '${serverScript}' pre-receive\n`;

suite("gitolite", (test) => {
  const names = ["runs the check for every repository as a common hook", "runs it by rule as a virtual ref"] as const;
  if (!hasGitolite()) {
    for (const name of names) test.skip(name, "gitolite3 is not installed");
    return;
  }
  test(names[0], () =>
    withPlannedRepository(async (repository, sandbox) => {
      const gitolite = createGitolite(sandbox);
      writeProgram(join(gitolite.localCode, "hooks/common/pre-receive"), hookText);
      gitolite.setRules("repo server\n  RW+ = ada\n");
      const push = (client: TestRepository, ...args: readonly string[]): ReturnType<typeof client.run> =>
        client.run("git", ["push", "--quiet", "--no-verify", gitolite.addressOf("server"), ...args], {
          env: gitolite.environment,
        });
      assert.equal(await push(repository, "main"), { exitCode: 0, stdout: "", stderr: "" });
      await citeUnchecked(repository, "18c8beca");
      const refused = await push(repository, "main");
      assert.is(refused.exitCode, 1);
      assert.match(remoteLines(refused).join("\n"), "18c8beca names no object");
      await repository.git(["reset", "--quiet", "--hard", "HEAD~1"]);
      await repository.workCommit("01-02", 1);
      assert.equal(await push(repository, "main"), { exitCode: 0, stdout: "", stderr: "" });
    }),
  );

  test(names[1], () =>
    withPlannedRepository(async (repository, sandbox) => {
      const gitolite = createGitolite(sandbox);
      writeProgram(
        join(gitolite.localCode, "VREF/planlink"),
        `#!/bin/sh\nsh '${serverScript}' update "$1" "$2" "$3" || echo "$7 STATE.md would become less true"\n`,
      );
      gitolite.setRules("repo server\n  RW+ = ada\n  - VREF/planlink = @all\nrepo free\n  RW+ = ada\n");
      const push = (name: string, ...args: readonly string[]): ReturnType<typeof repository.run> =>
        repository.run("git", ["push", "--quiet", "--no-verify", gitolite.addressOf(name), ...args], {
          env: gitolite.environment,
        });
      assert.is((await push("server", "main")).exitCode, 0);
      await citeUnchecked(repository, "18c8beca");
      const refused = await push("server", "main", "main~1:refs/heads/other");
      assert.is(refused.exitCode, 1);
      assert.match(remoteLines(refused).join("\n"), /18c8beca names no object[^]*STATE\.md would become less true/);
      assert.equal(await push("free", "main"), { exitCode: 0, stdout: "", stderr: "" });
    }),
  );
});

suite("programs that run all files of a folder, as Gitea and GitLab do", (test) => {
  test("run the check beside others", () =>
    withServer(async ({ repository, server }) => {
      await server.state(["uninstall"]);
      // What Gitea has as `hooks/pre-receive`.
      writeProgram(
        join(server.directory, "hooks/pre-receive"),
        '#!/bin/sh\ndata=$(cat)\nfor hook in "${0%/*}"/pre-receive.d/*; do\n  [ -x "$hook" ] || continue\n  printf "%s\\n" "$data" | "$hook" || exit\ndone\n',
      );
      writeProgram(join(server.directory, "hooks/pre-receive.d/planlink"), hookText);
      await repository.workCommit("01-02", 1);
      assert.equal(await pushUnchecked(repository, "origin", "main"), { exitCode: 0, stdout: "", stderr: "" });
      await citeUnchecked(repository, "18c8beca");
      const refused = await pushUnchecked(repository, "origin", "main");
      assert.is(refused.exitCode, 1);
      assert.match(remoteLines(refused).join("\n"), "18c8beca names no object");
    }));
});

suite("a clone that is pushed to", (test) => {
  test("is checked by the same file", () =>
    withPlannedRepository(async (repository, sandbox) => {
      await repository.git(["clone", "--quiet", ".", "../clone"]);
      const clone = sandbox.open("clone");
      await clone.git(["config", "receive.denyCurrentBranch", "updateInstead"]);
      writeProgram(join(clone.directory, ".git/hooks/pre-receive"), hookText);
      await repository.workCommit("01-02", 1);
      assert.equal(await pushUnchecked(repository, clone.directory, "main"), { exitCode: 0, stdout: "", stderr: "" });
      await citeUnchecked(repository, "18c8beca");
      const refused = await pushUnchecked(repository, clone.directory, "main");
      assert.is(refused.exitCode, 1);
      assert.match(remoteLines(refused).join("\n"), "18c8beca names no object");
      assert.is(await clone.git(["status", "--porcelain"]), "");
    }));
});
