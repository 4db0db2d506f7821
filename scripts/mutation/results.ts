import { relative } from "node:path";
import type { MutantResult } from "@stryker-mutator/api/core";

/** One change that was tried. */
export interface TriedMutant {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly status: MutantResult["status"];
  readonly mutator: string;
  readonly replacement: string;
  /** Whether it takes effect when modules are loaded. */
  readonly static: boolean;
}

/** What Stryker answers, without which test reaches what: that would be most of it. */
export function toReport(mutants: readonly MutantResult[], root: string): readonly TriedMutant[] {
  return mutants
    .map((mutant) => ({
      file: relative(root, mutant.fileName).replaceAll("\\", "/"),
      line: mutant.location.start.line,
      column: mutant.location.start.column,
      status: mutant.status,
      mutator: mutant.mutatorName,
      replacement: mutant.replacement,
      static: mutant.static ?? false,
    }))
    .toSorted((a, b) => (a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1));
}

/** The changes that no test misses, one a line. */
export function describeSurvivors(mutants: readonly TriedMutant[]): string {
  return mutants
    .filter(({ status }) => status === "Survived" || status === "NoCoverage")
    .map(({ file, line, column, status, mutator, replacement }) => {
      const reach = status === "NoCoverage" ? " (not reached)" : "";
      return `${file}:${line}:${column} ${mutator}${reach}: ${replacement.replaceAll(/\s+/g, " ").slice(0, 100)}`;
    })
    .join("\n");
}

/** Score by folder, as a table in Markdown: the part of the mutants that a test or the time limit found. */
export function scoreTable(mutants: readonly TriedMutant[]): string {
  const folders = [...new Set(mutants.map(({ file }) => file.split("/").slice(0, -1).join("/")))];
  const rows = [
    ...folders.map((folder) => [folder, mutants.filter(({ file }) => file.startsWith(`${folder}/`))] as const),
    ["all", mutants] as const,
  ];
  return [
    "| folder | mutants | found | by time | survived | not reached | score |",
    "|---|---:|---:|---:|---:|---:|---:|",
    ...rows.map(([name, tried]) => {
      const count = (status: MutantResult["status"]): number =>
        tried.filter((mutant) => mutant.status === status).length;
      const found = count("Killed");
      const byTime = count("Timeout");
      const survived = count("Survived");
      const unreached = count("NoCoverage");
      const all = found + byTime + survived + unreached;
      const score = ((found + byTime) / Math.max(1, all)) * 100;
      return `| \`${name}\` | ${all} | ${found} | ${byTime} | ${survived} | ${unreached} | ${score.toFixed(1)} % |`;
    }),
  ].join("\n");
}
