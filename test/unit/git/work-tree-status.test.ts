import * as assert from "uvu/assert";
import { parseStatus } from "../../../src/git/work-tree-status.ts";
import { suite } from "../../support/suite.ts";

suite("parseStatus", (test) => {
  test("reads staged, changed and untracked paths, and skips the old name of a rename", () => {
    const output = "M  a b.txt\0 M c\nd\0MM e\0?? new/\0R  to\0from\0 D gone\0UU both\0";
    assert.equal(
      parseStatus(output).map(({ path, isStaged, isUntracked }) => [path, isStaged, isUntracked]),
      [
        ["a b.txt", true, false],
        ["c\nd", false, false],
        ["e", true, false],
        ["new/", false, true],
        ["to", true, false],
        ["gone", false, false],
        ["both", true, false],
      ],
    );
    assert.equal(parseStatus(""), []);
  });
});
