import * as assert from "uvu/assert";
import type { DoctorCheck } from "../../../src/commands/doctor-check.ts";
import type { Setting } from "../../../src/commands/read-settings.ts";
import type { TriedCheck } from "../../../src/commands/selftest.ts";
import { doctorToJson, formatDoctor } from "../../../src/report/doctor-text.ts";
import { formatSelftest, selftestToJson } from "../../../src/report/selftest-text.ts";
import { formatSettings, settingsToJson } from "../../../src/report/settings.ts";
import { suite } from "../../support/suite.ts";
import { paintedStyle, showTones } from "../../support/tones.ts";

function check(name: DoctorCheck["name"], status: DoctorCheck["status"], message: string, help?: string): DoctorCheck {
  return { name, status, message, help: help ?? null, data: { found: name } };
}

suite("formatDoctor", (test) => {
  const names: readonly DoctorCheck["name"][] = [
    "git",
    "node",
    "desktop",
    "gsd",
    "config",
    "switches",
    "hooks",
    "trial",
    "merge-driver",
    "attributes",
    "agents",
    "ledger",
    "cache",
  ];

  test("shows each check by its title, and that all is well", () => {
    const checks = names.map((name) => check(name, "ok", "as it should be"));
    assert.is(
      showTones(formatDoctor(checks, paintedStyle())),
      `{green ✔} git: as it should be
{green ✔} node: as it should be
{green ✔} desktop: as it should be
{green ✔} GSD: as it should be
{green ✔} config: as it should be
{green ✔} environment: as it should be
{green ✔} hooks: as it should be
{green ✔} trial: as it should be
{green ✔} merge driver: as it should be
{green ✔} attributes: as it should be
{green ✔} agents: as it should be
{green ✔} ledger: as it should be
{green ✔} cache: as it should be
all is well
`,
    );
  });

  test("shows what is wrong with its mend, in lines that fit, and counts it", () => {
    const checks = [
      check("git", "ok", `git ${"2.43 ".repeat(12)}x`),
      check(
        "hooks",
        "warning",
        "post-commit was edited by hand after it was installed",
        "state init --dry-run && state init",
      ),
      check("ledger", "error", "line 3 is damaged \u001b[2J", "git checkout -- .planning/planlink.ledger.yaml"),
      check("cache", "error", "not writable"),
    ];
    assert.is(
      showTones(formatDoctor(checks, paintedStyle(44))),
      `{green ✔} git: git 2.43 2.43 2.43 2.43 2.43 2.43
  2.43 2.43 2.43 2.43 2.43 2.43 x
{yellow ▲} hooks: warning: post-commit was edited by
  hand after it was installed
    {cyan state init --dry-run && state init}
{red ✖} ledger: error: line 3 is damaged \\x1b[2J
    {cyan git checkout -- .planning/planlink.ledger.yaml}
{red ✖} cache: error: not writable
2 errors, 1 warning
`,
    );
    assert.match(formatDoctor(checks.slice(1, 2), paintedStyle(80)), /\n0 errors, 1 warning\n$/);
  });

  test("of --json has what was found beside the words", () => {
    assert.equal(doctorToJson([check("git", "ok", "git 2.43")]), {
      schema: "planlink/doctor@1",
      checks: [{ name: "git", status: "ok", message: "git 2.43", help: null, found: "git" }],
    });
  });
});

