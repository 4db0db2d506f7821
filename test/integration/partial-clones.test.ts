import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { createProcessRunner, withoutNetwork } from "../../src/git/process-runner.ts";
import { createSimpleGitRunner } from "../../src/git/simple-git-runner.ts";
import type { Sandbox } from "../support/git-sandbox.ts";
import { allCommands } from "../support/hostile-repository.ts";
import { isDeep } from "../support/law-runs.ts";
import {
  openPlanned,
  type PlannedRepository,
  statePath,
  withPlannedRepository,
} from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";
import { cloneWith } from "../support/variety.ts";

/** Commands that set up or take down, and the trial of the hooks, besides those that a person types all day. */
const setUps: readonly (readonly string[])[] = [
  ["doctor"],
  ["init", "--force"],
  ["init", "--agents", "--dry-run"],
  ["uninstall", "--dry-run"],
  ["uninstall"],
  ["init"],
];

/** Those that ask git for contents; the others are tried in the nightly profile. */
const usual: readonly (readonly string[])[] = [
  ["check", "--all"],
  ["verify-commits", "--all"],
  ["log", "01-01"],
  ["report", "--force"],
  ["relink"],
  ["sync"],
];

/** A clone that lacks objects and says who has them; whoever asks there is written down, and gets what he wants. */
async function clonePartially(
  source: PlannedRepository,
  sandbox: Sandbox,
  filter: string,
): Promise<{ readonly clone: PlannedRepository; readonly takeFetches: () => string }> {
  await source.git(["config", "uploadpack.allowFilter", "true"]);
  await source.git(["config", "uploadpack.allowAnySHA1InWant", "true"]);
  const clone = await cloneWith((name) => openPlanned(sandbox, name), source, [`--filter=${filter}`]);
  const record = join(sandbox.directory, "fetches");
  const program = join(sandbox.directory, "logging-upload-pack");
  writeFileSync(program, `#!/bin/sh\necho "fetch $*" >>'${record}'\nexec git-upload-pack "$@"\n`);
  chmodSync(program, 0o755);
  await clone.git(["config", "remote.origin.uploadpack", program]);
  const takeFetches = (): string => {
    const text = existsSync(record) ? readFileSync(record, "utf8") : "";
    rmSync(record, { force: true });
    return text;
  };
  return { clone, takeFetches };
}

/** Objects that the clone lacks, of all its history. */
async function countMissing(clone: PlannedRepository): Promise<number> {
  const listed = await clone.git(["rev-list", "--objects", "--all", "--missing=print"]);
  return listed.split("\n").filter((line) => line.startsWith("?")).length;
}

suite("a partial clone whose remote is at hand", (test) => {
  // Treeless clones are refused by most commands.
  for (const filter of isDeep ? ["blob:none", "tree:0"] : ["blob:none"])
    test(`--filter=${filter}: no command and no hook fetches what is missing`, () =>
      withPlannedRepository(async (source, sandbox) => {
        await source.workCommit("01-02", 1);
        // Versions of documents that only history has: those are what a clone leaves with its remote.
        source.write(".gitattributes", "*.png binary\n");
        source.replace(statePath, "- Keep the text", "- Commits `abcdef1` and (deadbe1, 1234567)\n- Keep the text");
        await source.commit("docs: planning", {}, {});
        await source.completePlan("01-02", "paths");
        source.write(".gitattributes", "*.png binary\n*.jpg binary\n");
        await source.commit("chore: attributes", {}, {});
        const { clone, takeFetches } = await clonePartially(source, sandbox, filter);
        const missing = await countMissing(clone);
        // Before 2.44 or so a git fetches all trees with the work tree.
        if (filter === "blob:none") assert.ok(missing > 0, "the clone lacks nothing");
        for (const args of [...(isDeep ? allCommands : usual), ...setUps]) {
          const { stderr } = await clone.state(args);
          assert.not.match(stderr, "a defect", `state ${args.join(" ")}`);
          assert.is(takeFetches(), "", `state ${args.join(" ")}`);
        }
        await clone.workCommit("01-03", 1);
        await clone.completePlan("01-03", "paths");
        await clone.git(["commit", "--quiet", "--amend", "--no-edit"]);
        assert.is(takeFetches(), "", "hooks");
        assert.is(await countMissing(clone), missing);
        // The trap works: who asks git for what is missing gets it from there.
        const listed = await clone.git(["rev-list", "--objects", "--all", "--missing=print"]);
        const oid = /^\?([0-9a-f]+)$/m.exec(listed)?.[1];
        if (oid === undefined) return;
        for (const runner of [
          createProcessRunner(clone.directory, sandbox.environment),
          createSimpleGitRunner(clone.directory, sandbox.environment, withoutNetwork),
        ]) {
          assert.is.not((await runner.run(["cat-file", "-e", oid])).exitCode, 0);
          assert.is(takeFetches(), "");
        }
        await clone.git(["cat-file", "-e", oid]);
        assert.match(takeFetches(), /^fetch /);
      }));
});
