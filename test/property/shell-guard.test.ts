import * as fc from "fast-check";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { lintMessage } from "../../src/commands/lint-messages.ts";
import { cleanMessageFile, type CleanupMode } from "../../src/commit/message.ts";
import { createWorkTreeDocuments } from "../../src/files/work-tree-documents.ts";
import { findPlanFiles, type PlanFiles } from "../../src/planning/plan-files.ts";
import { type Sandbox, withSandbox } from "../support/git-sandbox.ts";
import { lawRuns } from "../support/law-runs.ts";
import { suite } from "../support/suite.ts";

/** Three messages for each case of other laws: a shell judges them all in one process. */
const run = lawRuns(401, 3);

const hookScript: string = readFileSync(fileURLToPath(new URL("../../hooks/hook.sh", import.meta.url)), "utf8");
const corpusPath: string = fileURLToPath(new URL("../../../shared/corpus/plan-tags.tsv", import.meta.url));

/** The shells that run hooks on the systems we know; those that are not here are left out, `sh` is always. */
const shells: readonly (readonly [string, ...string[]])[] = [
  ["sh"],
  ["dash"],
  ["bash"],
  ["bash", "--posix"],
  ["busybox", "ash"],
];

function cutOut(from: string, to: string): string {
  const start = hookScript.indexOf(from);
  const end = hookScript.indexOf(to, start);
  if (start === -1 || end === -1) throw new Error(`hooks/hook.sh has no ${from} … ${to}`);
  return hookScript.slice(start, end);
}

/** The guard's own functions, and a loop that judges one file after the other in one shell. */
const harness: string = [
  "set -u",
  "planning=.planning",
  "tab='\t'",
  "newline='\n'",
  cutOut("# Reads the first line that is not empty", "case $guards in\n  post-commit)"),
  cutOut("# ---- The guard of commit-msg ----", "# Judges the message in a file and"),
  "number=0",
  'while [ "$number" -lt "$1" ]; do',
  '  judge_message <"$2/$number"',
  `  printf '%s\\n' "$verdict"`,
  "  number=$((number + 1))",
  "done",
].join("\n");

/** Plans in all the places where the glob finds them, and files that look like it and are no plans to us. */
const planningFiles: readonly string[] = [
  "phases/01-alpha/01-01-PLAN.md",
  "phases/01-alpha/01-01-SUMMARY.md",
  "phases/01-alpha/01-02-PLAN.md",
  "phases/2-beta/2-03-PLAN.md",
  "phases/02.1-inserted/02.1-03-PLAN.md",
  "phases/67-ci-cd/67-04-PLAN.md",
  "phases/67-ci-cd/67-05-SUMMARY.md",
  "phases/140-long/140-02-PLAN.md",
  "phases/140-long/140-02-extra-PLAN.md",
  "phases/07-04/07-04-PLAN.md",
  "phases/07-real/07-01-PLAN.md",
  "phases/08-a [b] *c/08-01-PLAN.md",
  "phases/09-line\nbreak/09-01-PLAN.md",
  "phases/10-x/plans/10-02-PLAN.md",
  "phases/10-x/10-03-plan.md",
  "phases/11-dir/11-01-PLAN.md/file",
  "phases/12A-letters/12A-01-PLAN.md",
  "milestones/v1.0-phases/13-old/13-01-PLAN.md",
  "elsewhere/14-linked/14-01-PLAN.md",
];

async function makePlans(sandbox: Sandbox): Promise<readonly PlanFiles[]> {
  for (const path of planningFiles) {
    const target = join(sandbox.directory, ".planning", path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, "");
  }
  symlinkSync("../elsewhere/14-linked", join(sandbox.directory, ".planning/phases/14-linked"));
  symlinkSync("01-01-PLAN.md", join(sandbox.directory, ".planning/phases/01-alpha/01-09-PLAN.md"));
  return findPlanFiles(await createWorkTreeDocuments(sandbox.directory, ".planning").list(), ".planning");
}

const letters = <Value>(...words: readonly Value[]): fc.Arbitrary<Value> => fc.constantFrom(...words);

