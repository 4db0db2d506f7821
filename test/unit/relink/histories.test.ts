import { createHash } from "node:crypto";
import * as assert from "uvu/assert";
import { relinkDocuments } from "../../../src/commands/relink-documents.ts";
import { emptyLedger } from "../../../src/ledger/ledger.ts";
import { parseOid, type Oid, type OidPrefix } from "../../../src/model/oid.ts";
import type { CommitEvidence } from "../../../src/model/ports.ts";
import type { MentionSource } from "../../../src/relink/mentions.ts";
import { createFakeWorld, type FakeCommit } from "../../support/fake-project.ts";
import { planIdOf } from "../../support/linked.ts";
import { suite } from "../../support/suite.ts";

function digest(text: string): Oid {
  const oid = parseOid(createHash("sha1").update(text).digest("hex"));
  if (oid === undefined) throw new Error("a digest is no oid");
  return oid;
}

/** A commit by its header, and the files that it changes; a body after a line break. */
type Line = readonly [message: string, ...paths: readonly string[]];

interface Told {
  readonly commits: readonly Line[];
  /** Documents by their names; `<3>` is what the commit of line 3 (from 0) was called before everything was rewritten. */
  readonly state?: string;
  readonly summaries?: Readonly<Record<string, string>>;
  /** The line of the commit that first wrote a reference down, where that is known. */
  readonly citedBy?: Readonly<Record<number, number>>;
  readonly merges?: readonly number[];
}

/** What becomes of each reference: `<0> → 0 high (evidence; evidence)`. */
async function relink({
  commits,
  state = "",
  summaries = {},
  citedBy = {},
  merges = [],
}: Told): Promise<readonly string[]> {
  const history = commits.map(([message, ...paths], index): FakeCommit => ({
    message,
    at: new Date(Date.UTC(2026, 1, 1) + index * 600_000).toISOString(),
    paths: paths.length === 0 ? [`src/file-${index}.ts`] : paths,
    isMerge: merges.includes(index),
  }));
  const { repository, tip } = createFakeWorld({ commits: history, files: {} });
  const names = history.map(({ message }, index) => digest(`${index} ${message}`));
  const oldOf = (index: string): Oid => digest(`old ${index}`);
  const fill = (text: string): string => text.replaceAll(/<(\d+)>/g, (_, index: string) => oldOf(index).slice(0, 8));
  const sources: readonly MentionSource[] = [
    { path: ".planning/STATE.md", text: `# State\n\n### Decisions\n\n${fill(state)}\n`, planId: null },
    ...Object.entries(summaries).map(([plan, text]) => ({
      path: `.planning/phases/x/${plan}-SUMMARY.md`,
      text: `# Plan ${plan}\n\n${fill(text)}\n`,
      planId: planIdOf(plan),
    })),
  ];
  const cited = new Map(Object.entries(citedBy).map(([old, by]) => [oldOf(old), names[by]] as const));
  const evidence: CommitEvidence = {
    readPatchIds: async () => new Map(),
    hasFewerCommits: async () => true,
    readChangedContents: async () => new Map(),
    readCitations: async (_tip, _directory, prefixes) =>
      new Map(
        [...prefixes].flatMap((prefix: OidPrefix) =>
          [...cited].flatMap(([old, by]) =>
            old.startsWith(prefix) && by !== undefined ? [[prefix, by] as const] : [],
          ),
        ),
      ),
    readUnreachable: async () => [],
  };
  const outcome = await relinkDocuments({
    repository,
    evidence,
    tip,
    planningDirectory: ".planning",
    sources,
    readWitnesses: async () => [],
    ledger: emptyLedger,
    commitMap: { pairs: [], dropped: new Set(), damagedLines: [] },
    documents: new Set(sources.flatMap(({ path }) => path ?? [])),
    leastConfidence: "low",
    only: null,
  });
  const olds = Array.from({ length: 20 }, (_, index) => oldOf(String(index)));
  const nameOld = (text: string): string => `<${olds.findIndex((old) => old.startsWith(text))}>`;
  const nameNew = (oid: Oid): string => String(names.indexOf(oid));
  const fileOf = (path: string): string => path.split("/").at(-1)?.replace("-SUMMARY.md", "") ?? "";
  const hide = (text: string): string =>
    text.replaceAll(/\b[0-9a-f]{7,12}\b/g, (oid) => {
      const index = names.findIndex((name) => name.startsWith(oid));
      return index === -1 ? oid : `#${index}`;
    });
  return [
    ...outcome.relinks.map(
      ({ document, text, to, confidence, evidence: because }) =>
        `${fileOf(document)} ${nameOld(text)} → ${nameNew(to)} ${confidence} (${because.map(hide).join("; ")})`,
    ),
    ...outcome.unresolved.map(
      ({ document, text, reason, candidates }) =>
        `${fileOf(document)} ${nameOld(text)} ? ${reason}${candidates.length === 0 ? "" : `: ${candidates.map(nameNew).join(" ")}`}`,
    ),
  ].toSorted();
}

