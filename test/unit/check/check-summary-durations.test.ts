import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { betaLayout, betaPlans, findingsOf, type FakePlan } from "./consistency-fixture.ts";

const withDuration = (duration: string, at: string | null = "2026-02-19T12:00:00Z"): readonly FakePlan[] =>
  betaPlans.map((plan) =>
    plan.id === "1-02" ? { ...plan, at, summary: `---\nduration: ${duration}\n---\n\n# Summary\n` } : plan,
  );

suite("check summary durations", (test) => {
  test("finds a duration that is a point in time, with what is believed instead", async () => {
    const earlier = { id: "1-02", at: "2026-02-19T11:40:00Z", isOpen: true };
    const [finding, second] = await findingsOf(betaLayout, [...withDuration("1771618929m"), earlier]);
    assert.match(
      finding ?? "",
      /^1-02-SUMMARY\.md:null summary-duration-contradicted the SUMMARY of 01-02 says duration “1771618929m”, which should be \d+min; 1771618929m is a point in time, not a duration; its commits span 20min, and work began about \d+min before$/,
    );
    assert.is(second, undefined);
  });

  test("finds an impossible one where nothing tells the right one", async () => {
    assert.equal(await findingsOf(betaLayout, withDuration("31616115", null)), [
      "1-02-SUMMARY.md:null summary-duration-contradicted the SUMMARY of 01-02 says duration “31616115”, which is not plausible, and nothing tells the right one",
    ]);
  });

  test("believes what may be true, and a number of which the unit is not known", async () => {
    for (const duration of ["8min", "~2 hours", "3 days", "12", "450", "a while"])
      assert.equal(await findingsOf(betaLayout, withDuration(duration, null)), [], duration);
  });

  test("leaves one alone that says itself that somebody was waited for", async () => {
    const disbelieved = async (duration: string): Promise<number> => {
      const earlier = { id: "1-02", at: "2026-02-19T11:40:00Z", isOpen: true };
      const found = await findingsOf(betaLayout, [...withDuration(duration), earlier]);
      return found.filter((finding) => finding.includes("summary-duration")).length;
    };
    assert.is(await disbelieved("~4 days"), 1);
    for (const duration of ["~4 days (checkpoint wait for user configuration)", "~4 days elapsed", "4 days (calendar)"])
      assert.is(await disbelieved(duration), 0, duration);
  });
});
