import { build } from "esbuild";
import { relative, join } from "node:path";
import { type Bundle, bundledInputs, sharedOptions } from "./bundle.ts";

const shebang = "#!/usr/bin/env node\n";

/** esbuild's stand-in for `require` looks for one in scope; an ES module has none unless we make it. */
const requireDefinition =
  'import{createRequire as createRequireForBundle}from"node:module";const require=createRequireForBundle(import.meta.url);';

/** Bundles the command line. Only the chunk that holds CommonJS code pays for a `require`. */
export async function bundleState(root: string, version: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    ...sharedOptions(root, version),
    entryPoints: { state: "src/cli/main.ts" },
    chunkNames: "chunks/[name]-[hash]",
  });
  const outputs = outputFiles.map(({ path, text }) => {
    const isEntry = path === join(root, "dist/state.js");
    const code = text.replace(/^#!.*\n/, "");
    const needsRequire = /\btypeof require\b/.test(code);
    return {
      path: relative(join(root, "dist"), path),
      contents: Buffer.from((isEntry ? shebang : "") + (needsRequire ? requireDefinition : "") + code),
      executable: isEntry,
    };
  });
  return { outputs, inputs: bundledInputs(metafile) };
}
