/** Only here is the environment asked how much is to be tried; docs/reliability.md says what each setting is for. */
const environment = process.env;

/** The nightly profile: `npm run test:deep`. */
export const isDeep: boolean = environment["PLANLINK_DEEP"] === "1";

/** How many cases, and from which seed on: what fast-check takes. */
export interface LawRuns {
  readonly seed: number;
  readonly numRuns: number;
}

/**
 * The cases of a law: 2,000, or 100,000 in the nightly profile; `PLANLINK_RUNS` and `PLANLINK_SEED` set others. The seed is
 * fixed, so that a failure is the same for everybody; fast-check prints it with the smallest case that fails. A law that
 * takes long for one case has a part of them.
 */
export function lawRuns(seed: number, part = 1): LawRuns {
  const numRuns = Number(environment["PLANLINK_RUNS"] ?? (isDeep ? 100_000 : 2000));
  return { seed: Number(environment["PLANLINK_SEED"] ?? seed), numRuns: Math.ceil(numRuns * part) };
}
