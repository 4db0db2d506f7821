import * as assert from "uvu/assert";
import { type Sandbox, type TestRepository, withSandbox } from "../support/git-sandbox.ts";
import { suite } from "../support/suite.ts";

/** STATE.md with everything that is kept, and nothing true of any work yet. */
function stateText(title: string): string {
  return [
    `# ${title}`,
    "",
    "## Performance Metrics",
    "",
    "**Velocity:**",
    "",
    "- Total plans completed: 0",
    "- Average duration: -",
    "- Total execution time: 0 hours",
    "",
    "**By Phase:**",
    "",
    "| Phase | Plans | Total | Avg/Plan |",
    "|-------|-------|-------|----------|",
    "| - | - | - | - |",
    "",
    "**Per-Plan Metrics:**",
    "",
    "| Plan | Duration | Tasks | Files |",
    "|------|----------|-------|-------|",
    "",
    "## Session Continuity",
    "",
    "**Last session:** 2026-01-01 08:00",
    "**Stopped at:** None",
    "**Resume file:** None",
    "",
  ].join("\n");
}

interface Layout {
  readonly repository: TestRepository;
  /** Makes a commit of a file outside planning, of its own. */
  readonly work: (header: string) => Promise<string>;
  readonly silently: (args: readonly string[]) => Promise<void>;
  readonly json: (...args: readonly string[]) => Promise<Record<string, unknown>>;
}

/** A repository with a STATE.md and the plans 01-01 and 01-02 in each of the directories, and the hooks installed. */
async function withLayout(
  directories: readonly string[],
  body: (layout: Layout, sandbox: Sandbox) => Promise<void>,
): Promise<void> {
  await withSandbox(async (sandbox) => {
    const repository = await sandbox.createRepository();
    const files = Object.fromEntries(
      directories.flatMap((directory) => [
        [`${directory}/STATE.md`, stateText(directory)],
        [`${directory}/ROADMAP.md`, "# Roadmap\n\n- [ ] **Phase 1: Start**\n"],
        [`${directory}/phases/01-start/01-01-PLAN.md`, "# Plan 1\n"],
        [`${directory}/phases/01-start/01-02-PLAN.md`, "# Plan 2\n"],
      ]),
    );
    await repository.commit("docs: plan it", { ...files, "README.md": "hello\n" });
    let number = 0;
    const silently = async (args: readonly string[]): Promise<void> => {
      const { exitCode, stdout, stderr } = await repository.run("git", args);
      if (exitCode !== 0 || stdout !== "" || stderr !== "")
        throw new Error(`git ${args.join(" ")}: ${exitCode}\n${stdout}${stderr}`);
    };
    const installed = await repository.state(["init"]);
    if (installed.exitCode !== 0) throw new Error(installed.stderr);
    await repository.git(["add", "--all"]);
    await repository.git(["commit", "--quiet", "-m", "chore: set up"], { env: { PLANLINK: "0" } });
    await body(
      {
        repository,
        silently,
        work: async (header) => {
          number += 1;
          repository.write(`src/${number}.ts`, `export const value = ${number};\n`);
          await repository.git(["add", "--", `src/${number}.ts`]);
          await silently(["commit", "--quiet", "-m", header]);
          return repository.git(["rev-parse", "HEAD"]);
        },
        json: async (...args) => {
          const { stdout, stderr } = await repository.state([...args, "--json"]);
          if (stdout === "") throw new Error(stderr);
          const answer: unknown = JSON.parse(stdout);
          return Object.fromEntries(Object.entries(answer ?? {}));
        },
      },
      sandbox,
    );
  });
}

interface LoggedPlan {
  readonly planId: string;
  readonly directory?: string;
  readonly commits: readonly { readonly oid: string }[];
}

async function readPlans({ json }: Layout, ...args: readonly string[]): Promise<readonly LoggedPlan[]> {
  return (await json("log", ...args))["plans"] as readonly LoggedPlan[];
}

/** What the hooks write into a STATE.md after work on one of its plans. */
const written = "**Last session:** 2026-01-05";

const [player, crm] = [".planning/workstreams/player", ".planning/workstreams/crm"];

async function summarize(
  { repository, silently }: Layout,
  directory: string,
  plan: string,
  tag: string,
): Promise<void> {
  const path = `${directory}/phases/01-start/${plan}-SUMMARY.md`;
  repository.write(path, `# Phase 1 Plan ${plan}: Done\n\n**Duration:** 7 min\n`);
  await repository.git(["add", "--", path]);
  await silently(["commit", "--quiet", "-m", `docs(${tag}): complete plan`, "--", directory]);
}

