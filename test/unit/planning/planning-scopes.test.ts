import * as assert from "uvu/assert";
import { isGsd2Directory, planningRootOf } from "../../../src/planning/planning-root.ts";
import { findNamedScope, findScopeOfPath, scopeNameOf } from "../../../src/planning/planning-scopes.ts";
import { suite } from "../../support/suite.ts";

/** Planning directories, the directory that they lie under, and the name that tags have for them. */
const directories: readonly (readonly [directory: string, root: string, name: string | null])[] = [
  [".planning", ".planning", null],
  [".planning/workstreams/player", ".planning", "player"],
  [".planning/web", ".planning", "web"],
  [".planning/web/workstreams/player", ".planning", "web/player"],
  [".planning/workstreams/workstreams", ".planning", "workstreams"],
  ["apps/web/.planning", "apps/web/.planning", "web"],
  ["apps/web/.planning/workstreams/api", "apps/web/.planning", "api"],
  ["plans", "plans", null],
  ["plans/workstreams/player", "plans", "player"],
  [".planning-notes", ".planning-notes", null],
  ["x.planning/workstreams/api", "x.planning", "api"],
  [".gsd", ".gsd", null],
];

suite("planning directories", (test) => {
  test("lie under a root, and have a name unless they are the one at the top", () => {
    for (const [directory, root, name] of directories) {
      assert.is(planningRootOf(directory), root, directory);
      // What is remembered is the same.
      assert.is(planningRootOf(directory), root, directory);
      assert.is(scopeNameOf(directory), name, directory);
    }
  });

  test("are gsd-2's own by their name", () => {
    assert.equal([".gsd", "apps/web/.gsd", ".gsd/x", ".planning", "x.gsd"].map(isGsd2Directory), [
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  test("are found by the word before a plan id, where only one has it", () => {
    const all = [
      ".planning",
      ".planning/workstreams/player",
      ".planning/web/workstreams/search",
      ".planning/api/workstreams/search",
      ".planning/web/workstreams/Billing",
    ];
    for (const [word, directory] of [
      ["player", ".planning/workstreams/player"],
      ["Player", ".planning/workstreams/player"],
      ["ws-player", ".planning/workstreams/player"],
      ["workstream/player", ".planning/workstreams/player"],
      ["workstreams_player", ".planning/workstreams/player"],
      ["web/search", ".planning/web/workstreams/search"],
      ["billing", ".planning/web/workstreams/Billing"],
      ["search", undefined],
      ["layer", undefined],
      ["news-player", undefined],
      ["wsplayer", undefined],
      ["ci", undefined],
    ] as const)
      assert.is(findNamedScope(word, all), directory, word);
    // The whole name goes before the end of another one.
    assert.is(findNamedScope("search", [...all, ".planning/workstreams/search"]), ".planning/workstreams/search");
  });
});

suite("findScopeOfPath", (test) => {
  test("takes the innermost planning directory, and what phases and the scope itself have", () => {
    const player = ".planning/workstreams/player";
    for (const [path, scope, isOfPhase] of [
      [".planning/STATE.md", ".planning", false],
      [".planning/ROADMAP.md", ".planning", false],
      [".planning/STATE-ARCHIVE.md", ".planning", false],
      [".planning/REQUIREMENTS.md", ".planning", false],
      [".planning/phases/67-ci/67-04-PLAN.md", ".planning", true],
      [".planning/objectives/67-ci/67-04-TRD.md", ".planning", true],
      [".planning/milestones/v1.0-phases/02-a/02-01-PLAN.md", ".planning", true],
      [".planning/v1.10-phases/02-a/02-01-PLAN.md", ".planning", true],
      [`${player}/STATE.md`, player, false],
      [`${player}/phases/01-x/01-01-SUMMARY.md`, player, true],
    ] as const)
      for (const order of [
        [".planning", player],
        [player, ".planning"],
      ])
        assert.equal(findScopeOfPath(path, order), { scope, isOfPhase }, path);
    for (const path of [
      "src/phases/x.ts",
      ".planning/PROJECT.md",
      ".planning/MY-STATE.md",
      ".planning/STATE.md.orig",
      ".planning/research/phases/x.md",
      ".planning/old-phases/02-a/x.md",
      ".planning-notes/STATE.md",
    ])
      assert.is(findScopeOfPath(path, [".planning", player]), undefined, path);
    assert.is(findScopeOfPath(".planning/STATE.md", []), undefined);
  });
});
