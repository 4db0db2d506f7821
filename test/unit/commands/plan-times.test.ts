import * as assert from "uvu/assert";
import { findPlanTimes } from "../../../src/commands/plan-times.ts";
import type { PlanFigures } from "../../../src/links/plan-figures.ts";
import { figuresOf } from "../../support/linked.ts";
import { suite } from "../../support/suite.ts";

function besides(figures: readonly PlanFigures[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries([...findPlanTimes(figures)].map(([{ plan }, { besideIds }]) => [plan.planId, besideIds]));
}

suite("times of plans", (test) => {
  test("finds stretches of work, apart where nobody worked for more than 45 minutes", () => {
    const plan = figuresOf("13-01", {
      workAt: ["2026-01-04T09:00:00Z", "2026-01-04T09:45:00Z", "2026-01-04T10:31:00Z", "2026-01-04T10:41:00Z"],
    });
    const minutes = (findPlanTimes([plan]).get(plan)?.stretches ?? []).map(({ startMs, endMs, commits }) => [
      (endMs - startMs) / 60_000,
      commits,
    ]);
    assert.equal(minutes, [
      [45, 2],
      [10, 2],
    ]);
  });

  test("tells which plans ran side by side", () => {
    assert.equal(
      besides([
        figuresOf("13-01", { workAt: ["2026-01-04T09:00:00Z", "2026-01-04T09:30:00Z"] }),
        figuresOf("13-02", { workAt: ["2026-01-04T09:10:00Z", "2026-01-04T09:40:00Z"] }),
        figuresOf("13-03", { workAt: ["2026-01-04T09:35:00Z"] }),
        figuresOf("13-04", { workAt: ["2026-01-04T09:40:00Z", "2026-01-04T09:50:00Z"] }),
        figuresOf("13-05", { workAt: [] }),
      ]),
      { "13-01": ["13-02"], "13-02": ["13-01", "13-03"], "13-03": ["13-02"], "13-04": [], "13-05": [] },
    );
  });

  test("does not count a plan as beside another during its own pause", () => {
    const long = figuresOf("13-01", { workAt: ["2026-01-04T09:00:00Z", "2026-01-05T09:00:00Z"] });
    const within = figuresOf("13-02", { workAt: ["2026-01-04T15:00:00Z", "2026-01-04T15:30:00Z"] });
    assert.equal(besides([long, within]), { "13-01": [], "13-02": [] });
  });
});
