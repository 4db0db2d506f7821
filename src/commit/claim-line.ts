import { parseGsd2Trailer, type Gsd2Unit } from "./gsd2-unit.ts";
import type { Claim } from "./numbered-claim.ts";
import { parseScope } from "./scope.ts";

/** No line of ours is longer. */
const lineLimit = 300;

/**
 * Parses the plans of a line such as `Plan: 67-04, 67-05`, `Plan: 67-04-PLAN.md`, `plan: 67-04 (monitoring)`.
 *
 * The value must be plan ids and nothing else but a remark set off from them: "Plan: 2-3 days of work" is prose.
 */
export function parsePlanLine(line: string): readonly Claim[] {
  const value = /^plan:[ \t]{0,20}(\S.*)$/i.exec(line.slice(0, lineLimit))?.[1];
  if (value === undefined) return [];
  const written = value.split(/[ \t](?=[(—–-])|:/, 1)[0] ?? "";
  const names = written.split(/[,;&+]/).map((name) =>
    name
      .trim()
      .replaceAll("`", "")
      .replace(/^.*\//, "")
      .replace(/(?:-PLAN)?(?:\.md)?$/i, ""),
  );
  if (names.some((name) => /\s/.test(name))) return [];
  const { claims, isComplete } = parseScope(names.join(","));
  return isComplete ? claims.filter(({ kind }) => kind === "plan") : [];
}

/** Parses the unit of a line `GSD-Task: S01/T02`, `GSD-Unit: M001/S01` or `GSD-Milestone: M001`. */
export function parseGsd2Line(line: string): Gsd2Unit | undefined {
  const value = /^GSD-(?:Task|Unit|Milestone):(.*)$/i.exec(line.slice(0, lineLimit))?.[1];
  return value === undefined ? undefined : parseGsd2Trailer(value);
}
