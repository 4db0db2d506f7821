import type { StateDocument } from "../document/state-document.ts";
import type { TextEdit } from "../model/source-text.ts";

/** Something that `--create` adds. */
export interface Creation {
  readonly element: string;
  /** A whole section of those that are kept, which `init` adds as well; not a part of one that is there. */
  readonly isSection: boolean;
  readonly edits: readonly TextEdit[];
}

/** A text with the line endings of the document that it goes into. */
export function withLineEnding(text: string, document: StateDocument): string {
  return document.source.lineEnding === "\r\n" ? text.replace(/\n/g, "\r\n") : text;
}

/** As Markdown sees it: to `trim` a line separator is white space too. */
export function isBlankLine(text: string): boolean {
  return /^[ \t]*$/.test(text);
}
