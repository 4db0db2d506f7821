import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { commandSpecifications } from "../../../src/cli/command-line.ts";
import { formatManPage } from "../../../src/cli/man-page.ts";
import { type Completed, runProgram } from "../../support/run-program.ts";
import { isInstalled } from "../../support/shells.ts";
import { suite } from "../../support/suite.ts";

/** Runs a program on the page as a file. */
async function readPage(program: string, ...args: readonly string[]): Promise<Completed> {
  const directory = mkdtempSync(join(tmpdir(), "planlink-man-"));
  try {
    const path = join(directory, "state.1");
    writeFileSync(path, formatManPage("1.2.3-beta"));
    const env = {
      PATH: process.env["PATH"],
      HOME: directory,
      LC_ALL: "C.UTF-8",
      MANWIDTH: "80",
      MAN_KEEP_FORMATTING: undefined,
    };
    return await runProgram(program, [...args, path], { env });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

suite("formatManPage", (test) => {
  test("names every command with its usage and every option, and begins no line with a request that is none", () => {
    const page = formatManPage("1.2.3");
    for (const { usage, options } of commandSpecifications) {
      for (const line of usage.split("\n")) assert.ok(page.includes(`\\fB${line.replaceAll("-", "\\-")}\\fR\n`), line);
      for (const name of Object.keys(options))
        assert.ok(page.includes(`\\fB\\-\\-${name.replaceAll("-", "\\-")}\\fR`), name);
    }
    const requests = new Set([...page.matchAll(/^[.']\w*/gm)].map(([request]) => request));
    assert.equal([...requests].toSorted(), [".BR", ".PP", ".SH", ".SS", ".TH", ".TP", ".ad", ".br", ".nh"]);
    assert.not.match(page, /[^\0-\x7f]/);
  });

  if (isInstalled("man"))
    test("reads without a warning in man, hyphens as hyphens, paths as they are", async () => {
      const { exitCode, stdout, stderr } = await readPage("man", "--warnings", "-E", "UTF-8", "-l");
      assert.equal([exitCode, stderr], [0, ""]);
      assert.match(stdout, /state sync \[--check \| --dry-run\] \[--create\] \[--commit\]/);
      assert.match(stdout, /^ {7}\.planning\/STATE\.md$/m);
      assert.match(stdout, /planlink 1\.2\.3-beta/);
    });
  else test.skip("reads without a warning in man", "man is not installed");

  if (isInstalled("mandoc"))
    test("has nothing that mandoc warns of, but for the date that it does not state", async () => {
      const { stdout, stderr } = await readPage("mandoc", "-T", "lint", "-W", "warning");
      const warnings = `${stdout}${stderr}`.split("\n").filter((line) => line !== "" && !line.includes("missing date"));
      assert.equal(warnings, []);
    });
  else test.skip("has nothing that mandoc warns of", "mandoc is not installed");
});
