/**
 * The demonstration: `npm start` makes a sample repository and shows planlink at work in it, step by step.
 *
 *   node --import tsx scripts/demo.ts [DIRECTORY]
 *
 * Every command is run, and its output shown as it is; a step that does not end as it should ends the demonstration
 * with exit code 1, so that it is a test as well. The sample stays, to go on with. Needs `dist/`.
 */
import { existsSync, lstatSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { samplePhases, samplePlans } from "./demo/sample-plans.ts";
import { createGit, createSampleRepository } from "./demo/sample-repository.ts";
import { createDemoEnvironment, createPaint, quoteForShell, runCommand, type Shell } from "./demo/shell.ts";
import { story } from "./demo/story.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const program = join(root, "dist", "state.js");
/** In a directory that the demonstration made, and may therefore make anew. */
const markerName = ".made-by-planlink-demo";

const color = process.stdout.isTTY && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";
const paint = createPaint(color);

try {
  runDemonstration(process.argv[2]);
} catch (error) {
  console.error(
    `\n${paint("red", "The demonstration stopped:")} ${error instanceof Error ? error.message : String(error)}`,
  );
  process.exitCode = 1;
}

function runDemonstration(directoryArgument: string | undefined): void {
  if (!existsSync(program)) throw new Error("dist/state.js is not there; run: npm run build");
  // npm runs scripts at the top of the checkout; a relative name is meant where the user stands.
  const wanted =
    directoryArgument === undefined ? join(root, "sample") : resolve(process.env["INIT_CWD"] ?? "", directoryArgument);
  const directory = chooseDirectory(wanted);
  const environment = createDemoEnvironment(process.env, color);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, markerName), "npm start makes this directory anew.\n");
  // Git leaves the whole directory out, also where its name is not in a .gitignore.
  writeFileSync(join(directory, ".gitignore"), "*\n");
  const git = createGit(environment);
  const repository = createSampleRepository(git, directory);
  const commits = git(repository, ["rev-list", "--count", "HEAD"]);

  const place = relative(process.cwd(), repository) || ".";
  const counts = `${commits} commits, ${samplePhases.length} phases, ${samplePlans.length} plans`;
  console.log(`A sample project has been made in ${paint("bold", place)}: ${counts}.`);
  if (directory !== wanted)
    console.log(`(${basename(wanted)} is there already and not the demonstration's: it is left alone.)`);
  const shell: Shell = { directory: repository, environment, program, color };
  story.forEach((step, index) => {
    step.prepare?.(repository);
    console.log(`\n${paint("bold", `${index + 1}  ${step.title}`)}\n   ${paint("dim", step.words)}\n`);
    for (const command of step.commands) {
      console.log(paint("bold", `$ ${command.text}`));
      process.stdout.write(runCommand(shell, command));
    }
    if (step.remark !== undefined) console.log(`   ${paint("dim", step.remark)}`);
  });
  showWhatNext(place);
}

/** The directory itself where it is free or the demonstration's own, else the first of `sample-2`, `sample-3`, … that is. */
function chooseDirectory(wanted: string): string {
  for (let number = 1; ; number += 1) {
    const directory = number === 1 ? wanted : `${wanted}-${number}`;
    if (isFree(directory) || existsSync(join(directory, markerName))) return directory;
  }
}

function isFree(directory: string): boolean {
  const facts = lstatSync(directory, { throwIfNoEntry: false });
  return facts === undefined || (facts.isDirectory() && readdirSync(directory).length === 0);
}

function showWhatNext(place: string): void {
  const lines = [
    "",
    paint("bold", "Go on from here"),
    "",
    `  cd ${quoteIfNeeded(place)}`,
    `  alias state=${quoteForShell(`node ${quoteIfNeeded(program)}`)}`,
    "",
    '  git commit --allow-empty -m "feat(13-04): try it"   13-04 is open',
    "  state check                    everything that pre-push checks, old debts too",
    "  state log 13-02                a plan and its commits",
    "  state uninstall                take the hooks out again, exactly",
    "",
    "For a project of yours see README.md. npm start makes the sample anew.",
  ];
  console.log(lines.join("\n"));
}

function quoteIfNeeded(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : quoteForShell(text);
}
