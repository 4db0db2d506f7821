import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import type { Sandbox } from "../support/git-sandbox.ts";
import { rewriteHistory } from "../support/rewritten-history.ts";
import { statePath, withPlannedRepository, type PlannedRepository } from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";

const ledgerPath = ".planning/planlink.ledger.yaml";
const summaryPath = ".planning/phases/01-alpha/01-02-SUMMARY.md";

interface Relinked {
  readonly document: string;
  readonly line: number;
  readonly column: number;
  readonly from: string;
  readonly to: string;
  readonly planId: string | null;
  readonly evidence: readonly string[];
  readonly confidence: string;
}

interface RelinkJson {
  readonly schema: string;
  readonly applied: boolean;
  readonly relinked: readonly Relinked[];
  readonly unresolved: readonly {
    readonly text: string;
    readonly reason: string;
    readonly candidates: readonly string[];
  }[];
  readonly findings: readonly { readonly code: string }[];
}

async function relink(repository: PlannedRepository, ...args: readonly string[]): Promise<RelinkJson> {
  const { stdout, stderr, exitCode } = await repository.state(["relink", "--json", ...args]);
  assert.is(exitCode, 0, stdout + stderr);
  return JSON.parse(stdout) as RelinkJson;
}

function cite(repository: PlannedRepository, ...lines: readonly string[]): void {
  repository.replace(statePath, "- Keep the text", `${lines.join("\n")}\n- Keep the text`);
}

/** The work of plan 01-02: three tasks, each with a commit of its own, on the branch that is checked out. */
async function workOn(repository: PlannedRepository): Promise<readonly string[]> {
  const oids: string[] = [];
  for (const [type, subject, file] of [
    ["feat", "wind the clock", "clock.ts"],
    ["test", "measure the tides", "tides.test.ts"],
    ["fix", "oil the lamp", "lamp.ts"],
  ] as const) {
    oids.push(await repository.commit(`${type}(01-02): ${subject}`, { [`src/${file}`]: `${subject}\n` }));
  }
  return oids;
}

function summaryOf(oids: readonly string[]): string {
  const titles = ["Wind the clock", "Measure the tides", "Oil the lamp"];
  const tasks = oids.map(
    (oid, index) => `${index + 1}. **Task ${index + 1}: ${titles[index]}** - \`${oid.slice(0, 7)}\``,
  );
  return `---\nphase: 01-02\nduration: 6min\n---\n\n# Phase 01 Plan 02: Clock Summary\n\n## Task Commits\n\n${tasks.join("\n")}\n`;
}

/** STATE.md and the SUMMARY of 01-02 as they cite the commits, on disk. */
function writeCitations(repository: PlannedRepository, oids: readonly string[]): void {
  repository.write(summaryPath, summaryOf(oids));
  cite(repository, `- 01-02 is complete: 3 commits (${oids.map((oid) => oid.slice(0, 8)).join(", ")})`);
}

/** What STATE.md cites in the line about 01-02. */
function citedIn(text: string): readonly string[] {
  return /3 commits \(([^)]*)\)/.exec(text)?.[1]?.split(", ") ?? [];
}

async function dropOldObjects(repository: PlannedRepository): Promise<void> {
  await repository.git(["reflog", "expire", "--expire=now", "--all"]);
  await repository.git(["gc", "--quiet", "--prune=now"]);
}

