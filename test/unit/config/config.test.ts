import * as assert from "uvu/assert";
import { configKeys, defaultValueOf } from "../../../src/config/config-keys.ts";
import { defaultConfig, findCommitDocs, readCommitDocs } from "../../../src/config/config-model.ts";
import { parseConfig, readConfigText } from "../../../src/config/config.ts";
import { OperationalError } from "../../../src/model/operational-error.ts";
import { suite } from "../../support/suite.ts";

const path = ".planning/planlink.yaml";

/** The message with which a config is refused. */
function refusal(text: string): string {
  try {
    parseConfig(text, path);
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    assert.is(error.code, "config-invalid");
    assert.ok(error.help !== null);
    return error.message;
  }
  throw new Error(`not refused: ${text}`);
}

function refusalHelp(text: string): string {
  try {
    parseConfig(text, path);
  } catch (error) {
    return error instanceof OperationalError ? (error.help ?? "") : "";
  }
  return "";
}

suite("parseConfig", (test) => {
  test("reads every key", () => {
    const text = "update: record\nstrict: true\nseverity:\n  plan-mismatch: error\n  section-stale: off\n";
    assert.equal(parseConfig(text, path), {
      ...defaultConfig,
      update: "record",
      strict: true,
      severities: { "plan-mismatch": "error", "section-stale": "off" },
    });
    assert.equal(parseConfig(`\uFEFF${text}`.replace(/\n/g, "\r\n"), path), parseConfig(text, path));
  });

  test("reads every key by itself, and says where it stands", () => {
    for (const [line, change] of [
      ["update: live", { update: "live" }],
      ["strict: true", { strict: true }],
      ["manifest: true", { manifest: true }],
      ["position: true", { position: true }],
      ["infer: false", { infer: false }],
      ['tags: ["[{phase}.{plan}]", "p{phase}/{plan}"]', { tags: ["[{phase}.{plan}]", "p{phase}/{plan}"] }],
      ["tags: []", {}],
      ["severity: {plan-mismatch: info}", { severities: { "plan-mismatch": "info" } }],
    ] as const) {
      const { config, lineBySetting, problems } = readConfigText(`# ours\n${line}\n`);
      assert.equal(config, { ...defaultConfig, ...change }, line);
      assert.equal(problems, [], line);
      assert.is(lineBySetting.get(line.split(":")[0] ?? ""), 2, line);
    }
  });

  test("has these defaults, which the documents state as well", () => {
    assert.equal(defaultConfig, {
      update: "auto",
      strict: false,
      manifest: false,
      position: false,
      infer: true,
      tags: [],
      severities: {},
      commitDocs: true,
    });
    assert.equal(
      configKeys.map((key) => [key.name, defaultValueOf(key)]),
      [
        ["update", "auto"],
        ["strict", false],
        ["manifest", false],
        ["position", false],
        ["tags", []],
        ["infer", true],
        ["severity", {}],
      ],
    );
  });

  test("is the default where nothing is written", () => {
    for (const text of ["", "\n", "# only a comment\n", "---\n", "null\n", "{}\n"])
      assert.equal(parseConfig(text, path), defaultConfig, JSON.stringify(text));
  });

  test("refuses a wrong value with its place, what it is and what is expected", () => {
    for (const [text, message] of [
      [
        "strict: true\nupdate: sometimes\n",
        'planlink.yaml:2:9: update is "sometimes"; expected auto, live, record or off',
      ],
      ["update: true\n", ":1:9: update is true;"],
      ["update:\n", ":1:8: update is null;"],
      ["update:   liv\n", '"liv"; expected auto, live, record or off; did you mean live?'],
      ["\n\nstrict: yes\n", ':3:9: strict is "yes"; expected true or false; did you mean true?'],
      ["strict: [true]\n", "strict is [true]; expected true or false"],
      [
        "severity:\n  plan-mismatch: error\n  section-stale: warn\n",
        ':3:18: severity.section-stale is "warn"; expected error, warning, info or off; did you mean warning?',
      ],
      ["severity:\n  no-such-code: off\n", ":2:3: severity.no-such-code is no finding; all of them: state explain"],
      ["severity: {plan-mismtch: off}\n", ":1:12: severity.plan-mismtch is no finding; did you mean plan-mismatch?"],
      ["severity:\n  toString: off\n", "severity.toString is no finding"],
      ["severity: [a]\n", ":1:11: severity is no list of codes"],
      ["strict: on\n", "did you mean true?"],
      ["strict: no\n", "did you mean false?"],
      ["manifest: 1\n", "manifest is 1; expected true or false"],
      ["position: 1\n", "position is 1; expected true or false"],
      ["infer: never\n", 'infer is "never"; expected true or false'],
      ["tags: x\n", ":1:7: tags: it is no list of texts"],
      ["tags: [1]\n", ":1:7: tags: it is no list of texts"],
      ["tags: {a: b}\n", ":1:7: tags: it is no list of texts"],
      ['tags: ["{phase}"]\n', ":1:7: tags: "],
      [`update: ${"[".repeat(2000)}`, ":1:1: not read: "],
      ["severity: off\n", "severity is no list of codes"],
      ['strict: false\n"updates": live\n', ':2:1: unknown key "updates"; did you mean update?'],
      ["words: 1\n", 'unknown key "words"; known are update, strict, manifest, position, tags, infer, severity'],
      ["__proto__: 1\n", 'unknown key "__proto__"'],
      ["\uFEFFupdat: live\n", ":1:1: unknown key"],
      ["# 🔔 é\n{strict: 🔔🔔}\n", ':2:10: strict is "🔔🔔"'],
      ["- update\n", ":1:1: expected keys and values"],
      ["just words\n", "expected keys and values"],
    ] as const) {
      assert.ok(refusal(text).includes(message), `${JSON.stringify(text)}: ${refusal(text)}`);
    }
  });

  test("finds everything that is wrong, in the order of the file, and goes on with the rest", () => {
    const text = "updat: live\nseverity:\n  plan-mismatch: error\n  x: off\nstrict: 1\n";
    const { config, problems, lineBySetting } = readConfigText(text);
    assert.equal(
      problems.map(({ line, column }) => [line, column]),
      [
        [1, 1],
        [4, 3],
        [5, 9],
      ],
    );
    assert.equal(config, { ...defaultConfig, severities: { "plan-mismatch": "error" } });
    assert.equal(
      [...lineBySetting],
      [
        ["severity.plan-mismatch", 3],
        ["severity", 2],
      ],
    );
  });

  test("tells problems of one line from left to right, and how many there are", () => {
    const text = "strict: {a: 1}\nseverity: {x: off, plan-mismatch: loud, section-stale: off}\nupdat: live\n";
    assert.equal(
      readConfigText(text).problems.map(({ line, column }) => [line, column]),
      [
        [1, 9],
        [2, 12],
        [2, 35],
        [3, 1],
      ],
    );
    assert.match(refusalHelp(text), "all 4 places: state config");
    assert.match(refusalHelp("strict: 1\n"), "docs/configuration.md");
  });

  test("refuses what is no YAML, with the parser's words and place", () => {
    assert.match(refusal("strict: true\nupdate: [a\n"), /planlink\.yaml:[23]:\d+: \S/);
    assert.match(refusal("update: live\nupdate: off\n"), /:2:\d+: .*unique/i);
    assert.match(refusal("a: b: c\n"), /:1:\d+: \S/);
    assert.match(refusal("update: live\n---\nstrict: true\n"), /:2:\d+: .*multiple documents/i);
  });

  test("refuses aliases without an anchor, and those that grow without bound", () => {
    assert.match(refusal("update: *mode\n"), /:1:\d+: .*alias/i);
    const bomb = `a: &a [x]\n${"bcdefghijklmnop"
      .split("")
      .map((name, index) => `${name}: &${name} [${Array(20).fill(`*${"abcdefghijklmno"[index]}`).join(",")}]\n`)
      .join("")}`;
    const startedAt = performance.now();
    assert.match(refusal(bomb), /alias|unknown key/i);
    assert.ok(performance.now() - startedAt < 1000);
  });
});

suite("readCommitDocs", (test) => {
  test("is false only where GSD was told so", () => {
    assert.is(readCommitDocs('{"commit_docs": false}'), false);
    assert.is(readCommitDocs('{"planning": {"commit_docs": false}}'), false);
    for (const text of [
      '{"commit_docs": true}',
      "{}",
      "null",
      "[]",
      "1",
      '"x"',
      '{"planning": null}',
      '{"commit_docs": "false"}',
      "{ damaged",
      "",
    ])
      assert.is(readCommitDocs(text), true, text);
  });

  test("says nothing where GSD's file says nothing, and a no outweighs a yes", () => {
    for (const [text, found] of [
      ['{"commit_docs": true}', true],
      ['{"planning": {"commit_docs": true}}', true],
      ['{"commit_docs": true, "planning": {"commit_docs": false}}', false],
      ['{"commit_docs": false, "planning": {"commit_docs": true}}', false],
      ['{"commit_docs": 1, "planning": {"commit_docs": true}}', true],
      ['{"planning": {"commit_docs": 0}}', undefined],
      ['{"planning": "commit_docs"}', undefined],
      ["null", undefined],
      ["{ damaged", undefined],
    ] as const)
      assert.is(findCommitDocs(text), found, text);
  });
});
