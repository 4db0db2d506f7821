/**
 * Relinking held to real histories, where they are at hand: they belong to other people and do not ship with the
 * repository. Every commit gets another committer, documents stay as they are, old objects go.
 *
 * Three histories by default, all of them with `PLANLINK_TEST_REPLAYS=all`; each share is held to either way.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { withSandbox, type Sandbox, type TestRepository } from "../support/git-sandbox.ts";
import { rewriteHistory } from "../support/rewritten-history.ts";
import { suite } from "../support/suite.ts";

const corpus: string = fileURLToPath(new URL("../../../shared/corpus/", import.meta.url));
const ledgerPath = ".planning/planlink.ledger.yaml";
/** Words in two languages, quick tasks, tables and lists; between them nearly all references of the STATE.md files. */
const telling: ReadonlySet<string> = new Set(["devflow", "vlvt", "xingran"]);
const takesAll = process.env["PLANLINK_TEST_REPLAYS"] === "all";
const replays = existsSync(`${corpus}replay`)
  ? readdirSync(`${corpus}replay`)
      .filter((name) => name.endsWith(".bundle"))
      .map((name) => name.replace(/\.bundle$/, ""))
      .filter((name) => takesAll || telling.has(name))
      .sort()
  : [];

interface Relinked {
  readonly document: string;
  readonly line: number;
  readonly column: number;
  readonly from: string;
  readonly to: string;
  readonly confidence: string;
}

interface RelinkJson {
  readonly relinked: readonly Relinked[];
  readonly unresolved: readonly { readonly text: string }[];
}

interface Reference {
  readonly document: string;
  readonly line: number;
  readonly column: number;
  readonly status: string;
  readonly oid: string | null;
}

async function clone(sandbox: Sandbox, name: string): Promise<TestRepository> {
  const repository = sandbox.open(name);
  await sandbox.open(".").git(["clone", "--quiet", "-b", "main", `${corpus}replay/${name}.bundle`, name]);
  return repository;
}

async function answer<Json>(repository: TestRepository, args: readonly string[]): Promise<Json> {
  const { stdout, stderr, exitCode } = await repository.state([...args, "--json"]);
  assert.ok(exitCode === 0 || exitCode === 1, stderr);
  return JSON.parse(stdout) as Json;
}

interface Score {
  readonly right: number;
  readonly wrong: number;
  readonly exact: number;
  readonly total: number;
}

/** Compares what is proposed for references that were reachable before with what they are now. */
function score({ relinked }: RelinkJson, truth: ReadonlyMap<string, string>): Score {
  const known = relinked.filter((one) => truth.has(placeOf(one)));
  const right = known.filter((one) => truth.get(placeOf(one)) === one.to);
  return {
    right: right.length,
    wrong: known.length - right.length,
    exact: right.filter(({ confidence }) => confidence === "exact").length,
    total: truth.size,
  };
}

function placeOf({ document, line, column }: Pick<Reference, "document" | "line" | "column">): string {
  return `${document}:${line}:${column}`;
}

const leastOfEach = 0.85;
const leastOfState = 0.88;
const leastOfAll = 0.88;
const mostWrong = 0.01;

const withoutLedger: Score[] = [];
const stateAlone: Score[] = [];

function share({ right, total }: Score): number {
  return total === 0 ? 1 : right / total;
}

function sum(scores: readonly Score[]): Score {
  const add = (count: (one: Score) => number): number => scores.reduce((total, one) => total + count(one), 0);
  return {
    right: add(({ right }) => right),
    wrong: add(({ wrong }) => wrong),
    exact: add(({ exact }) => exact),
    total: add(({ total }) => total),
  };
}

