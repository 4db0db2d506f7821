import * as assert from "uvu/assert";
import { findDoubtfulFigures } from "../../../src/commands/replaced-figures.ts";
import { createFinding } from "../../../src/model/finding.ts";
import { figuresOf, planIdOf } from "../../support/linked.ts";
import { suite } from "../../support/suite.ts";

function stateOf(rows: readonly string[]): string {
  return `# State\n\n## Performance Metrics\n\n| Plan | Duration | Tasks | Files |\n|---|---|---|---|\n${rows.map((row) => `| ${row} | 2 tasks | 2 files |\n`).join("")}`;
}

function project(recurring: readonly string[] = []): Parameters<typeof findDoubtfulFigures>[0] {
  const figures = ["13-01", "13-02"].map((id) =>
    figuresOf(id, {
      durationMinutes: 9,
      durationEvidence: "summary",
      estimate: { commitCount: 3, minutes: 8, leadMinutes: 0 },
    }),
  );
  return {
    figuresById: new Map(figures.map((item) => [item.plan.planId, item])),
    recurringIds: new Set(recurring.map(planIdOf)),
  };
}

const versions = [
  { atMs: 1, text: stateOf(["Phase 13 P01 | 540", "Phase 13 P02 | 8min"]) },
  { atMs: 2, text: stateOf(["Phase 13 P01 | 540", "Phase 13 P02 | 7min"]) },
  { atMs: 3, text: stateOf(["Phase 13 P01 | 9min", "Phase 13 P02 | 31616115"]) },
  { atMs: 4, text: stateOf(["Phase 13 P01 | 9min"]) },
];

suite("doubtful figures", (test) => {
  test("finds what could not be true, what it became and when", () => {
    const [first, second, ...rest] = findDoubtfulFigures(project(), versions, []);
    assert.equal(rest, []);
    assert.equal(
      [first?.subject, first?.recorded, first?.replacement, first?.replacedAtMs],
      ["13-01", "540", "9min", 3],
    );
    assert.match(first?.evidence ?? "", "540 are seconds");
    assert.equal([second?.recorded, second?.replacement, second?.replacedAtMs], ["31616115", null, 4]);
  });

  test("leaves alone what may be true, and numbers that several plans bear", () => {
    const plausible = ["8min", "7min", "-"].map((text, atMs) => ({ atMs, text: stateOf([`Phase 13 P01 | ${text}`]) }));
    assert.equal(findDoubtfulFigures(project(), plausible, []), []);
    assert.equal(
      findDoubtfulFigures(project(["13-01"]), versions, []).map(({ subject }) => subject),
      ["13-02"],
    );
  });

  test("puts what STATE.md says now first", () => {
    const place = { path: ".planning/STATE.md" };
    const findings = [
      createFinding(
        "figure-contradicted",
        { figure: "Average duration", recorded: "1h", derived: "9min", evidence: "2 of 2" },
        place,
      ),
      createFinding("duration-implausible", { planId: planIdOf("13-02"), recorded: "1800" }, place),
      createFinding("section-absent", { section: "Session Continuity" }, place),
    ];
    assert.equal(
      findDoubtfulFigures(project(), versions, findings).map(({ subject, replacedAtMs }) => [subject, replacedAtMs]),
      [
        ["Average duration", null],
        ["13-02", null],
        ["13-01", 3],
        ["13-02", 4],
      ],
    );
  });
});
