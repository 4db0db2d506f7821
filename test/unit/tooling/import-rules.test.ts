import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** The import table of docs/architecture.md, written down a second time: `type:` means types only. */
const mayImport: Readonly<Record<string, string>> = {
  model: "",
  commit: "model",
  document: "model",
  planning: "model document commit",
  links: "model commit planning",
  render: "model document planning links",
  check: "model commit document planning links render",
  ledger: "model",
  merge: "model document",
  relink: "model commit document planning links ledger",
  config: "model document",
  git: "model",
  files: "model",
  install: "model files git",
  commands: "model commit document planning links render check ledger relink config install type:git type:files",
  report: "model planning type:commands type:check",
  page: "model planning report type:commands",
  api: "model commit document planning links render check ledger relink config git files commands report",
  mcp: "",
  cli: "model commit document planning links render check ledger relink merge config git files install commands report page api mcp",
};

/** The one door of each outside package and the folders that may touch the machine. Everything else may not. */
const packageDoors: Readonly<Record<string, readonly string[]>> = {
  "simple-git": ["src/git/simple-git-runner.ts"],
  yaml: ["src/document/front-matter.ts", "src/config/config.ts", "src/ledger/ledger-yaml.ts", "src/install/probe.ts"],
  unified: ["src/render/to-markdown.ts"],
  "remark-stringify": ["src/render/to-markdown.ts"],
  "mdast-util-gfm-table": ["src/render/to-markdown.ts"],
  diff: ["src/report/line-diff.ts"],
  "d3-scale": ["src/page/charting.ts"],
  "d3-shape": ["src/page/charting.ts"],
  "@modelcontextprotocol/sdk/server/index.js": ["src/mcp/serve.ts"],
  ajv: ["src/mcp/serve.ts"],
  "not-in-package-json": [],
  "node:child_process": ["src/git/probe.ts", "src/git/simple-git-runner.ts"],
  child_process: [],
  "node:fs": ["src/files/probe.ts", "src/install/probe.ts", "src/api/probe.ts", "src/cli/probe.ts", "hooks/probe.ts"],
  "node:fs/promises": [
    "src/files/probe.ts",
    "src/install/probe.ts",
    "src/api/probe.ts",
    "src/cli/probe.ts",
    "hooks/probe.ts",
  ],
  fs: [],
  "node:process": ["src/cli/probe.ts", "hooks/probe.ts"],
  "node:console": ["src/cli/probe.ts", "hooks/probe.ts"],
};

const folders = Object.keys(mayImport);
const doorFiles = [...new Set(Object.values(packageDoors).flat())].filter((path) => !path.endsWith("/probe.ts"));
const probeFiles = [...folders.map((folder) => `src/${folder}/probe.ts`), "hooks/probe.ts", ...doorFiles];

interface Diagnostic {
  readonly code: string;
  readonly help?: string;
  readonly filename: string;
  readonly labels: readonly { readonly span: { readonly line: number } }[];
}

/** Lints a tree that holds the given files, in our configuration; answers are `path:line`, rule by rule. */
function lint(files: Readonly<Record<string, string>>): readonly Diagnostic[] {
  const directory = mkdtempSync(join(tmpdir(), "planlink-lint-"));
  try {
    copyFileSync(join(root, ".oxlintrc.json"), join(directory, ".oxlintrc.json"));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text);
    }
    const program = join(root, "node_modules/oxlint/bin/oxlint");
    const { stdout, stderr } = spawnSync(process.execPath, [program, "--format=json"], {
      cwd: directory,
      encoding: "utf8",
      maxBuffer: Number.POSITIVE_INFINITY,
    });
    assert.is(stderr, "");
    return (JSON.parse(stdout) as { diagnostics: readonly Diagnostic[] }).diagnostics;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function placesOf(diagnostics: readonly Diagnostic[], rule: string): ReadonlySet<string> {
  return new Set(
    diagnostics
      .filter(({ code }) => code.endsWith(`(${rule})`))
      .map(({ filename, labels }) => `${filename}:${labels[0]?.span.line}`),
  );
}

/** Lints one probe per folder and door; line n of a probe is `statements[n - 1]`, made for the probe's place. */
function findRefused(
  path: string,
  statements: readonly string[],
  diagnostics: readonly Diagnostic[],
): readonly string[] {
  const places = placesOf(diagnostics, "no-restricted-imports");
  return statements.filter((_, index) => places.has(`${path}:${index + 1}`));
}

