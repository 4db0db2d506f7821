import { build, type Metafile } from "esbuild";
import { relative, join } from "node:path";
import { type Bundle, bundledInputs, sharedOptions, toCommonJs } from "./bundle.ts";
import { bundleCompiled, singleFileOptions } from "./bundle-compiled.ts";

const shebang = "#!/usr/bin/env node\n";

/**
 * Bundles the command line as CommonJS: over a bare start of Node it costs a third of what ES modules do.
 *
 * `index.mjs` is what programs import; the functions are chunks of the same bundle (docs/adr/0064).
 * `state.js` only starts it: the quick commands from one file that is compiled once (docs/adr/0043), all others from
 * chunks. The package as a whole is of ES modules; `dist/package.json` says that these files are not.
 */
export async function bundleState(root: string, version: string): Promise<Bundle> {
  const quick = await bundleCompiled(root, version, "src/cli/quick-main.ts", "quick-commands");
  const { outputFiles, metafile } = await build({
    ...sharedOptions(root, version),
    entryPoints: { main: "src/cli/main.ts", api: "src/api/index.ts" },
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
  const [main, api] = ["src/cli/main.ts", "src/api/index.ts"].map((entry) => findOutput(root, metafile, entry));
  const options = singleFileOptions(root, version);
  const starter = await build({
    ...options,
    define: {
      ...options.define,
      PLANLINK_QUICK_PROGRAM: JSON.stringify(quick.program.path),
      PLANLINK_MAIN_PROGRAM: JSON.stringify(main?.path),
    },
    entryPoints: { state: "src/cli/start.ts" },
  });
  const state = {
    path: "state.js",
    contents: Buffer.from(`${shebang}${starter.outputFiles[0]?.text ?? ""}`),
    executable: true,
  };
  const face = { path: "index.mjs", contents: Buffer.from(formatFace(api)), executable: false };
  const kind = { path: "package.json", contents: Buffer.from('{ "type": "commonjs" }\n'), executable: false };
  return {
    outputs: [...quick.outputs, ...chunks, state, face, kind],
    inputs: [...new Set([...quick.inputs, ...[metafile, starter.metafile].flatMap(bundledInputs)])].toSorted(),
  };
}

/** The output of an entry, and the names that it exports. */
interface EntryOutput {
  readonly path: string;
  readonly exports: readonly string[];
}

function findOutput(root: string, { outputs }: Metafile, entry: string): EntryOutput {
  const found = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === entry);
  if (found === undefined) throw new Error(`esbuild gave nothing for ${entry}`);
  const [path, { exports }] = found;
  return { path: toDistPath(root, join(root, path)), exports };
}

/** What `import` finds: an ES module that names the exports of a chunk, so that their code is in the package once. */
function formatFace(api: EntryOutput | undefined): string {
  if (api === undefined) throw new Error("there is no chunk for the functions of the package");
  const names = api.exports.toSorted().join(", ");
  return `import api from "./${api.path}";\nexport const { ${names} } = api;\n`;
}

function toDistPath(root: string, path: string): string {
  return relative(join(root, "dist"), path).replaceAll("\\", "/");
}
