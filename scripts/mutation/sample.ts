/** How the workers, which are processes of their own, are told how many of the changes are tried. */
export const sampleVariable = "PLANLINK_MUTATION_EVERY";

/** Whether a mutant is one of those that are tried: all of them, or every tenth, say, through all files. */
export function isInSample(id: string): boolean {
  return Number(id) % Number(process.env[sampleVariable] ?? 1) === 0;
}

/** Which tests there are, where not all of them. */
export const testsVariable = "PLANLINK_MUTATION_TESTS";

/** Whether a test file is one of those that mutants are tried with: all, or those whose path contains one of some texts. */
export function isWantedTest(path: string): boolean {
  const texts = (process.env[testsVariable] ?? "").split(",");
  return texts.some((text) => path.includes(text));
}
