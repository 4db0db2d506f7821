import { existsSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { allCommands } from "../support/hostile-repository.ts";
import { statePath, withPlannedRepository, type PlannedRepository } from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";

/** What shells, terminals, option parsers and GitHub's runner would act on, were it theirs. */
const effects: readonly string[] = [
  "$(touch pwned)",
  "`touch pwned`",
  "; touch pwned;",
  "&& touch pwned #",
  "| touch pwned",
  "'\"$IFS\\",
  "--output=pwned",
  "-n -e %s%n",
  "\u001b[2J\u001b[1;1H",
  "\u001b]0;title\u0007",
  "\u001b]8;;http://evil.example\u001b\\x\u001b]8;;\u001b\\",
  "\u009b31m",
  "\b\b\b\r",
  "\u202Etxt.exe\u202C",
  "\u2066a\u2069",
  "\u2028\u2029",
  "\u0085",
  "::error file=x::y",
  "##[command]x",
  "__proto__",
  "../../../etc/passwd",
];
const all: string = effects.join(" ");

/** Bytes that move a cursor, hide text or turn it round: nothing of the kind may reach a terminal. */
const acting = /[^\P{Cc}\n\t]|[\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;

function assertHarmless(text: string, what: string): void {
  const found = acting.exec(text.replaceAll("\r\n", "\n"));
  const around = found === null ? "" : JSON.stringify(text.slice(Math.max(0, found.index - 60), found.index + 60));
  assert.is(found, null, `${what}: ${around}`);
}

function assertNothingRan(repository: PlannedRepository): void {
  for (const place of ["pwned", ".planning/pwned", "../pwned", ".git/pwned"])
    assert.not.ok(existsSync(join(repository.directory, place)), place);
}

/** A history, documents and names full of effects. */
async function fill(repository: PlannedRepository): Promise<void> {
  const hash = await repository.workCommit("01-02", 1);
  const paths = [
    "$(touch pwned)",
    "-rf",
    "a;touch pwned",
    "\u001b[2J",
    "line\nbreak",
    "tab\tquote\"'",
    "\u202Egpj",
    " ",
  ];
  for (const path of paths) repository.write(`src/${path}/x.txt`, "x\n");
  for (const path of paths.filter((each) => each !== " "))
    repository.write(`.planning/phases/02-beta/02-09-${path.replaceAll("/", "")}-PLAN.md`, `# ${all}\n`);
  repository.write(
    `.planning/phases/09-$(touch pwned)\u001b[2J/09-01-PLAN.md`,
    `<task type="auto">\n${all}\n</task>\n`,
  );
  repository.write(
    ".planning/phases/01-alpha/01-02-SUMMARY.md",
    `---\nphase: ${JSON.stringify(all)}\nduration: ${all}\n---\n\n# Phase 1 Plan 2: ${all} Summary\n\n- \`${hash.slice(0, 7)}\` ${all}\n- deadbe1 ${all}\n`,
  );
  repository.replace(
    statePath,
    "- Keep the text of a person as it is",
    effects.map((text) => `- Commits ${text} (deadbe1, ${hash.slice(0, 7)}) of 01-02 \`abcdef1\` ${text}`).join("\n"),
  );
  repository.replace(
    statePath,
    "**Stopped at:** Completed 01-01-PLAN.md",
    `**Stopped at:** ${all.replaceAll(/[\u0085\u2028\u2029\r]/g, "")}`,
  );
  repository.replace(
    statePath,
    "**Resume file:** None",
    `**Resume file:** .planning/${all.replaceAll(/[\u0085\u2028\u2029\r]/g, "")}.md`,
  );
  repository.replace(statePath, "| Phase 01 P01 | 7min |", `| Phase 01 P01 | ${all.replaceAll("|", "")} |`);
  repository.replace(statePath, "milestone_name: MVP", `milestone_name: ${JSON.stringify(all)}`);
  repository.write(
    ".planning/planlink.ledger.yaml",
    `- {"oid":"${hash}","subject":${JSON.stringify(all)}}\n- oid: ${all}\n`,
  );
  const env = {
    GIT_AUTHOR_NAME: `Eve ${all.replaceAll(/[<>\n]/g, "")}`,
    GIT_AUTHOR_EMAIL: "$(touch pwned)@\u001b[2J",
    PLANLINK: "0",
  };
  await repository.git(["add", "--all"]);
  for (const text of effects) {
    const message = `feat(01-03): ${text}\n\n${all}\n\nPlan: 01-03 ${text}\n`;
    await repository.git(["commit", "-q", "--allow-empty", "--cleanup=verbatim", "--file=-"], { input: message, env });
  }
  await repository.git(["commit", "-q", "--allow-empty", "--cleanup=verbatim", "--file=-"], {
    input: `feat(13_${all}): x\n`,
    env,
  });
  // A message with a NUL, which no porcelain makes.
  const raw = `tree ${await repository.git(["rev-parse", "HEAD^{tree}"])}\nparent ${await repository.git(["rev-parse", "HEAD"])}\nauthor \u001b[2J <> 1770000000 +9999\ncommitter A <a@b> 99999999999999 -0000\n\nfeat(01-03): nul\0$(touch pwned)\u001b[2J\n`;
  const oid = await repository.git(["hash-object", "-t", "commit", "-w", "--stdin", "--literally"], { input: raw });
  await repository.git(["update-ref", "refs/heads/main", oid]);
  for (const name of ["deadbe1", "$(touch${IFS}pwned)", "a;touch${IFS}pwned", "\u202Emain", "--output=pwned"])
    await repository.git(["update-ref", `refs/heads/${name}`, "HEAD"]);
}

suite("hostile text", (test) => {
  test("runs nothing, and shows as escapes, whatever command is given", () =>
    withPlannedRepository(async (repository) => {
      await fill(repository);
      await repository.git(["symbolic-ref", "HEAD", "refs/heads/\u202Emain"]);
      for (const args of allCommands) {
        const { stdout, stderr, exitCode } = await repository.state(args);
        const what = `state ${args.join(" ")}`;
        assert.ok(exitCode <= 2, `${what}: ${stderr}`);
        assert.not.match(stderr, /defect/, what);
        // A diff, a brief and annotations are text as well; JSON has its own escapes.
        assertHarmless(stdout, `${what}, standard output`);
        assertHarmless(stderr, `${what}, standard error`);
        assertNothingRan(repository);
      }
    }));

  test("gives JSON that parses", () =>
    withPlannedRepository(async (repository) => {
      await fill(repository);
      for (const [command = "", ...args] of allCommands) {
        if (args.includes("--format") || command === "init" || command === "doctor") continue;
        const { stdout } = await repository.state([command, ...args, "--json"]);
        assert.type((JSON.parse(stdout) as { schema: unknown }).schema, "string", command);
      }
      for (const format of ["sarif"])
        assert.type(JSON.parse((await repository.state(["check", "--format", format])).stdout), "object");
    }));

  test("is text to every hook", () =>
    withPlannedRepository(async (repository) => {
      await fill(repository);
      const run = async (args: readonly string[], input?: string): Promise<void> => {
        const { stderr } = await repository.run("git", args, input === undefined ? {} : { input });
        assert.not.match(stderr, /defect|did not finish/, stderr);
        // What git says itself names paths and branches as git does.
        const ours = stderr.split("\n").filter((line) => /planlink|✖|▲|plan |scope/.test(line));
        assertHarmless(ours.join("\n"), `git ${args.join(" ")}`);
        assertNothingRan(repository);
      };
      await repository.git(["reset", "-q", "--hard"]);
      for (const text of effects) {
        for (const header of [
          `feat(01-02): ${text}`,
          `feat(99-02): ${text}`,
          `feat(13_${text}): x`,
          text,
          `fix: ${text}`,
        ])
          await run(["commit", "--allow-empty", "--cleanup=verbatim", "-F", "-"], `${header}\n\nPlan: ${text}\n`);
      }
      await run(["commit", "--amend", "--allow-empty", "-m", "feat(01-02): amended"]);
      repository.write(".planning/PROJECT.md", all);
      await run(["commit", "-am", "docs: planning"]);
      await run(["switch", "-q", "-c", "$(touch${IFS}pwned)2", "HEAD~2"]);
      await run(["commit", "--allow-empty", "-m", "feat(01-02): side"]);
      await run(["rebase", "-q", "main"]);
      await run(["init", "-q", "--bare", "../remote.git"]);
      await run(["push", "-q", "../remote.git", "HEAD:refs/heads/$(touch${IFS}pwned)", "main"]);
    }));
});
