import type { ProjectReport } from "../commands/report-project.ts";
import { count, paint, printable, showPath, wrap, type TerminalStyle } from "./terminal.ts";

/** What came of opening the page: `failure` says why it is not open. */
export interface Opening {
  readonly failure: string | null;
}

/** Where the report went. */
export interface WrittenReport {
  readonly path: string;
  /** As the user names it. */
  readonly name: string;
  readonly bytes: number;
  readonly generatedAtMs: number;
  /** `null`: nobody asked for it. */
  readonly opening: Opening | null;
}

function countReferences({ state }: ProjectReport): number {
  return state === null ? 0 : Object.values(state.current).reduce((sum, number) => sum + number, 0);
}

/** Says where the report is, and what was looked at for it. */
export function formatReportNote(report: ProjectReport, written: WrittenReport, style: TerminalStyle): string {
  const { planCounts, state } = report;
  const baseName = written.path.slice(written.path.search(/[^/\\]*$/));
  const examined =
    state === null
      ? `${count(planCounts.ever, "plan")}; there is no ${report.statePath}`
      : `${count(planCounts.ever, "plan")}, ${count(state.examined.commits, "commit")}, ${count(countReferences(report), "reference")}, ${count(state.versions, "version")} of STATE.md, ${count(state.findings.length, "finding")}`;
  return `${paint(style, "green", "✔")} wrote ${showPath(style, baseName, written.name)} (${Math.ceil(written.bytes / 1024)} KB)\n${wrap(
    `examined ${examined}`,
    style.width - 2,
  )
    .map((line) => `  ${line}\n`)
    .join("")}${formatOpening(written.opening)}`;
}

function formatOpening(opening: Opening | null): string {
  if (opening === null) return "";
  return opening.failure === null ? "  opened it\n" : `  not opened: ${printable(opening.failure)}\n`;
}

/** `planlink/report@1`: where the page went, and the numbers at its top. */
export function reportToJson(report: ProjectReport, written: WrittenReport): Record<string, unknown> {
  const { planCounts, state, tip, metrics } = report;
  const bySeverity = (severity: string): number =>
    state?.findings.filter((finding) => finding.severity === severity).length ?? 0;
  return {
    schema: "planlink/report@1",
    output: written.path,
    bytes: written.bytes,
    opened: written.opening === null ? null : written.opening.failure === null,
    openFailure: written.opening?.failure ?? null,
    generatedAt: new Date(written.generatedAtMs).toISOString(),
    head: tip.oid,
    plans: { completed: metrics.velocity.plansCompleted, all: planCounts.live },
    references: state?.current ?? null,
    versions: state?.versions ?? 0,
    figures: {
      contradicted: state?.figures.filter(({ replacedAtMs }) => replacedAtMs === null).length ?? 0,
      replaced: state?.figures.filter(({ replacedAtMs }) => replacedAtMs !== null).length ?? 0,
    },
    findings: { error: bySeverity("error"), warning: bySeverity("warning"), info: bySeverity("info") },
  };
}
