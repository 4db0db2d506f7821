/** A value of a ledger's entry: a scalar as text, or a list of them. */
export type LedgerValue = string | readonly string[];

/** The keys and values of one entry, or why it cannot be read. */
export type LedgerEntry =
  | { readonly kind: "entry"; readonly values: ReadonlyMap<string, LedgerValue> }
  | { readonly kind: "damaged"; readonly reason: string };

class Damage extends Error {}

/**
 * Reads one entry of a ledger: `{key: value, key: [a, b]}`, or the same as `key: value` lines, joined by newlines.
 *
 * Of YAML it knows what we write and what people make of it by hand: plain, single and double quoted scalars, lists in
 * brackets, comments. A library is not needed for that, and the hooks have no time to load one. Total.
 */
export function parseLedgerEntry(text: string): LedgerEntry {
  try {
    const trimmed = text.trim();
    return { kind: "entry", values: trimmed.startsWith("{") ? new FlowReader(trimmed).readMapping() : readBlock(trimmed) };
  } catch (error) {
    if (error instanceof Damage) return { kind: "damaged", reason: error.message };
    throw error;
  }
}

function readBlock(text: string): ReadonlyMap<string, LedgerValue> {
  const values = new Map<string, LedgerValue>();
  for (const line of text.split("\n")) {
    if (/^\s*(?:#|$)/.test(line)) continue;
    const match = /^\s*([A-Za-z][\w-]{0,40}):(?:\s+(.*))?$/.exec(line);
    if (match === null) throw new Damage("expected `key: value`");
    addValue(values, match[1] ?? "", new FlowReader(match[2] ?? "").readAlone());
  }
  return values;
}

function addValue(values: Map<string, LedgerValue>, key: string, value: LedgerValue): void {
  if (values.has(key)) throw new Damage(`\`${key}\` stands twice`);
  values.set(key, value);
}

class FlowReader {
  private readonly text: string;
  private position = 0;

  constructor(text: string) {
    this.text = text;
  }

  readMapping(): ReadonlyMap<string, LedgerValue> {
    const values = new Map<string, LedgerValue>();
    this.expect("{");
    while (!this.skip("}")) {
      const key = /[A-Za-z][\w-]{0,40}/y;
      key.lastIndex = this.position;
      const name = key.exec(this.text)?.[0];
      if (name === undefined) throw new Damage("expected a key");
      this.position += name.length;
      this.expect(":");
      addValue(values, name, this.readValue(",}"));
      if (!this.skip(",") && this.text[this.position] !== "}") throw new Damage("expected `,` or `}`");
    }
    this.expectEnd();
    return values;
  }

  /** A value that is the whole text. */
  readAlone(): LedgerValue {
    const value = this.readValue("");
    this.expectEnd();
    return value;
  }

  private readValue(ends: string): LedgerValue {
    this.skipSpace();
    if (!this.skip("[")) return this.readScalar(ends);
    const items: string[] = [];
    while (!this.skip("]")) {
      items.push(this.readScalar(",]"));
      if (!this.skip(",") && this.text[this.position] !== "]") throw new Damage("expected `,` or `]`");
    }
    return items;
  }

  private readScalar(ends: string): string {
    this.skipSpace();
    const quote = this.text[this.position];
    if (quote === '"') return this.readQuoted();
    if (quote === "'") return this.readSingleQuoted();
    const start = this.position;
    while (this.position < this.text.length && !ends.includes(this.text[this.position] ?? "")) {
      if (this.text[this.position] === "#" && /\s/.test(this.text[this.position - 1] ?? " ")) break;
      this.position += 1;
    }
    const scalar = this.text.slice(start, this.position).trim();
    if (/^[&*!|>%@`{[]/.test(scalar)) throw new Damage("a value that a ledger does not have");
    return scalar;
  }

  private readQuoted(): string {
    const quoted = /"(?:[^"\\]|\\.)*"/sy;
    quoted.lastIndex = this.position;
    const source = quoted.exec(this.text)?.[0];
    if (source === undefined) throw new Damage("a quotation mark is not closed");
    this.position += source.length;
    this.skipSpace();
    try {
      const value: unknown = JSON.parse(source.replaceAll("\n", " "));
      return String(value);
    } catch {
      throw new Damage("an escape that JSON does not have");
    }
  }

  private readSingleQuoted(): string {
    const quoted = /'(?:[^']|'')*'/sy;
    quoted.lastIndex = this.position;
    const source = quoted.exec(this.text)?.[0];
    if (source === undefined) throw new Damage("a quotation mark is not closed");
    this.position += source.length;
    this.skipSpace();
    return source.slice(1, -1).replaceAll("''", "'");
  }

  private skipSpace(): void {
    while (/\s/.test(this.text[this.position] ?? "x")) this.position += 1;
  }

  private skip(character: string): boolean {
    this.skipSpace();
    if (this.text[this.position] !== character) return false;
    this.position += 1;
    this.skipSpace();
    return true;
  }

  private expect(character: string): void {
    if (!this.skip(character)) throw new Damage(`expected \`${character}\``);
  }

  private expectEnd(): void {
    this.skipSpace();
    if (this.position < this.text.length && this.text[this.position] !== "#") throw new Damage("more than an entry");
  }
}
