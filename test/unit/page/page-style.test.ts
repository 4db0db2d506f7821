import * as assert from "uvu/assert";
import { pageStyle } from "../../../src/page/page-style.ts";
import { suite } from "../../support/suite.ts";

type Palette = ReadonlyMap<string, string>;

/** The colours of a scheme: what the first block after its beginning sets. */
function readPalette(scheme: "light" | "dark"): Palette {
  const block = pageStyle.slice(pageStyle.indexOf(`color-scheme: ${scheme};`)).split("}")[0] ?? "";
  return new Map(
    [...block.matchAll(/--([a-z0-9-]+): (#[0-9a-f]{6});/g)].map(([, name = "", color = ""]) => [name, color]),
  );
}

/** Relative luminance (WCAG 2). */
function luminanceOf(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const value = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrastOf(palette: Palette, a: string, b: string): number {
  const [darker = 0, lighter = 0] = [a, b].map((name) => luminanceOf(palette.get(name) ?? "")).sort((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
}

suite("page style", (test) => {
  test("has the same colours in light and dark", () => {
    assert.equal([...readPalette("light").keys()], [...readPalette("dark").keys()]);
    assert.ok(readPalette("light").size > 15);
  });

  for (const scheme of ["light", "dark"] as const) {
    const palette = readPalette(scheme);

    test(`${scheme}: text stands out by 4.5 to 1, what is drawn by 3 to 1 (WCAG 2 AA)`, () => {
      for (const name of ["ink", "muted", "accent", "bad", "warn", "good"])
        for (const ground of ["card", "paper"])
          assert.ok(
            contrastOf(palette, name, ground) >= 4.5,
            `${name} on ${ground}: ${contrastOf(palette, name, ground)}`,
          );
      const drawn = [
        "accent",
        "accent-2",
        "quiet",
        "line",
        "focus",
        "good",
        "gold",
        "warn",
        "bad",
        "violet",
        "earth",
        "grey",
      ];
      for (const name of drawn)
        assert.ok(contrastOf(palette, name, "card") >= 3, `${name}: ${contrastOf(palette, name, "card")}`);
    });
  }
});