suite("formatSelftest", (test) => {
  const broken = (line: number, before: string, after: string): TriedCheck["broken"] => ({
    path: ".planning/STATE.md",
    line,
    before,
    after,
  });
  const checks: readonly TriedCheck[] = [
    {
      code: "position-contradicted",
      verdict: "fired",
      broken: broken(7, "  **Phase:** 2 of 2\nnext line", "**Phase:** 1 of 2 ".repeat(6)),
      tried: 1,
      source: null,
    },
    {
      code: "plan-doubled",
      verdict: "silent",
      broken: broken(9, "- 01-01 complete", "- 01-02 complete\u001b"),
      tried: 3,
      source: null,
    },
    { code: "plan-misnamed", verdict: "nothing-to-corrupt", broken: null, tried: 0, source: null },
    { code: "plan-unknown", verdict: "not-of-documents", broken: null, tried: 0, source: null },
    { code: "phase-unknown", verdict: "not-of-documents", broken: null, tried: 0, source: null },
    { code: "plan-unlisted", verdict: "fired", broken: null, tried: 1, source: null },
  ];

  test("shows what was broken for each check, and counts how they fared", () => {
    assert.is(
      showTones(formatSelftest(checks, paintedStyle(50))),
      `{green ✔} position-contradicted: fired at .planning/STATE.md:7
    - **Phase:** 2 of 2
    + **Phase:** 1 of 2 **Phase:** 1 of 2 **Phase:** 1 of 2 **Pha…
{red ✖} plan-doubled: stayed silent at 3 broken claims, first .planning/STATE.md:9
    - - 01-01 complete
    + - 01-02 complete\\x1b
{dim ·} plan-misnamed: nothing to corrupt
{green ✔} plan-unlisted: fired at 

2 fired, 1 stayed silent, 1 with nothing to corrupt; no file was changed
no claim of a document leads to: plan-unknown,
phase-unknown
`,
    );
  });

  test("of --json has the checks and their sums", () => {
    assert.equal(selftestToJson(checks.slice(2, 4)), {
      schema: "planlink/selftest@1",
      checks: [
        { code: "plan-misnamed", verdict: "nothing-to-corrupt", broken: null, tried: 0, source: null },
        { code: "plan-unknown", verdict: "not-of-documents", broken: null, tried: 0, source: null },
      ],
      summary: { fired: 0, silent: 0, "nothing-to-corrupt": 1, "not-of-documents": 1 },
    });
  });
});

suite("formatSettings", (test) => {
  const settings: readonly Setting[] = [
    { name: "update", value: "owned", source: { kind: "default" } },
    { name: "severity.plan-mismatch", value: "info", source: { kind: "file", path: "planlink.yaml", line: 3 } },
    { name: "severity", value: {}, source: { kind: "file", path: "planlink.yaml", line: null } },
    { name: "planlink.strict", value: true, source: { kind: "git", name: "planlink.strict" } },
    { name: "planningDirectory", value: ".planning\u001b", source: { kind: "found" } },
    { name: "paths", value: ["a", "b"], source: { kind: "default" } },
    { name: "limit", value: null, source: { kind: "default" } },
  ];

  test("shows names, values and where they come from in columns", () => {
    assert.is(
      showTones(formatSettings(settings, paintedStyle())),
      `update                  owned          {dim default}
severity.plan-mismatch  info           {cyan planlink.yaml:3}
severity                none set       {cyan planlink.yaml}
planlink.strict         true           {cyan git config planlink.strict}
planningDirectory       .planning\\x1b  {cyan the nearest one}
paths                   ["a","b"]      {dim default}
limit                   null           {dim default}
`,
    );
    const linked = { ...paintedStyle(), addressOf: (path: string) => `file:///r/${path}` };
    assert.match(formatSettings(settings.slice(1, 2), linked), "file:///r/planlink.yaml\u001b\\planlink.yaml:3");
  });

  test("of --json says the place where there is one", () => {
    assert.equal(settingsToJson(settings.slice(0, 4)), {
      schema: "planlink/config@1",
      settings: [
        { name: "update", value: "owned", source: "default", path: null, line: null },
        { name: "severity.plan-mismatch", value: "info", source: "file", path: "planlink.yaml", line: 3 },
        { name: "severity", value: {}, source: "file", path: "planlink.yaml", line: null },
        { name: "planlink.strict", value: true, source: "git", path: null, line: null },
      ],
    });
  });
});
