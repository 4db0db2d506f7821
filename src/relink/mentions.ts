import { findCommitLists, type CommitReference } from "../document/commit-references.ts";
import { findIdentifiers } from "./words.ts";
import { mayMentionCommits } from "../document/hex-tokens.ts";
import { parseStateDocument, splitTableRow, type StateDocument } from "../document/state-document.ts";
import type { TableRow } from "../document/table-rows.ts";
import { findTextUnits, type TextUnit } from "../document/text-units.ts";
import type { PlanId } from "../model/plan-id.ts";
import type { RepositoryPath } from "../model/ports.ts";
import { lineIndexAt } from "../model/source-text.ts";

/** One place where a document speaks of a commit, and what it says of it there. */
export interface Mention {
  /** `null` for the message of a commit. */
  readonly document: RepositoryPath | null;
  readonly reference: CommitReference;
  /** The plan under which it is listed; in a SUMMARY that names none, the SUMMARY's own. */
  readonly planId: PlanId | null;
  /** Quick tasks that it is listed under, by the folder of the document or of a link in its row: `260621-kmm`, `3`. */
  readonly quickIds: ReadonlySet<string>;
  /** It stands in the SUMMARY of that plan or quick task. */
  readonly isOwnSummary: boolean;
  /** Commit headers that are quoted beside it: `feat(67-04): add …`. */
  readonly headers: readonly string[];
  /** The words that describe it: a title, the other cells of its row, the heading above a bare `Commit:`. */
  readonly words: string;
  /** The type of commit that is named beside it, as in `(feat)` or `test:`. */
  readonly type: string | null;
  /** `Task 3` stands beside it. */
  readonly task: number | null;
  /** It is called the commit of the plan's own documents: `Plan metadata: abc1234`. */
  readonly isMetadata: boolean;
  /** Names of files that are said beside it, without their folders. */
  readonly files: ReadonlySet<string>;
  /** Names out of the code that are said beside it: `TestAsyncRetryWorker_Enqueue`. */
  readonly identifiers: ReadonlySet<string>;
  /** What it is listed in: lists follow the order of work. Of a row or an item the first reference stands for all. */
  readonly lists: readonly object[];
  /** The sentence, item or row that it stands in: two names there are two commits. */
  readonly unit: object;
}

/** A text to look for mentions in. */
export interface Witness {
  /** `null` for the message of a commit. */
  readonly path: RepositoryPath | null;
  readonly text: string;
  /** The plan whose SUMMARY it is; `null` for other documents. */
  readonly planId: PlanId | null;
}

/** A document of the project whose references are its own. */
export interface MentionSource extends Witness {
  readonly path: RepositoryPath;
}

const commitTypes =
  "feat|fix|docs|test|tests|chore|refactor|style|perf|build|ci|revert|wip|security|deps|release|merge|spike|plan|research|verify";
const headerPattern = new RegExp(
  String.raw`(?<![\p{L}\d_-])(?:${commitTypes})(?:\([^()\n]{1,80}\))?!?:[ \t]+[^\n|\x60]{3,300}`,
  "giu",
);
const typePattern = new RegExp(
  String.raw`^[\x60*_"')\]\s]{0,6}[ ]?(?:\([\x60*]{0,2}|[:—–-][ ]{0,2}|\|[ \x60]{0,3})?(${commitTypes}|RED|GREEN|REFACTOR)(?![\p{L}\d_])`,
  "iu",
);
/** The commit of a plan's own documents, by its names. */
const metadataWords =
  /(?:plan |summary )?metadata|complete[sd]? .{0,60}plan\b|(?:summary|final|tracking|docs) commit|close-?out|SUMMARY \+ STATE/i;
