export function checkConsistency(_document: unknown, _facts: unknown): readonly never[] {
  return [];
}
