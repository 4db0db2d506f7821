import { markup, nothing, type Markup } from "./markup.ts";

/** What a colour of a chart means. The class gives the colour. */
export interface LegendEntry {
  readonly className: string;
  readonly label: string;
}

/** A drawing of a known size. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly marks: Markup;
}

/** One part of the page: a heading, what it says in a sentence, a chart, and the numbers behind it. */
export interface PageSection {
  readonly id: string;
  readonly heading: string;
  /** What is to be seen, for people. */
  readonly lead: Markup;
  readonly chart: {
    /** The chart in words, for those who do not see it. */
    readonly description: string;
    readonly drawing: Drawing;
    readonly legend: readonly LegendEntry[];
  } | null;
  /** The numbers; folded away below a chart, unless they are what matters. */
  readonly table: Markup;
  readonly isTableOpen?: boolean;
}

/** Every drawing is this wide; the page scales it. */
export const drawingWidth = 960;

function renderLegend(entries: readonly LegendEntry[]): Markup {
  if (entries.length === 0) return nothing;
  const swatch = (className: string): Markup =>
    markup`<svg class="swatch" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      <rect class="${className}" x="1" y="1" width="10" height="10" />
    </svg>`;
  return markup`<ul class="legend">
    ${entries.map(({ className, label }) => markup`<li>${swatch(className)}${label}</li>`)}
  </ul>`;
}

/** Renders a section. A chart that is too wide for the window scrolls by itself, by keyboard too. */
export function renderSection({ id, heading, lead, chart, table, isTableOpen = false }: PageSection): Markup {
  const figure =
    chart === null
      ? table
      : markup`<figure>
          ${renderLegend(chart.legend)}
          <div class="scroll chart" tabindex="0" role="region" aria-label="${heading}, chart">
            <svg
              class="drawing"
              viewBox="0 0 ${chart.drawing.width} ${chart.drawing.height}"
              role="img"
              aria-labelledby="${id}-title"
              aria-describedby="${id}-description"
            >
              <title id="${id}-title">${heading}</title>
              <desc id="${id}-description">${chart.description}</desc>
              ${chart.drawing.marks}
            </svg>
          </div>
          ${
            isTableOpen
              ? table
              : markup`<details>
            <summary>The numbers<span class="hidden">: ${heading}</span></summary>
            ${table}
          </details>`
          }
        </figure>`;
  return markup`<section id="${id}"${chart === null || isTableOpen ? nothing : markup` class="whole"`} aria-labelledby="${id}-heading">
    <h2 id="${id}-heading">${heading}</h2>
    <p>${lead}</p>
    ${figure}
  </section> `;
}

/** Text in a drawing. */
export function drawText(className: string, x: number, y: number, text: string): Markup {
  return markup`<text class="${className}" x="${x}" y="${y}">${text}</text>`;
}

/** A rectangle that says on hover what it is. */
export function drawMark(
  className: string,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  title: string,
): Markup {
  return markup`<rect class="mark ${className}" x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}"><title>${title}</title></rect>
`;
}

/** Lines across a drawing at the ticks of its vertical axis, with their labels. */
export function drawRules(
  ticks: readonly { readonly at: number; readonly label: string }[],
  left: number,
  right: number,
): Markup {
  return markup`${ticks.map(
    ({ at, label }) =>
      markup`<line
          class="rule"
          x1="${left}"
          x2="${right}"
          y1="${at}"
          y2="${at}"
        />${drawText("tick end", left - 8, at + 4, label)}`,
  )}`;
}

/** Of labels with places in order, those that have room beside each other and say something new. */
export function thinOut<Item extends { readonly at: number; readonly label: string }>(
  items: readonly Item[],
  room: number,
): readonly Item[] {
  let free = Number.NEGATIVE_INFINITY;
  let last = "";
  return items.filter(({ at, label }) => {
    if (at < free || label === last) return false;
    free = at + room;
    last = label;
    return true;
  });
}

/** Of labels at any places, the weightiest that have room beside each other. */
export function chooseApart<Item extends { readonly at: number; readonly weight: number }>(
  items: readonly Item[],
  room: number,
): readonly Item[] {
  const chosen: Item[] = [];
  for (const item of items.toSorted((a, b) => b.weight - a.weight))
    if (chosen.every(({ at }) => Math.abs(at - item.at) >= room)) chosen.push(item);
  return chosen;
}
