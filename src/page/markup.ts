import { printable } from "../report/terminal.ts";

/** Text of an HTML document that is markup, and safe as it stands. Made by `markup` only. */
export interface Markup {
  readonly markup: string;
}

/** What may stand in a template: text and numbers are made literal, markup is taken as it is. */
export type Insert = string | number | Markup | readonly Markup[];

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};

/**
 * Makes text literal, between tags and in a quoted attribute alike. Control and bidirectional characters are shown
 * escaped, halves of characters as a replacement: the page says what is there and nothing of it acts.
 */
function escapeText(text: string): string {
  return printable(text)
    .replace(/\p{Cs}/gu, "\uFFFD")
    .replace(/[&<>"'`]/g, (character) => entities[character] ?? "");
}

/** A coordinate: two digits after the point are finer than any screen. */
function formatNumber(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function toMarkup(value: Insert): string {
  if (typeof value === "string") return escapeText(value);
  if (typeof value === "number") return formatNumber(value);
  if ("markup" in value) return value.markup;
  return value.map((part) => part.markup).join("");
}

/** A template of HTML. Attributes must be quoted in it. */
export function markup(strings: TemplateStringsArray, ...values: readonly Insert[]): Markup {
  const text = strings.reduce((before, part, index) => {
    const value = values[index - 1];
    return before + (value === undefined ? "" : toMarkup(value)) + part;
  });
  return { markup: text };
}

/** No markup at all. */
export const nothing: Markup = { markup: "" };
