import * as assert from "uvu/assert";
import { createRewrites } from "../../../src/links/rewrites.ts";
import { tagCommits } from "../../../src/links/tagged-commits.ts";
import { parseOid, parseOidPrefix, type Oid, type OidPrefix } from "../../../src/model/oid.ts";
import type { CommitFact, ZonedTime } from "../../../src/model/ports.ts";
import { parseCommitMap } from "../../../src/relink/commit-map.ts";
import {
  answerFromIdentity,
  answerFromLedgerNames,
  answerFromMessages,
  answerFromRecords,
} from "../../../src/relink/known-answers.ts";
import { findContaining } from "../../../src/relink/squash-content.ts";
import { readStatedSuccessors } from "../../../src/relink/squash-messages.ts";
import { createTwinFinder } from "../../../src/relink/twins.ts";
import { suite } from "../../support/suite.ts";

const oid = (digit: string): Oid => parseOid(digit.repeat(40)) as Oid;
const prefix = (digit: string): OidPrefix => parseOidPrefix(digit.repeat(8)) as OidPrefix;
const at = (minute: number): ZonedTime => ({ epochMs: minute * 60_000, offsetMinutes: 60 });

function commit(digit: string, message: string, minute = 0): CommitFact {
  return { oid: oid(digit), parents: [], authored: at(minute), committed: at(minute), message };
}

const none: ReadonlySet<Oid> = new Set();
const noPatches: ReadonlyMap<Oid, string> = new Map();

suite("what is on record of rewrites", (test) => {
  test("a chain is followed to the commit that is in history", () => {
    const rewrites = createRewrites([
      { old: oid("a"), successor: oid("b") },
      { old: oid("b"), successor: oid("c") },
    ]);
    const answer = answerFromRecords(prefix("a"), rewrites, none, (name) => name === oid("c"));
    assert.equal(answer?.kind === "found" && [answer.oid, answer.confidence], [oid("c"), "exact"]);
  });

  test("a circle ends, and gives nothing that is not in history", () => {
    const rewrites = createRewrites([
      { old: oid("a"), successor: oid("b") },
      { old: oid("b"), successor: oid("a") },
    ]);
    assert.is(
      answerFromRecords(prefix("a"), rewrites, none, () => false),
      undefined,
    );
    const answer = answerFromRecords(prefix("a"), rewrites, none, (name) => name === oid("b"));
    assert.is(answer?.kind === "found" && answer.oid, oid("b"));
  });

  test("commits of one abbreviation that became different ones are told, not guessed", () => {
    const [one, two] = [parseOid(`${"a".repeat(39)}1`) as Oid, parseOid(`${"a".repeat(39)}2`) as Oid];
    const rewrites = createRewrites([
      { old: one, successor: oid("b") },
      { old: two, successor: oid("c") },
    ]);
    const answer = answerFromRecords(prefix("a"), rewrites, none, () => true);
    assert.equal(answer?.kind === "unresolved" && answer.candidates.toSorted(), [oid("b"), oid("c")]);
  });

  test("filter-repo's map: pairs, commits that it dropped, lines that are no pair", () => {
    const zero = "0".repeat(40);
    const map = parseCommitMap(
      `old                                      new\n${oid("a")} ${oid("b")}\r\n${oid("c")} ${zero}\nrubbish\n${oid("d")} ${oid("d")}\n${oid("e")}\n\n`,
    );
    assert.equal(map.pairs, [{ old: oid("a"), successor: oid("b") }]);
    assert.equal([...map.dropped], [oid("c")]);
    assert.equal(map.damagedLines, [4, 6]);
    const answer = answerFromRecords(prefix("c"), createRewrites(map.pairs), map.dropped, () => true);
    assert.match(answer?.kind === "unresolved" ? answer.reason : "", "dropped");
  });
});

