import { readFileSync } from "node:fs";
import { join } from "node:path";
import { formatManPage } from "../../src/cli/man-page.ts";
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

/** The manual page, from the specifications of the command line. */
export function generateManPage(version: string): OutputFile {
  return { path: "state.1", contents: Buffer.from(formatManPage(version)), executable: false };
}
