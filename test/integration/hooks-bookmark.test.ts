import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import * as assert from "uvu/assert";
import { type PlannedRepository, statePath, withPlannedRepository } from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";

const bookmark = ".git/planlink/bookmark";
const parts: readonly string[] = [bookmark, `${bookmark}-base`, `${bookmark}-told`];

/** What hooks leave that is not only there to be faster. */
function leftBy(repository: PlannedRepository): string {
  return [statePath, ".planning/planlink.ledger.yaml", ".git/planlink/written", ".git/planlink/own-text"]
    .map((path) => {
      const isThere = existsSync(join(repository.directory, path));
      return `--- ${path}\n${isThere ? repository.readText(path) : "absent"}`;
    })
    .join("\n");
}

/** The commits since all was looked at; `undefined` where the next one will be looked at as a whole. */
function countQuick(repository: PlannedRepository): number | undefined {
  const path = join(repository.directory, bookmark);
  if (!existsSync(path)) return undefined;
  const bytes = readFileSync(path);
  const kept = JSON.parse(bytes.toString("utf8", 0, bytes.length / 2)) as { readonly told: { readonly count: number } };
  return kept.told.count;
}

/** A repository in which something is done step by step. */
interface Story {
  readonly repository: PlannedRepository;
  /** Commits work on a plan, some minutes after the commit before. */
  readonly work: (plan: string, offset?: string) => Promise<void>;
  /** Takes note of what hooks have left. */
  readonly note: (name: string) => Promise<void>;
}

interface Told {
  readonly notes: readonly string[];
  /** How many steps went the quick way. */
  readonly quick: number;
}

/** Tells a story where the quick way is open, or where it never is. */
async function tell(isOpen: boolean, story: (story: Story) => Promise<void>): Promise<Told> {
  const notes: string[] = [];
  let quick = 0;
  await withPlannedRepository(async (repository) => {
    let minute = 0;
    let number = 0;
    const note: Story["note"] = async (name) => {
      const status = await repository.status();
      notes.push(`=== ${name}\n${status}\n${leftBy(repository)}`);
      quick += (countQuick(repository) ?? 0) > 0 ? 1 : 0;
      if (!isOpen) for (const part of parts) rmSync(join(repository.directory, part), { force: true });
      // What a hook has read must be older than what it is held against.
      await setTimeout(120);
    };
    const work: Story["work"] = async (plan, offset = "+00:00") => {
      minute += 7;
      number += 1;
      const at = new Date(Date.UTC(2026, 0, 6, 9, minute)).toISOString().slice(0, 19);
      await repository.workCommit(plan, number, `${at}${offset}`);
      await note(`work on ${plan} ${offset}`);
    };
    await setTimeout(120);
    await story({ repository, work, note });
  });
  return { notes, quick };
}

async function requireSame(atLeast: number, story: (story: Story) => Promise<void>): Promise<void> {
  const slow = await tell(false, story);
  const fast = await tell(true, story);
  assert.equal(fast.notes, slow.notes);
  assert.is(slow.quick, 0);
  assert.ok(fast.quick >= atLeast, `${fast.quick} steps went the quick way, ${atLeast} should have`);
}

