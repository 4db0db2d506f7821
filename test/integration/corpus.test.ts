/**
 * Real histories and documents, where they are at hand: they belong to other people and do not ship with the repository.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { withSandbox, type Sandbox, type TestRepository } from "../support/git-sandbox.ts";
import { splitLines, withoutOwnedLines } from "../support/owned-lines.ts";
import { suite } from "../support/suite.ts";

const corpus: string = fileURLToPath(new URL("../../../shared/corpus/", import.meta.url));
const statePath = ".planning/STATE.md";

function namesIn(directory: string, ending: string): readonly string[] {
  if (!existsSync(corpus + directory)) return [];
  return readdirSync(corpus + directory)
    .filter((name) => name.endsWith(ending))
    .sort();
}

const snapshots = namesIn("snapshots", ".STATE.md");
const replays = namesIn("replay", ".bundle").map((name) => name.replace(/\.bundle$/, ""));

async function clone(sandbox: Sandbox, name: string): Promise<TestRepository> {
  const repository = sandbox.open(name);
  await sandbox.open(".").git(["clone", "--quiet", "-b", "main", `${corpus}replay/${name}.bundle`, name]);
  return repository;
}

/** Says where two lists of lines part; a whole document in a message helps nobody. */
function assertSameLines(actual: readonly string[], expected: readonly string[], name: string): void {
  const index = expected.findIndex((line, position) => line !== actual[position]);
  const at = index === -1 ? expected.length : index;
  const show = (lines: readonly string[]): string => JSON.stringify(lines[at]?.slice(0, 200) ?? null);
  if (index !== -1 || actual.length !== expected.length)
    throw new Error(`${name}: line ${at + 1} of those that are not ours is ${show(actual)}, was ${show(expected)}`);
}

/** Runs `state sync` and holds it to its promises; tells how many of the file's own lines changed. */
async function assertSyncHolds(repository: TestRepository, name: string): Promise<number> {
  const before = repository.read(statePath);
  const { exitCode, stderr } = await repository.state(["sync"]);
  assert.equal([exitCode, stderr], [0, ""], name);
  const after = repository.read(statePath);
  const [oldText, newText] = [before.toString("utf8"), after.toString("utf8")];
  assertSameLines(withoutOwnedLines(newText).lines, withoutOwnedLines(oldText).lines, name);
  assert.is(newText.startsWith("\uFEFF"), oldText.startsWith("\uFEFF"), name);
  // Every new line ends like the file's first one.
  const isCrlf = /^[^\n]*\r\n/.test(oldText);
  const oldLines = new Set(splitLines(oldText));
  for (const line of splitLines(newText))
    assert.ok(oldLines.has(line) || line.endsWith(isCrlf ? "\r\n" : "\n"), `${name}: ${JSON.stringify(line)}`);
  const again = await repository.state(["sync"]);
  assert.is(again.exitCode, 0, name);
  assert.ok(repository.read(statePath).equals(after), `${name}: a second sync changes the file again`);
  const check = await repository.state(["sync", "--check"]);
  assert.is(check.exitCode, 0, name);
  return splitLines(newText).filter((line) => !oldLines.has(line)).length;
}

interface JsonReference {
  readonly document: string;
  readonly line: number;
  readonly column: number;
  readonly text: string;
  readonly status: string;
  readonly oid: string | null;
  readonly planId: string | null;
  readonly candidates: readonly string[];
}

interface JsonVerify {
  readonly head: string;
  readonly references: readonly JsonReference[];
  readonly summary: Readonly<Record<string, number>>;
}

async function verify(repository: TestRepository, args: readonly string[] = []): Promise<JsonVerify> {
  const { exitCode, stdout, stderr } = await repository.state(["verify-commits", "--json", ...args]);
  assert.ok(exitCode === 0 || exitCode === 1, stderr);
  return JSON.parse(stdout) as JsonVerify;
}

