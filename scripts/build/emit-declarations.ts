import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import type { OutputFile } from "./write-outputs.ts";

/** The compiler has no interface for programs; so it is run (docs/adr/0065). */
const compiler = "node_modules/typescript/bin/tsc";

const specifierForm = /((?:from|import\() ?")(\.[^"]+)\.ts(")/g;

/**
 * The declarations of the package: `index.d.mts`, and in `types/` what it names, directly or not. Nothing is checked
 * here: the types of exports are all written down (`isolatedDeclarations`).
 */
export function emitDeclarations(root: string): readonly OutputFile[] {
  const directory = mkdtempSync(join(tmpdir(), "planlink-types-"));
  try {
    const config = {
      extends: join(root, "tsconfig.json"),
      compilerOptions: {
        noEmit: false,
        emitDeclarationOnly: true,
        noCheck: true,
        rootDir: join(root, "src"),
        outDir: join(directory, "out"),
        typeRoots: [join(root, "node_modules/@types")],
      },
      include: [],
      files: [join(root, "src/api/index.ts")],
    };
    writeFileSync(join(directory, "tsconfig.json"), JSON.stringify(config));
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, compiler), "-p", directory], {
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`the declarations were not made:\n${stdout}${stderr}`);
    return collect("api/index", (path) => readFileSync(join(directory, "out", `${path}.d.ts`), "utf8"));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The entry and all that it names, with the names that the files have in the package. */
function collect(entry: string, read: (path: string) => string): readonly OutputFile[] {
  const placeOf = (path: string): string => (path === entry ? "index" : `types/${path}`);
  const found = new Set([entry]);
  const outputs: OutputFile[] = [];
  // What is added to a set while it is gone through is gone through as well.
  for (const path of found) {
    const text = read(path).replace(specifierForm, (_, before: string, named: string, after: string) => {
      const target = posix.join(posix.dirname(path), named);
      found.add(target);
      const from = posix.relative(posix.dirname(placeOf(path)), placeOf(target));
      return `${before}${from.startsWith(".") ? from : `./${from}`}.mjs${after}`;
    });
    outputs.push({ path: `${placeOf(path)}.d.mts`, contents: Buffer.from(text), executable: false });
  }
  return outputs;
}
