import * as assert from "uvu/assert";
import { isJudgedRef, parseServerSettings } from "../../../src/config/server-settings.ts";
import { suite } from "../../support/suite.ts";

const records = (...lines: readonly string[]): string => lines.map((line) => `${line}\0`).join("");

suite("settings of a server", (test) => {
  test("have their defaults where nothing is set", () => {
    assert.equal(parseServerSettings(""), {
      settings: { strict: false, timeoutSeconds: 60, refs: ["refs/heads"], directories: [], severities: {} },
      problems: [],
    });
  });

  test("are read as git writes them, of several the last, lists whole", () => {
    const { settings, problems } = parseServerSettings(
      records(
        "planlink.strict\nno",
        "planlink.strict",
        "planlink.timeout\n120",
        "planlink.refs\nrefs/heads/main",
        "planlink.refs\nrefs/heads/release/**",
        "planlink.directory\n./docs/.planning/",
        "planlink.directory\ndocs/.planning",
        "planlink.severity.reference-missing\nwarning",
        "planlink.severity.plan-mismatch\noff",
        "planlink.other\nanything",
      ),
    );
    assert.equal(problems, []);
    assert.equal(settings, {
      strict: true,
      timeoutSeconds: 120,
      refs: ["refs/heads/main", "refs/heads/release"],
      directories: ["docs/.planning"],
      severities: { "reference-missing": "warning", "plan-mismatch": "off" },
    });
  });

  test("know git's words for yes and no, and no other", () => {
    for (const [word, expected] of [
      ["true", true],
      ["YES", true],
      ["on", true],
      ["1", true],
      ["false", false],
      ["No", false],
      ["off", false],
      ["0", false],
      ["", false],
    ] as const) {
      const { settings, problems } = parseServerSettings(records(`planlink.strict\n${word}`));
      assert.equal([settings.strict, problems.length], [expected, 0], word);
    }
    for (const word of ["truely", "untrue", "10", "01", "nope", "a0"])
      assert.is(parseServerSettings(records(`planlink.strict\n${word}`)).problems.length, 1, word);
  });

  test("take a time of whole seconds, and folders within the repository", () => {
    for (const value of ["1s", "s1", "-1", "1.5", "100000", ""])
      assert.is(parseServerSettings(records(`planlink.timeout\n${value}`)).settings.timeoutSeconds, 60, value);
    for (const value of ["", "/", "\\\\host", "C:\\x", "c:x", "a/../b", "..", "a\\.."])
      assert.equal(parseServerSettings(records(`planlink.directory\n${value}`)).settings.directories, [], value);
    for (const [value, directory] of [
      ["././docs//", "docs"],
      ["docs/c:/x", "docs/c:/x"],
      ["1:x", "1:x"],
      ["a..b", "a..b"],
    ])
      assert.equal(parseServerSettings(records(`planlink.directory\n${value}`)).settings.directories, [directory]);
    assert.equal(parseServerSettings(records("planlink.refs\nrefs/heads//**")).settings.refs, ["refs/heads"]);
  });

  test("without a value are a yes to strict and wrong for all else, and what git has not ended is not read", () => {
    const { settings, problems } = parseServerSettings(
      `${records("planlink.timeout", "planlink.refs", "planlink.directory", "planlink.severity.zzzzzz")}planlink.strict`,
    );
    assert.is(settings.strict, false);
    assert.equal(problems, [
      'git config planlink.timeout is ""; expected a number of seconds, from 1 to 99999',
      'git config planlink.refs is ""; expected a ref or a folder of refs, such as refs/heads/main',
      'git config planlink.directory is ""; expected a folder of the repository, such as docs/.planning',
      "git config planlink.severity.zzzzzz is no finding's",
    ]);
  });

  test("that are wrong are named and leave the default, but for strict, which then holds", () => {
    const { settings, problems } = parseServerSettings(
      records(
        "planlink.strict\nmaybe\n",
        "planlink.timeout\n0",
        "planlink.refs\nmain",
        "planlink.directory\n../elsewhere",
        "planlink.directory\n/etc",
        "planlink.severity.reference-mising\nerror",
        "planlink.severity.reference-missing\nfatal",
      ),
    );
    assert.equal(settings, {
      strict: true,
      timeoutSeconds: 60,
      refs: ["refs/heads"],
      directories: [],
      severities: {},
    });
    assert.equal(problems, [
      'git config planlink.strict is "maybe\\n"; expected true or false',
      'git config planlink.timeout is "0"; expected a number of seconds, from 1 to 99999',
      'git config planlink.refs is "main"; expected a ref or a folder of refs, such as refs/heads/main',
      'git config planlink.directory is "../elsewhere"; expected a folder of the repository, such as docs/.planning',
      'git config planlink.directory is "/etc"; expected a folder of the repository, such as docs/.planning',
      "git config planlink.severity.reference-mising is no finding's; did you mean planlink.severity.reference-missing?",
      'git config planlink.severity.reference-missing is "fatal"; expected error, warning, info or off',
    ]);
  });

  test("judge a ref by its whole name or its folder", () => {
    const { settings } = parseServerSettings(records("planlink.refs\nrefs/heads/main", "planlink.refs\nrefs/heads/r/"));
    const judged = [
      "refs/heads/main",
      "refs/heads/main/x",
      "refs/heads/mainline",
      "refs/heads/r/1",
      "refs/heads/r",
      "refs/tags/main",
    ];
    assert.equal(
      judged.filter((ref) => isJudgedRef(settings, ref)),
      ["refs/heads/main", "refs/heads/main/x", "refs/heads/r/1", "refs/heads/r"],
    );
  });
});
