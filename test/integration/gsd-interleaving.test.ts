import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { fetchGsdBuild, type GsdBuild } from "../support/gsd-builds.ts";
import { withoutOwnedLines } from "../support/owned-lines.ts";
import { type PlannedRepository, statePath, withPlannedRepository } from "../support/planned-repository.ts";
import { runProgram } from "../support/run-program.ts";
import { suite } from "../support/suite.ts";

/** How many verbs of GSD run; `PLANLINK_TEST_GSD_VERBS=500` is the long run. */
const verbs = Number(process.env["PLANLINK_TEST_GSD_VERBS"] ?? 60);
const seed = Number(process.env["PLANLINK_SEED"] ?? 20261127);
/** Between two looks at the file through every build of GSD. */
const stepsBetweenLooks = Number(process.env["PLANLINK_TEST_GSD_LOOKS"] ?? 40);
const roundtrip = fileURLToPath(new URL("../../../shared/tools/gsd-roundtrip", import.meta.url));

const builds = [
  "get-shit-done-cc@1.28.0",
  "get-shit-done-cc@1.42.3",
  "@opengsd/gsd-core@1.6.1",
  "@opengsd/gsd-core@1.14.0",
].flatMap((name) => fetchGsdBuild(name) ?? []);

/** mulberry32: the same run for the same seed. */
function createRandom(state: number): (below: number) => number {
  let a = state;
  return (below) => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const phases = ["01-alpha", "02-beta", "03-gamma", "04-delta", "05-epsilon", "06-zeta"];
/** More than are completed in a run: about one verb in ten is followed by a completion. */
const plansOfPhase = Math.max(6, Math.ceil(verbs / 30));
/** Two digits at least, as files and rows have it. */
const padded = (number: number): string => String(number).padStart(2, "0");

/** Everything that happens between GSD, people and us, in one repository. */
class Interleaving {
  readonly log: string[] = [];
  readonly recorded = new Set<string>();
  readonly authored = new Set<string>();
  #tasks = 0;
  #minutes = 0;
  readonly #completed = new Set(["01-01"]);
  readonly #repository: PlannedRepository;
  readonly #random: (below: number) => number;

  constructor(repository: PlannedRepository, random: (below: number) => number) {
    this.#repository = repository;
    this.#random = random;
  }

  text(): string {
    return this.#repository.readText(statePath);
  }

  #pick<T>(items: readonly T[]): T {
    const item = items[this.#random(items.length)];
    if (item === undefined) throw new Error("nothing to pick from");
    return item;
  }

  #openPlan(): string {
    const all = phases.flatMap((phase) =>
      Array.from({ length: plansOfPhase }, (_, index) => `${phase.slice(0, 2)}-${padded(index + 1)}`),
    );
    const open = all.find((plan) => !this.#completed.has(plan));
    if (open === undefined) this.fail("all plans are completed: plan more of them");
    return open;
  }

  #time(): string {
    this.#minutes += 3 + this.#random(20);
    return new Date(Date.parse("2026-01-05T09:00:00Z") + this.#minutes * 60_000).toISOString();
  }

  /** One verb of a random build. GSD's own losses are not ours: what it has dropped is no longer looked for. */
  async verb(build: GsdBuild): Promise<void> {
    const plan = this.#openPlan();
    const [phase, number] = [plan.slice(0, 2), plan.slice(3)];
    const word = `word${this.log.length}`;
    const candidates: readonly (readonly string[])[] = [
      [
        "record-metric",
        "--phase",
        phase,
        "--plan",
        number,
        "--duration",
        `${4 + this.#random(9)}min`,
        "--tasks",
        "3",
        "--files",
        "2",
      ],
      [
        "record-session",
        "--stopped-at",
        this.#pick([`Completed ${plan}-PLAN.md`, `Waiting for ${word}`]),
        "--resume-file",
        "None",
      ],
      ["begin-phase", "--phase", String(Number(phase)), "--name", "Alpha", "--plans", String(plansOfPhase)],
      ["advance-plan"],
      ["update-progress"],
      ["add-decision", "--phase", phase, "--summary", `Decide on ${word}`],
      ["add-blocker", "--text", `Blocked by ${word}`],
    ];
    const [verb, ...args] = this.#pick(candidates);
    const before = this.text();
    const { stdout } = await this.#repository.run("node", [build.program, "state", verb ?? "", ...args]);
    this.log.push(`${build.name} ${verb ?? ""} ${args.join(" ")}`);
    const after = this.text();
    if (verb === "record-metric" && after !== before && stdout.includes("true")) this.recorded.add(plan);
    if (verb?.startsWith("add-") === true && after.includes(word)) this.authored.add(word);
    for (const known of this.authored) if (!after.includes(known)) this.authored.delete(known);
  }

  /** A line of a person's own, where people write. */
  author(): void {
    const word = `note${this.log.length}`;
    this.#repository.replace(
      statePath,
      "## Session Continuity",
      `A thought of a person: ${word}\n\n## Session Continuity`,
    );
    this.authored.add(word);
    this.log.push(`author ${word}`);
  }

  async work(): Promise<void> {
    const plan = this.#openPlan();
    const path = `src/${plan}/task-${(this.#tasks += 1)}.txt`;
    this.#repository.write(path, "x\n");
    await this.#repository.git(["add", "--", path]);
    await this.#ours(`feat(${plan}): add task ${this.#tasks}`, [
      "commit",
      "--quiet",
      "-m",
      `feat(${plan}): add task ${this.#tasks}`,
    ]);
  }

  async complete(): Promise<void> {
    const plan = this.#openPlan();
    const directory = `.planning/phases/${phases.find((name) => name.startsWith(plan.slice(0, 2))) ?? ""}`;
    const summary = `${directory}/${plan}-SUMMARY.md`;
    this.#repository.write(
      summary,
      `---\nduration: ${5 + this.#random(8)}min\n---\n\n# Phase ${plan.slice(0, 2)} Plan ${plan.slice(3)}: Title\n`,
    );
    await this.#repository.git(["add", "--", summary]);
    const paths = this.#pick([["-a"], ["--", summary, statePath], ["--", summary]]);
    const message = `docs(${plan}): complete title of ${plan} plan`;
    await this.#ours(message, ["commit", "--quiet", "-m", message, ...paths]);
    this.#completed.add(plan);
  }

  async commitDocuments(): Promise<void> {
    // What GSD's newer builds leave untracked (.planning/state.json, milestone.lock) gives such a commit nothing.
    const status = ["status", "--porcelain", "--untracked-files=no", "--", ".planning"];
    if ((await this.#repository.git(status)) === "") return;
    await this.#ours("docs", ["commit", "--quiet", "-m", "docs: update state", "--", ".planning"]);
  }

  async sync(): Promise<void> {
    const before = this.text();
    const { exitCode, stderr } = await this.#repository.state(["sync"]);
    this.log.push(`state sync`);
    if (exitCode !== 0) this.fail(`state sync: exit ${exitCode}\n${stderr}`);
    this.#requireNothingLost(before, "state sync");
    this.#requireRows();
  }

  async #ours(what: string, args: readonly string[]): Promise<void> {
    const before = this.text();
    const at = this.#time();
    await this.#repository.git(args, { env: { GIT_AUTHOR_DATE: at, GIT_COMMITTER_DATE: at } });
    this.log.push(`commit ${what}`);
    this.#requireNothingLost(before, what);
  }

  /** What is not ours stays as it is, line by line. */
  #requireNothingLost(before: string, what: string): void {
    const after = this.text();
    const [were, are] = [before, after].map((text) => withoutOwnedLines(text).lines);
    if (were?.join("") !== are?.join("")) this.fail(`${what}: changed what is not ours in\n${before}`);
    for (const word of this.authored) if (!after.includes(word)) this.fail(`${what}: lost ${word}`);
    for (const plan of this.recorded) if (this.rowsOf(plan) === 0) this.fail(`${what}: lost the row of ${plan}`);
  }

  rowsOf(plan: string): number {
    const [phase, number] = [plan.slice(0, 2), plan.slice(3)];
    return this.text().match(new RegExp(`^\\| Phase ${phase}\\S* P${number} \\|`, "gm"))?.length ?? 0;
  }

  #requireRows(): void {
    for (const plan of this.recorded) if (this.rowsOf(plan) !== 1) this.fail(`${plan} has ${this.rowsOf(plan)} rows`);
  }

  fail(reason: string): never {
    throw new Error(
      `seed ${seed}, step ${this.log.length}: ${reason}\n${this.log.slice(-12).join("\n")}\n${this.text()}`,
    );
  }
}

