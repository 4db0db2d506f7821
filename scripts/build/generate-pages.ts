import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createConfigSchema } from "../../src/config/config-schema.ts";
import { parseFindingExplanations } from "../../src/report/finding-explanations.ts";
import type { OutputFile } from "./write-outputs.ts";

/** The JSON schema of `planlink.yaml`, with what `docs/findings.md` says of each code. */
export function generateSchema(root: string): OutputFile {
  const explanations = parseFindingExplanations(readFileSync(join(root, "docs/findings.md"), "utf8"));
  const meanings = new Map([...explanations].map(([code, { meaning }]) => [code, meaning.replaceAll("\n", " ")]));
  const text = `${JSON.stringify(createConfigSchema(meanings), null, 2)}\n`;
  return { path: "planlink.schema.json", contents: Buffer.from(text), executable: false };
}
