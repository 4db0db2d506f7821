import { isMap, isNode, isScalar, parseDocument } from "yaml";
import { findingCatalogue, type FindingCode, type Severity } from "../model/finding.ts";
import { findNearest } from "../model/nearest-word.ts";
import { OperationalError } from "../model/operational-error.ts";
import { findYamlExcess } from "../model/yaml-limits.ts";
import { createSourceText, pointAt } from "../model/source-text.ts";
import {
  configKeys,
  describeWrongValue,
  findTemplateProblem,
  isFindingCode,
  severityChoices,
  wordsOf,
} from "./config-keys.ts";
import { defaultConfig, type Config } from "./config-model.ts";

/** Something in `planlink.yaml` that is not as it should be. Line and column count from 1, columns in code points. */
export interface ConfigProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** What `planlink.yaml` says, where each setting stands, and what is wrong with it. */
export interface ParsedConfig {
  readonly config: Config;
  /** Lines by setting: a key, or `severity.CODE`. */
  readonly lineBySetting: ReadonlyMap<string, number>;
  /** In the order of the file. A wrong setting has its default in `config`. */
  readonly problems: readonly ConfigProblem[];
}

type Place = Pick<ConfigProblem, "line" | "column">;

interface YamlFile {
  readonly values: unknown;
  /** Where a key stands; of one that is absent, where its parent does. */
  readonly keyPlace: (...keys: readonly string[]) => Place;
  readonly valuePlace: (...keys: readonly string[]) => Place;
  readonly problems: readonly ConfigProblem[];
}

function readYaml(text: string): YamlFile {
  const excess = findYamlExcess(text);
  const top: Place = { line: 1, column: 1 };
  if (excess !== undefined)
    return {
      values: null,
      keyPlace: () => top,
      valuePlace: () => top,
      problems: [{ ...top, message: `not read: ${excess}` }],
    };
  // Not "silent": that would hide a second document, whose keys would be ignored.
  const document = parseDocument(text, { logLevel: "error", prettyErrors: false });
  const source = createSourceText(text);
  const placeAt = (offset: number | undefined): Place => pointAt(source, offset ?? 0);
  const find = (keys: readonly string[], wantsValue: boolean): Place => {
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
    return placeAt((wantsValue && isNode(node) ? node.range?.[0] : undefined) ?? offset);
  };
  const places = {
    keyPlace: (...keys: readonly string[]) => find(keys, false),
    valuePlace: (...keys: readonly string[]) => find(keys, true),
  };
  const errors = document.errors.map(({ pos, message, code }) => ({
    ...placeAt(pos[0]),
    message: message.split("\n")[0] ?? code,
  }));
  if (errors.length > 0) return { values: null, ...places, problems: errors };
  try {
    return { values: document.toJS({ maxAliasCount: 10 }), ...places, problems: [] };
  } catch (cause) {
    // An alias without an anchor, or more of them than a config has use for.
    const message = cause instanceof Error ? cause.message : String(cause);
    return { values: null, ...places, problems: [{ line: 1, column: 1, message }] };
  }
}

/** Reads `planlink.yaml` whole, with everything that is wrong with it: unknown keys and wrong types are never ignored. */
export function readConfigText(text: string): ParsedConfig {
  // Editors count columns without the byte order mark.
  const { values, keyPlace, valuePlace, problems: yamlProblems } = readYaml(text.replace(/^\uFEFF/, ""));
  const problems: ConfigProblem[] = [...yamlProblems];
  const lineBySetting = new Map<string, number>();
  let config: Config = defaultConfig;
  if (values === null || values === undefined) return { config, lineBySetting, problems };
  if (typeof values !== "object" || Array.isArray(values))
    return { config, lineBySetting, problems: [{ line: 1, column: 1, message: "expected keys and values" }] };

  const readSeverities = (value: unknown): Config["severities"] => {
    const result: Partial<Record<FindingCode, Severity | "off">> = {};
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      const message = "severity is no list of codes; expected for instance `plan-mismatch: error`";
      problems.push({ ...valuePlace("severity"), message });
      return result;
    }
    for (const [code, word] of Object.entries(value)) {
      const severity = severityChoices.find((known) => known === word);
      if (!isFindingCode(code)) {
        const nearest = findNearest(code, Object.keys(findingCatalogue));
        const meant = nearest === undefined ? "all of them: state explain" : `did you mean ${nearest}?`;
        problems.push({
          ...keyPlace("severity", code),
          message: `severity.${JSON.stringify(code).slice(1, -1)} is no finding; ${meant}`,
        });
      } else if (severity === undefined) {
        const message = describeWrongValue(`severity.${code}`, word, severityChoices);
        problems.push({ ...valuePlace("severity", code), message });
      } else {
        result[code] = severity;
        lineBySetting.set(`severity.${code}`, keyPlace("severity", code).line);
      }
    }
    return result;
  };

  for (const [name, value] of Object.entries(values)) {
    const key = configKeys.find((known) => known.name === name);
    if (key === undefined) {
      const names = configKeys.map((known) => known.name);
      const nearest = findNearest(name, names);
      const meant = nearest === undefined ? `known are ${names.join(", ")}` : `did you mean ${nearest}?`;
      problems.push({ ...keyPlace(name), message: `unknown key ${JSON.stringify(name)}; ${meant}` });
    } else if (key.type.kind === "severities") {
      config = { ...config, severities: readSeverities(value) };
      lineBySetting.set(name, keyPlace(name).line);
    } else {
      const change = key.read(value);
      if (change === undefined) {
        const message =
          key.type.kind === "templates"
            ? `${name}: ${findTemplateProblem(value) ?? ""}`
            : describeWrongValue(name, value, wordsOf(key.type));
        problems.push({ ...valuePlace(name), message });
      } else {
        config = { ...config, ...change };
        lineBySetting.set(name, keyPlace(name).line);
      }
    }
  }
  const inOrder = problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
  return { config, lineBySetting, problems: inOrder };
}

/** One problem as editors understand it: `path:line:column: message`. */
export function formatConfigProblem(path: string, { line, column, message }: ConfigProblem): string {
  return `${path}:${line}:${column}: ${message}`;
}

/** Parses `planlink.yaml`. Throws `config-invalid` with the first thing that is wrong; `state config` says all. */
export function parseConfig(text: string, path: string): Config {
  const { config, problems } = readConfigText(text);
  const [first, ...others] = problems;
  if (first === undefined) return config;
  throw new OperationalError("config-invalid", formatConfigProblem(path, first), {
    help:
      others.length === 0
        ? `correct ${path}; docs/configuration.md describes its keys`
        : `correct ${path}; all ${problems.length} places: state config`,
  });
}
