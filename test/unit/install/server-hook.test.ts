import * as assert from "uvu/assert";
import { serverHooks } from "../../../src/install/hook-names.ts";
import { parseServerHook, renderServerHook } from "../../../src/install/server-hook.ts";
import { suite } from "../../support/suite.ts";

suite("hook files of a server", (test) => {
  test("are known again whatever their programs are called", () => {
    const paths = [
      "/usr/lib/server.sh",
      "/a b/it's $HOME `x`/server.sh",
      "/a'\nPLANLINK_NODE='b/server.sh",
      "/ü\\/s.sh",
    ];
    for (const hook of serverHooks)
      for (const serverScript of paths)
        for (const node of paths)
          assert.equal(parseServerHook(hook, renderServerHook(hook, { serverScript, node })), {
            kind: "ours",
            hookScript: serverScript,
          });
  });

  test("that were changed by one character are edited; others are foreign", () => {
    for (const hook of serverHooks) {
      const text = renderServerHook(hook, { serverScript: "/s.sh", node: "/node" });
      assert.is(parseServerHook(hook, `${text} `).kind, "edited");
      assert.is(parseServerHook(hook, text.replace("'/node'", '"/node"')).kind, "edited");
      assert.is(parseServerHook(hook, text.replace("'/node'", "'/node'; rm x")).kind, "edited");
      assert.is(parseServerHook(hook, "#!/bin/sh\nexit 0\n").kind, "foreign");
      assert.is(parseServerHook(hook, "").kind, "foreign");
    }
  });
});
