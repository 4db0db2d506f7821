import type { Oid } from "../model/oid.ts";

/** What `.planning/.phase-manifest.json` becomes. */
export type ManifestUpdate =
  | { readonly kind: "text"; readonly text: string }
  /** The file holds something else than GSD's undo reads; it is left alone. */
  | { readonly kind: "damaged"; readonly reason: string };

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Writes the commits of each phase where `/gsd:undo --phase NN` reads them: `{"phases":{"NN":{"commits":["<oid>"]}}}`.
 *
 * Entries of other phases and unknown keys stay, in their order. Phases are padded as GSD types them (`03`). The same
 * commits give the same bytes.
 */
export function updatePhaseManifest(oldText: string | undefined, commitsByPhase: ReadonlyMap<string, readonly Oid[]>): ManifestUpdate {
  let manifest: unknown = {};
  if (oldText !== undefined && oldText.trim() !== "") {
    try {
      manifest = JSON.parse(oldText);
    } catch (error) {
      return { kind: "damaged", reason: error instanceof Error ? error.message : "not JSON" };
    }
  }
  if (!isRecord(manifest)) return { kind: "damaged", reason: "expected an object" };
  const phases = manifest["phases"] ?? {};
  if (!isRecord(phases)) return { kind: "damaged", reason: "`phases` is no object" };
  const updated: Record<string, unknown> = { ...phases };
  for (const [phase, commits] of commitsByPhase) {
    const entry = updated[phase];
    // `__proto__` cannot come from a phase number; an entry of another shape is replaced, as nothing could read it.
    updated[phase] = { ...(isRecord(entry) ? entry : {}), commits };
  }
  return { kind: "text", text: `${JSON.stringify({ ...manifest, phases: updated }, null, 2)}\n` };
}
