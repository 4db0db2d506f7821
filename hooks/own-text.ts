import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/**
 * A working STATE.md in which nothing but hooks has written since it was as the index has it: the blob that it was made
 * from, and the blob that it is now.
 *
 * Several refreshes in a row, as after several merges, may word and order things differently than one refresh does. Where
 * nothing of a person's is in the file, the commit that carries it may decide.
 */
interface OwnText {
  readonly origin: string;
  readonly written: string;
}

function notePath(gitDirectory: string): string {
  return join(gitDirectory, "planlink", "own-text");
}

/** The oid that git gives a blob; as long as another oid of the repository. */
function blobOid(content: string | Uint8Array, length: number): string {
  const bytes = Buffer.from(content);
  const hash = createHash(length === 64 ? "sha256" : "sha1");
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

async function readOwnText(gitDirectory: string): Promise<OwnText | undefined> {
  const text = await readFile(notePath(gitDirectory), "utf8").catch(() => "");
  const [, origin, written] = /^([0-9a-f]{40,64}) ([0-9a-f]{40,64})\n$/.exec(text) ?? [];
  return origin === undefined || written === undefined ? undefined : { origin, written };
}

/** Notes that a hook has written STATE.md. `head` is any oid of the repository: it tells which hash git uses. */
export async function noteOwnText(
  gitDirectory: string,
  before: Uint8Array,
  after: string,
  head: string,
): Promise<void> {
  const [old, written] = [blobOid(before, head.length), blobOid(after, head.length)];
  const known = await readOwnText(gitDirectory);
  const origin = known?.written === old ? known.origin : old;
  const path = notePath(gitDirectory);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${origin} ${written}\n`);
}

/** Tells whether hooks have written STATE.md at all since somebody looked. */
export async function hasOwnTextNote(gitDirectory: string): Promise<boolean> {
  return (await readOwnText(gitDirectory)) !== undefined;
}

/** Tells whether a working text is what hooks alone have made of a blob of the index. */
export async function isOwnTextOf(gitDirectory: string, indexOid: string, working: string): Promise<boolean> {
  const known = await readOwnText(gitDirectory);
  return known?.origin === indexOid && known.written === blobOid(working, indexOid.length);
}
