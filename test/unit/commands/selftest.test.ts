import * as assert from "uvu/assert";
import { createBreakable, type BreakMaterial } from "../../../src/commands/document-breaks.ts";
import { runSelftest } from "../../../src/commands/selftest.ts";
import { createFinding } from "../../../src/model/finding.ts";
import { formatSelftest } from "../../../src/report/selftest-text.ts";
import { suite } from "../../support/suite.ts";

const path = ".planning/STATE.md";
const text = "# Project State\n\n## Performance Metrics\n\n- Total plans completed: 3\n\n## Session Continuity\n";

const material: BreakMaterial = {
  state: createBreakable(path, text),
  roadmap: null,
  requirements: null,
  ledger: null,
  manifest: null,
  completed: [],
  titles: new Map(),
  timed: new Set(),
  livePhases: new Map(),
  sound: [],
  missing: "0".repeat(40),
  unreachable: [],
  rewritten: [],
  ambiguous: [],
  blobs: [],
};

suite("the selftest of checks", (test) => {
  test("says that a check stays silent which finds none of the claims that were broken", async () => {
    const standing = createFinding("section-absent", { section: "Performance Metrics" }, { path });
    // A check that says the same of every document finds nothing new.
    const checks = await runSelftest(material, [standing], async () => [standing]);
    const verdicts = new Map(checks.map(({ code, verdict }) => [code, verdict]));
    assert.is(verdicts.get("section-absent"), "silent");
    assert.is(verdicts.get("figure-contradicted"), "silent");
    assert.is(verdicts.get("reference-missing"), "nothing-to-corrupt");
    const shown = formatSelftest(checks, { color: false, width: 80 });
    assert.match(shown, /✖ section-absent: stayed silent at 2 broken claims, first \.planning\/STATE\.md:3/);
  });

  test("says that a check fires which finds one of them, with the claim before and after", async () => {
    const checks = await runSelftest(material, [], async (_, broken) =>
      broken.includes("## Session Continuity of another tool")
        ? [createFinding("section-absent", { section: "Session Continuity" }, { path })]
        : [],
    );
    const found = checks.find(({ code }) => code === "section-absent");
    assert.is(found?.verdict, "fired");
    assert.is(found?.tried, 2);
    assert.equal(found?.broken, {
      path,
      line: 7,
      before: "## Session Continuity",
      after: "## Session Continuity of another tool",
    });
  });
});
