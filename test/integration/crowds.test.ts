import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { readChecked } from "../../src/files/cache-file.ts";
import { fetchGsdBuild, type GsdBuild } from "../support/gsd-builds.ts";
import {
  openPlanned,
  type PlannedRepository,
  statePath,
  withPlannedRepository,
} from "../support/planned-repository.ts";
import type { Sandbox } from "../support/git-sandbox.ts";
import { suite } from "../support/suite.ts";
import { findLeftovers } from "./fault-scenarios.ts";

/** `PLANLINK_TEST_CROWD_SECONDS=600` is the long run. */
const seconds = Number(process.env["PLANLINK_TEST_CROWD_SECONDS"] ?? 20);
const workTrees = 8;
const committersEach = 2;

/** These read, change and write STATE.md under its lock; older ones lose each other's updates by themselves. */
const builds = ["@opengsd/gsd-core@1.6.1", "@opengsd/gsd-core@1.14.0"].flatMap((name) => fetchGsdBuild(name) ?? []);

/** What git says when several of its own processes want one file. */
const gitsOwn =
  /index\.lock|cannot lock ref|Another git process|unable to write new_index|unable to create temporary|next-index-/i;

const plans = ["01-02", "01-03", "02-01", "02-02", "02-03"];

interface Counts {
  commits: number;
  completions: number;
  verbs: number;
  retries: number;
  /** Refreshes that were left to the next commit, since another program was quicker. */
  left: number;
}

/** One work tree, and what must be in its STATE.md at the end. */
interface Stage {
  readonly repository: PlannedRepository;
  readonly words: Set<string>;
  readonly rows: Set<string>;
  completed: number;
}

async function commit(stage: Stage, args: readonly string[], at: string, counts: Counts): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const env = { GIT_AUTHOR_DATE: at, GIT_COMMITTER_DATE: at };
    const { exitCode, stdout, stderr } = await stage.repository.run("git", args, { env });
    if (exitCode === 0) {
      const foreign = stderr.split("\n").filter((line) => line !== "" && !/^ {2}/.test(line));
      for (const line of foreign) {
        if (/was changed by another program meanwhile|is locked by another program/.test(line)) counts.left += 1;
        else throw new Error(`git ${args.join(" ")} says:\n${stderr}`);
      }
      return;
    }
    // Git reads the index before it takes its lock: what another process adds in between is lost, hooks or none.
    if (stderr.includes("did not match any file(s) known to git"))
      await stage.repository.run("git", ["add", "--", ...args.slice(args.indexOf("--") + 1)]);
    else if (!gitsOwn.test(stderr)) throw new Error(`git ${args.join(" ")}: exit ${exitCode}\n${stdout}${stderr}`);
    counts.retries += 1;
    await new Promise((resolve) => {
      setTimeout(resolve, 20 + Math.random() * 60);
    });
  }
  throw new Error(`git ${args.join(" ")}: git did not get its lock`);
}

/** Times that go on, whatever the real clock does: minutes since a morning. */
function timeOf(minutes: number): string {
  return new Date(Date.parse("2026-01-05T09:00:00Z") + minutes * 60_000).toISOString();
}

async function commitWork(stage: Stage, name: string, until: number, counts: Counts): Promise<void> {
  for (let n = 1; Date.now() < until; n += 1) {
    const plan = plans[Math.min(stage.completed, plans.length - 1)] ?? "02-03";
    const path = `src/${plan}/${name}-${n}.txt`;
    stage.repository.write(path, `${n}\n`);
    await commit(stage, ["add", "--", path], timeOf(n), counts);
    await commit(stage, ["commit", "--quiet", "-m", `feat(${plan}): add ${name} ${n}`, "--", path], timeOf(n), counts);
    counts.commits += 1;
    if (n % 12 === 0 && name === "a" && stage.completed < plans.length - 1) {
      const summary = stage.repository.writeSummary(plan);
      await commit(stage, ["add", "--", summary], timeOf(n), counts);
      const message = `docs(${plan}): complete title of ${plan} plan`;
      await commit(
        stage,
        ["commit", "--quiet", "-m", message, "--", summary, statePath, ".planning/ROADMAP.md"],
        timeOf(n),
        counts,
      );
      stage.completed += 1;
      counts.completions += 1;
    }
  }
}