const type = letters(
  ..."feat fix docs doc test chore Fix FEAT wip state plan Plan phase Phase revert docs/test feat+fix Merge Add x".split(
    " ",
  ),
);
const number = fc.oneof(
  letters("01", "1", "001", "02", "2", "02.1", "67", "067", "140", "07", "08", "09", "10", "11", "12A", "13", "14"),
  fc.nat(300).map(String),
  fc.tuple(fc.nat(99), fc.nat(99)).map(([a, b]) => `${a}.${b}`),
);
const planNumber = fc.oneof(
  letters("01", "02", "03", "04", "05", "09", "1", "2", "001", "02a", "gap-01", "01-02"),
  fc.nat(99).map((value) => String(value).padStart(2, "0")),
);
const planId = fc
  .tuple(number, letters("-", "-", "-", "-", "_", "--", " -", "–", ""), planNumber)
  .map((parts) => parts.join(""));
const scopeCharacter = letters(
  ..."01 2 67 - _ . / , + & # é M S T v q phase plan quick e2 Q P a z A { } ( ) ［ …".split(" "),
);
const existing = letters(
  "01-01",
  "1-02",
  "01-02",
  "001-02",
  "2-03",
  "02-03",
  "02.1-03",
  "67-04",
  "phase-67-04",
  "01-01,01-02",
);
const scope = fc.oneof(
  { weight: 3, arbitrary: existing },
  planId,
  fc
    .array(planId, { minLength: 2, maxLength: 3 })
    .chain((ids) => letters(",", ", ", ";", "+", "/", "..", " and ").map((by) => ids.join(by))),
  fc
    .tuple(letters("phase-", "plan-", "quick-", "player/", "v1.2-", "GAP-", "HER-", "m2s", "M001/", " "), planId)
    .map((parts) => parts.join("")),
  number,
  number.map((value) => `phase-${value}`),
  letters(
    "",
    "ui",
    "api, ui",
    "ci/cd",
    "auth-flow",
    "#604",
    "e2e",
    "oauth2",
    "s3",
    "v1.3",
    "v2",
    "v1..2",
    "M001",
    "M001/S01",
    "S01/T02",
    "T5",
    "quick-63",
    "quick-260621-kmm",
    "260621-kmm",
    "260621-k1m",
    "2026-05",
    "2026-05-07",
    "v0.28-01-01",
    "m2s1-03",
    "Q18-01",
    "P44-01",
    "issue-12",
    "CVE-24-01",
    "{phase}-{plan}",
    "${phase}-${plan}",
    "01-{plan}",
    "XX-YY",
    "phase-",
    "-01",
    "67-",
    "67-04,",
    "a01-02",
    "step-3",
    "wave-2",
    "a-01-02",
    "ab1-02",
    "phase67",
    "phaseless",
    "quickly",
    "planned-2",
    "x--01",
    "x-01_02",
  ),
  fc.array(scopeCharacter, { maxLength: 6 }).map((parts) => parts.join("")),
);
const opening = letters(...Array.from({ length: 20 }, () => "("), " (", "  (", "[", "（", "((", "!(");
const closing = letters(
  ...Array.from({ length: 20 }, () => "): "),
  ")!: ",
  ")",
  ") ",
  ") : ",
  "]: ",
  "）：",
  "",
  "))  : ",
);
const subject = fc.oneof(
  letters(
    "add metrics",
    "x",
    "",
    "a (b) c: d",
    "x (67-99): y",
    "$HOME `id` \"q\" 'q' \\n \\",
    "*?[a]*",
    "-n -e",
    "über — 漢字",
    "\u001b[2J",
    "67-99",
  ),
  fc.string({ maxLength: 30 }).map((text) => text.replaceAll(/[\0\n]/g, " ")),
);
const header = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(type, opening, scope, closing, subject).map((parts) => parts.join("")) },
  {
    weight: 2,
    arbitrary: fc.tuple(type, letters(": ", "!: ", ":", "! ", " ", ""), subject).map((parts) => parts.join("")),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(letters("Phase ", "phase-", "Plan ", ""), planId, letters(": ", " "), subject)
      .map((parts) => parts.join("")),
  },
  { weight: 1, arbitrary: subject },
);
const quoted = fc
  .tuple(
    fc.array(
      letters(
        "fixup! ",
        "squash! ",
        "amend! ",
        'Revert "',
        'Reapply "',
        "revert: ",
        "Revert: ",
        "fixup!",
        " ",
        ":sparkles: ",
      ),
      {
        maxLength: 2,
      },
    ),
    header,
  )
  .map(([prefixes, text]) => prefixes.join("") + text);
