/** One repository of a list. */
export interface ListedRepository {
  /** From 1. */
  readonly line: number;
  /** As it is written in the list. */
  readonly path: string;
  /** The revision to check; `null`: what the repository's HEAD names. */
  readonly ref: string | null;
}

/**
 * Parses a list of repositories: a path a line, and behind a tab a revision. Empty lines and those that begin with `#` are
 * left out; blanks within a path are part of it.
 */
export function parseRepositoryList(text: string): readonly ListedRepository[] {
  return text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .flatMap((content, index) => {
      const [path = "", ...rest] = content.split("\t").map((part) => part.trim());
      const ref = rest.find((part) => part !== "") ?? null;
      return path === "" || path.startsWith("#") ? [] : [{ line: index + 1, path, ref }];
    });
}

/** A repository by its absolute path, and the revision that is checked. */
interface Nameable {
  readonly directory: string;
  readonly ref: string | null;
}

/** The last parts of a path, without what says that it is a repository. */
function nameOf(directory: string, depth: number): string {
  const parts = directory.split(/[\\/]/).filter((part) => part !== "");
  if (parts.length > 1 && parts.at(-1) === ".git") parts.pop();
  return (
    parts
      .slice(-depth)
      .join("/")
      .replace(/(?<=[^/])\.git$/, "") || directory
  );
}

/**
 * Names repositories for a report: by the last part of the path, by more of it where that is not enough, and by the
 * revision where one repository is checked at several. All names are different.
 */
export function nameRepositories(repositories: readonly Nameable[]): readonly string[] {
  const directories = [...new Set(repositories.map(({ directory }) => directory))];
  const names = new Map<string, string>();
  let waiting: readonly string[] = directories;
  const deepest = Math.max(0, ...directories.map((directory) => directory.split(/[\\/]/).length));
  for (let depth = 1; depth <= deepest && waiting.length > 0; depth += 1) {
    const groups = new Map<string, number>();
    for (const directory of waiting) {
      const name = nameOf(directory, depth);
      groups.set(name, (groups.get(name) ?? 0) + 1);
    }
    const taken = new Set(names.values());
    const isAlone = (directory: string): boolean => {
      const name = nameOf(directory, depth);
      return groups.get(name) === 1 && !taken.has(name);
    };
    for (const directory of waiting.filter(isAlone)) names.set(directory, nameOf(directory, depth));
    waiting = waiting.filter((directory) => !names.has(directory));
  }
  const refs = new Map<string, Set<string | null>>();
  for (const { directory, ref } of repositories) refs.set(directory, (refs.get(directory) ?? new Set()).add(ref));
  const used = new Set<string>();
  return repositories.map(({ directory, ref }) => {
    const own = names.get(directory) ?? directory.replace(/^[\\/]+/, "");
    const wanted = ref === null || refs.get(directory)?.size === 1 ? own : `${own}@${ref}`;
    // A folder may be called as another's name and revision.
    let name = wanted;
    for (let number = 2; used.has(name); number += 1) name = `${wanted}#${number}`;
    used.add(name);
    return name;
  });
}
