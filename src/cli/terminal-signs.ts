/**
 * Whether a terminal shows more than ASCII, by the locale that holds for characters. Where none is set there is nothing
 * to go by, and nearly every terminal does: containers and services often set none.
 */
export function showsUnicode(environment: Readonly<Record<string, string | undefined>>): boolean {
  const locale = ["LC_ALL", "LC_CTYPE", "LANG"].map((name) => environment[name] ?? "").find((value) => value !== "");
  return locale === undefined || /utf-?8/i.test(locale);
}