/** Holds every reference against git's own answers, and its place against the document. */
async function assertReferencesHold(
  repository: TestRepository,
  { references, head, summary }: JsonVerify,
  asksAncestry: boolean,
): Promise<void> {
  assert.is(head, await repository.git(["rev-parse", "HEAD"]));
  const answers = (
    await repository.git(["cat-file", "--batch-check"], { input: `${references.map(({ text }) => text).join("\n")}\n` })
  ).split("\n");
  const history = new Set((await repository.git(["rev-list", "HEAD"])).split("\n"));
  const lines = new Map<string, readonly string[]>();
  for (const [index, reference] of references.entries()) {
    const { document, line, column, text, status, oid } = reference;
    const where = `${document}:${line}:${column} ${text}`;
    if (!lines.has(document)) lines.set(document, repository.readText(document).split("\n"));
    // Columns count code points.
    const place = Array.from(lines.get(document)?.[line - 1] ?? "")
      .slice(column - 1, column - 1 + text.length)
      .join("");
    assert.is(place, text, where);
    const [name = "", type = ""] = (answers[index] ?? "").split(" ");
    if (type === "missing") assert.equal([status, oid], ["missing", null], where);
    else if (type === "ambiguous") assert.is(status, "ambiguous", where);
    else if (type === "commit")
      assert.equal([status, oid], [history.has(name) ? "reachable" : "unreachable", name], where);
    else assert.equal([status, oid], ["not-a-commit", name], where);
  }
  for (const [status, count] of Object.entries(summary)) {
    const expected =
      status === "references"
        ? references.length
        : references.filter((reference) => reference.status === status).length;
    assert.is(count, expected, status);
  }
  if (!asksAncestry) return;
  for (const oid of new Set(references.flatMap((reference) => reference.oid ?? []))) {
    const { exitCode } = await repository.run("git", ["merge-base", "--is-ancestor", oid, "HEAD"]);
    const isReachable = references.some((reference) => reference.oid === oid && reference.status === "reachable");
    assert.is(isReachable, exitCode === 0, oid);
  }
}

suite("real documents", (test) => {
  if (snapshots.length === 0) {
    test.skip("sync keeps its promises", "no ../shared/corpus/snapshots here");
    return;
  }
  test(`sync keeps its promises on ${snapshots.length} of them`, async () => {
    await withSandbox(async (sandbox) => {
      const repository = await sandbox.createRepository();
      await repository.commit("docs: begin", { "README.md": "# Readme\n" });
      for (const name of snapshots) {
        repository.write(statePath, readFileSync(`${corpus}snapshots/${name}`));
        await assertSyncHolds(repository, name);
      }
    });
  });
});

suite("real histories", (test) => {
  if (replays.length === 0) {
    test.skip("sync and verify-commits keep their promises", "no ../shared/corpus/replay here");
    return;
  }
  for (const name of replays) {
    test(`${name}: verify-commits agrees with git, and sync keeps its promises`, async () => {
      await withSandbox(async (sandbox) => {
        const repository = await clone(sandbox, name);
        await assertReferencesHold(repository, await verify(repository), true);
        await assertReferencesHold(repository, await verify(repository, ["--all"]), false);
        await assertSyncHolds(repository, name);
        await assertReferencesHold(repository, await verify(repository), false);
      });
    });
  }

  if (!replays.includes("atom-v2") || !existsSync(`${corpus}atom-v2.truth.tsv`)) {
    test.skip("the sample's references are all found, each under its plan", "no atom-v2 in ../shared/corpus");
    return;
  }
  test("the sample's references are all found, each under its plan", async () => {
    await withSandbox(async (sandbox) => {
      const { references, summary } = await verify(await clone(sandbox, "atom-v2"));
      assert.equal([summary["references"], summary["reachable"], summary["missing"]], [47, 5, 42]);
      const planByText = new Map(references.map(({ text, planId }) => [text, planId]));
      const rows = readFileSync(`${corpus}atom-v2.truth.tsv`, "utf8").trimEnd().split("\n").slice(1);
      assert.is(rows.length, 30);
      for (const [plan = "", dead = ""] of rows.map((row) => row.split("\t")))
        assert.is(planByText.get(dead), plan, dead);
    });
  });
});