/** What each build says of the planning documents as they are: `PASS name`, or `FAIL name` with the reasons. */
async function askEveryBuild(repository: PlannedRepository): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await runProgram(roundtrip, [join(repository.directory, ".planning")], {
    env: {
      PATH: process.env["PATH"],
      HOME: process.env["HOME"],
      GSD_BUILDS: builds.map(({ name }) => name).join(" "),
    },
  });
  return new Map(stdout.split("\n").map((line) => [line.split(/ +/)[1] ?? "", line]));
}

/** Syncs, and sees that no build reads or writes the file worse than before: GSD's own verbs leave files that older builds fail on. */
async function lookWithEveryBuild(interleaving: Interleaving, repository: PlannedRepository): Promise<void> {
  const before = await askEveryBuild(repository);
  await interleaving.sync();
  for (const [name, line] of await askEveryBuild(repository))
    if (line.startsWith("FAIL") && before.get(name) !== line)
      interleaving.fail(`gsd-roundtrip\nbefore: ${before.get(name) ?? "nothing"}\nafter: ${line}`);
}

suite("GSD's tools, people and our hooks in any order", (test) => {
  const name = `${verbs} verbs of ${builds.length} builds lose no row and no line, and leave a file that GSD reads`;
  if (builds.length < 4) {
    test.skip(name, "GSD's packages cannot be fetched");
    return;
  }
  test(name, () =>
    withPlannedRepository(async (repository) => {
      const random = createRandom(seed);
      for (const [index, phase] of phases.entries())
        for (let plan = 1; plan <= plansOfPhase; plan += 1) {
          const path = `.planning/phases/${phase}/${padded(index + 1)}-${padded(plan)}-PLAN.md`;
          if (!existsSync(join(repository.directory, path))) repository.write(path, `---\nphase: ${phase}\n---\n`);
        }
      await repository.git(["add", "--all"]);
      await repository.git(["commit", "--quiet", "-m", "docs: plan further phases"]);
      const interleaving = new Interleaving(repository, random);
      let done = 0;
      for (let step = 1; done < verbs; step += 1) {
        const choice = random(100);
        if (choice < 60) {
          await interleaving.verb(builds[random(builds.length)] as GsdBuild);
          done += 1;
        } else if (choice < 76) await interleaving.work();
        else if (choice < 82) await interleaving.complete();
        else if (choice < 88) interleaving.author();
        else if (choice < 95) await interleaving.commitDocuments();
        else await interleaving.sync();
        if (step % stepsBetweenLooks === 0 && existsSync(roundtrip)) await lookWithEveryBuild(interleaving, repository);
      }
      await interleaving.sync();
      await interleaving.commitDocuments();
      if (existsSync(join(repository.directory, `${statePath}.lock`))) interleaving.fail("a lock stays behind");
    }),
  );
});
