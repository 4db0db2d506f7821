import { parseOid, type Oid } from "../model/oid.ts";
import { OperationalError } from "../model/operational-error.ts";
import type { CommitFact, CommitReader, RepositoryPath, ZonedTime } from "../model/ports.ts";
import type { GitRunner, GitStream } from "./git-runner.ts";

/** As far from 1970 as a `Date` can be, a day kept for zones. */
const latestMs = 8.64e15 - 24 * 60 * 60 * 1000;
/** No place on Earth is further from UTC; zones beyond are damage, as in the `+051800` of some old imports. */
const widestOffset = 14 * 60;

/** Parses a date as `--date=raw` writes it; what is no date is 1970. */
export function parseRawDate(text: string): ZonedTime {
  const match = /^(-?\d+) ([+-])(\d{1,4}?)(\d\d)$/.exec(text) ?? /^(-?\d+)/.exec(text);
  // A commit object may well lack its date.
  if (match === null) return { epochMs: 0, offsetMinutes: 0 };
  const [, seconds, sign, hours, minutes] = match;
  const offset = (sign === "-" ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
  return {
    epochMs: Math.max(-latestMs, Math.min(Number(seconds) * 1000, latestMs)),
    offsetMinutes: Math.abs(offset) > widestOffset ? 0 : offset,
  };
}

/** An object id where git owes one. */
export function requireOid(text: string): Oid {
  const oid = parseOid(text);
  if (oid === undefined)
    throw new OperationalError(
      "git-failed",
      `git answered ${JSON.stringify(text.slice(0, 80))} where an object id was due`,
    );
  return oid;
}

/** The arguments by which git lists commits with the five fields that `parseCommits` reads. */
export function logArguments(options: readonly string[]): readonly string[] {
  return [
    "-c",
    "log.showSignature=false",
    "log",
    "-z",
    ...options,
    "--no-color",
    "--no-notes",
    "--encoding=UTF-8",
    "--date=raw",
    "--format=tformat:%H%x00%P%x00%ad%x00%cd%x00%B",
  ];
}

/** The arguments by which git lists the changed paths of the commits on its standard input. */
export const changedPathArguments: readonly string[] = [
  "diff-tree",
  "--stdin",
  "--always",
  "-r",
  "-z",
  "--root",
  "--raw",
  "--no-renames",
  "--abbrev=7",
];

const fieldsPerCommit = 5;

/** Takes the fields of `git log -z` one by one and hands on a commit for every five; a message cannot hold a NUL. */
function createCommitFields(onCommit: (commit: CommitFact) => void): (field: string) => void {
  let fields: string[] = [];
  return (field) => {
    fields.push(field);
    if (fields.length < fieldsPerCommit) return;
    const [oid = "", parents = "", authored = "", committed = "", message = ""] = fields;
    fields = [];
    onCommit({
      oid: requireOid(oid),
      parents: parents.split(" ").filter(Boolean).map(requireOid),
      authored: parseRawDate(authored),
      committed: parseRawDate(committed),
      message,
    });
  };
}

/** A commit of a long list. Of most only the message is looked at, so the rest is taken apart when it is asked for. */
class ListedCommit implements CommitFact {
  readonly message: string;
  readonly #text: string;
  readonly #ends: readonly number[];

  /** `ends` are the places of the NULs behind the first four fields of `text`. */
  constructor(text: string, ends: readonly number[], message: string) {
    this.#text = text;
    this.#ends = ends;
    this.message = message;
  }

  #field(index: number): string {
    return this.#text.slice(index === 0 ? 0 : (this.#ends[index - 1] ?? 0) + 1, this.#ends[index]);
  }

  get oid(): Oid {
    return requireOid(this.#field(0));
  }

  get parents(): readonly Oid[] {
    return this.#field(1).split(" ").filter(Boolean).map(requireOid);
  }

  get authored(): ZonedTime {
    return parseRawDate(this.#field(2));
  }

  get committed(): ZonedTime {
    return parseRawDate(this.#field(3));
  }
}

/** Takes the output of `git log -z` piece by piece and hands on its commits as they are whole. */
function createCommitPieces(onCommit: (commit: CommitFact) => void): (piece: string) => void {
  let parts: string[] = [];
  return (piece) => {
    // A message as long as many pieces is put together once.
    if (!piece.includes("\0")) {
      parts.push(piece);
      return;
    }
    const text = parts.join("") + piece;
    let start = 0;
    for (;;) {
      const ends: number[] = [];
      for (let from = start; ends.length < fieldsPerCommit;) {
        const end = text.indexOf("\0", from);
        if (end < 0) break;
        ends.push(end - start);
        from = end + 1;
      }
      const [, , , fourth = 0, last] = ends;
      if (last === undefined) break;
      onCommit(new ListedCommit(text.slice(start, start + fourth), ends, text.slice(start + fourth + 1, start + last)));
      start += last + 1;
    }
    parts = start < text.length ? [text.slice(start)] : [];
  };
}

/** Parses `git log -z` with five NUL-separated fields a commit. */
export function parseCommits(output: string): readonly CommitFact[] {
  const commits: CommitFact[] = [];
  output.split("\0").forEach(createCommitFields((commit) => commits.push(commit)));
  return commits;
}

/** A commit with what it changes against its first parent; merges change nothing of their own. */
export interface CommitWithPaths {
  readonly commit: CommitFact;
  readonly paths: readonly RepositoryPath[];
}

/**
 * Parses what `hook.sh` lets git tell of the commits just made, the newest first: of each the five fields of
 * `git log -z`, and its changes as `--raw -z` gives them; at the end the word `end`. Empty where git has told nothing, or
 * not all.
 */
export function parseCommitsWithPaths(output: string): readonly CommitWithPaths[] {
  const fields = output.split("\0");
  if (fields.pop() !== "end") return [];
  const commits: CommitWithPaths[] = [];
  let index = 0;
  while (index < fields.length) {
    const [commit] = parseCommits(fields.slice(index, index + fieldsPerCommit + 1).join("\0"));
    if (commit === undefined) return [];
    index += fieldsPerCommit;
    const paths: RepositoryPath[] = [];
    for (; fields[index]?.replace(/^\n/, "").startsWith(":") === true; index += 2) {
      const path = fields[index + 1];
      if (path === undefined) return [];
      paths.push(path);
    }
    commits.push({ commit, paths: commit.parents.length > 1 ? [] : paths });
  }
  return commits;
}

/**
 * Takes the tokens of `git diff-tree --stdin --raw -z` one by one: an oid, then pairs of `:meta` and path. Only a path
 * follows a `:meta`. A commit is handed on when the next one begins; `end` hands on the last.
 */
function createPathTokens(onCommit: CommitReader["readPaths"]): {
  readonly take: (token: string) => void;
  readonly end: () => void;
} {
  let oid: Oid | undefined;
  let paths: RepositoryPath[] = [];
  let isPath = false;
  const end = (): void => {
    if (oid !== undefined) onCommit(oid, paths);
    oid = undefined;
    paths = [];
  };
  return {
    take: (token) => {
      if (isPath) {
        isPath = false;
        paths.push(token);
      } else if (token.startsWith(":")) isPath = true;
      else if (token !== "") {
        end();
        oid = requireOid(token);
      }
    },
    end,
  };
}

/** Parses `git diff-tree --stdin --raw -z`. */
export function parseChangedPaths(output: string): ReadonlyMap<Oid, readonly RepositoryPath[]> {
  const pathsByOid = new Map<Oid, readonly RepositoryPath[]>();
  const tokens = createPathTokens((oid, paths) => pathsByOid.set(oid, paths));
  output.split("\0").forEach(tokens.take);
  tokens.end();
  return pathsByOid;
}

/** Decodes the output of a running git as it comes. */
async function readPieces(stream: GitStream, onPiece: (piece: string) => Promise<void>): Promise<void> {
  const decoder = new TextDecoder("utf-8");
  for await (const chunk of stream.output) await onPiece(decoder.decode(chunk, { stream: true }));
  const rest = decoder.decode();
  if (rest !== "") await onPiece(rest);
}

/** Cuts the output of a running git at its NULs; what is not ended is handed on when git ends. */
async function readFields(stream: GitStream, onFields: (fields: readonly string[]) => Promise<void>): Promise<void> {
  const decoder = new TextDecoder("utf-8");
  let parts: string[] = [];
  for await (const chunk of stream.output) {
    const text = decoder.decode(chunk, { stream: true });
    const fields = text.split("\0");
    parts.push(fields[0] ?? "");
    if (fields.length === 1) continue;
    const last = fields.pop() ?? "";
    fields[0] = parts.join("");
    parts = [last];
    await onFields(fields);
  }
  const rest = parts.join("") + decoder.decode();
  if (rest !== "") await onFields([rest]);
}

/** Waits for git's end; a non-zero exit is an operational error with git's own words. */
export async function requireSuccess(stream: GitStream, name: string): Promise<void> {
  const { exitCode, stderr } = await stream.end;
  if (exitCode === 0) return;
  const words = stderr.trim().split("\n")[0] ?? "";
  throw new OperationalError(
    "git-failed",
    `git ${name} failed with exit code ${exitCode}${words === "" ? "" : `: ${words}`}`,
  );
}

/**
 * Streams the commits of some revisions, and the changed paths of those whose reader wants them, in two processes at
 * once. Neither output is ever held as a whole.
 */
export async function scanCommits(
  runner: GitRunner,
  revisions: readonly string[],
  reader: CommitReader,
): Promise<void> {
  const log = await runner.stream([...logArguments([]), "--stdin"]);
  await log.write(`${revisions.join("\n")}\n`);
  log.endInput();
  // Most histories that are read a second time hold nothing new: the second process waits until it is needed.
  let paths: { readonly stream: GitStream; readonly isRead: Promise<void> } | undefined;
  const startPaths = async (): Promise<NonNullable<typeof paths>> => {
    const stream = await runner.stream(changedPathArguments);
    const tokens = createPathTokens(reader.readPaths);
    const isRead = readFields(stream, async (fields) => fields.forEach(tokens.take)).then(tokens.end);
    isRead.catch(() => undefined);
    return { stream, isRead };
  };
  let wanted = "";
  const take = createCommitPieces((commit) => {
    if (reader.readCommit(commit)) wanted += `${commit.oid}\n`;
  });
  try {
    await readPieces(log, async (piece) => {
      take(piece);
      if (wanted === "") return;
      paths ??= await startPaths();
      const input = wanted;
      wanted = "";
      await paths.stream.write(input);
    });
    await requireSuccess(log, "log");
    if (paths === undefined) return;
    paths.stream.endInput();
    await paths.isRead;
    await requireSuccess(paths.stream, "diff-tree");
  } catch (error) {
    // The second would wait for more to read, and this program for it.
    log.stop();
    paths?.stream.stop();
    throw error;
  }
}
