import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The licences of all packages whose code is in a bundle, as one text.
 *
 * Throws when a package brings no licence text: its code must not be shipped without one.
 */
export function formatThirdPartyLicenses(root: string, inputs: readonly string[]): string {
  const directories = new Set(inputs.map(packageDirectoryOf).filter((directory) => directory !== undefined));
  const entries = [...directories].map((directory) => readLicense(join(root, directory)));
  entries.sort((a, b) => (a.title < b.title ? -1 : 1));
  const introduction = "planlink contains code of the packages below, under the licences that follow each name.\n";
  const sections = entries.map(({ title, text }) => `${"=".repeat(80)}\n${title}\n${"=".repeat(80)}\n\n${text}\n`);
  return [introduction, ...sections].join("\n");
}

/** The innermost package directory of a path such as `node_modules/@scope/name/lib/index.js`. */
function packageDirectoryOf(input: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0];
}

function readLicense(directory: string): { readonly title: string; readonly text: string } {
  const manifest = JSON.parse(readFileSync(join(directory, "package.json"), "utf8")) as {
    name: string;
    version: string;
    license?: string;
  };
  const title = `${manifest.name} ${manifest.version} (${manifest.license ?? "licence not named"})`;
  const file = readdirSync(directory)
    .toSorted()
    .find((name) => /^(?:licen[cs]e|copying)(?:\.(?:md|txt))?$/i.test(name));
  if (file === undefined) throw new Error(`${title} has no licence text in ${directory}`);
  const text = readFileSync(join(directory, file), "utf8").replaceAll("\r\n", "\n").trim();
  return { title, text };
}
