import * as fc from "fast-check";
import * as assert from "uvu/assert";
import { checkSections } from "../../src/check/check-sections.ts";
import {
  createDocumentElements,
  ownedSections,
  regenerateDocument,
  type CellRenderer,
} from "../../src/commands/sync-document.ts";
import { applyEdits, createSourceText, pointAt } from "../../src/model/source-text.ts";
import type { Finding } from "../../src/model/finding.ts";
import { parseStateDocument } from "../../src/document/state-document.ts";
import type { Project } from "../../src/commands/read-project.ts";
import { anyDocuments, documents, findRealDocuments } from "../support/documents.ts";
import { createFakeWorld, createFakeCellRenderer, readFakeProject, type FakeWorld } from "../support/fake-project.ts";
import { histories } from "../support/histories.ts";
import { withoutOwnedLines, withPlainStatus } from "../support/owned-lines.ts";
import { lawRuns, type LawRuns } from "../support/law-runs.ts";
import { suite } from "../support/suite.ts";

const run = lawRuns(20260305);

const path = ".planning/STATE.md";

/** A project with what its commits fill in. */
interface WholeProject extends Project {
  readonly renderCells: CellRenderer;
}

async function readWhole(world: FakeWorld): Promise<WholeProject> {
  const project = await readFakeProject(world);
  return { ...project, renderCells: createFakeCellRenderer(world, project) };
}

async function sync(project: WholeProject, text: string): ReturnType<typeof regenerateDocument> {
  return regenerateDocument(project, {
    path,
    text,
    archivedIds: new Set(),
    renderCells: project.renderCells,
    position: false,
  });
}

/** What makes two findings the same one, wherever in the text they stand. */
function identify({ code, data }: Finding): string {
  return JSON.stringify([code, data]);
}

function countOf(findings: readonly Finding[], wanted: Finding): number {
  return findings.filter((finding) => identify(finding) === identify(wanted)).length;
}

/** A line as it is compared: the last line of a text may gain an ending when rows follow it. */
function comparable(text: string): readonly string[] {
  const { lines } = withoutOwnedLines(text);
  return lines.map((line, index) => (index === lines.length - 1 ? line.replace(/\r?\n$/, "") : line));
}

function planOf(data: object): unknown {
  return "planId" in data ? data.planId : undefined;
}

/** Says where two texts part; a whole document in a message helps nobody. */
function assertSameLines(actual: readonly string[], expected: readonly string[]): void {
  const index = expected.findIndex((line, position) => line !== actual[position]);
  const at = index === -1 ? expected.length : index;
  const show = (lines: readonly string[]): string => JSON.stringify(lines[at] ?? null);
  if (index !== -1 || actual.length !== expected.length) {
    throw new Error(`line ${at + 1} of those that are not ours: ${show(actual)} instead of ${show(expected)}`);
  }
}

/** Every line that is not owned stays, byte for byte and in order; so do the mark and the line endings. */
function assertOwnedLinesOnly(text: string, newText: string): void {
  const lines = parseStateDocument(text).source.lines.map(({ start, nextStart }) => text.slice(start, nextStart));
  assert.is(lines.join(""), text);
  if (newText === text) return;
  assertSameLines(comparable(newText), comparable(text));
  assert.is(newText.startsWith("\uFEFF"), text.startsWith("\uFEFF"));
  if (/^(?:[^\n]*\r\n)+$/.test(text)) assert.not.match(newText, /[^\r]\n/);
}

/** Every finding and every edit lies in the text. */
function assertInText(text: string, findings: readonly Finding[]): void {
  const source = createSourceText(text);
  for (const { line, column, edits } of findings) {
    assert.ok(line !== null && column !== null);
    assert.ok(line >= 1 && line <= Math.max(1, source.lines.length), `line ${line}`);
    const length = Array.from(source.lines[line - 1]?.text ?? "").length;
    assert.ok(column >= 1 && column <= length + 1, `column ${column} of ${length}`);
    for (const { range } of edits) {
      assert.ok(0 <= range.start && range.start <= range.end && range.end <= text.length);
      assert.ok(pointAt(source, range.start).line >= 1);
    }
  }
}

