import { build, type BuildOptions, type Metafile, type Plugin } from "esbuild";
import { createHash } from "node:crypto";
import { basename, join, relative } from "node:path";
import { bundledInputs, type Bundle, sharedOptions } from "./bundle.ts";
import type { OutputFile } from "./write-outputs.ts";

/** A program in one file that `startCompiled` starts, and the packages that it loads when it needs them. */
export interface CompiledProgram extends Bundle {
  readonly program: OutputFile;
  readonly metafile: Metafile;
}

/** Options for a program in one file, and for what starts it. */
export function singleFileOptions(root: string, version: string): BuildOptions & { metafile: true; write: false } {
  return {
    ...sharedOptions(root, version),
    splitting: false,
    format: "cjs",
    // The starter reads it byte by byte as characters.
    charset: "ascii",
    // Compiled code that came from a file of ours cannot import, it can require.
    supported: { "dynamic-import": false },
  };
}

/** Bundles a program into one file, `lazy/<name>-<hash>.cjs`. Packages are files of their own (docs/adr/0025). */
export async function bundleCompiled(
  root: string,
  version: string,
  entry: string,
  name: string,
): Promise<CompiledProgram> {
  const packages = new Map<string, string>();
  const options = singleFileOptions(root, version);
  const { outputFiles, metafile } = await build({
    ...options,
    entryPoints: { program: entry },
    plugins: [keepPackagesApart(packages, entry.startsWith("hooks/"))],
  });
  const program = toOutput(outputFiles[0]?.text, `lazy/${name}`);
  const libraries = await build({
    ...options,
    outExtension: { ".js": ".cjs" },
    entryPoints: Object.fromEntries([...packages].map(([library, path]) => [path.replace(/\.cjs$/, ""), library])),
  });
  const outputs = libraries.outputFiles.map(({ path, contents }) => ({
    path: relative(join(root, "dist"), path),
    contents,
    executable: false,
  }));
  return {
    program,
    metafile,
    outputs: [program, ...outputs],
    inputs: [metafile, libraries.metafile].flatMap(bundledInputs),
  };
}

/**
 * What esbuild leaves of other characters: it writes strings in ASCII, and regular expressions and raw texts for them as they
 * are. Read byte by byte, `[:：]` would be another class of characters. A pair of surrogates means the same with every flag.
 */
function toAscii(text: string): string {
  const escaped = /\\[\u0080-\uffff].{0,20}/.exec(text);
  if (escaped !== null) throw new Error(`a backslash stands before a character that is not ASCII: ${escaped[0]}`);
  return text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function toOutput(text: string | undefined, name: string): OutputFile {
  if (text === undefined) throw new Error(`esbuild gave nothing for ${name}`);
  const contents = Buffer.from(toAscii(text), "latin1");
  const hash = createHash("sha256").update(contents).digest("hex").slice(0, 16);
  return { path: `${name}-${hash}.cjs`, contents, executable: false };
}

/** Modules of ours that few repositories or no hook at all need: files of their own, where they are imported late. None throws for the program to catch: their classes are others. */
const rareModules =
  /\/(?:read-scopes|read-milestones|check-scopes|message-facts|created-sections|own-forms|position|find-successors)\.ts$/;
/** What is rare in hooks alone: `verify-commits` looks for what dead references meant, and is to be quick then as well. */
const rareInHooks = /\/find-successors\.ts$/;

/** Leaves packages and rare modules out of the program, and notes which: each becomes `lazy/package-<name>.cjs`, or `module-`. */
function keepPackagesApart(packages: Map<string, string>, isHook: boolean): Plugin {
  return {
    name: "keep-packages-apart",
    setup({ onResolve }) {
      onResolve({ filter: rareModules, namespace: "file" }, ({ path, kind, resolveDir }) => {
        if (kind !== "dynamic-import" || (!isHook && rareInHooks.test(path))) return undefined;
        const module = join(resolveDir, path);
        const file = `lazy/module-${basename(path, ".ts")}.cjs`;
        packages.set(module, file);
        return { path: `./${file}`, external: true };
      });
      onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
        if (path.startsWith("node:") || kind === "entry-point") return undefined;
        const file = `lazy/package-${path.replaceAll(/[^a-z0-9-]/g, "-")}.cjs`;
        packages.set(path, file);
        return { path: `./${file}`, external: true };
      });
    },
  };
}
