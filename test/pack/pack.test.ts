import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import manifest from "../../package.json" with { type: "json" };
import { type Sandbox, type TestRepository, withSandbox } from "../support/git-sandbox.ts";
import { suite } from "../support/suite.ts";
import type { Completed } from "../support/run-program.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Whatever else turns up in the tarball is there by mistake. */
const expectedInTarball = [
  /^(?:package\.json|README\.md|LICENSE|CHANGELOG\.md)$/,
  /^dist\/(?:package\.json|state\.js|(?:commit-)?(?:hook|merge|pre-commit-stage|server)\.(?:cjs|sh)|THIRD-PARTY-LICENSES\.txt)$/,
  /^dist\/(?:chunks\/[\w.-]+\.js|lazy\/[\w.-]+\.cjs)$/,
  /^dist\/(?:index\.(?:d\.mts|mjs)|types\/(?:api\/options|report\/answers|model\/[a-z-]+)\.d\.mts)$/,
  /^ci\/gitlab\.yml$/,
  /^man\/state\.1$/,
  /^schema\/planlink\.schema\.json$/,
  /^docs\/(?:[\w-]+\/)*[\w.-]+\.(?:md|svg|png|yaml|json)$/,
];

const requiredInTarball = [
  "LICENSE",
  "README.md",
  "dist/state.js",
  "dist/index.mjs",
  "dist/index.d.mts",
  "dist/hook.cjs",
  "dist/commit-hook.cjs",
  "dist/hook.sh",
  "dist/server.sh",
  "dist/THIRD-PARTY-LICENSES.txt",
  "man/state.1",
  "schema/planlink.schema.json",
];

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

function assertSucceeded({ exitCode, stdout, stderr }: Completed): void {
  assert.is(exitCode, 0, `${stdout}${stderr}`);
}

async function pack(sandbox: Sandbox): Promise<Packed> {
  const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", sandbox.directory];
  const packed = await sandbox.open("home").run("npm", args, { cwd: root });
  assertSucceeded(packed);
  const [result] = JSON.parse(packed.stdout) as readonly Packed[];
  if (result === undefined) throw new Error("npm pack made nothing");
  return result;
}

/** A project of somebody else's, with the tarball installed from the disk alone. */
async function installInProject(sandbox: Sandbox, tarball: string): Promise<TestRepository> {
  const project = await sandbox.createRepository("project");
  project.write("package.json", '{"name":"project","private":true}\n');
  project.write(".gitignore", "node_modules/\n");
  const args = ["install", `../${tarball}`, "--save-dev", "--offline", "--ignore-scripts", "--no-audit", "--no-fund"];
  assertSucceeded(await project.run("npm", args));
  return project;
}

