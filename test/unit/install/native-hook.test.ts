import * as fc from "fast-check";
import * as assert from "uvu/assert";
import { installedHooks } from "../../../src/install/hook-names.ts";
import { nativeHookMarker, parseNativeHook, renderNativeHook } from "../../../src/install/native-hook.ts";
import { suite } from "../../support/suite.ts";

suite("native hook files", (test) => {
  test("are recognised with the program that they record, whatever its path", () => {
    for (const hook of installedHooks) {
      fc.assert(
        fc.property(fc.string(), (hookScript) => {
          assert.equal(parseNativeHook(hook, renderNativeHook(hook, hookScript)), { kind: "ours", hookScript });
        }),
      );
    }
  });

  test("bear the marker in their second line", () => {
    for (const hook of installedHooks) assert.is(renderNativeHook(hook, "/x/hook.sh").split("\n")[1], nativeHookMarker);
  });

  test("are ours to the last byte or not ours", () => {
    for (const hook of installedHooks) {
      const text = renderNativeHook(hook, "/x/hook.sh");
      assert.equal(parseNativeHook(hook, `${text}\n`), { kind: "edited" });
      assert.equal(parseNativeHook(hook, text.replace("\n", "\r\n")), { kind: "edited" });
      // As git writes a file of the work tree with core.autocrlf.
      const converted = text.replaceAll("\n", "\r\n");
      assert.equal(parseNativeHook(hook, converted), { kind: "ours", hookScript: "/x/hook.sh" });
      assert.equal(parseNativeHook(hook, `${converted}\r\n`), { kind: "edited" });
      assert.equal(parseNativeHook(hook, text.replace("recorded='", "recorded=$(x)'")), { kind: "edited" });
      assert.equal(parseNativeHook(hook, text.replace("recorded='/x/hook.sh'", "recorded='a' b")), { kind: "edited" });
      assert.equal(parseNativeHook(hook, "#!/bin/sh\n"), { kind: "foreign" });
      assert.equal(parseNativeHook(hook, ""), { kind: "foreign" });
    }
  });

  test("of the version that started a second shell are still ours", () => {
    for (const hook of installedHooks) {
      if (hook.readsInput) continue;
      const current = renderNativeHook(hook, "/x/hook.sh");
      const first = current
        .replace("# planlink hook v2 ", "# planlink hook v1 ")
        .replace(
          hook.stopsGit ? 'code=0\nset -- "$hook" "$@"\n. "$program"\n' : 'set -- "$hook" "$@"\n. "$program"\n',
          hook.stopsGit ? 'exec /bin/sh "$program" "$hook" "$@"\n' : '/bin/sh "$program" "$hook" "$@"\nexit "$code"\n',
        );
      assert.equal(parseNativeHook(hook, first), { kind: "ours", hookScript: "/x/hook.sh" });
      assert.equal(parseNativeHook(hook, `${first}\n`), { kind: "edited" });
    }
  });

  test("of another hook are not ours", () => {
    for (const hook of installedHooks) {
      for (const other of installedHooks) {
        const { kind } = parseNativeHook(hook, renderNativeHook(other, "/x/hook.sh"));
        assert.is(kind, hook === other ? "ours" : "edited");
      }
    }
  });
});
