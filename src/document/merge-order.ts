import { comparePlanIds, parsePlanId, type PlanId } from "../model/plan-id.ts";
import { compareInstants, findInstant, type WrittenInstant } from "./merge-recency.ts";
import type { MergeUnit } from "./merge-units.ts";

type OrderKey =
  | { readonly kind: "plan"; readonly value: PlanId }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "date"; readonly value: WrittenInstant };

/** By what a list may be sorted: the plan, number or date with which the unit begins. */
function findOrderKey({ text, key, kind }: MergeUnit): OrderKey | undefined {
  const keyed = /^(plan|phase|cell) (\S+)$/.exec(key ?? "");
  const planId = keyed?.[1] === "plan" ? parsePlanId(keyed[2] ?? "") : undefined;
  if (planId !== undefined) return { kind: "plan", value: planId };
  if (keyed !== null && /^\d{1,9}$/.test(keyed[2] ?? "")) return { kind: "number", value: Number(keyed[2]) };
  if (kind !== "item" && kind !== "row") return undefined;
  const start = text.replace(/^[ \t]*(?:[-*+|]|\d{1,9}[.)])[ \t]+/, "").slice(0, 60);
  const plan = /^[^\p{L}\p{N}]{0,6}(?:(?:phase|plan)[ \t]+)?(\d{1,4}[A-Za-z]?(?:\.\d{1,3})*-\d{1,3}[a-z]?)(?![\w-])/iu.exec(start)?.[1];
  const named = plan === undefined ? undefined : parsePlanId(plan);
  if (named !== undefined) return { kind: "plan", value: named };
  const date = /^[^\p{L}\p{N}]{0,6}(\d{4}-\d\d-\d\d)/u.test(start) ? findInstant(start) : undefined;
  return date === undefined ? undefined : { kind: "date", value: date };
}

function compareKeys(a: OrderKey, b: OrderKey): number | undefined {
  if (a.kind === "plan" && b.kind === "plan") return comparePlanIds(a.value, b.value);
  if (a.kind === "number" && b.kind === "number") return a.value - b.value;
  if (a.kind === "date" && b.kind === "date") return compareInstants(a.value, b.value);
  return undefined;
}

/** Tells whether each key follows the one before it in the direction. Keys of different kinds have no order. */
function follows(keys: readonly OrderKey[], direction: 1 | -1): boolean {
  return keys.every((key, index) => {
    const previous = keys[index - 1];
    if (previous === undefined) return true;
    const order = compareKeys(previous, key);
    return order !== undefined && order * direction <= 0;
  });
}

/**
 * Unites what both sides added in one place: in the order of plans, numbers or dates where both sides and their
 * neighbours keep such an order, else ours first, then theirs. Nothing is dropped.
 */
export function uniteInOrder(
  ours: readonly MergeUnit[],
  theirs: readonly MergeUnit[],
  before: MergeUnit | undefined,
  after: MergeUnit | undefined,
): readonly MergeUnit[] {
  const inSequence = [...ours, ...theirs];
  const [ourKeys, theirKeys] = [ours.map(findOrderKey), theirs.map(findOrderKey)].map((keys) => keys.filter((key) => key !== undefined));
  if (ourKeys === undefined || theirKeys === undefined || ourKeys.length + theirKeys.length < inSequence.length) return inSequence;
  const keyBefore = before === undefined ? undefined : findOrderKey(before);
  const keyAfter = after === undefined ? undefined : findOrderKey(after);
  const direction = ([1, -1] as const).find((candidate) =>
    [ourKeys, theirKeys].every((keys) => {
      const neighbours = [...(keyBefore?.kind === keys[0]?.kind ? [keyBefore] : []), ...keys, ...(keyAfter?.kind === keys[0]?.kind ? [keyAfter] : [])];
      return follows(neighbours.filter((key) => key !== undefined), candidate);
    }),
  );
  if (direction === undefined) return inSequence;
  const united: MergeUnit[] = [];
  let [i, j] = [0, 0];
  while (i < ours.length || j < theirs.length) {
    const [our, their] = [ours[i], theirs[j]];
    const [ourKey, theirKey] = [ourKeys[i], theirKeys[j]];
    const order = ourKey === undefined || theirKey === undefined ? 0 : (compareKeys(ourKey, theirKey) ?? 0) * direction;
    if (our !== undefined && (their === undefined || order <= 0)) {
      united.push(our);
      i += 1;
    } else if (their !== undefined) {
      united.push(their);
      j += 1;
    }
  }
  return united;
}
