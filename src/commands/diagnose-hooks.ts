import { relative } from "node:path";
import type { ConfigManager, ConfigSetup } from "../install/config-form.ts";
import type { HookSetup } from "../install/hook-setup.ts";
import type { TrialFacts, TriedHook } from "../install/trial-facts.ts";
import { createError, createOk, createWarning, type DoctorCheck } from "./doctor-check.ts";

function listNames(names: readonly string[]): string {
  return names.join(", ");
}

/** A path as people read it: relative to the top where it lies below. */
export function showPath(topLevel: string, path: string): string {
  const below = relative(topLevel, path);
  return below === "" || below.startsWith("..") ? path : below;
}

function diagnoseHusky(setup: HookSetup, husky: NonNullable<HookSetup["husky"]>): DoctorCheck {
  const directory = showPath(setup.facts.topLevel, husky.directory);
  if (husky.state === "gone")
    return createError(
      "hooks",
      `core.hooksPath is ${setup.facts.hooksPath?.value ?? ""}, and ${directory} is gone: git runs no hook here`,
      "npx husky, or: git config --unset core.hooksPath",
    );
  if (husky.state === "inactive")
    return createError(
      "hooks",
      `husky has not run in this work tree (${directory}/_ is missing): git runs none of its hooks`,
      "npx husky",
    );
  const without = husky.scripts.filter(({ found }) => found.kind === "absent" || found.kind === "without-block");
  const edited = husky.scripts.filter(({ found }) => found.kind === "edited" || found.kind === "blocked");
  if (without.length > 0)
    return createError(
      "hooks",
      `husky's scripts lack planlink's lines: ${listNames(without.map(({ hook }) => hook.name))}`,
      "state init",
    );
  if (edited.length > 0)
    return createWarning(
      "hooks",
      `planlink's lines were edited by hand: ${listNames(edited.map(({ path }) => showPath(setup.facts.topLevel, path)))}`,
      "take planlink's lines out of them, then: state init",
    );
  return createOk("hooks", `in husky's scripts in ${directory}`, { manager: "husky", directory: husky.directory });
}

/** What each manager is told by, what puts its hooks in place, and how its part is called. */
const configWords: Readonly<Record<ConfigManager, readonly [program: string, part: string]>> = {
  lefthook: ["npx lefthook install", "jobs"],
  "pre-commit": ["pre-commit install", "hooks"],
  "simple-git-hooks": ["npx simple-git-hooks", "commands"],
};

function diagnoseConfig(setup: HookSetup, config: ConfigSetup): DoctorCheck {
  const { manager } = config;
  const path = showPath(setup.facts.topLevel, config.path);
  const [program, part] = configWords[manager];
  const without = config.hooks.filter(({ kind }) => kind === "absent");
  if (without.length > 0)
    return createError(
      "hooks",
      `${path} lacks planlink's ${part}: ${listNames(without.map(({ hook }) => hook.name))}`,
      `state init --manager ${manager}`,
    );
  const isTheirs = (name: string): boolean => config.hooks.some(({ hook }) => hook.name === name);
  const notRun = setup.native.slots.filter(
    ({ hook, found }) => isTheirs(hook.name) && (found.kind !== "foreign" || found.manager?.name !== manager),
  );
  if (notRun.length > 0)
    return createError(
      "hooks",
      `${manager} has not put its hooks into this clone: ${listNames(notRun.map(({ hook }) => hook.name))}`,
      program,
    );
  const dead = setup.hookFiles.filter((file) => file.manager === manager && !file.isExecutable);
  if (dead.length > 0)
    return createError(
      "hooks",
      `not executable, so that git does not run them: ${listNames(dead.map(({ name }) => name))}`,
      program,
    );
  if (config.form.linesByHand === null && config.hooks.some(({ kind }) => kind === "edited"))
    return createWarning(
      "hooks",
      `planlink's ${part} in ${path} were edited by hand`,
      "take planlink's lines out of it, then: state init",
    );
  const beside = setup.native.slots.filter(({ hook }) => !isTheirs(hook.name));
  const rest = diagnoseNative({ ...setup, native: { ...setup.native, slots: beside } });
  if (beside.length > 0 && rest.status !== "ok") return rest;
  const others = beside.length === 0 ? "" : `; beside them ${listNames(beside.map(({ hook }) => hook.name))}`;
  return createOk("hooks", `${part} of ${manager}'s in ${path}${others}`, { manager, directory: config.path });
}

