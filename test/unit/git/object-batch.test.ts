import * as assert from "uvu/assert";
import { ObjectBatch } from "../../../src/git/object-batch.ts";
import { suite } from "../../support/suite.ts";

const [one, two, three, four] = ["1", "2", "3", "4"].map((digit) => digit.repeat(40));

function object(oid: string | undefined, type: string, contents: string | Buffer): Buffer {
  const bytes = Buffer.from(contents);
  return Buffer.concat([Buffer.from(`${oid ?? ""} ${type} ${bytes.length}\n`), bytes, Buffer.from("\n")]);
}

const head = "tree x\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n";

suite("what git tells of objects", (test) => {
  test("is read the same however it is cut", () => {
    const output = Buffer.concat([
      object(one, "commit", `${head}\nfeat(01-01): ä 🔔\n\nmore\n`),
      Buffer.from("dead0123 missing\n"),
      object(two, "blob", "1111 commit 4\n\nabc\n"),
      Buffer.from("abcd ambiguous\n"),
      object(three, "commit", `${head}encoding latin1\n\nx\n`),
      object(four, "commit", head),
      object(one, "commit", `${head}\ncut\0here`),
    ]);
    for (const size of [1, 2, 7, 50, 191, output.length]) {
      const batch = new ObjectBatch();
      for (let start = 0; start < output.length; start += size) {
        batch.take(output.subarray(start, start + size));
        assert.is(batch.isWhole, batch.isWhole && batch.lines.length > 0);
      }
      assert.ok(batch.isWhole, String(size));
      assert.equal(
        batch.lines.map((line) => line.split(" ").slice(0, 2).join(" ")),
        [
          `${one} commit`,
          "dead0123 missing",
          `${two} blob`,
          "abcd ambiguous",
          `${three} commit`,
          `${four} commit`,
          `${one} commit`,
        ],
      );
      assert.equal(
        [...batch.messages],
        [
          [one, "cut"],
          [four, ""],
        ],
      );
    }
  });

  test("is not whole while something of it is missing", () => {
    const output = object(one, "blob", "some text");
    for (let length = 1; length < output.length; length += 1) {
      const batch = new ObjectBatch();
      batch.take(output.subarray(0, length));
      assert.not.ok(batch.isWhole, String(length));
    }
  });
});
