import * as assert from "uvu/assert";
import { showsHyperlinks } from "../../../src/cli/hyperlinks.ts";
import { suite } from "../../support/suite.ts";

suite("showsHyperlinks", (test) => {
  test("knows terminals by what they set", () => {
    for (const environment of [
      { TERM_PROGRAM: "iTerm.app" },
      { TERM_PROGRAM: "vscode", TERM: "xterm-256color" },
      { VTE_VERSION: "7006" },
      { KONSOLE_VERSION: "220401" },
      { WT_SESSION: "7e4f" },
      { TERM: "xterm-kitty" },
      { TERM: "foot" },
      { FORCE_HYPERLINK: "1", TMUX: "/tmp/tmux" },
    ])
      assert.is(showsHyperlinks(environment, true), true, JSON.stringify(environment));
  });

  test("shows none where nothing is known, and never outside a terminal", () => {
    for (const environment of [
      {},
      { TERM: "xterm-256color" },
      { TERM: "linux" },
      { TERM_PROGRAM: "Apple_Terminal" },
      { VTE_VERSION: "4205" },
      { VTE_VERSION: "7006", TMUX: "/tmp/tmux" },
      { TERM: "screen-256color", WT_SESSION: "1" },
      { TERM: "dumb", FORCE_HYPERLINK: "1" },
      { WT_SESSION: "1", FORCE_HYPERLINK: "0" },
      { WT_SESSION: "1", CI: "true" },
    ])
      assert.is(showsHyperlinks(environment, true), false, JSON.stringify(environment));
    assert.is(showsHyperlinks({ FORCE_HYPERLINK: "1", WT_SESSION: "1" }, false), false);
  });
});
