import type { OutputFormat } from "./command-line.ts";

/** Formats that other programs read, beside JSON: one reporter serves every command that has findings. */
export type ReportFormat = Extract<OutputFormat, "github" | "gitlab" | "sarif" | "junit">;

const reportFormats: ReadonlySet<OutputFormat> = new Set<ReportFormat>(["github", "gitlab", "sarif", "junit"]);

/** Whether a format is one of those for other programs that are not the command's own. */
export function isReportFormat(format: OutputFormat): format is ReportFormat {
  return reportFormats.has(format);
}
