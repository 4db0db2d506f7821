import { createSliceId, type PlanId } from "../model/plan-id.ts";
import type { RepositoryPath } from "../model/ports.ts";

/** Where in gsd-2's planning directory a path lies. */
export interface SlicePlace {
  /** `M001/S02`. */
  readonly planId: PlanId;
  /** It is a file of one of the slice's tasks. */
  readonly isOfTask: boolean;
}

/** `.gsd/milestones/M001/slices/S02/S02-PLAN.md`; older versions have words behind the numbers: `M001-editor`, `S02-canvas`. */
const slicePath =
  /(?:^|\/)\.gsd\/milestones\/(M\d{3,6}(?:-(?=[a-z0-9]*\d)[a-z0-9]{6}(?![a-z0-9]))?)(?:-[^/]*)?\/slices\/(S\d{1,6})(?:-[^/]*)?\/(tasks\/)?/;

/** The slice in whose directory a path lies; `undefined` for every other path. */
export function readSlicePlace(path: RepositoryPath): SlicePlace | undefined {
  // Asked of every path of a history.
  const at = path.indexOf("/slices/");
  if (at === -1) return undefined;
  const match = slicePath.exec(path);
  const planId = match === null ? undefined : createSliceId(match[1] ?? null, match[2] ?? "");
  return planId === undefined ? undefined : { planId, isOfTask: match?.[3] !== undefined };
}