suite("workstreams", (test) => {
  test("each has its own plans: a name before the id tells which, and hooks keep that STATE.md alone", () =>
    withLayout([player, crm], async (layout) => {
      const { repository, work } = layout;
      const before = repository.readText(`${crm}/STATE.md`);
      const first = await work("feat(player/01-01): begin");
      assert.match(repository.readText(`${player}/STATE.md`), written);
      assert.is(repository.readText(`${crm}/STATE.md`), before);
      await summarize(layout, player, "01-01", "player/01-01");
      assert.match(repository.readText(`${player}/STATE.md`), "| Phase 01 P01 | 7min |");
      assert.match(repository.readText(`${player}/STATE.md`), "**Stopped at:** Completed 01-01");
      assert.is(repository.readText(`${crm}/STATE.md`), before);
      assert.is(await repository.git(["status", "--porcelain"]), "");
      const second = await work("feat(ws-crm/01-01): the other one");
      const plans = await readPlans(layout);
      const oids = (directory: string): readonly string[] =>
        plans
          .filter((plan) => plan.directory === directory && plan.planId === "1-01")
          .flatMap(({ commits }) => commits.map(({ oid }) => oid));
      assert.ok(oids(player).includes(first) && !oids(player).includes(second));
      assert.equal(oids(crm), [second]);
      const [onlyCrm] = await readPlans(layout, "--workstream", "crm");
      assert.equal([onlyCrm?.planId, onlyCrm?.commits.map(({ oid }) => oid)], ["1-01", [second]]);
      const inside = await readPlans(layout, "--cwd", `${repository.directory}/${crm}`);
      assert.is(inside.length, 2);
    }));

  test("without a name the documents that a commit changes tell, then the SUMMARY that names it", () =>
    withLayout([player, crm], async (layout) => {
      const { repository, silently } = layout;
      repository.write("src/open.ts", "export {};\n");
      await repository.git(["add", "--", "src/open.ts"]);
      const doubtful = await repository.run("git", ["commit", "--quiet", "-m", "feat(01-01): whose is it"]);
      assert.is(doubtful.exitCode, 0);
      assert.match(doubtful.stderr, "may mean plan 01-01 of crm or of player");
      const open = await repository.git(["rev-parse", "HEAD"]);
      repository.write("src/both.ts", "export {};\n");
      repository.write(`${crm}/phases/01-start/01-01-NOTES.md`, "a note\n");
      await repository.git(["add", "--all"]);
      await silently(["commit", "--quiet", "-m", "feat(01-01): with a note"]);
      const noted = await repository.git(["rev-parse", "HEAD"]);
      const oidsOf = async (directory: string): Promise<readonly string[]> =>
        (await readPlans(layout)).flatMap((plan) =>
          plan.directory === directory ? plan.commits.map(({ oid }) => oid) : [],
        );
      assert.equal(await oidsOf(crm), [noted]);
      assert.equal(await oidsOf(player), []);
      const ambiguous = (await layout.json("check"))["findings"] as readonly { readonly code: string }[];
      assert.is(ambiguous.filter(({ code }) => code === "plan-ambiguous").length, 1, "once, not of each that has it");
      const path = `${player}/phases/01-start/01-01-SUMMARY.md`;
      repository.write(path, `# Done\n\n1. **Task 1** - \`${open.slice(0, 7)}\` (feat)\n`);
      await repository.git(["add", "--", path]);
      await silently(["commit", "--quiet", "-m", "docs(01-01): complete plan", "--", path]);
      assert.ok((await oidsOf(player)).includes(open));
      assert.match(repository.readText(`${player}/STATE.md`), "**Stopped at:** Completed 01-01");
      const after = (await layout.json("check"))["findings"] as readonly { readonly code: string }[];
      assert.not.ok(after.some(({ code }) => code === "plan-ambiguous"));
    }));

  test("a number that one of them alone has needs no name; one that none has is refused", () =>
    withLayout([player, crm], async (layout) => {
      const { repository, work, silently } = layout;
      await repository.commit("docs: plan more", { [`${crm}/phases/02-more/02-01-PLAN.md`]: "# Plan\n" });
      const oid = await work("feat(02-01): only there");
      const plans = await readPlans(layout);
      assert.equal(
        plans.filter(({ commits }) => commits.some((commit) => commit.oid === oid)).map(({ directory }) => directory),
        [crm],
      );
      const refused = await repository.run("git", ["commit", "--allow-empty", "-m", "feat(player/01-09): no such"]);
      assert.is(refused.exitCode, 1);
      assert.match(refused.stderr, "01-09");
      assert.is((await repository.run("git", ["commit", "--allow-empty", "-m", "feat(02-07): no"])).exitCode, 1);
      await silently(["commit", "--quiet", "--allow-empty", "-m", "feat(services/api): an area"]);
    }));

  test("sync, check and verify-commits answer for all of them, or for one", () =>
    withLayout([".planning", player], async (layout) => {
      const { repository, work, json } = layout;
      const oid = await work("feat(player/01-01): begin");
      repository.write(`${player}/NOTES.md`, "x\n");
      const cite = (directory: string, hash: string): void => {
        const path = `${directory}/STATE.md`;
        repository.write(path, `${repository.readText(path)}\n## Notes\n\n- Done in commit ${hash}\n`);
      };
      cite(".planning", "abcd123");
      cite(player, oid.slice(0, 7));
      const verified = await json("verify-commits");
      const references = verified["references"] as readonly { readonly document: string; readonly status: string }[];
      assert.equal(
        references.map(({ document, status }) => [document, status]),
        [
          [".planning/STATE.md", "missing"],
          [`${player}/STATE.md`, "reachable"],
        ],
      );
      assert.is((verified["summary"] as { readonly references: number }).references, 2);
      const one = await json("verify-commits", "--workstream", "player");
      assert.is((one["summary"] as { readonly missing: number }).missing, 0);
      assert.is((await repository.state(["verify-commits", "--workstream", "player"])).exitCode, 0);
      assert.is((await repository.state(["verify-commits"])).exitCode, 1);
      const { stdout } = await repository.state(["verify-commits", "--format", "sarif"]);
      assert.match(stdout, '"uri": ".planning/STATE.md"');
      const synced = await json("sync", "--dry-run");
      const documents = synced["documents"] as readonly { readonly path: string }[];
      assert.equal(documents.map(({ path }) => path).toSorted(), [".planning/STATE.md", `${player}/STATE.md`]);
      const unknown = await repository.state(["show", "--workstream", "nobody"]);
      assert.is(unknown.exitCode, 2);
      assert.match(unknown.stderr, "known are .planning, player");
      const shown = await json("show");
      assert.is((shown["scopes"] as readonly unknown[]).length, 2);
      const resumed = await repository.state(["resume"]);
      assert.match(resumed.stdout, `── ${player}`);
    }));

  test("a push that makes one of them less true is stopped", () =>
    withLayout([player, crm], async ({ repository, silently }, sandbox) => {
      const remote = await sandbox.createRepository("upstream.git", { bare: true });
      await silently(["push", "--quiet", remote.directory, "main"]);
      await repository.git(["remote", "add", "origin", remote.directory]);
      await repository.git(["fetch", "--quiet", "origin"]);
      const path = `${crm}/STATE.md`;
      repository.write(path, `${repository.readText(path)}\n## Notes\n\n- Done in commit abcd123\n`);
      await silently(["commit", "--quiet", "-am", "docs: cite"]);
      const { exitCode, stderr } = await repository.run("git", ["push", "origin", "main"]);
      assert.is(exitCode, 1);
      assert.match(stderr, path);
    }));

  test("references follow an amend in each of them, and merges are regenerated by their own history", () =>
    withLayout([player, crm], async ({ repository, work, silently }) => {
      const oid = await work("feat(player/01-01): begin");
      for (const directory of [player, crm]) {
        const path = `${directory}/STATE.md`;
        repository.write(path, `${repository.readText(path)}\n## Notes\n\n- Done in commit ${oid.slice(0, 7)}\n`);
      }
      await repository.git(["commit", "--quiet", "--amend", "-m", "feat(player/01-01): begin better"]);
      const amended = (await repository.git(["rev-parse", "HEAD"])).slice(0, 7);
      assert.match(repository.readText(`${player}/STATE.md`), `commit ${amended}`);
      assert.match(repository.readText(`${crm}/STATE.md`), `commit ${amended}`);
      await repository.git(["add", "--all"]);
      await silently(["commit", "--quiet", "-m", "docs: cite"]);
      await repository.git(["checkout", "--quiet", "-b", "other"]);
      await work("feat(player/01-02): on a branch");
      await repository.git(["add", "--all"]);
      await silently(["commit", "--quiet", "-m", "docs(player/01-02): note"]);
      await repository.git(["checkout", "--quiet", "main"]);
      await work("feat(player/01-01): on main");
      await repository.git(["add", "--all"]);
      await silently(["commit", "--quiet", "-m", "docs(player/01-01): note"]);
      await repository.git(["merge", "--quiet", "--no-edit", "other"]);
      assert.is(await repository.git(["status", "--porcelain"]), "");
      assert.match(repository.readText(`${player}/STATE.md`), written);
      assert.is(await repository.git(["rev-list", "--count", "--merges", "HEAD"]), "1");
    }));
});

