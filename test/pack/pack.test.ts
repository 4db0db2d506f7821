import { readdirSync } from "node:fs";
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
  /^ci\/gitlab\.yml$/,
  /^man\/state\.1$/,
  /^schema\/planlink\.schema\.json$/,
  /^docs\/(?:[\w-]+\/)*[\w.-]+\.(?:md|svg|png|yaml|json)$/,
];

const requiredInTarball = [
  "LICENSE",
  "README.md",
  "dist/state.js",
  "dist/hook.cjs",
  "dist/commit-hook.cjs",
  "dist/hook.sh",
  "dist/server.cjs",
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