const fileName = /(?<![\p{L}\d])(?:[\w@.-]{1,80}\/){0,12}([\w@-][\w@.-]{0,80}\.[a-z][a-z\d]{0,5})(?![\w.])/giu;
/** The folder of a quick task: `quick/260621-kmm-fix-tests/`, `.planning/quick-archive/003-…`. */
const quickFolder = /(?:^|[/(\s])quick[a-z-]{0,12}\/0*([1-9]\d{0,3}|\d{6}-[a-z\d]{2,4})-/gi;
const tokenPattern = /(?<![\w])[0-9a-f]{7,40}(?![\w])/gi;

/** Where a token's own text ends and that of its neighbour in the same unit begins. */
interface UnitTokens {
  readonly unit: TextUnit;
  readonly references: readonly CommitReference[];
}

function unitsWithReferences(
  units: readonly TextUnit[],
  references: readonly CommitReference[],
): readonly UnitTokens[] {
  const ordered = references.toSorted((a, b) => a.range.start - b.range.start);
  const result: UnitTokens[] = [];
  let at = 0;
  for (const unit of units) {
    const own: CommitReference[] = [];
    for (let next = ordered[at]; next !== undefined && next.range.start < unit.range.end; next = ordered[at]) {
      if (next.range.start >= unit.range.start) own.push(next);
      at += 1;
    }
    if (own.length > 0) result.push({ unit, references: own });
  }
  return result;
}

/** The step of test-driven work, right before the token: `RED 1f73f85 → GREEN 78282f7`. */
const stepBefore = /(?<![\p{L}\d_])(RED|GREEN|REFACTOR)(?:[ ]commit)?[:：]?[\x60*(\s]{0,4}$/u;

const columnType = new RegExp(String.raw`(?<![\p{L}\d_])(${commitTypes}|RED|GREEN|REFACTOR)(?![\p{L}\d_])`, "iu");

/** A row that mentions stand in, taken apart once for all of them. */
interface MentionRow {
  readonly cells: TableRow["cells"];
  readonly heads: TableRow["cells"];
  readonly words: string;
}

/** Of a longer row the beginning describes what stands in it. */
const mostRowWords = 4000;

function readRow({ source }: StateDocument, unit: TextUnit): MentionRow | null {
  if (unit.kind !== "row") return null;
  const { cells } = splitTableRow(source, lineIndexAt(source, unit.range.start));
  const words = cells
    .map(({ text }) => text)
    .join(" | ")
    .slice(0, mostRowWords);
  return { cells, heads: unit.table?.header.cells ?? [], words };
}

/** The type that the head of its column names: `| Task | RED commit | GREEN commit |`. */
function typeOfColumn({ cells, heads }: MentionRow, { range }: CommitReference): string | null {
  const column = cells.findIndex((cell) => cell.range.start <= range.start && range.end <= cell.range.end);
  const head = heads[column]?.text ?? "";
  return /commit|hash|sha/i.test(head) ? (columnType.exec(head)?.[1]?.toLowerCase() ?? null) : null;
}

/** Plain words of a piece of Markdown: without oids, marks and the digits of a list. */
function toWords(text: string): string {
  return text
    .replace(tokenPattern, " ")
    .replace(/\]\([^()\s]{0,300}\)/g, "] ")
    .replace(/[`*_|[\]]+/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

const emptyLabel =
  /^(?:[-+\d.) ]*)(?:(?:git |task |fix )?commits?(?: hash(?:es)?)?|committed in|hash(?:es)?|found|verified|fixed in|sha)\b/iu;

const emptyWords = new RegExp(
  String.raw`\b(?:found|exists?|verified|confirmed|present|in|git|log|commits?|task|and|the|of|pending|ok|passed|red|green|${commitTypes})\b|[^\p{L}\d]+`,
  "giu",
);

/** Words that say no more than that there is a commit: the heading above tells which. */
function isBare(words: string): boolean {
  return words.replace(emptyLabel, "").replace(emptyWords, " ").trim().length < 8;
}

/** The heading or item above that describes what stands under it. */
function wordsAbove(document: StateDocument, unit: TextUnit): string {
  for (let above = unit.parent; above !== null; above = above.parent) {
    const words = toWords(
      document.source.text.slice(above.range.start, Math.min(above.range.end, above.range.start + 400)),
    );
    if (!isBare(words)) return words;
  }
  return "";
}

const messageLine =
  /^[ \t>]*(?:[-*+][ \t]+)?["'*_]{0,2}(?:commit[ _-])?(?:message|subject|title|msg)["'*_]{0,2}[ \t]*[:：][*_]{0,2}[ \t]*(.{3,300})/i;
const typeLine = /^[ \t>]*(?:[-*+][ \t]+)?["'*_]{0,2}type["'*_]{0,2}[ \t]*[:：][*_]{0,2}[ \t]*["'\x60]?([a-z]{2,10})/i;

/**
 * The message that lines beside it quote: `**Message:** \`test(64-03): …\`` under `**Commit:**`, or the keys `type:` and
 * `message:` of the same item of a front matter.
 */
function messageBeside(document: StateDocument, units: readonly TextUnit[], index: number): string {
  const text = document.source.text;
  const unit = units[index];
  let type = "";
  let message = "";
  for (const step of [-1, 1]) {
    for (let at = index + step; Math.abs(at - index) <= 4; at += step) {
      const beside = units[at];
      if (unit === undefined || beside === undefined || !isBeside(text, unit, beside, step)) break;
      const line = text.slice(beside.range.start, Math.min(beside.range.end, beside.range.start + 400));
      type ||= typeLine.exec(line)?.[1] ?? "";
      message ||=
        messageLine
          .exec(line)?.[1]
          ?.trim()
          .replace(/^["'\x60]|["'\x60]$/g, "") ?? "";
    }
  }
  return message === ""
    ? ""
    : type === "" || /^[a-z]+(?:\([^()]*\))?!?:/i.test(message)
      ? message
      : `${type}: ${message}`;
}

/** Tells whether two units speak of one commit: keys of one item, or lines under one heading. */
function isBeside(text: string, unit: TextUnit, other: TextUnit, step: number): boolean {
  if (unit.kind !== "key") return other.parent === unit.parent && other.kind === unit.kind && step > 0;
  // The line with the dash begins an item: it is the last of those above, and none of those below.
  const opens = (key: TextUnit): boolean => /^[ \t]*-[ \t]/.test(text.slice(key.range.start, key.range.start + 40));
  return other.kind === "key" && (step > 0 ? !opens(other) && other.parent !== null : !opens(unit));
}

/** Type and scope in one cell, the rest in the next: `| docs(71-01) | amend the baseline |`. */
const cellsOfHeader = new RegExp(
  String.raw`(?<=\|[ \t\x60]{0,3})((?:${commitTypes})(?:\([^()|\n]{1,80}\))!?)[ \t\x60]{0,3}\|[ \t\x60]{0,3}([^|\n]{3,300})`,
  "giu",
);

function findHeaders(text: string): readonly string[] {
  const split = [...text.matchAll(cellsOfHeader)].map((match) => `${match[1] ?? ""}: ${(match[2] ?? "").trim()}`);
  return [...split, ...findWholeHeaders(text)];
}

function findWholeHeaders(text: string): readonly string[] {
  return [...text.matchAll(headerPattern)].map(([header]) => header.replace(/["'*_)\s]+$/, "").trim());
}

/** The quick tasks whose folders a text names. */
function findQuickIds(text: string): readonly string[] {
  return [...text.matchAll(quickFolder)].flatMap((match) => match[1]?.toLowerCase() ?? []);
}

/** Finds where a document speaks of commits. */
export function findMentions({ path, text, planId: ownPlanId }: Witness): readonly Mention[] {
  if (!mayMentionCommits(text)) return [];
  const document = parseStateDocument(text);
  const lists = findCommitLists(document);
  const references = lists.flatMap((list) => list.references);
  if (references.length === 0) return [];
  const units = findTextUnits(document);
  const ownQuickIds = findQuickIds(path ?? "");
  const isQuickSummary = ownQuickIds.length > 0 && /SUMMARY\.md$/i.test(path ?? "");
  const listOf = new Map(lists.flatMap((list) => list.references.map((reference) => [reference, [list]] as const)));
  const indexByUnit = new Map(units.map((unit, index) => [unit, index] as const));
  const tokens = references.map(({ range }) => range.start).toSorted((a, b) => a - b);
  return unitsWithReferences(units, references).flatMap(({ unit, references: own }) => {
    const { start, end } = unit.range;
    const distinct = new Set(own.map(({ prefix }) => prefix)).size;
    const index = indexByUnit.get(unit) ?? 0;
    const unitText = text.slice(start, end);
    const row = readRow(document, unit);
    const isRow = row !== null;
    const message = messageBeside(document, units, index);
    const quickIds = findQuickIds(unitText.slice(0, 4000));
    const identifiers = distinct === 1 || isRow ? findIdentifiers(unitText.slice(0, 4000)) : null;
    const lead = isRow ? "" : text.slice(start, own[0]?.range.start ?? end);
    return own.map((reference, position): Mention => {
      const previousEnd = own[position - 1]?.range.end ?? start;
      const nextStart = own[position + 1]?.range.start ?? end;
      const after = text.slice(reference.range.end, nextStart).slice(0, 600);
      const before = text.slice(Math.max(previousEnd, reference.range.start - 600), reference.range.start);
      const headers = [
        ...findHeaders(distinct === 1 ? unitText.slice(0, 2000) : after),
        ...(distinct === 1 || position === 0 ? findHeaders(before) : []),
        ...findHeaders(message),
      ];
      const words = toDescription(document, unit, {
        own:
          distinct === 1 ? unitText.slice(0, 2000) : isRow ? row.words : `${clauseBefore(before)} ${ownRemark(after)}`,
        // In a list of several the words before the first describe all of them, as in `Task 1: … - a (test), b (feat)`.
        shared: `${clauseBefore(lead)} ${ownRemark(after)}`,
        message,
      });
      const task = /(?:^|[^\p{L}])(?:task|step|T|任务)[ #-]?(\d{1,2})(?!\d)/iu.exec(
        `${ownRemark(after)} ${before}`,
      )?.[1];
      const type =
        stepBefore.exec(before)?.[1]?.toLowerCase() ??
        typePattern.exec(after)?.[1]?.toLowerCase() ??
        (isRow ? typeOfColumn(row, reference) : null);
      return {
        document: path,
        reference,
        planId: reference.planId ?? ownPlanId,
        quickIds: new Set([...ownQuickIds, ...quickIds]),
        isOwnSummary: ownPlanId === null ? isQuickSummary : (reference.planId ?? ownPlanId) === ownPlanId,
        headers: [...new Set(headers)],
        words,
        type,
        task: task === undefined ? null : Number(task),
        isMetadata: metadataWords.test(`${before.slice(-60)} ${ownRemark(after)}`),
        files: new Set([
          ...fileNames(distinct === 1 || isRow ? words : ownRemark(after)),
          ...(distinct === 1 ? filesBelow(text, units, index, tokens) : []),
        ]),
        identifiers: identifiers ?? findIdentifiers(words),
        unit,
        lists: [
          ...(position > 0
            ? []
            : unit.kind === "row"
              ? [unit.table ?? unit]
              : unit.kind === "item"
                ? [unit.parent ?? unit]
                : []),
          ...(listOf.get(reference) ?? []),
        ],
      };
    });
  });
}

function fileNames(text: string, most = 1500): ReadonlySet<string> {
  return new Set([...text.slice(0, most).matchAll(fileName)].flatMap((match) => match[1]?.toLowerCase() ?? []));
}

const unitsBelow = 60;

/** Files that are listed under a heading or an item which names one commit; nothing where other commits are named there. */
function filesBelow(
  text: string,
  units: readonly TextUnit[],
  index: number,
  tokens: readonly number[],
): readonly string[] {
  const unit = units[index];
  if (unit === undefined || (unit.kind !== "heading" && unit.kind !== "item")) return [];
  let last = index;
  while (last - index < unitsBelow && isUnder(units[last + 1], unit)) last += 1;
  const end = units[last]?.range.end ?? unit.range.end;
  if (last === index || tokens.some((start) => start >= unit.range.end && start < end)) return [];
  return [...fileNames(text.slice(unit.range.end, Math.min(end, unit.range.end + 8000)), 8000)];
}

function isUnder(unit: TextUnit | undefined, ancestor: TextUnit): boolean {
  for (let above = unit?.parent ?? null; above !== null; above = above.parent) if (above === ancestor) return true;
  return false;
}

/** The end of the text before a token, from its sentence on. */
function clauseBefore(before: string): string {
  const near = before.slice(-300);
  const start = Math.max(...[...near.matchAll(/[.!?;。；]\s|[\n]|[。；]/g)].map((match) => match.index + 1), 0);
  return near.slice(start);
}

interface Descriptions {
  readonly own: string;
  readonly shared: string;
  readonly message: string;
}

/** The words that describe a token: its own, those of its list, those above; whichever say something first. */
function toDescription(document: StateDocument, unit: TextUnit, { own, shared, message }: Descriptions): string {
  const words = toWords(own);
  if (message !== "") return `${words} ${toWords(message)}`;
  if (!isBare(words)) return words;
  const common = toWords(shared);
  return isBare(common) ? `${common} ${wordsAbove(document, unit)}`.trim() : common;
}

/** What is said of a token right behind it, up to the next member of its list. */
function ownRemark(after: string): string {
  return /^[`*_"']{0,4}[ ]?[([][^()[\]\n]{1,120}[)\]]|^[`*_"']{0,4}[ ]?[:—–-][^,;+|\n]{1,200}/.exec(after)?.[0] ?? "";
}
