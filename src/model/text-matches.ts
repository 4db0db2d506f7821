/**
 * All matches of a global pattern, in order. As `matchAll`, which makes a copy of the pattern each time: on the short
 * texts of a document that costs more than the search. A pattern matches at least a character, and is nobody else's
 * while the matches are read.
 */
export function findMatches(pattern: RegExp, text: string): readonly RegExpExecArray[] {
  pattern.lastIndex = 0;
  let match = pattern.exec(text);
  if (match === null) return none;
  const matches: RegExpExecArray[] = [];
  for (; match !== null; match = pattern.exec(text)) matches.push(match);
  return matches;
}

const none: readonly RegExpExecArray[] = [];

/** The last match of a global pattern: where its text ends, or -1. */
export function endOfLastMatch(pattern: RegExp, text: string): number {
  let end = -1;
  pattern.lastIndex = 0;
  while (pattern.test(text)) end = pattern.lastIndex;
  return end;
}
