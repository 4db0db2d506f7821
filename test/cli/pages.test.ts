import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { type Sandbox, withSandbox } from "../support/git-sandbox.ts";
import { runProgram } from "../support/run-program.ts";
import { makeSample } from "../support/sample.ts";
import { suite } from "../support/suite.ts";
import { type Exchange, matches, parseTranscript, readBlocks } from "../support/transcript.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** Stands between the outputs of commands; none of them writes it. */
const mark = "\u0001";

/** Types commands in one shell, as a reader does, and tells what each writes. */
async function typeAll(
  { environment }: Sandbox,
  directory: string,
  begin: string,
  commands: readonly string[],
): Promise<readonly string[]> {
  const script = [
    "exec 2>&1",
    `state() { node '${root}dist/state.js' "$@"; }`,
    begin,
    ...commands.flatMap((command) => [`printf '${mark}'`, command]),
  ].join("\n");
  const { stdout } = await runProgram("bash", ["-c", script], { cwd: directory, env: environment });
  const [before = "", ...outputs] = stdout.split(mark);
  assert.is(before, "", "what comes before the first command is silent");
  return outputs.map((output) => output.replaceAll(`${directory}/`, ""));
}

/** Holds what a page shows against what the commands write; a command that is shown without a line writes nothing. */
function compare(page: string, shown: readonly Exchange[], outputs: readonly string[]): void {
  assert.ok(shown.length > 5, `${page} shows commands`);
  for (const [index, { command, lines }] of shown.entries()) {
    const output = outputs[index] ?? "";
    const wanted = lines.filter((line, at) => line !== "" || at < lines.length - 1);
    const isShown = wanted.length === 0 ? output === "" : matches(wanted, output.replace(/\n$/, "").split("\n"));
    if (!isShown) assert.is(wanted.join("\n"), output, `${page}, $ ${command}`);
  }
}

function readPage(name: string): string {
  return readFileSync(join(root, "docs", name), "utf8");
}

function readShown(page: string): readonly Exchange[] {
  return readBlocks(page, ["console"]).flatMap(({ text }) => parseTranscript(text));
}

suite("pages to type along", (test) => {
  test("getting-started.md shows what a reader sees", () =>
    withSandbox(async (sandbox) => {
      const page = readPage("getting-started.md");
      const begin = readBlocks(page, ["sh"]).find(({ text }) => text.startsWith("git init"));
      assert.ok(begin, "the page makes a project");
      const shown = readShown(page);
      const outputs = await typeAll(
        sandbox,
        sandbox.directory,
        begin.text,
        shown.map(({ command }) => command),
      );
      compare("getting-started.md", shown, outputs);
    }));

  test("tutorial.md shows what a reader sees in the sample", () =>
    withSandbox(async (sandbox) => {
      const { repository } = await makeSample(sandbox);
      const shown = readShown(readPage("tutorial.md"));
      const outputs = await typeAll(
        sandbox,
        repository,
        ":",
        shown.map(({ command }) => command),
      );
      compare("tutorial.md", shown, outputs);
    }));
});
