/** Distance in single edits, swaps of neighbours included, for "did you mean". */
export function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((rows[i - 1]?.[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (rows[i - 1]?.[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (rows[i - 2]?.[j - 2] ?? 0) + 1);
      row.push(best);
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? Math.max(a.length, b.length);
}

/** Longer words are no slips of the finger, and comparing them would take time that grows with their length. */
const longestSlip = 64;

/**
 * The known word nearest to a mistyped one: by single edits, or the only one that begins with it.
 *
 * `undefined` when none is near.
 */
export function findNearest(word: string, known: readonly string[]): string | undefined {
  if (word.length > longestSlip) return undefined;
  const [nearest] = known
    .map((candidate) => ({ candidate, distance: editDistance(word, candidate) }))
    .sort((a, b) => a.distance - b.distance);
  if (nearest !== undefined && nearest.distance <= Math.max(1, Math.floor(word.length / 3))) return nearest.candidate;
  const [begun, other] = word.length < 2 ? [] : known.filter((candidate) => candidate.startsWith(word));
  return other === undefined ? begun : undefined;
}
