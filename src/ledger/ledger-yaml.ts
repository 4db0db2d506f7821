import { parseDocument } from "yaml";
import { findYamlExcess } from "../model/yaml-limits.ts";

/** Reads a piece of YAML as plain values; `undefined` where it is none, or too much of it. Aliases are not followed: no ledger needs them. */
export function readYaml(text: string): unknown {
  if (findYamlExcess(text) !== undefined) return undefined;
  const document = parseDocument(text, {
    logLevel: "silent",
    uniqueKeys: false,
    schema: "failsafe",
    prettyErrors: false,
  });
  if (document.errors.length > 0) return undefined;
  try {
    return document.toJS({ maxAliasCount: 0 }) as unknown;
  } catch {
    return undefined;
  }
}