suite("relinking after history was rewritten", (test) => {
  const rewritten = (
    body: (repository: PlannedRepository, oids: readonly string[], truth: ReadonlyMap<string, string>) => Promise<void>,
  ) =>
    withPlannedRepository(async (repository) => {
      const oids = await workOn(repository);
      writeCitations(repository, oids);
      assert.is((await repository.state(["sync"])).exitCode, 0);
      await repository.commit("docs(01-02): complete clock plan");
      const truth = await rewriteHistory(repository);
      await dropOldObjects(repository);
      await body(repository, oids, truth);
    });

  test("the ledger finds every commit again, exactly", () =>
    rewritten(async (repository, oids, truth) => {
      const outcome = await relink(repository, "--all");
      assert.equal(
        outcome.relinked.map(({ to, confidence }) => [to, confidence]),
        [...oids, ...oids].map((oid) => [truth.get(oid), "exact"]),
      );
      assert.is(outcome.applied, true);
      assert.equal(outcome.unresolved, []);
      assert.equal(
        citedIn(repository.readText(statePath)),
        oids.map((oid) => truth.get(oid)?.slice(0, 8)),
      );
      assert.match(repository.readText(ledgerPath), `"oid":"${truth.get(oids[0] ?? "")}"`);
      assert.match(repository.readText(ledgerPath), `"was":["${oids[0]}"]`);
      const verify = await repository.state(["verify-commits", "--all"]);
      assert.is(verify.exitCode, 0, verify.stdout);
      assert.equal((await relink(repository, "--all")).relinked, []);
    }));

  test("without a ledger the documents tell, with evidence, and only tokens change", () =>
    rewritten(async (repository, oids, truth) => {
      await repository.git(["rm", "--quiet", "-f", ledgerPath]);
      const before = repository.readText(statePath);
      const dry = await relink(repository, "--dry-run");
      assert.is(dry.applied, false);
      assert.is(repository.readText(statePath), before);
      assert.equal(
        dry.relinked.map(({ to, confidence }) => [to, confidence]),
        oids.map((oid) => [truth.get(oid), "high"]),
      );
      assert.match(dry.relinked[0]?.evidence.join("; ") ?? "", "01-02-SUMMARY.md");
      await relink(repository);
      const expected = oids.reduce(
        (text, oid) => text.replaceAll(oid.slice(0, 8), (truth.get(oid) ?? "").slice(0, 8)),
        before,
      );
      assert.is(repository.readText(statePath), expected);
      assert.match(repository.readText(summaryPath), oids[0]?.slice(0, 7) ?? "?");
    }));

  test("a row of a quick task is told by its own SUMMARY and by messages, though no commit carries its tag", () =>
    withPlannedRepository(async (repository) => {
      const amber = await repository.commit("feat(theme): add amber trio", {
        "src/light.ts": "1\n",
        "src/dark.ts": "1\n",
      });
      const chain = await repository.commit("feat(theme): register it", {
        "src/types.ts": "1\n",
        "src/store.ts": "1\n",
      });
      const pages = await repository.commit("refactor(pages): sort constants of lists", { "src/pages.ts": "1\n" });
      const folder = ".planning/quick/260817-ucz-palette";
      repository.write(
        `${folder}/260817-ucz-SUMMARY.md`,
        `# 主题\n\n### 任务 1: 三件套 (commit ${amber.slice(0, 7)})\n\n- \`light.ts\`\n- \`dark.ts\`\n\n### 任务 2: 注册 (commit ${chain.slice(0, 7)})\n\n- \`types.ts\`\n- \`store.ts\`\n`,
      );
      cite(
        repository,
        "### Quick Tasks Completed",
        "",
        "| # | Description | Date | Commit | Directory |",
        "|---|---|---|---|---|",
        `| 260817-ucz | 主题 | 2026-08-17 | ${amber.slice(0, 7)} / ${chain.slice(0, 7)} | [dir](./quick/260817-ucz-palette/) |`,
        `| 260818-wux | 常量 | 2026-08-18 | ${pages.slice(0, 7)} | [dir](./quick/260818-wux-pages/) |`,
        "",
      );
      await repository.commit(
        `docs(quick): record two tasks\n\nThe work is refactor(pages): sort constants of lists, commit ${pages.slice(0, 7)}.`,
      );
      const truth = await rewriteHistory(repository);
      await repository.git(["rm", "--quiet", "-f", "--ignore-unmatch", ledgerPath]);
      await dropOldObjects(repository);
      const { relinked } = await relink(repository, "--dry-run");
      assert.equal(
        relinked.map(({ to, confidence }) => [to, confidence]),
        [amber, chain, pages].map((oid) => [truth.get(oid), "high"]),
      );
    }));

  test("verify-commits shows what references were, and --fix relinks them", () =>
    rewritten(async (repository, oids, truth) => {
      const verify = await repository.state(["verify-commits"]);
      assert.is(verify.exitCode, 1);
      assert.match(verify.stdout, `missing   was ${truth.get(oids[0] ?? "")?.slice(0, 7)} feat(01-02): wind the clock`);
      assert.match(verify.stdout, /3 can be relinked with certainty: {3}state relink\n/);
      const fix = await repository.state(["verify-commits", "--fix"]);
      assert.is(fix.exitCode, 0, fix.stdout);
      assert.match(fix.stdout, "3 references relinked");
      assert.equal(
        citedIn(repository.readText(statePath)),
        oids.map((oid) => truth.get(oid)?.slice(0, 8)),
      );
    }));

  test("a number that only the ledger knows as a commit, a link and a full oid follow too", () =>
    withPlannedRepository(async (repository) => {
      const [work = ""] = await workOn(repository);
      const digits = "1234567890".repeat(4);
      repository.write(
        ledgerPath,
        `version: 1\ncommits:\n- {"oid":"${digits}","at":"2026-01-05T09:00:00+00:00","subject":"feat(01-02): wind the clock"}\n`,
      );
      cite(
        repository,
        `- See 12345678 for it`,
        `- In full: commit ${digits}`,
        `- [12345678](https://example.org/commit/${digits})`,
      );
      const outcome = await relink(repository);
      assert.is(outcome.relinked.length, 3);
      const text = repository.readText(statePath);
      assert.match(text, `- See ${work.slice(0, 8)} for it`);
      assert.match(text, `- In full: commit ${work}\n`);
      assert.match(text, `- [${work.slice(0, 8)}](https://example.org/commit/${work})`);
    }));

  test("--min-confidence says how sure to be", () =>
    rewritten(async (repository) => {
      await repository.git(["rm", "--quiet", "-f", ledgerPath]);
      const exact = await relink(repository, "--min-confidence", "exact");
      assert.equal([exact.applied, exact.relinked, exact.unresolved.length], [false, [], 3]);
      assert.match(exact.unresolved[0]?.reason ?? "", "confidence high");
      const shown = await repository.state(["relink", "--min-confidence", "low", "--dry-run"]);
      assert.match(shown.stdout, /apply: state relink --min-confidence low\n/);
      const wrong = await repository.state(["relink", "--min-confidence", "sure"]);
      assert.is(wrong.exitCode, 2);
    }));

  test("a commit that lives on another branch is not replaced by one that sounds like it", () =>
    withPlannedRepository(async (repository) => {
      await repository.git(["checkout", "--quiet", "-b", "side"]);
      const [wound = ""] = await workOn(repository);
      await repository.git(["checkout", "--quiet", "--force", "main"]);
      await repository.commit("feat(01-02): wind the other clock", { "src/other.ts": "1\n" });
      cite(repository, `- 01-02: wind the clock (commit ${wound.slice(0, 8)})`);
      await repository.commit("docs: note");
      const { relinked, unresolved } = await relink(repository);
      assert.equal(relinked, []);
      assert.is(unresolved[0]?.text, wound.slice(0, 8));
    }));

  test("two commits that fit alike are named, not guessed", () =>
    withPlannedRepository(async (repository) => {
      await repository.commit("feat(01-02): step", { "src/a.ts": "1\n" });
      await repository.commit("feat(01-02): step", { "src/b.ts": "1\n" });
      cite(repository, "- 01-02 went well (commit 0badcafe)");
      await repository.commit("docs: note");
      const { relinked, unresolved } = await relink(repository);
      assert.equal(relinked, []);
      assert.is(unresolved[0]?.text, "0badcafe");
      assert.ok((unresolved[0]?.candidates.length ?? 0) !== 1, "one of two is no candidate");
    }));
});

