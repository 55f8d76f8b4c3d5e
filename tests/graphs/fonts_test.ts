import assert from "assert";
import { Resvg } from "@resvg/resvg-js";
import { FONT_FILES, textWidth } from "lib/graphs/fonts.ts";

/** The width of a text's ink as resvg shapes it, an independent reading of the same font. */
function inkWidth(text: string, weight: number): number {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="200">` +
    `<text y="100" font-family="Inter" font-size="100" font-weight="${weight}">${text}</text></svg>`;
  const font = { loadSystemFonts: false, fontFiles: [...FONT_FILES] };
  return new Resvg(svg, { font }).getBBox()!.width;
}

Deno.test("textWidth() agrees with the drawn width to 4%", () => {
  for (const weight of [400, 600]) {
    for (const text of ["Training mean 0.0213", "Predicted − actual", "TF-IDF ridge (α = 1)"]) {
      const measured = textWidth(text, { fontSize: 100, fontWeight: weight });
      const ratio = measured / inkWidth(text, weight);
      assert.ok(ratio > 1 && ratio < 1.04, `${text} at ${weight}: ${ratio}`);
    }
  }
});

Deno.test("textWidth() grows with the font size, is 0 for no text", () => {
  assert.equal(textWidth("", { fontSize: 11 }), 0);
  assert.equal(textWidth("abc", { fontSize: 22 }), 2 * textWidth("abc", { fontSize: 11 }));
});
