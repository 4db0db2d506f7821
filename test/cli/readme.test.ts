import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { withSandbox } from "../support/git-sandbox.ts";
import { runProgram } from "../support/run-program.ts";
import { suite } from "../support/suite.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A command with the lines below it, as the README shows them or as they were written. */
interface Exchange {
  readonly command: string;
  readonly lines: readonly string[];
}

function parseTranscript(text: string): readonly Exchange[] {
  const exchanges: { command: string; lines: string[] }[] = [];
  for (const line of text.replace(/\n$/, "").split("\n")) {
    if (line.startsWith("$ ")) exchanges.push({ command: line.slice(2), lines: [] });
    else exchanges.at(-1)?.lines.push(line);
  }
  return exchanges;
}

/** All that the README shows in `console` blocks. */
function readShown(): readonly Exchange[] {
  const blocks = readFileSync(join(root, "README.md"), "utf8").matchAll(/^```console\n([^]*?)^```$/gm);
  return [...blocks].flatMap((block) => parseTranscript(block[1] ?? ""));
}

/** Oids change with every byte that the demonstration commits; which ones the README shows does not matter. */
function withoutOids(line: string): string {
  return line.replace(/(?<![0-9a-z])[0-9a-f]{7,40}(?![0-9a-z])/g, "<oid>");
}

/** The README may leave lines out, marked by `…`, and what follows the last line that it shows. */
function matches(shown: readonly string[], written: readonly string[]): boolean {
  const [first, ...rest] = shown;
  if (first === undefined) return true;
  if (first === "…") return written.some((_, index) => matches(rest, written.slice(index)));
  return written[0] !== undefined && withoutOids(written[0]) === withoutOids(first) && matches(rest, written.slice(1));
}

suite("README", (test) => {
  test("shows what the demonstration and the commands in its sample write", async () => {
    await withSandbox(async ({ directory, environment }) => {
      const sample = join(directory, "sample");
      const { PATH = "", HOME = "" } = environment;
      const demonstration = ["--import", "tsx", "scripts/demo.ts", sample];
      const { exitCode, stdout } = await runProgram(process.execPath, demonstration, {
        cwd: root,
        env: { PATH, HOME },
      });
      assert.is(exitCode, 0, stdout);
      const written = parseTranscript(stdout.replaceAll(`${directory}/`, ""));

      const shown = readShown();
      assert.ok(shown.length > 10, "the README shows commands");
      for (const { command, lines } of shown) {
        const candidates = written.filter((exchange) => exchange.command === command).map((exchange) => exchange.lines);
        if (candidates.length === 0) {
          const script = `exec 2>&1; state() { node '${root}dist/state.js' "$@"; }\n${command}`;
          const run = await runProgram("sh", ["-c", script], { cwd: join(sample, "tides"), env: environment });
          candidates.push(parseTranscript(`$ ${command}\n${run.stdout}`)[0]?.lines ?? []);
        }
        if (candidates.some((candidate) => matches(lines, candidate))) continue;
        assert.is(lines.join("\n"), candidates[0]?.join("\n"), `README.md, $ ${command}`);
      }
    });
  });
});
