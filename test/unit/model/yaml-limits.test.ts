import * as assert from "uvu/assert";
import { findYamlExcess } from "../../../src/model/yaml-limits.ts";
import { suite } from "../../support/suite.ts";

suite("the limits of YAML", (test) => {
  test("let through what people write", () => {
    for (const text of [
      "",
      "gsd_state_version: 1.0\nprogress:\n  total_phases: 2\n",
      "severity: {plan-mismatch: error}\n",
      "- {oid: a, was: [b, c]}\n",
      `- {"subject":"${"a, b (c) [d] {e} ".repeat(20)}"}\n`,
      "a:\n  - b:\n      - c:\n          - - d\n",
      "progress: '[███░░] 50%'\n".repeat(50),
      `stopped_at: "${"is it done? yes - or: perhaps; ".repeat(20)}"\n`,
    ])
      assert.is(findYamlExcess(text), undefined, text);
  });

  test("refuse what takes a parser out of proportion, at once", () => {
    const bombs = {
      long: "a: b\n".repeat(10_000),
      braces: "{".repeat(400),
      mixed: "[{".repeat(200),
      closed: "{".repeat(100) + "}".repeat(100),
      "over lines": "{a:\n".repeat(100),
      commas: `{${",".repeat(5000)}`,
      keys: "? ".repeat(200),
      items: "- ".repeat(200),
      "keys behind a key": `a: ${"? ".repeat(200)}`,
      "named keys": `a: ${"&b ? ".repeat(200)}`,
      "keys by tabs": `a: ${"?\t".repeat(200)}`,
      "values in values": `off${": ".repeat(13_000)}`,
      "items behind a key": `a: ${"&b - ".repeat(200)}`,
      "keys over lines": Array.from({ length: 200 }, (_, depth) => `${" ".repeat(depth)}? a`).join("\n"),
    };
    const before = process.cpuUsage();
    for (const [name, text] of Object.entries(bombs)) assert.type(findYamlExcess(text), "string", name);
    for (const unit of ["[", "{", "- ", " ", "\n", "? ", " ?", ": ", ",", "a"]) findYamlExcess(unit.repeat(5_000_000));
    assert.ok(process.cpuUsage(before).user < 3_000_000);
  });
});
