import {
  describePlan,
  formatPlan,
  formatRoadmap,
  formatState,
  formatSummary,
  isFirstOfPhase,
  plansOfPhase,
  titleOf,
} from "./planning-texts.ts";
import type { Recipe } from "./recipes.ts";

/** A file's new content: a text of its own, or one of the shared source texts by its number. */
export type Content = { readonly text: string } | { readonly revision: number };

export interface GeneratedCommit {
  /** From 1, in the order in which the commits are made. */
  readonly mark: number;
  /** Marks; first the first parent. Empty for the root. */
  readonly parents: readonly number[];
  readonly message: string;
  readonly epochSeconds: number;
  /** Number of the author, see `people`. */
  readonly person: number;
  readonly changes: readonly (readonly [path: string, content: Content])[];
  /** The plan whose work the commit is; `null` for all others. */
  readonly workOf: string | null;
}

/** Authors with their zones. */
export const people: readonly (readonly [identity: string, zone: string])[] = [
  ["Ada Author <ada@example.org>", "+0100"],
  ["Ben Builder <ben@example.org>", "-0500"],
  ["Coding Agent <agent@example.org>", "+0000"],
];

/** How many source texts there are; files go through the first half of them, companions through the second. */
export const revisions = 122;

const firstCommitAt = Date.parse("2014-01-06T08:00:00Z") / 1000;
const types = ["feat", "fix", "test", "refactor", "perf"];
const untagged = [
  "chore: tidy",
  "fix(ci): keep",
  "docs: describe",
  "chore(deps): update",
  "refactor: name",
  "feat: add",
];

/** The text of a source file at one of its revisions. */
export function formatRevision(revision: number): string {
  const lines = Array.from({ length: 8 }, (_, line) => `export const value${line} = ${revision * 8 + line};\n`);
  return `// revision ${revision}\n${lines.join("")}`;
}

function sourcePath(file: number): string {
  return `src/module-${String(file % 25).padStart(2, "0")}/file-${String(Math.floor(file / 25)).padStart(3, "0")}.ts`;
}

/** A file goes to its next text, and every fourth time a second one with it. */
function sourceChanges(mark: number, sourceFiles: number): GeneratedCommit["changes"] {
  const half = revisions / 2;
  const revision = Math.floor(mark / sourceFiles) % half;
  // 7 shares no factor with the sizes, so that every file has its turn.
  const file = (mark * 7) % sourceFiles;
  const first = [sourcePath(file), { revision }] as const;
  return mark % 4 === 0
    ? [first, [sourcePath((file + 3) % sourceFiles), { revision: half + revision }] as const]
    : [first];
}

function createRoot(recipe: Recipe): GeneratedCommit["changes"] {
  const sources = Array.from(
    { length: recipe.sourceFiles },
    (_, file) => [sourcePath(file), { revision: revisions - 1 }] as const,
  );
  const text = (path: string, content: string): readonly [string, Content] => [path, { text: content }];
  return [
    text("README.md", "# generated\n"),
    text(".gitignore", "node_modules\n"),
    text(".planning/PROJECT.md", "# generated\n"),
    text(".planning/config.json", '{ "commit_docs": true }\n'),
    text(".planning/ROADMAP.md", formatRoadmap(recipe, 0)),
    ...sources,
  ];
}

/** When a commit is made: two to nine minutes after the one before. */
function timeOf(mark: number): number {
  return firstCommitAt + mark * 330 + ((mark * 7919) % 200);
}

/** The time of a commit as STATE.md has it, in UTC. */
export function formatSession(mark: number): string {
  return new Date(timeOf(mark) * 1000).toISOString().slice(0, 16).replace("T", " ");
}

/**
 * Makes all commits of a recipe but the last: that one lists commits, and is made when their oids are known.
 *
 * Every plan has a stretch of history: every third commit of it is tagged, the last completes the plan. Now and then
 * two commits stand on a side branch that is merged two commits later.
 */
export function* generateHistory(recipe: Recipe): Generator<GeneratedCommit> {
  const withCommits = recipe.plans - 1;
  const perPlan = Math.floor((recipe.commits - 2) / withCommits);
  if (perPlan < 3) throw new Error(`${recipe.name}: ${recipe.commits} commits are too few for ${recipe.plans} plans`);
  const create = (
    mark: number,
    parents: readonly number[],
    message: string,
    changes: GeneratedCommit["changes"],
    workOf: string | null = null,
  ): GeneratedCommit => ({ mark, parents, message, changes, workOf, epochSeconds: timeOf(mark), person: mark % 3 });

  yield create(1, [], "chore: start", createRoot(recipe));
  let mark = 1;
  for (let index = 0; index < withCommits; index += 1) {
    const plan = describePlan(index);
    const isInProgress = index === withCommits - 1;
    // The plan in progress takes what the division left over.
    const length = isInProgress ? recipe.commits - 1 - mark : perPlan;
    const hasSides = index % 3 === 0 || length >= 40;
    for (let position = 0; position < length; position += 1) {
      mark += 1;
      const work = (at: number, parents: readonly number[]): GeneratedCommit => {
        const changes = sourceChanges(at, recipe.sourceFiles);
        const words = `${titleOf(at)} ${at}`;
        if ((at - mark + position) % 3 !== 1) {
          return create(at, parents, `${untagged[at % untagged.length]} the ${words}\n`, changes);
        }
        const body = at % 5 === 0 ? `\nBecause of the ${titleOf(at + 1)}.\n\nReviewed-by: Ben <ben@example.org>\n` : "";
        const header = `${types[at % types.length]}(${plan.planId}): ${words}\n`;
        return create(at, parents, header + body, changes, plan.planId);
      };
      if (position === 0 && isFirstOfPhase(plan)) {
        const plans = plansOfPhase(plan, recipe).map(
          (each) => [`${each.stem}-PLAN.md`, { text: formatPlan(each) }] as const,
        );
        const roadmap = [".planning/ROADMAP.md", { text: formatRoadmap(recipe, index) }] as const;
        yield create(mark, [mark - 1], `docs(${plan.planId.slice(0, -3)}): plan the phase\n`, [...plans, roadmap]);
      } else if (position === length - 1 && !isInProgress) {
        const state = formatState(recipe, {
          completed: 1,
          lastSession: formatSession(mark - 1),
          commits: new Map(),
          references: 0,
        }).replaceAll(describePlan(0).planId, plan.planId);
        yield create(mark, [mark - 1], `docs(${plan.planId}): complete ${plan.title} plan\n`, [
          [`${plan.stem}-SUMMARY.md`, { text: formatSummary(plan) }],
          [".planning/STATE.md", { text: state }],
        ]);
      } else if (hasSides && position % 40 === 4 && position + 4 < length) {
        const fork = mark - 1;
        yield work(mark, [fork]);
        yield work(mark + 1, [mark]);
        yield work(mark + 2, [fork]);
        const merged = [mark, mark + 1].flatMap((side) => sourceChanges(side, recipe.sourceFiles));
        yield create(mark + 3, [mark + 2, mark + 1], `Merge branch 'side-${mark}'\n`, merged);
        mark += 3;
        position += 3;
      } else {
        yield work(mark, [mark - 1]);
      }
    }
  }
}
