/** Tells whether this V8 is known to take the flags that we set. Another one may not, and would say so on standard error. */
export function isKnownV8(): boolean {
  return /^1[1-3]\./.test(process.versions.v8);
}
