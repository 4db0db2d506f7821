import type { ListItem, RootContent } from "mdast";
import { findContinuityElements } from "../document/continuity-elements.ts";
import { findLabelAnywhere, isPlaceholder } from "../document/label-lines.ts";
import { findMetricsElements, metricsTitles, type MetricsElements } from "../document/metrics-elements.ts";
import { findSections, parseStateDocument, type StateDocument } from "../document/state-document.ts";
import { comparePlanIds } from "../model/plan-id.ts";
import { applyEdits, type TextEdit } from "../model/source-text.ts";
import type { PlanFigures } from "../links/plan-figures.ts";
import { findLastWork } from "../links/work-times.ts";
import { formatDuration } from "../planning/duration.ts";
import { addPlanTimes, type MetricsFacts } from "./performance-metrics.ts";
import { formatPlanRow, formatRowLabel } from "./row-insertion.ts";
import { describePosition, stoppedAtAgrees, type ContinuityFacts } from "./session-continuity.ts";
import { createTrueCopy, hasTrueCopy } from "./created-copy.ts";
import { createBoldLabels, createLabels, createStatus, fillIn } from "./created-labels.ts";
import { bold, labelLines, paragraph, sectionHeading, tableOf, verbatim } from "./created-nodes.ts";
import { createPlanTable, hasGsdPlanTable, planTableHeader } from "./created-plan-table.ts";
import { createPositionBlock, describeProjectStatus, hasStatus } from "./created-position.ts";
import { isBlankLine, withLineEnding, type Creation } from "./creation.ts";
import { toMarkdown } from "./to-markdown.ts";
import { averageMinutes, findTrend, totalMinutes, type VelocityFigures } from "./velocity.ts";
import { formatInStyle, hours, spacedMinutes, tightMinutes } from "./written-figures.ts";
import { formatLike, parseWrittenTime } from "./zoned-time.ts";

function bullets(items: readonly string[]): RootContent {
  const children = items.map((item): ListItem => ({
    type: "listItem",
    spread: false,
    children: [paragraph(verbatim(item))],
  }));
  return { type: "list", ordered: false, spread: false, children };
}

function planRowCells(figures: PlanFigures): readonly string[] {
  const { planId } = figures.plan;
  return [
    formatRowLabel(planId),
    figures.durationMinutes === null ? "-" : formatDuration(figures.durationMinutes),
    figures.tasks === null ? "-" : `${figures.tasks} tasks`,
    figures.files === null ? "-" : `${figures.files} files`,
  ];
}

function liveCompleted(facts: MetricsFacts): readonly PlanFigures[] {
  return facts.figures
    .filter(
      ({ plan }) =>
        plan.status === "completed" &&
        plan.files !== null &&
        plan.files.milestone === null &&
        !facts.archivedIds.has(plan.planId),
    )
    .toSorted(
      (a, b) => (a.completedAtMs ?? 0) - (b.completedAtMs ?? 0) || comparePlanIds(a.plan.planId, b.plan.planId),
    );
}

// Rounded like the rows, so that the first sync afterwards finds nothing to mend.
function rowMinutes({ durationMinutes }: PlanFigures): number | null {
  return durationMinutes === null ? null : Math.max(1, Math.round(durationMinutes));
}

/** *By Phase*; nothing before the first plan is completed, since a table of placeholders says nothing. */
function phaseTable(facts: MetricsFacts): readonly RootContent[] {
  const completed = liveCompleted(facts);
  const rows = facts.phases
    .filter(({ plansCompleted }) => plansCompleted > 0)
    .map(({ phase, plansCompleted }) => {
      const plans = completed.filter(({ plan }) => plan.phase === phase);
      const time = addPlanTimes(plans, rowMinutes);
      const format = (minutes: number | null): string =>
        minutes === null || plans.length !== plansCompleted ? "-" : formatInStyle(minutes, tightMinutes);
      return [phase, String(plansCompleted), format(time.totalMinutes), format(time.averageMinutes)];
    });
  if (rows.length === 0) return [];
  return [paragraph(bold("By Phase:")), tableOf(["Phase", "Plans", "Total", "Avg/Plan"], rows)];
}

