import { createHash } from "node:crypto";
import { dirname, resolve } from "node:path";
import { reportProject, type ProjectReport } from "../commands/report-project.ts";
import { writeReportFile } from "../files/report-file.ts";
import { decodeDocument } from "../files/decode-document.ts";
import { readDocumentFile } from "../files/state-file.ts";
import { createDocumentVersions } from "../git/document-versions.ts";
import { OperationalError } from "../model/operational-error.ts";
import { pageStyle } from "../page/page-style.ts";
import { renderReportPage, reportMarker } from "../page/report-page.ts";
import { formatReportNote, type Opening, reportToJson } from "../report/report-note.ts";
import type { CommandLine } from "./command-line.ts";
import { collectEarly } from "./heap-growth.ts";
import { readWorkspaceProject } from "../api/read-workspace.ts";
import { type Command, type CommandContext, linkedStyle, toJsonText } from "./command.ts";
import { requireWholeHistory } from "../api/open-workspace.ts";
import { openSelectedWorkspaces } from "./scoped-command.ts";
import { version } from "./version.ts";

/** The time that the page states: as in other builds it may be given from outside, in seconds, so that the same state gives the same bytes. */
function readClock(sourceDateEpoch: string | undefined): number {
  if (sourceDateEpoch === undefined || sourceDateEpoch === "") return Date.now();
  const seconds = /^\d{1,12}$/.test(sourceDateEpoch) ? Number(sourceDateEpoch) : Number.NaN;
  if (Number.isNaN(seconds))
    throw new OperationalError("usage", `SOURCE_DATE_EPOCH is ${JSON.stringify(sourceDateEpoch)}`, {
      help: "give the seconds since 1970, or unset it",
    });
  return seconds * 1000;
}

const defaultName = "planlink-report.html";

/** Runs `state report`. The page goes into a file; with `--format html` to standard output instead. */
export const runReport: Command = async (line, context) => {
  const isStream = line.format === "html";
  if (isStream && (line.values.has("output") || line.flags.has("force") || line.flags.has("open")))
    throw new OperationalError("usage", "--format html writes to standard output, and into no file", {
      help: "leave --format out, or --output, --force and --open",
    });
  // Everything is held at once here, and nobody waits for it at a prompt.
  await collectEarly();
  const { report, topLevel } = await readReport(line, context);
  const generatedAtMs = readClock(process.env["SOURCE_DATE_EPOCH"]);
  const styleHash = createHash("sha256").update(pageStyle).digest("base64");
  const page = renderReportPage(report, { generatedAtMs, version, styleHash });
  if (isStream) return { output: page, exitCode: 0 };
  const name = line.values.get("output") ?? defaultName;
  const path = resolve(context.directory, name);
  writeReportFile(path, page, {
    marker: reportMarker,
    force: line.flags.has("force"),
    processId: context.host.processId,
  });
  const opening = line.flags.has("open") ? await openWritten(path, topLevel) : null;
  const written = { path, name, bytes: Buffer.byteLength(page), generatedAtMs, opening };
  const output = line.flags.has("json")
    ? toJsonText(reportToJson(report, written))
    : formatReportNote(report, written, linkedStyle(context, dirname(path)));
  return { output, exitCode: 0 };
};

/** Opens the page. It is written all the same where that is not possible. */
async function openWritten(path: string, topLevel: string): Promise<Opening> {
  const { openPage } = await import("./page-opener.ts");
  return { failure: await openPage(path, { platform: process.platform, environment: process.env, topLevel }) };
}

async function readReport(
  line: CommandLine,
  context: CommandContext,
): Promise<{ readonly report: ProjectReport; readonly topLevel: string }> {
  const [workspace] = await openSelectedWorkspaces(line, context);
  const { repository, referenceCache, documents, statePath, config } = workspace;
  requireWholeHistory(repository);
  const text = workspace.hasState() ? (await readDocumentFile(repository.topLevel, statePath)).text : null;
  const { project, tip } = await readWorkspaceProject(workspace);
  const report = await reportProject({
    repository,
    referenceCache,
    project,
    documents,
    tip,
    path: statePath,
    text,
    severities: config.severities,
    position: config.position,
    versions: createDocumentVersions(workspace.runner),
    decode: (bytes) => {
      try {
        return decodeDocument(bytes, statePath);
      } catch (error) {
        // An old version in another encoding, or far too large, tells nothing.
        if (error instanceof OperationalError) return undefined;
        throw error;
      }
    },
  });
  return { report, topLevel: repository.topLevel };
}