suite("the laws of sync", (test) => {
  const law = (
    name: string,
    holds: (project: WholeProject, text: string) => Promise<void>,
    texts: fc.Arbitrary<string> = anyDocuments,
    runs: LawRuns = run,
  ): void => {
    test(name, async () => {
      await fc.assert(
        fc.asyncProperty(histories, texts, async (facts, text) => {
          await holds(await readWhole(createFakeWorld(facts)), text);
        }),
        runs,
      );
    });
  };

  // Most of the time of a case is the making of its project, so these share it.
  const keepsWhatIsNotOurs = async (project: WholeProject, text: string): Promise<void> => {
    assert.is(applyEdits(text, []), text);
    const once = await sync(project, text);
    if (once.findings.every(({ edits }) => edits.length === 0)) assert.is(once.newText, text);
    assertOwnedLinesOnly(text, once.newText);
    assertInText(text, once.findings);
    const twice = await sync(project, once.newText);
    assert.is(twice.newText, once.newText, "twice is not once");
    const stale = checkSections(twice.document, path, ownedSections, twice.findings).filter(
      ({ code }) => code === "section-stale",
    );
    assert.equal(stale, [], "stale");
    assert.equal(twice.findings.filter(({ edits }) => edits.length > 0).map(identify), []);
  };
  const name =
    "no edits, same bytes; owned lines alone change; twice is once; nothing stale is left; findings lie in the text";
  law(name, keepsWhatIsNotOurs);
  const real = findRealDocuments();
  if (real === undefined)
    test.skip(`the same of real documents and their mutations`, "no ../shared/corpus/snapshots here");
  else law("the same of real documents and their mutations", keepsWhatIsNotOurs, real, lawRuns(20260308, 0.1));

  law("every fix removes its finding", async (project, text) => {
    const { findings } = await sync(project, text);
    const doubled = new Set(
      findings.flatMap(({ code, data }) => (code === "metric-row-doubled" ? [planOf(data)] : [])),
    );
    // Of a plan with several rows another one takes the place of the one that is mended.
    const isAlone = ({ code, data }: Finding): boolean => code === "metric-row-doubled" || !doubled.has(planOf(data));
    for (const finding of findings.filter((each) => each.edits.length > 0 && isAlone(each)).slice(0, 2)) {
      const left = (await sync(project, applyEdits(text, finding.edits))).findings;
      assert.ok(countOf(left, finding) < countOf(findings, finding), identify(finding));
    }
  });

  law("created elements are complete: what follows finds nothing to mend", async (project, text) => {
    const created = await createDocumentElements(project, { path, text, archivedIds: new Set() });
    // Creation only adds: what was there is there still, in order, but for the asterisks of a label.
    const toText = (line: string): string => withPlainStatus(line.replace(/^\uFEFF|[\r\n]+$/g, ""));
    const lines = withoutOwnedLines(created.newText).lines.map(toText);
    let position = 0;
    const words = new Set(created.newText.split(/[\s|()]+/));
    const { source, lineKinds } = parseStateDocument(text);
    const fronts = new Set(
      created.created.includes("one front matter")
        ? source.lines.filter((_, index) => lineKinds[index] === "front-matter").map((line) => toText(line.text))
        : [],
    );
    for (const line of comparable(text).map(toText)) {
      const at = lines.indexOf(line, position);
      // A row that is brought into GSD's columns keeps its words; of front matter that stands twice one block is left.
      if (at < 0 && (line.startsWith("|") || fronts.has(line))) {
        const isRow = created.created.includes("Per-Plan Metrics") && line.startsWith("|");
        const isHeader = /\b(?:plan|phase)\b/i.test(line) || /^[|\s:-]+$/.test(line);
        const lost = line
          .split(/[\s|*`-]+/)
          .filter((word) => !words.has(word) && !/^\d+$|^(?:phase|P\d+)$/i.test(word));
        if (isRow && !isHeader) assert.equal(lost, [], line);
        assert.ok(isRow || fronts.has(line), `${JSON.stringify(line)} is gone`);
        continue;
      }
      assert.ok(at >= 0, `${JSON.stringify(line)} is gone`);
      position = at + 1;
    }
    const { newText } = await sync(project, created.newText);
    assert.is(
      (await createDocumentElements(project, { path, text: newText, archivedIds: new Set() })).newText,
      newText,
    );
    assert.is((await sync(project, newText)).newText, newText);
  });

  test("found once: a row that got into By Phase does not stand for a table of its own columns", async () => {
    const project = await readWhole(createFakeWorld({ commits: [], files: { ".planning/PROJECT.md": "# Project\n" } }));
    const text = `## Performance Metrics

**By Phase:**

| Phase | Plans | Total | Avg/Plan |
|---|---|---|---|
| Phase 01 P01 | 12min |

| Plan | Duration | Tasks | Files | Keeper |
|---|---|---|---|---|
| 01-01 | 12min | 3 | 4 | Ansel |
`;
    const { newText } = await createDocumentElements(project, { path, text, archivedIds: new Set() });
    const synced = (await sync(project, newText)).newText;
    assert.is((await createDocumentElements(project, { path, text: synced, archivedIds: new Set() })).newText, synced);
  });

  law("with the position, only its lines change as well, and once is enough", async (project, text) => {
    const input = { path, archivedIds: new Set<never>(), renderCells: project.renderCells, position: true };
    const once = await regenerateDocument(project, { ...input, text });
    const known = withoutOwnedLines(text, true).lines.map((line) => line.replace(/\r?\n$/, ""));
    assertSameLines(
      withoutOwnedLines(once.newText, true).lines.map((line) => line.replace(/\r?\n$/, "")),
      known,
    );
    const twice = await regenerateDocument(project, { ...input, text: once.newText });
    assert.is(twice.newText, once.newText);
  });

  test("findings do not depend on the order of commits that say the same", async () => {
    await fc.assert(
      fc.asyncProperty(histories, documents, fc.infiniteStream(fc.nat()), async (facts, text, numbers) => {
        const plain = await readWhole(createFakeWorld(facts));
        const shuffled = await readWhole(
          createFakeWorld(facts, (commits) =>
            commits
              .map((commit) => ({ commit, rank: numbers.next().value ?? 0 }))
              .toSorted((a, b) => a.rank - b.rank)
              .map(({ commit }) => commit),
          ),
        );
        const [expected, actual] = [await sync(plain, text), await sync(shuffled, text)];
        assert.equal(actual.findings.map(identify), expected.findings.map(identify));
        assert.is(actual.newText, expected.newText);
      }),
      run,
    );
  });
});
