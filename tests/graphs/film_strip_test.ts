import assert from "assert";
import { filmStrip } from "lib/graphs/film_strip.ts";
import { renderSvg } from "lib/graphs/render.ts";
import { checkGraph } from "./_check_graph.ts";

const TEXT = { title: "A clip's frames", subtitle: "Video abcdefghijk" };
/** One grey pixel. */
const PICTURE =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==";

const pictures = [0, 1000, 2000].map((timestampMs) => ({ timestampMs, picture: PICTURE }));
const attention = [0.1, 0.2, 0.4, 0.3].map((attention, i) => ({ timestampMs: 500 * i, attention }));

Deno.test("filmStrip() draws pictures over the attention of each frame's time", async () => {
  const spec = filmStrip(pictures, attention, TEXT);
  const bars = "from,to,percent\\n0,0.5,10\\n0.5,1,20\\n1,1.5,40\\n1.5,2,30";
  assert.ok(JSON.stringify(spec).includes(bars), JSON.stringify(spec));
  await checkGraph(spec, {
    snapshot: "film_strip",
    texts: ["2.0 s", "Time in the clip (seconds)", "Attention (% of the clip's)", "the same"],
  });
  const svg = await renderSvg(spec);
  assert.equal(svg.split(PICTURE).length - 1, 3);
});

Deno.test("filmStrip() draws a clip of one frame", async () => {
  const one = filmStrip(pictures.slice(0, 1), [{ timestampMs: 0, attention: 1 }], TEXT);
  assert.ok(JSON.stringify(one).includes("from,to,percent\\n0,1,100"));
  await renderSvg(one);
});

Deno.test("filmStrip() refuses what it cannot draw by name", () => {
  assert.throws(() => filmStrip([], attention, TEXT), {
    name: "RangeError",
    message: "Cannot draw film_strip: expected at least one item in pictures, got none",
  });
  assert.throws(() => filmStrip(pictures, [], TEXT), {
    name: "RangeError",
    message: /at least one item in attention/,
  });
  assert.throws(() => filmStrip(pictures, [{ timestampMs: 0, attention: NaN }], TEXT), {
    name: "RangeError",
    message: /attention\[0\]\.attention to be finite, got NaN/,
  });
});
