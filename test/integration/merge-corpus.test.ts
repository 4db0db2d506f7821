import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { hasSameProse, readVersions as readMergeVersions } from "../../src/merge/merge-lines.ts";
import { mergeDocuments, type MergeTexts } from "../../src/merge/merge-documents.ts";
import { type Sandbox, withSandbox } from "../support/git-sandbox.ts";
import { withoutOwnedLines } from "../support/owned-lines.ts";
import { runProgram } from "../support/run-program.ts";
import { suite } from "../support/suite.ts";

/**
 * Merges versions of STATE.md from real histories. `PLANLINK_MERGES=1000` takes as many; `PLANLINK_SEED` takes others.
 */
const wanted = Number(process.env["PLANLINK_MERGES"] ?? 120);
const seed = Number(process.env["PLANLINK_SEED"] ?? 20260307);
const replays = fileURLToPath(new URL("../../../shared/corpus/replay", import.meta.url));
const statePath = ".planning/STATE.md";
const style = { markerSize: 7, oursLabel: "ours", theirsLabel: "theirs" };

/** Numbers below a bound, the same in every run. */
function createRandom(): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * bound);
  };
}

function linesOf(text: string): readonly string[] {
  return text.split("\n").filter((line) => line.trim() !== "");
}

/** Lines that GSD writes in *Current Position* and *Project Reference*. */
const gsdLine =
  /^[-* \t]*(?:\*\*)?(?:current phase(?: name)?|total phases|current plan|total plans in phase|phase|plan|status|progress|last activity(?: description)?|current focus)(?::\*\*|\*\*:|:)/i;
/** Labels that GSD reads wherever they stand: of those there is one, not one of each side. */
const standingLine =
  /^[-* \t]*(?:\*\*)?(?:stopped at|paused at|last session|last date|resume file|total plans completed)(?::\*\*|\*\*:|:)/i;
