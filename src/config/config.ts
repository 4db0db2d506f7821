import { LineCounter, parseDocument } from "yaml";
import { findingCatalogue, type FindingCode, type Severity } from "../model/finding.ts";
import { OperationalError } from "../model/operational-error.ts";

/** When hooks write STATE.md (D5): as designed, after every tagged commit, within planning commits only, never. */
export type UpdateMode = "auto" | "live" | "record" | "off";

/** The effective configuration. */
export interface Config {
  readonly update: UpdateMode;
  /** Operational errors block in the hooks that may block. */
  readonly strict: boolean;
  readonly severities: Readonly<Partial<Record<FindingCode, Severity | "off">>>;
  /** `false` when GSD was told not to commit planning documents: nothing is staged then. */
  readonly commitDocs: boolean;
}

/** Every default in one place; docs/configuration in README. */
export const defaultConfig: Config = { update: "auto", strict: false, severities: {}, commitDocs: true };

/** Name of our file within the planning directory. */
export const configFileName = "planlink.yaml";

const updateModes: readonly string[] = ["auto", "live", "record", "off"];
const severities: readonly string[] = ["error", "warning", "info", "off"];

function refuse(path: string, line: number, message: string): never {
  throw new OperationalError("config-invalid", `${path}:${line}: ${message}`, { help: `correct ${path}; its keys are described in the README` });
}

/** Parses `planlink.yaml`. Unknown keys and wrong types are refused with their line, never ignored in silence. */
export function parseConfig(text: string, path: string): Config {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, logLevel: "silent", prettyErrors: false });
  const lineOf = (offset: number | undefined): number => lineCounter.linePos(offset ?? 0).line;
  const [error] = document.errors;
  if (error !== undefined) refuse(path, lineOf(error.pos[0]), error.message.split("\n")[0] ?? error.code);
  const values: unknown = document.toJS({ maxAliasCount: 10 });
  if (values === null || values === undefined) return defaultConfig;
  if (typeof values !== "object" || Array.isArray(values)) refuse(path, 1, "expected keys and values");
  let config: Config = defaultConfig;
  const lineOfKey = (key: string): number => Math.max(1, text.split("\n").findIndex((line) => line.startsWith(`${key}:`)) + 1);
  for (const [key, value] of Object.entries(values)) {
    const line = lineOfKey(key);
    if (key === "update") {
      if (typeof value !== "string" || !updateModes.includes(value)) refuse(path, line, `update is ${JSON.stringify(value)}; expected auto, live, record or off`);
      config = { ...config, update: value as UpdateMode };
    } else if (key === "strict") {
      if (typeof value !== "boolean") refuse(path, line, `strict is ${JSON.stringify(value)}; expected true or false`);
      config = { ...config, strict: value };
    } else if (key === "severity") {
      if (typeof value !== "object" || value === null || Array.isArray(value)) refuse(path, line, "severity is no list of codes; expected for instance `plan-mismatch: error`");
      config = { ...config, severities: parseSeverities(value as Record<string, unknown>, path, lineOfKey) };
    } else refuse(path, line, `unknown key ${JSON.stringify(key)}; known are update, strict, severity`);
  }
  return config;
}

function parseSeverities(values: Readonly<Record<string, unknown>>, path: string, lineOfKey: (key: string) => number): Config["severities"] {
  for (const [code, severity] of Object.entries(values)) {
    if (!Object.hasOwn(findingCatalogue, code)) refuse(path, lineOfKey("severity"), `severity.${code} is no finding; see docs/findings.md`);
    if (typeof severity !== "string" || !severities.includes(severity)) {
      refuse(path, lineOfKey("severity"), `severity.${code} is ${JSON.stringify(severity)}; expected error, warning, info or off`);
    }
  }
  return values as Config["severities"];
}

/** Reads GSD's own `config.json` for `commit_docs`, at its top or under `planning`; a damaged file means the default. */
export function readCommitDocs(text: string): boolean {
  try {
    const values = JSON.parse(text) as { commit_docs?: unknown; planning?: { commit_docs?: unknown } } | null;
    return values?.commit_docs !== false && values?.planning?.commit_docs !== false;
  } catch {
    // GSD reports its own file; our default only decides whether STATE.md is staged.
    return true;
  }
}
