/** Phases that count within their milestone, from tags and directories to the rows of STATE.md (docs/adr/0084). */
import * as assert from "uvu/assert";
import { withSandbox } from "../support/git-sandbox.ts";
import { suite } from "../support/suite.ts";

const phase = ".planning/phases/v0.28-01-hook-profiles";
const statePath = ".planning/STATE.md";

suite("phases of a milestone", (test) => {
  test("are linked, measured and recorded under their whole names", () =>
    withSandbox(async (sandbox) => {
      const repository = await sandbox.createRepository();
      const at = (time: string): { readonly date: string } => ({ date: `2026-03-01T${time}:00` });
      await repository.commit(
        "docs(phase-v0.28-01): plan",
        {
          ".planning/phases/01-core/01-01-PLAN.md": "# Plan\n",
          [`${phase}/v0.28-01-01-PLAN.md`]: "# Plan\n",
          [`${phase}/v0.28-01-02-PLAN.md`]: "# Plan\n",
          [statePath]: "# State\n",
        },
        at("08:00"),
      );
      const complete = async (plan: string, title: string, minute: string): Promise<void> => {
        await repository.commit(
          `docs(${plan}): complete`,
          { [`${phase}/${plan}-SUMMARY.md`]: `---\nduration: 12min\n---\n\n# ${plan}: ${title} Summary\n` },
          at(minute),
        );
      };
      await repository.commit("feat(v0.28-01-01): one", { "a.txt": "1" }, at("09:00"));
      await repository.commit("feat(v0.28-01-01): two", { "a.txt": "2" }, at("09:10"));
      await complete("v0.28-01-01", "Profiles", "09:12");
      await repository.commit("feat(v0.28-01-02): three", { "a.txt": "3" }, at("10:00"));
      await repository.commit("feat(v0.28-01-02): four", { "a.txt": "4" }, at("10:10"));
      await complete("v0.28-01-02", "Wiring", "10:12");
      assert.is((await repository.state(["sync", "--create"])).exitCode, 0);
      const text = repository.readText(statePath);
      assert.match(text, /^\*\*Stopped at:\*\* Completed v0\.28-01-02: Wiring$/m);
      assert.match(text, /^\| v0\.28-1 \| 2 \| 24min \| 12min \|$/m);
      assert.match(text, /^\| Phase v0\.28-01 P01 \| 12min \| 2 tasks \| 1 files \|$/m);
      assert.is((await repository.state(["sync", "--check", "--create"])).exitCode, 0);
      repository.write(
        statePath,
        text
          .replace("P01 | 12min", "P01 | 1771618929m")
          .replace("| v0.28-1 | 2 |", "| v0.28-1 | 7 |")
          .replace("at:** Completed v0.28-01-02: Wiring", "at:** Completed v0.28-01-01"),
      );
      assert.is((await repository.state(["sync"])).exitCode, 0);
      assert.is(repository.readText(statePath), text);
      const { stdout } = await repository.state(["log", "v0.28-01-02"]);
      assert.match(stdout, /^v0\.28-01-02 completed +Wiring +3 commits +12min \(summary\)\n/);
      const missing = await repository.state(["log", "v0.28-01-09"]);
      assert.match(missing.stderr, /there is no plan v0\.28-01-09/);
    }));
});
