import { parseTagTemplates } from "../model/tag-template.ts";
import { findingCatalogue, type FindingCode, type Severity } from "../model/finding.ts";
import { findNearest } from "../model/nearest-word.ts";
import { defaultConfig, type Config, type UpdateMode } from "./config-model.ts";

/** What a value may be. A choice lists its words with what each means. */
export type ConfigType =
  | { readonly kind: "boolean" }
  | { readonly kind: "choice"; readonly choices: readonly { readonly value: string; readonly summary: string }[] }
  | { readonly kind: "severities" }
  /** A list of tag templates. */
  | { readonly kind: "templates" };

/** One key of `planlink.yaml`. A new key is an entry in `configKeys` and a section in docs/configuration.md. */
export interface ConfigKey {
  readonly name: string;
  /** One sentence without a full stop. */
  readonly summary: string;
  readonly type: ConfigType;
  /** The value in a config, as it stands in the file. */
  readonly valueOf: (config: Config) => unknown;
  /** What a value of the file sets; `undefined` where it is no value of this key. Not for severities. */
  readonly read: (value: unknown) => Partial<Config> | undefined;
}

const updateModes: readonly { readonly value: UpdateMode; readonly summary: string }[] = [
  { value: "auto", summary: "within planning commits, and after commits of a plan in progress" },
  { value: "live", summary: "after every commit with a plan tag" },
  { value: "record", summary: "within planning commits only" },
  { value: "off", summary: "never" },
];

/** The severities that a finding may be given. */
export const severityChoices: readonly (Severity | "off")[] = ["error", "warning", "info", "off"];

/** Every key, in the order in which it is documented. */
export const configKeys: readonly ConfigKey[] = [
  {
    name: "update",
    summary: "when hooks write STATE.md",
    type: { kind: "choice", choices: updateModes },
    valueOf: ({ update }) => update,
    read: (value) => {
      const mode = updateModes.find((choice) => choice.value === value);
      return mode === undefined ? undefined : { update: mode.value };
    },
  },
  {
    name: "strict",
    summary: "a check that planlink could not make stops the commit or the push, too",
    type: { kind: "boolean" },
    valueOf: ({ strict }) => strict,
    read: (value) => (typeof value === "boolean" ? { strict: value } : undefined),
  },
  {
    name: "manifest",
    summary: "GSD's own manifest of the commits of each phase is kept",
    type: { kind: "boolean" },
    valueOf: ({ manifest }) => manifest,
    read: (value) => (typeof value === "boolean" ? { manifest: value } : undefined),
  },
  {
    name: "position",
    summary: "Plan, Progress and Last activity of Current Position and their copies in the front matter are kept",
    type: { kind: "boolean" },
    valueOf: ({ position }) => position,
    read: (value) => (typeof value === "boolean" ? { position: value } : undefined),
  },
  {
    name: "tags",
    summary: "forms of the project's own in which commits name their plan",
    type: { kind: "templates" },
    valueOf: ({ tags }) => tags,
    read: (value) => (findTemplateProblem(value) === null && isTextList(value) ? { tags: value } : undefined),
  },
  {
    name: "infer",
    summary: "commits without a plan's tag are shown with the plan whose SUMMARY lists them",
    type: { kind: "boolean" },
    valueOf: ({ infer }) => infer,
    read: (value) => (typeof value === "boolean" ? { infer: value } : undefined),
  },
  {
    name: "severity",
    summary: "the severity of findings, by code",
    type: { kind: "severities" },
    valueOf: ({ severities }) => severities,
    read: () => undefined,
  },
];

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

/** What is wrong with a list of tag templates; `null` where nothing is. */
export function findTemplateProblem(value: unknown): string | null {
  if (!isTextList(value)) return 'it is no list of texts; expected for instance `tags: ["[{phase}.{plan}]"]`';
  const parsed = parseTagTemplates(value);
  return typeof parsed === "string" ? parsed : null;
}

/** The value that holds where the file does not say. */
export function defaultValueOf(key: ConfigKey): unknown {
  return key.valueOf(defaultConfig);
}

/** Whether a text is the code of a finding. */
export function isFindingCode(code: string): code is FindingCode {
  return Object.hasOwn(findingCatalogue, code);
}

/** A list of words to choose from: `auto, live, record or off`. */
function listChoices(words: readonly string[]): string {
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;
}

/** The words that a value may be; none where it is a map. */
export function wordsOf(type: ConfigType): readonly string[] {
  if (type.kind === "boolean") return ["true", "false"];
  return type.kind === "choice" ? type.choices.map(({ value }) => value) : [];
}

/** What is wrong with a word, and what is expected: `update is "sometimes"; expected auto, live, record or off`. */
export function describeWrongValue(name: string, value: unknown, words: readonly string[]): string {
  const spelled = value === "yes" || value === "on" ? "true" : value === "no" ? "false" : value;
  const known =
    typeof spelled === "string" ? (words.find((word) => word === spelled) ?? findNearest(spelled, words)) : undefined;
  const meant = known === undefined ? "" : `; did you mean ${known}?`;
  return `${name} is ${JSON.stringify(value)}; expected ${listChoices(words)}${meant}`;
}
