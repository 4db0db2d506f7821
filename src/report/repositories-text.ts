import type { RepositoryOutcome } from "../commands/check-repositories.ts";
import type { Finding, Severity } from "../model/finding.ts";
import { formatFindings, summarizeFindings } from "./findings-text.ts";
import { clip, count, displayWidth, pad, paint, printable, wrap, type TerminalStyle } from "./terminal.ts";

/** One repository of a report. */
export interface ReportedRepository extends RepositoryOutcome {
  readonly name: string;
}

/** How many findings of one kind are listed for each document. */
const mostFindings = 6;

/** A finding of a repository among others: its path begins with the name of the repository. */
export function qualifyFinding(finding: Finding, name: string, documentPath: string): Finding {
  return { ...finding, path: `${name}/${finding.path ?? documentPath}` };
}

/** How far the check of a repository came. */
export type RepositoryStatus = "checked" | "failed" | "no-state-document" | "no-commits";

/** The status of one repository: of one in which something could not be checked `failed`, whatever else was. */
export function statusOf({ head, documents, failures }: RepositoryOutcome): RepositoryStatus {
  if (failures.length > 0) return "failed";
  if (head === null) return "no-commits";
  return documents.length === 0 ? "no-state-document" : "checked";
}

const statusWords: Readonly<Record<RepositoryStatus, string>> = {
  checked: "",
  failed: "not checked",
  "no-state-document": "no STATE.md",
  "no-commits": "no commits",
};

/** What was examined in all repositories together. */
export function sumExamined(
  repositories: readonly RepositoryOutcome[],
): Readonly<Record<"references" | "plans" | "rows" | "commits", number>> {
  const sum = { references: 0, plans: 0, rows: 0, commits: 0 };
  for (const { examined } of repositories.flatMap(({ documents }) => documents.map(({ outcome }) => outcome))) {
    sum.references += examined.references;
    sum.plans += examined.plans;
    sum.rows += examined.rows;
    sum.commits += examined.commits;
  }
  return sum;
}

function isShown({ severity }: Finding, showInfo: boolean): boolean {
  return showInfo || severity !== "info";
}

function formatDetails(repository: ReportedRepository, showInfo: boolean, style: TerminalStyle): string {
  const { name, documents, failures } = repository;
  const parts = documents.map(({ path, outcome }) =>
    formatFindings(
      outcome.findings
        .filter((finding) => isShown(finding, showInfo))
        .map((finding) => qualifyFinding(finding, name, path)),
      style,
      mostFindings,
    ),
  );
  const failed = failures.map(({ message, help }) => {
    const [first = "", ...rest] = wrap(`not checked: ${printable(message)}`, style.width - 2);
    const mend = help === null ? [] : wrap(printable(help), style.width - 2).map((line) => paint(style, "cyan", line));
    return `${[`${paint(style, "red", "✖")} ${first}`, ...[...rest, ...mend].map((line) => `  ${line}`)].join("\n")}\n`;
  });
  const head = failed.length === 0 ? "" : `${paint(style, "bold", printable(name))}\n`;
  return [...parts, `${head}${failed.join("")}`]
    .filter((part) => part !== "")
    .map((part) => `${part}\n`)
    .join("");
}

interface Row {
  readonly sign: string;
  readonly name: string;
  readonly at: string;
  /** Figures, or one word instead of them. */
  readonly cells: readonly string[] | string;
}

function countOf(findings: readonly Finding[], severity: Severity): string {
  return String(findings.filter((finding) => finding.severity === severity).length);
}

function toRows(repository: ReportedRepository, style: TerminalStyle): readonly Row[] {
  const { name, head, isShallow, documents } = repository;
  const status = statusOf(repository);
  const at = `${printable(head?.name ?? "")}${isShallow ? " (shallow)" : ""}`;
  const rows = documents.map(({ path, outcome: { findings, examined } }): Row => {
    const hasErrors = findings.some(({ severity }) => severity === "error");
    const hasWarnings = findings.some(({ severity }) => severity === "warning");
    const folder = path.replace(/(?:^|\/)\.planning\/STATE\.md$/, "");
    return {
      sign: hasErrors
        ? paint(style, "red", "✖")
        : hasWarnings
          ? paint(style, "yellow", "▲")
          : paint(style, "green", "✔"),
      name: printable(folder === "" ? name : `${name}/${folder}`),
      at,
      cells: [
        countOf(findings, "error"),
        countOf(findings, "warning"),
        String(examined.references),
        String(examined.plans),
      ],
    };
  });
  if (status === "checked") return rows;
  const sign = status === "failed" ? paint(style, "red", "✖") : paint(style, "dim", "–");
  return [...rows, { sign, name: printable(name), at, cells: statusWords[status] }];
}

