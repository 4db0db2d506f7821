import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";

/** Path of the program, relative to this file; its name changes with its bytes. Set by the build. */
declare const PLANLINK_COMMIT_PROGRAM: string;

/** The program as a function of what it needs of a CommonJS file: it requires what lies beside us. */
type Program = (require: NodeJS.Require) => void;

function readCompiled(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Keeps what V8 compiled, functions that ran included. A directory that cannot be written to is left as it is. */
function keepCompiled(script: Script, directory: string, path: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    mkdirSync(directory, { recursive: true });
    // Asked first: making the data takes longer than to learn that it cannot be kept.
    const descriptor = openSync(temporary, "wx");
    try {
      writeSync(descriptor, script.createCachedData());
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, path);
  } catch {
    rmSync(temporary, { force: true });
  }
}

/**
 * Starts the program from code that V8 has compiled before (docs/adr/0025).
 *
 * V8 refuses data of another version or other flags, but tells the source by its length alone: so the file is named
 * after the program's own name, which has its hash. Each hook has data of its own, as each runs other functions.
 */
function start(hook: string): void {
  const programPath = join(__dirname, PLANLINK_COMMIT_PROGRAM);
  const directory = join(__dirname, "compiled");
  const name = `${PLANLINK_COMMIT_PROGRAM.replace(/^.*-|\.cjs$/g, "")}-${hook}-${process.versions.v8}-${process.arch}`;
  const path = join(directory, name);
  const cachedData = readCompiled(path);
  // The build writes ASCII alone, so the cheapest of encodings will do.
  const source = `(function(require){${readFileSync(programPath, "latin1")}\n})`;
  const script = new Script(source, { filename: programPath, ...(cachedData === undefined ? {} : { cachedData }) });
  if (cachedData === undefined || script.cachedDataRejected === true)
    process.on("exit", () => keepCompiled(script, directory, path));
  const run: Program = script.runInThisContext();
  run(require);
}

start(/^[a-z-]+$/.exec(process.argv[2] ?? "")?.[0] ?? "none");