async function useGsd(stage: Stage, build: GsdBuild, until: number, counts: Counts): Promise<void> {
  for (let n = 1; Date.now() < until; n += 1) {
    const word = `word${n}of${build.name.replaceAll(/\W/g, "")}`;
    const plan = plans[stage.completed % plans.length] ?? "01-02";
    const [phase = "", number = ""] = plan.split("-");
    const args =
      n % 3 === 0
        ? ["record-metric", "--phase", phase, "--plan", number, "--duration", "7min", "--tasks", "3", "--files", "2"]
        : n % 3 === 1
          ? ["add-decision", "--phase", phase, "--summary", `Decide on ${word}`]
          : ["add-blocker", "--text", `Blocked by ${word}`];
    const { exitCode, stdout } = await stage.repository.run("node", [build.program, "state", ...args]);
    if (exitCode !== 0 || !/true/.test(stdout)) continue;
    counts.verbs += 1;
    if (args[0] === "record-metric") stage.rows.add(plan);
    else stage.words.add(word);
  }
}

function rowsOf(text: string, plan: string): number {
  const [phase = "", number = ""] = plan.split("-");
  return text.match(new RegExp(`^\\| Phase ${phase}\\S* P${number} \\|`, "gm"))?.length ?? 0;
}

/** Every file of the cache is whole. */
function requireWholeCaches(commonDirectory: string): number {
  const directory = join(commonDirectory, "planlink", "cache");
  const names = existsSync(directory) ? readdirSync(directory) : [];
  for (const name of names.filter((each) => /^(?:history|references|figures)-/.test(each)))
    assert.ok(readChecked(readFileSync(join(directory, name))), `${name} is damaged`);
  return names.length;
}

async function requireNothingLost(stage: Stage): Promise<void> {
  const { repository, words, rows } = stage;
  const text = repository.readText(statePath);
  for (const word of words) assert.ok(text.includes(word), `${repository.directory} lost ${word}\n${text}`);
  for (const plan of rows)
    assert.ok(rowsOf(text, plan) > 0, `${repository.directory} lost the row of ${plan}\n${text}`);
  const sync = await repository.state(["sync"]);
  assert.is(sync.exitCode, 0, sync.stderr);
  const synced = repository.readText(statePath);
  for (const word of words) assert.ok(synced.includes(word), `sync lost ${word}`);
  for (const plan of rows) assert.is(rowsOf(synced, plan), 1, `${plan} has one row`);
  assert.equal(findLeftovers(repository.directory), []);
  // Answers from caches that a crowd has filled are those of a program that has none.
  const withCaches = await repository.state(["metrics", "--json"]);
  const common = await repository.git(["rev-parse", "--path-format=absolute", "--git-common-dir"]);
  rmSync(join(common, "planlink", "cache"), { recursive: true, force: true });
  const withoutCaches = await repository.state(["metrics", "--json"]);
  assert.is(withCaches.stdout, withoutCaches.stdout);
  assert.is((await repository.state(["sync", "--check"])).exitCode, 0);
}

async function gather(main: PlannedRepository, sandbox: Sandbox): Promise<void> {
  const counts: Counts = { commits: 0, completions: 0, verbs: 0, retries: 0, left: 0 };
  const before = Number(await main.git(["rev-list", "--count", "HEAD"]));
  const stages: Stage[] = [];
  for (let index = 0; index < workTrees; index += 1) {
    await main.git(["worktree", "add", "--quiet", "-b", `team-${index}`, `../team-${index}`]);
    stages.push({ repository: openPlanned(sandbox, `team-${index}`), words: new Set(), rows: new Set(), completed: 0 });
  }
  const until = Date.now() + seconds * 1000;
  const everybody = stages.flatMap((stage, index) => {
    const names = Array.from({ length: committersEach }, (_, each) => String.fromCodePoint(97 + each));
    const build = builds[index % Math.max(1, builds.length)];
    return [
      ...names.map((name) => commitWork(stage, name, until, counts)),
      ...(build === undefined ? [] : [useGsd(stage, build, until, counts)]),
    ];
  });
  // All are waited for: what runs on would write into a folder that is being removed.
  const ends = await Promise.allSettled(everybody);
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  const files = requireWholeCaches(join(main.directory, ".git"));
  for (const stage of stages) await requireNothingLost(stage);
  let made = 0;
  for (let index = 0; index < workTrees; index += 1)
    made += Number(await main.git(["rev-list", "--count", `team-${index}`])) - before;
  assert.is(made, counts.commits + counts.completions, "every commit is in its branch");
  await main.git(["fsck", "--no-dangling"]);
  const { commits, completions, verbs, retries, left } = counts;
  process.stderr.write(
    `${commits} commits of work, ${completions} of completion and ${verbs} verbs of GSD in ${workTrees} work trees in ${seconds} s; git's own locks: ${retries} times; left to the next commit: ${left}; ${files} files of the cache whole\n`,
  );
  assert.ok(commits > 0);
}

suite("a crowd", (test) => {
  test(`${workTrees * committersEach} committers in ${workTrees} work trees, and GSD's verbs meanwhile, lose nothing`, () =>
    withPlannedRepository(gather));
  if (builds.length === 0) test.skip("GSD's verbs meanwhile", "GSD's packages cannot be fetched");
});
