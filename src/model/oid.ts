/** A full object id: 40 (SHA-1) or 64 (SHA-256) lower-case hex digits. Made only by `parseOid`. */
export type Oid = string & { readonly __brand: "Oid" };

/** An abbreviated object id: 4 to 64 lower-case hex digits that may name one object. Made only by `parseOidPrefix`. */
export type OidPrefix = string & { readonly __brand: "OidPrefix" };

const fullOid = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const oidPrefix = /^[0-9a-f]{4,64}$/;

/** Parses a full object id. Abbreviations are refused: only the repository can tell what they name. */
export function parseOid(text: string): Oid | undefined {
  const lower = text.toLowerCase();
  return fullOid.test(lower) ? (lower as Oid) : undefined;
}

/** Parses an abbreviated (or full) object id of at least four digits; case is folded. */
export function parseOidPrefix(text: string): OidPrefix | undefined {
  const lower = text.toLowerCase();
  return oidPrefix.test(lower) ? (lower as OidPrefix) : undefined;
}

/** Tells whether the id is git's "no object" in hook input: zeros only, in either hash width. */
export function isZeroOid(oid: Oid): boolean {
  return /^0+$/.test(oid);
}

/** Shortens an id to what a person reads; never used to look an object up. */
export function formatShortOid(oid: Oid): string {
  return oid.slice(0, 8);
}
