import type { Oid } from "../model/oid.ts";
import { parsePhaseId, type PhaseId } from "../model/plan-id.ts";

/** GSD's own file of the commits of each phase, in the planning directory: its undo reads it, and nothing of GSD writes it. */
export const phaseManifestName = ".phase-manifest.json";

/** The commits of one phase, under the name that a new entry gets. */
export interface PhaseCommits {
  readonly phase: PhaseId;
  /** Padded as GSD writes it: `03`. */
  readonly name: string;
  /** Oldest first, in the order of history. */
  readonly oids: readonly Oid[];
}

/** What a manifest is to say; `problem` where it cannot be read, and then it must not be written. */
export type UpdatedManifest =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "unreadable"; readonly problem: string };

type Values = Readonly<Record<string, unknown>>;

function isValues(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseValues(text: string): Values | string {
  let values: unknown;
  try {
    values = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return "it is not JSON";
  }
  if (!isValues(values)) return "it holds no object";
  if (values["phases"] !== undefined && !isValues(values["phases"])) return "its `phases` is no object";
  return values;
}

/** What keeps a manifest from being read, by GSD and by us; `undefined` where nothing does. */
export function findPhaseManifestProblem(text: string): string | undefined {
  const values = parseValues(text);
  return typeof values === "string" ? values : undefined;
}

/** How a file is laid out: with the blanks or the tab that its first indented line has. */
function indentOf(text: string): string {
  return /\n([ \t]{1,8})\S/.exec(text)?.[1] ?? "  ";
}

function isSame(entry: unknown, oids: readonly Oid[]): boolean {
  const commits = isValues(entry) ? entry["commits"] : undefined;
  return Array.isArray(commits) && commits.length === oids.length && oids.every((oid, index) => commits[index] === oid);
}

/**
 * Brings a manifest up to date; `null` text for a file that is not there. What the manifest holds beside the commits of
 * these phases stays: other keys, other phases, other parts of an entry. A manifest that says the same keeps its bytes.
 */
export function updatePhaseManifest(text: string | null, phases: readonly PhaseCommits[]): UpdatedManifest {
  const values = text === null ? {} : parseValues(text);
  if (typeof values === "string") return { kind: "unreadable", problem: values };
  const old = isValues(values["phases"]) ? values["phases"] : {};
  const nameByPhase = new Map(
    Object.keys(old).flatMap((name) => {
      const phase = parsePhaseId(name);
      return phase === undefined ? [] : [[phase, name] as const];
    }),
  );
  const changed = phases
    .map(({ phase, name, oids }) => ({ name: nameByPhase.get(phase) ?? name, oids }))
    .filter(({ name, oids }) => !isSame(old[name], oids) && (oids.length > 0 || Object.hasOwn(old, name)));
  if (changed.length === 0) return { kind: "text", text: text ?? "" };
  // Not by assignment: a key `__proto__` is a key like any other here.
  const entries = new Map(Object.entries(old));
  for (const { name, oids } of changed) {
    const entry = entries.get(name);
    entries.set(name, { ...(isValues(entry) ? entry : {}), commits: oids });
  }
  const updated = new Map(Object.entries(values)).set("phases", Object.fromEntries(entries));
  const newText = JSON.stringify(Object.fromEntries(updated), null, text === null ? "  " : indentOf(text));
  return { kind: "text", text: `${newText}\n` };
}
