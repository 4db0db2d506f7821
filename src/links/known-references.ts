import { parseOid, type Oid } from "../model/oid.ts";
import { parsePlanId, type PlanId } from "../model/plan-id.ts";

/** What was found of the commits that documents refer to, for the history of one tip. */
export interface KnownReferences {
  readonly reachable: ReadonlySet<Oid>;
  readonly unreachable: ReadonlySet<Oid>;
  /** The plans of the commits' own tags. */
  readonly planIds: ReadonlyMap<Oid, readonly PlanId[]>;
}

/** Where nothing was found yet. */
export const noReferences: KnownReferences = { reachable: new Set(), unreachable: new Set(), planIds: new Map() };

/** Writes them as a text that `parseReferences` reads again: a line a commit, `+ OID PLAN …` or `- OID PLAN …`. */
export function formatReferences({ reachable, unreachable, planIds }: KnownReferences): string {
  const line = (sign: string, oid: Oid): string => `${[sign, oid, ...(planIds.get(oid) ?? [])].join(" ")}\n`;
  return [...[...reachable].map((oid) => line("+", oid)), ...[...unreachable].map((oid) => line("-", oid))].join("");
}

/** Reads them again. Total: any other text gives `undefined`. */
export function parseReferences(text: string): KnownReferences | undefined {
  const [reachable, unreachable] = [new Set<Oid>(), new Set<Oid>()];
  const planIds = new Map<Oid, readonly PlanId[]>();
  for (const line of text.split("\n").slice(0, -1)) {
    const [sign, name = "", ...idTexts] = line.split(" ");
    const oid = parseOid(name);
    const ids = idTexts.map((idText) => parsePlanId(idText));
    if (oid === undefined || (sign !== "+" && sign !== "-")) return undefined;
    (sign === "+" ? reachable : unreachable).add(oid);
    planIds.set(
      oid,
      ids.filter((planId) => planId !== undefined),
    );
    if (ids.includes(undefined)) return undefined;
  }
  return text.endsWith("\n") ? { reachable, unreachable, planIds } : undefined;
}