/** Whose job the hooks are here: husky's, a manager's with something of ours in its configuration, or git's alone. */
function diagnoseSetup(setup: HookSetup): DoctorCheck {
  const { facts, husky, configs, own } = setup;
  if (husky !== null && facts.hooksPath !== null) return diagnoseHusky(setup, husky);
  const recorded = own.record?.manager;
  const managers = ["lefthook", "pre-commit", "simple-git-hooks"] as const;
  const config = managers
    .map((manager) => configs[manager])
    .find((found) => found?.hooks.some(({ kind }) => kind !== "absent") === true);
  const isElsewhere = recorded === "native" || recorded === "husky";
  return config !== null && config !== undefined && !isElsewhere
    ? diagnoseConfig(setup, config)
    : diagnoseNative(setup);
}

function diagnoseNative(setup: HookSetup): DoctorCheck {
  const { facts, native, manager } = setup;
  const directory = showPath(facts.topLevel, native.path);
  if (native.kind === "blocked")
    return createError(
      "hooks",
      `hooks are switched off: core.hooksPath is ${facts.hooksPath?.value ?? ""} (${facts.hooksPath?.scope ?? "local"}), which is no directory`,
      "git config --show-origin --get core.hooksPath tells where that is set",
    );
  const slots = native.slots.map((slot) => ({ ...slot, isRunElsewhere: slot.moved.some(({ isRun }) => isRun) }));
  const dead = slots.filter(({ found }) => found.kind === "ours" && !found.isExecutable);
  if (dead.length > 0)
    return createError(
      "hooks",
      `not executable, so that git does not run them: ${listNames(dead.map(({ hook }) => hook.name))} in ${directory}`,
      "state init",
    );
  const converted = slots.filter(({ found }) => found.kind === "ours" && found.content.includes(0x0d));
  if (converted.length > 0)
    return createError(
      "hooks",
      `Windows line endings, so that git cannot run them: ${listNames(converted.map(({ hook }) => hook.name))} in ${directory}`,
      `put "${directory}/* text eol=lf" into .gitattributes, then: state init`,
    );
  const edited = slots.filter(({ found }) => found.kind === "edited");
  const missing = slots.filter(
    ({ found, isRunElsewhere }) => found.kind !== "ours" && found.kind !== "edited" && !isRunElsewhere,
  );
  if (missing.length > 0) {
    const isSomewhere = missing.length < slots.length;
    const owner =
      manager === null
        ? ""
        : `; ${manager.name} manages the hooks here (${showPath(facts.topLevel, manager.evidence)})`;
    const place = facts.hooksPath === null ? directory : `${directory} (core.hooksPath, ${facts.hooksPath.scope})`;
    return createError(
      "hooks",
      isSomewhere
        ? `missing in ${place}: ${listNames(missing.map(({ hook }) => hook.name))}${owner}`
        : `planlink has no hooks in ${place}${owner}`,
      manager !== null && !manager.livesWithOthers
        ? manager.help
        : facts.hooksPath?.scope === "global" || facts.hooksPath?.scope === "system"
          ? "git config --local core.hooksPath .git/hooks, then: state init"
          : "state init",
    );
  }
  if (edited.length > 0)
    return createWarning(
      "hooks",
      `edited by hand: ${listNames(edited.map(({ hook }) => hook.name))} in ${directory}`,
      "remove these files, then: state init",
    );
  const chained = slots.filter(({ hasPrevious }) => hasPrevious).map(({ hook }) => hook.name);
  return createOk(
    "hooks",
    `native, in ${directory}${chained.length === 0 ? "" : `, after the hooks that were there first (${listNames(chained)})`}`,
    { manager: "native", directory: native.path, chained },
  );
}

/** Judges where the hooks are. A trial in which all of them fired overrules what the files seem to lack. */
export function diagnoseHooks(setup: HookSetup, trial: TrialFacts | null): DoctorCheck {
  const check = diagnoseSetup(setup);
  const isProven = trial !== null && trial.hooks.every(({ isFired }) => isFired);
  if (check.status !== "error" || !isProven) return check;
  const name = setup.manager?.name ?? "another manager";
  return createOk("hooks", `run by ${name} (${showPath(setup.facts.topLevel, setup.native.path)})`, {
    manager: name,
    directory: setup.native.path,
  });
}

