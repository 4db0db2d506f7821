import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import {
  openPlanned,
  type PlannedRepository,
  requireFixedPoint,
  statePath,
  withPlannedRepository,
} from "../support/planned-repository.ts";
import { cite, cited, citedPlan, oidsOf, summaryPath } from "../support/cited-plans.ts";
import { suite } from "../support/suite.ts";

/** A sequence editor that runs a sed script on the list of a rebase. */
const editList = (script: string): Record<string, string> => ({ GIT_SEQUENCE_EDITOR: `sed -i -e '${script}'` });

/** What is looked at of `verify-commits --json`. */
interface Verified {
  readonly references: readonly { readonly status: string; readonly successor: string | null }[];
  readonly summary: Readonly<Record<string, number>>;
  readonly findings: readonly { readonly code: string; readonly fixable: boolean }[];
}

const recordOf = (repository: PlannedRepository): string => join(repository.directory, ".git/planlink/rewrites");

suite("references follow rewrites", (test) => {
  test("an amend moves the reference to the commit it replaced, and no other byte", () =>
    withPlannedRepository(async (repository) => {
      const oid = await repository.workCommit("01-02", 1);
      cite(repository, "01-02", [oid]);
      const before = repository.readText(statePath);
      await repository.silently(["commit", "--quiet", "--amend", "-m", "feat(01-02): add task one"]);
      const head = await repository.git(["rev-parse", "--short=7", "HEAD"]);
      assert.is(repository.readText(statePath), before.replace(oid.slice(0, 7), head));
      assert.is(await repository.git(["diff", "--cached", "--name-only"]), "");
    }));

  test("ten amends in a row", () =>
    withPlannedRepository(async (repository) => {
      const oid = await repository.workCommit("01-02", 1);
      cite(repository, "01-02", [oid], 12);
      for (let n = 0; n < 10; n += 1)
        await repository.silently(["commit", "--quiet", "--amend", "-m", `feat(01-02): add task 1, version ${n}`]);
      assert.equal(cited(repository), [await repository.git(["rev-parse", "--short=12", "HEAD"])]);
    }));

  test("a rebase that reorders, squashes, rewords and drops", () =>
    withPlannedRepository(async (repository) => {
      const first = await citedPlan(repository);
      const more: string[] = [];
      for (const n of [1, 2, 3, 4]) more.push(await repository.workCommit("01-03", n));
      repository.replace(
        statePath,
        "- 01-02:",
        `- 01-03: commits ${more.map((oid) => oid.slice(0, 8)).join(" ")}\n- 01-02:`,
      );
      await repository.git(["add", statePath]);
      await repository.git(["commit", "--quiet", "-m", "docs(01-03): list the commits"]);
      const dropped = more[3]?.slice(0, 8) ?? "";
      // The order: 2 1 squash 3 into 1, reword 01-02's third, drop the fourth of 01-03.
      await repository.git(["rebase", "--quiet", "-i", "HEAD~9"], {
        env: {
          ...editList("1{h;d};2{G;s/\\n/\\n/};/add task 3$/{s/^pick/reword/};8d"),
          GIT_EDITOR: "sed -i -e '1s/add task 3/add the third/'",
        },
      });
      const [one, two, three] = await oidsOf(
        repository,
        "feat(01-02): add task 1",
        "feat(01-02): add task 2",
        "feat(01-02): add the third",
      );
      assert.equal(cited(repository), [one, two, three]);
      assert.equal(cited(repository, summaryPath), [one, two, three]);
      assert.not.equal(
        cited(repository),
        first.map((oid) => oid.slice(0, 7)),
      );
      // What was dropped has no successor: the reference stays, and is reported.
      assert.match(repository.readText(statePath), dropped);
      assert.is(await repository.git(["diff", "--cached", "--name-only"]), "");
    }));

  test("squashed commits lead to the one that holds them", () =>
    withPlannedRepository(async (repository) => {
      await citedPlan(repository);
      await repository.git(["rebase", "--quiet", "-i", "HEAD~4"], { env: editList("2,3s/^pick/squash/") });
      const [one] = await oidsOf(repository, "feat(01-02): add task 1");
      assert.equal(cited(repository), [one, one, one]);
      assert.equal(cited(repository, summaryPath), [one, one, one]);
    }));

  test("autosquash of a fixup", () =>
    withPlannedRepository(async (repository) => {
      const oids = await citedPlan(repository);
      repository.write("src/01-02/task-2.txt", "better\n");
      await repository.silently(["commit", "--quiet", "-a", "--fixup", oids[1] ?? ""]);
      await repository.git(["rebase", "--quiet", "-i", "--autosquash", "HEAD~5"], {
        env: { GIT_SEQUENCE_EDITOR: ":" },
      });
      const [one, two, three] = await oidsOf(
        repository,
        "feat(01-02): add task 1",
        "feat(01-02): add task 2",
        "feat(01-02): add task 3",
      );
      assert.equal(cited(repository), [one, two, three]);
      assert.is(one, oids[0]?.slice(0, 7));
    }));

  test("amends by exec within a rebase", () =>
    withPlannedRepository(async (repository) => {
      await citedPlan(repository);
      await repository.git([
        "rebase",
        "--quiet",
        "-x",
        "git commit -q --amend --no-edit --author=B.Builder\\<b@example.org\\>",
        "HEAD~4",
      ]);
      assert.equal(
        cited(repository),
        await oidsOf(repository, "feat(01-02): add task 1", "feat(01-02): add task 2", "feat(01-02): add task 3"),
      );
    }));

  for (const backend of ["--merge", "--apply"]) {
    test(`an aborted rebase (${backend}) leaves nothing`, () =>
      withPlannedRepository(async (repository) => {
        await citedPlan(repository);
        await repository.git(["switch", "--quiet", "-c", "side", "HEAD~4"]);
        await repository.commit("chore: work elsewhere", { "src/01-02/task-2.txt": "in the way\n" });
        await repository.git(["switch", "--quiet", "main"]);
        const before = [repository.readText(statePath), repository.readText(summaryPath)];
        await repository.git(["rebase", backend, "side"], { expectExit: 1 });
        await repository.git(["rebase", "--abort"]);
        assert.equal([repository.readText(statePath), repository.readText(summaryPath)], before);
        assert.not(existsSync(recordOf(repository)));
        await requireFixedPoint(repository);
      }));

    test(`a rebase (${backend}) onto another branch`, () =>
      withPlannedRepository(async (repository) => {
        await citedPlan(repository);
        await repository.git(["switch", "--quiet", "-c", "side", "HEAD~4"]);
        await repository.commit("chore: work elsewhere", { "elsewhere.txt": "x\n" });
        await repository.git(["switch", "--quiet", "main"]);
        await repository.git(["rebase", "--quiet", backend, "side"]);
        assert.equal(
          cited(repository),
          await oidsOf(repository, "feat(01-02): add task 1", "feat(01-02): add task 2", "feat(01-02): add task 3"),
        );
        assert.is(await repository.git(["diff", "--cached", "--name-only"]), "");
      }));
  }

  test("an abort after a reword leaves nothing either", () =>
    withPlannedRepository(async (repository) => {
      await citedPlan(repository);
      await repository.git(["rebase", "--quiet", "-i", "HEAD~4"], {
        env: { ...editList("1s/^pick/reword/;2s/^pick/edit/"), GIT_EDITOR: "sed -i -e '1s/$/!/'" },
      });
      await repository.git(["rebase", "--abort"]);
      assert.not(existsSync(recordOf(repository)));
      await requireFixedPoint(repository);
    }));

  test("with an autostash waiting nothing is written, and the next commit catches up", () =>
    withPlannedRepository(async (repository) => {
      await citedPlan(repository);
      repository.replace(statePath, "- Keep the text", "- An edit of a person\n- Keep the text");
      const edited = repository.readText(statePath);
      await repository.git(["rebase", "--quiet", "--autostash", "-i", "HEAD~4"], {
        env: editList("2,3s/^pick/fixup/"),
      });
      assert.is(repository.readText(statePath), edited);
      assert.is(await repository.git(["stash", "list"]), "");
      assert.ok(existsSync(join(repository.directory, ".git/planlink/pending")));
      repository.write("elsewhere.txt", "x\n");
      await repository.git(["add", "elsewhere.txt"]);
      await repository.silently(["commit", "--quiet", "-m", "chore: work elsewhere"]);
      const [one] = await oidsOf(repository, "feat(01-02): add task 1");
      assert.equal(cited(repository), [one, one, one]);
      assert.match(repository.readText(statePath), "- An edit of a person\n");
      assert.not(existsSync(join(repository.directory, ".git/planlink/pending")));
    }));

  for (const style of ["all", "paths"] as const) {
    test(`the next planning commit (${style}) carries the moved references, and leaves a clean tree`, () =>
      withPlannedRepository(async (repository) => {
        await citedPlan(repository);
        await repository.git(["rebase", "--quiet", "-i", "HEAD~4"], { env: editList("2s/^pick/squash/") });
        assert.is(await repository.status(), ` M ${statePath}\n M ${summaryPath}`);
        await repository.workCommit("01-03", 1);
        await repository.completePlan("01-03", style);
        await requireFixedPoint(repository);
        const [one, three] = await oidsOf(repository, "feat(01-02): add task 1", "feat(01-02): add task 3");
        for (const path of [statePath, summaryPath])
          assert.match(await repository.git(["show", `HEAD:${path}`]), `(${one}, ${one}, ${three})`);
      }));
  }

  test("what a person left out of the commit stays out of it", () =>
    withPlannedRepository(async (repository) => {
      await citedPlan(repository);
      await repository.git(["rebase", "--quiet", "-i", "HEAD~4"], { env: editList("2,3s/^pick/squash/") });
      repository.replace(summaryPath, "Done.", "Done, and more.");
      repository.replace(statePath, "- Keep the text", "- An edit of a person\n- Keep the text");
      await repository.workCommit("01-03", 1);
      await repository.completePlan("01-03", "summary-only");
      const [one] = await oidsOf(repository, "feat(01-02): add task 1");
      for (const path of [statePath, summaryPath])
        assert.match(await repository.git(["show", `HEAD:${path}`]), `(${one}, ${one}, ${one})`);
      assert.is(await repository.git(["diff", "--cached", "--name-only"]), "");
      assert.match(await repository.git(["diff", "--", statePath, summaryPath]), /^\+- An edit of a person$/m);
      assert.is(
        await repository.git(["diff", "--shortstat", "--", statePath, summaryPath]),
        " 2 files changed, 2 insertions(+), 1 deletion(-)",
      );
    }));

  for (const [name, text] of [
    ["off", "update: off\n"],
    ["record", "update: record\n"],
  ] as const) {
    test(`with update: ${name} the working files stay as they are`, () =>
      withPlannedRepository(async (repository) => {
        await citedPlan(repository);
        await repository.commit("chore: configure", { ".planning/planlink.yaml": text });
        const before = repository.readText(statePath);
        await repository.git(["rebase", "--quiet", "-i", "HEAD~5"], { env: editList("2,3s/^pick/squash/") });
        assert.is(repository.readText(statePath), before);
        assert.is(await repository.status(), "");
        assert.ok(existsSync(recordOf(repository)));
        assert.not(existsSync(join(repository.directory, ".git/planlink/pending")));
        await repository.workCommit("01-03", 1);
        await repository.completePlan("01-03", "all");
        const [one] = await oidsOf(repository, "feat(01-02): add task 1");
        assert.equal(cited(repository)[0] === one, name === "record");
      }));
  }

  test("a rebase in a linked worktree moves the references there, and those of the other branch stay", () =>
    withPlannedRepository(async (repository, sandbox) => {
      const oids = await citedPlan(repository);
      await repository.git(["worktree", "add", "--quiet", "-b", "topic", join(sandbox.directory, "linked")]);
      const linked = openPlanned(sandbox, "linked");
      await linked.git(["rebase", "--quiet", "-i", "HEAD~4"], { env: editList("2,3s/^pick/squash/") });
      const [one] = await oidsOf(linked, "feat(01-02): add task 1");
      assert.equal(cited(linked), [one, one, one]);
      assert.is(await repository.status(), "");
      // The main work tree commits planning documents while the record holds the rewrite: its own commits are all there.
      await repository.workCommit("01-03", 1);
      await repository.completePlan("01-03", "all");
      assert.equal(
        cited(repository),
        oids.map((oid) => oid.slice(0, 7)),
      );
      await requireFixedPoint(repository);
    }));

  test("in an executor's worktree the rewrite is recorded, and no document is written", () =>
    withPlannedRepository(async (repository, sandbox) => {
      await citedPlan(repository);
      await repository.git(["worktree", "add", "--quiet", "-b", "worktree-agent-1", join(sandbox.directory, "agent")]);
      const agent = openPlanned(sandbox, "agent");
      await agent.git(["rebase", "--quiet", "-i", "HEAD~4"], { env: editList("2,3s/^pick/squash/") });
      assert.is(await agent.status(), "");
      assert.ok(existsSync(recordOf(repository)));
    }));

  test("verify-commits knows the successor where no hook has moved a reference, and check has it as an error with a mend", () =>
    withPlannedRepository(async (repository) => {
      await citedPlan(repository);
      await repository.commit("chore: configure", { ".planning/planlink.yaml": "update: off\n" });
      await repository.git(["rebase", "--quiet", "-i", "HEAD~5"], { env: editList("2,3s/^pick/squash/") });
      const read = async (): Promise<Verified> =>
        JSON.parse((await repository.state(["verify-commits", "--json"])).stdout) as Verified;
      const successor = await repository.git(["rev-parse", "HEAD~2"]);
      const expect = (outcome: Verified): void => {
        assert.equal(
          outcome["references"].map((reference: Record<string, unknown>) => [
            reference["status"],
            reference["successor"],
          ]),
          [
            ["rewritten", successor],
            ["rewritten", successor],
            ["rewritten", successor],
          ],
        );
        assert.is(outcome.summary["rewritten"], 3);
      };
      const before = await read();
      expect(before);
      assert.equal(
        before.findings
          .filter(({ code }) => code.startsWith("reference-"))
          .map(({ code, fixable }) => `${code} ${fixable}`),
        Array<string>(3).fill("reference-rewritten true"),
      );
      // The same when git has forgotten the old commits altogether.
      await repository.git(["reflog", "expire", "--expire=now", "--all"]);
      await repository.git(["update-ref", "-d", "ORIG_HEAD"]);
      await repository.git(["gc", "--quiet", "--prune=now"]);
      expect(await read());
      assert.is((await repository.state(["check"])).exitCode, 1);
    }));

  test("CRLF documents, links, full oids and upper case keep their form", () =>
    withPlannedRepository(async (repository) => {
      await repository.git(["config", "core.autocrlf", "false"]);
      const oid = await repository.workCommit("01-02", 1);
      const old = oid.slice(0, 7);
      const line = `- 01-02: commit \`${old}\`, commit ${oid}, commit ${oid.slice(0, 9).toUpperCase()}, [${old}](https://example.org/commit/${oid})`;
      repository.replace(statePath, "- Keep the text", `${line}\n- Keep the text`);
      const crlf = repository.readText(statePath).replaceAll("\n", "\r\n");
      writeFileSync(join(repository.directory, statePath), crlf);
      await repository.git(["commit", "--quiet", "--amend", "-m", "feat(01-02): add task one"]);
      const head = await repository.git(["rev-parse", "HEAD"]);
      assert.is(
        readFileSync(join(repository.directory, statePath), "utf8"),
        crlf
          .replaceAll(oid, head)
          .replaceAll(oid.slice(0, 9).toUpperCase(), head.slice(0, 9).toUpperCase())
          .replaceAll(old, head.slice(0, 7)),
      );
    }));

  test("in a directory with spaces and other letters", () =>
    withPlannedRepository(async (repository) => {
      await citedPlan(repository);
      await repository.git(["rebase", "--quiet", "-i", "HEAD~4"], { env: editList("2,3s/^pick/fixup/") });
      const [one] = await oidsOf(repository, "feat(01-02): add task 1");
      assert.equal(cited(repository), [one, one, one]);
    }, "проект one & two"));
});
