/**
 * Figures of real histories, where they are at hand: counts against a counting of its own, the sample's impossible
 * durations, and commits without a tag.
 */
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { withSandbox, type Sandbox, type TestRepository } from "../support/git-sandbox.ts";
import { splitLines } from "../support/owned-lines.ts";
import { suite } from "../support/suite.ts";

const replayFolder: string = fileURLToPath(new URL("../../../shared/corpus/replay/", import.meta.url));
const replays = existsSync(replayFolder)
  ? readdirSync(replayFolder)
      .filter((name) => name.endsWith(".bundle"))
      .map((name) => name.replace(/\.bundle$/, ""))
      .sort()
  : [];
const statePath = ".planning/STATE.md";

async function clone(sandbox: Sandbox, name: string): Promise<TestRepository> {
  const repository = sandbox.open(name);
  await sandbox.open(".").git(["clone", "--quiet", "-b", "main", `${replayFolder}${name}.bundle`, name]);
  return repository;
}

interface Counts {
  readonly phases: Readonly<Record<string, number>>;
  readonly completed: number;
  readonly completedEver: number;
  readonly total: number;
}

/** `03-01`, `03-memory-layer-01` and its part `03-memory-layer-01-02` are one plan; other names stand for themselves. */
function planNumber(stem: string, phase: string, directory: string): string {
  for (const prefix of [`${directory.toLowerCase()}-`, `${phase}-`, `0${phase}-`]) {
    const rest = stem.startsWith(prefix) ? stem.slice(prefix.length) : "";
    const plan = /^0*(\d+[a-z]?)(?:-\d+)?$/.exec(rest)?.[1];
    if (plan !== undefined) return plan;
  }
  return stem;
}

/** Counts PLAN and SUMMARY files as `git ls-tree` lists them: a plan is a stem in a directory of a phase. */
async function countOnDisk(repository: TestRepository): Promise<Counts> {
  const paths = (await repository.git(["ls-tree", "-r", "-z", "--name-only", "HEAD", "--", ".planning"])).split("\0");
  const place = /^\.planning\/(milestones\/[^/]+-)?(?:phases|objectives)\/([^/]+)\/(?:plans\/)?([^/]*)$/;
  const plans = new Map<string, { phase: string; isLive: boolean; hasSummary: boolean }>();
  for (const path of paths) {
    const [, archive, directory = "", file = ""] = place.exec(path) ?? [];
    const [, stem, kind = ""] = /^(?:(.*)-)?(PLAN|TRD|SUMMARY)\.md$/i.exec(file) ?? [];
    // A directory that bears no number holds plans of the phase that their files are named by.
    const number =
      /^(?:[A-Za-z]+-?)?0*(\d+[A-Za-z]?(?:\.\d+)*)(?:-|$)/.exec(directory)?.[1] ?? /^0*(\d+)-\d/.exec(stem ?? "")?.[1];
    if (kind === "" || number === undefined) continue;
    const key = `${archive ?? ""}${directory}/${planNumber((stem ?? "").toLowerCase(), number, directory)}`;
    const plan = plans.get(key) ?? { phase: number.toUpperCase(), isLive: archive === undefined, hasSummary: false };
    plans.set(key, { ...plan, hasSummary: plan.hasSummary || kind.toUpperCase() === "SUMMARY" });
  }
  const all = [...plans.values()];
  const live = all.filter(({ isLive }) => isLive);
  const done = live.filter(({ hasSummary }) => hasSummary);
  const phases: Record<string, number> = {};
  for (const { phase } of live) phases[phase] ??= 0;
  for (const { phase } of done) phases[phase] = (phases[phase] ?? 0) + 1;
  return {
    phases,
    completed: done.length,
    completedEver: all.filter(({ hasSummary }) => hasSummary).length,
    total: live.length,
  };
}

async function readJson<Answer>(repository: TestRepository, args: readonly string[]): Promise<Answer> {
  const { exitCode, stdout, stderr } = await repository.state([...args, "--json"]);
  assert.equal([exitCode, stderr], [0, ""], args.join(" "));
  return JSON.parse(stdout) as Answer;
}

interface Metrics {
  readonly velocity: { readonly plansCompleted: number };
  readonly phases: readonly { readonly phase: string; readonly plans: number }[];
  readonly plans: readonly { readonly planId: string; readonly milestone: string | null }[];
}

interface Log {
  readonly plans: readonly {
    readonly planId: string;
    readonly inferredCommits: number;
    readonly commits: readonly { readonly header: string; readonly evidence: string }[];
  }[];
}

