import * as assert from "uvu/assert";
import { parseOid, type Oid } from "../../../src/model/oid.ts";
import { parsePhaseId } from "../../../src/model/plan-id.ts";
import {
  findPhaseManifestProblem,
  phaseManifestName,
  updatePhaseManifest,
  type PhaseCommits,
} from "../../../src/planning/phase-manifest.ts";
import { suite } from "../../support/suite.ts";

function oid(digit: string): Oid {
  const parsed = parseOid(digit.repeat(40));
  if (parsed === undefined) throw new Error(digit);
  return parsed;
}

function phase(text: string, name: string, ...digits: readonly string[]): PhaseCommits {
  const parsed = parsePhaseId(text);
  if (parsed === undefined) throw new Error(text);
  return { phase: parsed, name, oids: digits.map(oid) };
}

function textOf(text: string | null, ...phases: readonly PhaseCommits[]): string {
  const updated = updatePhaseManifest(text, phases);
  return updated.kind === "text" ? updated.text : `unreadable: ${updated.problem}`;
}

suite("GSD's manifest of phases", (test) => {
  test("is made in the form that GSD's undo reads", () => {
    assert.equal(JSON.parse(textOf(null, phase("3", "03", "a", "b"), phase("4", "04"))), {
      phases: { "03": { commits: [oid("a"), oid("b")] } },
    });
    assert.is(textOf(null, phase("3", "03")), "");
  });

  test("keeps other keys, phases, parts of an entry, and the layout", () => {
    const old = `{\n\t"version": 7,\n\t"phases": {\n\t\t"1": {\n\t\t\t"commits": ["${oid("1")}"],\n\t\t\t"note": "kept"\n\t\t},\n\t\t"backlog": 1\n\t},\n\t"__proto__": {}\n}\n`;
    const text = textOf(old, phase("1", "01", "1", "2"), phase("2", "02", "c"));
    assert.match(text, '\n\t"version": 7');
    assert.match(text, '"__proto__": {}');
    const { phases } = JSON.parse(text) as { phases: unknown };
    assert.equal(phases, {
      "1": { commits: [oid("1"), oid("2")], note: "kept" },
      backlog: 1,
      "02": { commits: [oid("c")] },
    });
  });

  test("keeps its bytes when it says the same", () => {
    const odd = `\uFEFF{ "phases":{"03" : {"commits":["${oid("a")}"]}}, "x":1 }`;
    assert.is(textOf(odd, phase("3", "03", "a")), odd);
  });

  test("keeps its layout, whatever its first indented line has", () => {
    for (const indent of ["\t", " ", "    ", "        "])
      assert.match(
        textOf(`{\n${indent}"x": 1\n}\n`, phase("3", "03", "a")),
        `{\n${indent}"x": 1,\n${indent}"phases": {\n`,
      );
    assert.match(textOf('{"x": 1}', phase("3", "03", "a")), '{\n  "x": 1,\n');
    assert.match(textOf('{\n\n "x": 1}', phase("3", "03", "a")), '{\n "x": 1,\n');
    assert.match(textOf(null, phase("3", "03", "a")), '{\n  "phases": {\n    "03": {\n');
  });

  test("is written where one commit of several is another one", () => {
    const old = `{"phases":{"03":{"commits":["${oid("a")}","${oid("b")}"]}}}`;
    assert.equal(JSON.parse(textOf(old, phase("3", "03", "a", "c"))), {
      phases: { "03": { commits: [oid("a"), oid("c")] } },
    });
    assert.equal(JSON.parse(textOf(old, phase("3", "03", "c", "b"))), {
      phases: { "03": { commits: [oid("c"), oid("b")] } },
    });
    assert.equal(JSON.parse(textOf(old, phase("3", "03", "a"))), { phases: { "03": { commits: [oid("a")] } } });
    assert.equal(
      JSON.parse(textOf('{"phases":{"03":7,"04":{"commits":"x"}}}', phase("3", "03", "a"), phase("4", "04"))),
      {
        phases: { "03": { commits: [oid("a")] }, "04": { commits: [] } },
      },
    );
    assert.is(textOf('{"x":"\uFEFF"}'), '{"x":"\uFEFF"}');
  });

  test("has a name that GSD knows", () => {
    assert.is(phaseManifestName, ".phase-manifest.json");
  });

  test("empties an entry whose commits are gone, and makes no empty one", () => {
    const old = `{"phases":{"03":{"commits":["${oid("a")}"]}}}`;
    assert.equal(JSON.parse(textOf(old, phase("3", "03"), phase("4", "04"))), { phases: { "03": { commits: [] } } });
  });

  test("is left alone when it cannot be read, with the reason", () => {
    for (const [text, reason] of [
      ["{", "it is not JSON"],
      ["", "it is not JSON"],
      ["[]", "it holds no object"],
      ["null", "it holds no object"],
      ['{"phases":[]}', "its `phases` is no object"],
      ["<<<<<<< ours\n{}\n", "it is not JSON"],
    ] as const) {
      assert.is(textOf(text, phase("3", "03", "a")), `unreadable: ${reason}`);
      assert.is(findPhaseManifestProblem(text), reason);
    }
    assert.is(findPhaseManifestProblem("{}"), undefined);
  });
});