suite("relinking after a plan's branch was merged", (test) => {
  /** Works on a branch, completes the plan there, and merges it in some way that makes new commits. */
  const merged = (
    merge: (repository: PlannedRepository, oids: readonly string[]) => Promise<void>,
    expected: (repository: PlannedRepository, oids: readonly string[]) => Promise<readonly string[]>,
    keepsObjects: boolean,
  ) =>
    withPlannedRepository(async (repository) => {
      await repository.git(["checkout", "--quiet", "-b", "plan"]);
      const oids = await workOn(repository);
      writeCitations(repository, oids);
      await repository.git(["add", "-A"]);
      await repository.git(["commit", "--quiet", "--no-verify", "-m", "docs(01-02): complete clock plan"]);
      await repository.git(["checkout", "--quiet", "main"]);
      await repository.git(["commit", "--quiet", "--allow-empty", "--no-verify", "-m", "chore: meanwhile"]);
      await merge(repository, oids);
      await repository.git(["branch", "--quiet", "-D", "plan"]);
      if (!keepsObjects) {
        await repository.run("rm", ["-rf", ".git/planlink"]);
        await dropOldObjects(repository);
      }
      await repository.state(["relink", "--all"]);
      const wanted = await expected(repository, oids);
      assert.equal(
        citedIn(repository.readText(statePath)),
        wanted.map((oid) => oid.slice(0, 8)),
      );
      const verify = await repository.state(["verify-commits", "--all"]);
      assert.is(verify.exitCode, 0, verify.stdout);
    });

  const squash =
    (message: (oids: readonly string[]) => string) =>
    async (repository: PlannedRepository, oids: readonly string[]) => {
      await repository.git(["merge", "--quiet", "--squash", "plan"]);
      await repository.git(["commit", "--quiet", "--no-verify", "--file=-"], { input: message(oids) });
    };
  const head = async (repository: PlannedRepository): Promise<string> => repository.git(["rev-parse", "HEAD"]);
  const allHead = async (repository: PlannedRepository, oids: readonly string[]) => {
    const oid = await head(repository);
    return oids.map(() => oid);
  };
  const bySubject = async (repository: PlannedRepository): Promise<readonly string[]> =>
    (await repository.git(["log", "--reverse", "--format=%H %s"]))
      .split("\n")
      .filter((line) => /^\S+ (?:feat|test|fix)\(01-02\)/.test(line))
      .map((line) => line.slice(0, 40));

  for (const keepsObjects of [true, false]) {
    const where = keepsObjects ? "where the old commits are still here" : "in a fresh clone";
    test(`git merge --squash lists them in its message, ${where}`, () =>
      merged(
        squash(
          (oids) =>
            `Squashed commit of the following:\n\n${oids.map((oid) => `commit ${oid}\nAuthor: A <a@b>\n\n    x\n`).join("\n")}`,
        ),
        allHead,
        keepsObjects,
      ));
    test(`a squash of GitHub's lists their headers, ${where}`, () =>
      merged(
        squash(
          () =>
            "Clock (#12)\n\n* feat(01-02): wind the clock\n\n* test(01-02): measure the tides\n\n* fix(01-02): oil the lamp\n\n* docs(01-02): complete clock plan\n",
        ),
        allHead,
        keepsObjects,
      ));
    test(`a squash of GitLab's has its title alone, ${where}`, () =>
      merged(
        squash(() => "Clock\n"),
        allHead,
        keepsObjects,
      ));
    test(`a rebase makes them anew, ${where}`, () =>
      merged(
        async (repository) => {
          await repository.git(["checkout", "--quiet", "plan"]);
          await repository.git(["-c", "core.hooksPath=/dev/null", "rebase", "--quiet", "--force-rebase", "main"]);
          await repository.git(["checkout", "--quiet", "-B", "main", "plan"]);
        },
        bySubject,
        keepsObjects,
      ));
    test(`cherry-picks make them anew, ${where}`, () =>
      merged(
        async (repository) => {
          await repository.git(["-c", "core.hooksPath=/dev/null", "cherry-pick", "main..plan"]);
        },
        bySubject,
        keepsObjects,
      ));
  }
});

