import { parseDocument } from "yaml";

/** Reads a piece of YAML as plain values; `undefined` where it is none. Aliases are not followed: no ledger needs them. */
export function readYaml(text: string): unknown {
  const document = parseDocument(text, { logLevel: "silent", uniqueKeys: false, schema: "failsafe" });
  if (document.errors.length > 0) return undefined;
  try {
    return document.toJS({ maxAliasCount: 0 }) as unknown;
  } catch {
    return undefined;
  }
}
