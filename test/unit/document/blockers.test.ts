import * as assert from "uvu/assert";
import { findBlockers } from "../../../src/document/blockers.ts";
import { parseStateDocument } from "../../../src/document/state-document.ts";
import { suite } from "../../support/suite.ts";

const find = (text: string): readonly string[] => findBlockers(parseStateDocument(text));

suite("findBlockers", (test) => {
  test("finds the items under every heading of blockers or concerns", () => {
    const text = `# State\n\n## Blockers\n\n- The key is missing\n  (ask the owner)\n* [ ] A second\n1. A third\n\n## Accumulated Context\n\n### Blockers/Concerns\n\n- A fourth\n\n### Decisions\n\n- no blocker\n\n### Open concerns\n\n- A fifth\n`;
    assert.equal(find(text), ["The key is missing", "A second", "A third", "A fourth", "A fifth"]);
  });

  test("leaves out what says that there is none, what is settled, and code", () => {
    assert.equal(find("## Blockers\n\n- None\n- None yet.\n- (none)\n- ~~Was one~~\n- [x] Was another\n- n/a\n"), []);
    assert.equal(find("## Blockers/Concerns\n\nNone yet.\n\n```\n- code\n```\n"), []);
    const settled = [
      "✓ **Tiers**: small",
      "✅ Sent",
      "**RESOLVED** by 67-04",
      "[Resolved] x",
      "**Fixed:** y",
      "Sharing: RESOLVED -- z",
    ];
    assert.equal(find(`## Blockers\n\n${settled.map((item) => `- ${item}`).join("\n")}\n`), []);
    const open = [
      "Closed beta is late",
      "Resolved only in part",
      "Keys: unresolved",
      "Sharing: waits until 12 is RESOLVED",
    ];
    assert.equal(find(`## Blockers\n\n${open.map((item) => `- ${item}`).join("\n")}\n`), open);
    assert.equal(find("# State\n\n- no heading\n"), []);
    assert.equal(find(""), []);
  });
});
