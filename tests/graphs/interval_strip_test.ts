import assert from "assert";
import { intervalStrip, type PredictionRange } from "lib/graphs/interval_strip.ts";
import { checkGraph } from "./_check_graph.ts";

const TEXT = { title: "Intervals", subtitle: "3 videos" };
const both = <T>(value: T) => ({ virality: value, engagement: value });

const video = (videoId: string, predicted: number, actual: number): PredictionRange => ({
  videoId,
  predicted: both(predicted),
  actual: both(actual),
  ranges: both({ low: predicted - 0.2, high: predicted + 0.2 }),
});
const VIDEOS = [
  video("high", 0.7, 0.95),
  video("low", 0.25, 0.2),
  { ...video("middle", 0.5, 0.6), actual: { virality: 0.6, engagement: 0.1 } },
];

Deno.test("intervalStrip() orders videos by prediction and tells inside from outside", async () => {
  const spec = intervalStrip(VIDEOS, TEXT);
  const csv = JSON.stringify(spec);
  assert.ok(csv.includes("low,1,25,5,45,20"));
  assert.ok(csv.includes("middle,2,50,30,70,60"));
  assert.ok(csv.includes("high,3,70,50,90,95"));
  await checkGraph(spec, {
    snapshot: "interval_strip",
    texts: ["Virality", "Engagement", "Videos, lowest prediction first"],
  });
  const said = (inside: number, outside: number) =>
    `inside for ${inside} of 3 (dots), outside for ${outside} (rings).`;
  assert.ok(csv.includes(said(2, 1)) && csv.includes(said(1, 2)));
});

Deno.test("intervalStrip() counts an interval's ends as inside and draws no empty layer", async () => {
  const spec = intervalStrip([{ ...video("edge", 0.5, 0.5), actual: both(0.3) }], TEXT);
  assert.ok(JSON.stringify(spec).includes("inside for 1 of 1 (dots), outside for 0 (rings)"));
  await checkGraph(spec, { snapshot: "interval_strip_one", texts: ["Virality"] });
});

Deno.test("intervalStrip() refuses what it cannot draw by name", () => {
  const refuses = (videos: readonly PredictionRange[], expected: string) =>
    assert.throws(() => intervalStrip(videos, TEXT), {
      name: "RangeError",
      message: `Cannot draw interval_strip: expected ${expected}`,
    });
  refuses([], "at least one item in videos, got none");
  const open = { ...video("open", 0.5, 0.5), ranges: both({ low: 0, high: Infinity }) };
  refuses([open], "videos[0].ranges.virality.high to be finite, got Infinity");
  refuses([video("none", NaN, 0.5)], "videos[0].predicted.virality to be finite, got NaN");
  refuses([video("none", 0.5, NaN)], "videos[0].actual.virality to be finite, got NaN");
});