/** `Phase 6: [###-------] 3/6 plans complete`. */
const barLine = /^[-* \t]*[A-Za-z][^:[\]]*:?\**:?[ \t]*`?\[[#=█▓▒░ -]{3,}\]/;
/** Figures: rows, and bullets with a label. */
const figureLine = /^[ \t]*(?:\||[-*+][ \t]+(?:\*\*)?[A-Za-z][A-Za-z0-9 ]*(?::\*\*|\*\*:|:))/;

/** What people wrote: neither front matter, wherever it was stacked, nor figures, nor what GSD and planlink write. */
function proseOf(text: string): readonly string[] {
  const bare = text.replace(/^(?:\s*---\n(?:[a-z_]+:|[ \t]|\n)[^]*?\n---\n)+/, "");
  const prose: string[] = [];
  const whole = new Set(linesOf(bare));
  let isFigures = false;
  for (const line of withoutOwnedLines(bare).lines.flatMap(linesOf)) {
    if (/^##? /.test(line)) isFigures = /^## Performance Metrics/i.test(line);
    // Of a row with an owned cell the rest is left: such a row is not people's alone.
    if (
      !whole.has(line) ||
      gsdLine.test(line) ||
      standingLine.test(line) ||
      barLine.test(line) ||
      (isFigures && figureLine.test(line))
    )
      continue;
    prose.push(line);
  }
  return prose;
}

function countLines(lines: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

function dateOf(line: string): string {
  return /\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d)?/.exec(line)?.[0] ?? "";
}

/** What a line says apart from its figures, where a date is among them: a stamp, of which the later one stands. */
function stampOf(line: string): string | undefined {
  return dateOf(line) !== "" ? line.replace(/\d+/g, "#") : undefined;
}

/** The versions of STATE.md along the first parents, oldest first, each different from the one before. */
async function readVersions(sandbox: Sandbox, directory: string): Promise<readonly string[]> {
  const run = async (args: readonly string[], input?: string): Promise<string> => {
    const options = { cwd: directory, env: sandbox.environment, ...(input === undefined ? {} : { input }) };
    return (await runProgram("git", args, options)).stdout;
  };
  const commits = (await run(["log", "--first-parent", "--reverse", "--format=%H", "main", "--", statePath])).split(
    "\n",
  );
  const versions: string[] = [];
  for (const commit of commits.filter((each) => each !== "")) {
    const text = await run(["show", `${commit}:${statePath}`]);
    if (text !== "" && text !== versions.at(-1)) versions.push(text);
  }
  return versions;
}

/** Both sides and the base of merges that happened, where both changed STATE.md. */
async function readTrueMerges(sandbox: Sandbox, directory: string): Promise<readonly MergeTexts[]> {
  const run = async (args: readonly string[]): Promise<string> =>
    (await runProgram("git", args, { cwd: directory, env: sandbox.environment })).stdout;
  const merges: MergeTexts[] = [];
  for (const line of (await run(["rev-list", "--merges", "--all", "--parents"])).split("\n")) {
    const [, first, second, third] = line.split(" ");
    if (first === undefined || second === undefined || third !== undefined) continue;
    const base = (await run(["merge-base", first, second])).split("\n")[0] ?? "";
    const [o = "", a = "", b = ""] = await Promise.all(
      [base, first, second].map((commit) => run(["show", `${commit}:${statePath}`])),
    );
    if (o !== "" && a !== "" && b !== "" && a !== o && b !== o && a !== b) merges.push({ base: o, ours: a, theirs: b });
  }
  return merges;
}

/** Git's own merge, on texts. */
function createTools(sandbox: Sandbox): {
  merge: (texts: MergeTexts) => Promise<{ text: string; conflicts: number }>;
  /** What a text becomes by the change from one version to another, as far as its hunks find their place. */
  applyChange: (from: string, to: string, text: string) => Promise<string>;
  /** The same by force: where the text differs from what the change replaces, the change wins. */
  forceChange: (from: string, to: string, text: string) => Promise<string>;
} {
  const at = (name: string): string => join(sandbox.directory, name);
  const run = (command: string, args: readonly string[], input = ""): ReturnType<typeof runProgram> =>
    runProgram(command, args, { cwd: sandbox.directory, env: sandbox.environment, input });
  const carry = async (favour: string, from: string, to: string, text: string): Promise<string> => {
    for (const [name, content] of Object.entries({ from, to, text })) writeFileSync(at(name), content);
    return (await run("git", ["merge-file", "-p", favour, "text", "from", "to"])).stdout;
  };
  return {
    async merge({ base, ours, theirs }) {
      for (const [name, text] of Object.entries({ base, ours, theirs })) writeFileSync(at(name), text);
      const labels = ["-L", "ours", "-L", "base", "-L", "theirs"];
      const { stdout } = await run("git", ["merge-file", "-p", ...labels, "ours", "base", "theirs"]);
      return { text: stdout, conflicts: stdout.match(/^<{7} ours$/gm)?.length ?? 0 };
    },
    applyChange: (from, to, text) => carry("--ours", from, to, text),
    forceChange: (from, to, text) => carry("--theirs", from, to, text),
  };
}

/** What merges of one kind come to. */
interface Score {
  merges: number;
  gitFiles: number;
  gitConflicts: number;
  ourFiles: number;
  ourConflicts: number;
  /** Where the driver takes git's text. */
  gitTexts: number;
}

function createScore(): Score {
  return { merges: 0, gitFiles: 0, gitConflicts: 0, ourFiles: 0, ourConflicts: 0, gitTexts: 0 };
}

async function scoreMerge(
  texts: MergeTexts,
  tools: ReturnType<typeof createTools>,
  score: Score,
  name: string,
): Promise<void> {
  const { base, ours, theirs } = texts;
  assert.is(mergeDocuments({ base, ours, theirs: base }, style).text, ours, name);
  assert.is(mergeDocuments({ base, ours: base, theirs }, style).text, theirs, name);
  assert.is(mergeDocuments({ base, ours, theirs: ours }, style).text, ours, name);
  const gits = await tools.merge(texts);
  const own = mergeDocuments(texts, style);
  // As the driver does: where git has no conflict there is none, and the prose is git's.
  const isGits = gits.conflicts === 0 && (own.conflicts > 0 || !hasSameProse(own.text, gits.text));
  const merged = isGits ? gits : own;
  score.gitTexts += Number(isGits);
  score.merges += 1;
  score.gitFiles += Number(gits.conflicts > 0);
  score.gitConflicts += gits.conflicts;
  score.ourFiles += Number(merged.conflicts > 0);
  score.ourConflicts += merged.conflicts;

  const [inBase, inOurs, inTheirs] = [base, ours, theirs].map((text) => countLines(linesOf(text)));
  const result = countLines(linesOf(merged.text));
  const planRows = new Set(
    readMergeVersions([base, ours, theirs].map((text) => text.match(/[^\n]*\n|[^\n]+$/g) ?? []))
      .flat()
      .filter(({ owned }) => owned?.kind === "plan-row")
      .map(({ text }) => text.trimEnd()),
  );
  for (const line of new Set([...proseOf(ours), ...proseOf(theirs)])) {
    // A row of a plan in one of the versions: it is that plan's, and one side's row stands for it.
    if (planRows.has(line.trimEnd())) continue;
    const [o, a, b] = [inBase, inOurs, inTheirs].map((counts) => counts?.get(line) ?? 0) as [number, number, number];
    // What both kept: of a line that stands there twice each may have removed another one.
    const due = o === 0 ? 1 : Math.min(o, a + b - o);
    if ((result.get(line) ?? 0) >= due) continue;
    // Both sides set the stamp anew, and the other one is there.
    const stamp = o === 0 && (a === 0 || b === 0) ? stampOf(line) : undefined;
    const other = a === 0 ? ours : theirs;
    const isReplaced = linesOf(other).some(
      (each) => stampOf(each) === stamp && dateOf(each) > dateOf(line) && !inBase?.has(each) && result.has(each),
    );
    assert.ok(stamp !== undefined && isReplaced, `${name} loses ${line}`);
  }
  if (gits.conflicts === 0) {
    assert.equal(proseOf(merged.text), proseOf(gits.text), `${name}: git's prose`);
  }
}