async function rewriteAndRelink(sandbox: Sandbox, name: string): Promise<void> {
  const repository = await clone(sandbox, name);
  const { references } = await answer<{ readonly references: readonly Reference[] }>(repository, [
    "verify-commits",
    "--all",
  ]);
  await repository.state(["sync"]);
  const ledger = repository.read(ledgerPath);
  await repository.git(["checkout", "--quiet", "--", "."]);
  rmSync(join(repository.directory, ledgerPath));
  const successors = await rewriteHistory(repository);
  await repository.git(["remote", "remove", "origin"]);
  await repository.git(["reflog", "expire", "--expire=now", "--all"]);
  await repository.git(["gc", "--quiet", "--prune=now"]);
  const truth = new Map(
    references.flatMap((reference) =>
      reference.status === "reachable" && reference.oid !== null
        ? [[placeOf(reference), successors.get(reference.oid) ?? ""] as const]
        : [],
    ),
  );

  const blind = score(await answer(repository, ["relink", "--all", "--dry-run"]), truth);
  withoutLedger.push(blind);
  const ofState = new Map([...truth].filter(([place]) => place.startsWith(".planning/STATE.md:")));
  const alone = score(await answer(repository, ["relink", "--dry-run"]), ofState);
  stateAlone.push(alone);
  const told = [blind, alone].map(
    (one) => `${one.right} of ${one.total} (${(100 * share(one)).toFixed(1)} %), ${one.wrong} wrong`,
  );
  process.stderr.write(`${name} without a ledger: ${told.join("; STATE.md alone ")}\n`);
  assert.ok(share(blind) >= leastOfEach, `${name}: ${blind.right} of ${blind.total}`);
  // Documents that name the wrong commit themselves are in it: their words lead to the right one.
  assert.ok(blind.wrong <= Math.max(1, 0.03 * (blind.right + blind.wrong)), `${name}: ${blind.wrong} wrong`);

  repository.write(ledgerPath, ledger);
  const remembered = score(await answer(repository, ["relink", "--all", "--dry-run"]), truth);
  assert.equal(remembered, { right: truth.size, wrong: 0, exact: truth.size, total: truth.size }, name);
}

suite("relinking real histories", (test) => {
  if (replays.length === 0) {
    test.skip("every replay, rewritten", "no ../shared/corpus here");
    return;
  }

  test("atom-v2 as it is: at least 34 of 42, none wrong, the one that two commits fit unresolved", () =>
    withSandbox(async (sandbox) => {
      const repository = await clone(sandbox, "atom-v2");
      const rows = readFileSync(`${corpus}atom-v2.truth.tsv`, "utf8")
        .trim()
        .split("\n")
        .slice(1)
        .map((line) => line.split("\t"));
      const truth = new Map(rows.map(([, dead = "", successor = ""]) => [dead, successor] as const));
      const { relinked, unresolved } = await answer<RelinkJson>(repository, ["relink", "--dry-run"]);
      assert.ok(relinked.length >= 34, `${relinked.length} of 42`);
      for (const { from, to } of relinked) assert.ok((truth.get(from) ?? to) === to, `${from} is ${truth.get(from)}`);
      const uncertain = rows.flatMap(([, dead, successor]) => (successor === "uncertain" ? [dead] : []));
      for (const dead of uncertain)
        assert.ok(
          unresolved.some(({ text }) => text === dead),
          dead,
        );
    }));

  for (const name of replays) {
    test(`${name}, every commit rewritten`, () => withSandbox((sandbox) => rewriteAndRelink(sandbox, name)));
  }

  test("without a ledger: at least 88 of 100, of STATE.md alone too, at most one in a hundred wrong", () => {
    for (const [what, least, one] of [
      ["all documents", leastOfAll, sum(withoutLedger)],
      ["STATE.md alone", leastOfState, sum(stateAlone)],
    ] as const) {
      assert.ok(share(one) >= least, `${what}: ${one.right} of ${one.total}`);
      assert.ok(one.wrong <= mostWrong * (one.right + one.wrong), `${what}: ${one.wrong} wrong, ${one.right} right`);
    }
  });
});
