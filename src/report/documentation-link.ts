import type { FindingCode } from "../model/finding.ts";

/** Where the documents of a published version can be read: the registry's package, which holds `docs/`. */
const documentsAddress = "https://unpkg.com/planlink";

/** Where a finding is explained, in the documents of the version that reports it. */
export function formatDocumentationLink(code: FindingCode, version: string): string {
  return `${documentsAddress}@${encodeURIComponent(version)}/docs/findings.md#${code}`;
}
