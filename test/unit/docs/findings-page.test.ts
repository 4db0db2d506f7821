import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { findingCatalogue } from "../../../src/model/finding.ts";
import { suite } from "../../support/suite.ts";

const pagePath = fileURLToPath(new URL("../../../docs/findings.md", import.meta.url));

interface PageSection {
  readonly code: string;
  readonly text: string;
}

function readPageSections(): readonly PageSection[] {
  const [, ...parts] = readFileSync(pagePath, "utf8").split(/^## /m);
  return parts.map((part) => ({
    code: part.slice(0, part.indexOf("\n")),
    text: part.slice(part.indexOf("\n")).trim(),
  }));
}

suite("docs/findings.md", (test) => {
  test("has one section for each code of the catalogue, in its order", () => {
    const codes = readPageSections().map(({ code }) => code);
    assert.equal(codes, Object.keys(findingCatalogue));
  });

  test("gives each finding the severity that the catalogue gives it", () => {
    const onPage = readPageSections().map(({ code, text }) => [code, /^[A-Z][a-z]+/.exec(text)?.[0].toLowerCase()]);
    const inCatalogue = Object.entries(findingCatalogue).map(([code, { severity }]) => [code, severity]);
    assert.equal(onPage, inCatalogue);
  });

  test("says of each finding how it reads, how to mend it and why it is one", () => {
    for (const { code, text } of readPageSections()) {
      assert.match(text, /^> ./m, `${code}: an example`);
      assert.match(text, /^\*\*Mend:\*\* ./m, `${code}: a mend`);
      assert.match(text, /^\*\*Why:\*\* ./m, `${code}: a reason`);
    }
  });
});
