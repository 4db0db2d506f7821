import { readFileSync } from "node:fs";
import * as assert from "uvu/assert";
import { configKeys, defaultValueOf } from "../../../src/config/config-keys.ts";
import { suite } from "../../support/suite.ts";

const page = readFileSync(new URL("../../../docs/configuration.md", import.meta.url), "utf8");
const sections = new Map(page.split(/^## /m).map((part) => [part.split("\n")[0] ?? "", part]));

suite("docs/configuration.md", (test) => {
  test("has a section for each key, in the order of the table, that says what it is for and its default", () => {
    const names = configKeys.map(({ name }) => name);
    assert.equal(
      [...sections.keys()].filter((name) => names.includes(name)),
      names,
    );
    for (const key of configKeys) {
      const text = sections.get(key.name) ?? "";
      assert.ok(
        text.toLowerCase().includes(`\n\n${key.summary.toLowerCase()}. default: `),
        `${key.name}: ${key.summary}`,
      );
      if (key.type.kind === "boolean" || key.type.kind === "choice")
        assert.ok(text.includes(`Default: \`${String(defaultValueOf(key))}\``), key.name);
    }
  });

  test("lists every value of a choice with what it means", () => {
    for (const { name, type } of configKeys) {
      if (type.kind !== "choice") continue;
      for (const { value, summary } of type.choices)
        assert.ok(sections.get(name)?.includes(`| \`${value}\` | ${summary} |`), `${name}: ${value}`);
    }
  });
});
