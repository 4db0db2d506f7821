const oldest: readonly [number, number] = [2, 30];

/** What to do about a git that is too old. */
export const installGitHelp = "install git 2.30 or newer";

/** The version in what `git --version` says; `null` where it says none. */
export function findGitVersion(words: string): string | null {
  return /(\d+\.\d+(?:\.\d+)*)/.exec(words)?.[1] ?? null;
}

/** Tells whether planlink works with a version of git. */
export function isSupportedGit(version: string): boolean {
  const [first = 0, second = 0] = version.split(".").map(Number);
  return first > oldest[0] || (first === oldest[0] && second >= oldest[1]);
}