/** *Performance Metrics* in the one layout that every GSD build reads and writes (CONTRACT §0, rules 6 to 9). */
function createMetricsSection(facts: MetricsFacts): string {
  const completed = liveCompleted(facts);
  const known = completed.map(rowMinutes).filter((minutes) => minutes !== null);
  const velocity: VelocityFigures = {
    plansCompleted: facts.summaries.live,
    plansLive: facts.summaries.live,
    plansCompletedEver: facts.summaries.ever,
    knownMinutes: known,
    sharedMinutes: addPlanTimes(completed, rowMinutes).sharedMinutes,
  };
  const last = known.slice(-5);
  const [average, total] = [averageMinutes(velocity), totalMinutes(velocity)];
  return toMarkdown([
    sectionHeading("Performance Metrics"),
    paragraph(bold("Velocity:")),
    bullets([
      `Total plans completed: ${facts.summaries.live}`,
      `Average duration: ${average === null ? "-" : formatInStyle(average, spacedMinutes)}`,
      `Total execution time: ${total === null ? "-" : formatInStyle(total, hours)}`,
    ]),
    ...phaseTable(facts),
    paragraph(bold("Recent Trend:")),
    bullets([
      `Last 5 plans: ${last.length === 0 ? "-" : last.map((minutes) => formatInStyle(minutes, tightMinutes)).join(", ")}`,
      `Trend: ${findTrend(last) ?? "-"}`,
    ]),
    paragraph({ type: "emphasis", children: [{ type: "text", value: "Updated after each plan completion" }] }),
    paragraph(bold("Per-Plan Metrics:")),
    tableOf(planTableHeader, completed.map(planRowCells)),
  ]);
}

function continuityValues(facts: ContinuityFacts): readonly (readonly [string, string])[] {
  const last = findLastWork(facts.work);
  const form = parseWrittenTime("2000-01-01 00:00");
  return [
    ["Last session", last === null || form === undefined ? "None" : formatLike(form, last, false)],
    ["Stopped at", chooseStoppedAt(facts)],
    ["Resume file", "None"],
  ];
}

/** The front matter's text where it agrees with history or history says nothing, else what history says. */
function chooseStoppedAt(facts: ContinuityFacts): string {
  const { value } = facts.stoppedAtCopy;
  const copy = value === null || isPlaceholder(value) ? undefined : value;
  if (copy !== undefined && stoppedAtAgrees(copy, facts)) return copy;
  const described = describePosition(facts.position, facts.plannedTasks);
  return described ?? copy ?? findLabelAnywhere(facts.document, "Stopped at") ?? "None";
}

function hasKey({ frontMatter, source }: StateDocument, key: string): boolean {
  const { start, end } = frontMatter?.contentRange ?? { start: 0, end: 0 };
  return new RegExp(`^["']?${key}["']?[ \\t]*:`, "m").test(source.text.slice(start, end));
}

/** The front matter's copy for a "Stopped at" that is created: GSD reads it there, and in some builds only there. */
function copyStoppedAt(facts: ContinuityFacts, value: string, isRecorded: boolean): readonly TextEdit[] {
  const { stoppedAtCopy, document } = facts;
  if (stoppedAtCopy.value === value) return [];
  // A key that is there may hold no text (`[a, b]`): a second one would stand beside it.
  const created = hasKey(document, "stopped_at") ? undefined : stoppedAtCopy.create(value);
  const edit = created ?? (isRecorded ? undefined : stoppedAtCopy.edit(value));
  return edit === undefined ? [] : [edit];
}

/**
 * Inserts a block before a heading, or at the end of the text, with one blank line on each side where text stands.
 * `earlier` are the edits made before: what they insert at the same place stands in front of the block.
 */
function insertBlock(
  document: StateDocument,
  beforeLine: number,
  block: string,
  earlier: readonly TextEdit[],
): TextEdit {
  const { source } = document;
  const previous = source.lines[beforeLine - 1];
  // A byte order mark is only one at the very start.
  const offset = previous?.nextStart ?? (source.text.startsWith("\uFEFF") ? 1 : 0);
  const inserted = earlier.findLast(({ range }) => range.start === offset && range.end === offset)?.newText;
  const before =
    inserted ??
    (previous === undefined || isBlankLine(previous.text)
      ? "\n\n"
      : source.text.slice(previous.start, previous.nextStart));
  const lead = /\n\r?\n$/.test(before) ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const tail = beforeLine >= source.lines.length ? "" : "\n";
  return { range: { start: offset, end: offset }, newText: withLineEnding(`${lead}${block}${tail}`, document) };
}

function lineOfSection(document: StateDocument, titles: readonly string[]): number | undefined {
  return findSections(document, 2, titles)[0]?.headingLine;
}

/** *By Phase* for a section that was made before there was a completed plan: where it would have stood then. */
function createPhaseTable(
  document: StateDocument,
  elements: MetricsElements,
  facts: MetricsFacts,
): Creation | undefined {
  const nodes = phaseTable(facts);
  const { lastPlans } = elements;
  if (elements.byPhase !== undefined || lastPlans === undefined || nodes.length === 0) return undefined;
  const { lines } = document.source;
  const label = [lastPlans.lineIndex - 1, lastPlans.lineIndex - 2].find((index) =>
    /^\*\*Recent Trend:?\*\*:?$/i.test(lines[index]?.text ?? ""),
  );
  if (label === undefined || !isBlankLine(lines[label - 1]?.text ?? "")) return undefined;
  const offset = lines[label]?.start ?? 0;
  const newText = withLineEnding(`${toMarkdown([...nodes])}\n`, document);
  return { element: "By Phase", isSection: false, edits: [{ range: { start: offset, end: offset }, newText }] };
}

