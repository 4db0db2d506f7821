import { LineCounter, parseDocument } from "yaml";
import { findingCatalogue, type FindingCode, type Severity } from "../model/finding.ts";
import { OperationalError } from "../model/operational-error.ts";
import { defaultConfig, type Config, type UpdateMode } from "./config-model.ts";

const updateModes: readonly UpdateMode[] = ["auto", "live", "record", "off"];
const severities: readonly (Severity | "off")[] = ["error", "warning", "info", "off"];

function refuse(path: string, line: number, message: string): never {
  throw new OperationalError("config-invalid", `${path}:${line}: ${message}`, {
    help: `correct ${path}; its keys are described in the README`,
  });
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
  const lineOfKey = (key: string): number =>
    Math.max(1, text.split("\n").findIndex((line) => line.startsWith(`${key}:`)) + 1);
  for (const [key, value] of Object.entries(values)) {
    const line = lineOfKey(key);
    if (key === "update") {
      const update = updateModes.find((mode) => mode === value);
      if (update === undefined)
        refuse(path, line, `update is ${JSON.stringify(value)}; expected auto, live, record or off`);
      config = { ...config, update };
    } else if (key === "strict") {
      if (typeof value !== "boolean") refuse(path, line, `strict is ${JSON.stringify(value)}; expected true or false`);
      config = { ...config, strict: value };
    } else if (key === "severity") {
      if (typeof value !== "object" || value === null || Array.isArray(value))
        refuse(path, line, "severity is no list of codes; expected for instance `plan-mismatch: error`");
      config = { ...config, severities: parseSeverities(Object.entries(value), path, lineOfKey("severity")) };
    } else refuse(path, line, `unknown key ${JSON.stringify(key)}; known are update, strict, severity`);
  }
  return config;
}

function isFindingCode(code: string): code is FindingCode {
  return Object.hasOwn(findingCatalogue, code);
}

function parseSeverities(
  entries: readonly (readonly [string, unknown])[],
  path: string,
  line: number,
): Config["severities"] {
  const result: Partial<Record<FindingCode, Severity | "off">> = {};
  for (const [code, value] of entries) {
    if (!isFindingCode(code)) refuse(path, line, `severity.${code} is no finding; see docs/findings.md`);
    const severity = severities.find((known) => known === value);
    if (severity === undefined)
      refuse(path, line, `severity.${code} is ${JSON.stringify(value)}; expected error, warning, info or off`);
    result[code] = severity;
  }
  return result;
}