function describeHook({ name, milliseconds }: TriedHook): string {
  return milliseconds === null ? name : `${name} ${milliseconds} ms`;
}

/** That a hook was waited for in vain. */
function describeWait({ seconds }: NonNullable<TrialFacts["stuck"]>): string {
  return `had not ended after ${seconds} s and was stopped`;
}

/** Why a hook did not fire, as far as git and planlink tell. */
function describeSilence(hook: TriedHook, trial: TrialFacts): string {
  if (hook.isStarted && hook.exitCode === null && trial.stuck !== null) return describeWait(trial.stuck);
  if (!hook.isStarted) {
    const stopper = trial.hooks.find(({ isStarted, exitCode }) => isStarted && exitCode !== null && exitCode !== 0);
    const isBehindStuck = hook.name === "commit-msg" && trial.stuck?.hook === "pre-commit";
    if (isBehindStuck) return "pre-commit had not ended before";
    const isAfter = stopper !== undefined && trial.hooks.indexOf(stopper) < trial.hooks.indexOf(hook);
    return isAfter && hook.name === "commit-msg" ? `${stopper.name} stopped the commit before` : "git ran no such hook";
  }
  return hook.exitCode === 0
    ? "the hook ran, and planlink in it did not"
    : `the hook ended with ${hook.exitCode ?? "a signal"} before planlink`;
}

/** What mends hooks that are in place and did not fire, by what was said of it. */
function findMend({ notices, failures, stuck }: TrialFacts): string {
  if (notices.some((notice) => notice.includes("not installed here"))) return "npm install --save-dev planlink";
  if (stuck !== null) return `see what ${stuck.hook} waits for; more time: state doctor --timeout ${stuck.seconds * 5}`;
  if (failures.some(({ words }) => words.includes(".pre-commit-config.yaml"))) return "git add .pre-commit-config.yaml";
  return "state init";
}

/** Judges what scratch commits have shown. `null`: none were made. */
export function diagnoseTrial(trial: TrialFacts, hooksCheck: DoctorCheck): DoctorCheck {
  const data = {
    hooks: trial.hooks.map(({ name, isFired, milliseconds }) => ({ name, fired: isFired, milliseconds })),
    notices: trial.notices,
  };
  const silent = trial.hooks.filter(({ isFired }) => !isFired);
  const notice = trial.notices[0]?.replace(/^planlink: /, "");
  const help = hooksCheck.status === "error" && hooksCheck.help !== null ? hooksCheck.help : findMend(trial);
  if (silent.length === trial.hooks.length && silent.every(({ isStarted }) => !isStarted))
    return createError("trial", "git ran no hook at a scratch commit", help, data);
  if (silent.length > 0) {
    const reasons = silent.map((hook) => `${hook.name} (${describeSilence(hook, trial)})`);
    const evidence = notice ?? trial.failures[0]?.words;
    return createError(
      "trial",
      `did not fire in a scratch commit: ${reasons.join(", ")}${evidence ? `; ${evidence}` : ""}`,
      help,
      data,
    );
  }
  const times = trial.hooks.map(describeHook).join(", ");
  if (notice !== undefined)
    return createError("trial", `fired, but: ${notice}`, "mend what it names, then run state doctor again", data);
  if (trial.stuck !== null)
    return createWarning(
      "trial",
      `fired in a scratch commit (${times}), but ${trial.stuck.hook} ${describeWait(trial.stuck)}`,
      `see what the other programs in that hook wait for; more time: state doctor --timeout ${trial.stuck.seconds * 5}`,
      data,
    );
  const stopper = trial.hooks.find(({ exitCode }) => exitCode !== 0 && exitCode !== null);
  if (stopper !== undefined || trial.failures.length > 0)
    return createWarning(
      "trial",
      `fired in a scratch commit (${times}), but ${stopper?.name ?? `git ${trial.failures[0]?.command ?? ""}`} ended badly: ${trial.failures[0]?.words || "it said nothing"}`,
      "see what the other programs in that hook have against a commit of one new file",
      data,
    );
  return createOk("trial", `fired in a scratch commit: ${times}`, data);
}
