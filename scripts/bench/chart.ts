import { formatNumber } from "./format-results.ts";
import type { Measurement, SeriesResult } from "./measurement.ts";

const width = 960;
const rowHeight = 22;
const plotLeft = 460;
const plotRight = 860;
const margin = 24;
const longestLabel = 60;
const headHeight = 74;
const sectionHeight = 34;
const footHeight = 58;

/** Both of these and the axis are in multiples of Node's start, on a logarithmic scale. */
const axisTicks = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500];
/** Series that are drawn: all of theirs is a multiple of Node's start. */
const drawnSeries: readonly string[] = ["commit", "verify", "million"];

const style = `
  .paper { fill: #ffffff } .text { fill: #1f2328 } .quiet { fill: #59636e }
  .grid { stroke: #d1d9e0; stroke-width: 1 } .unit { stroke: #59636e; stroke-width: 1.5 } .limit { stroke: #1f2328; stroke-width: 2 }
  .planlink { fill: #0969da; stroke: #0969da } .git { fill: #6e7781; stroke: #6e7781 } .peer { fill: #bc4c00; stroke: #bc4c00 }
  @media (prefers-color-scheme: dark) {
    .paper { fill: #0d1117 } .text { fill: #f0f6fc } .quiet { fill: #9198a1 }
    .grid { stroke: #30363d } .unit { stroke: #9198a1 } .limit { stroke: #f0f6fc }
    .planlink { fill: #4493f8; stroke: #4493f8 } .git { fill: #9198a1; stroke: #9198a1 } .peer { fill: #f0883e; stroke: #f0883e }
  }`;

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** What fits beside the plot; the page has the whole of it. */
function shorten(label: string): string {
  return label.length <= longestLabel ? label : `${label.slice(0, longestLabel - 1)}…`;
}

interface Scale {
  readonly low: number;
  readonly high: number;
}

/** The ticks that enclose all values; what is below the least tick is drawn there. */
function findScale(measurements: readonly Measurement[]): Scale {
  const highest = Math.max(1, ...measurements.map(({ spread, atMost }) => Math.max(spread.q3, atMost ?? 0)));
  return { low: axisTicks[0] ?? 0.1, high: axisTicks.find((tick) => tick >= highest) ?? highest };
}

function toX(value: number, { low, high }: Scale): number {
  const share = Math.log(Math.max(value, low) / low) / Math.log(high / low);
  return Math.round((plotLeft + share * (plotRight - plotLeft)) * 10) / 10;
}

function drawText(
  x: number,
  y: number,
  text: string,
  { className = "text", anchor = "start", size = 13, weight = 400 } = {},
): string {
  return `<text class="${className}" x="${x}" y="${y}" text-anchor="${anchor}" font-size="${size}" font-weight="${weight}">${escapeText(text)}</text>\n`;
}

function drawLine(className: string, x1: number, y1: number, x2: number, y2: number): string {
  return `<line class="${className}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>\n`;
}

function drawRow(measurement: Measurement, y: number, scale: Scale): string {
  const { label, of, spread, atMost } = measurement;
  const [from, to] = [toX(spread.q1, scale), toX(spread.q3, scale)];
  return [
    drawText(plotLeft - 14, y + 4, shorten(label), { anchor: "end" }),
    atMost === null ? "" : drawLine("limit", toX(atMost, scale), y - 7, toX(atMost, scale), y + 7),
    `<line class="${of}" x1="${from}" y1="${y}" x2="${to}" y2="${y}" stroke-width="3" stroke-linecap="round"/>\n`,
    `<circle class="${of}" cx="${toX(spread.median, scale)}" cy="${y}" r="4.5"/>\n`,
    drawText(width - margin, y + 4, `${formatNumber(spread.median)} ×`, { anchor: "end" }),
  ].join("");
}

function drawAxis(scale: Scale, top: number, bottom: number): string {
  return axisTicks
    .filter((tick) => tick <= scale.high)
    .map((tick) => {
      const x = toX(tick, scale);
      return (
        drawLine(tick === 1 ? "unit" : "grid", x, top, x, bottom) +
        drawText(x, bottom + 16, `${tick}`, { className: "quiet", anchor: "middle", size: 12 })
      );
    })
    .join("");
}

function drawLegend(y: number): string {
  const dot = (x: number, of: Measurement["of"], words: string): string =>
    `<circle class="${of}" cx="${x}" cy="${y - 4}" r="4.5"/>\n${drawText(x + 10, y, words, { size: 12 })}`;
  return [
    dot(plotLeft, "planlink", "planlink"),
    dot(plotLeft + 84, "git", "git"),
    dot(plotLeft + 134, "peer", "others"),
    drawLine("limit", plotLeft + 206, y - 11, plotLeft + 206, y + 3),
    drawText(plotLeft + 214, y, "the most planlink may cost", { size: 12 }),
  ].join("");
}

/** What the chart says in words: for those who do not see it, and for the page's own link. */
export const chartWords = "Costs of commits and of verification as multiples of one start of Node, planlink and others";

/**
 * Draws medians with their quartiles as an SVG that fits light and dark pages. A series without a multiple of Node's
 * start is not drawn.
 */
export function formatChart({ series }: { readonly series: readonly SeriesResult[] }): string {
  const drawn = series
    .filter(({ name }) => drawnSeries.includes(name))
    .map((each) => ({ ...each, measurements: each.measurements.filter(({ unit }) => unit === "× node") }))
    .filter(({ measurements }) => measurements.length > 0);
  const scale = findScale(drawn.flatMap(({ measurements }) => measurements));
  let y = headHeight;
  const rows = drawn.map(({ title, measurements }) => {
    const heading = drawText(margin, y + 22, title, { weight: 600, size: 14 });
    y += sectionHeight;
    const lines = measurements.map((measurement) => {
      y += rowHeight;
      return drawRow(measurement, y - rowHeight / 2, scale);
    });
    return heading + lines.join("");
  });
  const bottom = y + 10;
  const height = bottom + footHeight;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, -apple-system, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif">\n`,
    `<title>${escapeText(chartWords)}</title>\n<style>${style}\n</style>\n`,
    `<rect class="paper" width="${width}" height="${height}" rx="6"/>\n`,
    drawText(margin, 34, "What it costs, in multiples of one start of Node", { weight: 600, size: 17 }),
    drawText(margin, 54, "Median and quartiles of paired runs, logarithmic scale; less is better", {
      className: "quiet",
    }),
    drawAxis(scale, headHeight, bottom),
    ...rows,
    drawLegend(height - 16),
    "</svg>\n",
  ].join("");
}
