import assert from "assert";
import { timeline } from "lib/graphs/timeline.ts";
import { checkGraph } from "./_check_graph.ts";

const TEXT = { title: "One clip over time", subtitle: "Video abcdefghijk" };
/** One grey pixel. */
const PICTURE =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==";

const moments = [0.01, -0.02, 0.005, 0].map((change, i) => ({
  startMs: 1000 * i,
  endMs: 1000 * (i + 1),
  effect: { virality: change, engagement: -change },
}));
const clip = {
  durationMs: 4000,
  pictures: [0, 2000].map((timestampMs) => ({ timestampMs, picture: PICTURE })),
  sound: { sampleRateHz: 4, samples: Float32Array.from({ length: 16 }, (_, i) => (-1) ** i / 2) },
  words: [
    { text: "Look", startMs: 0, endMs: 300 },
    { text: "extraordinarily", startMs: 10, endMs: 900 },
    { text: "there", startMs: 3000, endMs: 3500 },
  ],
  moments,
};

Deno.test("timeline() draws pictures, sound, words and what each moment added", async () => {
  const spec = timeline(clip, TEXT);
  await checkGraph(spec, {
    snapshot: "timeline",
    texts: [
      "Look",
      "extraordinarily",
      "Virality: what each moment added",
      "Time in the clip (seconds)",
    ],
  });
  const json = JSON.stringify(spec);
  assert.ok(json.includes("from,to,points\\n0,1,1\\n1,2,-2\\n2,3,0.5\\n3,4,0"), json);
  assert.ok(json.includes("from,to,points\\n0,1,-1\\n1,2,2"), json);
});

Deno.test("timeline() writes words that would touch in different lines", () => {
  const json = JSON.stringify(timeline(clip, TEXT));
  assert.ok(json.includes('{"text":"Look","seconds":0,"line":0}'));
  assert.ok(json.includes('{"text":"extraordinarily","seconds":0.01,"line":1}'));
  assert.ok(json.includes('{"text":"there","seconds":3,"line":0}'));
});

Deno.test("timeline() draws a clip that has only moments", () => {
  const json = JSON.stringify(timeline({ durationMs: 4000, moments }, TEXT));
  assert.equal(json.includes("Sound"), false);
  assert.equal(json.includes('"image"'), false);
});

Deno.test("timeline() spreads words over the width it is given, and has fewer ticks there", () => {
  const json = JSON.stringify(timeline(clip, { ...TEXT, width: 36 }));
  assert.equal(json.match(/"width":36,"height"/g)!.length, 5);
  assert.ok(
    json.includes('{"text":"there","seconds":3,"line":2}'),
    "27 pixels from Look's start, which takes 27.4",
  );
  const phone = JSON.stringify(timeline(clip, { ...TEXT, width: 250 }));
  assert.ok(phone.includes('"grid":false,"tickCount":3}'));
});

Deno.test("timeline() refuses what it cannot draw by name", () => {
  assert.throws(() => timeline({ ...clip, moments: [] }, TEXT), {
    name: "RangeError",
    message: "Cannot draw timeline: expected at least one item in clip.moments, got none",
  });
  const effect = { virality: NaN, engagement: 0 };
  const broken = { ...clip, moments: [{ startMs: 0, endMs: 1, effect }] };
  assert.throws(() => timeline(broken, TEXT), {
    name: "RangeError",
    message: /clip\.moments\[0\]\.effect\.virality to be finite, got NaN/,
  });
  assert.throws(() => timeline({ ...clip, durationMs: 0 }, TEXT), {
    name: "RangeError",
    message: "Cannot draw timeline: expected clip.durationMs to be above 0, got 0",
  });
});