const plainHeader = fc.oneof({ weight: 4, arbitrary: header }, { weight: 1, arbitrary: quoted });
const bodyLine = fc.oneof(
  letters("", "text", "- a list", "Co-Authored-By: A <a@b>"),
  letters(
    "",
    "",
    "",
    " ",
    "\t",
    "\r",
    "text",
    "# comment",
    "; comment",
    "(67-99): x",
    "Co-Authored-By: A <a@b>",
    "- Plan: 67-99",
    "Plan: 67-99",
    "plan: 67-99",
    "PLAN : 67-99",
    "Plan\t: 67-99",
    " Plan: 67-99",
    "Planned: yes",
    "plan the next",
    "GSD-Task: S01/T02",
    "Plan: 01-02",
    "feat(67-99): y",
    "# ------------------------ >8 ------------------------",
    "---",
    "Conflicts:",
    "\tfile",
  ),
  subject,
);
const message = fc
  .tuple(
    letters(...Array.from({ length: 20 }, () => []), [""], [" "], ["#c"]),
    plainHeader,
    fc.array(bodyLine, { maxLength: 4 }),
    letters("\n", "\n", "\n", "", "\n\n", "\r\n"),
    letters(...Array.from({ length: 9 }, () => "\n"), "\r\n"),
  )
  .map(([before, first, body, end, lineBreak]) => [...before, first, ...body].join(lineBreak) + end);

const cleanups: readonly CleanupMode[] = ["strip", "whitespace", "verbatim", "scissors"];
const commentPrefixes: readonly string[] = ["#", ";", "//"];

/** Asserts that what a shell let pass has no finding under any setting, and a plan exactly when the shell says so. */
function requireSound(text: string, verdict: string, plans: readonly PlanFiles[], shell: string): void {
  if (verdict === "unsure") return;
  for (const cleanup of cleanups) {
    for (const commentPrefix of commentPrefixes) {
      const outcome = lintMessage(cleanMessageFile(text, { commentPrefix, cleanup }), plans, {});
      const said = `${shell} calls ${JSON.stringify(text)} ${verdict}, with ${commentPrefix} and ${cleanup}`;
      assert.equal(
        outcome.findings.map(({ code }) => code),
        [],
        said,
      );
      assert.is(outcome.messages[0]?.tag.kind === "plan", verdict === "tagged", said);
    }
  }
}

async function judgeAll(
  sandbox: Sandbox,
  shell: readonly [string, ...string[]],
  texts: readonly string[],
): Promise<readonly string[] | undefined> {
  const folder = join(sandbox.directory, "messages");
  if (!existsSync(folder)) {
    mkdirSync(folder);
    texts.forEach((text, index) => writeFileSync(join(folder, String(index)), text));
  }
  const [program, ...args] = shell;
  const here = sandbox.open(".");
  if ((await here.run("sh", ["-c", 'command -v "$1"', "sh", program])).exitCode !== 0) return undefined;
  const { exitCode, stdout, stderr } = await here.run(program, [
    ...args,
    "-c",
    harness,
    "guard",
    String(texts.length),
    folder,
  ]);
  assert.is(stderr, "", shell.join(" "));
  assert.is(exitCode, 0, shell.join(" "));
  return stdout.split("\n").slice(0, -1);
}

async function requireSoundInEveryShell(texts: readonly string[], passedAtLeast: number): Promise<void> {
  await withSandbox(async (sandbox) => {
    const plans = await makePlans(sandbox);
    for (const shell of shells) {
      const verdicts = await judgeAll(sandbox, shell, texts);
      if (verdicts === undefined) continue;
      assert.is(verdicts.length, texts.length);
      texts.forEach((text, index) => requireSound(text, verdicts[index] ?? "", plans, shell.join(" ")));
      const passed = verdicts.filter((verdict) => verdict !== "unsure").length;
      assert.ok(passed >= passedAtLeast, `${shell.join(" ")} passes ${passed} of ${texts.length} by itself`);
    }
  });
}

