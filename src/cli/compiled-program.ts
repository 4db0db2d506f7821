import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { Script } from "node:vm";

/** What a starter has for its program. */
interface ProgramStart {
  /** Set to `false` by a run that few others are like: the functions that it runs are not worth keeping. */
  isTypical?: boolean;
}

/**
 * The program as a function of what it needs of a CommonJS file: it requires what lies beside the starter. What the starter
 * has for it is its `planlinkStart`.
 */
type Program = (require: NodeJS.Require, directory: string, start: ProgramStart | undefined) => void;

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
 * For programs that end after some ten milliseconds. V8 waits with optimising a function until it has run some ten times as
 * long as it otherwise would, and compiles a regular expression once: by itself it makes code for its interpreter first,
 * and at the second use machine code as well.
 */
export const shortRunFlags = "--interrupt-budget=1000000 --no-regexp-tier-up";

/**
 * Starts a program from code that V8 has compiled before (docs/adr/0025, docs/adr/0043).
 *
 * V8 refuses data of another version or other flags, but tells the source by its length alone: so the file is named
 * after the program's own name, which has its hash. Each use of a program has data of its own, as each runs other
 * functions; `use` holds lower-case letters and hyphens. `program` is a path relative to `directory`.
 */
export function startCompiled(
  directory: string,
  program: string,
  use: string,
  require: NodeJS.Require,
  start?: ProgramStart,
): void {
  const programPath = join(directory, program);
  const kept = join(directory, "compiled");
  const name = `${program.replace(/^.*-|\.cjs$/g, "")}-${use}-${process.versions.v8}-${process.arch}`;
  const path = join(kept, name);
  const cachedData = readCompiled(path);
  // The build writes ASCII alone, so the cheapest of encodings will do.
  const text = readFileSync(programPath, "latin1");
  // As a program it would have done its work at once.
  if (text === "") throw new Error(`${programPath} is empty`);
  const source = `(function(require,__dirname,planlinkStart){${text}\n})`;
  const script = new Script(source, { filename: programPath, ...(cachedData === undefined ? {} : { cachedData }) });
  if (cachedData === undefined || script.cachedDataRejected === true)
    process.on("exit", () => {
      if (start?.isTypical !== false) keepCompiled(script, kept, path);
    });
  const run: Program = script.runInThisContext();
  run(require, dirname(programPath), start);
}
