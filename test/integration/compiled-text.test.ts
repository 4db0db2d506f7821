/** What starts from compiled code reads STATE.md in every script and with every sign, as the same program from its sources does. */
import * as assert from "uvu/assert";
import { suite } from "../support/suite.ts";
import { statePath, withPlannedRepository } from "../support/planned-repository.ts";

const state = [
  "# 项目状态",
  "",
  "## Current Position",
  "",
  "进度：Progress 之外",
  "",
  "## Performance Metrics",
  "",
  "**Velocity：**",
  "",
  "- Total plans completed：0",
  "",
  "| Plan | 耗时 | Tasks | Files |",
  "|---|---|---|---|",
  "| 01-01 | 1771618929m | 3 | 3 |",
  "",
  "## Session Continuity",
  "",
  "**Last session**：2026-01-01 10:00",
  "Stopped at：已完成 01-01",
  "- **Resume file：** 无",
  "",
].join("\n");

suite("signs that are not ASCII", (test) => {
  test("are read by state sync", () =>
    withPlannedRepository(async (repository) => {
      await repository.workCommit("01-02", 1);
      await repository.completePlan("01-02");
      repository.write(statePath, state);
      assert.is((await repository.state(["sync"])).exitCode, 0);
      const text = repository.readText(statePath);
      assert.match(text, /^- Total plans completed：2$/m);
      assert.match(text, /^\| 01-01 \| \d+min \| 3 \| 3 \|$/m);
      assert.match(text, /^Stopped at：Completed 01-02/m);
      assert.match(text, /^进度：Progress 之外$/m);
    }));

  test("are read by the hooks of a commit", () =>
    withPlannedRepository(async (repository) => {
      await repository.workCommit("01-02", 1);
      await repository.completePlan("01-02");
      repository.write(statePath, state);
      await repository.git(["add", "--all"]);
      await repository.git(["commit", "--quiet", "-m", "docs: write it anew"]);
      assert.match(repository.readText(statePath), /^Stopped at：Completed 01-02/m);
      const session = /^\*\*Last session\*\*：.*$/m;
      const before = session.exec(repository.readText(statePath))?.[0];
      await repository.workCommit("01-03", 1);
      const after = session.exec(repository.readText(statePath))?.[0];
      assert.ok(before !== undefined && after !== undefined && before < after, `${before ?? ""} ${after ?? ""}`);
    }));
});
