import * as assert from "uvu/assert";
import { showsChange } from "../../../src/files/file-stamp.ts";
import { suite } from "../../support/suite.ts";

const second = 1_771_618_929_000;

suite("stamps of files", (test) => {
  test("tell of a change beyond the step of the clock", () => {
    assert.ok(showsChange([1, second + 0.25, second + 0.25, 7], second + 101));
    assert.not.ok(showsChange([1, second + 0.25, second + 0.25, 7], second + 100));
    assert.not.ok(showsChange([1, second + 90.5, second + 0.25, 7], second + 101), "the later time counts");
    assert.not.ok(showsChange([1, second + 0.25, second + 90.5, 7], second + 101), "the later time counts");
  });

  test("take a time in whole seconds for one of a disk without fractions, and no other", () => {
    assert.not.ok(showsChange([1, second, second, 7], second + 3000));
    assert.ok(showsChange([1, second, second, 7], second + 3001));
    assert.ok(
      showsChange([1, second + 4, second + 4, 7], second + 105),
      "a fraction that happens to be of whole milliseconds",
    );
  });
});
