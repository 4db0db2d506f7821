import { statePath, type PlannedRepository } from "./planned-repository.ts";

/** The SUMMARY of the plan that `citedPlan` makes by default. */
export const summaryPath = ".planning/phases/01-alpha/01-02-SUMMARY.md";

/** Adds a line to STATE.md that lists commits of a plan, as executors write them. */
export function cite(repository: PlannedRepository, plan: string, oids: readonly string[], length = 7): void {
  const list = oids.map((oid) => oid.slice(0, length)).join(", ");
  repository.replace(
    statePath,
    "- Keep the text",
    `- ${plan}: ${oids.length} atomic commits (${list})\n- Keep the text`,
  );
}

/** What the first such list of a document holds. */
export function cited(repository: PlannedRepository, path: string = statePath): readonly string[] {
  const line = /atomic commits \(([^)]*)\)/.exec(repository.readText(path));
  return (line?.[1] ?? "").split(", ");
}

/** Writes the SUMMARY and the line of STATE.md that list these commits, and commits both: the plan is completed. */
async function completeCiting(repository: PlannedRepository, plan: string, oids: readonly string[]): Promise<string> {
  cite(repository, plan, oids);
  const summary = repository.writeSummary(plan);
  const list = oids.map((oid) => oid.slice(0, 7)).join(", ");
  repository.write(summary, `${repository.readText(summary)}\n${oids.length} atomic commits (${list})\n`);
  return repository.completePlan(plan, "all");
}

/** Work on a plan in commits of its own, then its completion, which lists them. Answers with the work commits. */
export async function citedPlan(repository: PlannedRepository, plan = "01-02", tasks = 3): Promise<readonly string[]> {
  const oids: string[] = [];
  for (let n = 1; n <= tasks; n += 1) oids.push(await repository.workCommit(plan, n));
  await completeCiting(repository, plan, oids);
  return oids;
}

/** The commits of HEAD's history by their subjects, abbreviated as documents have them. */
export async function oidsOf(
  repository: PlannedRepository,
  ...subjects: readonly string[]
): Promise<readonly string[]> {
  const log = (await repository.git(["log", "--format=%h %s", "--abbrev=7"])).split("\n");
  return subjects.map((subject) => log.find((line) => line.slice(8) === subject)?.slice(0, 7) ?? `none: ${subject}`);
}
