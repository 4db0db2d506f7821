import { spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { writeDocumentFile } from "../../src/files/state-file.ts";
import { OperationalError } from "../../src/model/operational-error.ts";
import {
  type PlannedRepository,
  requireFixedPoint,
  statePath,
  withPlannedRepository,
} from "../support/planned-repository.ts";
import { rejects, suite } from "../support/suite.ts";

async function configure(repository: PlannedRepository, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) repository.write(path, text);
  await repository.git(["add", "--all"]);
  await repository.git(["commit", "--quiet", "-m", "chore: configure"], { env: { PLANLINK: "0" } });
}

suite("hooks and the bytes of STATE.md", (test) => {
  test("CRLF in the repository stays CRLF", () =>
    withPlannedRepository(async (repository) => {
      await configure(repository, { [statePath]: repository.readText(statePath).replaceAll("\n", "\r\n") });
      await repository.workCommit("01-02", 1);
      await repository.completePlan("01-02", "paths");
      const text = repository.readText(statePath);
      assert.match(text, "| Phase 01 P02 |");
      assert.is(text.replaceAll("\r\n", "").includes("\n"), false);
      await requireFixedPoint(repository);
    }));

  for (const style of ["paths", "all", "summary-only"] as const) {
    test(`core.autocrlf=true: CRLF in the work tree, LF in the repository (${style})`, () =>
      withPlannedRepository(async (repository) => {
        await repository.git(["config", "core.autocrlf", "true"]);
        await repository.git(["rm", "--quiet", "-r", "--cached", "."]);
        await repository.git(["reset", "--quiet", "--hard"]);
        assert.match(repository.readText(statePath), "# Project State\r\n");
        const path = "src/01-02/task-1.txt";
        repository.write(path, "x\r\n");
        await repository.git(["add", path]);
        await repository.silently(["commit", "--quiet", "-m", "feat(01-02): add task 1"]);
        assert.match(repository.readText(statePath), "**Last session:** 2026-01-05 09:00\r\n");
        const summary = ".planning/phases/01-alpha/01-02-SUMMARY.md";
        repository.write(summary, "---\r\nduration: 6min\r\n---\r\n\r\n# Phase 01 Plan 02: Title Summary\r\n");
        await repository.git(["add", summary]);
        const paths = style === "summary-only" ? [summary] : [summary, statePath];
        await repository.silently([
          "commit",
          "--quiet",
          "-m",
          "docs(01-02): complete",
          ...(style === "all" ? ["-a"] : ["--", ...paths]),
        ]);
        assert.is((await repository.git(["show", `HEAD:${statePath}`])).includes("\r"), false);
        assert.is(repository.readText(statePath).replaceAll("\r\n", "").includes("\n"), false);
        await requireFixedPoint(repository);
      }));
  }

  test("a byte order mark and a missing final newline stay", () =>
    withPlannedRepository(async (repository) => {
      await configure(repository, { [statePath]: `\uFEFF${repository.readText(statePath).trimEnd()}` });
      await repository.workCommit("01-02", 1);
      await repository.completePlan("01-02", "paths");
      const text = repository.readText(statePath);
      assert.match(text, /^\uFEFF---\n/);
      assert.match(text, /Resume file:\*\* None$/);
      await requireFixedPoint(repository);
    }));

  test("a file that is not UTF-8 is named and left alone", () =>
    withPlannedRepository(async (repository) => {
      repository.write(statePath, Buffer.concat([repository.read(statePath), Buffer.from([0xe4, 0x0a])]));
      await repository.git(["commit", "--quiet", "-am", "docs: write in another encoding"], { env: { PLANLINK: "0" } });
      const before = repository.read(statePath);
      repository.write("x.txt", "x\n");
      await repository.git(["add", "x.txt"]);
      const { exitCode, stderr } = await repository.run("git", ["commit", "--quiet", "-m", "feat(01-02): x"]);
      assert.is(exitCode, 0);
      assert.match(stderr, `${statePath} is not valid UTF-8`);
      assert.equal(repository.read(statePath), before);
      assert.is(await repository.status(), "");
    }));

  test("a symbolic link is written at its target", () =>
    withPlannedRepository(async (repository) => {
      mkdirSync(join(repository.directory, "docs"));
      renameSync(join(repository.directory, statePath), join(repository.directory, "docs/STATE.md"));
      symlinkSync("../docs/STATE.md", join(repository.directory, statePath));
      await configure(repository, {});
      await repository.workCommit("01-02", 1);
      assert.is(lstatSync(join(repository.directory, statePath)).isSymbolicLink(), true);
      assert.match(repository.readText("docs/STATE.md"), "**Last session:** 2026-01-05 09:01\n");
      await repository.completePlan("01-02", "summary-only");
      assert.is(lstatSync(join(repository.directory, statePath)).isSymbolicLink(), true);
    }));

  test("a symbolic link out of the work tree is not written, and that is said", () =>
    withPlannedRepository(async (repository, sandbox) => {
      const outside = join(sandbox.directory, "outside.md");
      renameSync(join(repository.directory, statePath), outside);
      symlinkSync(outside, join(repository.directory, statePath));
      await configure(repository, {});
      const before = readFileSync(outside, "utf8");
      repository.write("x.txt", "x\n");
      await repository.git(["add", "x.txt"]);
      const { exitCode, stderr } = await repository.run("git", ["commit", "--quiet", "-m", "feat(01-02): x"]);
      assert.is(exitCode, 0);
      assert.match(stderr, "outside the work tree");
      assert.is(readFileSync(outside, "utf8"), before);
    }));
});

