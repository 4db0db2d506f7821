import { isMap, isScalar, parseDocument } from "yaml";
import { findYamlExcess } from "../model/yaml-limits.ts";
import type { Range, TextEdit } from "../model/source-text.ts";
import type { FrontMatterScalar } from "./front-matter-lines.ts";
import { formatScalar } from "./front-matter-text.ts";
import type { StateDocument } from "./state-document.ts";

/** The first thing that is wrong with the front matter, with its place. */
export interface FrontMatterProblem {
  readonly message: string;
  readonly range: Range;
}

/** Not "silent": that would also hide that a line such as `--- x` begins a second YAML document, in which no key is found. */
const options = { logLevel: "error", uniqueKeys: false, prettyErrors: false } as const;

function contentOf(document: StateDocument): { readonly text: string; readonly start: number } | undefined {
  const block = document.frontMatter;
  if (block === undefined) return undefined;
  const { start, end } = block.contentRange;
  return { text: document.source.text.slice(start, end), start };
}

/** Says why the front matter is not YAML; `undefined` where it is, or where there is none. */
export function findFrontMatterProblem(document: StateDocument): FrontMatterProblem | undefined {
  const content = contentOf(document);
  if (content === undefined) return undefined;
  const excess = findYamlExcess(content.text);
  if (excess !== undefined)
    return { message: `Not read: ${excess}`, range: { start: content.start, end: content.start } };
  const yaml = parseDocument(content.text, options);
  const [error] = yaml.errors;
  if (error === undefined) return undefined;
  return {
    message: error.message.split("\n")[0] ?? error.code,
    range: { start: content.start + error.pos[0], end: content.start + Math.max(error.pos[0], error.pos[1]) },
  };
}

/** Finds a scalar by its path of keys, such as `["progress", "percent"]`. */
export function findFrontMatterScalar(document: StateDocument, path: readonly string[]): FrontMatterScalar | undefined {
  const content = contentOf(document);
  if (content === undefined || findYamlExcess(content.text) !== undefined) return undefined;
  const yaml = parseDocument(content.text, options);
  if (yaml.errors.length > 0 || !isMap(yaml.contents)) return undefined;
  const node = yaml.getIn(path, true);
  if (!isScalar(node) || node.range == null) return undefined;
  const [start, end] = node.range;
  // The range of a block scalar (`>-`) takes the line ending with it, which belongs to the next key.
  const length = content.text.slice(start, end).trimEnd().length;
  return { value: node.value, range: { start: content.start + start, end: content.start + start + length } };
}

/** Adds a top-level key after another one, or at the end; `undefined` where the front matter cannot be read. */
export function createFrontMatterScalar(
  document: StateDocument,
  key: string,
  value: string,
  afterKey: string,
): TextEdit | undefined {
  const block = document.frontMatter;
  if (block === undefined || findFrontMatterProblem(document) !== undefined) return undefined;
  const { lines, lineEnding } = document.source;
  // Of a scalar on one line only: after a block the next line still belongs to it.
  const after = lines.findIndex(
    ({ text }, index) =>
      index > block.openingLine && index < block.closingLine && new RegExp(`^${afterKey}:[ \\t]*[^\\s|>]`).test(text),
  );
  const offset = lines[after === -1 ? block.closingLine : after + 1]?.start ?? block.contentRange.end;
  return { range: { start: offset, end: offset }, newText: `${key}: ${formatScalar(value)}${lineEnding}` };
}
