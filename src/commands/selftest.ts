import { isFindingCode } from "../config/config-keys.ts";
import { findingCatalogue, type Finding, type FindingCode } from "../model/finding.ts";
import type { PlanningDocuments, RepositoryPath } from "../model/ports.ts";
import { documentBreaks, type BreakMaterial, type DocumentBreak, type OtherSource } from "./document-breaks.ts";

/**
 * What became of one finding's check. `fired`: it found the claim that was broken. `silent`: it did not find one of those
 * that were. `nothing-to-corrupt`: the documents make no such claim. `not-of-documents`: it comes from something else.
 */
export interface TriedCheck {
  readonly code: FindingCode;
  readonly verdict: "fired" | "silent" | "nothing-to-corrupt" | "not-of-documents";
  /** The claim that was found broken, or of a silent check the first that was not. */
  readonly broken: Omit<DocumentBreak, "text"> | null;
  /** How many claims were broken, one at a time. */
  readonly tried: number;
  readonly source: OtherSource | null;
}

/** Checks the documents of a project with one of them replaced. */
export type CheckReplaced = (path: RepositoryPath, text: string) => Promise<readonly Finding[]>;

/** Not every claim can be settled by evidence; of so many of one kind one must be. */
const maximumTries = 24;

/** The same finding elsewhere in the document is the same: a break moves lines. */
function keyOf({ code, data }: Finding): string {
  return `${code} ${JSON.stringify(data, (key, value: unknown) => (key === "lines" && Array.isArray(value) ? value.length : value))}`;
}

/** Planning documents with one of them replaced. */
export function replaceDocument(documents: PlanningDocuments, path: RepositoryPath, text: string): PlanningDocuments {
  return {
    list: (enters) => documents.list(enters),
    read: async (paths) => {
      const contents = await documents.read(paths);
      return paths.includes(path) ? new Map([...contents, [path, new TextEncoder().encode(text)]]) : contents;
    },
  };
}

/**
 * Breaks claims of a project's own documents, in memory and one at a time, and tells for every finding of the catalogue
 * whether its check fires. `before`: the findings of the documents as they are.
 */
export async function runSelftest(
  material: BreakMaterial,
  before: readonly Finding[],
  check: CheckReplaced,
): Promise<readonly TriedCheck[]> {
  const counts = new Map<string, number>();
  for (const finding of before) counts.set(keyOf(finding), (counts.get(keyOf(finding)) ?? 0) + 1);
  const isNew = (findings: readonly Finding[], code: FindingCode): boolean => {
    const left = new Map(counts);
    return findings.some((finding) => {
      if (finding.code !== code) return false;
      const count = left.get(keyOf(finding)) ?? 0;
      left.set(keyOf(finding), count - 1);
      return count <= 0;
    });
  };
  // What is wrong already is no claim that could be broken.
  const wrong = new Set(
    before.flatMap(({ path, line, edits, code }) =>
      edits.length > 0 && code !== "section-stale" ? [`${path ?? ""}:${line ?? 0}`] : [],
    ),
  );
  const checks: TriedCheck[] = [];
  for (const code of Object.keys(findingCatalogue).filter(isFindingCode)) {
    const source = documentBreaks[code];
    if (typeof source === "string") {
      checks.push({ code, verdict: "not-of-documents", broken: null, tried: 0, source });
      continue;
    }
    let tried = 0;
    let first: DocumentBreak | null = null;
    let fired: DocumentBreak | null = null;
    for (const broken of source(material)) {
      if (tried >= maximumTries) break;
      if (wrong.has(`${broken.path}:${broken.line}`)) continue;
      tried += 1;
      first ??= broken;
      if (isNew(await check(broken.path, broken.text), code)) {
        fired = broken;
        break;
      }
    }
    const verdict = fired !== null ? "fired" : first === null ? "nothing-to-corrupt" : "silent";
    const shown = fired ?? first;
    const { path = "", line = 0, before: old = "", after = "" } = shown ?? {};
    checks.push({
      code,
      verdict,
      tried,
      source: null,
      broken: shown === null ? null : { path, line, before: old, after },
    });
  }
  return checks;
}