suite("the shell guard of commit-msg", (test) => {
  test("lets nothing pass that the grammar would not, in any shell and under any cleanup", () =>
    requireSoundInEveryShell(fc.sample(message, run), run.numRuns / 6));

  test("knows the plain cases by itself", () =>
    withSandbox(async (sandbox) => {
      await makePlans(sandbox);
      const cases: readonly (readonly [string, string])[] = [
        ["feat(01-02): add metrics\n", "tagged"],
        ["feat(1-02)!: add metrics\n", "tagged"],
        ["fix(02-03): add\n\nPlan: 99-99\n", "tagged"],
        ["test(02.1-03): x\n", "tagged"],
        ["docs(phase-67-04): x\n", "tagged"],
        ["feat(01-01,01-02): x\n", "tagged"],
        ["feat(01-01, 67-04): x\n", "tagged"],
        ["feat(140-02): x\n", "tagged"],
        ["feat(08-01): x\n", "tagged"],
        ["fixup! feat(01-02): x\n", "tagged"],
        ['Revert "Reapply "feat(01-02): x""\n', "tagged"],
        ["\n\nfeat(01-02): x", "tagged"],
        ["feat(01-09): a plan behind a link\n", "tagged"],
        ["feat(67-05): only a SUMMARY\n", "unsure"],
        ["feat(01-03): x\n", "unsure"],
        ["feat(14-01): a directory behind a link\n", "unsure"],
        ["feat(07-04): a directory that is no phase's\n", "unsure"],
        ["feat(01-02) x\n", "unsure"],
        ["feat(01_02): x\n", "unsure"],
        ["# feat(01-02): x\n", "unsure"],
        ["fix: y\n", "untagged"],
        [
          "fix(ui)!: y (#12)\n\n- a\n- Plan: not at the start\n\nCo-Authored-By: A <a@b>\n# On branch main\n",
          "untagged",
        ],
        ["docs(67): y\n", "untagged"],
        ["docs(phase-02.1): y\n", "untagged"],
        ["feat(M001/S01): y\n", "untagged"],
        ["fix(e2e): y", "untagged"],
        ["wip: 03-slug paused at 2/4\n", "untagged"],
        ["Merge branch 'feature' into main\n\n# Conflicts:\n", "untagged"],
        ["Merge pull request #1 from x/y (z)\n", "untagged"],
        ["wip\n", "untagged"],
        ["wip\n\nPlan: 01-02\n", "unsure"],
        ["fix\n(67-99): y\n", "unsure"],
        ["fix (67-99): y\n", "unsure"],
        ["fix: y\n\nPlan: 67-99\n", "unsure"],
        ["fix: y\n\nPLAN\t: 67-99\n", "unsure"],
        ["Phase 67: y\n", "unsure"],
        ["67-04: y\n", "unsure"],
        ["", "unsure"],
        ["\n\n", "unsure"],
        [`fix: y\n${"line\n".repeat(250)}`, "unsure"],
        [`fix: ${"y".repeat(900)}\n`, "untagged"],
        [`fix: ${"y".repeat(1_000_000)}\n`, "unsure"],
        [`feat(${"01-02,".repeat(200_000)}01-02): y\n`, "unsure"],
        [`${"fixup! ".repeat(200_000)}y\n`, "unsure"],
      ];
      for (const shell of shells) {
        const verdicts = await judgeAll(
          sandbox,
          shell,
          cases.map(([text]) => text),
        );
        if (verdicts === undefined) continue;
        assert.equal(
          cases.map(([text], index) => [text.slice(0, 60), verdicts[index]]),
          cases.map(([text, expected]) => [text.slice(0, 60), expected]),
          shell.join(" "),
        );
      }
    }));

  const name = "lets no header of the corpus pass that the grammar would not";
  if (!existsSync(corpusPath)) test.skip(name, "../shared/corpus/plan-tags.tsv is absent");
  else
    test(name, () => {
      const headers = readFileSync(corpusPath, "utf8")
        .trimEnd()
        .split("\n")
        .slice(1)
        .map((row) => row.split("\t")[4] ?? "");
      return requireSoundInEveryShell(
        headers.flatMap((text) => [`${text}\n`, `fixup! ${text}\n\nbody\n`]),
        Math.floor(headers.length / 3),
      );
    });
});
