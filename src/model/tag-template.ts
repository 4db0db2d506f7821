import { createPlanId, type PlanId } from "./plan-id.ts";

/** A form of a project's own in which its commits name their plan: literal text and places, such as `[{phase}.{plan}]`. */
export type TagTemplate = readonly TemplatePart[];

type Place = "phase" | "plan" | "type" | "any";
type TemplatePart = { readonly text: string } | { readonly place: Place };

const longestTemplate = 80;
/** Of a header no more is looked at. */
const longestHeader = 400;
const mostTemplates = 20;

const isPlace = (name: string): name is Place => ["phase", "plan", "type", "any"].includes(name);

/** Parses a template; a text says what is wrong with it. */
function parseTagTemplate(template: string): TagTemplate | string {
  if (template.length === 0 || template.length > longestTemplate)
    return `it has more than ${longestTemplate} characters, or none`;
  const parts: TemplatePart[] = [];
  for (const piece of template.split(/(\{[^{}]*\})/).filter(Boolean)) {
    const name = /^\{(.*)\}$/.exec(piece)?.[1];
    if (name === undefined) {
      if (/[{}\p{Cc}]/u.test(piece)) return "it has a brace that no other one belongs to, or a control character";
      parts.push({ text: piece });
    } else if (!isPlace(name)) return `there is no place {${name}}; known are {phase}, {plan}, {type} and {any}`;
    else {
      const last = parts.at(-1);
      if (last !== undefined && "place" in last) return `nothing stands between {${last.place}} and {${name}}`;
      if (parts.some((part) => "place" in part && part.place === name)) return `{${name}} stands twice`;
      parts.push({ place: name });
    }
  }
  const has = (place: Place): boolean => parts.some((part) => "place" in part && part.place === place);
  return has("phase") && has("plan") ? parts : "it needs {phase} and {plan}";
}

/** Reads the templates of a config; the first text says what is wrong. */
export function parseTagTemplates(templates: readonly string[]): readonly TagTemplate[] | string {
  if (templates.length > mostTemplates) return `more than ${mostTemplates} templates`;
  const parsed: TagTemplate[] = [];
  for (const template of templates) {
    const found = parseTagTemplate(template);
    if (typeof found === "string") return `${JSON.stringify(template)}: ${found}`;
    parsed.push(found);
  }
  return parsed;
}

/** The lengths that a place may take up at the beginning of a text, the longest first; few, whatever the text is. */
function lengthsOf(place: Exclude<Place, "any">, text: string): readonly number[] {
  if (place === "type") {
    const length = /^[A-Za-z][A-Za-z0-9_-]{0,29}/.exec(text)?.[0].length ?? 0;
    // The mark of a breaking change goes with the type.
    return length === 0 ? [] : text.charAt(length) === "!" ? [length + 1, length] : [length];
  }
  if (place === "plan") {
    const length = /^\d{1,3}[A-Za-z]?/.exec(text)?.[0].length ?? 0;
    return length === 0 ? [] : [length];
  }
  const number = /^\d{1,4}[A-Za-z]?/.exec(text)?.[0] ?? "";
  if (number === "") return [];
  const lengths = [number.length];
  for (let end = number.length; lengths.length < 4;) {
    const decimal = /^\.\d{1,3}/.exec(text.slice(end, end + 4))?.[0];
    if (decimal === undefined) break;
    end += decimal.length;
    lengths.unshift(end);
  }
  return lengths;
}

interface Found {
  readonly phase: string;
  readonly plan: string;
}

/** A number goes on where more of it follows: `67-041` is no `67-04`. */
function endsInNumber(text: string): boolean {
  return /^[A-Za-z0-9]/.test(text);
}

function match(template: TagTemplate, index: number, text: string, found: Found): PlanId | undefined {
  const part = template[index];
  if (part === undefined) {
    const last = template[index - 1];
    const isOpen = last !== undefined && "place" in last && last.place !== "any" && endsInNumber(text);
    return isOpen ? undefined : createPlanId(found.phase, found.plan);
  }
  if ("text" in part)
    return text.startsWith(part.text) ? match(template, index + 1, text.slice(part.text.length), found) : undefined;
  const { place } = part;
  if (place === "any") {
    const next = template[index + 1];
    if (next === undefined || !("text" in next)) return match(template, index + 1, "", found);
    // Every place where the text that follows stands: as many as the header has, of which no more than 400 characters count.
    for (let at = text.indexOf(next.text); at !== -1; at = text.indexOf(next.text, at + 1)) {
      const planId = match(template, index + 1, text.slice(at), found);
      if (planId !== undefined) return planId;
    }
    return undefined;
  }
  for (const length of lengthsOf(place, text)) {
    const value = text.slice(0, length);
    const planId = match(template, index + 1, text.slice(length), { ...found, [place]: value });
    if (planId !== undefined) return planId;
  }
  return undefined;
}

/** The plan that a header names in one of the forms, from its beginning on; what follows the form is free. */
export function findTemplatePlan(header: string, templates: readonly TagTemplate[]): PlanId | undefined {
  const text = header.slice(0, longestHeader).replace(/^(?:(?:fixup|squash|amend)! |Re(?:vert|apply) "){1,8}/, "");
  for (const template of templates) {
    const planId = match(template, 0, text, { phase: "", plan: "" });
    if (planId !== undefined) return planId;
  }
  return undefined;
}

/**
 * A message as if it had a line `Plan: 67-04`, where its header names a plan in one of the forms: what reads messages needs
 * to know of no template. The header stays as it is.
 */
export function writePlanLine(message: string, templates: readonly TagTemplate[]): string {
  const header = message.slice(0, longestHeader).trimStart().split("\n", 1)[0] ?? "";
  const planId = findTemplatePlan(header, templates);
  return planId === undefined ? message : `${message.trimEnd()}\n\nPlan: ${planId}\n`;
}
