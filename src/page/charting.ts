import { scaleBand, scaleLinear, scaleUtc } from "d3-scale";
import { curveMonotoneX, line, stack } from "d3-shape";
import { formatDay, formatMonth, formatTime } from "./page-times.ts";

/** A tick with its value, its place and its words. */
export interface Tick {
  readonly value: number;
  readonly at: number;
  readonly label: string;
}

/** Where a value is drawn, in units of the drawing. */
export interface Scale {
  readonly place: (value: number) => number;
  readonly ticks: (count: number) => readonly Tick[];
}

/** Whole numbers from nothing to a highest value, which is rounded up to a full tick. */
export function createCountScale(highest: number, range: readonly [number, number]): Scale {
  const scale = scaleLinear([0, Math.max(1, highest)], range).nice(5);
  return {
    place: (value) => scale(value),
    ticks: (count) =>
      scale
        .ticks(count)
        .filter((value) => Number.isInteger(value))
        .map((value) => ({ value, at: scale(value), label: String(value) })),
  };
}

/** Instants in UTC milliseconds; ticks stand at whole hours, days or months. */
export function createTimeScale(startMs: number, endMs: number, range: readonly [number, number]): Scale {
  const scale = scaleUtc([startMs, endMs], range);
  return {
    place: (value) => scale(value),
    ticks: (count) => {
      const times = scale.ticks(count).map((date) => date.getTime());
      // A label says as much as tells one tick from the next.
      const areAll = (end: string): boolean => times.every((time) => formatTime(time).endsWith(end));
      const format = areAll("-01 00:00") ? formatMonth : areAll(" 00:00") ? formatDay : formatTime;
      return times.map((time) => ({ value: time, at: scale(time), label: format(time) }));
    },
  };
}

/** Pieces of time, each with a place of its own; what lies between two pieces takes no more room than their gap. */
export function createPieceScale(
  pieces: readonly { readonly start: number; readonly end: number; readonly from: number; readonly to: number }[],
): (value: number) => number {
  const scale = scaleLinear(
    pieces.flatMap(({ start, end }) => [start, Math.max(end, start + 1)]),
    pieces.flatMap(({ from, to }) => [from, to]),
  ).clamp(true);
  return (value) => scale(value);
}

/** Columns, or rows, of one width. */
export interface Bands {
  readonly place: (index: number) => number;
  readonly width: number;
}

/** So many bands beside each other. */
export function createBands(count: number, range: readonly [number, number], padding: number): Bands {
  const scale = scaleBand(
    Array.from({ length: count }, (_, index) => index),
    range,
  ).padding(padding);
  return { place: (index) => scale(index) ?? range[0], width: scale.bandwidth() };
}

/** The path of a smooth line through points that goes above none of them. */
export function drawLine(points: readonly (readonly [number, number])[]): string {
  return (
    line<readonly [number, number]>()
      .x(([x]) => x)
      .y(([, y]) => y)
      .curve(curveMonotoneX)([...points]) ?? ""
  );
}

/** One layer of a stack: from where to where it goes in each column. */
export interface Layer<Name extends string> {
  readonly name: Name;
  readonly parts: readonly (readonly [number, number])[];
}

/** Stacks counts by their names, the first name lowest. */
export function stackCounts<Name extends string>(
  names: readonly Name[],
  columns: readonly Readonly<Record<Name, number>>[],
): readonly Layer<Name>[] {
  return stack<Readonly<Record<Name, number>>, Name>()
    .keys(names)
    .value((column, name) => column[name])([...columns])
    .map((layer) => ({ name: layer.key, parts: layer.map(([from, to]) => [from, to] as const) }));
}
