import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { type PlannedRepository, statePath, withPlannedRepository } from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";

/** Makes many commits in one process and returns their oids. */
async function importCommits(repository: PlannedRepository, count: number): Promise<readonly string[]> {
  const stream = Array.from({ length: count }, (_, index) => {
    const message = `feat(01-02): import ${index}`;
    const parent = index === 0 ? "from refs/heads/main^0\n" : "";
    return `commit refs/heads/main\ncommitter C <c@example.org> ${1_767_600_000 + index * 60} +0000\ndata ${message.length}\n${message}\n${parent}M 100644 inline src/${index}.txt\ndata 1\nx\n`;
  });
  await repository.git(["fast-import", "--quiet"], { input: stream.join("") });
  await repository.git(["reset", "--quiet", "--hard"]);
  return (await repository.git(["rev-list", "HEAD"])).split("\n");
}

/** The git commands that `state` starts, without those that git starts itself; sorted, as some run at the same time. */
async function tracedCommands(repository: PlannedRepository, args: readonly string[]): Promise<readonly string[]> {
  const path = join(repository.directory, "../trace");
  await repository.state(args, { env: { GIT_TRACE: path } });
  // What is kept may leave git with nothing to do.
  const trace = existsSync(path) ? readFileSync(path, "utf8") : "";
  rmSync(path, { force: true });
  return [...trace.matchAll(/ trace: built-in: git (\S+)/g)].map((match) => match[1] ?? "").sort();
}

suite("what is known of history is kept", (test) => {
  test("a second check reads no commit but those that the document names", () =>
    withPlannedRepository(async (repository) => {
      await importCommits(repository, 20);
      const readsHistory = (commands: readonly string[]): boolean =>
        commands.includes("diff-tree") || commands.filter((command) => command === "log").length > 1;
      assert.ok(readsHistory(await tracedCommands(repository, ["check"])));
      assert.not.ok(readsHistory(await tracedCommands(repository, ["check"])));
      assert.equal(await tracedCommands(repository, ["sync", "--check"]), []);
      await repository.git(["commit", "--quiet", "--allow-empty", "-m", "chore: nothing"], { env: { PLANLINK: "0" } });
      const commands = await tracedCommands(repository, ["check"]);
      assert.not.ok(commands.includes("diff-tree"), commands.join(" "));
      assert.not.ok(readsHistory(await tracedCommands(repository, ["sync", "--check"])));
    }));
});

suite("git processes do not grow with the number of references", (test) => {
  test("verify-commits and check start as many for 5 as for 500", () =>
    withPlannedRepository(async (repository) => {
      const oids = await importCommits(repository, 500);
      const base = repository.readText(statePath);
      const counts: Record<string, readonly string[]>[] = [];
      for (const count of [5, 500]) {
        const dead = Array.from({ length: count }, (_, index) => `dead${String(index).padStart(6, "0")}`);
        const lines = oids
          .slice(0, count)
          .map((oid, index) => `- Done in commit ${oid.slice(0, 10)} after commit ${dead[index]}`);
        repository.write(
          statePath,
          base.replace("- Keep the text", () => `${lines.join("\n")}\n- Keep the text`),
        );
        // What is kept would make the second count smaller.
        const forget = (): void =>
          rmSync(join(repository.directory, ".git/planlink/cache"), { recursive: true, force: true });
        forget();
        const { stdout } = await repository.state(["verify-commits", "--json"]);
        const { summary } = JSON.parse(stdout) as { summary: Record<string, number> };
        assert.is(summary["reachable"], count);
        assert.is(summary["missing"], count);
        forget();
        const verify = await tracedCommands(repository, ["verify-commits"]);
        forget();
        counts.push({ verify, check: await tracedCommands(repository, ["check"]) });
      }
      assert.equal(counts[0], counts[1]);
      assert.ok((counts[0]?.["verify"]?.length ?? 0) > 2, "git's trace was read");
    }));
});