suite("npm package", (test) => {
  test("holds the program, its licences and its documentation, and nothing else", async () => {
    await withSandbox(async (sandbox) => {
      const { files } = await pack(sandbox);
      const paths = files.map(({ path }) => path);
      assert.equal(
        paths.filter((path) => !expectedInTarball.some((pattern) => pattern.test(path))),
        [],
      );
      assert.equal(
        requiredInTarball.filter((path) => !paths.includes(path)),
        [],
      );
      const executable = files.filter(({ mode }) => (mode & 0o111) !== 0).map(({ path }) => path);
      assert.equal(executable.toSorted(), [
        "dist/hook.sh",
        "dist/merge.sh",
        "dist/pre-commit-stage.sh",
        "dist/server.sh",
        "dist/state.js",
      ]);
    });
  });

  test("needs no other package at run time", () => {
    assert.equal(
      Object.keys(manifest).filter((key) => /^(?:peer|optional|bundle.*)?dependencies$/i.test(key)),
      [],
    );
  });

  test("installs without a network and works where it is installed", async () => {
    await withSandbox(async (sandbox) => {
      const { filename } = await pack(sandbox);
      const project = await installInProject(sandbox, filename);
      assert.equal(
        readdirSync(join(project.directory, "node_modules")).filter((name) => !name.startsWith(".")),
        ["planlink"],
      );

      for (const command of ["state", "planlink"]) {
        const version = await project.run("npx", ["--no-install", command, "--version"]);
        assertSucceeded(version);
        assert.match(version.stdout, manifest.version);
      }

      // Nothing to do without planning documents: the hook program says nothing.
      const hook = join(project.directory, "node_modules/planlink/dist/hook.cjs");
      assert.equal(await project.run(process.execPath, [hook, "post-commit"]), { exitCode: 0, stdout: "", stderr: "" });

      const oid = await project.commit("feat(67-04): add deployment metrics");
      project.write(
        ".planning/STATE.md",
        `# Project State\n\n- 67-04: commit \`${oid.slice(0, 8)}\`\n- 67-04: commit \`0123abcd\`\n`,
      );
      const verified = await project.run("npx", ["--no-install", "state", "verify-commits", "--json"]);
      const report = JSON.parse(verified.stdout) as {
        schema: string;
        head: string;
        references: readonly { text: string; status: string; oid: string | null }[];
      };
      assert.is(verified.exitCode, 1, verified.stderr);
      assert.is(report.schema, "planlink/verify-commits@1");
      assert.is(report.head, oid);
      assert.equal(
        report.references.map(({ text, status }) => ({ text, status })),
        [
          { text: oid.slice(0, 8), status: "reachable" },
          { text: "0123abcd", status: "missing" },
        ],
      );
    });
  });

  test("gives programs typed functions: the example of docs/api.md compiles and runs", async () => {
    await withSandbox(async (sandbox) => {
      const { filename } = await pack(sandbox);
      const project = await installInProject(sandbox, filename);
      const page = readFileSync(join(root, "docs/api.md"), "utf8");
      const example = /^```ts\n([\s\S]*?)^```$/m.exec(page)?.[1] ?? "";
      project.write("package.json", '{"name":"project","private":true,"type":"module"}\n');
      project.write("example.ts", example);
      const options = {
        module: "nodenext",
        target: "es2022",
        strict: true,
        types: ["node"],
        typeRoots: [join(root, "node_modules/@types")],
      };
      project.write("tsconfig.json", JSON.stringify({ compilerOptions: options, files: ["example.ts"] }));
      const compiler = join(root, "node_modules/typescript/bin/tsc");
      assertSucceeded(await project.run(process.execPath, [compiler, "-p", "."]));

      const run = async (): Promise<Completed> => project.run(process.execPath, ["example.js"]);
      const absent = await run();
      assert.is(absent.exitCode, 2, absent.stdout);
      assert.match(absent.stderr, /^no-state-document: /);

      const oid = await project.commit("feat(67-04): add deployment metrics");
      const lines = ["# Project State", "", `- 67-04: commit \`${oid.slice(0, 8)}\``, "- 67-04: commit `0123abcd`", ""];
      project.write(".planning/STATE.md", lines.join("\n"));
      const answered = await run();
      assert.is(answered.exitCode, 1, answered.stderr);
      assert.is(
        answered.stdout,
        "1 of 2 commits of STATE.md are in history\n.planning/STATE.md:4 0123abcd is missing\n",
      );

      // Who catches nothing is shown the own line and the message, and no line of ours.
      const uncaught = 'import { showProject } from "planlink";\nawait showProject({ directory: "/" });\n';
      project.write("uncaught.js", uncaught);
      const { stderr } = await project.run(process.execPath, ["uncaught.js"]);
      assert.match(
        stderr,
        /^file:.*uncaught\.js:2\nawait showProject.*\n\^\n\nOperationalError: \/ is not in a Git work tree\n/,
      );
      assert.not.match(stderr, "/dist/");

      // A wrong use is told by the compiler: the declarations are found, and are no `any`.
      project.write(
        "example.ts",
        'import { verifyCommits } from "planlink";\nawait verifyCommits({ directory: 1 });\n',
      );
      const refused = await project.run(process.execPath, [compiler, "-p", ".", "--noEmit"]);
      assert.is(refused.exitCode === 0, false);
      assert.match(refused.stdout, "'number' is not assignable to type 'string'");
    });
  });

  test("answers programs as the commands answer with --json", async () => {
    await withSandbox(async (sandbox) => {
      const { filename } = await pack(sandbox);
      const project = await installInProject(sandbox, filename);
      const oid = await project.commit("feat(1-01): sound the depth");
      project.write(".planning/phases/01-depth/01-01-PLAN.md", "# Plan\n");
      project.write(".planning/STATE.md", `# State\n\n- 01-01: \`${oid.slice(0, 8)}\`, \`0123abcd\`\n`);
      const pairs: readonly (readonly [string, string, readonly string[]])[] = [
        ["verifyCommits", "{}", ["verify-commits"]],
        ["relink", "{ dryRun: true }", ["relink", "--dry-run"]],
        ["syncState", "{ dryRun: true }", ["sync", "--dry-run"]],
        ["checkState", "{}", ["check"]],
        ["lintMessages", "{ range: 'HEAD' }", ["lint", "--range", "HEAD"]],
        ["logPlans", "{ plan: '1-01' }", ["log", "1-01"]],
        ["showProject", "{}", ["show"]],
        ["briefSession", "{}", ["resume"]],
        ["measurePlans", "{}", ["metrics"]],
      ];
      const calls = pairs.map(([name, options]) => `await api.${name}({ directory: ".", ...${options} })`);
      project.write(
        "ask.mjs",
        `import * as api from "planlink";\nconsole.log(JSON.stringify([${calls.join(", ")}]));\n`,
      );
      const asked = await project.run(process.execPath, ["ask.mjs"]);
      assertSucceeded(asked);
      const answers = JSON.parse(asked.stdout) as readonly unknown[];
      assert.is(answers.length, pairs.length);
      for (const [index, [, , words]] of pairs.entries()) {
        const { stdout } = await project.run("npx", ["--no-install", "state", ...words, "--json"]);
        assert.equal(answers[index], JSON.parse(stdout), words.join(" "));
      }
    });
  });

  test("puts the commands and the manual where a shell and man look for them, installed for all projects", async () => {
    await withSandbox(async (sandbox) => {
      const { filename } = await pack(sandbox);
      const args = [
        "install",
        "--global",
        "--prefix",
        "prefix",
        "--offline",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
      ];
      assertSucceeded(await sandbox.open("").run("npm", [...args, filename]));
      const installed = sandbox.open("prefix");
      assert.match(installed.readText("share/man/man1/state.1"), '.TH STATE 1 "" "planlink ');
      const explained = await installed.run("bin/state", ["explain", "reference-missing"]);
      assertSucceeded(explained);
      assert.match(explained.stdout, /^reference-missing {3}error\n/);
    });
  });
});
