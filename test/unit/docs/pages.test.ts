import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { commandSpecifications } from "../../../src/cli/command-line.ts";
import { suite } from "../../support/suite.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

function listFiles(directory: string, extension: string): readonly string[] {
  return readdirSync(join(root, directory), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(extension))
    .map((path) => join(directory, path))
    .toSorted();
}

function readText(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

const pages: readonly string[] = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...listFiles("docs", ".md")];

/** The anchor that a heading gets: lower case, blanks as hyphens, other punctuation dropped. */
function toAnchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(" ", "-");
}

function anchorsOf(path: string): ReadonlySet<string> {
  return new Set([...readText(path).matchAll(/^#{1,6} (.+)$/gm)].map((match) => toAnchor(match[1] ?? "")));
}

suite("pages", (test) => {
  test("link to pages and headings that exist", () => {
    for (const page of pages) {
      const prose = readText(page).replace(/^```[^]*?^```$/gm, "");
      for (const [, link = ""] of prose.matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^https?:/.test(link)) continue;
        const [path = "", anchor] = link.split("#");
        const target = path === "" ? page : join(dirname(page), path);
        assert.ok(existsSync(join(root, target)), `${page}: ${link}`);
        if (anchor === undefined || !statSync(join(root, target)).isFile()) continue;
        assert.ok(anchorsOf(target).has(anchor), `${page}: ${link} names no heading`);
      }
    }
  });

  test("describe every command in the README, but for plumbing", () => {
    const headings = [...readText("README.md").matchAll(/^### (.+)$/gm)].map((match) => match[1] ?? "").join(" ");
    const missing = commandSpecifications.filter(
      ({ name, isPlumbing }) => isPlumbing !== true && !headings.includes(`\`state ${name}\``),
    );
    assert.equal(
      missing.map(({ name }) => name),
      [],
    );
  });

  test("describe every form of JSON and every reason for none in docs/json.md", () => {
    const page = readText("docs/json.md");
    const sources = listFiles("src", ".ts").map(readText).join("\n");
    const schemas = new Set([...sources.matchAll(/"(planlink\/[a-z-]+@\d+)"/g)].map((match) => match[1] ?? ""));
    assert.ok(schemas.size > 5, "schemas were found");
    for (const schema of schemas) assert.ok(page.includes(`"${schema}"`), schema);

    const union = /OperationalErrorCode =([^;]+);/.exec(readText("src/model/operational-error.ts"))?.[1] ?? "";
    const codes = [...union.matchAll(/"([a-z-]+)"/g)].map((match) => match[1] ?? "");
    assert.ok(codes.length > 5, "codes were found");
    for (const code of codes) assert.ok(page.includes(`\`${code}\``), code);
  });

  test("use neither exclamation marks nor emoji in prose", () => {
    for (const page of pages) {
      const prose = readText(page)
        .replace(/^```[^]*?^```$/gm, "")
        .replace(/`[^`\n]*`/g, "");
      assert.not.match(prose, /\p{L}!(?!\[)|\p{Emoji_Presentation}/u, page);
    }
  });
});
