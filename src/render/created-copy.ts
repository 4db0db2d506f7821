import { findContinuityElements, type ContinuityElements } from "../document/continuity-elements.ts";
import { editFrontMatterScalar } from "../document/front-matter-lines.ts";
import { findFrontMatterScalar } from "../document/front-matter.ts";
import { formatLabelValue, isPlaceholder, type LabelLine } from "../document/label-lines.ts";
import type { StateDocument } from "../document/state-document.ts";
import type { TextEdit } from "../model/source-text.ts";
import type { Creation } from "./creation.ts";
import { stoppedAtAgrees, type ContinuityFacts } from "./session-continuity.ts";
import { parseWrittenTime } from "./zoned-time.ts";

const element = "stopped_at in the front matter";

/** Tells whether the front matter is known to be written after the session: what it says may then be the newer word. */
function mayBeNewer(document: StateDocument, lastSession: LabelLine | undefined): boolean {
  const written = parseWrittenTime(String(findFrontMatterScalar(document, ["last_updated"])?.value));
  const session = parseWrittenTime(lastSession?.value ?? "");
  if (written === undefined || session === undefined) return true;
  // Days are compared where one of them says no more.
  const isDay = written.precision === "day" || session.precision === "day";
  const ticks = (time: typeof session): number => Math.floor(time.epochMs(0) / (isDay ? 86_400_000 : 60_000));
  return ticks(written) > ticks(session);
}

/** Which of two differing values of "Stopped at" the other place takes over; `undefined` where nothing tells. */
function chooseOne(
  body: string,
  copy: string | null,
  isLater: () => boolean,
  facts: ContinuityFacts,
): string | undefined {
  const isEmpty = (value: string | null): value is null => value === null || isPlaceholder(value);
  if (isEmpty(copy)) return isEmpty(body) ? undefined : body;
  const agrees = stoppedAtAgrees(copy, facts);
  if (isEmpty(body)) return agrees ? copy : body;
  if (agrees !== stoppedAtAgrees(body, facts)) return agrees ? copy : body;
  // Where neither agrees, sync replaces the body's and a true copy with it.
  return !agrees || !isLater() ? body : undefined;
}

/**
 * Makes the two places of "Stopped at" say the same, of which builds of GSD read one or the other (docs/adr/0089): what
 * agrees with history stands, and where both do, the body's, unless the front matter was written later. `filledIn` is what
 * the body says where it said nothing.
 */
export function createTrueCopy(
  document: StateDocument,
  { stoppedAt, lastSession }: ContinuityElements,
  facts: ContinuityFacts,
  filledIn: string,
): Creation | undefined {
  const scalar = findFrontMatterScalar(document, ["stopped_at"]);
  if (stoppedAt === undefined || scalar === undefined || scalar.value === stoppedAt.value) return undefined;
  const { text } = document.source;
  const { value } = scalar;
  const isOneLine = !/[\r\n]/.test(text.slice(scalar.range.start, scalar.range.end));
  if (!isOneLine || (typeof value !== "string" && value !== null)) return undefined;
  const isFilledIn = stoppedAt.value === "";
  if (isFilledIn && value === filledIn) return undefined;
  const chosen = isFilledIn
    ? filledIn
    : chooseOne(stoppedAt.value, value, () => mayBeNewer(document, lastSession), facts);
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