const columns: readonly string[] = ["errors", "warnings", "references", "plans"];
/** Of a name, however narrow the terminal is: a row that names no repository tells nothing. */
const leastName = 16;
const figuresWidth = columns.reduce((sum, column) => sum + column.length + 2, 0);

function formatTable(rows: readonly Row[], style: TerminalStyle): string {
  const width = (texts: readonly string[], most: number): number =>
    Math.min(most, Math.max(...texts.map((text) => displayWidth(text))));
  const atWidth = width(["at", ...rows.map(({ at }) => at)], 18);
  const room = Math.max(leastName, style.width - figuresWidth - atWidth - 4);
  const nameWidth = width(["repository", ...rows.map(({ name }) => name)], room);
  const line = (name: string, at: string): string =>
    `${pad(clip(name, nameWidth), nameWidth)}  ${pad(clip(at, atWidth), atWidth)}`;
  const figures = (cells: readonly string[]): string =>
    cells.map((cell, index) => `  ${cell.padStart(columns[index]?.length ?? 0)}`).join("");
  const head = `  ${paint(style, "dim", `${line("repository", "at")}${figures(columns)}`)}\n`;
  return (
    head +
    rows
      .map(
        ({ sign, name, at, cells }) =>
          `${sign} ${`${line(name, at)}${typeof cells === "string" ? `  ${cells}` : figures(cells)}`.trimEnd()}\n`,
      )
      .join("")
  );
}

/** `check --repos` for people: what was found in each repository, then a table of all, then the sum. */
export function formatRepositories(
  repositories: readonly ReportedRepository[],
  showInfo: boolean,
  style: TerminalStyle,
): string {
  const all = repositories.flatMap(({ documents }) => documents.flatMap(({ outcome }) => outcome.findings));
  const shown = all.filter((finding) => isShown(finding, showInfo));
  const statuses = repositories.map(statusOf);
  const numberOf = (status: RepositoryStatus): number => statuses.filter((found) => found === status).length;
  const failed = numberOf("failed");
  const others = [
    ...(failed > 0 ? [`${failed} could not be checked`] : []),
    ...(numberOf("no-state-document") > 0 ? [`${numberOf("no-state-document")} without STATE.md`] : []),
    ...(numberOf("no-commits") > 0 ? [`${numberOf("no-commits")} without commits`] : []),
  ];
  // “Nothing found” and “did not look” must not read alike.
  const isChecked = repositories.some(({ documents }) => documents.length > 0);
  const isBad = failed > 0 || shown.some(({ severity }) => severity === "error");
  const sign = isBad
    ? paint(style, "red", "✖")
    : shown.length > 0
      ? paint(style, "yellow", "▲")
      : isChecked
        ? paint(style, "green", "✔")
        : paint(style, "dim", "–");
  const { references, plans, rows, commits } = sumExamined(repositories);
  const basis = `${count(references, "reference")}, ${count(plans, "plan")}, ${count(rows, "recorded row")}, ${count(commits, "commit")}`;
  const total = repositories.length === 1 ? "1 repository" : `${repositories.length} repositories`;
  const hidden = all.length - shown.length;
  return [
    ...repositories.map((repository) => formatDetails(repository, showInfo, style)),
    formatTable(
      repositories.flatMap((repository) => toRows(repository, style)),
      style,
    ),
    `\n${sign} ${total}: ${isChecked ? summarizeFindings(shown) : "nothing was checked"}\n`,
    ...(others.length === 0 ? [] : [`  ${others.join(" · ")}\n`]),
    `  ${paint(style, "dim", `examined ${basis}`)}\n`,
    ...(hidden === 0 ? [] : [`  ${hidden} more for information:   ${paint(style, "cyan", "--all")}\n`]),
  ].join("");
}