suite("what identifies a commit", (test) => {
  const known = (minute: number, subject: string, patchId: string | null = null) => ({
    authored: at(minute),
    subject,
    patchId,
    source: "ledger",
  });

  test("author date and subject", () => {
    const twins = createTwinFinder(tagCommits([commit("b", "feat: horn", 5), commit("c", "feat: lamp", 6)]));
    const answer = answerFromIdentity([known(5, "feat: horn")], twins, noPatches);
    assert.equal(answer?.kind === "found" && [answer.oid, answer.confidence], [oid("b"), "exact"]);
  });

  test("the change, where two share date and subject; without it they tie", () => {
    const twins = createTwinFinder(tagCommits([commit("b", "feat: horn", 5), commit("c", "feat: horn", 5)]));
    assert.is(answerFromIdentity([known(5, "feat: horn")], twins, noPatches)?.kind, "unresolved");
    const patches = new Map([
      [oid("b"), "1"],
      [oid("c"), "2"],
    ]);
    const identity = known(5, "feat: horn", "2");
    assert.equal(twins.findComparable(identity), [oid("b"), oid("c")]);
    const answer = answerFromIdentity([identity], twins, patches);
    assert.is(answer?.kind === "found" && answer.oid, oid("c"));
  });

  test("the date alone, if the subject still sounds like it", () => {
    const twins = createTwinFinder(tagCommits([commit("b", "feat: sound the horn twice", 5)]));
    const answer = answerFromIdentity([known(5, "feat: sound the horn")], twins, noPatches);
    assert.is(answer?.kind === "found" && answer.confidence, "high");
    assert.is(answerFromIdentity([known(5, "chore: oil")], twins, noPatches), undefined);
  });

  test("a subject that says something and that one commit has; never one like “wip”", () => {
    const twins = createTwinFinder(tagCommits([commit("b", "feat(01-02): sound the horn", 9), commit("c", "wip", 9)]));
    const answer = answerFromIdentity([known(1, "feat(01-02): sound the horn")], twins, noPatches);
    assert.is(answer?.kind === "found" && answer.confidence, "high");
    assert.is(answerFromIdentity([known(1, "wip")], twins, noPatches), undefined);
  });

  test("names in the ledger, before and after", () => {
    const entry = { oid: oid("b"), planId: null, authored: null, subject: null, patchId: null, was: [oid("a")] };
    const answer = answerFromLedgerNames(prefix("a"), [entry], (name) => name === oid("b"));
    assert.is(answer?.kind === "found" && answer.oid, oid("b"));
    assert.is(
      answerFromLedgerNames(prefix("a"), [entry], () => false),
      undefined,
    );
  });
});

suite("commits that took others in", (test) => {
  test("say so: git merge --squash and cherry-pick -x", () => {
    const stated = readStatedSuccessors(
      tagCommits([
        commit(
          "d",
          `Squashed commit of the following:\n\ncommit ${oid("a")}\nAuthor: A\n\n    feat: x\n\ncommit ${oid("b")}\n`,
        ),
        commit("e", `fix: y\n\n(cherry picked from commit ${oid("c")})\n`),
        commit("f", `Revert "z"\n\nThis reverts commit ${oid("a")}.\n`),
      ]),
    );
    const successorOf = (digit: string): unknown => {
      const answer = answerFromMessages([oid(digit)], stated);
      return answer?.kind === "found" ? answer.oid : undefined;
    };
    assert.equal(["a", "b", "c", "f"].map(successorOf), [oid("d"), oid("d"), oid("e"), undefined]);
  });

  test("leave the same in the same files, or what the branch made of them later", () => {
    const contents = (digit: string, minute: number, files: Readonly<Record<string, string>>) => ({
      oid: oid(digit),
      committedMs: minute,
      contents: new Map(Object.entries(files)),
    });
    const lost = contents("a", 1, { "src/a": "1", ".planning/STATE.md": "s" });
    const later = [contents("b", 2, { "src/a": "2" })];
    const history = [
      contents("c", 0, { "src/a": "1" }),
      contents("d", 3, { "src/b": "1" }),
      contents("e", 4, { "src/a": "2", "src/b": "9", ".planning/STATE.md": "other" }),
    ];
    assert.is(findContaining(lost, later, history, ".planning"), oid("e"));
    assert.is(findContaining(lost, [], history, ".planning"), undefined);
  });
});
