import { build, type Metafile } from "esbuild";
import { join, relative } from "node:path";
import { type Bundle, bundledInputs, sharedOptions, toCommonJs } from "./bundle.ts";

/** What Node reads before the first line of a hook or of the merge driver runs: the entry and the chunks that it needs at once. */
const startBudgetBytes = 100 * 1024;

export interface HookBundle extends Bundle {
  /** What each entry reads at its start. */
  readonly starts: readonly { readonly entry: string; readonly startFiles: number; readonly startBytes: number }[];
}

/**
 * Bundles the programs that git starts, the hooks and the merge driver, as CommonJS, with what it imports dynamically in files of their own.
 *
 * Measured as the time over a bare `node` start (2 cores, Node 20, mean of 60): this bundle 8 ms, and 35 ms with
 * simple-git, yaml and the Markdown libraries loaded; the same program as ES modules 27 and 50 ms; as one CommonJS file
 * with everything inside 11 and 37 ms.
 */
export async function bundleHook(root: string, version: string): Promise<HookBundle> {
  const { outputFiles, metafile } = await build({
    ...sharedOptions(root, version),
    entryPoints: { hook: "hooks/main.ts", merge: "hooks/merge-main.ts" },
    chunkNames: "lazy/[name]-[hash]",
    outExtension: { ".js": ".cjs" },
  });
  const outputs = await Promise.all(
    outputFiles.map(async ({ path, text }) => ({
      path: relative(join(root, "dist"), path),
      contents: Buffer.from(await toCommonJs(text)),
      executable: false,
    })),
  );
  const starts = ["hook.cjs", "merge.cjs"].map((entry) => {
    const startPaths = findStartFiles(metafile, `dist/${entry}`);
    refusePackagesAtStart(metafile, entry, startPaths);
    const startBytes = outputs
      .filter(({ path }) => startPaths.has(`dist/${path}`))
      .reduce((sum, { contents }) => sum + contents.length, 0);
    if (startBytes > startBudgetBytes) {
      throw new Error(
        `${entry} would read ${startBytes} bytes at its start, the budget is ${startBudgetBytes}: ` +
          "import what only some hooks need with import()",
      );
    }
    return { entry, startFiles: startPaths.size, startBytes };
  });
  return { outputs, inputs: bundledInputs(metafile), starts };
}

/** Modules that `hooks/main.ts` loads at once, but late, so that it can say what cannot be loaded. */
const loadedAtOnce: readonly string[] = ["hooks/hook-process.ts", "hooks/all-hooks.ts"];

/** The output, what is loaded at once, and everything that these import statically, directly or not. */
function findStartFiles(metafile: Metafile, entry: string): ReadonlySet<string> {
  const isAtOnce = (path: string): boolean => loadedAtOnce.includes(metafile.outputs[path]?.entryPoint ?? "");
  const found = new Set([entry]);
  for (const path of found) {
    for (const { path: imported, kind, external } of metafile.outputs[path]?.imports ?? []) {
      if ((kind === "import-statement" || isAtOnce(imported)) && external !== true) found.add(imported);
    }
  }
  return found;
}

/** A library at the start costs every commit 50 to 150 ms; a hook that needs one loads it when it does. */
function refusePackagesAtStart(metafile: Metafile, entry: string, startPaths: ReadonlySet<string>): void {
  const packages = [...startPaths]
    .flatMap((path) => Object.keys(metafile.outputs[path]?.inputs ?? {}))
    .filter((input) => input.includes("node_modules/"));
  if (packages.length > 0) {
    throw new Error(`${entry} would load a package at its start: ${packages.join(", ")}; put import() between`);
  }
}
