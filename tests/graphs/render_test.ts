import assert from "assert";
import { Resvg } from "@resvg/resvg-js";
import type { TopLevelSpec } from "vega-lite";
import { renderPng, renderSvg, withTheme } from "lib/graphs/render.ts";
import { scoreByRow } from "lib/graphs/score_by_row.ts";
import { scoreDistribution } from "lib/graphs/score_distribution.ts";
import { PALETTES } from "lib/graphs/palettes.ts";
import { sampleScores } from "./_sample_rows.ts";

const TEXT = { title: "A title", subtitle: "A subtitle" };
const SPEC = scoreDistribution(sampleScores(20), TEXT);

Deno.test("renderSvg() gives the same text for the same data, also at once with others", async () => {
  const alone = await renderSvg(SPEC);
  const other = scoreByRow(sampleScores(30), TEXT);
  const together = await Promise.all([other, SPEC, other, SPEC].map((spec) => renderSvg(spec)));
  assert.equal(together[1], alone);
  assert.equal(together[3], alone);
  assert.equal(together[0], together[2]);
});

Deno.test("renderSvg() draws each theme on its own opaque card", async () => {
  for (const theme of ["light", "dark"] as const) {
    const svg = await renderSvg(SPEC, { theme });
    assert.match(
      svg,
      new RegExp(`<rect width="\\d+" height="\\d+" fill="${PALETTES[theme].card}"/>`),
    );
    assert.ok(svg.includes(PALETTES[theme].targets[0]!.strong));
  }
});

Deno.test("renderSvg() names the picture for screen readers", async () => {
  const spec = scoreDistribution(sampleScores(2), { title: 'Scores "A" < B', subtitle: "x & y" });
  const label = 'aria-label="Scores &quot;A&quot; &lt; B. x &amp; y"';
  assert.ok((await renderSvg(spec)).startsWith(`<svg role="img" ${label}`));
});

Deno.test("renderSvg() refuses a spec that Vega-Lite warns about", async () => {
  const spec: TopLevelSpec = {
    title: "Broken",
    data: { values: [{ a: 1 }] },
    mark: "point",
    encoding: { x: { field: "a", type: "quantitative", scale: { type: "log", zero: true } } },
  };
  await assert.rejects(() => renderSvg(spec), {
    name: "TypeError",
    message: /^Cannot draw "Broken": .*zero/,
  });
});

Deno.test("renderSvg() leaves the spec as it was", async () => {
  const before = structuredClone(SPEC);
  await renderSvg(SPEC);
  assert.deepEqual(SPEC, before);
});

Deno.test("withTheme() makes a spec self-contained and leaves the given one alone", () => {
  const themed = withTheme(SPEC, "dark");
  assert.equal(themed.config?.background, PALETTES.dark.card);
  assert.equal("config" in SPEC, false);
});

Deno.test("renderPng() gives the same bytes twice, at twice the size", async () => {
  const svg = await renderSvg(SPEC);
  const png = renderPng(svg);
  assert.deepEqual(png, renderPng(svg));
  const [width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!.slice(1).map(Number);
  assert.deepEqual(sizeOf(png), [width! * 2, height! * 2]);
  assert.deepEqual(sizeOf(renderPng(svg, { scale: 1 })), [width, height]);
});

Deno.test("renderPng() draws text with the bundled font, no system font needed", async () => {
  const svg = await renderSvg(SPEC);
  const title = { fromRow: 0, toRow: 80 }; // title and subtitle at scale 2
  const drawn = inkIn(renderPng(svg), title);
  const withoutText = inkIn(renderPng(svg.replace(/<text.*?<\/text>/g, "")), title);
  assert.equal(withoutText, 0);
  assert.ok(drawn > 500, `only ${drawn} dark pixels where the title stands`);
});

function sizeOf(png: Uint8Array): number[] {
  const view = new DataView(png.buffer, png.byteOffset);
  return [view.getUint32(16), view.getUint32(20)]; // width and height in the IHDR chunk
}

/** Counts dark pixels in some rows of a PNG on a white card. */
function inkIn(png: Uint8Array, { fromRow, toRow }: { fromRow: number; toRow: number }): number {
  const [width, height] = sizeOf(png);
  const href = `data:image/png;base64,${png.toBase64()}`;
  const image = `<image href="${href}" width="${width}" height="${height}"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">`;
  const { pixels } = new Resvg(`${svg}${image}</svg>`).render();
  let dark = 0;
  for (let at = fromRow * width! * 4; at < toRow * width! * 4; at += 4) {
    if (pixels[at]! < 128) dark++;
  }
  return dark;
}
