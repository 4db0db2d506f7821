/** How the workers, which are processes of their own, are told how many of the changes are tried. */
export const sampleVariable = "PLANLINK_MUTATION_EVERY";

/** Whether a mutant is one of those that are tried: all of them, or every tenth, say, through all files. */
export function isInSample(id: string): boolean {
  return Number(id) % Number(process.env[sampleVariable] ?? 1) === 0;
}
