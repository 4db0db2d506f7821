import type { Workspace } from "./open-workspace.ts";

/** How the answers of several planning directories become one object. */
export type JoinAnswers = (
  answers: readonly { readonly directory: string; readonly answer: Record<string, unknown> }[],
) => Record<string, unknown>;

/** Joins answers about separate documents: lists follow each other, counts are added, and what is true of one is true. */
export const joinAnswers: JoinAnswers = (answers) => answers.map(({ answer }) => answer).reduce(joinObjects);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function joinObjects(first: Record<string, unknown>, second: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(first).map(([key, value]) => [key, joinValues(value, second[key])] as const),
  );
}

function joinValues(first: unknown, second: unknown): unknown {
  if (Array.isArray(first) && Array.isArray(second)) return [...(first as unknown[]), ...(second as unknown[])];
  if (typeof first === "boolean" && typeof second === "boolean") return first || second;
  if (typeof first === "number" && typeof second === "number") return first + second;
  return isObject(first) && isObject(second) ? joinObjects(first, second) : first;
}

/** Joins answers about where work stands: that of the first directory, and in `scopes` those of all. */
export const listAnswers: JoinAnswers = (answers) => ({
  ...answers[0]?.answer,
  scopes: answers.map(({ directory, answer }) => ({ directory, ...answer })),
});

/** Joins answers that list plans: every plan with its planning directory, and in `scopes` the answers as they are. */
export const listPlans: JoinAnswers = (answers) => ({
  ...listAnswers(answers),
  plans: answers.flatMap(({ directory, answer: { plans } }) =>
    Array.isArray(plans) ? plans.map((plan: unknown) => ({ ...(isObject(plan) ? plan : {}), directory })) : [],
  ),
});

/**
 * Answers for one planning directory after the other, since they may write, and joins the answers. A single one is given
 * as it is.
 */
export async function answerInScopes<Answer extends object>(
  workspaces: readonly [Workspace, ...Workspace[]],
  answer: (workspace: Workspace) => Promise<Answer>,
  join: JoinAnswers,
): Promise<Answer> {
  const [first, ...others] = workspaces;
  const own = await answer(first);
  if (others.length === 0) return own;
  const toEntry = ({ planningDirectory }: Workspace, given: Answer): Parameters<JoinAnswers>[0][number] => ({
    directory: planningDirectory,
    answer: Object.fromEntries(Object.entries(given)),
  });
  const answers = [toEntry(first, own)];
  for (const workspace of others) answers.push(toEntry(workspace, await answer(workspace)));
  const joined: object = join(answers);
  if (!isOfForm(joined, own)) throw new Error("a join of answers keeps their form");
  return joined;
}

/** Invariant: a join has every key of the answers, with a value of the same kind: numbers are added up, lists put together. */
function isOfForm<Answer extends object>(joined: object, answer: Answer): joined is Answer {
  const values = Object.fromEntries(Object.entries(joined));
  return Object.entries(answer).every(
    ([key, value]) => key in joined && Array.isArray(value) === Array.isArray(values[key]),
  );
}
