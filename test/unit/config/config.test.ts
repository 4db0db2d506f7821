import * as assert from "uvu/assert";
import { defaultConfig, readCommitDocs } from "../../../src/config/config-model.ts";
import { parseConfig } from "../../../src/config/config.ts";
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

  test("is the default where nothing is written", () => {
    for (const text of ["", "\n", "# only a comment\n", "---\n", "null\n", "{}\n"])
      assert.equal(parseConfig(text, path), defaultConfig, JSON.stringify(text));
  });

  test("refuses a wrong value with its place, what it is and what is expected", () => {
    for (const [text, message] of [
      [
        "strict: true\nupdate: sometimes\n",
        /planlink\.yaml:2: update is "sometimes"; expected auto, live, record or off/,
      ],
      ["update: true\n", /:1: update is true;/],
      ["update:\n", /:1: update is null;/],
      ["\n\nstrict: yes\n", /:3: strict is "yes"; expected true or false/],
      [
        "severity:\n  plan-mismatch: error\n  section-stale: warn\n",
        /:3: severity\.section-stale is "warn"; expected error, warning, info or off/,
      ],
      ["severity:\n  no-such-code: off\n", /:2: severity\.no-such-code is no finding/],
      ["severity:\n  toString: off\n", /severity\.toString is no finding/],
      ["severity: [a]\n", /:1: severity is no list of codes/],
      ["severity: off\n", /severity is no list of codes/],
      ['strict: false\n"updates": live\n', /:2: unknown key "updates"; known are/],
      ["__proto__: 1\n", /unknown key "__proto__"/],
      ["- update\n", /:1: expected keys and values/],
      ["just words\n", /expected keys and values/],
    ] as const) {
      assert.match(refusal(text), message);
    }
  });

  test("refuses what is no YAML, with the parser's words and place", () => {
    assert.match(refusal("strict: true\nupdate: [a\n"), /planlink\.yaml:[23]: \S/);
    assert.match(refusal("update: live\nupdate: off\n"), /:2: .*unique/i);
    assert.match(refusal("a: b: c\n"), /:1: \S/);
    assert.match(refusal("update: live\n---\nstrict: true\n"), /:2: .*multiple documents/i);
  });

  test("refuses aliases without an anchor, and those that grow without bound", () => {
    assert.match(refusal("update: *mode\n"), /:1: .*alias/i);
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
});