const lamps: readonly Line[] = [
  ["feat(01-01): rotate the lamp of the harbour", "src/lamp.ts"],
  ["test(01-01): measure how the lamp turns", "test/lamp.test.ts"],
  ["docs(01-01): complete lamp plan", ".planning/phases/x/01-01-SUMMARY.md", ".planning/STATE.md"],
  ["feat(01-02): paint the tide tables", "src/tides.ts"],
  ["fix(01-02): round heights of water up", "src/tides.ts", "src/heights.ts"],
  ["docs(01-02): complete tides plan", ".planning/phases/x/01-02-SUMMARY.md", ".planning/STATE.md"],
  ["chore: tidy the shed", "shed.txt"],
  ["feat(02-01): sound the foghorn", "src/horn.ts"],
];

suite("references after a rewrite of history", (test) => {
  test("are told by what is quoted beside them", async () => {
    assert.equal(
      await relink({
        commits: lamps,
        state: [
          "- <0> feat(01-01): rotate the lamp of the harbour",
          "- 01-02: commits <3> (paint the tide tables), <4> (round heights of water up)",
          "- the shed was tidied up in commit <6>",
          "- commit <7>",
        ].join("\n"),
      }),
      [
        "STATE.md <0> → 0 high (STATE.md quotes “feat(01-01): rotate the lamp of the harbour”; 2 commits carry 01-01, 1 listed; both say feat)",
        "STATE.md <3> → 3 high (STATE.md quotes “paint the tide tables”; 2 commits carry 01-02, 2 listed)",
        "STATE.md <4> → 4 high (STATE.md quotes “round heights of water up”; 2 commits carry 01-02, 2 listed)",
        "STATE.md <6> ? no commit of this history fits what the documents say of it",
        "STATE.md <7> ? no commit of this history fits what the documents say of it",
      ],
    );
  });

  test("of a SUMMARY are told by its plan, their types and their order", async () => {
    assert.equal(
      await relink({
        commits: lamps,
        summaries: {
          "01-01":
            "## Task Commits\n\n1. **Task 1: Lamp** - `<0>` (feat)\n2. **Task 2: Turning** - `<1>` (test)\n\n**Plan metadata:** `<2>` (docs: complete plan)",
          "01-02": "## Task Commits\n\n1. **Task 1: Tables** - `<3>`\n2. **Task 2: Heights** - `<4>`",
        },
        citedBy: { 0: 2, 1: 2, 2: 2, 3: 5, 4: 5 },
      }),
      [
        "01-01 <0> → 0 low (2 commits carry 01-01, 3 listed; both say feat; older than its first mention)",
        "01-01 <1> → 1 low (01-01-SUMMARY.md says “2. Task 2: Turning - (test)”; 2 commits carry 01-01, 3 listed; both say test; older than its first mention)",
        "01-01 <2> ? no commit of this history fits what the documents say of it",
        "01-02 <3> → 3 high (01-02-SUMMARY.md says “1. Task 1: Tables -”; 2 commits carry 01-02, 2 listed; older than its first mention)",
        "01-02 <4> → 4 high (01-02-SUMMARY.md says “2. Task 2: Heights -”; 2 commits carry 01-02, 2 listed; older than its first mention)",
      ],
    );
  });

  test("are left alone where several fit, or none", async () => {
    const twins: readonly Line[] = [
      ["feat(01-01): add a lamp"],
      ["feat(01-01): add a lamp"],
      ["feat(01-01): add a lamp"],
      ["docs(01-01): complete", ".planning/phases/x/01-01-SUMMARY.md"],
    ];
    assert.equal(await relink({ commits: twins, summaries: { "01-01": "- `<0>` add a lamp" }, citedBy: { 0: 3 } }), [
      "01-01 <0> ? 3 commits fit, and nothing tells them apart: 2 1 0",
    ]);
    assert.equal(await relink({ commits: lamps, state: "- commit <9> made the moon turn round itself" }), [
      "STATE.md <9> ? no commit of this history fits what the documents say of it",
    ]);
    assert.equal(await relink({ commits: lamps, state: "- 09-09: commit <9>" }), [
      "STATE.md <9> ? no commit of this history fits what the documents say of it",
    ]);
    assert.equal(await relink({ commits: [], state: "- commit <9>" }), []);
  });

  test("are told by files and names out of the code", async () => {
    const commits: readonly Line[] = [
      ["feat(03-01): let foghornSignal repeat itself", "src/horn/signal.ts", "src/horn/repeat.ts"],
      ["feat(03-01): connect all of it", "src/wire.ts", "src/plug.ts", "src/fuse.ts"],
      ["feat(03-01): more of the same", "src/other.ts"],
      ["docs(03-01): complete", ".planning/phases/x/03-01-SUMMARY.md"],
    ];
    assert.equal(
      await relink({
        commits,
        summaries: {
          "03-01": [
            "- `<0>`: `foghornSignal` repeats",
            "- `<1>`: wires, in src/wire.ts, src/plug.ts and src/fuse.ts",
            "- `<2>`: src/other.ts",
          ].join("\n"),
        },
        citedBy: { 0: 3, 1: 3, 2: 3 },
      }),
      [
        "03-01 <0> → 0 high (03-01-SUMMARY.md says “- : foghornSignal repeats”; 3 commits carry 03-01, 3 listed; older than its first mention)",
        "03-01 <1> → 1 high (3 commits carry 03-01, 3 listed; older than its first mention)",
        "03-01 <2> → 2 high (3 commits carry 03-01, 3 listed; older than its first mention)",
      ],
    );
  });

  test("name a task, a quick task or a phase", async () => {
    const commits: readonly Line[] = [
      ["feat(04-01): build the pier (task 1/3)", "a.ts"],
      ["feat(04-01): build the pier (task 2/3)", "b.ts"],
      ["feat(04-01): build the pier (task 3/3)", "c.ts"],
      ["docs(04): plan the phase", ".planning/phases/04-x/04-01-PLAN.md"],
      ["fix(quick-7): patch the rope", "rope.ts"],
      ["fix(quick-260621-kmm): patch the sail", "sail.ts"],
    ];
    assert.equal(
      await relink({
        commits,
        state: [
          "- 04-01: Task 2 in commit <1>, Task 3 in commit <2>",
          "- 04-01: the phase was planned in commit <3>",
          "- Quick task 7: commit <4>",
          "- Quick task 260621-kmm: patch the sail, commit <5>",
        ].join("\n"),
      }),
      [
        "STATE.md <1> → 1 low (3 commits carry 04-01, 3 listed)",
        "STATE.md <2> → 2 low (3 commits carry 04-01, 3 listed)",
        "STATE.md <3> ? no commit of this history fits what the documents say of it",
        "STATE.md <4> ? no commit of this history fits what the documents say of it",
        "STATE.md <5> → 5 low (STATE.md says “- Quick task 260621-kmm: patch the sail, commit”; 1 commit carries 260621-kmm, 1 listed)",
      ],
    );
  });

  test("go to the squash commit that names them, and never to a commit of another plan unless it is quoted", async () => {
    const commits: readonly Line[] = [
      [
        "feat(05-01): the whole of it\n\n* feat(05-01): cast the anchor\n* fix(05-01): weigh it again\n* chore: nothing of that",
        "anchor.ts",
      ],
      ["feat(05-02): cast the anchor of the other ship", "ship.ts"],
      ["Merge branch 'anchor'"],
    ];
    assert.equal(
      await relink({
        commits,
        merges: [2],
        state: [
          "- 05-01: cast the anchor (commit <0>)",
          "- 05-01: weigh it again (commit <1>)",
          "- 05-01: cast the anchor of the other ship (commit <2>)",
          "- 05-01: merge branch anchor (commit <3>)",
        ].join("\n"),
      }),
      [
        "STATE.md <0> ? no commit of this history fits what the documents say of it",
        "STATE.md <1> → 0 low (STATE.md says “- 05-01: weigh it again (commit )”; #0 squashed “fix(05-01): weigh it again”; 3 commits carry 05-01, 4 listed)",
        "STATE.md <2> → 1 high (STATE.md quotes “cast the anchor of the other ship”; #1 carries 05-02, the text speaks of 05-01)",
        "STATE.md <3> → 2 high (STATE.md quotes “merge branch 'anchor'”)",
      ],
    );
  });

  test("that were written down before a commit do not mean it", async () => {
    const commits: readonly Line[] = [
      ["feat(06-01): chart the shoals", "a.ts"],
      ["docs(06-01): note it", ".planning/STATE.md"],
      ["feat(06-01): chart the shoals again", "b.ts"],
    ];
    for (const [citedBy, found] of [
      [
        { 0: 1 },
        [
          "STATE.md <0> → 0 high (STATE.md quotes “chart the shoals”; 1 commit carries 06-01, 1 listed; older than its first mention)",
        ],
      ],
      [
        { 0: 2 },
        [
          "STATE.md <0> → 0 high (STATE.md quotes “chart the shoals”; 1 commit carries 06-01, 1 listed; older than its first mention)",
        ],
      ],
      [{}, ["STATE.md <0> ? 2 commits fit, and nothing tells them apart: 2 0"]],
    ] as const)
      assert.equal(await relink({ commits, state: "- 06-01: chart the shoals again (commit <0>)", citedBy }), found);
  });

  test("hold their place in a list beside commits that are still there", async () => {
    const commits: readonly Line[] = [
      ["feat(07-01): one of three"],
      ["feat(07-01): two of three"],
      ["feat(07-01): three of three"],
      ["docs(07-01): complete", ".planning/phases/x/07-01-SUMMARY.md"],
    ];
    const alive = digest("1 feat(07-01): two of three").slice(0, 8);
    assert.equal(
      await relink({
        commits,
        summaries: { "07-01": `- 3 atomic commits (<0>, ${alive}, <2>)` },
        citedBy: { 0: 3, 2: 3 },
      }),
      [
        "07-01 <0> → 0 low (3 commits carry 07-01, 2 listed; older than its first mention)",
        "07-01 <2> → 2 low (3 commits carry 07-01, 2 listed; older than its first mention)",
      ],
    );
    assert.equal(
      await relink({ commits, summaries: { "07-01": "- 2 atomic commits (<0>, <2>)" }, citedBy: { 0: 3, 2: 3 } }),
      [
        "07-01 <0> ? 2 commits fit, and nothing tells them apart: 1 0",
        "07-01 <2> ? 2 commits fit, and nothing tells them apart: 2 0",
      ],
    );
    assert.equal(
      await relink({
        commits,
        state: "- 07-01: 3 atomic commits (<0>, <1>, <2>)",
        summaries: { "07-01": "1. `<0>` one of three\n2. `<1>` two of three\n3. `<2>` three of three" },
        citedBy: { 0: 3, 1: 3, 2: 3 },
      }),
      [
        "07-01 <0> → 0 high (07-01-SUMMARY.md says “1. one of three”; 3 commits carry 07-01, 3 listed; older than its first mention)",
        "07-01 <1> → 1 high (07-01-SUMMARY.md says “2. two of three”; 3 commits carry 07-01, 3 listed; older than its first mention)",
        "07-01 <2> → 2 low (3 commits carry 07-01, 3 listed; older than its first mention)",
        "STATE.md <0> → 0 high (07-01-SUMMARY.md says “1. one of three”; 3 commits carry 07-01, 3 listed; older than its first mention)",
        "STATE.md <1> → 1 high (07-01-SUMMARY.md says “2. two of three”; 3 commits carry 07-01, 3 listed; older than its first mention)",
        "STATE.md <2> → 2 low (3 commits carry 07-01, 3 listed; older than its first mention)",
      ],
    );
  });
});
