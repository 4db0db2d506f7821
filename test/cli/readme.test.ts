import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { withSandbox } from "../support/git-sandbox.ts";
import { runProgram } from "../support/run-program.ts";
import { makeSample } from "../support/sample.ts";
import { suite } from "../support/suite.ts";
import { type Exchange, matches, parseTranscript, readBlocks } from "../support/transcript.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** All that the README shows in `console` blocks. */
function readShown(): readonly Exchange[] {
  return readBlocks(readFileSync(join(root, "README.md"), "utf8"), ["console"]).flatMap(({ text }) =>
    parseTranscript(text),
  );
}

suite("README", (test) => {
  test("shows what the demonstration and the commands in its sample write", async () => {
    await withSandbox(async (sandbox) => {
      const { directory, environment } = sandbox;
      const { repository, output } = await makeSample(sandbox);
      const written = parseTranscript(output.replaceAll(`${directory}/`, ""));

      const shown = readShown();
      assert.ok(shown.length > 10, "the README shows commands");
      for (const { command, lines } of shown) {
        const candidates = written.filter((exchange) => exchange.command === command).map((exchange) => exchange.lines);
        if (candidates.length === 0) {
          const script = `exec 2>&1; state() { node '${root}dist/state.js' "$@"; }\n${command}`;
          const run = await runProgram("sh", ["-c", script], { cwd: repository, env: environment });
          candidates.push(parseTranscript(`$ ${command}\n${run.stdout}`)[0]?.lines ?? []);
        }
        if (candidates.some((candidate) => matches(lines, candidate))) continue;
        assert.is(lines.join("\n"), candidates[0]?.join("\n"), `README.md, $ ${command}`);
      }
    });
  });
});
