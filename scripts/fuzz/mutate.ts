/** A source of numbers that gives the same ones for the same seed (xorshift). */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0 || 1;
  }

  /** A whole number from 0 to below `limit`; 0 where `limit` is 0. */
  below(limit: number): number {
    let state = this.#state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state = state;
    return limit <= 0 ? 0 : (state >>> 0) % limit;
  }

  pick<Value>(values: readonly [Value, ...Value[]]): Value {
    return values[this.below(values.length)] ?? values[0];
  }
}

/** Inputs do not grow beyond this by mutation, so that many are tried; larger ones are what `test/hostile` is for. */
const longest = 48 * 1024;

/** Bytes that mean something to one parser or another, and bytes that no parser expects. */
const telling: readonly [string, ...string[]] = [
  "\n",
  ..."\r\n \t | - # : > < ` ~ * _ [ ] ( ) { } \\ \" ' & ! @ % , . / = + 0 9".split(" "),
  "\n\n",
  " ",
  "    ",
  "---\n",
  "```\n",
  "<!--",
  "-->",
  "|---|\n",
  "- ",
  "## ",
  "## Performance Metrics\n",
  "## Session Continuity\n",
  "## Current Position\n",
  "**Stopped at:** ",
  "Plan: 67-04\n",
  "feat(67-04): x",
  "fixup! ",
  'Revert "',
  "67-04",
  "v1.0",
  "2026-02-20",
  "1e999",
  "-1",
  "9007199254740993",
  "99999999999999999999",
  "0123456789abcdef0123456789abcdef01234567",
  "0000000000000000000000000000000000000000",
  "&a [*a,*a]",
  "<<: *a",
  "__proto__",
  "constructor",
  "\uFEFF",
  "\u2028",
  "\u202E",
  "\u001b[2J",
  "計画",
  "：",
  "🔔",
  "\0",
  "\xff",
];

function splice(bytes: Buffer, start: number, removed: number, added: Uint8Array): Buffer {
  return Buffer.concat([bytes.subarray(0, start), added, bytes.subarray(start + removed)]);
}

/** The start of a line near a random place. */
function lineStart(bytes: Buffer, dice: Dice): number {
  return bytes.lastIndexOf(10, dice.below(bytes.length)) + 1;
}

function lineAt(bytes: Buffer, start: number): Buffer {
  const end = bytes.indexOf(10, start);
  return bytes.subarray(start, end === -1 ? bytes.length : end + 1);
}

/** One change of bytes: flips, inserts, removals, pieces and lines doubled, moved, and taken from another input. */
function mutateOnce(bytes: Buffer, other: Buffer, dice: Dice): Buffer {
  const at = dice.below(bytes.length + 1);
  const length = 1 + dice.below(dice.pick([2, 8, 64, 512]));
  switch (dice.below(11)) {
    case 0: {
      const copy = Buffer.from(bytes);
      if (copy.length > 0) copy[at % copy.length] = dice.below(256);
      return copy;
    }
    case 1:
      return splice(bytes, at, length, Buffer.alloc(0));
    case 2:
      return splice(bytes, at, 0, Buffer.from(dice.pick(telling)));
    case 3:
      return splice(bytes, at, length, Buffer.from(dice.pick(telling)));
    case 4:
      return splice(bytes, at, 0, bytes.subarray(at, at + length));
    case 5: {
      const from = dice.below(other.length);
      return splice(bytes, at, dice.below(2) * length, other.subarray(from, from + length));
    }
    case 6: {
      const start = lineStart(bytes, dice);
      return splice(bytes, start, lineAt(bytes, start).length, Buffer.alloc(0));
    }
    case 7:
      return splice(bytes, lineStart(bytes, dice), 0, lineAt(other, lineStart(other, dice)));
    case 8: {
      const line = lineAt(bytes, lineStart(bytes, dice));
      return splice(bytes, lineStart(bytes, dice), 0, line);
    }
    case 9: {
      // Repetition finds what takes time as the square of its length.
      const unit = dice.below(2) === 0 ? Buffer.from(dice.pick(telling)) : bytes.subarray(at, at + length);
      const times = 1 + dice.below(dice.pick([8, 100, 4000]));
      return splice(bytes, at, 0, Buffer.concat(Array.from({ length: times }, () => unit)));
    }
    default:
      // The head of one and the tail of the other.
      return Buffer.concat([bytes.subarray(0, at), other.subarray(dice.below(other.length + 1))]);
  }
}

/** An input made from another one, with pieces of a third. */
export function mutate(bytes: Buffer, other: Buffer, dice: Dice): Buffer {
  let result = bytes;
  for (let left = 1 + dice.below(dice.pick([2, 6, 16])); left > 0; left -= 1) result = mutateOnce(result, other, dice);
  return result.length > longest ? result.subarray(0, longest) : result;
}
