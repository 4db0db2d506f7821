import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

interface ImportPattern {
  readonly regex?: string;
  readonly allowTypeImports?: boolean;
  readonly group?: readonly string[];
}

interface LintConfiguration {
  readonly overrides: readonly {
    readonly files: readonly string[];
    readonly rules: Readonly<
      Record<string, readonly [string, { readonly patterns: readonly ImportPattern[] }] | string>
    >;
  }[];
}

/** What the linter lets each folder import: `model`, or `git (types)`. */
function readLintTable(): ReadonlyMap<string, readonly string[]> {
  const text = readFileSync(`${root}.oxlintrc.json`, "utf8").replace(/^\s*\/\/.*$/gm, "");
  const { overrides } = JSON.parse(text) as LintConfiguration;
  const rows = overrides.flatMap(({ files, rules }) => {
    const folder = /^src\/([a-z]+)\/\*\*$/.exec(files.length === 1 ? (files[0] ?? "") : "")?.[1];
    const rule = rules["no-restricted-imports"];
    if (folder === undefined || rule === undefined || typeof rule === "string") return [];
    const { patterns } = rule[1];
    const isTypesOnly = (name: string): boolean =>
      patterns.some(
        ({ regex, allowTypeImports }) => allowTypeImports === true && new RegExp(regex ?? "").test(`../${name}/`),
      );
    const names = patterns.flatMap(({ group = [] }) =>
      group.flatMap((pattern) => /^!\.\.\/([a-z]+)\//.exec(pattern)?.[1] ?? []),
    );
    return [[folder, names.map((name) => (isTypesOnly(name) ? `${name} (types)` : name)).toSorted()] as const];
  });
  return new Map(rows);
}

/** The same table as the page has it. */
function readPageTable(): ReadonlyMap<string, readonly string[]> {
  const page = readFileSync(`${root}docs/architecture.md`, "utf8");
  const rows = [...page.matchAll(/^\| `src\/([a-z]+)` \|[^|]*\|([^|]*)\|$/gm)].map(
    ([, folder = "", names = ""]) =>
      [
        folder,
        names
          .split(",")
          .map((name) => name.trim())
          .filter(Boolean)
          .toSorted(),
      ] as const,
  );
  // The command line may import everything, and the linter lists no folders for it.
  return new Map(rows.filter(([, names]) => names[0] !== "everything"));
}

suite("docs/architecture.md", (test) => {
  test("has the import table that the linter enforces", () => {
    const enforced = readLintTable();
    assert.ok(enforced.size > 10, "the linter's table was read");
    assert.equal(readPageTable(), enforced);
  });

  test("names files that exist", () => {
    const page = readFileSync(`${root}docs/architecture.md`, "utf8");
    const paths = [...page.matchAll(/`((?:src|hooks|scripts|test|docs)\/[\w/-]+\.(?:ts|sh|md))`/g)].map(
      (match) => match[1] ?? "",
    );
    assert.ok(paths.length > 10, "paths were found");
    for (const path of paths) assert.ok(readFileSync(`${root}${path}`).length > 0, path);
  });
});
