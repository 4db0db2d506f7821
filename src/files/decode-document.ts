import { refuseDenseDocument, refuseLargeDocument } from "../model/document-limits.ts";
import { OperationalError } from "../model/operational-error.ts";

/**
 * Decodes a planning document. The BOM and every byte stay: what is decoded encodes to the same bytes again.
 *
 * Throws `document-too-large`, `document-binary` or `document-encoding`; `name` is the path as the user knows it.
 */
export function decodeDocument(bytes: Uint8Array, name: string): string {
  refuseLargeDocument(name, bytes.length);
  if (bytes.includes(0)) {
    throw new OperationalError("document-binary", `${name} is a binary file, not Markdown`, {
      help: `see what it is: git log -- ${name}`,
    });
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new OperationalError("document-encoding", `${name} is not valid UTF-8`, {
      help: `convert it: iconv -f WINDOWS-1252 -t UTF-8 ${name}`,
      cause,
    });
  }
  refuseDenseDocument(name, text);
  return text;
}
