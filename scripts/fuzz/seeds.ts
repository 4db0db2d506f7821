import { readdirSync } from "node:fs";
import { goldenCases, readGoldenDocument, readGoldenFacts } from "../../test/support/golden.ts";
import { readOptionalFile } from "../../test/support/suite.ts";
import type { TargetName } from "./target-names.ts";

const corpus = new URL("../../../shared/corpus/", import.meta.url);
const oids = ["1", "2", "a", "b", "0"].map((digit) => digit.repeat(40));

/** Real documents of the corpus, where it is here. */
function snapshots(): readonly string[] {
  const directory = new URL("snapshots/", corpus);
  if (readOptionalFile(new URL("MANIFEST.tsv", directory)) === undefined) return [];
  return readdirSync(directory)
    .filter((name) => name.endsWith(".md"))
    .map((name) => readOptionalFile(new URL(name, directory)) ?? "");
}

function headers(): readonly string[] {
  const lines = (readOptionalFile(new URL("plan-tags.tsv", corpus)) ?? "").split("\n").slice(1);
  return lines.map((line) => line.split("\t")).map((cells) => cells.find((cell) => cell.includes(": ")) ?? "");
}

function documents(): readonly string[] {
  return [...goldenCases.map(readGoldenDocument), ...snapshots()].filter((text) => text.length < 32_000);
}

const messages: readonly string[] = [
  "feat(67-04): add metrics\n\nWhy it is so.\n\nPlan: 67-04\nSigned-off-by: A <a@example.org>\n",
  'fixup! Revert "feat(1-02)!: x (#12)"\n\n# comment\n# ------------------------ >8 ------------------------\ndiff\n',
  "squash\n\n* feat(01-01): a\n* fix(01-02): b\n\nConflicts:\n\tfile\n---\npatch\n",
  "docs(phase-67): plan\n",
  "feat(v0.28-01-01): x\n",
  "feat(35-03,35-04): x\n",
  "wip: 03-slug paused at 2/4\n",
  "M001/S01/T02: x\n\nGSD-Task: S01/T02\n",
];

const ledgers: readonly string[] = [
  `# mine\nversion: 1\ncommits:\n- {"oid":"${oids[0]}","plan":"67-04","at":"2026-02-20 21:58:00 +0530","subject":"feat(67-04): x","patch":"${oids[1]}","was":["${oids[2]}"]}\n`,
  `version: 1\ncommits:\n  - oid: ${oids[0]}\n    plan: "67-04"\n    subject: >-\n      folded\n      text\n  - &a {oid: ${oids[1]}, was: [*a]}\n`,
  "version: 2\ncommits: []\n",
  `<<<<<<< HEAD\n- {"oid":"${oids[0]}"}\n=======\n- {"oid":"${oids[1]}"}\n>>>>>>> x\n`,
];

const caches: readonly string[] = [
  '[3,[[".planning/phases/01-a",1770000000]],[[".planning/phases/01-a/01-01-SUMMARY.md",1770000100]],[["1-01",1,[["01-a",[1770000000,60,2,0],[1770000100,0,1,120],"0000000a"]]]],[[1770000000,60,2,0],[1770000000,60,2,0]]]',
  `[["${oids[0]}"],["${oids[1]}"],[["${oids[0]}",["1-01"]]]]`,
  '[["a.md",1,1770000000000,1770000000000,7,{"title":"x","duration":{"minutes":5,"text":"5min"},"bareDuration":null,"tasks":3,"files":2,"completedAtMs":null,"requirements":["A-1"]}]]',
  `${oids[0]} ${oids[1]} amend 1770000000000\n${oids[1]} ${oids[2]} rebase 1770000000001\n`,
];

const hookInputs: readonly string[] = [
  `refs/heads/main ${oids[0]} refs/heads/main ${oids[1]}\n(delete) ${oids[4]} refs/heads/x ${oids[0]}\n`,
  `${oids[0]} ${oids[1]}\n${oids[1]} ${oids[2]} extra\n`,
  `${oids[0]}\0${oids[1]} ${oids[2]}\x001770000000 +0530\x001770000000 -0000\0feat(1-01): x\n\nbody\n\0\n:100644 100644 1111111 2222222 M\0src/a\0:000000 100644 0000000 2222222 A\0.planning/STATE.md\0end`,
  " M a\0R  new\0old\0?? folder/\0",
];

const configs: readonly string[] = [
  "update: auto\nstrict: true\nmanifest: false\nposition: true\nseverity:\n  plan-mismatch: error\n  section-stale: off\n",
  "a: &a [x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n",
  "update: live # comment\n---\nupdate: off\n",
  '"update": "record"\nseverity: {plan-mismatch: warning}\n',
];

const planning: readonly string[] = [
  "---\nphase: 67\nplan: 04\nduration: 12min\ntasks: 3\ncompleted: 2026-02-20\nrequirements-completed: [A-1, B-2]\n---\n\n# Phase 67 Plan 4: Monitoring Summary\n\n**Duration:** ~8 minutes\n- **Files modified:** 7\n",
  '---\nphase: 67\n---\n\n<objective>x</objective>\n<task type="auto">\n<name>Task 1: a</name>\n</task>\n<task type="checkpoint:human-verify">\n</task>\n',
  '{"phases":{"67":{"commits":["1111111"],"x":1}}}\n',
  ".planning/phases/67-ci-cd/67-04-PLAN.md\n.planning/phases/67-ci-cd/plans/67-05-SUMMARY.md\n.planning/milestones/v1.0-phases/01-a/01-01-SUMMARY.md\n12A-x/12A-01-PLAN.md\n02.1-y/PLAN.md\n",
];

/** What a target's inputs are made from first. */
export function seedsFor(name: TargetName): readonly Buffer[] {
  const texts: Readonly<Record<TargetName, () => readonly string[]>> = {
    message: () => [...messages, ...headers()],
    document: documents,
    merge: () => {
      const all = documents();
      return all.map((text, index) =>
        [text, all[(index + 1) % all.length] ?? "", text.replace(/\n- .*/, "")].join("\u001e"),
      );
    },
    ledger: () => ledgers,
    cache: () => caches,
    "commit-map": () => [
      `old                                      new\n${oids[0]} ${oids[1]}\n${oids[1]} ${oids[4]}\n${oids[2]} ${oids[0]}\r\n`,
    ],
    "hook-input": () => hookInputs,
    config: () => configs,
    planning: () => [...planning, ...Object.values(readGoldenFacts("template").files), ...documents().slice(0, 4)],
  };
  return texts[name]().map((text) => Buffer.from(text));
}