suite("hooks and the file of STATE.md", (test) => {
  const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);

  test("its permissions stay, whatever the umask is", () =>
    withPlannedRepository(async (repository) => {
      const path = join(repository.directory, statePath);
      for (const [n, wanted] of [
        [1, 0o664],
        [2, 0o600],
      ] as const) {
        chmodSync(path, wanted);
        await repository.workCommit("01-02", n);
        assert.match(repository.readText(statePath), `**Last session:** 2026-01-05 09:0${n - 1}\n`);
        assert.is(mode(path), wanted.toString(8));
      }
    }));

  test("a link planted where the temporary file goes is not written through", () =>
    withPlannedRepository(async (repository, sandbox) => {
      const outside = join(sandbox.directory, "outside.md");
      writeFileSync(outside, "theirs\n");
      symlinkSync(outside, join(repository.directory, `${statePath}.planlink-7`));
      const host = { processId: 7, isAlive: () => false };
      await writeDocumentFile(repository.directory, statePath, repository.read(statePath), "ours\n", host);
      assert.is(readFileSync(outside, "utf8"), "theirs\n");
      assert.is(repository.readText(statePath), "ours\n");
      assert.is(await repository.status(), ` M ${statePath}`);
    }));

  test("a file that another program changed meanwhile is left to it", () =>
    withPlannedRepository(async (repository) => {
      const read = repository.read(statePath);
      repository.write(statePath, "theirs\n");
      const host = { processId: 7, isAlive: () => false };
      await rejects(
        writeDocumentFile(repository.directory, statePath, read, "ours\n", host),
        (error) => error instanceof OperationalError && error.code === "document-changed",
      );
      assert.is(repository.readText(statePath), "theirs\n");
      assert.is(existsSync(join(repository.directory, `${statePath}.lock`)), false);
    }));

  const isRoot = process.getuid?.() === 0;
  const unwritable = "a folder that may not be written to is named, and git goes on";
  if (isRoot) test.skip(unwritable, "root may write everywhere");
  else
    test(unwritable, () =>
      withPlannedRepository(async (repository) => {
        const folder = join(repository.directory, ".planning");
        chmodSync(folder, 0o555);
        repository.write("src/x.txt", "x\n");
        await repository.git(["add", "src/x.txt"]);
        const { exitCode, stderr } = await repository.run("git", ["commit", "--quiet", "-m", "feat(01-02): x"]);
        chmodSync(folder, 0o755);
        assert.is(exitCode, 0);
        assert.match(stderr, `${statePath} cannot be written (EACCES)`);
      }),
    );
});

