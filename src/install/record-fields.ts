/** Parses a record of planlink's in the git directory into its fields; `undefined` for what is no object in JSON. */
export function parseRecordFields(text: string): Readonly<Record<string, unknown>> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return typeof value === "object" && value !== null ? { ...value } : undefined;
}
