import { build, type Metafile, type Plugin } from "esbuild";
import { createHash } from "node:crypto";
import { join, relative } from "node:path";
import { type Bundle, bundledInputs, sharedOptions } from "./bundle.ts";
import type { OutputFile } from "./write-outputs.ts";

/** What Node reads before the first line of a commit hook runs, the program itself included. */
const startBudgetBytes = 416 * 1024;

export interface CommitHookBundle extends Bundle {
  readonly startBytes: number;
}

/**
 * Bundles the hooks of `git commit` into one file, and the program that starts it from code compiled before.
 *
 * Measured as CPU time over a bare `node` start, post-commit with work to do: many files 37 ms, this file without
 * compiled code 38 ms, with it 23 ms (docs/adr/0025). Packages are files of their own, loaded when they are needed.
 */
export async function bundleCommitHooks(root: string, version: string): Promise<CommitHookBundle> {
  const packages = new Map<string, string>();
  const options = {
    ...sharedOptions(root, version),
    splitting: false,
    format: "cjs",
    // The starter reads it byte by byte as characters.
    charset: "ascii",
    // Compiled code that came from a file of ours cannot import, it can require.
    supported: { "dynamic-import": false },
  } as const;
  const { outputFiles, metafile } = await build({
    ...options,
    entryPoints: { program: "hooks/commit-main.ts" },
    plugins: [keepPackagesApart(packages)],
  });
  refusePackagesAtStart(metafile, "hooks/commit-main.ts");
  const program = toOutput(outputFiles[0]?.contents, "lazy/commit-hooks");
  const starter = await build({
    ...options,
    define: { PLANLINK_COMMIT_PROGRAM: JSON.stringify(program.path) },
    entryPoints: { "commit-hook": "hooks/start-compiled.ts" },
  });
  const libraries = await build({
    ...options,
    outExtension: { ".js": ".cjs" },
    entryPoints: Object.fromEntries([...packages].map(([name, path]) => [path.replace(/\.cjs$/, ""), name])),
  });
  const starterContents = starter.outputFiles[0]?.contents ?? new Uint8Array();
  const outputs: readonly OutputFile[] = [
    program,
    { path: "commit-hook.cjs", contents: starterContents, executable: false },
    ...libraries.outputFiles.map(({ path, contents }) => ({
      path: relative(join(root, "dist"), path),
      contents,
      executable: false,
    })),
  ];
  const startBytes = program.contents.length + starterContents.length;
  if (startBytes > startBudgetBytes) {
    throw new Error(`a commit hook would read ${startBytes} bytes at its start, the budget is ${startBudgetBytes}`);
  }
  const metafiles = [metafile, starter.metafile, libraries.metafile];
  return { outputs, inputs: metafiles.flatMap(bundledInputs), startBytes };
}

function toOutput(contents: Uint8Array | undefined, name: string): OutputFile {
  if (contents === undefined) throw new Error(`esbuild gave nothing for ${name}`);
  const hash = createHash("sha256").update(contents).digest("hex").slice(0, 16);
  return { path: `${name}-${hash}.cjs`, contents, executable: false };
}

/** Leaves packages out of the program, and notes which: each becomes `lazy/package-<name>.cjs`. */
function keepPackagesApart(packages: Map<string, string>): Plugin {
  return {
    name: "keep-packages-apart",
    setup({ onResolve }) {
      onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
        if (path.startsWith("node:") || kind === "entry-point") return undefined;
        const file = `lazy/package-${path.replaceAll(/[^a-z0-9-]/g, "-")}.cjs`;
        packages.set(path, file);
        return { path: `./${file}`, external: true };
      });
    },
  };
}

/** A library at the start costs every commit 50 to 150 ms; a hook that needs one loads it when it does. */
function refusePackagesAtStart({ inputs }: Metafile, entry: string): void {
  const found = new Set([entry]);
  for (const path of found) {
    for (const { path: imported, kind, external } of inputs[path]?.imports ?? []) {
      if (external === true && imported.includes("lazy/package-"))
        throw new Error(
          `commit-hook.cjs would load a package at its start: ${imported} by ${path}; put import() between`,
        );
      if (kind === "import-statement" && external !== true) found.add(imported);
    }
  }
}
