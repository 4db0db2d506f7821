import * as assert from "uvu/assert";
import { editDistance, findNearest } from "../../../src/model/nearest-word.ts";
import { suite } from "../../support/suite.ts";

suite("findNearest", (test) => {
  test("counts single edits, a swap of neighbours for one", () => {
    assert.equal(
      [
        editDistance("", "abc"),
        editDistance("sync", "sync"),
        editDistance("snyc", "sync"),
        editDistance("kitten", "sitting"),
      ],
      [3, 0, 1, 3],
    );
  });

  test("names nothing where nothing is near", () => {
    assert.is(findNearest("xyz", ["sync", "log"]), undefined);
    assert.is(findNearest("x", []), undefined);
    assert.is(findNearest("lgo", ["sync", "log"]), "log");
  });

  test("takes the only word that begins so, and nothing for one letter", () => {
    const known = ["verify-commits", "uninstall", "show", "sync"];
    assert.equal(
      [findNearest("veri", known), findNearest("s", known), findNearest("unin", known)],
      ["verify-commits", undefined, "uninstall"],
    );
    assert.is(findNearest("warn", ["error", "warning", "info", "off"]), "warning");
    assert.is(findNearest("pla", ["plan-mismatch", "plan-unlisted"]), undefined);
  });

  test("compares no word that is long beyond any slip", () => {
    assert.is(findNearest("a".repeat(1_000_000), ["sync"]), undefined);
  });
});
