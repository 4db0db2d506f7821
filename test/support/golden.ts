import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import type { FakeFacts } from "./fake-project.ts";
import { readOptionalFile } from "./suite.ts";

const root: string = fileURLToPath(new URL("../golden/", import.meta.url));

/** `UPDATE_GOLDEN=1` writes what the program says now; the diff is then for a person to read. */
const updates: boolean = process.env["UPDATE_GOLDEN"] === "1";

/** Names of the cases: one directory each. */
export const goldenCases: readonly string[] = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

/** The document of a case, BOM and line endings and all. */
export function readGoldenDocument(name: string): string {
  return readFileSync(`${root}${name}/STATE.md`, "utf8");
}

/** The facts of a case: its own, or those that the cases share. */
export function readGoldenFacts(name: string): FakeFacts {
  const text = readOptionalFile(`${root}${name}/facts.json`) ?? readFileSync(`${root}facts.json`, "utf8");
  return JSON.parse(text) as FakeFacts;
}

/** Compares a result with the file of that name in the case's directory, byte for byte. */
export function assertGolden(name: string, file: string, actual: string): void {
  const path = `${root}${name}/${file}`;
  const bytes = Buffer.from(actual, "utf8");
  if (updates) {
    writeFileSync(path, bytes);
    return;
  }
  const expected = readOptionalFile(path);
  assert.ok(expected !== undefined, `${name}/${file} is missing: look at the result of UPDATE_GOLDEN=1`);
  // The strings first, for their diff; the bytes decide.
  assert.is(actual, expected);
  assert.ok(bytes.equals(readFileSync(path)), `${name}/${file} differs in its bytes`);
}
