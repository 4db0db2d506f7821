import { build } from "esbuild";
import { relative, join } from "node:path";
import { type Bundle, bundledInputs, sharedOptions, toCommonJs } from "./bundle.ts";
import { bundleCompiled, singleFileOptions } from "./bundle-compiled.ts";

const shebang = "#!/usr/bin/env node\n";

/**
 * Bundles the command line as CommonJS: over a bare start of Node it costs a third of what ES modules do.
 *
 * `state.js` only starts it: the quick commands from one file that is compiled once (docs/adr/0043), all others from
 * chunks. The package as a whole is of ES modules; `dist/package.json` says that these files are not.
 */
export async function bundleState(root: string, version: string): Promise<Bundle> {
  const quick = await bundleCompiled(root, version, "src/cli/quick-main.ts", "quick-commands");
  const { outputFiles, metafile } = await build({
    ...sharedOptions(root, version),
    entryPoints: { main: "src/cli/main.ts" },
    entryNames: "chunks/[name]-[hash]",
    chunkNames: "chunks/[name]-[hash]",
  });
  const chunks = await Promise.all(
    outputFiles.map(async ({ path, text }) => ({
      path: toDistPath(root, path),
      contents: Buffer.from(await toCommonJs(text)),
      executable: false,
    })),
  );
  const main = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === "src/cli/main.ts")?.[0];
  const options = singleFileOptions(root, version);
  const starter = await build({
    ...options,
    define: {
      ...options.define,
      PLANLINK_QUICK_PROGRAM: JSON.stringify(quick.program.path),
      PLANLINK_MAIN_PROGRAM: JSON.stringify(toDistPath(root, join(root, main ?? ""))),
    },
    entryPoints: { state: "src/cli/start.ts" },
  });
  const state = {
    path: "state.js",
    contents: Buffer.from(`${shebang}${starter.outputFiles[0]?.text ?? ""}`),
    executable: true,
  };
  const kind = { path: "package.json", contents: Buffer.from('{ "type": "commonjs" }\n'), executable: false };
  return {
    outputs: [...quick.outputs, ...chunks, state, kind],
    inputs: [...new Set([...quick.inputs, ...[metafile, starter.metafile].flatMap(bundledInputs)])].toSorted(),
  };
}

function toDistPath(root: string, path: string): string {
  return relative(join(root, "dist"), path).replaceAll("\\", "/");
}
