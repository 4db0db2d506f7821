import { appendTo } from "../model/append-to.ts";

/** One reference that looks for its commit: what each candidate would be worth to it. */
export interface Seeker {
  /** By the candidate's index; candidates that it may not have are left out. */
  readonly scores: ReadonlyMap<number, number>;
  /** What finding nothing is worth: a candidate must be better. `null` where it must have its only candidate. */
  readonly nothing: number | null;
}

/** Two references of one list, the first of which stands before the second. */
export type Sequence = readonly [first: number, second: number];

/** What is assigned, and by how much it is better than the best assignment in which this reference has another. */
export interface Assigned {
  readonly candidate: number;
  readonly margin: number;
}

export interface AssignmentProblem {
  readonly seekers: readonly Seeker[];
  readonly sequences: readonly Sequence[];
  /** Tells whether the first candidate is older than the second; `undefined` where neither is. */
  readonly isOlder: (first: number, second: number) => boolean | undefined;
}

/** Lists follow the order of work, mostly. */
const orderWeight = 0.25;
const statesKept = 60;
/** Of the commits that a reference may have, the best so many are tried. */
export const optionsTried = 12;

interface State {
  readonly total: number;
  readonly chosen: readonly (number | null | undefined)[];
}

/** A state that is not made yet: most steps are dropped. */
interface Step {
  readonly from: State;
  readonly candidate: number | null;
  readonly total: number;
}

/** The best steps, the best first, of equal ones the first. */
function createBestSteps(): { readonly steps: readonly Step[]; readonly offer: (step: Step) => void } {
  const steps: Step[] = [];
  const offer = (step: Step): void => {
    if (steps.length === statesKept && step.total <= (steps[statesKept - 1]?.total ?? 0)) return;
    let at = steps.length;
    while (at > 0 && (steps[at - 1]?.total ?? 0) < step.total) at -= 1;
    steps.splice(at, 0, step);
    if (steps.length > statesKept) steps.pop();
  };
  return { steps, offer };
}

type Option = readonly [candidate: number, score: number];

/** What a seeker may choose from: the best options, and the sequences that it stands in. */
interface Choice {
  readonly options: readonly Option[];
  readonly nothing: number | null;
  readonly links: readonly Sequence[];
}

function readChoices({ seekers, sequences }: AssignmentProblem): readonly Choice[] {
  const links = new Map<number, Sequence[]>();
  for (const sequence of sequences) for (const seeker of new Set(sequence)) appendTo(links, seeker, sequence);
  return seekers.map(({ scores, nothing }, seeker) => ({
    options: [...scores].toSorted((a, b) => b[1] - a[1] || a[0] - b[0]),
    nothing,
    links: links.get(seeker) ?? [],
  }));
}

/** The best states in which this seeker has chosen as well. */
function choose(
  states: readonly State[],
  seeker: number,
  { options, nothing, links }: Choice,
  isOlder: AssignmentProblem["isOlder"],
): readonly State[] {
  const { steps, offer } = createBestSteps();
  for (const from of states) {
    const { total, chosen } = from;
    const step = (candidate: number | null, worth: number): void => {
      let order = 0;
      for (const [first, second] of candidate === null ? [] : links) {
        const [before, after] = [
          first === seeker ? candidate : chosen[first],
          second === seeker ? candidate : chosen[second],
        ];
        const isInOrder = before == null || after == null ? undefined : isOlder(before, after);
        if (isInOrder !== undefined) order += isInOrder ? orderWeight : -orderWeight;
      }
      offer({ from, candidate, total: total + worth + order });
    };
    if (nothing !== null || options.length === 0) step(null, nothing ?? 0);
    for (const [candidate, score] of options.slice(0, optionsTried))
      if (!chosen.includes(candidate)) step(candidate, score);
  }
  // A seeker that must have a candidate which another one took stays without.
  if (steps.length === 0) return states.map((state) => ({ ...state, chosen: state.chosen.with(seeker, null) }));
  return steps.map(({ from, candidate, total }) => ({ total, chosen: from.chosen.with(seeker, candidate) }));
}

/**
 * Gives each reference a commit, no commit twice, so that all evidence together fits best: likeness, plan, and the order
 * of lists. A search that keeps the best few states, not all: what is close to a tie has a small margin either way.
 */
export function assignCandidates(problem: AssignmentProblem): readonly (Assigned | null)[] {
  const { isOlder } = problem;
  const choices = readChoices(problem);
  /** The states before each seeker chooses, then those after the last. */
  const course: (readonly State[])[] = [[{ total: 0, chosen: choices.map(() => undefined) }]];
  choices.forEach((choice, seeker) => course.push(choose(course[seeker] ?? [], seeker, choice, isOlder)));
  const best = course.at(-1)?.[0] ?? { total: 0, chosen: [] };
  return choices.map((choice, seeker) => {
    const candidate = best.chosen[seeker];
    if (candidate == null || choice.nothing === null) return null;
    const others = choice.options.filter(([other]) => other !== candidate);
    // What chooses before it chooses the same.
    const without = choices.slice(seeker).with(0, { ...choice, options: others });
    const [other] = without.reduce(
      (states, next, index) => choose(states, seeker + index, next, isOlder),
      course[seeker] ?? [],
    );
    return { candidate, margin: best.total - (other?.total ?? 0) };
  });
}
