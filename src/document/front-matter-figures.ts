import type { LabelLine } from "./label-lines.ts";
import type { StateDocument } from "./state-document.ts";

/** The scalars of the front matter that say where the project stands, each with its place. */
export interface FrontMatterFigures {
  /** By key; those of the `progress` block by `progress.percent` and so on. Values are without quotes. */
  readonly lines: ReadonlyMap<string, LabelLine>;
  readonly milestone: string | null;
  readonly totalPhases: number | null;
  readonly completedPhases: number | null;
  readonly totalPlans: number | null;
  readonly completedPlans: number | null;
  readonly percent: number | null;
}

const keyLine = /^([ ]{0,8})([A-Za-z_][A-Za-z0-9_-]{0,40}):(?:[ \t]+(\S.*?))?[ \t]*$/;

/**
 * Reads the scalars of the front matter by its lines. GSD writes one key a line, and its own reader does the same;
 * no YAML parser, so that damaged front matter still says what it says.
 */
export function readFrontMatterFigures(document: StateDocument): FrontMatterFigures | undefined {
  const block = document.frontMatter;
  if (block === undefined) return undefined;
  const lines = new Map<string, LabelLine>();
  let parent = "";
  for (let lineIndex = block.openingLine + 1; lineIndex < block.closingLine; lineIndex += 1) {
    const line = document.source.lines[lineIndex];
    const match = line === undefined || line.text.length > 2000 ? null : keyLine.exec(line.text);
    if (line === undefined || match === null) continue;
    const [, indent = "", key = "", written = ""] = match;
    if (indent === "") parent = key;
    const label = indent === "" ? key : `${parent}.${key}`;
    const isQuoted = /^(["']).*\1$/.test(written);
    const value = isQuoted ? written.slice(1, -1) : written;
    const start =
      line.start + line.text.indexOf(":") + 1 + line.text.slice(line.text.indexOf(":") + 1).indexOf(written);
    if (!lines.has(label))
      lines.set(label, {
        label,
        value,
        valueRange: { start, end: start + written.length },
        lineIndex,
        isListItem: false,
        isCell: false,
      });
  }
  const count = (key: string): number | null => {
    const value = lines.get(`progress.${key}`)?.value ?? "";
    return /^\d{1,5}$/.test(value) ? Number(value) : null;
  };
  const milestone =
    /^v?\d{1,3}(?:\.\d{1,3}){0,2}$/i.exec(lines.get("milestone")?.value ?? "")?.[0].toLowerCase() ?? null;
  return {
    lines,
    milestone: milestone === null || milestone.startsWith("v") ? milestone : `v${milestone}`,
    totalPhases: count("total_phases"),
    completedPhases: count("completed_phases"),
    totalPlans: count("total_plans"),
    completedPlans: count("completed_plans"),
    percent: count("percent"),
  };
}
