import { type BuildOptions, type Metafile, transform } from "esbuild";
import { computeProgramKey, computeReadingKey } from "./reading-key.ts";
import type { OutputFile } from "./write-outputs.ts";

/** What one bundle adds to `dist/`. */
export interface Bundle {
  readonly outputs: readonly OutputFile[];
  /** Paths of the sources whose code is in the outputs, relative to the root; what was shaken out is left out. */
  readonly inputs: readonly string[];
}

/**
 * Options that both bundles share.
 *
 * Identifiers keep their names, so that a stack trace in a bug report can be read without a source map.
 * `PLANLINK_VERSION`, `PLANLINK_READING` and `PLANLINK_PROGRAM` are constants of the build; the sources declare them.
 */
export function sharedOptions(root: string, version: string): BuildOptions & { metafile: true; write: false } {
  return {
    absWorkingDir: root,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20.11",
    outdir: "dist",
    minifyWhitespace: true,
    minifySyntax: true,
    charset: "utf8",
    // The texts are in THIRD-PARTY-LICENSES.txt, whole.
    legalComments: "none",
    define: {
      PLANLINK_VERSION: JSON.stringify(version),
      PLANLINK_READING: JSON.stringify(computeReadingKey(root)),
      PLANLINK_PROGRAM: JSON.stringify(computeProgramKey(root)),
      "import.meta.dirname": "__dirname",
    },
    logLevel: "warning",
    metafile: true,
    write: false,
  };
}

/**
 * Rewrites one file of a split bundle to CommonJS, which Node starts faster than ES modules.
 *
 * esbuild splits ES modules only; so the split is made in ESM and each file is then rewritten: `import` becomes
 * `require`, `import()` a deferred `require`. Hence no top-level `await`. The module graph stays one: a class such as
 * `OperationalError` exists once, so `instanceof` holds between an entry and what it loads later.
 */
export async function toCommonJs(text: string): Promise<string> {
  const { code } = await transform(text.replace(/^#!.*\n/, ""), {
    format: "cjs",
    platform: "node",
    target: "node20.11",
    supported: { "dynamic-import": false },
    minifyWhitespace: true,
    minifySyntax: true,
    charset: "utf8",
  });
  return code;
}

/** The sources that gave bytes to at least one output. */
export function bundledInputs(metafile: Metafile): readonly string[] {
  const inputs = Object.values(metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path),
  );
  return [...new Set(inputs)].toSorted();
}
