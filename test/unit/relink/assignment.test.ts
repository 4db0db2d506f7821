import * as assert from "uvu/assert";
import { assignCandidates, type Seeker } from "../../../src/relink/assignment.ts";
import { suite } from "../../support/suite.ts";

function seeker(...scores: readonly number[]): Seeker {
  return { scores: new Map(scores.map((score, candidate) => [candidate, score] as const)), nothing: 0.25 };
}

const isOlder = (first: number, second: number): boolean => first < second;

suite("assigning commits to references", (test) => {
  test("no commit is given twice: who needs it most has it", () => {
    const [first, second] = assignCandidates({
      seekers: [seeker(1, 0.9), seeker(1.2, 0.1)],
      sequences: [],
      isOlder,
    });
    assert.equal([first?.candidate, second?.candidate], [1, 0]);
  });

  test("a tie has no margin; the order of a list breaks it", () => {
    const seekers = [seeker(0.7, 0.7), seeker(0.7, 0.7)];
    const tied = assignCandidates({ seekers, sequences: [], isOlder });
    assert.ok((tied[0]?.margin ?? 1) < 1e-9);
    const ordered = assignCandidates({ seekers, sequences: [[0, 1]], isOlder });
    assert.equal(
      ordered.map((one) => one?.candidate),
      [0, 1],
    );
    assert.ok((ordered[0]?.margin ?? 0) >= 0.25);
  });

  test("a commit for which nothing speaks is not taken", () => {
    assert.equal(assignCandidates({ seekers: [seeker(0.2, 0.1)], sequences: [], isOlder }), [null]);
  });

  test("a reference whose commit is known holds its place and is not answered", () => {
    const known: Seeker = { scores: new Map([[0, 0]]), nothing: null };
    const [held, other] = assignCandidates({ seekers: [known, seeker(1, 0.6)], sequences: [], isOlder });
    assert.is(held, null);
    assert.is(other?.candidate, 1);
  });

  test("a reference without candidates stays without", () => {
    assert.equal(assignCandidates({ seekers: [seeker()], sequences: [], isOlder }), [null]);
    assert.equal(assignCandidates({ seekers: [], sequences: [], isOlder }), []);
  });
});
