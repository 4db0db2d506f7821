import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { toGitDate } from "./sample-history.ts";
import { findSamplePlan, formatSummaryDocument, planStem } from "./sample-plans.ts";
import type { Command } from "./shell.ts";

/** One step: what it shows, in words, then the commands that show it. */
export interface Step {
  readonly title: string;
  /** Done silently before the commands; the words say so. */
  readonly prepare?: (repository: string) => void;
  readonly words: string;
  readonly commands: readonly Command[];
  /** Said after the commands. */
  readonly remark?: string;
}

function writeSummary(repository: string, planId: string): void {
  const plan = findSamplePlan(planId);
  const path = join(repository, `${planStem(plan)}-SUMMARY.md`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, formatSummaryDocument(plan));
}

/** The demonstration, step by step. Each command is run as it stands here, and its output shown as it comes. */
export const story: readonly Step[] = [
  {
    title: "A STATE.md that nobody checks",
    words: "Agents read it first. History knows better: 13-01 is done, 13-02 has begun.",
    commands: [
      {
        text: 'git grep -hE "^[|] Phase 1|Stopped at:" .planning/STATE.md',
        expects: ["| Phase 11 P02 | 540 |", "| Phase 11 P03 | 31616115 |", "Completed 12-01"],
      },
      { text: "git log --oneline -3", expects: ["feat(13-02): compose the mail"] },
    ],
  },
  {
    title: "Install the hooks; look up every commit that STATE.md lists",
    words: "Hooks that were there before would be kept, and run first.",
    commands: [
      { text: "state init", expects: ["installed 6 hooks"] },
      { text: "state verify-commits", exitCode: 1, expects: ["3 of 4 reachable", "7 dead references"] },
      {
        text: 'git add .gitattributes && git commit -qm "chore: merge STATE.md with planlink"',
        date: toGitDate("2025-03-11T10:06"),
        isSilent: true,
      },
    ],
  },
  {
    title: "Work on a plan: the hook brings STATE.md in step",
    words: "The commit holds the work alone; the plan's completion will carry STATE.md.",
    commands: [
      { text: 'echo "// send the mail" >> src/mail.js' },
      {
        text: 'git commit -am "feat(13-02): send the mail"',
        date: toGitDate("2025-03-11T10:13"),
        expects: ["1 file changed"],
      },
      {
        text: "git diff -U0",
        expects: [
          "-| Phase 11 P02 | 540 | 3 tasks | 3 files |",
          "+| Phase 11 P02 | 9min | 3 tasks | 3 files |",
          "+**Stopped at:** Completed 13-01: Alert Rules; 13-02 in progress (2 of 3 tasks)",
        ],
      },
    ],
    remark: "Seconds, a year in seconds, a doubled row: gone. People's words stay.",
  },
  {
    title: "A tag that names no plan",
    words: "The commit is refused, and the message says what to type.",
    commands: [
      { text: 'echo "// the mail is sent once" > test/mail.test.js && git add test' },
      {
        text: 'git commit -m "test(13-20): cover the mail"',
        exitCode: 1,
        expects: ["plan 13-20 does not exist", 'git commit -m "test(13-02): cover the mail"'],
      },
      {
        text: 'git commit -m "test(13-02): cover the mail"',
        date: toGitDate("2025-03-11T10:22"),
        expects: ["1 file changed"],
      },
    ],
  },
  {
    title: "Complete the plan: STATE.md is true in the very commit",
    prepare: (repository) => writeSummary(repository, "13-02"),
    words: "13-02-SUMMARY.md is written. The hook regenerates STATE.md and adds a ledger.",
    commands: [
      {
        text: 'git add .planning && git commit -m "docs(13-02): complete mail delivery plan"',
        date: toGitDate("2025-03-11T10:26"),
        expects: ["3 files changed", "planlink.ledger.yaml"],
      },
      {
        text: 'git grep -hE "13 P|session:|Stopped at" HEAD -- .planning/STATE.md',
        expects: [
          "| Phase 13 P02 | 19min | 3 tasks | 2 files |",
          "**Last session:** 2025-03-11 10:22",
          "**Stopped at:** Completed 13-02: Mail Delivery",
        ],
      },
      { text: "git status --short", isSilent: true },
      { text: "git push", expects: ["main -> main"] },
    ],
    remark: "The dead references were on origin before: old debts do not stop a push.",
  },
  {
    title: "A push that would make STATE.md less true",
    prepare: (repository) => writeSummary(repository, "13-03"),
    words: "13-03 is completed where no hook runs, as in a clone without them.",
    commands: [
      {
        text: "touch src/quiet.js test/quiet.test.js && git add src test",
      },
      {
        text: 'PLANLINK=0 git commit -qm "feat(13-03): keep quiet at night"',
        date: toGitDate("2025-03-11T14:03"),
        isSilent: true,
      },
      {
        text: 'git add .planning && PLANLINK=0 git commit -qm "docs(13-03): complete plan"',
        date: toGitDate("2025-03-11T14:12"),
        isSilent: true,
      },
      {
        text: "git push",
        exitCode: 1,
        expects: ["“Stopped at” says", "13-03 was completed", "do not block", "state sync --commit"],
      },
      { text: "state sync --commit", date: toGitDate("2025-03-11T14:15"), expects: ["values mended"] },
      { text: "git push", expects: ["main -> main"] },
    ],
  },
];
