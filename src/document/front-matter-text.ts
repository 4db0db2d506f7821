/** Writes a scalar of the front matter, quoted where GSD's own parser needs it (CONTRACT rule 14). */
export function formatScalar(value: string): string {
  const isPlain =
    /^[A-Za-z0-9][^:#"'{}[\],&*!|>%@`\\]*$/.test(value) &&
    !/[ \t]$/.test(value) &&
    !/^(?:true|false|null|yes|no|on|off|\d[\d.]*)$/i.test(value);
  return isPlain ? value : JSON.stringify(value);
}

/** Writes a number, or a text, in the form of the scalar that it takes the place of: quoted if that was. */
export function formatScalarLike(written: string, value: string): string {
  if (written.startsWith('"')) return JSON.stringify(value);
  if (written.startsWith("'") && !/['\\]/.test(value)) return `'${value}'`;
  return /^\d+$/.test(value) || /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : formatScalar(value);
}
