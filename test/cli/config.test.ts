import * as assert from "uvu/assert";
import { withPlannedRepository } from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";

const path = ".planning/planlink.yaml";

suite("state config", (test) => {
  test("says of each value whether it is the default or where it stands", () =>
    withPlannedRepository(async (repository) => {
      const bare = await repository.state(["config"]);
      assert.equal(bare, {
        exitCode: 0,
        stderr: "",
        stdout:
          "update              auto       default\nstrict              false      default\nmanifest            false      default\nposition            false      default\ntags                none set   default\ninfer               true       default\nseverity            none set   default\ncommit_docs         true       default\nplanlink.directory  .planning  the nearest one\n",
      });
      repository.write(path, "# ours\nupdate: record\nseverity:\n  plan-mismatch: error\n");
      repository.write(".planning/config.json", '{"commit_docs": false}');
      const { stdout } = await repository.state(["config", "--json"]);
      const { schema, settings } = JSON.parse(stdout) as { schema: string; settings: readonly object[] };
      assert.is(schema, "planlink/config@1");
      assert.equal(settings, [
        { name: "update", value: "record", source: "file", path, line: 2 },
        { name: "strict", value: false, source: "default", path: null, line: null },
        { name: "manifest", value: false, source: "default", path: null, line: null },
        { name: "position", value: false, source: "default", path: null, line: null },
        { name: "tags", value: [], source: "default", path: null, line: null },
        { name: "infer", value: true, source: "default", path: null, line: null },
        { name: "severity.plan-mismatch", value: "error", source: "file", path, line: 4 },
        { name: "commit_docs", value: false, source: "file", path: ".planning/config.json", line: null },
        { name: "planlink.directory", value: ".planning", source: "found", path: null, line: null },
      ]);
    }));

  test("names the setting of git that says where the documents are", () =>
    withPlannedRepository(async (repository) => {
      await repository.git(["mv", ".planning", "plans"]);
      await repository.git(["config", "planlink.directory", "plans"]);
      assert.match(
        (await repository.state(["config"])).stdout,
        /^planlink\.directory +plans +git config planlink\.directory$/m,
      );
    }));

  test("names every place that is wrong, where another command names the first", () =>
    withPlannedRepository(async (repository) => {
      repository.write(path, "updat: live\nstrict: \u001b[31mno\n");
      const all = await repository.state(["config"]);
      assert.is(all.exitCode, 2);
      assert.match(
        all.stderr,
        `state: ${path}:1:1: unknown key "updat"; did you mean update?\n  ${path}:2:9: strict is `,
      );
      assert.not.match(all.stderr, "\u001b");
      const one = await repository.state(["show"]);
      assert.is(one.exitCode, 2);
      assert.match(one.stderr, /updat[^]*all 2 places: state config\n$/);
    }));
});
