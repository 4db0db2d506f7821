/**
 * How well commits alone tell the durations of plans: `npm run bench:durations -- [--json] [DIRECTORY …]`.
 *
 * Holds what is derived from commits against what SUMMARY.md files state, in the repositories that are named, else in the
 * real histories beside this checkout, where they are at hand.
 */
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createEnvironment, runForOutput } from "./bench/environment.ts";
import { compareDurations, formatDurationTable, type DurationGroup, type DurationPair } from "./durations/compare.ts";
import { readStatedPlans, type StatedPlan } from "./durations/measured-plans.ts";

const replays = fileURLToPath(new URL("../../shared/corpus/replay", import.meta.url));

interface Repository {
  readonly name: string;
  readonly plans: readonly StatedPlan[];
}

function cloneReplays(scratch: string): readonly string[] {
  if (!existsSync(replays)) return [];
  const env = createEnvironment(scratch, process.env);
  const bundles = readdirSync(replays).filter((name) => name.endsWith(".bundle"));
  return bundles.sort().map((bundle) => {
    const directory = join(scratch, bundle.replace(/\.bundle$/, ""));
    const args = ["clone", "--quiet", "--template=", "-b", "main", join(replays, bundle), directory];
    runForOutput("git", args, { cwd: scratch, env });
    return directory;
  });
}

function toPairs(
  plans: readonly StatedPlan[],
  derive: (plan: StatedPlan) => number | null,
  counts: (plan: StatedPlan) => boolean,
): readonly DurationPair[] {
  return plans.filter(counts).flatMap((plan) => {
    const derived = derive(plan);
    return derived === null ? [] : [{ recorded: plan.stated, derived }];
  });
}

/** As rows of STATE.md and `state metrics` have it. */
function inWholeMinutes({ estimate }: StatedPlan): number | null {
  return estimate === null ? null : Math.max(1, Math.round(estimate));
}

const isAny = (): boolean => true;
const isPlausible = (plan: StatedPlan): boolean => plan.isPlausible;
const isPlausibleSeries = (plan: StatedPlan): boolean => plan.isPlausible && plan.commits > 1;
const isMeasured = (plan: StatedPlan): boolean => plan.isMeasured;

function groupAll(plans: readonly StatedPlan[]): readonly DurationGroup[] {
  const estimate = (plan: StatedPlan): number | null => plan.estimate;
  return [
    { name: "possible", pairs: toPairs(plans, estimate, isAny) },
    { name: "plausible", pairs: toPairs(plans, estimate, isPlausible) },
    { name: "plausible, two commits or more", pairs: toPairs(plans, estimate, isPlausibleSeries) },
    { name: "plausible, in whole minutes", pairs: toPairs(plans, inWholeMinutes, isPlausible) },
    { name: "measured", pairs: toPairs(plans, estimate, isMeasured) },
    { name: "bare span, possible", pairs: toPairs(plans, ({ bareSpan }) => bareSpan, isAny) },
    { name: "bare span, plausible", pairs: toPairs(plans, ({ bareSpan }) => bareSpan, isPlausible) },
  ];
}

async function readRepositories(directories: readonly string[]): Promise<readonly Repository[]> {
  const repositories: Repository[] = [];
  for (const directory of directories)
    repositories.push({ name: basename(directory), plans: await readStatedPlans(directory) });
  return repositories;
}

const scratch = realpathSync(mkdtempSync(join(tmpdir(), "planlink-durations-")));
try {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: "boolean" } } });
  const named = positionals.map((path) => resolve(process.env["INIT_CWD"] ?? "", path));
  const repositories = await readRepositories(named.length > 0 ? named : cloneReplays(scratch));
  const plans = repositories.flatMap((repository) => repository.plans);
  if (repositories.length === 0) {
    console.log("no repository: name one, or more; the real histories are not at hand");
  } else if (values.json === true) {
    const groups = groupAll(plans).map(({ name, pairs }) => ({ name, ...compareDurations(pairs) }));
    console.log(JSON.stringify({ groups, repositories }, null, 2));
  } else {
    const estimate = (plan: StatedPlan): number | null => plan.estimate;
    const each = repositories.map(({ name, plans: own }) => ({ name, pairs: toPairs(own, estimate, isPlausible) }));
    console.log(`${plans.length} SUMMARYs state a possible duration; derived / recorded:\n`);
    console.log(formatDurationTable("all together", groupAll(plans)));
    console.log(formatDurationTable("each, plausible", each));
  }
} catch (error) {
  console.error(`durations: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
} finally {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
}