suite("figures of real histories", (test) => {
  if (replays.length === 0) {
    test.skip("plans, completed plans and phases are those on disk", "no ../shared/corpus/replay here");
    return;
  }
  for (const name of replays) {
    test(`${name}: plans, completed plans and phases are those on disk`, async () => {
      await withSandbox(async (sandbox) => {
        const repository = await clone(sandbox, name);
        const disk = await countOnDisk(repository);
        const metrics = await readJson<Metrics>(repository, ["metrics"]);
        const show = await readJson<{ readonly plans: object }>(repository, ["show"]);
        const { completed, completedEver, total } = disk;
        assert.equal(show.plans, { completed, completedEver, total });
        assert.is(metrics.velocity.plansCompleted, completed);
        assert.equal(Object.fromEntries(metrics.phases.map(({ phase, plans }) => [phase, plans])), disk.phases);
        await repository.state(["sync"]);
        assertDocumentAgrees(repository.readText(statePath), disk);
      });
    });
  }

  if (!replays.includes("atom-v2")) return;
  test("atom-v2: every impossible duration is mended or reported, no row is doubled, no prose is lost", async () => {
    await withSandbox(async (sandbox) => {
      const repository = await clone(sandbox, "atom-v2");
      const before = splitLines(repository.readText(statePath));
      const impossible = before.flatMap((line) => readRow(line) ?? []).filter(({ isPossible }) => !isPossible);
      assert.is(impossible.length, 16);
      const check = await repository.state(["sync", "--dry-run", "--json"]);
      const { findings } = JSON.parse(check.stdout) as {
        readonly findings: readonly {
          readonly code: string;
          readonly line: number;
          readonly data: Readonly<Record<string, string>>;
        }[];
      };
      await repository.state(["sync"]);
      const after = splitLines(repository.readText(statePath));
      for (const { duration, label } of impossible) {
        const told = findings.filter(({ code, data }) => code.startsWith("duration-") && data["recorded"] === duration);
        assert.ok(told.length > 0, `${label}: ${duration}`);
        for (const { code, data } of told)
          if (code === "duration-contradicted") assert.ok((data["evidence"] ?? "") !== "" && data["derived"] !== "");
      }
      const left = after.flatMap((line) => readRow(line) ?? []);
      for (const { isPossible, duration, label } of left.filter((row) => !row.isPossible)) {
        assert.ok(
          findings.some(({ code, data }) => code === "duration-implausible" && data["recorded"] === duration),
          `${label} ${duration} ${isPossible}`,
        );
      }
      const labels = left.map(({ label }) => label);
      assert.equal(
        labels.filter((label, index) => labels.indexOf(label) !== index),
        [],
      );
      // Everything between the rows stays, in its order.
      const prose = (lines: readonly string[]): readonly string[] => lines.filter((line) => !/^\s*\|/.test(line));
      const owned = /^(?:[-*] |\*\*|)(?:\*\*)?(?:Total|Average|Last|Trend|Stopped|Resume|Recent|Session)/i;
      assert.equal(
        prose(after).filter((line) => !owned.test(line)),
        prose(before).filter((line) => !owned.test(line)),
      );
    });
  });

  test("atom-v2: commits of plans 61-02 to 61-05 are found although no tag names them", async () => {
    await withSandbox(async (sandbox) => {
      const repository = await clone(sandbox, "atom-v2");
      const log = await readJson<Log>(repository, ["log"]);
      const inferred = (id: string): readonly string[] =>
        log.plans
          .filter(({ planId }) => planId === id)
          .flatMap(({ commits }) => commits)
          .flatMap(({ header, evidence }) => (evidence === "inferred" ? [header] : []));
      assert.equal(
        ["61-02", "61-03", "61-04", "61-05"].map((id) => inferred(id).length),
        [5, 6, 7, 7],
      );
      assert.is(inferred("61-03").filter((header) => header.startsWith("feat(websocket): ")).length, 4);
      assert.ok(inferred("61-03").every((header) => !header.includes("rating")));
      repository.write(".planning/planlink.yaml", "infer: false\n");
      const without = await readJson<Log>(repository, ["log"]);
      assert.ok(without.plans.every(({ inferredCommits }) => inferredCommits === 0));
      assert.equal(
        without.plans.map(({ commits }) => commits),
        log.plans.map(({ commits }) => commits.filter(({ evidence }) => evidence === "tag")),
      );
    });
  });
});

/** A per-plan row of the sample: its label without padding, and whether its duration can be one of a plan. */
function readRow(
  line: string,
): { readonly label: string; readonly duration: string; readonly isPossible: boolean } | undefined {
  const [, phase = "", plan = "", duration = ""] =
    /^\|\s*(?:Phase\s+)?0*(\d[\d.]*)[^|]*?\s+P(?:lan\s*)?(?:\d[\d.]*-)?0*(\d+)\s*\|\s*([^|]*?)\s*\|/.exec(line) ?? [];
  if (duration === "") return undefined;
  const number = Number(/^\d+/.exec(duration)?.[0] ?? 0);
  const isBare = /^\d+$/.test(duration);
  return { label: `${phase}-${plan}`, duration, isPossible: isBare ? number <= 90 : number < 10_080 };
}

/** Holds what a document says of plans against the counting. */
function assertDocumentAgrees(text: string, { completed, completedEver, phases }: Counts): void {
  const total = /^\s*[-*|]\s*\**Total plans completed\**\s*[:|]\**\s*\[?(\d+)\]?\s*\|?\s*$/im.exec(text)?.[1];
  if (total !== undefined) {
    const rows = [...text.matchAll(/^\| 0*(\d+[A-Z]?(?:\.\d+)*) \| (\d+) \| /gm)].map(([, , plans]) => Number(plans));
    const inTable = rows.reduce((sum, plans) => sum + plans, 0);
    assert.ok([completed, completedEver, inTable].includes(Number(total)), `Total plans completed: ${total}`);
  }
  const section = /\*\*By Phase:\*\*\n\n\| Phase \| Plans \|[^\n]*\n\|[^\n]*\n((?:\|[^\n]*\n)*)/.exec(text)?.[1] ?? "";
  for (const [, phase = "", plans = "", of] of section.matchAll(
    /^\| 0*(\d+[A-Z]?(?:\.\d+)*)\.? [^|]*?\|?\s*(\d+)(?:\/(\d+))? \| /gm,
  )) {
    if (phases[phase] !== undefined && of === undefined) assert.is(Number(plans), phases[phase], `phase ${phase}`);
  }
}
