/** Writes a text as one word of POSIX shell: in single quotes, where only the single quote itself is special. */
export function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Parses a word that `quoteForShell` wrote; `undefined` for any other text. */
export function parseShellQuoted(word: string): string | undefined {
  const text = word.slice(1, -1).replaceAll("'\\''", "'");
  return quoteForShell(text) === word ? text : undefined;
}