suite("after a commit of work that STATE.md is marked for", (test) => {
  test("hooks leave what they leave without a bookmark: plans in turn, zones, untagged commits, completions", () =>
    requireSame(6, async ({ repository, work, note }) => {
      const { git } = repository;
      for (const plan of ["01-02", "01-02", "01-03", "01-02"]) await work(plan);
      await work("01-02", "+02:00");
      await work("01-03", "+02:00");
      await git(["commit", "--quiet", "--allow-empty", "-m", "chore: nothing of a plan"]);
      await note("untagged");
      await work("01-02", "+02:00");
      await git(["commit", "--quiet", "--allow-empty", "-m", "fix: of a plan all the same\n\nPlan: 01-03"]);
      await note("a tag in the body");
      await work("01-02", "-05:00");
      await work("02-01", "-05:00");
      await repository.completePlan("01-02", "paths", "2026-01-06T12:00:00-05:00");
      await note("completed");
      await work("01-03", "-05:00");
      await work("01-03", "-05:00");
      await git(["commit", "--quiet", "--allow-empty", "-m", "fix(01-02): of a completed plan"]);
      await note("completed plan");
      await work("01-03");
    }));

  test("or after a commit that completes a plan, also one that is made otherwise than it was begun", () =>
    requireSame(4, async ({ repository, work, note }) => {
      const { git } = repository;
      const date = (minute: number): { readonly env: Readonly<Record<string, string>> } => ({
        env: { GIT_AUTHOR_DATE: `2026-01-06T11:${minute}:00Z`, GIT_COMMITTER_DATE: `2026-01-06T11:${minute}:00Z` },
      });
      await work("01-02");
      await work("01-02");
      await repository.completePlan("01-02", "paths", "2026-01-06T10:30:00+00:00");
      await note("completed");
      await git(["commit", "--quiet", "--allow-empty", "-m", "chore: nothing of a plan"]);
      await work("01-03");
      await work("01-03");
      // Begun, and then committed with another document, before other work, or not at all.
      repository.write(".planning/phases/01-alpha/01-03-SUMMARY.md", "---\nduration: 11min\n---\n\n# Second\n");
      await git(["add", ".planning"]);
      await git(["commit", "--quiet", "-m", "feat(01-99): refused"], { expectExit: 1 });
      await note("refused");
      repository.write(".planning/ROADMAP.md", "# Roadmap\n");
      await git(["add", ".planning"]);
      await git(["commit", "--quiet", "-m", "docs(01-03): complete it", "--no-verify"], date(10));
      await note("another document");
      await work("02-01");
      await work("02-01");
      repository.write(".planning/phases/02-beta/02-01-SUMMARY.md", "---\nduration: 6min\n---\n\n# Third\n");
      await git(["add", ".planning"]);
      await git(["commit", "--quiet", "-m", "docs(02-01): complete it"], date(20));
      repository.replace(".planning/phases/02-beta/02-01-SUMMARY.md", "duration: 6min", "duration: 9min");
      await note("written once more at once");
      await work("02-02");
      await work("02-02");
      await git(["add", ".planning"]);
      repository.write(".planning/phases/02-beta/02-02-SUMMARY.md", "---\nduration: 6min\n---\n\n# Fourth\n");
      await git(["add", ".planning"]);
      await git(["commit", "--quiet", "-m", "docs(02-02): complete it"], date(30));
      await git(["commit", "--quiet", "--amend", "-m", "docs(02-02): complete it, amended"], date(31));
      await note("amended");
      await work("02-03");
    }));

  test("or when commits carry STATE.md along: with work, in part, alone, with what people wrote", () =>
    requireSame(7, async ({ repository, work, note }) => {
      const { git } = repository;
      let number = 0;
      const commitAll = async (message: string): Promise<void> => {
        number += 1;
        repository.write(`src/all-${number}.txt`, message);
        await git(["add", "--all"]);
        const date = `2026-01-06T10:${10 + number}:00Z`;
        await git(["commit", "--quiet", "-m", message], { env: { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date } });
        await note(`all: ${message}`);
      };
      await work("01-02");
      for (const plan of ["01-02", "01-03", "01-02"]) await commitAll(`feat(${plan}): with STATE.md`);
      await commitAll("chore: with STATE.md");
      await commitAll("feat(01-02): after it");
      await git(["add", statePath]);
      await git(["commit", "--quiet", "--no-verify", "-m", "feat(01-03): STATE.md alone"]);
      await note("alone");
      await commitAll("feat(01-03): once more");
      await commitAll("feat(01-03): and again");
      await git(["commit", "--quiet", "--amend", "--no-edit"]);
      await note("amended");
      await commitAll("feat(01-02): after an amend");
      await commitAll("feat(01-02): and one more");
      const own = repository.readText(statePath);
      repository.replace(statePath, "- Keep the text", "- Keep the word");
      await git(["add", statePath]);
      repository.write(statePath, own);
      await git(["commit", "--quiet", "--no-verify", "-m", "feat(01-02): with another text in the index"]);
      await note("in part");
      await commitAll("feat(01-02): the rest");
      repository.replace(statePath, "- Keep the text", "- Keep the sense");
      await commitAll("feat(01-02): with words");
      await commitAll("feat(01-02): and on");
      await repository.completePlan("01-02", "paths", "2026-01-06T12:00:00+00:00");
      await note("completed");
      await work("01-03");
    }));

  test("or when people and other programs write in between", () =>
    requireSame(4, async ({ repository, work, note }) => {
      const { git, directory } = repository;
      const summary = ".planning/phases/01-alpha/01-01-SUMMARY.md";
      await work("01-02");
      await work("01-02");
      repository.replace(statePath, "- Keep the text", "- Keep the word");
      await work("01-02");
      await work("01-02");
      repository.replace(statePath, "**Stopped at:**", "**Stopped at:** See Phase 1: ");
      await work("01-03");
      // As long as before, and as old.
      const { atime, mtime } = statSync(join(directory, summary));
      repository.replace(summary, "duration: 7min", "duration: 9min");
      utimesSync(join(directory, summary), atime, mtime);
      await work("01-03");
      await work("01-03");
      repository.write(".planning/phases/02-beta/02-04-PLAN.md", "# A plan\n");
      await work("01-03");
      mkdirSync(join(directory, ".planning/phases/03-gamma"));
      await work("01-03");
      repository.write(".planning/phases/03-gamma/03-01-SUMMARY.md", "---\nduration: 4min\n---\n\n# Found\n");
      await work("01-03");
      repository.write(".planning/phases/01-alpha/01-03-PLAN.md", '<task type="auto">\n</task>\n');
      await work("01-03");
      await work("01-03");
      repository.write(".planning/planlink.yaml", "position: true\n");
      await work("01-03");
      await work("01-03");
      rmSync(join(directory, ".planning/planlink.yaml"));
      await work("01-02");
      await work("01-02");
      await git(["checkout", "--quiet", "--", statePath]);
      await work("01-02");
      await note("end");
    }));

  test("or when history goes other ways", () =>
    requireSame(4, async ({ repository, work, note }) => {
      const { git } = repository;
      await work("01-02");
      await work("01-02");
      await git(["commit", "--quiet", "--amend", "-m", "feat(01-02): said otherwise"]);
      await note("amend");
      await work("01-02");
      await work("01-02");
      await git(["stash", "--quiet"]);
      await git(["switch", "--quiet", "-c", "side", "HEAD~2"]);
      await note("another branch");
      await work("02-01");
      await work("02-01");
      await git(["stash", "--quiet"]);
      await git(["switch", "--quiet", "main"]);
      await note("back");
      await work("01-02");
      await git(["stash", "--quiet"]);
      await git(["merge", "--quiet", "--no-edit", "side"]);
      await note("merge");
      await work("01-02");
      await git(["commit", "--quiet", "--allow-empty", "-m", "feat(01-02): of an old clock"], {
        env: { GIT_AUTHOR_DATE: "2026-01-01T00:00:00Z" },
      });
      await note("an old clock");
      await work("01-03");
      await work("01-03");
      await git(["reset", "--quiet", "--soft", "HEAD~1"]);
      await git(["commit", "--quiet", "-m", "feat(01-03): once more"]);
      await note("reset");
      await work("01-03");
      await git(["commit", "--quiet", "--allow-empty", "-m", "feat(01-03): without hooks"], { env: { PLANLINK: "0" } });
      await note("without hooks");
      await work("01-03");
    }));

  test("a Node that refuses the option for a quick start is started without it", () =>
    withPlannedRepository(async (repository, sandbox) => {
      const programs = join(sandbox.directory, "refusing");
      mkdirSync(programs);
      const refusal = `case $1 in -*) echo "node: bad option: $1" >&2; exit 9 ;; esac`;
      writeFileSync(join(programs, "node"), `#!/bin/sh\n${refusal}\nexec '${process.execPath}' "$@"\n`);
      chmodSync(join(programs, "node"), 0o755);
      const env = { PATH: `${programs}:${sandbox.environment["PATH"] ?? ""}` };
      await setTimeout(120);
      await repository.workCommit("01-02", 1);
      assert.is(countQuick(repository), 0);
      const before = repository.readText(statePath);
      await repository.git(["commit", "--quiet", "--allow-empty", "-m", "feat(01-03): begin"], { env });
      assert.is.not(repository.readText(statePath), before);
      assert.is(repository.readText(".git/planlink/written").trim(), await repository.git(["rev-parse", "HEAD"]));
    }));

  test("a damaged bookmark is none", async () => {
    const ways: readonly ((path: string, bytes: Buffer) => void)[] = [
      (path, bytes) => writeFileSync(path, bytes.subarray(0, bytes.length >> 1)),
      (path, bytes) =>
        writeFileSync(
          path,
          bytes.map((byte, at) => (at === 20 ? byte ^ 1 : byte)),
        ),
      (path) => writeFileSync(path, ""),
      (path) => writeFileSync(path, "{}{}"),
      (path) => writeFileSync(path, "[[[["),
      (path) => rmSync(path),
    ];
    await requireSame(1, async ({ repository, work }) => {
      await work("01-02");
      await work("01-02");
      for (const [index, damage] of ways.entries()) {
        const path = join(repository.directory, parts[index % 2] ?? bookmark);
        if (existsSync(path)) damage(path, readFileSync(path));
        await work("01-02");
        // What git told of the commits before is not there for the whole program, which asks for it.
        await work("01-02");
        rmSync(join(repository.directory, `${bookmark}-told`), { force: true });
        await repository.git(["commit", "--quiet", "--allow-empty", "-m", "fix(01-02): more\n\nPlan: 01-03"]);
      }
    });
  });
});
