import { parseOid, type Oid } from "../model/oid.ts";

/** The arguments by which git tells what names mean, with the contents; whatever the user's configuration prefers. */
export const batchArguments: readonly string[] = ["-c", "core.disambiguate=none", "cat-file", "--buffer", "--batch"];

/**
 * Reads what `git cat-file --batch` writes, as it comes: a line for each name, and the objects. Of commits the messages
 * are kept, of all else nothing, whatever its size.
 */
export class ObjectBatch {
  /** The lines for the names, in order: `OID TYPE SIZE`, `NAME missing` or `NAME ambiguous`. */
  readonly lines: string[] = [];
  /** Messages as `git log` gives them by `%B`; a commit in another encoding is left out: only git can convert it. */
  readonly messages: Map<Oid, string> = new Map();
  #rest: Buffer = Buffer.alloc(0);
  /** Bytes that are nobody's. */
  #skipped = 0;

  take(chunk: Uint8Array): void {
    const bytes = this.#rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#rest, chunk]);
    const { length } = bytes;
    let start = Math.min(this.#skipped, length);
    this.#skipped -= start;
    while (start < length) {
      const end = bytes.indexOf(10, start);
      if (end < 0) break;
      const line = bytes.toString("latin1", start, end);
      const [name = "", type, size] = line.split(" ");
      const next = size === undefined ? end + 1 : end + 2 + Number(size);
      if (type === "commit" && size !== undefined) {
        if (next > length) break;
        this.#keepMessage(name, bytes, end + 1, next - 1);
      }
      this.lines.push(line);
      this.#skipped = Math.max(0, next - length);
      start = Math.min(next, length);
    }
    this.#rest = bytes.subarray(start);
  }

  /** Everything that was begun has come to its end. */
  get isWhole(): boolean {
    return this.#rest.length === 0 && this.#skipped === 0;
  }

  #keepMessage(name: string, bytes: Buffer, start: number, end: number): void {
    const oid = parseOid(name);
    const blank = bytes.indexOf("\n\n", start, "latin1");
    // Without a message there is no blank line, and the next one found is another commit's.
    const head = bytes.toString("latin1", start, blank < 0 ? end : Math.min(blank, end));
    if (oid === undefined || head.includes("\nencoding ")) return;
    const message = blank < 0 || blank + 2 > end ? "" : bytes.toString("utf8", blank + 2, end);
    const nul = message.indexOf("\0");
    this.messages.set(oid, nul < 0 ? message : message.slice(0, nul));
  }
}