suite("other layouts", (test) => {
  test("projects of a planning directory, with workstreams of their own", () =>
    withLayout([".planning/web", ".planning/api", ".planning/web/workstreams/login"], async (layout) => {
      const { repository, work } = layout;
      await work("feat(web/01-01): of the project");
      assert.match(repository.readText(".planning/web/STATE.md"), written);
      await work("feat(login/01-02): of its workstream");
      assert.match(repository.readText(".planning/web/workstreams/login/STATE.md"), written);
      assert.match(repository.readText(".planning/api/STATE.md"), "**Stopped at:** None");
    }));

  test("a planning directory in each of several folders, found without a setting", () =>
    withLayout(["apps/web/.planning", "apps/api/.planning"], async (layout) => {
      const { repository, work, json } = layout;
      await work("feat(web/01-01): there");
      assert.match(repository.readText("apps/web/.planning/STATE.md"), written);
      assert.match(repository.readText("apps/api/.planning/STATE.md"), "**Stopped at:** None");
      assert.match(repository.readText(".gitattributes"), "apps/api/.planning/STATE.md merge=planlink");
      assert.is((await readPlans(layout)).length, 4);
      assert.is(
        ((await json("log", "--cwd", `${repository.directory}/apps/api`))["plans"] as readonly unknown[]).length,
        2,
      );
    }));

  test("one planning directory in a folder, without a setting", () =>
    withLayout(["docs/.planning"], async ({ repository, work, json }) => {
      await work("feat(01-01): there");
      assert.match(repository.readText("docs/.planning/STATE.md"), written);
      assert.not.ok("scopes" in (await json("log")));
    }));

  test("one at the top and one in a folder", () =>
    withLayout([".planning", "tools/.planning"], async ({ repository, work, silently }) => {
      repository.write("tools/.planning/phases/01-start/01-01-NOTES.md", "note\n");
      repository.write("tools/a.ts", "export {};\n");
      await repository.git(["add", "--all"]);
      await silently(["commit", "--quiet", "-m", "feat(01-01): of the folder"]);
      assert.match(repository.readText("tools/.planning/STATE.md"), written);
      assert.match(repository.readText(".planning/STATE.md"), "**Stopped at:** None");
      await work("feat(tools/01-02): by its name");
      assert.match(repository.readText("tools/.planning/STATE.md"), written);
    }));
});

