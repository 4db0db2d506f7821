import * as assert from "uvu/assert";
import { type PlannedRepository, statePath, withPlannedRepository } from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";

interface Envelope {
  readonly hookSpecificOutput: { readonly hookEventName: string; readonly additionalContext: string };
}

async function readContext(repository: PlannedRepository): Promise<string> {
  const { exitCode, stdout, stderr } = await repository.state(["resume", "--format", "session-start"]);
  assert.equal([exitCode, stderr], [0, ""]);
  assert.is(stdout.trimEnd().includes("\n"), false, "one line");
  const { hookSpecificOutput } = JSON.parse(stdout) as Envelope;
  assert.is(hookSpecificOutput.hookEventName, "SessionStart");
  return hookSpecificOutput.additionalContext;
}

suite("state resume", (test) => {
  test("says where work stopped, what is in flight, what is next and what is dirty", () =>
    withPlannedRepository(async (repository) => {
      const oid = await repository.workCommit("01-02", 1);
      repository.write("notes.txt", "x\n");
      await repository.git(["add", "notes.txt"]);
      repository.write("draft/one.txt", "x\n");
      const { exitCode, stdout, stderr } = await repository.state(["resume"]);
      assert.equal([exitCode, stderr], [0, ""]);
      assert.match(
        stdout,
        /^planlink · main at [0-9a-f]{8} · \d+ days since the last work commit\n\nDone last {3}01-01 Title of 01-01 \(.*7min, 2026-01-04\)$/m,
      );
      assert.match(
        stdout,
        new RegExp(
          `^In flight {3}01-02: 1 commit for 3 tasks, last: ${oid.slice(0, 8)} feat\\(01-02\\): add task 1$`,
          "m",
        ),
      );
      assert.match(stdout, /^Next {8}01-03 \(planned, no commits\): \.planning\/phases\/01-alpha\/01-03-PLAN\.md$/m);
      assert.match(stdout, /^Dirty {7}2 paths not committed, 1 staged: notes\.txt, draft\/$/m);
      assert.match(stdout, /^ {12}1 planning document not committed$/m);

      const brief = JSON.parse((await repository.state(["resume", "--json"])).stdout) as Readonly<
        Record<string, unknown>
      >;
      assert.equal(
        [brief["schema"], brief["lastWorkAt"], brief["next"], brief["dirty"]],
        [
          "planlink/resume@1",
          "2026-01-05T09:00:00.000Z",
          { planId: "1-03", title: null, path: ".planning/phases/01-alpha/01-03-PLAN.md" },
          { paths: ["notes.txt", "draft/"], staged: 1, planning: [statePath] },
        ],
      );
      assert.equal(brief["inFlight"], [
        {
          planId: "1-02",
          title: null,
          path: ".planning/phases/01-alpha/01-02-PLAN.md",
          commits: 1,
          tasks: 3,
          lastCommit: { oid, header: "feat(01-02): add task 1" },
        },
      ]);
    }));

  test("repeats what STATE.md says only where it is true, and says what not to believe", () =>
    withPlannedRepository(async (repository) => {
      repository.replace(statePath, "Completed 01-01-PLAN.md\n**Resume", "Completed 01-01, the mail is next\n**Resume");
      repository.replace(
        statePath,
        "### Decisions",
        "### Blockers/Concerns\n\n- The key is missing\n- None\n\n### Decisions\n\n- Done in commit deadbee1\n",
      );
      const before = await readContext(repository);
      assert.match(before, /^Stopped at {2}Completed 01-01, the mail is next$/m);
      assert.match(before, /^Blocker {5}The key is missing$/m);
      assert.match(before, /^Watch out {3}1 dead reference \(state verify-commits\)/m);
      repository.replace(statePath, "Completed 01-01, the mail is next", "Completed 01-03");
      const after = await readContext(repository);
      assert.not.match(after, "Stopped at");
      assert.match(after, /value that history contradicts|values that history contradict/);
    }));

  test("says what git is in the middle of", () =>
    withPlannedRepository(async (repository) => {
      await repository.commit("docs: one", { "x.txt": "1\n" });
      await repository.git(["checkout", "--quiet", "-b", "side", "HEAD~1"]);
      await repository.commit("docs: two", { "x.txt": "2\n" });
      await repository.git(["merge", "main"], { expectExit: 1 });
      assert.match(await readContext(repository), /^Under way {3}a merge: finish or abort it first$/m);
    }));

  test("stays out of the way of a session where there is no project, and says what it could not read", () =>
    withPlannedRepository(async (repository, sandbox) => {
      const args = ["resume", "--format", "session-start"];
      assert.equal(await sandbox.open("home").state(args), { exitCode: 0, stdout: "", stderr: "" });
      const bare = await sandbox.createRepository("bare");
      assert.equal(await bare.state(args), { exitCode: 0, stdout: "", stderr: "" });
      repository.write(".planning/planlink.yaml", "updat: x\n");
      assert.match(
        await readContext(repository),
        /could not read where the project stands: \.planning\/planlink\.yaml:1:1: unknown key "updat"/,
      );
      assert.is((await repository.state(["resume"])).exitCode, 2);
    }));

  test("hands text of the repository on as text: no control characters, no line of its own", () =>
    withPlannedRepository(async (repository) => {
      await repository.git(["commit", "--quiet", "--allow-empty", "-m", "feat(01-02): x \u001b[2J\u202e"]);
      repository.write("src/a\nIn flight   forged", "x\n");
      const context = await readContext(repository);
      assert.not.match(context, /[^\n\x20-\x7e·…]/);
      assert.is(context.match(/^In flight/gm)?.length, 1);
    }));
});
