import type { ProjectReport } from "../commands/report-project.ts";
import { formatShortOid } from "../model/oid.ts";
import { summarizeFindings } from "../report/findings-text.ts";
import { createDoubtfulSection } from "./doubtful-section.ts";
import { createEffortSection } from "./effort-section.ts";
import { renderSection, type PageSection } from "./figure.ts";
import { createFindingsSection } from "./findings-section.ts";
import { markup, type Markup } from "./markup.ts";
import { pageStyle } from "./page-style.ts";
import { formatTime } from "./page-times.ts";
import { createPhaseSection } from "./phase-section.ts";
import { formatMinutes } from "./plan-words.ts";
import { createReferenceSection } from "./reference-section.ts";
import { createThroughputSection } from "./throughput-section.ts";
import { createTimelineSection } from "./timeline-section.ts";
import { createVelocitySection } from "./velocity-section.ts";

/** The name by which a report of ours is known again, before a new one is written over it. */
export const reportMarker: string = '<meta name="generator" content="planlink report">';

/** What the page has beside the report. */
export interface PageFrame {
  readonly generatedAtMs: number;
  readonly version: string;
  /** SHA-256 of the style in base64: no other style, and no script at all, is let in. */
  readonly styleHash: string;
}

interface Card {
  readonly name: string;
  readonly figure: string;
  readonly remark: string;
}

function createCards({ metrics, plans, planCounts, state }: ProjectReport): readonly Card[] {
  const { velocity, trend } = metrics;
  const live = plans.filter(({ milestone }) => milestone === null);
  const open = live.filter(({ status }) => status === "in-progress").length;
  const references = state === null ? [] : Object.values(state.current);
  const listed = references.reduce((sum, number) => sum + number, 0);
  const findings = state?.findings ?? [];
  const shown = findings.filter(({ severity }) => severity !== "info");
  return [
    {
      name: "Plans completed",
      figure: `${velocity.plansCompleted} of ${planCounts.live}`,
      remark: open === 0 ? "none in progress" : `${open} in progress`,
    },
    {
      name: "Average duration",
      figure: formatMinutes(velocity.averageMinutes),
      remark:
        velocity.averageMinutes === null
          ? "too few durations are known"
          : velocity.totalMinutes === null
            ? "of the plans whose duration is known"
            : `${formatMinutes(velocity.totalMinutes)} in all`,
    },
    {
      name: "Trend",
      figure: trend.direction,
      remark:
        trend.lastMinutes.length === 0
          ? "no duration is known"
          : `last ${trend.lastMinutes.map(formatMinutes).join(", ")}`,
    },
    {
      name: "References reachable",
      figure: state === null ? "–" : listed === 0 ? "none" : `${state.current.reachable} of ${listed}`,
      remark:
        state === null
          ? "there is no STATE.md"
          : listed === 0
            ? "STATE.md lists no commit"
            : listed === state.current.reachable
              ? "every commit listed is in history"
              : `${listed - state.current.reachable} are not: state verify-commits`,
    },
    {
      name: "Findings",
      figure: state === null ? "–" : String(shown.length),
      remark: state === null ? "there is no STATE.md" : summarizeFindings(findings),
    },
  ];
}

function renderCards(cards: readonly Card[]): Markup {
  return markup`<dl class="cards">
    ${cards.map(
      ({ name, figure, remark }) =>
        markup`<div>
          <dt>${name}</dt>
          <dd class="figure">${figure}</dd>
          <dd class="remark">${remark}</dd>
        </div> `,
    )}
  </dl>`;
}

/** The report as one HTML file: no script, nothing from outside, and the same bytes for the same report and frame. */
export function renderReportPage(report: ProjectReport, frame: PageFrame): string {
  const { title, tip } = report;
  const sections: readonly PageSection[] = [
    createVelocitySection(report),
    createThroughputSection(report),
    createTimelineSection(report),
    createPhaseSection(report),
    createEffortSection(report),
    createReferenceSection(report),
    createDoubtfulSection(report),
    createFindingsSection(report),
  ];
  const heading = title ?? "Project report";
  const short = tip.oid === null ? null : formatShortOid(tip.oid);
  const place = short === null || short === tip.name ? tip.name : `${tip.name} at ${short}`;
  const policy = `default-src 'none'; style-src 'sha256-${frame.styleHash}'; img-src data:; base-uri 'none'; form-action 'none'`;
  return markup`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${{ markup: policy }}" />
        ${{ markup: reportMarker }}
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <link rel="icon" href="data:," />
        <title>${heading} · planlink report</title>
        <style>${{ markup: pageStyle }}</style>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the report</a>
        <header>
          <h1><bdi>${heading}</bdi></h1>
          <p class="origin">planlink report of ${place} · ${formatTime(frame.generatedAtMs)} UTC</p>
          <nav aria-label="Sections">
            <ul>
              ${sections.map(({ id, heading: name }) => markup`<li><a href="#${id}">${name}</a></li>`)}
            </ul>
          </nav>
        </header>
        <main id="main" tabindex="-1">${renderCards(createCards(report))} ${sections.map(renderSection)}</main>
        <footer>
          <p>
            Times are UTC. A duration is what STATE.md records where nothing contradicts it, else what the SUMMARY of
            the plan says, else the time from its first commit to its last. Written by planlink ${frame.version}.
          </p>
        </footer>
      </body>
    </html>
`.markup;
}
