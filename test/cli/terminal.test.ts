import { chmodSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import * as assert from "uvu/assert";
import { type PlannedRepository, statePath, withPlannedRepository } from "../support/planned-repository.ts";
import { displayWidth } from "../../src/report/terminal.ts";
import { isInstalled } from "../support/shells.ts";
import { suite } from "../support/suite.ts";

const program = fileURLToPath(new URL("../../dist/state.js", import.meta.url));

/** Runs `state` on a terminal of its own and returns what it wrote there. */
async function runOnTerminal(
  repository: PlannedRepository,
  command: string,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const line = `'${process.execPath}' '${program}' ${command}`;
  const { stdout } = await repository.run("script", ["--quiet", "--return", "--command", line, "/dev/null"], { env });
  return stdout.replaceAll("\r\n", "\n");
}

suite("on a terminal", (test) => {
  if (!isInstalled("script")) {
    test.skip("links paths to their files", "script of util-linux is not installed");
    return;
  }

  test("links paths to their files where the terminal shows links, and nowhere else", () =>
    withPlannedRepository(async (repository) => {
      repository.replace(statePath, "- Keep the text", "- Done in commit deadbee1\n- Keep the text");
      const env = { TERM: "xterm-256color", VTE_VERSION: "7006" };
      const address = `file://${hostname()}${join(repository.directory, statePath).replaceAll(" ", "%20")}`;
      const linked = `\u001b]8;;${address}\u001b\\${statePath}\u001b]8;;\u001b\\`;
      for (const command of ["check", "verify-commits", "sync --check"])
        assert.ok((await runOnTerminal(repository, command, env)).includes(linked), command);
      const plain = [
        await runOnTerminal(repository, "check", { TERM: "xterm-256color" }),
        await runOnTerminal(repository, "check --color never", env),
        await runOnTerminal(repository, "check | cat", env),
        await runOnTerminal(repository, "check --json", env),
        (await repository.state(["check", "--color", "always"], { env: { ...env, FORCE_HYPERLINK: "1" } })).stdout,
      ];
      for (const text of plain) {
        assert.match(text, "deadbee1");
        assert.not.match(text, "\u001b]8");
      }
    }));

  test("keeps to the columns of the terminal, and leaves no blanks behind", () =>
    withPlannedRepository(async (repository) => {
      repository.replace(
        statePath,
        "- Keep the text",
        `- ${"导出指标".repeat(9)} ✅ in commit deadbee1\n- Keep the text`,
      );
      await repository.workCommit("01-02", 1, "2026-01-05T09:00:00Z");
      for (const command of [
        "check --explain",
        "check --selftest",
        "log 01-02",
        "report --output ../report.html",
        "show --cwd /",
      ])
        assert.equal(
          stripVTControlCharacters(await runOnTerminal(repository, command, { TERM: "xterm", COLUMNS: "80" }))
            .split("\n")
            .filter((line) => displayWidth(line) > 80 || (line !== line.trimEnd() && !/^ {4}[-+]/.test(line))),
          [],
          command,
        );
    }));

  test("writes plain signs where the locale has no others, and the same in a pipe whatever the locale", () =>
    withPlannedRepository(async (repository) => {
      const metrics = (locale: Readonly<Record<string, string>>, command = "metrics"): Promise<string> =>
        runOnTerminal(repository, command, { TERM: "xterm", NO_COLOR: "1", LC_ALL: "", ...locale });
      const unicode = await metrics({ LANG: "de_DE.UTF-8" });
      assert.match(unicode, "01-01     7min      ██████████  Title of 01-01");
      assert.is(await metrics({}), unicode);
      const ascii = await metrics({ LC_ALL: "C", LANG: "de_DE.UTF-8" });
      assert.match(ascii, "01-01     7min      ##########  Title of 01-01");
      assert.match(ascii, /^[\n -~]+$/);
      assert.equal(
        ascii.split("\n").map(({ length }) => length),
        unicode.split("\n").map(({ length }) => length),
      );
      const piped = await metrics({ LC_ALL: "C" }, "metrics | cat");
      assert.is(piped, unicode);
      assert.match(await metrics({ LC_ALL: "POSIX" }, "log 13-77"), /^state: there is no plan 13-77[\n -~]+$/);
    }));

  test("links a path with odd characters by an address that holds none", () =>
    withPlannedRepository(async (repository) => {
      const text = await runOnTerminal(repository, "check", { FORCE_HYPERLINK: "1", TERM: "xterm" });
      const [, address = ""] = /8;;(file:.+?)\p{Cc}/u.exec(text) ?? [];
      assert.match(address, /^[!-~]+$/);
      assert.is(fileURLToPath(address.replace(hostname(), "")), join(repository.directory, statePath));
    }, "odd name; é %41 🔔"));

  test("says that work goes on where it takes long, and takes the line away again; nothing in a pipe", () =>
    withPlannedRepository(async (repository, sandbox) => {
      const place = sandbox.open("");
      place.write("slow/git", `#!/bin/sh\nsleep 2\nexec "$REAL_GIT" "$@"\n`);
      chmodSync(join(sandbox.directory, "slow/git"), 0o755);
      const { PATH = "" } = sandbox.environment;
      const [git = ""] = (await repository.run("sh", ["-c", "command -v git"])).stdout.split("\n");
      const env = { TERM: "xterm", REAL_GIT: git, PATH: `${join(sandbox.directory, "slow")}:${PATH}` };
      const shown = await runOnTerminal(repository, "log 01-01", env);
      const parts = shown.split("\r\u001b[K");
      assert.ok(parts.length >= 3, JSON.stringify(shown));
      for (const part of parts.slice(1, -1)) assert.match(part, /^planlink: reading history … \d s$/);
      // Nothing of it is left before the answer.
      assert.match(stripVTControlCharacters(parts.at(-1) ?? ""), /^01-01 /);
      for (const command of ["log 01-01 --quiet", "log 01-01 2>&1 | cat"])
        assert.not.match(await runOnTerminal(repository, command, env), "reading history");
    }));
});
