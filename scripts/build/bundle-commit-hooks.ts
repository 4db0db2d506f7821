import { build, type Metafile } from "esbuild";
import { type Bundle, bundledInputs } from "./bundle.ts";
import { bundleCompiled, singleFileOptions } from "./bundle-compiled.ts";

/** What Node reads before the first line of a commit hook runs, the program itself included. */
const startBudgetBytes = 440 * 1024;
/** What it reads after most commits (docs/adr/0045). */
const quickBudgetBytes = 48 * 1024;

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
  const { program, metafile, outputs, inputs } = await bundleCompiled(
    root,
    version,
    "hooks/commit-main.ts",
    "commit-hooks",
  );
  refusePackagesAtStart(metafile, "hooks/commit-main.ts");
  const quick = await bundleCompiled(root, version, "hooks/quick-main.ts", "quick-commit");
  refusePackagesAtStart(quick.metafile, "hooks/quick-main.ts");
  const starter = await build({
    ...singleFileOptions(root, version),
    define: {
      PLANLINK_COMMIT_PROGRAM: JSON.stringify(program.path),
      PLANLINK_QUICK_PROGRAM: JSON.stringify(quick.program.path),
    },
    entryPoints: { "commit-hook": "hooks/start-compiled.ts" },
  });
  const contents = starter.outputFiles[0]?.contents ?? new Uint8Array();
  const startBytes = program.contents.length + contents.length;
  if (startBytes > startBudgetBytes) {
    throw new Error(`a commit hook would read ${startBytes} bytes at its start, the budget is ${startBudgetBytes}`);
  }
  const quickBytes = quick.program.contents.length + contents.length;
  if (quickBytes > quickBudgetBytes) {
    throw new Error(`the quick program would read ${quickBytes} bytes at its start, the budget is ${quickBudgetBytes}`);
  }
  return {
    outputs: [...outputs, ...quick.outputs, { path: "commit-hook.cjs", contents, executable: false }],
    inputs: [...inputs, ...quick.inputs, ...bundledInputs(starter.metafile)],
    startBytes,
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