suite("tags in forms of a project's own", (test) => {
  test("are read by the hooks, and by every command", () =>
    withLayout([".planning"], async ({ repository, work, json }) => {
      repository.write(".planning/planlink.yaml", 'tags: ["[{phase}.{plan}] ", "{type}(P{phase}/{plan})"]\n');
      const oid = await work("[01.02] begin");
      assert.match(repository.readText(".planning/STATE.md"), written);
      const plans = (await json("log", "01-02"))["plans"] as readonly LoggedPlan[];
      assert.equal(
        plans.map(({ planId, commits }) => [planId, commits.map((commit) => commit.oid)]),
        [["1-02", [oid]]],
      );
      const refused = await repository.run("git", ["commit", "--allow-empty", "-m", "feat(P1/09): no such plan"]);
      assert.is(refused.exitCode, 1);
      assert.match(refused.stderr, "plan 01-09 does not exist");
      const [linted] = (await json("lint", "--range", "HEAD~1..HEAD"))["messages"] as readonly {
        readonly header: string;
        readonly tag: { readonly planIds: readonly string[] };
      }[];
      assert.equal([linted?.header, linted?.tag.planIds], ["[01.02] begin", ["1-02"]]);
      const doctor = await repository.state(["doctor", "--no-trial"]);
      assert.not.match(doctor.stdout, "differs");
      repository.write(".planning/planlink.yaml", 'tags: ["{phase}{plan}"]\n');
      const wrong = await repository.state(["log"]);
      assert.is(wrong.exitCode, 2);
      assert.match(wrong.stderr, ".planning/planlink.yaml:1:7: tags: ");
    }));
});
