import * as assert from "uvu/assert";
import { parseHookTimes } from "../../../scripts/bench/hook-times.ts";
import { suite } from "../../support/suite.ts";

suite("hook times", (test) => {
  test("count git's own hooks, not what the hooks start nor git's other children", () => {
    const trace = [
      { event: "version", sid: "1" },
      { event: "child_start", sid: "1", child_id: 0, child_class: "hook", hook_name: "commit-msg" },
      { event: "child_start", sid: "1/2", child_id: 0, child_class: "hook", hook_name: "post-checkout" },
      { event: "child_exit", sid: "1/2", child_id: 0, t_rel: 9 },
      { event: "child_exit", sid: "1", child_id: 0, t_rel: 0.012 },
      { event: "child_start", sid: "1", child_id: 1, child_class: "?", argv: ["git", "maintenance"] },
      { event: "child_exit", sid: "1", child_id: 1, t_rel: 5 },
      { event: "child_start", sid: "1", child_id: 2, child_class: "hook", hook_name: "post-commit" },
      { event: "child_exit", sid: "1", child_id: 2, t_rel: 0.5 },
    ];
    const times = parseHookTimes(`${trace.map((event) => JSON.stringify(event)).join("\n")}\n`);
    assert.equal(
      [...times],
      [
        ["commit-msg", 12],
        ["post-commit", 500],
      ],
    );
  });
});