suite("hooks and GSD's lock on STATE.md", (test) => {
  test("a lock of a process that is gone is taken over", () =>
    withPlannedRepository(async (repository) => {
      const child = spawn("true");
      await new Promise((resolve) => child.on("close", resolve));
      writeFileSync(join(repository.directory, `${statePath}.lock`), String(child.pid));
      await repository.workCommit("01-02", 1);
      assert.match(repository.readText(statePath), "**Last session:** 2026-01-05 09:00\n");
      assert.is(existsSync(join(repository.directory, `${statePath}.lock`)), false);
    }));

  test("a lock of a process at work is waited for two seconds at most, said, and respected", () =>
    withPlannedRepository(async (repository) => {
      const lock = join(repository.directory, `${statePath}.lock`);
      repository.write(".git/info/exclude", "*.lock\n");
      writeFileSync(lock, String(process.pid));
      const before = repository.readText(statePath);
      repository.write("src/x.txt", "x\n");
      await repository.git(["add", "src/x.txt"]);
      const startedAt = Date.now();
      const { exitCode, stdout, stderr } = await repository.run("git", ["commit", "--quiet", "-m", "feat(01-02): x"]);
      const tookMs = Date.now() - startedAt;
      assert.is(exitCode, 0);
      assert.is(stdout, "");
      assert.match(stderr, `${statePath} is locked by another program`);
      assert.is(tookMs >= 2000 && tookMs < 6000, true, `took ${tookMs} ms`);
      assert.is(repository.readText(statePath), before);
      assert.is(readFileSync(lock, "utf8"), String(process.pid));
    }));

  test("a locked STATE.md is left out of a completion commit whole: nothing is staged that the file does not say", () =>
    withPlannedRepository(async (repository) => {
      const lock = join(repository.directory, `${statePath}.lock`);
      repository.write(".git/info/exclude", "*.lock\n");
      await repository.workCommit("01-02", 1);
      const summary = repository.writeSummary("01-02");
      await repository.git(["add", summary, statePath, ".planning/ROADMAP.md"]);
      writeFileSync(lock, String(process.pid));
      const { exitCode, stderr } = await repository.run("git", [
        "commit",
        "--quiet",
        "-m",
        "docs(01-02): complete",
        "--",
        summary,
        statePath,
        ".planning/ROADMAP.md",
      ]);
      assert.is(exitCode, 0);
      assert.match(stderr, "is locked by another program");
      assert.is(await repository.status(), "");
    }));

  test("a lock that names no process is waited for while it may be in the making, and taken over then", () =>
    withPlannedRepository(async (repository) => {
      const lock = join(repository.directory, `${statePath}.lock`);
      writeFileSync(lock, "");
      const startedAt = Date.now();
      await repository.workCommit("01-02", 1);
      assert.is(Date.now() - startedAt >= 900, true);
      assert.match(repository.readText(statePath), "**Last session:** 2026-01-05 09:00\n");
      assert.is(existsSync(lock), false);
    }));

  test("a lock that goes away in time holds nothing up", () =>
    withPlannedRepository(async (repository) => {
      const lock = join(repository.directory, `${statePath}.lock`);
      writeFileSync(lock, String(process.pid));
      const timer = setTimeout(() => renameSync(lock, `${lock}.gone`), 700);
      await repository.workCommit("01-02", 1);
      clearTimeout(timer);
      assert.match(repository.readText(statePath), "**Last session:** 2026-01-05 09:00\n");
    }));

  test("several commits at once leave a whole STATE.md and no lock", () =>
    withPlannedRepository(async (repository) => {
      await repository.workCommit("01-02", 1);
      const programs = [1, 2, 3, 4].map((n) =>
        repository.run("git", ["commit", "--quiet", "--allow-empty", "-m", `feat(01-02): at once ${n}`]),
      );
      for (const { exitCode, stderr } of await Promise.all(programs)) {
        // git's own locks, and the one file for the message of all, let some of them fail; none may fail because of us.
        if (exitCode !== 0) assert.match(stderr, /index\.lock|HEAD\.lock|cannot lock ref|empty commit message/);
      }
      assert.match(repository.readText(statePath), /Resume file:\*\* None\n$/);
      assert.is(existsSync(join(repository.directory, `${statePath}.lock`)), false);
    }));
});
