import { build } from "esbuild";
import { relative, join } from "node:path";
import { type Bundle, bundledInputs, sharedOptions, toCommonJs } from "./bundle.ts";

const shebang = "#!/usr/bin/env node\n";

/**
 * Bundles the command line as CommonJS: over a bare start of Node it costs a third of what ES modules do.
 *
 * The package as a whole is of ES modules; `dist/package.json` says that these files are not.
 */
export async function bundleState(root: string, version: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    ...sharedOptions(root, version),
    entryPoints: { state: "src/cli/main.ts" },
    chunkNames: "chunks/[name]-[hash]",
  });
  const outputs = await Promise.all(
    outputFiles.map(async ({ path, text }) => {
      const isEntry = path === join(root, "dist/state.js");
      return {
        path: relative(join(root, "dist"), path),
        contents: Buffer.from((isEntry ? shebang : "") + (await toCommonJs(text))),
        executable: isEntry,
      };
    }),
  );
  const kind = { path: "package.json", contents: Buffer.from('{ "type": "commonjs" }\n'), executable: false };
  return { outputs: [...outputs, kind], inputs: bundledInputs(metafile) };
}
