import assert from "assert";
import { waveform } from "lib/graphs/waveform.ts";
import { checkGraph, textsOf } from "./_check_graph.ts";
import { renderSvg } from "lib/graphs/render.ts";

const TEXT = { title: "A clip's sound", subtitle: "Video abcdefghijk" };

const sound = {
  sampleRateHz: 4,
  samples: Float32Array.from({ length: 16 }, (_, i) => (-1) ** i * i / 16),
};
const measures = [
  { name: "Loudness", unit: "Decibels", points: [-20, -10, -15.126] },
  { name: "Pitch", unit: "Semitones", points: [57, 58, 60] },
].map(({ points, ...it }) => ({
  ...it,
  points: points.map((value, i) => ({ timeMs: 1000 * i, value })),
}));

Deno.test("waveform() draws a sound and what was measured of it on one axis of time", async () => {
  const spec = waveform(sound, measures, TEXT);
  await checkGraph(spec, {
    snapshot: "waveform",
    texts: ["Sound", "Loudness", "Decibels", "Pitch", "Semitones", "Time in the clip (seconds)"],
  });
  const json = JSON.stringify(spec);
  assert.ok(json.includes("seconds,value\\n0,-20\\n1,-10\\n2,-15.13"), json);
  assert.ok(json.includes("seconds,low,high\\n0,0,0\\n0.25,-0.063,-0.063\\n0.5,0.125,0.125"), json);
  assert.equal(json.split('"domain":[0,4]').length - 1, 3);
});

Deno.test("waveform() lets an axis span no less than it is told, around what was measured", () => {
  const spanned = (leastSpan: number) =>
    JSON.stringify(waveform(sound, [{ ...measures[1]!, leastSpan }], TEXT)); // 57 to 60
  assert.ok(spanned(12).includes('"domain":[52.5,64.5]'), spanned(12));
  assert.ok(spanned(2).includes('"domain":[57,60]'), spanned(2));
});

Deno.test("waveform() draws a sound of which nothing was measured", async () => {
  const texts = textsOf(await renderSvg(waveform(sound, [], TEXT)));
  assert.ok(texts.includes("Time in the clip (seconds)"));
});

Deno.test("waveform() refuses what it cannot draw by name", () => {
  const silent = { sampleRateHz: 4, samples: new Float32Array() };
  assert.throws(() => waveform(silent, measures, TEXT), {
    name: "RangeError",
    message: "Cannot draw waveform: expected a sample in sound.samples, got none",
  });
  assert.throws(() => waveform(sound, [{ ...measures[0]!, points: [] }], TEXT), {
    name: "RangeError",
    message: "Cannot draw waveform: expected at least one item in measures[0].points, got none",
  });
  const broken = [{ ...measures[0]!, points: [{ timeMs: 0, value: NaN }] }];
  assert.throws(() => waveform(sound, broken, TEXT), {
    name: "RangeError",
    message: "Cannot draw waveform: expected measures[0].points[0].value to be finite, got NaN",
  });
});
