import { existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { statePath, withPlannedRepository } from "../support/planned-repository.ts";
import type { Completed } from "../support/run-program.ts";
import { suite } from "../support/suite.ts";

const clock = { SOURCE_DATE_EPOCH: "1767600000" };

suite("state report", (test) => {
  test("writes one page, says where and what was examined, and writes the same bytes again", () =>
    withPlannedRepository(async (repository) => {
      const page = join(repository.directory, "planlink-report.html");
      const first = await repository.state(["report"], { env: clock });
      assert.equal([first.exitCode, first.stderr], [0, ""]);
      assert.match(first.stdout, /^✔ wrote planlink-report\.html \(\d+ KB\)\n {2}examined 6 plans, 4 commits, /);
      const text = readFileSync(page, "utf8");
      assert.match(text, "2026-01-05 08:00 UTC");
      assert.is((await repository.state(["report"], { env: clock })).exitCode, 0);
      assert.is(readFileSync(page, "utf8"), text);
      const streamed = await repository.state(["report", "--format", "html"], { env: clock });
      assert.equal([streamed.exitCode, streamed.stdout === text], [0, true]);
    }));

  test("replaces what is no report of ours by force only, and follows no link", () =>
    withPlannedRepository(async (repository) => {
      const path = (name: string): string => join(repository.directory, name);
      writeFileSync(path("notes.html"), "<p>mine</p>");
      const refused = await repository.state(["report", "--output", "notes.html"]);
      assert.is(refused.exitCode, 2);
      assert.match(refused.stderr, "notes.html is there and is no report of planlink");
      assert.is(readFileSync(path("notes.html"), "utf8"), "<p>mine</p>");
      assert.is((await repository.state(["report", "--output", "notes.html", "--force"])).exitCode, 0);
      assert.match(readFileSync(path("notes.html"), "utf8"), "<!DOCTYPE html>");

      symlinkSync("elsewhere", path("planlink-report.html"));
      assert.is((await repository.state(["report"])).exitCode, 2);
      assert.is((await repository.state(["report", "--force"])).exitCode, 0);
      assert.equal([existsSync(path("elsewhere")), lstatSync(path("planlink-report.html")).isFile()], [false, true]);

      mkdirSync(path("folder"));
      const folder = await repository.state(["report", "--output", "folder", "--force"]);
      assert.is(folder.exitCode, 2);
      assert.match(folder.stderr, "folder is a folder");
      assert.is((await repository.state(["report", "--output", "new/deep/page.html"])).exitCode, 0);
      assert.ok(existsSync(path("new/deep/page.html")));
      assert.is((await repository.state(["report", "--format", "html", "--output", "x.html"])).exitCode, 2);
    }));

  test("is opened by the program of the desktop, without a shell, or says why not", () =>
    withPlannedRepository(async (repository, sandbox) => {
      const bin = join(sandbox.directory, "desktop bin");
      const log = join(sandbox.directory, "opened");
      const putOpener = (directory: string, end: string): void => {
        mkdirSync(directory, { recursive: true });
        const text = `#!/bin/sh\nprintf '%s\\n' "$#" "$@" >>'${log}'\n${end}\n`;
        writeFileSync(join(directory, "xdg-open"), text, { mode: 0o755 });
      };
      const path = sandbox.environment["PATH"] ?? "";
      const env = { DISPLAY: ":99", CI: "", PATH: `${bin}:${path}` };
      const open = (changed: Record<string, string> = {}, ...args: readonly string[]): Promise<Completed> =>
        repository.state(["report", "--open", ...args], { env: { ...env, ...changed } });
      const name = "a $(touch gone) 'page'; #1%41?.html";
      putOpener(bin, "exit 0");
      const opened = await open({}, "--output", name);
      assert.equal([opened.exitCode, opened.stderr], [0, ""]);
      assert.match(opened.stdout, /findings?\n {2}opened it\n$/);
      assert.is(readFileSync(log, "utf8"), `1\n${join(repository.directory, name)}\n`);
      assert.not.ok(existsSync(join(repository.directory, "gone")));

      putOpener(bin, "exit 3");
      const failed = await open();
      assert.is(failed.exitCode, 0);
      assert.match(failed.stdout, `  not opened: ${bin}/xdg-open ended with 3\n`);
      const json = JSON.parse((await open({}, "--json")).stdout) as Record<string, unknown>;
      assert.equal([json["opened"], json["openFailure"]], [false, `${bin}/xdg-open ended with 3`]);

      // A browser that stays is not waited for.
      putOpener(bin, "exec sleep 20");
      const startedAtMs = Date.now();
      assert.match((await open()).stdout, "  opened it\n");
      assert.ok(Date.now() - startedAtMs < 20_000);

      writeFileSync(log, "");
      assert.match((await open({ CI: "true" })).stdout, "not opened: this is a job of CI (CI is set)");
      assert.match((await open({ DISPLAY: "" })).stdout, "not opened: there is no desktop here");

      // What a dependency of the project brings is not run, neither by its path nor through a link.
      const inside = join(repository.directory, "node_modules/.bin");
      putOpener(inside, "exit 0");
      symlinkSync(inside, join(sandbox.directory, "linked bin"));
      putOpener(bin, "exit 4");
      const places = [inside, join(sandbox.directory, "linked bin"), "node_modules/.bin", bin];
      assert.match((await open({ PATH: `${places.join(":")}:${path}` })).stdout, "desktop bin/xdg-open ended with 4");
      assert.is(readFileSync(log, "utf8").split("\n").length, 3);
      assert.is((await open({}, "--format", "html")).exitCode, 2);
    }));

  test("answers in JSON with the numbers at the top of the page", () =>
    withPlannedRepository(async (repository) => {
      repository.replace(
        statePath,
        "- Keep the text",
        "- See 8c1f3e9ab27d4056e1f0c3d2b4a5968778695a4b\n- Keep the text",
      );
      repository.replace(statePath, "| Phase 01 P01 | 7min |", "| Phase 01 P01 | 31616115 |");
      const { exitCode, stdout } = await repository.state(["report", "--json"], { env: clock });
      assert.is(exitCode, 0);
      const report = JSON.parse(stdout) as Record<string, unknown>;
      assert.is(report["schema"], "planlink/report@1");
      assert.is(report["output"], join(repository.directory, "planlink-report.html"));
      assert.is(report["generatedAt"], "2026-01-05T08:00:00.000Z");
      assert.equal(report["plans"], { completed: 1, all: 6 });
      assert.equal((report["references"] as { missing: number }).missing, 1);
      assert.equal(report["figures"], { contradicted: 1, replaced: 0 });
      const page = readFileSync(join(repository.directory, "planlink-report.html"), "utf8");
      assert.is(report["bytes"], Buffer.byteLength(page));
      assert.match(page, "<del>31616115</del>");
    }));

  test("reports a project without STATE.md, and none from a part of history", () =>
    withPlannedRepository(async (repository, sandbox) => {
      await repository.git(["clone", "--quiet", "--depth", "1", `file://${repository.directory}`, "../shallow"]);
      const shallow = await sandbox.open("shallow").state(["report"]);
      assert.is(shallow.exitCode, 2);
      assert.match(shallow.stderr, "git fetch --unshallow");
      await repository.git(["rm", "--quiet", statePath]);
      const { exitCode, stdout } = await repository.state(["report", "--format", "html"]);
      assert.is(exitCode, 0);
      assert.match(stdout, "There is no STATE.md to check.");
    }));
});
