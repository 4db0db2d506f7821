import { parseOid, type Oid, type OidPrefix } from "../model/oid.ts";

/** Reads one oid a line, as it comes, and keeps those that begin as one of some names: a list of all of history is never held. */
export class MetOids {
  /** The length of the shortest name: what begins alike is told apart at the end. */
  readonly #length: number;
  readonly #heads: ReadonlySet<string>;
  readonly #met: string[] = [];
  #rest = "";

  constructor(names: readonly (Oid | OidPrefix)[]) {
    this.#length = names.reduce((least, { length }) => Math.min(least, length), 64);
    this.#heads = new Set(names.map((name) => name.slice(0, this.#length)));
  }

  take(chunk: Uint8Array): void {
    const lines = (this.#rest + Buffer.from(chunk).toString("latin1")).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) if (this.#heads.has(line.slice(0, this.#length))) this.#met.push(line);
  }

  /** Of some oids those that were met. */
  among(wanted: ReadonlySet<Oid>): ReadonlySet<Oid> {
    const met = this.#met.map((line) => parseOid(line)).filter((oid) => oid !== undefined);
    return new Set(met.filter((oid) => wanted.has(oid)));
  }
}