suite("merges of real histories", (test) => {
  const bundles = existsSync(replays) ? readdirSync(replays).filter((name) => name.endsWith(".bundle")) : [];
  if (bundles.length === 0) {
    test.skip("lose no line, and conflict a tenth as often as git's", "needs ../shared");
    return;
  }
  test("lose no line, give git's prose where git succeeds, and conflict at most a tenth as often", () =>
    withSandbox(async (sandbox) => {
      const tools = createTools(sandbox);
      const random = createRandom();
      const happened = createScore();
      const applied = createScore();
      const forced = createScore();
      const near = createScore();
      const far = createScore();
      const histories: { readonly name: string; readonly versions: readonly string[] }[] = [];
      for (const bundle of bundles.toSorted()) {
        const name = bundle.replace(".bundle", "");
        const directory = join(sandbox.directory, name);
        const clone = ["clone", "--quiet", "--bare", "-b", "main", join(replays, bundle), directory];
        await runProgram("git", clone, { cwd: sandbox.directory, env: sandbox.environment });
        const merges = await readTrueMerges(sandbox, directory);
        for (const [index, texts] of merges.entries())
          await scoreMerge(texts, tools, happened, `${name}, merge ${index}`);
        const versions = await readVersions(sandbox, directory);
        if (versions.length > 3) histories.push({ name, versions });
      }
      for (let attempt = 0; applied.merges + forced.merges < wanted && attempt < 20 * wanted; attempt += 1) {
        const history = histories[random(histories.length)];
        if (history === undefined) throw new Error("there are no histories");
        const { name, versions } = history;
        // Close ones and distant ones.
        const reach = random(2) === 0 ? 6 : versions.length;
        const i = random(versions.length - 2);
        const j = Math.min(versions.length - 2, i + 1 + random(reach));
        const k = Math.min(versions.length - 2, j + random(reach));
        const [base = "", ours = "", from = "", to = ""] = [i, j, k, k + 1].map((index) => versions[index]);
        // Three in four as they apply: what two people did at the same time. The rest is harder than life.
        const isForced = attempt % 4 === 3;
        const theirs = await (isForced ? tools.forceChange : tools.applyChange)(from, to, base);
        if (theirs === base || ours === base || theirs === ours) continue;
        const texts = random(2) === 0 ? { base, ours, theirs } : { base, ours: theirs, theirs: ours };
        await scoreMerge(texts, tools, isForced ? forced : applied, `${name} ${i} ${j} ${k}`);
      }
      // Versions of one history: what the second and the third have in common, both changed.
      for (let attempt = 0; near.merges + far.merges < wanted && attempt < 20 * wanted; attempt += 1) {
        const history = histories[random(histories.length)];
        if (history === undefined) throw new Error("there are no histories");
        const { name, versions } = history;
        const isNear = attempt % 2 === 0;
        const i = random(versions.length - 2);
        const j = i + 1 + random(isNear ? 2 : 9);
        const k = j + 1 + random(isNear ? 3 : i + 10 - j);
        const [base = "", ours = "", theirs = ""] = [i, j, k].map((index) => versions[index]);
        if (theirs === "" || theirs === base || ours === base || theirs === ours) continue;
        const texts = random(2) === 0 ? { base, ours, theirs } : { base, ours: theirs, theirs: ours };
        await scoreMerge(texts, tools, isNear ? near : far, `${name} ${i} ${j} ${k}`);
      }
      process.stderr.write(`merges of real histories, seed ${seed}; conflicts of git and of planlink:\n`);
      for (const [name, score] of Object.entries({ happened, applied, forced, near, far }))
        process.stderr.write(
          `  ${name.padEnd(9)} ${score.merges} merges: ${score.gitConflicts} in ${score.gitFiles} files, ` +
            `${score.ourConflicts} in ${score.ourFiles}; ${score.gitTexts} times git's text\n`,
        );
      assert.ok(applied.merges + forced.merges >= wanted);
      const sum = (key: keyof Score): number => happened[key] + applied[key];
      assert.ok(sum("gitConflicts") > 10, "git has conflicts to do without");
      assert.ok(sum("ourConflicts") * 10 <= sum("gitConflicts"));
      assert.ok(sum("ourFiles") * 10 <= sum("gitFiles"));
      assert.ok(near.merges + far.merges >= wanted);
      for (const [name, score] of Object.entries({ forced, near, far })) {
        assert.ok(score.gitConflicts > 10, `${name}: git has conflicts to do without`);
        assert.ok(score.ourConflicts * 10 <= score.gitConflicts, name);
      }
    }));
});