suite("relinking by records, good and bad", (test) => {
  const withMap =
    (lines: (oids: readonly string[], fresh: readonly string[]) => readonly string[]) =>
    async (
      body: (outcome: RelinkJson, fresh: readonly string[], repository: PlannedRepository) => void | Promise<void>,
    ) =>
      withPlannedRepository(async (repository) => {
        const fresh = await workOn(repository);
        const old = ["a", "b", "c"].map((digit) => `${digit}${"1f0".repeat(13)}`);
        cite(repository, `- 3 commits (${old.map((oid) => oid.slice(0, 8)).join(", ")})`);
        mkdirSync(join(repository.directory, ".git/filter-repo"), { recursive: true });
        writeFileSync(join(repository.directory, ".git/filter-repo/commit-map"), lines(old, fresh).join("\n"));
        await body(await relink(repository, "--dry-run"), fresh, repository);
      });

  test("filter-repo's map is followed; lines that are garbage are told, dropped commits are said to be", () =>
    withMap((old, fresh) => [
      "old new",
      `${old[0]} ${fresh[0]}`,
      "garbage",
      `${old[1]} ${"0".repeat(40)}`,
      `${old[2]} ${fresh[2]} more`,
    ])((outcome, fresh) => {
      assert.equal(
        outcome.relinked.map(({ to, confidence }) => [to, confidence]),
        [[fresh[0], "exact"]],
      );
      assert.match(outcome.unresolved[0]?.reason ?? "", "dropped");
      assert.equal(
        outcome.findings.map(({ code }) => code),
        ["commit-map-damaged"],
      );
    }));

  test("rewrites that lead in a circle are told, and nothing moves", () =>
    withMap((old) => [`${old[0]} ${old[1]}`, `${old[1]} ${old[0]}`])((outcome) => {
      assert.equal(outcome.relinked, []);
      assert.ok(outcome.findings.some(({ code }) => code === "rewrite-cyclic"));
    }));

  test("a ledger of a newer version gives evidence and stays as it is; a damaged one gives what it can", () =>
    withPlannedRepository(async (repository) => {
      const [work] = await workOn(repository);
      const lost = "abc0".repeat(10);
      cite(repository, "- Wound in commit abc0abc0");
      const line = `- {"oid":"${lost}","at":"2026-01-05T09:00:00+00:00","subject":"feat(01-02): wind the clock"}`;
      const newer = `version: 9\ncommits:\n${line}\n`;
      repository.write(ledgerPath, newer);
      const outcome = await relink(repository);
      assert.is(outcome.relinked[0]?.to, work);
      assert.equal(
        outcome.findings.map(({ code }) => code),
        ["ledger-newer"],
      );
      assert.is(repository.readText(ledgerPath), newer);
      cite(repository, "- And again in commit abc0abc0");
      repository.write(ledgerPath, `version: 1\ncommits:\n${line.slice(0, -3)}\n{{{\n`);
      const damaged = await relink(repository);
      assert.ok(damaged.findings.some(({ code }) => code === "ledger-damaged"));
      assert.is(damaged.relinked[0]?.to, work);
    }));

  test("a document with conflict markers is left alone", () =>
    withPlannedRepository(async (repository) => {
      cite(repository, "<<<<<<< ours", "- commit 0badcafe", "=======", "- commit 0badcaff", ">>>>>>> theirs");
      const before = repository.readText(statePath);
      const outcome = await relink(repository);
      assert.equal([outcome.relinked, outcome.applied], [[], false]);
      assert.is(repository.readText(statePath), before);
    }));

  test("where nothing is dead nothing is looked for", () =>
    withPlannedRepository(async (repository, sandbox: Sandbox) => {
      const [work = ""] = await workOn(repository);
      cite(repository, `- Wound in ${work.slice(0, 8)}`);
      const trace = join(sandbox.directory, "trace");
      appendFileSync(trace, "");
      const { stdout } = await repository.state(["relink"], { env: { GIT_TRACE: trace } });
      assert.match(stdout, "no dead reference");
      const { stdout: commands } = await repository.run("grep", ["-c", "built-in: git log", trace]);
      assert.is(commands.trim(), "0");
    }));
});
