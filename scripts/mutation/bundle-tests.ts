/**
 * Writes the tests that mutants are tried with as one script. Stryker runs this in its copy of the project, where the
 * sources hold all mutants.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Metafile, type Plugin } from "esbuild";
import { pureFolders } from "./options.ts";
import { isWantedTest } from "./sample.ts";
import { bundleFile, suiteModule, type TestBundle } from "./test-bundle.ts";

const root = process.cwd();
/** Laws come last: they take longest, and find what is left. */
const folders = [...[...pureFolders, "commands"].map((folder) => `test/unit/${folder}`), "test/property"];

async function writeBundle(): Promise<void> {
  const files = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".test.ts"))
      .map((name) => `${folder}/${name}`)
      .filter(isWantedTest),
  );
  const packages = new Set<string>();
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    stdin: { contents: importFiles(files), resolveDir: root },
    bundle: true,
    write: false,
    metafile: true,
    // Nothing is exported and everything outside is handed in, so that this can be the body of a function.
    format: "esm",
    platform: "node",
    target: "node20.11",
    // Code under a mutant may have effects where the original has none.
    ignoreAnnotations: true,
    logLevel: "error",
    plugins: [ownPlaces, handPackagesIn(packages)],
  });
  const bundle: TestBundle = {
    code: outputFiles[0]?.text ?? "",
    packages: [...packages],
    sources: Object.fromEntries(files.map((path) => [path, findSources(path, metafile)])),
    importers: findImporters(metafile),
  };
  writeFileSync(bundleFile, JSON.stringify(bundle));
}

/** Modules that are imported in this way run when they are asked for. */
function importFiles(files: readonly string[]): string {
  const entries = files.map((path) => `${JSON.stringify(path)}: () => import(${JSON.stringify(`./${path}`)})`);
  return `Object.assign(imports, {${entries.join(", ")}});`;
}

/** Modules see the address that they would have outside the bundle. */
const ownPlaces: Plugin = {
  name: "own-places",
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/, namespace: "file" }, ({ path }) => {
      const text = readFileSync(path, "utf8")
        .replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href))
        .replaceAll("import.meta.dirname", JSON.stringify(dirname(path)));
      return { contents: text, loader: "ts" };
    });
  },
};

/** Turns each import of a package, of Node's modules and of the suites into a look-up among what is handed in. */
function handPackagesIn(packages: Set<string>): Plugin {
  return {
    name: "hand-packages-in",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^[^.]/ }, ({ path }) => ({ path, namespace: "package" }));
      onResolve({ filter: /\/support\/suite\.ts$|^\.\/suite\.ts$/ }, ({ path, resolveDir }) =>
        resolve(resolveDir, path) === join(root, suiteModule) ? { path: suiteModule, namespace: "package" } : undefined,
      );
      onLoad({ filter: /.*/, namespace: "package" }, async ({ path }) => {
        packages.add(path);
        const address = path === suiteModule ? pathToFileURL(join(root, path)).href : path;
        const names = Object.keys((await import(address)) as object);
        const lines = names.map((name) =>
          name === "default" ? "export default it.default;" : `export const ${name} = it[${JSON.stringify(name)}];`,
        );
        return { contents: [`const it = packages.get(${JSON.stringify(path)});`, ...lines].join("\n"), loader: "js" };
      });
    },
  };
}

/** The sources that a test file reaches by its imports: no mutant elsewhere can make it fail. */
function findSources(path: string, { inputs }: Metafile): readonly string[] {
  const reached = new Set<string>();
  const waiting = [path];
  for (const next of waiting) {
    if (reached.has(next)) continue;
    reached.add(next);
    waiting.push(...(inputs[next]?.imports ?? []).map((imported) => imported.path));
  }
  return [...reached].filter((reachedPath) => reachedPath.startsWith("src/"));
}

function findImporters({ inputs }: Metafile): TestBundle["importers"] {
  const importers: Record<string, string[]> = {};
  for (const [path, { imports }] of Object.entries(inputs)) {
    if (!path.startsWith("src/")) continue;
    for (const imported of imports) (importers[imported.path] ??= []).push(path);
  }
  return importers;
}

await writeBundle();
