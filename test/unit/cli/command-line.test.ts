import * as assert from "uvu/assert";
import {
  commandSpecifications,
  findWantedFormat,
  formatHelp,
  parseCommandLine,
} from "../../../src/cli/command-line.ts";
import { displayWidth } from "../../../src/report/terminal.ts";
import { OperationalError } from "../../../src/model/operational-error.ts";
import { suite } from "../../support/suite.ts";

function refusal(...args: readonly string[]): readonly [string, string | null] {
  try {
    parseCommandLine(args);
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    assert.is(error.code, "usage");
    return [error.message, error.help];
  }
  throw new Error(`not refused: ${args.join(" ")}`);
}

suite("parseCommandLine", (test) => {
  test("reads a command with its flags, values and words", () => {
    const { command, words, flags, values } = parseCommandLine(["lint", "--range", "a..b", "--json", "--cwd=dir", "-"]);
    assert.equal(
      [command, words, [...flags], [...values]],
      [
        "lint",
        ["-"],
        ["json"],
        [
          ["range", "a..b"],
          ["cwd", "dir"],
        ],
      ],
    );
  });

  test("takes what follows -- for words", () => {
    assert.equal(parseCommandLine(["log", "--", "--json"]).words, ["--json"]);
  });

  test("shows help and the version however they are asked for", () => {
    for (const args of [[], ["--help"], ["-h"], ["help"]])
      assert.equal([parseCommandLine(args).command, parseCommandLine(args).words], ["help", []]);
    assert.equal(parseCommandLine(["help", "sync"]).words, ["sync"]);
    for (const args of [
      ["sync", "--help"],
      ["sync", "-h"],
      ["sync", "--check", "--help"],
    ])
      assert.equal([parseCommandLine(args).command, parseCommandLine(args).words], ["help", ["sync"]]);
    for (const args of [["--version"], ["-v"], ["sync", "--version"]])
      assert.is(parseCommandLine(args).command, "version");
  });

  test("knows the formats of each command", () => {
    assert.is(parseCommandLine(["check", "--format", "sarif"]).format, "sarif");
    assert.is(parseCommandLine(["check"]).format, "text");
    assert.is(parseCommandLine(["check", "--json"]).format, "json");
    assert.equal(refusal("lint", "--format", "gitlab"), [
      '--format is "gitlab"',
      "expected text, json, github or junit",
    ]);
    assert.equal(refusal("check", "--json", "--format", "sarif"), [
      "--json and --format sarif at once",
      "take one of them",
    ]);
    assert.equal(
      [["--format", "junit"], ["--format=junit", "--x"], ["--json"], ["--format", "x"], []].map(findWantedFormat),
      ["junit", "junit", "json", "text", "text"],
    );
  });

  test("means JSON by --format json", () => {
    assert.is(parseCommandLine(["check", "--format", "json"]).flags.has("json"), true);
    assert.is(parseCommandLine(["check", "--format", "text"]).flags.has("json"), false);
  });

  test("leaves the arguments of a hook to git", () => {
    assert.equal(parseCommandLine(["hook", "commit-msg", "--help", "-x", ".git/COMMIT_EDITMSG"]).words, [
      "commit-msg",
      "--help",
      "-x",
      ".git/COMMIT_EDITMSG",
    ]);
  });

  test("refuses what it does not know, and says what is meant", () => {
    assert.equal(refusal("snyc"), ['there is no command "snyc"', "did you mean: state sync"]);
    assert.equal(refusal("verify-commit"), [
      'there is no command "verify-commit"',
      "did you mean: state verify-commits",
    ]);
    assert.equal(refusal("frobnicate"), ['there is no command "frobnicate"', "see the commands: state --help"]);
    assert.equal(refusal("sync", "--chekc"), ["state sync has no option --chekc", "did you mean --check?"]);
    assert.match(refusal("sync", "--frobnicate")[1] ?? "", /^usage: state sync/);
    assert.match(refusal("sync", "-x")[0], /^state sync has no option -x/);
    assert.match(refusal("log", "--range", "a..b")[0], /^state log has no option --range/);
  });

  test("refuses options before the command, words too many, and values that are missing or wrong", () => {
    assert.equal(refusal("--json", "sync"), ['"--json" stands before the command', "write: state COMMAND [OPTIONS]"]);
    assert.equal(refusal("sync", "now"), [
      'state sync does not take "now"',
      "usage: state sync [--check | --dry-run] [--create] [--commit]",
    ]);
    assert.match(refusal("log", "67-04", "67-05")[0], /does not take "67-05"/);
    assert.match(refusal("check", "--range")[0], /--range/);
    assert.match(refusal("sync", "--check=yes")[0], /--check/);
    assert.equal(refusal("show", "--color", "sometimes"), ['--color is "sometimes"', "expected auto, always or never"]);
    assert.equal(refusal("show", "--format", "xml"), ['--format is "xml"', "expected text or json"]);
    assert.match(refusal("sync\u001b[2J")[0], /"sync\\u001b\[2J"/);
  });
});

suite("formatHelp", (test) => {
  test("names every command, each with its usage, options and no line over 80 columns", () => {
    const help = formatHelp(undefined);
    for (const { name, usage } of commandSpecifications) {
      assert.ok(help.includes(`\n  ${name}`), name);
      assert.ok(formatHelp(name).startsWith(usage), name);
      for (const line of `${help}\n${formatHelp(name)}`.split("\n")) assert.ok(displayWidth(line) <= 80, line);
    }
    assert.match(help, /exit codes: 0/);
  });

  test("refuses a command that there is not", () => {
    assert.throws(
      () => formatHelp("snyc"),
      (error: unknown) => error instanceof OperationalError && /snyc/.test(error.message),
    );
  });
});
