import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { goldenCases, readGoldenDocument } from "./golden.ts";

/** Lines that matter to sync, or look as if they did. */
const tellingLines: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom("01", "1", "01-tide-tables", "02", "02.1", "10", "Phase 02", "12A-x", "quick-3"),
      fc.constantFrom("P01", "P02", "PP03", "P02-01", "P1", "PWAVE1B", "P01b"),
      fc.constantFrom("12min", "540", "8", "1771618929m", "31616115", "~20", "-", "BLOCKED", "", "5m + 10m(T2)", "1h"),
      fc.constantFrom(" | 2 tasks | 3 files |", " | 2 tasks |", " |", " | 1 | 2 | 3 | 4 |"),
    )
    .map(([phase, plan, duration, rest]) => `| Phase ${phase} ${plan} | ${duration}${rest}`),
  fc
    .tuple(
      fc.constantFrom("- ", "* ", "  - ", "", "**", "- **"),
      fc.constantFrom(
        "Total plans completed",
        "Average duration",
        "Total execution time",
        "Last 5 plans",
        "Trend",
        "Stopped at",
        "Last session",
        "Last Date",
        "Resume file",
      ),
      fc.constantFrom(
        "",
        " 0",
        " -",
        " 12 min",
        " 2026-03-02 10:08",
        " 2026-03-02T08:08:00.000Z — Phase 1 done",
        " Completed 01-01-PLAN.md",
        " .planning/phases/nowhere.md",
        " 8min, 9min",
        " Stable",
        " 3 hours 4 minutes",
        " --stopped-at",
        " [N]",
      ),
    )
    .map(([mark, label, value]) => `${mark}${label}${mark.endsWith("**") ? ":**" : ":"}${value}`),
  fc.constantFrom(
    "",
    "",
    "Some prose, 2026-03-02, about 01-01.",
    "## Performance Metrics",
    "## Session Continuity",
    "## Session",
    "### Velocity",
    "# Another title",
    "**Velocity:**",
    "**Velocity (v1.0):**",
    "**By Phase:**",
    "**Recent Trend:**",
    "**Per-Plan Metrics:**",
    "| Phase | Plans | Total | Avg/Plan |",
    "|---|---|---|---|",
    "| Plan | Duration | Tasks | Files |",
    "| 1 | 2 | 20min | 10min |",
    "| 2. Lights | 1/3 | - | - |",
    "| - | - | - | - |",
    "```",
    "~~~",
    "<!--",
    "-->",
    "<!-- one line -->",
    "---",
    "> quoted",
    "    indented",
    "=======",
    "stopped_at: Completed 01-02-PLAN.md",
    "\u2028",
    "🔔",
  ),
);

interface Mutation {
  readonly kind: "insert" | "delete" | "duplicate" | "move";
  /** As fractions of the document's length, so that a case keeps its meaning while it shrinks. */
  readonly at: number;
  readonly to: number;
  readonly line: string;
}

const place = fc.integer({ min: 0, max: 999 }).map((value) => value / 1000);
const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom("insert", "insert", "delete", "duplicate", "move"),
  at: place,
  to: place,
  line: tellingLines,
});

function mutate(text: string, mutations: readonly Mutation[]): string {
  const lines = text.split("\n");
  for (const { kind, at, to, line } of mutations) {
    const index = Math.floor(at * lines.length);
    const target = Math.floor(to * lines.length);
    const ending = lines[0]?.endsWith("\r") === true ? "\r" : "";
    if (kind === "insert") lines.splice(index, 0, `${line}${ending}`);
    else if (kind === "duplicate") lines.splice(target, 0, lines[index] ?? "");
    else {
      const [removed] = lines.splice(index, 1);
      if (kind === "move" && removed !== undefined) lines.splice(target, 0, removed);
    }
  }
  return lines.join("\n");
}

/** Texts as they are and with lines put in, taken out, doubled and moved, and with other line endings. */
function mutatedTexts(texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .record({
      text: texts,
      mutations: fc.array(mutation, { maxLength: 12 }),
      ending: fc.constantFrom("as is", "as is", "as is", "crlf", "none"),
      hasMark: fc.constantFrom(false, false, false, false, true),
    })
    .map(({ text, mutations, ending, hasMark }) => {
      const mutated = mutate(text, mutations);
      const ended =
        ending === "crlf" ? mutated.replace(/\r?\n/g, "\r\n") : ending === "none" ? mutated.trimEnd() : mutated;
      return hasMark && !ended.startsWith("\uFEFF") ? `\uFEFF${ended}` : ended;
    });
}

/** Real shapes of STATE.md, and their mutations. */
export const documents: fc.Arbitrary<string> = mutatedTexts(
  // The long one is a golden case of its own; here it would cost more than it finds.
  fc.constantFrom(...goldenCases.filter((name) => name !== "long")).map(readGoldenDocument),
);

const snapshots = new URL("../../../shared/corpus/snapshots/", import.meta.url);
/** A longer one takes a hundred milliseconds, and holds nothing that the others do not. */
const longestSnapshot = 40_000;

/** Mutations of other people's STATE.md; `undefined` where the corpus is not here. */
export function findRealDocuments(): fc.Arbitrary<string> | undefined {
  const names = existsSync(snapshots) ? readdirSync(snapshots).filter((name) => name.endsWith(".md")) : [];
  const texts = names
    .map((name) => readFileSync(new URL(name, snapshots), "utf8"))
    .filter(({ length }) => length <= longestSnapshot);
  return texts.length === 0 ? undefined : mutatedTexts(fc.constantFrom(...texts));
}

/** Sections that sync keeps, with any lines in them. */
const composed: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: tellingLines },
      { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
      { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 40 }) },
    ),
    { maxLength: 30 },
  )
  .map((lines) => lines.join("\n"));

/** Real shapes and their mutations, any Markdown, any Unicode. */
export const anyDocuments: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: documents },
  { weight: 3, arbitrary: composed },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 300 }) },
);
