import * as assert from "uvu/assert";
import type { MeasuredPlan, ProjectMetrics } from "../../../src/commands/measure-plans.ts";
import { phaseOfPlan } from "../../../src/model/plan-id.ts";
import { formatBar, formatMetrics, formatMetricsCsv, formatSparkline } from "../../../src/report/metrics-text.ts";
import { displayWidth } from "../../../src/report/terminal.ts";
import { planIdOf } from "../../support/linked.ts";
import { suite } from "../../support/suite.ts";

const style = { color: false, width: 80 };

function plan(more: Partial<MeasuredPlan>): MeasuredPlan {
  return {
    planId: planIdOf("67-04"),
    title: "Deploy",
    durationMinutes: 8,
    evidence: "summary",
    tasks: 3,
    tasksEvidence: "summary",
    files: null,
    filesEvidence: "none",
    inferredCommits: 0,
    recorded: null,
    milestone: null,
    ...more,
  };
}

const noEvidence = { recorded: 0, summary: 0, commits: 0, none: 0 };

function metrics(plans: readonly MeasuredPlan[]): ProjectMetrics {
  return {
    velocity: {
      plansCompleted: plans.length,
      averageMinutes: null,
      totalMinutes: null,
      sharedMinutes: 0,
      evidence: noEvidence,
    },
    phases: [],
    plans,
    trend: { lastMinutes: [], direction: "unknown", evidence: noEvidence },
    findings: [],
  };
}

suite("formatSparkline and formatBar", (test) => {
  test("show the highest value full and what is not nothing", () => {
    assert.is(formatSparkline([1, 2, 4, 8]), "▁▂▄█");
    assert.is(formatSparkline([0, 100]), "▁█");
    // What is far off the rest is full, and leaves the rest its shape.
    assert.is(formatSparkline([1, 2, 3, 2, 1, 2, 3, 2, 1000]), "▁▂▃▂▁▂▃▂█");
    assert.equal([formatSparkline([]), formatSparkline([0, 0])], ["", ""]);
    assert.equal(
      [8, 4, 1, 0.001, 0].map((value) => formatBar(value, 8, 4)),
      ["████", "██", "▌", "▏", ""],
    );
    assert.equal([formatBar(9, 8, 4), formatBar(1, 0, 4)], ["████", ""]);
  });
});

suite("formatMetrics", (test) => {
  test("shows the last twenty plans, or all of them", () => {
    const many = metrics(Array.from({ length: 25 }, (_, index) => plan({ durationMinutes: index + 1 })));
    const rows = (text: string): number => text.match(/^67-04/gm)?.length ?? 0;
    assert.equal([rows(formatMetrics(many, false, style)), rows(formatMetrics(many, true, style))], [20, 25]);
    assert.match(formatMetrics(many, false, style), /^… 5 earlier plans: {3}state metrics --all$/m);
  });

  test("shows the last twenty phases, or all of them, and says which figures are not known", () => {
    const phases = Array.from({ length: 23 }, (_, index) => ({
      phase: phaseOfPlan(planIdOf(`${index + 1}-01`)),
      plans: index === 22 ? 0 : 1,
      totalMinutes: 5,
      averageMinutes: 5,
      sharedMinutes: 0,
      evidence: noEvidence,
    }));
    const many = { ...metrics([plan({})]), phases };
    const rows = (text: string): number => text.match(/^\d\d {8}5min/gm)?.length ?? 0;
    assert.equal([rows(formatMetrics(many, false, style)), rows(formatMetrics(many, true, style))], [20, 22]);
    assert.match(formatMetrics(many, false, style), /^… 2 earlier phases: {3}state metrics --all$/m);
    assert.match(formatMetrics(many, false, style), /^Velocity {3}1 plan · too few durations for an average$/m);
  });

  test("says so where there is nothing, and keeps to 80 columns where there is much", () => {
    assert.is(formatMetrics(metrics([]), false, style), "no completed plans: there is nothing to measure\n");
    const text = formatMetrics(
      metrics([
        plan({ title: "指标 ".repeat(20), recorded: "31616115 of them and more" }),
        plan({ title: null, durationMinutes: null, evidence: "none", recorded: "\u001b[31m-" }),
        plan({ milestone: "v1.0" }),
      ]),
      false,
      style,
    );
    assert.equal(
      text.split("\n").filter((line) => displayWidth(line) > 80),
      [],
    );
    assert.match(text, /summary \(recorded 3161611…\)/);
    assert.match(text, /1 plan of archived milestones/);
    assert.not.match(text, "\u001b");
  });
});

suite("formatMetricsCsv", (test) => {
  test("quotes what CSV asks for and lets no text become a formula", () => {
    const text = formatMetricsCsv(
      metrics([
        plan({ title: 'a "b", c', recorded: "=1+1" }),
        plan({ title: "line\nbreak", recorded: "-", durationMinutes: 8.123 }),
        plan({ title: "@x", recorded: "-cmd|x" }),
      ]),
    );
    assert.equal(text.split("\n"), [
      "planId,title,durationMinutes,evidence,tasks,files,recorded,milestone",
      `67-04,"a ""b"", c",8,summary,3,,'=1+1,`,
      "67-04,line\\x0abreak,8.12,summary,3,,-,",
      "67-04,'@x,8,summary,3,,'-cmd|x,",
      "",
    ]);
  });
});
