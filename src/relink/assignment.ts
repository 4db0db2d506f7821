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
const optionsTried = 12;

interface State {
  readonly total: number;
  readonly chosen: readonly (number | null | undefined)[];
}

function solve(problem: AssignmentProblem, forbidden: Sequence | null): State {
  const { seekers, sequences, isOlder } = problem;
  const linksOf = seekers.map((_, seeker) => sequences.filter((sequence) => sequence.includes(seeker)));
  let states: readonly State[] = [{ total: 0, chosen: seekers.map(() => undefined) }];
  seekers.forEach(({ scores, nothing }, seeker) => {
    const options = [...scores]
      .filter(([candidate]) => forbidden?.[0] !== seeker || forbidden[1] !== candidate)
      .toSorted((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, optionsTried);
    const next: State[] = [];
    for (const { total, chosen } of states) {
      const taken = new Set(chosen.flatMap((candidate) => (candidate == null ? [] : [candidate])));
      const choose = (candidate: number | null, worth: number): void => {
        let order = 0;
        for (const [first, second] of linksOf[seeker] ?? []) {
          const [before, after] = [
            first === seeker ? candidate : chosen[first],
            second === seeker ? candidate : chosen[second],
          ];
          const isInOrder = before == null || after == null ? undefined : isOlder(before, after);
          if (isInOrder !== undefined) order += isInOrder ? orderWeight : -orderWeight;
        }
        next.push({ total: total + worth + order, chosen: chosen.with(seeker, candidate) });
      };
      if (nothing !== null || options.length === 0) choose(null, nothing ?? 0);
      for (const [candidate, score] of options) if (!taken.has(candidate)) choose(candidate, score);
    }
    // A seeker that must have a candidate which another one took stays without.
    if (next.length === 0) next.push(...states.map((state) => ({ ...state, chosen: state.chosen.with(seeker, null) })));
    states = next.toSorted((a, b) => b.total - a.total).slice(0, statesKept);
  });
  return states[0] ?? { total: 0, chosen: [] };
}

/**
 * Gives each reference a commit, no commit twice, so that all evidence together fits best: likeness, plan, and the order
 * of lists. A search that keeps the best few states, not all: what is close to a tie has a small margin either way.
 */
export function assignCandidates(problem: AssignmentProblem): readonly (Assigned | null)[] {
  const best = solve(problem, null);
  return problem.seekers.map(({ nothing }, seeker) => {
    const candidate = best.chosen[seeker];
    if (candidate == null || nothing === null) return null;
    const other = solve(problem, [seeker, candidate]);
    return { candidate, margin: best.total - other.total };
  });
}
