import { installedHooks, type HookKind } from "./hook-names.ts";

/** Managers that are told of our hooks in a configuration that people write. */
export type ConfigManager = "lefthook" | "simple-git-hooks" | "pre-commit";

/** What of one hook stands in a configuration. `edited`: something of ours, but not as we wrote it. */
export type ConfigHookKind = "absent" | "edited" | "present";

/** How planlink gets into one form of configuration and out again. One character of a text stands for a byte. */
export interface ConfigForm {
  /** What stands there of each of our hooks. */
  readonly find: (text: string) => readonly ConfigHook[];
  /** Adds what is absent; no character that is there goes. `lacksPlace`: the hook that cannot be added. */
  readonly insert: (text: string) => { readonly text: string } | { readonly lacksPlace: HookKind };
  /** Takes out what is ours to the letter. `keepsEmpty`: what is empty then was so before. */
  readonly remove: (text: string, keepsEmpty: boolean) => string;
  /** Where our hooks go there is something already that holds nothing. */
  readonly isEmpty: (text: string) => boolean;
  /** Hooks that the manager has something to do at, ours and others. */
  readonly namesHooks: (text: string) => readonly string[];
  /** A file that holds nothing any more goes. */
  readonly isRemovedWhenEmpty: boolean;
  /** What to write by hand, where only people can. */
  readonly linesByHand: readonly string[] | null;
}

export interface ConfigHook {
  readonly hook: HookKind;
  readonly kind: ConfigHookKind;
}

/** A manager's configuration as it is. */
export interface ConfigSetup {
  readonly manager: ConfigManager;
  readonly path: string;
  readonly exists: boolean;
  readonly text: string;
  readonly hooks: readonly ConfigHook[];
  readonly form: ConfigForm;
}

/** What is done for one hook at a time. */
interface HookSteps {
  readonly find: (hook: HookKind, text: string) => ConfigHookKind;
  readonly insert: (hook: HookKind, text: string) => string | undefined;
  readonly remove: (hook: HookKind, text: string, keepsEmpty: boolean) => string | undefined;
  /** Hooks of a configuration as a whole, where that matters. */
  readonly namesHooks?: (text: string) => readonly string[];
}

/** Makes a form of steps that are taken hook by hook: they come out in the reverse order. */
export function createConfigForm(steps: HookSteps, isEmpty: ConfigForm["isEmpty"] = () => false): ConfigForm {
  return {
    find: (text) => installedHooks.map((hook) => ({ hook, kind: steps.find(hook, text) })),
    insert: (text) => {
      let result = text;
      for (const hook of installedHooks) {
        if (steps.find(hook, result) !== "absent") continue;
        const inserted = steps.insert(hook, result);
        if (inserted === undefined) return { lacksPlace: hook };
        result = inserted;
      }
      return { text: result };
    },
    remove: (text, keepsEmpty) =>
      installedHooks.reduceRight((result, hook) => steps.remove(hook, result, keepsEmpty) ?? result, text),
    isEmpty,
    namesHooks: steps.namesHooks ?? (() => []),
    isRemovedWhenEmpty: false,
    linesByHand: null,
  };
}

/** A configuration in a language that we do not write: what people have added is seen, and nothing is changed. */
export function createManualForm(linesByHand: readonly string[]): ConfigForm {
  return {
    find: (text) =>
      installedHooks.map((hook) => ({
        hook,
        kind: new RegExp(`\\bhook(?:\\.sh)?["',\\s]+${hook.name}\\b`).test(text) ? "edited" : "absent",
      })),
    insert: (text) => ({ text }),
    remove: (text) => text,
    isEmpty: () => false,
    namesHooks: () => [],
    isRemovedWhenEmpty: false,
    linesByHand,
  };
}
