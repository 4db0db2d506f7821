/** How a header fails to be a conventional one although it has a scope. Stable words: shown in JSON and documented. */
export type HeaderFlaw =
  | "bracket-not-parenthesis"
  | "breaking-mark-misplaced"
  | "colon-absent"
  | "full-width-punctuation"
  | "parenthesis-doubled"
  | "parenthesis-unclosed"
  | "space-before-colon"
  | "space-before-scope"
  | "type-absent";

/**
 * The first line of a message, cut as Conventional Commits 1.0 does.
 *
 * `isQuoted` tells that the header stands inside another one (`fixup! …`, `Revert "…"`) and so was not written by
 * whoever makes this commit.
 */
export type Header =
  | { readonly kind: "conventional"; readonly isQuoted: boolean; readonly type: string; readonly scope: string | null }
  | {
      readonly kind: "flawed";
      readonly isQuoted: boolean;
      readonly type: string;
      readonly scope: string;
      readonly flaw: HeaderFlaw;
    }
  /** Text before a colon that is no type: `67-04: add metrics`, `Phase 3: add metrics`. */
  | { readonly kind: "label"; readonly isQuoted: boolean; readonly label: string }
  | { readonly kind: "prose"; readonly isQuoted: boolean };

/** No scope that means anything is longer; longer ones are not read, so that the cost of a header is bounded. */
const scopeLimit = 400;
const labelLimit = 60;

const quotingPrefixes: readonly string[] = [
  "fixup! ",
  "squash! ",
  "amend! ",
  'Revert "',
  'Reapply "',
  "revert: ",
  "Revert: ",
];
const gitmoji =
  /(?:\p{Extended_Pictographic}(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200d|\ufe0f){0,12}|:[a-z0-9_+-]{1,40}:)[ ]{0,3}/uy;
/** Several types in one (`docs/test`, `feat+fix`) occur; a type never begins with a digit. */
const typeWord = /\p{L}[\p{L}\p{M}\p{N}_./+,&|-]{0,60}/uy;

/** Types after which a flawed scope is believed to be meant as one; other words before `(67-04)` are prose. */
const knownTypes: ReadonlySet<string> = new Set(
  "feat fix docs doc test tests chore refactor perf style build ci revert plan research verify audit release security deps spec design impl".split(
    " ",
  ),
);

/** Parses the header of a message. Total, and linear in the length of the text. */
export function parseHeader(text: string): Header {
  const { start, isQuoted } = skipQuotingPrefixes(text);
  const type = matchAt(typeWord, text, start);
  const afterType = start + type.length;
  const mark = text.startsWith("!", afterType) ? "!" : "";
  const next = text.charAt(afterType + mark.length);
  if (type !== "" && next === ":") return { kind: "conventional", isQuoted, type, scope: null };
  if (type !== "" && next === "(")
    return readScope(text, afterType + mark.length, { type, isQuoted, isMarkedEarly: mark !== "" });

  const flawed = readFlawedOpening(text, start, type);
  if (flawed !== undefined) return { kind: "flawed", isQuoted, type, ...flawed };
  const colon = text.slice(start, start + labelLimit).indexOf(":");
  return colon > 0 ? { kind: "label", isQuoted, label: text.slice(start, start + colon) } : { kind: "prose", isQuoted };
}

function skipQuotingPrefixes(text: string): { start: number; isQuoted: boolean } {
  let start = 0;
  let isQuoted = false;
  const skipSpaces = (): void => {
    while (text.charAt(start) === " " || text.charAt(start) === "\t") start += 1;
  };
  for (;;) {
    skipSpaces();
    const prefix = quotingPrefixes.find((candidate) => text.startsWith(candidate, start));
    if (prefix === undefined) break;
    isQuoted = true;
    start += prefix.length;
  }
  start += matchAt(gitmoji, text, start).length;
  return { start, isQuoted };
}

function matchAt(pattern: RegExp, text: string, start: number): string {
  pattern.lastIndex = start;
  return pattern.exec(text)?.[0] ?? "";
}

/** Reads from the opening parenthesis on. */
function readScope(
  text: string,
  open: number,
  known: { type: string; isQuoted: boolean; isMarkedEarly: boolean },
): Header {
  const { type, isQuoted } = known;
  const window = text.slice(open + 1, open + 1 + scopeLimit);
  const close = window.indexOf(")");
  const flawed = (scope: string, flaw: HeaderFlaw): Header =>
    knownTypes.has(type.toLowerCase()) ? { kind: "flawed", isQuoted, type, scope, flaw } : { kind: "prose", isQuoted };

  const scope = close === -1 ? window : window.slice(0, close);
  const rest = close === -1 ? "" : text.slice(open + close + 2, open + close + 8);
  if (/^!?:/.test(rest) && !scope.includes("(")) {
    return known.isMarkedEarly
      ? flawed(scope, "breaking-mark-misplaced")
      : { kind: "conventional", isQuoted, type, scope };
  }
  if (scope.startsWith("(")) return flawed(scope.slice(1), "parenthesis-doubled");
  if (close === -1 || /[(:：]/.test(scope)) {
    // `feat(67-04: add (a) metric` closes only a parenthesis of its subject.
    return flawed(scope.slice(0, scope.search(/[(:：]|(?<=\S)\s|$/)), "parenthesis-unclosed");
  }
  if (rest.startsWith(")")) return flawed(scope, "parenthesis-doubled");
  if (/^!?：/.test(rest)) return flawed(scope, "full-width-punctuation");
  return flawed(scope, /^!?\s{1,3}!?:/.test(rest) ? "space-before-colon" : "colon-absent");
}

/** Reads openings that only look like `type(`: a space, brackets or full-width parentheses, no type. */
function readFlawedOpening(text: string, start: number, type: string): { scope: string; flaw: HeaderFlaw } | undefined {
  const window = text.slice(start, start + scopeLimit);
  const rest = window.slice(type.length);
  if (type === "") {
    const untyped = /^\(([^()]*)\)!?:/.exec(window)?.[1];
    return untyped === undefined ? undefined : { scope: untyped, flaw: "type-absent" };
  }
  if (!knownTypes.has(type.toLowerCase())) return undefined;
  const spaced = /^ {1,3}\(([^()]*)\)!?:/.exec(rest)?.[1];
  if (spaced !== undefined) return { scope: spaced, flaw: "space-before-scope" };
  const bracketed = /^(?:\[([^\][]*)\]|\{([^{}]*)\})!?:/.exec(rest);
  if (bracketed !== null) return { scope: bracketed[1] ?? bracketed[2] ?? "", flaw: "bracket-not-parenthesis" };
  const fullWidth = /^（([^（）()]*)[）)]!?[:：]?/.exec(rest)?.[1];
  return fullWidth === undefined ? undefined : { scope: fullWidth, flaw: "full-width-punctuation" };
}
