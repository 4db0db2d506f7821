/** Our own signs, each by one of ASCII, so that columns stay columns. */
const plain: Readonly<Record<string, string>> = {
  "✔": "+",
  "✖": "x",
  "▲": "!",
  "·": "-",
  "…": "~",
  "–": "-",
  "—": "-",
  "“": '"',
  "”": '"',
  "‘": "'",
  "’": "'",
  "→": ">",
  "×": "x",
  // Columns of a sparkline, and bars.
  "▁": "_",
  "▂": ".",
  "▃": "-",
  "▄": "=",
  "▅": "+",
  "▆": "*",
  "▇": "%",
  "█": "#",
  "▉": "#",
  "▊": "#",
  "▋": "=",
  "▌": "=",
  "▍": "-",
  "▎": "-",
  "▏": "-",
};

const signs = new RegExp(`[${Object.keys(plain).join("")}]`, "g");

/** Writes our own signs in ASCII. What a repository says stays as it is: there is no plain form of a name. */
export function toAsciiSigns(text: string): string {
  return text.replace(/^… /gm, "... ").replace(signs, (sign) => plain[sign] ?? sign);
}