const outcomeOfProbes = ((): readonly { path: string; statements: readonly string[]; refused: readonly string[] }[] => {
  const probes = probeFiles.map((path) => {
    const toFolder = path.startsWith("hooks/") ? "../src/" : "../";
    const statements = [
      ...folders.flatMap((folder) => [
        `import "${toFolder}${folder}/x.ts";`,
        `export { a as ${folder}Value } from "${toFolder}${folder}/x.ts";`,
        `export const ${folder}Later = import("${toFolder}${folder}/x.ts");`,
        `export type { A as ${folder}Type } from "${toFolder}${folder}/x.ts";`,
      ]),
      ...Object.keys(packageDoors).flatMap((name) => [`import "${name}";`, `import("${name}").catch(String);`]),
      'import "./x.ts";',
    ];
    return { path, statements };
  });
  const diagnostics = lint(Object.fromEntries(probes.map(({ path, statements }) => [path, statements.join("\n")])));
  return probes.map((probe) => ({ ...probe, refused: findRefused(probe.path, probe.statements, diagnostics) }));
})();

function targetOf(statement: string): string | undefined {
  return /"\.\.\/(?:src\/)?([a-z]+)\/x\.ts"/.exec(statement)?.[1];
}

suite("import rules", (test) => {
  test("every source folder has a row in the table", () => {
    const present = readdirSync(join(root, "src"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    assert.equal(
      present.map(({ name }) => name).filter((name) => !folders.includes(name)),
      [],
    );
  });

  for (const { path, statements, refused } of outcomeOfProbes) {
    const folder = path.startsWith("hooks/") ? "cli" : (path.split("/")[1] ?? "");
    const allowed = (mayImport[folder] ?? "").split(" ");

    test(`${path} may import its row of the table and nothing else`, () => {
      // A folder reaches itself by `./`; the way round is nobody's business.
      const isAboutOthers = (statement: string): boolean =>
        targetOf(statement) !== undefined && targetOf(statement) !== folder;
      const expected = statements.filter(isAboutOthers).filter((statement) => {
        const target = targetOf(statement) ?? "";
        const isAllowedAsType = statement.startsWith("export type") && allowed.includes(`type:${target}`);
        return !allowed.includes(target) && !isAllowedAsType;
      });
      assert.equal(refused.filter(isAboutOthers), expected);
    });

    test(`${path} opens its own doors to outside packages only`, () => {
      const expected = Object.entries(packageDoors)
        .filter(([, doors]) => !doors.includes(path))
        .flatMap(([name]) => [`import "${name}";`, `import("${name}").catch(String);`]);
      assert.equal(
        refused.filter((statement) => targetOf(statement) === undefined),
        expected,
      );
    });
  }

  test("a folder that the table does not know may import nothing", () => {
    const diagnostics = lint({ "src/novel/x.ts": 'import "./y.ts";\nimport "../model/oid.ts";\nimport "node:path";' });
    assert.is(placesOf(diagnostics, "no-restricted-imports").size, 3);
  });

  test("a refusal tells the mend", () => {
    const [diagnostic] = lint({ "src/check/probe.ts": 'import "node:fs";' });
    assert.match(JSON.stringify(diagnostic), "take the data as an argument; I/O lives in src/git and src/files");
  });

  test("only cli and hooks know the process and print", () => {
    const probe = "console.log(process.pid);";
    const places = [
      "src/check/a.ts",
      "src/git/a.ts",
      "src/commands/a.ts",
      "src/api/a.ts",
      "src/cli/a.ts",
      "hooks/a.ts",
    ];
    const diagnostics = lint(Object.fromEntries(places.map((path) => [path, probe])));
    const expected = places.slice(0, 4).map((path) => `${path}:1`);
    assert.equal([...placesOf(diagnostics, "no-restricted-globals")].toSorted(), expected.toSorted());
    assert.equal([...placesOf(diagnostics, "no-console")].toSorted(), expected.toSorted());
  });

  test("cycles are refused", () => {
    const diagnostics = lint({
      "src/model/a.ts": 'import { b } from "./b.ts";\nexport const a = (): number => b();',
      "src/model/b.ts": 'import { a } from "./a.ts";\nexport const b = (): number => a();',
    });
    assert.is(placesOf(diagnostics, "no-cycle").size, 2);
  });
});
