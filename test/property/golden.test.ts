import * as assert from "uvu/assert";
import { regenerateDocument } from "../../src/commands/sync-document.ts";
import { createFakeWorld, createFakeCellRenderer, readFakeProject } from "../support/fake-project.ts";
import { assertGolden, goldenCases, readGoldenDocument, readGoldenFacts } from "../support/golden.ts";
import { withoutOwnedLines } from "../support/owned-lines.ts";
import { suite } from "../support/suite.ts";

/** Findings without their words, which may change freely, in the order in which sync reports them. */
function describeFindings(findings: Awaited<ReturnType<typeof regenerateDocument>>["findings"]): string {
  return findings
    .map(({ line, column, severity, code, data, edits }) => {
      const fix = edits.length > 0 ? "" : " (no fix)";
      return `${line}:${column} ${severity} ${code}${fix}: ${JSON.stringify(data)}\n`;
    })
    .join("");
}

suite("sync of whole documents", (test) => {
  for (const name of goldenCases) {
    test(`gives ${name} as expected, and the same again`, async () => {
      const text = readGoldenDocument(name);
      const world = createFakeWorld(readGoldenFacts(name));
      const project = await readFakeProject(world);
      const renderCells = createFakeCellRenderer(world, project);
      const input = {
        path: ".planning/STATE.md",
        archivedIds: new Set<never>(),
        renderCells,
        position: name.startsWith("position-"),
      };
      const { newText, findings } = await regenerateDocument(project, { ...input, text });
      assertGolden(name, "expected.md", newText);
      assertGolden(name, "findings.txt", describeFindings(findings));
      assert.is((await regenerateDocument(project, { ...input, text: newText })).newText, newText);
      const { position } = input;
      assert.equal(withoutOwnedLines(newText, position).lines, withoutOwnedLines(text, position).lines);
    });
  }
});
