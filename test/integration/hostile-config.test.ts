import * as assert from "uvu/assert";
import { allCommands, setTraps } from "../support/hostile-repository.ts";
import { statePath, withPlannedRepository, type PlannedRepository } from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";

/** What a person does with Git, one step a commit or another change of history. */
const steps: readonly (readonly (readonly string[])[])[] = [
  [
    ["add", "--", "src"],
    ["commit", "-q", "-m", "feat(01-02): one"],
  ],
  [["commit", "-q", "--allow-empty", "-m", "chore: nothing"]],
  [["commit", "-q", "--amend", "--allow-empty", "-m", "feat(01-02): two"]],
  [["commit", "-q", "-m", "docs(01): planning", "--", ".planning/PROJECT.md"]],
  [["commit", "-q", "-a", "--allow-empty", "-m", "fix(01-02): all"]],
  [
    ["switch", "-q", "-c", "side", "HEAD~2"],
    ["commit", "-q", "--allow-empty", "-m", "feat(01-03): side"],
    ["rebase", "-q", "main"],
  ],
  [
    ["switch", "-q", "main"],
    ["merge", "-q", "--no-ff", "--no-edit", "side"],
  ],
  [["push", "-q", "../remote.git", "main"]],
];

/** Which traps each step springs. */
async function walk(
  repository: PlannedRepository,
  env: Record<string, string>,
): Promise<readonly (readonly string[])[]> {
  const traps = await setTraps(repository);
  repository.write("src/a.txt", "a\n");
  repository.write(".planning/PROJECT.md", "# changed\n");
  const sprung: (readonly string[])[] = [];
  for (const step of steps) {
    for (const args of step) await repository.run("git", args, { env });
    sprung.push(traps.take());
  }
  return sprung;
}

suite("a hostile configuration", (test) => {
  test("makes no command run a program", () =>
    withPlannedRepository(async (repository) => {
      await repository.workCommit("01-02", 1);
      await repository.workCommit("01-02", 2);
      repository.replace(statePath, "- Keep the text", "- Commits `abcdef1` and (deadbe1, 1234567)\n- Keep the text");
      await repository.commit("docs: planning", {}, {});
      const traps = await setTraps(repository);
      // A work tree that the index has not seen yet: only so Git would ask a filter or a monitor.
      repository.write("README.md", "# changed\n");
      repository.write(".planning/PROJECT.md", "# changed\n");
      for (const args of allCommands) {
        const { stderr } = await repository.state(args);
        assert.not.match(stderr, /defect/);
        assert.equal(traps.take(), [], `state ${args.join(" ")}`);
      }
    }));

  test("makes no hook run a program that git does not run without it", async () => {
    const plain: { sprung?: readonly (readonly string[])[] } = {};
    await withPlannedRepository(async (repository) => {
      await repository.git(["init", "-q", "--bare", "../remote.git"]);
      plain.sprung = await walk(repository, { PLANLINK: "0" });
    });
    assert.ok((plain.sprung ?? []).flat().includes("filter.evil.clean"), "the traps work");
    await withPlannedRepository(async (repository) => {
      await repository.git(["init", "-q", "--bare", "../remote.git"]);
      (await walk(repository, {})).forEach((sprung, index) => {
        const more = sprung.filter((setting) => {
          // In which step git asks the filter about a file that has been written depends on how near in time the index was.
          const wanted = setting === "filter.evil.clean" ? plain.sprung?.flat() : plain.sprung?.[index];
          return wanted?.includes(setting) !== true;
        });
        assert.equal(more, [], JSON.stringify(steps[index]));
      });
    });
  });
});