/** With recorded rows, sync decides which are due; without, every completed plan is. */
function newPlanRows({ planRows }: MetricsElements, facts: MetricsFacts): readonly string[] {
  if (planRows.length > 0) return [];
  return liveCompleted(facts).map((figures) => formatPlanRow(figures.plan.planId, figures));
}

/**
 * Plans the sections and elements that are absent, in the layout of CONTRACT §0. Text that is there is moved, or gets
 * asterisks; of it only the two places of "Stopped at" change, where they differ.
 *
 * What would not be found again is not created: behind a comment or a fence that nothing closes, every line is literal.
 */
export function createAbsentElements(
  document: StateDocument,
  metrics: MetricsFacts,
  continuity: ContinuityFacts,
): readonly Creation[] {
  const creations: Creation[] = [];
  const add = (creation: Creation | undefined, isThere: (created: StateDocument) => boolean): void => {
    if (creation === undefined) return;
    if (isThere(parseStateDocument(applyEdits(document.source.text, creation.edits)))) creations.push(creation);
  };
  const take = (creation: Creation | undefined): void => {
    if (creation !== undefined) creations.push(creation);
  };
  const earlier = (): readonly TextEdit[] => creations.flatMap(({ edits }) => edits);
  const end = document.source.lines.length;
  const metricsElements = findMetricsElements(document);
  const continuityElements = findContinuityElements(document);
  const values = continuityValues(continuity);
  const recorded = continuityElements?.stoppedAt?.value || undefined;
  const copy = copyStoppedAt(continuity, recorded ?? chooseStoppedAt(continuity), recorded !== undefined);
  // What goes into a section that is there comes before a section that is inserted at its end.
  take(createBoldLabels(document, continuityElements));
  add(
    createStatus(document, () => describeProjectStatus(metrics, continuity)),
    (created) => createStatus(created, () => "") === undefined,
  );
  if (continuityElements !== undefined) {
    const { lastSession, stoppedAt, resumeFile, section } = continuityElements;
    const present = [lastSession, stoppedAt, resumeFile];
    const missing = values.filter((_, index) => present[index] === undefined);
    const afterLine = present.flatMap((line) => (line === undefined ? [] : [line.lineIndex])).at(-1);
    const hasAll = (created: StateDocument): boolean => {
      const found = findContinuityElements(created);
      return found?.lastSession !== undefined && found.stoppedAt !== undefined && found.resumeFile !== undefined;
    };
    if (missing.length > 0) add(createLabels(document, section, missing, afterLine), hasAll);
    const said = values.map(([, value]) => value);
    const empty = present.map((line, index) => [line, said[index] ?? ""] as const);
    take(fillIn(document, empty));
    const filledIn = said[1] ?? "";
    if (copy.length > 0) creations.push({ element: "stopped_at in the front matter", isSection: false, edits: copy });
    else
      add(
        createTrueCopy(document, continuityElements, continuity, { lastSession: said[0] ?? "", stoppedAt: filledIn }),
        (created) => hasTrueCopy(created, filledIn),
      );
  }
  const middle =
    lineOfSection(document, ["Accumulated Context"]) ??
    lineOfSection(document, ["Session Continuity", "Session"]) ??
    end;
  // Without a status no build of GSD makes anything of the file; where there is one of any kind, it is people's.
  if (lineOfSection(document, ["Current Position"]) === undefined && !hasStatus(document)) {
    const before = lineOfSection(document, metricsTitles) ?? middle;
    const edits = [insertBlock(document, before, createPositionBlock(metrics, continuity), earlier())];
    add({ element: "Current Position", isSection: false, edits }, hasStatus);
  }
  if (metricsElements === undefined) {
    const before = middle;
    const edits = [insertBlock(document, before, createMetricsSection(metrics), earlier())];
    add(
      { element: "Performance Metrics", isSection: true, edits },
      (created) => findMetricsElements(created) !== undefined,
    );
  } else {
    const byPhase = createPhaseTable(document, metricsElements, metrics);
    if (byPhase !== undefined) add(byPhase, (created) => findMetricsElements(created)?.byPhase !== undefined);
    const isThere = (created: StateDocument): boolean => {
      const found = findMetricsElements(created);
      return found !== undefined && hasGsdPlanTable(found);
    };
    if (!hasGsdPlanTable(metricsElements))
      add(createPlanTable(document, metricsElements, newPlanRows(metricsElements, metrics)), isThere);
  }
  if (continuityElements === undefined) {
    const heading = toMarkdown([sectionHeading("Session Continuity")]);
    const edits = [insertBlock(document, end, `${heading}\n${labelLines(values)}`, earlier()), ...copy];
    add(
      { element: "Session Continuity", isSection: true, edits },
      (created) => findContinuityElements(created) !== undefined,
    );
  }
  return creations;
}
