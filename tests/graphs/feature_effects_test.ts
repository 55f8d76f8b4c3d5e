import assert from "assert";
import { featureEffects } from "lib/graphs/feature_effects.ts";
import { checkGraph } from "./_check_graph.ts";

const TEXT = { title: "What moves the scores", subtitle: "240 clips" };

const range = (value: number) => ({ value, low: value - 0.001, high: value + 0.002 });
const effects = [
  { feature: "clipTempoBpm", effect: { virality: range(0.002), engagement: range(-0.001) } },
  { feature: "loudness", effect: { virality: range(0.01), engagement: range(-0.03) } },
  { feature: "pitch", effect: { virality: range(0.02), engagement: range(0) } },
];

Deno.test("featureEffects() draws the strongest feature first, in points of 100", async () => {
  const spec = featureEffects(effects, TEXT);
  await checkGraph(spec, {
    snapshot: "feature_effects",
    texts: [
      "Virality",
      "Engagement",
      "loudness",
      "pitch",
      "clip tempo (beats a minute)",
      "Points of 100",
    ],
  });
  const json = JSON.stringify(spec);
  assert.ok(
    json.includes("loudness,1,0.9,1.2\\npitch,2,1.9,2.2\\nclip tempo (beats a minute),0.2,0.1,0.4"),
    json,
  );
  assert.ok(
    json.includes(
      "loudness,-3,-3.1,-2.8\\npitch,0,-0.1,0.2\\nclip tempo (beats a minute),-0.1,-0.2,0.1",
    ),
    json,
  );
});

Deno.test("featureEffects() refuses what it cannot draw by name", () => {
  assert.throws(() => featureEffects([], TEXT), {
    name: "RangeError",
    message: "Cannot draw feature_effects: expected at least one item in effects, got none",
  });
  const effect = { virality: range(0), engagement: { value: 0, low: NaN, high: 1 } };
  assert.throws(() => featureEffects([{ feature: "tempo", effect }], TEXT), {
    name: "RangeError",
    message:
      "Cannot draw feature_effects: expected effects[0].effect.engagement.low to be finite, got NaN",
  });
});
