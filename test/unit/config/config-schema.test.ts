import * as assert from "uvu/assert";
import { Ajv } from "ajv";
import { parse } from "yaml";
import { configKeys, defaultValueOf } from "../../../src/config/config-keys.ts";
import { createConfigSchema } from "../../../src/config/config-schema.ts";
import { readConfigText } from "../../../src/config/config.ts";
import { findingCatalogue } from "../../../src/model/finding.ts";
import { suite } from "../../support/suite.ts";

const schema = createConfigSchema(new Map([["plan-mismatch", "Listed under one plan, tagged with another."]]));
const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);

interface Property {
  readonly description: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Property>>;
}

const properties = schema["properties"] as Readonly<Record<string, Property>>;

suite("createConfigSchema", (test) => {
  test("agrees with the parser on what is right and what is wrong", () => {
    const right = [
      "",
      "{}",
      "update: live\nstrict: true\nseverity:\n  plan-mismatch: error\n  section-stale: off\n",
      "manifest: true\nposition: true\ninfer: false\n",
      "tags: []\n",
      'tags: ["[{phase}.{plan}]"]\n',
      ...["auto", "live", "record", "off"].map((mode) => `update: ${mode}\n`),
      ...Object.keys(findingCatalogue).map((code) => `severity: {${code}: info}\n`),
    ];
    const wrong = [
      "update: sometimes\n",
      "update:\n",
      "strict: yes\n",
      "strict: 1\n",
      "manifest: 1\n",
      "position: 1\n",
      "infer: 1\n",
      "tags: x\n",
      "tags: [1]\n",
      'tags: ["{phase}"]\n',
      "severity: off\n",
      "severity: [a]\n",
      "severity: {no-such-code: off}\n",
      "severity: {plan-mismatch: warn}\n",
      "updates: live\n",
      "- update\n",
      "words\n",
    ];
    for (const [texts, expected] of [
      [right, true],
      [wrong, false],
    ] as const)
      for (const text of texts) {
        assert.is(validate(parse(text)), expected, text);
        assert.is(readConfigText(text).problems.length === 0, expected, text);
      }
  });

  test("describes every key with its default, and every code", () => {
    assert.equal(
      Object.keys(properties),
      configKeys.map(({ name }) => name),
    );
    for (const key of configKeys) {
      const property = properties[key.name];
      assert.ok((property?.description.length ?? 0) > 10, key.name);
      if (key.type.kind !== "severities") assert.equal(property?.default, defaultValueOf(key));
    }
    assert.is(
      properties["update"]?.description,
      [
        "When hooks write STATE.md.",
        "auto: within planning commits, and after commits of a plan in progress",
        "live: after every commit with a plan tag",
        "record: within planning commits only",
        "off: never",
      ].join("\n"),
    );
    const codes = properties["severity"]?.properties ?? {};
    assert.equal(Object.keys(codes), Object.keys(findingCatalogue));
    assert.equal(codes["plan-mismatch"], {
      description: "Listed under one plan, tagged with another.",
      enum: ["error", "warning", "info", "off"],
      default: "warning",
    });
    assert.equal(codes["section-stale"], { enum: ["error", "warning", "info", "off"], default: "warning" });
  });
});
