import * as fc from "fast-check";
import * as assert from "uvu/assert";
import { installedHooks } from "../../../src/install/hook-names.ts";
import {
  insertHuskyBlock,
  leavesEarly,
  parseHuskyScript,
  removeHuskyBlock,
  renderHuskyBlock,
} from "../../../src/install/husky-block.ts";
import { suite } from "../../support/suite.ts";

/** Scripts in one character a byte, with the line endings and first lines that matter. */
const scripts = fc
  .array(
    fc.oneof(
      fc.constantFrom("npm test", "#!/bin/sh", "", "\r", "# planlink"),
      fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) }),
    ),
    {
      maxLength: 5,
    },
  )
  .chain((lines) => fc.constantFrom(lines.join("\n"), lines.join("\r\n"), `${lines.join("\n")}\n`));

suite("the block in a script of husky's", (test) => {
  test("is put in once, recognised, and taken out with every byte around it kept", () => {
    for (const hook of installedHooks) {
      fc.assert(
        fc.property(scripts, (script) => {
          const inserted = insertHuskyBlock(hook, script);
          assert.is(parseHuskyScript(hook, script).kind, "without-block");
          assert.is(parseHuskyScript(hook, inserted).kind, "with-block");
          assert.is(removeHuskyBlock(hook, inserted), script);
        }),
      );
    }
  });

  test("holds ASCII only, as scripts are handled byte by byte", () => {
    for (const hook of installedHooks) assert.match(renderHuskyBlock(hook), /^[\n\x20-\x7e]+$/);
  });

  test("comes last, but first where the hook has input, after a shebang line", () => {
    const [preCommit, prePush] = ["pre-commit", "pre-push"].map((name) =>
      installedHooks.find((hook) => hook.name === name),
    );
    assert.ok(preCommit && prePush);
    assert.ok(insertHuskyBlock(preCommit, "npm test\n").startsWith("npm test\n# planlink: begin\n"));
    assert.ok(insertHuskyBlock(prePush, "npm test\n").endsWith("# planlink: end\nnpm test\n"));
    assert.ok(insertHuskyBlock(prePush, "#!/bin/sh\nnpm test\n").startsWith("#!/bin/sh\n# planlink: begin\n"));
  });

  test("is recognised after git has given it other line endings", () => {
    for (const hook of installedHooks) {
      const converted = `npm test\r\n${renderHuskyBlock(hook).replaceAll("\n", "\r\n")}`;
      assert.is(parseHuskyScript(hook, converted).kind, "with-block");
      assert.is(removeHuskyBlock(hook, converted), "npm test\r\n");
    }
  });

  test("is not ours when it was changed, doubled, or lost a marker", () => {
    for (const hook of installedHooks) {
      const block = renderHuskyBlock(hook);
      for (const text of [
        block.replace("else", "else "),
        block + block,
        block.replace("# planlink: end\n", ""),
        `x${block}`,
        block.replace(/\n$/, "x"),
      ]) {
        assert.is(parseHuskyScript(hook, text).kind, "edited", JSON.stringify(text));
        assert.is(removeHuskyBlock(hook, text), undefined);
      }
    }
  });

  test("is behind an exit or exec of the script's, but not behind a redirection or a nested exit", () => {
    for (const script of ["exit 0\n", "exit", "npm test\nexec lint-staged --x", 'exec "$@"\n'])
      assert.ok(leavesEarly(script), script);
    for (const script of [
      "",
      "exec </dev/tty",
      "exec 2>&1\n",
      "exec >log\n",
      "if x; then\n  exit 1\nfi\n",
      "exits\n",
      "# exit\n",
    ]) {
      assert.not.ok(leavesEarly(script), script);
    }
  });
});
