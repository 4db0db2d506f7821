/** In UTF-16 units: the largest front matter of 22 real projects has 900, a configuration less. */
const mostLength = 32 * 1024;
/** Collections in collections. What YAML parsers spend on them grows with a high power of the depth. */
const deepest = 10;
/** Of commas, brackets, `?` and `!`: each may be an error of its own, and an error costs as much as a hundred characters. */
const mostIndicators = 4000;
const widestIndent = 100;
/** Of colons and dashes with a blank behind them: each may open a collection in the one before. */
const mostInLine = 100;

/** Indicators of block collections one after the other in a line: `- - ? - x`. */
const blockIndicators = /^[ \t]*(?:[-?:][ \t]+)*/;
/** Keys of their own, wherever in a line: 400 of them (`a: ? ? ?`) take half a minute. */
const ownKeys = /(?<=^|[ \t\r])\?(?=[ \t\r]|$)/g;
const innerIndicators = /[-:](?=[ \t\r])/g;

function count(line: string, pattern: RegExp): number {
  return line.match(pattern)?.length ?? 0;
}

/**
 * Says why a YAML text is not read, though it may be YAML: it is larger or deeper than any that people write, and would
 * take time out of proportion (400 opening braces take half a minute, 16,000 brackets end the process). `undefined` for a
 * text that may be parsed. Every YAML text goes through here first.
 */
export function findYamlExcess(text: string): string | undefined {
  if (text.length > mostLength) return `it is longer than ${mostLength / 1024} kB`;
  let [depth, indicators] = [0, 0];
  for (const character of text) {
    if ("[{".includes(character)) depth += 1;
    else if ("]}".includes(character)) depth = Math.max(0, depth - 1);
    else if (!",?!".includes(character)) continue;
    indicators += 1;
    if (depth > deepest) return `it has collections more than ${deepest} deep`;
    if (indicators > mostIndicators) return `it has more than ${mostIndicators} commas and brackets`;
  }
  for (const line of text.split("\n")) {
    const indicated = blockIndicators.exec(line)?.[0] ?? "";
    const isDeep = indicated.replace(/[ \t]/g, "").length > deepest;
    if (isDeep || indicated.length > widestIndent || count(line, ownKeys) > deepest)
      return `it has collections more than ${deepest} deep`;
    if (count(line, innerIndicators) > mostInLine)
      return `it has a line with more than ${mostInLine} colons and dashes`;
  }
  return undefined;
}
