import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { betaPlans, changeLayout, findingsOf } from "./consistency-fixture.ts";

const withText = (text: string): string => changeLayout(["## Session Continuity", `${text}\n\n## Session Continuity`]);

suite("check open phases", (test) => {
  test("finds complete phases in a list of those that remain", async () => {
    assert.equal(
      await findingsOf(withText("**Remaining phases:**\n\n- Phase 1 (Alpha)\n- Phase 2 (Beta)"), betaPlans),
      [
        "50 position-contradicted “Remaining phases” says “Phase 1 (Alpha)”, but phase 1 is complete: every plan has its SUMMARY",
      ],
    );
    assert.equal(await findingsOf(withText("## Upcoming Phases\n\n- **Phase 1**: Alpha"), betaPlans), [
      "50 position-contradicted “Upcoming Phases” says “Phase 1: Alpha”, but phase 1 is complete: every plan has its SUMMARY",
    ]);
  });

  test("says nothing of what is done in such a list, or of phases under way", async () => {
    for (const list of [
      "**Remaining phases:**\n\n- Phase 2 (Beta)",
      "**Remaining phases:**\n\n- [x] Phase 1 (Alpha)\n- Phase 1: complete",
      "**Remaining phases:**\n\n- Phase 1 gap closure",
      "**Phases:**\n\n- Phase 1 (Alpha)",
      "**Remaining phases:** none",
    ]) {
      assert.equal(await findingsOf(withText(list), betaPlans), [], list);
    }
  });
});
