/** A command with the lines below it, as the README shows them or as they were written. */
export interface Exchange {
  readonly command: string;
  readonly lines: readonly string[];
}

/** Takes a transcript apart; a command is a line after a dollar sign. */
export function parseTranscript(text: string): readonly Exchange[] {
  const exchanges: { command: string; lines: string[] }[] = [];
  for (const line of text.replace(/\n$/, "").split("\n")) {
    if (line.startsWith("$ ")) exchanges.push({ command: line.slice(2), lines: [] });
    else exchanges.at(-1)?.lines.push(line);
  }
  return exchanges;
}

/** The blocks of one kind, such as `console`, of a page in Markdown, in order. */
export function readBlocks(
  page: string,
  kinds: readonly string[],
): readonly { readonly kind: string; readonly text: string }[] {
  return [...page.matchAll(/^```([a-z]*)\n([^]*?)^```$/gm)].flatMap(([, kind = "", text = ""]) =>
    kinds.includes(kind) ? [{ kind, text }] : [],
  );
}

/** Oids change with every byte that the demonstration commits; which ones a page shows does not matter. */
function withoutOids(line: string): string {
  return line.replace(/(?<![0-9a-z])[0-9a-f]{7,40}(?![0-9a-z])/g, "<oid>");
}

/** Within a line `…` stands for any text. */
function isLike(shown: string, written: string): boolean {
  const parts = withoutOids(shown)
    .split("…")
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(withoutOids(written));
}

/** A page may leave lines out, marked by `…`, and what follows the last line that it shows. */
export function matches(shown: readonly string[], written: readonly string[]): boolean {
  const [first, ...rest] = shown;
  if (first === undefined) return true;
  if (first === "…") return written.some((_, index) => matches(rest, written.slice(index))) || rest.length === 0;
  return written[0] !== undefined && isLike(first, written[0]) && matches(rest, written.slice(1));
}
