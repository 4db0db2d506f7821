import * as assert from "uvu/assert";
import { editFrontMatterScalar } from "../../../src/document/front-matter-lines.ts";
import {
  createFrontMatterScalar,
  findFrontMatterProblem,
  findFrontMatterScalar,
} from "../../../src/document/front-matter.ts";
import { parseStateDocument } from "../../../src/document/state-document.ts";
import { applyEdits } from "../../../src/model/source-text.ts";
import { suite } from "../../support/suite.ts";

function edit(text: string, path: readonly string[], value: string): string | undefined {
  const scalar = findFrontMatterScalar(parseStateDocument(text), path);
  return scalar === undefined ? undefined : applyEdits(text, [editFrontMatterScalar(scalar, value)]);
}

suite("editFrontMatterScalar", (test) => {
  test("replaces one scalar and leaves every other byte", () => {
    for (const [before, after] of [
      ["stopped_at: old", "stopped_at: new value"],
      ["stopped_at:   old   ", "stopped_at:   new value   "],
      ['stopped_at: "old"  # why', "stopped_at: new value  # why"],
      ["stopped_at: 'o''ld'", "stopped_at: new value"],
      ["stopped_at: >-\n  old\n  text", "stopped_at: new value"],
      ["stopped_at: |\n  old\n\n", "stopped_at: new value\n\n"],
      ["stopped_at: old\n  goes on", "stopped_at: new value"],
      ["stopped_at: 🌊 old", "stopped_at: new value"],
    ] as const) {
      for (const ending of ["\n", "\r\n"]) {
        const document = (line: string): string =>
          `---\nstatus: x\n${line}\nprogress:\n  percent: 4\n---\n\n# State\nstopped_at: old\n`.replace(/\n/g, ending);
        assert.is(edit(document(before), ["stopped_at"], "new value"), document(after), before);
      }
    }
  });

  test("finds nested scalars, and none that are not there or are no scalars", () => {
    const text = "---\nprogress:\n  percent: 4\n---\n";
    assert.is(edit(text, ["progress", "percent"], "7"), '---\nprogress:\n  percent: "7"\n---\n');
    for (const path of [["percent"], ["progress"], ["progress", "percent", "x"]])
      assert.is(edit(text, path, "7"), undefined);
    assert.is(edit("# No front matter\nstatus: x\n", ["status"], "y"), undefined);
    assert.is(edit("---\n- a\n---\n", ["status"], "y"), undefined);
  });

  test("quotes what YAML or GSD's own parser would read otherwise", () => {
    for (const value of [
      "a: b",
      "a #b",
      "#a",
      "- a",
      "[a]",
      "{a",
      "'a'",
      '"a"',
      "yes",
      "null",
      "1.0",
      "12",
      "",
      " a",
      "a ",
      "@a",
      "%a",
      "!a",
      "*a",
      "&a",
      "a\\b",
      "~",
      "True",
    ]) {
      const text = edit("---\nx: old\ny: z\n---\n", ["x"], value);
      assert.ok(text !== undefined);
      assert.is(findFrontMatterScalar(parseStateDocument(text), ["x"])?.value, value, text);
      assert.is(findFrontMatterScalar(parseStateDocument(text), ["y"])?.value, "z");
    }
    assert.is(edit("---\nx: old\n---\n", ["x"], "Completed 02-03-PLAN.md"), "---\nx: Completed 02-03-PLAN.md\n---\n");
  });

  test("survives aliases that would grow without bound, and hostile depth", () => {
    const startedAt = performance.now();
    const bomb = [
      "a: &a [x,x,x,x,x,x,x,x,x]",
      ..."bcdefghi"
        .split("")
        .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${"abcdefgh"[index]}`).join(",")}]`),
    ].join("\n");
    assert.is(
      edit(`---\n${bomb}\nstatus: x\n---\n`, ["status"], "y"),
      `---\n${bomb}\nstatus: "y"\n---\n`.replace('"y"', "y"),
    );
    findFrontMatterScalar(parseStateDocument(`---\n${"[".repeat(500)}\n---\n`), ["x"]);
    assert.ok(performance.now() - startedAt < 10_000);
  });
});

suite("createFrontMatterScalar", (test) => {
  const create = (text: string): string | undefined => {
    const created = createFrontMatterScalar(parseStateDocument(text), "stopped_at", "Completed 02-03", "status");
    return created === undefined ? undefined : applyEdits(text, [created]);
  };

  test("adds the key behind the one named, or at the end", () => {
    assert.is(create("---\nstatus: x\nnote: y\n---\n"), "---\nstatus: x\nstopped_at: Completed 02-03\nnote: y\n---\n");
    assert.is(create("---\r\nnote: y\r\n---\r\n"), "---\r\nnote: y\r\nstopped_at: Completed 02-03\r\n---\r\n");
    assert.is(
      create("---\nstatus: >-\n  x\nnote: y\n---\n"),
      "---\nstatus: >-\n  x\nnote: y\nstopped_at: Completed 02-03\n---\n",
    );
  });

  test("leaves alone what is no YAML, or more than one document of it", () => {
    assert.is(create("---\na: [\n---\n"), undefined);
    assert.is(create("---\nstatus: x\n--- y\nnote: z\n---\n"), undefined);
    assert.is(create("# No front matter\n"), undefined);
  });
});

suite("findFrontMatterProblem", (test) => {
  test("says what is wrong, and where in the document", () => {
    const text = "---\nstatus: x\nnote: [a\n---\n\n# State\n";
    const problem = findFrontMatterProblem(parseStateDocument(text));
    assert.ok(problem !== undefined);
    assert.ok(
      problem.range.start >= text.indexOf("note") && problem.range.end <= text.indexOf("# State"),
      JSON.stringify(problem),
    );
    assert.not.match(problem.message, /\n/);
  });

  test("finds none in YAML, and none where there is no front matter", () => {
    for (const text of ["---\nstatus: x\nstatus: y\n---\n", "---\n---\n", "# State\n", "---\nstatus: x\n"]) {
      assert.is(findFrontMatterProblem(parseStateDocument(text)), undefined, text);
    }
  });
});
