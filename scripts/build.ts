/**
 * Builds `dist/`, the whole published program: nothing is installed beside it.
 *
 * - `state.js` with `chunks/*.js`: CommonJS, the command line. Every dynamic import is a chunk of its own.
 *   `lazy/quick-commands-*.cjs` has its quick commands again, in one file that is compiled once (build/bundle-state.ts).
 * - `index.mjs`, `index.d.mts` and `types/*`: what programs import, from the same chunks (docs/adr/0064, 0065).
 * - `hook.cjs` and `merge.cjs` with `lazy/*.cjs`: CommonJS, the entries of the git hooks, a server's among them, and of the
 *   merge driver (build/bundle-hook.ts says why).
 * - `commit-hook.cjs` with `lazy/commit-hooks-*.cjs`: the hooks of `git commit` again, in one file that is compiled once
 *   (build/bundle-commit-hooks.ts). Node keeps what it compiled in `compiled/`; a build begins it anew.
 * - `hook.sh`, `merge.sh`, `server.sh`: the POSIX shims that git runs; `pre-commit-stage.sh`: the one that pre-commit runs.
 * - `THIRD-PARTY-LICENSES.txt`: of every package whose code is in the bundles.
 *
 * Beside it, from the tables that the program itself uses: `schema/planlink.schema.json`, for editors, and `man/state.1`.
 *
 * The output depends on the sources and the lock file only. Files that did not change are not written again, so that
 * a build is safe beside programs that are running from `dist/`.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleCommitHooks } from "./build/bundle-commit-hooks.ts";
import { bundleHook } from "./build/bundle-hook.ts";
import { bundleState } from "./build/bundle-state.ts";
import { emitDeclarations } from "./build/emit-declarations.ts";
import { generateManPage, generateSchema } from "./build/generate-pages.ts";
import { formatThirdPartyLicenses } from "./build/third-party-licenses.ts";
import { type OutputFile, writeOutputs } from "./build/write-outputs.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

try {
  await build(process.argv.includes("--quiet"));
} catch (error) {
  console.error(`build: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

async function build(isQuiet: boolean): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  const missing = ["src/cli/main.ts", "src/cli/quick-main.ts", "hooks/main.ts", "hooks/commit-main.ts"].filter(
    (path) => !existsSync(join(root, path)),
  );
  if (missing.length > 0) {
    console.error(`build: nothing was built, there is no ${missing.join(" and no ")} yet`);
    return;
  }
  const [state, hook, commitHooks] = await Promise.all([
    bundleState(root, version),
    bundleHook(root, version),
    bundleCommitHooks(root, version),
  ]);
  const outputs: readonly OutputFile[] = [
    ...state.outputs,
    ...hook.outputs,
    ...commitHooks.outputs,
    ...emitDeclarations(root),
    ...["hook.sh", "merge.sh", "pre-commit-stage.sh", "server.sh"].map((path) => ({
      path,
      contents: readFileSync(join(root, "hooks", path)),
      executable: true,
    })),
    {
      path: "THIRD-PARTY-LICENSES.txt",
      contents: Buffer.from(formatThirdPartyLicenses(root, [...state.inputs, ...hook.inputs, ...commitHooks.inputs])),
      executable: false,
    },
  ];
  const written = writeOutputs(join(root, "dist"), outputs);
  writeOutputs(join(root, "schema"), [generateSchema(root)]);
  writeOutputs(join(root, "man"), [generateManPage(version)]);
  if (isQuiet) return;

  for (const output of outputs.filter((candidate) => !isChunk(candidate))) {
    console.log(`dist/${output.path}  ${formatKilobytes(output.contents.length)}`);
  }
  const chunks = outputs.filter(isChunk);
  console.log(
    `${chunks.length} chunks  ${formatKilobytes(chunks.reduce((sum, { contents }) => sum + contents.length, 0))}`,
  );
  for (const { entry, startFiles, startBytes } of hook.starts)
    console.log(`${entry} starts with ${startFiles} files, ${formatKilobytes(startBytes)}`);
  console.log(`a hook of git commit starts with 2 files, ${formatKilobytes(commitHooks.startBytes)}`);
  console.log(written === 0 ? "nothing changed" : `${written} of ${outputs.length} files written`);
}

function isChunk({ path }: OutputFile): boolean {
  return path.includes("/");
}

function formatKilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KB`;
}
