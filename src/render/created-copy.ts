import { findContinuityElements, type ContinuityElements } from "../document/continuity-elements.ts";
import { editFrontMatterScalar } from "../document/front-matter-lines.ts";
import { findFrontMatterScalar } from "../document/front-matter.ts";
import { formatLabelValue, isPlaceholder, type LabelLine } from "../document/label-lines.ts";
import type { StateDocument } from "../document/state-document.ts";
import type { TextEdit } from "../model/source-text.ts";
import { findLastWork } from "../links/work-times.ts";
import type { Creation } from "./creation.ts";
import { mendLastSession } from "./last-session.ts";
import { stoppedAtAgrees, type ContinuityFacts } from "./session-continuity.ts";
import { parseWrittenTime } from "./zoned-time.ts";

const element = "stopped_at in the front matter";

/** What labels of the body say that said nothing, or were not there. */
export interface FilledIn {
  readonly lastSession: string;
  readonly stoppedAt: string;
}

/** "Last session" as sync leaves it: what is decided by it now must hold afterwards. */
function settledSession({ value }: LabelLine, facts: ContinuityFacts): string {
  const last = findLastWork(facts.work);
  const mended =
    last === null ? undefined : mendLastSession(value, last, facts.work, (words) => stoppedAtAgrees(words, facts));
  return mended === undefined ? value : value.slice(0, mended.start) + mended.newText + value.slice(mended.end);
}

/** Which place was written later, to the minute; `undefined` where one of them says no time, or both say the same. */
function findLater(
  document: StateDocument,
  lastSession: LabelLine | undefined,
  facts: ContinuityFacts,
  filledIn: FilledIn,
): "body" | "copy" | undefined {
  const written = parseWrittenTime(String(findFrontMatterScalar(document, ["last_updated"])?.value));
  // A label that is absent, or says nothing, is made in the same run.
  const isThere = lastSession !== undefined && lastSession.value !== "";
  const session = parseWrittenTime(isThere ? settledSession(lastSession, facts) : filledIn.lastSession);
  if (written === undefined || session === undefined) return undefined;
  // A time without a zone is one of the last work commit's; days are compared where one of them says no more.
  const offset = findLastWork(facts.work)?.offsetMinutes ?? 0;
  const isDay = written.precision === "day" || session.precision === "day";
  const ticks = (time: typeof session): number => Math.floor(time.epochMs(offset) / (isDay ? 86_400_000 : 60_000));
  // Of one session GSD writes the time in the front matter a moment after the other.
  return ticks(written) - ticks(session) > (isDay ? 0 : 1) ? "copy" : "body";
}

/** Which of two differing values of "Stopped at" the other place takes over; `undefined` where nothing tells. */
function chooseOne(
  body: string,
  copy: string | null,
  findLaterPlace: () => "body" | "copy" | undefined,
  facts: ContinuityFacts,
): string | undefined {
  const isEmpty = (value: string | null): value is null => value === null || isPlaceholder(value);
  if (isEmpty(copy)) return isEmpty(body) ? undefined : body;
  const agrees = stoppedAtAgrees(copy, facts);
  if (isEmpty(body)) return agrees ? copy : body;
  if (agrees !== stoppedAtAgrees(body, facts)) return agrees ? copy : body;
  // Where neither agrees, sync replaces the body's and a true copy with it.
  if (!agrees) return body;
  const later = findLaterPlace();
  return later === undefined ? undefined : later === "copy" ? copy : body;
}

/**
 * Makes the two places of "Stopped at" say the same, of which builds of GSD read one or the other (docs/adr/0089): what
 * agrees with history stands, and where both do, what was written later (docs/adr/0091).
 */
export function createTrueCopy(
  document: StateDocument,
  { stoppedAt, lastSession }: ContinuityElements,
  facts: ContinuityFacts,
  filledIn: FilledIn,
): Creation | undefined {
  const scalar = findFrontMatterScalar(document, ["stopped_at"]);
  if (stoppedAt === undefined || scalar === undefined || scalar.value === stoppedAt.value) return undefined;
  const { text } = document.source;
  const { value } = scalar;
  const isOneLine = !/[\r\n]/.test(text.slice(scalar.range.start, scalar.range.end));
  if (!isOneLine || (typeof value !== "string" && value !== null)) return undefined;
  const isFilledIn = stoppedAt.value === "";
  if (isFilledIn && value === filledIn.stoppedAt) return undefined;
  const chosen = isFilledIn
    ? filledIn.stoppedAt
    : chooseOne(stoppedAt.value, value, () => findLater(document, lastSession, facts, filledIn), facts);
  if (chosen === undefined) return undefined;
  if (chosen === value) return { element: "Stopped at", isSection: false, edits: [replaceValue(stoppedAt, value)] };
  const edit = editFrontMatterScalar(scalar, chosen);
  const lead = text[scalar.range.start - 1] === ":" ? " " : "";
  return { element, isSection: false, edits: [{ ...edit, newText: `${lead}${edit.newText}` }] };
}

/** Tells whether both places of "Stopped at" say the same; `filledIn` as above. */
export function hasTrueCopy(document: StateDocument, filledIn: string): boolean {
  const body = findContinuityElements(document)?.stoppedAt?.value;
  return body !== undefined && findFrontMatterScalar(document, ["stopped_at"])?.value === (body || filledIn);
}

function replaceValue(line: LabelLine, value: string): TextEdit {
  return { range: line.valueRange, newText: formatLabelValue(line, value) };
}
