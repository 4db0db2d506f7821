import { isMap, isScalar, LineCounter, parseDocument } from "yaml";
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

/** Reads the text as one YAML document; `lineOf` tells on which line a key stands. */
function readYaml(
  text: string,
  path: string,
): { readonly values: unknown; readonly lineOf: (...keys: readonly string[]) => number } {
  const lineCounter = new LineCounter();
  // Not "silent": that would hide a second document, whose keys would be ignored.
  const document = parseDocument(text, { lineCounter, logLevel: "error", prettyErrors: false });
  const lineAt = (offset: number | undefined): number => Math.max(1, lineCounter.linePos(offset ?? 0).line);
  const [error] = document.errors;
  if (error !== undefined) refuse(path, lineAt(error.pos[0]), error.message.split("\n")[0] ?? error.code);
  const lineOf = (...keys: readonly string[]): number => {
    let node: unknown = document.contents;
    let offset: number | undefined;
    for (const key of keys) {
      const pair = isMap(node)
        ? node.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
        : undefined;
      if (pair === undefined) break;
      if (isScalar(pair.key)) offset = pair.key.range?.[0];
      node = pair.value;
    }
    return lineAt(offset);
  };
  try {
    return { values: document.toJS({ maxAliasCount: 10 }), lineOf };
  } catch (cause) {
    // An alias without an anchor, or more of them than a config has use for.
    return refuse(path, 1, cause instanceof Error ? cause.message : String(cause));
  }
}

/** Parses `planlink.yaml`. Unknown keys and wrong types are refused with their line, never ignored in silence. */
export function parseConfig(text: string, path: string): Config {
  const { values, lineOf } = readYaml(text, path);
  if (values === null || values === undefined) return defaultConfig;
  if (typeof values !== "object" || Array.isArray(values)) refuse(path, 1, "expected keys and values");
  let config: Config = defaultConfig;
  for (const [key, value] of Object.entries(values)) {
    const line = lineOf(key);
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
      config = {
        ...config,
        severities: parseSeverities(Object.entries(value), path, (code) => lineOf("severity", code)),
      };
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
  lineOf: (code: string) => number,
): Config["severities"] {
  const result: Partial<Record<FindingCode, Severity | "off">> = {};
  for (const [code, value] of entries) {
    if (!isFindingCode(code)) refuse(path, lineOf(code), `severity.${code} is no finding; see docs/findings.md`);
    const severity = severities.find((known) => known === value);
    if (severity === undefined)
      refuse(path, lineOf(code), `severity.${code} is ${JSON.stringify(value)}; expected error, warning, info or off`);
    result[code] = severity;
  }
  return result;
}
